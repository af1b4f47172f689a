#include "core/track/run_names.h"

namespace tatara::track {

Result<std::vector<RunName>> loadRunNames(sql::Connection& connection) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT run_id, experiment_id, run.name FROM run JOIN experiment "
                                            "USING(experiment_id) WHERE deleted_ms IS NULL AND NOT deleted "
                                            "ORDER BY started_ms DESC, run_key DESC"));
  std::vector<RunName> names;
  while (rows.next()) {
    names.push_back(
        {RunId(std::string(rows.text(0))), ExperimentId(rows.integer(1)), std::string(rows.text(2))});
  }
  TATARA_TRY(rows.status());
  return names;
}

}  // namespace tatara::track
