// Sends experiments, runs and the registry to a tracking server by its URL, over MLflow's REST interface.
//
// The server gives ids of its own. What was sent carries the tag `tatara.source` with the id it has here, and
// once it is whole `tatara.complete`; by these it is known when it is sent again: what is whole is left as it
// is, a run that broke off is deleted there and sent anew. Experiments and registered models are found by
// their names; an alias or a version that the server has stays. Sent are params, tags, the whole history of
// metrics, datasets, logged models with their metrics, traces with their spans and assessments, versions in
// the order of their numbers, stages, aliases, and artifacts where the server takes them
// (mlflow-artifacts:/). What the server refuses is left out and named.
//
// Threads: any but the GUI's and the store's writer; blocks until done. Errors: InvalidArgument (the URL),
// PermissionDenied, Parse (no MLflow server), Io, Cancelled, NotFound (a run or experiment); an interrupted
// push is completed by another.
#pragma once

#include <memory>

#include "core/base/result.h"
#include "core/http/client.h"
#include "core/interop/export_report.h"
#include "core/store/store.h"

namespace tatara::interop {

Result<ExportReport> pushMlflow(const std::shared_ptr<store::Store>& store, const http::ClientOptions& server,
                                const ExportChoice& choice);

}  // namespace tatara::interop
