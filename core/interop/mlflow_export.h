// Writes experiments, runs and the registry as a store that MLflow opens: a file store (`mlruns/`) for every
// version up to the last that has them, and 3.x where they are allowed; or a SQLite database for every 3.x.
//
// The database is `mlflow.db` with its artifacts in `artifacts` beside it (internal/mlflow_schema.h says of
// which revision). It holds infinite values as the largest numbers, as MLflow's own databases do, and a point
// that was logged twice once.
//
// Kept: everything that the store has a place for, in MLflow's own form
// (mlflow/store/tracking/file_store.py and mlflow/store/model_registry/file_store.py): ids, times, states,
// params, tags, the whole history of metrics, datasets, logged models, registered models with versions,
// stages, aliases, and artifacts. Artifact URIs name the new folder. What a file store cannot hold is left
// out and named: a key that is also a folder of another key (`a` beside `a/b`), a key longer than a file
// name. Registered models come along when everything is exported, else those with a version of a chosen run.
//
// `folder` must be absent or empty. Threads: any but the GUI's and the store's writer; blocks until done.
// Errors: AlreadyExists, NotFound (a run or experiment), Cancelled, Io; what was written until then stays.
#pragma once

#include <filesystem>
#include <memory>

#include "core/base/result.h"
#include "core/interop/export_report.h"
#include "core/store/store.h"

namespace tatara::interop {

Result<ExportReport> exportMlflow(const std::shared_ptr<store::Store>& store,
                                  const std::filesystem::path& folder, const ExportChoice& choice);
Result<ExportReport> exportMlflowSqlite(const std::shared_ptr<store::Store>& store,
                                        const std::filesystem::path& folder, const ExportChoice& choice);

}  // namespace tatara::interop
