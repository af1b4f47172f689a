// Brings what an MLflow tracking server holds into a workspace, over its REST interface: experiments, runs
// with the whole history of their metrics, datasets, logged models, registered models with versions, stages
// and aliases, and artifacts.
//
// As mlflow.h: ids and times are kept, what is here already is left as it is, a run comes whole or not at
// all. So an import that ended early goes on where it was, and a later one brings what is new, also of runs
// that were under way. Traces come with their tags, metadata, assessments and spans. Servers
// from 1.x on are understood; what one does not know (logged models before 3.0) is not asked for again.
// Artifacts come through the server, or stay where they are with `linkArtifacts`: then the artifact URI of a
// run names the server.
//
// The server is hostile: its answers are bounded, its names are checked, redirects are not followed, nothing
// is executed. Endpoints: mlflow/protos/service.proto and model_registry.proto.
//
// Threads: any but the GUI's and the store's writer; blocks until done. Errors: InvalidArgument (no URL), Io
// (cannot be reached), PermissionDenied, Parse (no MLflow server), Cancelled; it can be run again.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include "core/base/result.h"
#include "core/http/client.h"
#include "core/interop/import_report.h"
#include "core/registry/registry.h"
#include "core/store/store.h"

namespace tatara::interop {

struct MlflowServerImport {
  http::ClientOptions server{};
  bool linkArtifacts = false;
  registry::Actor actor{};
  std::function<void(const ImportProgress&)> progress{};  // may be empty
};

Result<ImportReport> importMlflowServer(const std::shared_ptr<store::Store>& store,
                                        const MlflowServerImport& import);

}  // namespace tatara::interop
