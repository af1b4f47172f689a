#include "core/interop/mlflow_server.h"

#include "core/interop/internal/mlflow_bring.h"
#include "core/interop/internal/mlflow_rest.h"

namespace tatara::interop {

Result<ImportReport> importMlflowServer(const std::shared_ptr<store::Store>& store,
                                        const MlflowServerImport& import) {
  TATARA_ASSIGN(const auto source, internal::MlflowRest::open(import.server, import.linkArtifacts));
  MlflowImport bring;
  bring.source = import.server.url;
  bring.actor = import.actor;
  bring.progress = import.progress;
  bring.stop = import.server.stop;
  ImportReport report;
  internal::Bringer bringer(store, bring, *source, {}, report);
  TATARA_TRY(bringer.bring());
  return report;
}

}  // namespace tatara::interop
