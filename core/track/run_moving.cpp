#include "core/track/run_moving.h"

#include <string>

#include "core/track/internal/rows.h"

namespace tatara::track {

Status moveRun(store::Writer& writer, const RunId& id, ExperimentId to) {
  TATARA_ASSIGN(const RunInfo info, internal::activeRun(writer, id));
  TATARA_ASSIGN([[maybe_unused]] const std::string location,
                internal::locationOfActiveExperiment(writer, to));
  if (info.experiment == to) {
    return {};
  }
  TATARA_TRY(writer.sql().run("UPDATE run SET experiment_id = ? WHERE run_key = ?", to, info.key));
  writer.changed(store::ChangeKind::Run, info.key.value());
  return {};
}

}  // namespace tatara::track
