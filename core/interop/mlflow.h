// Brings an MLflow store into a workspace: a file store (`mlruns/`) or a SQLite back-end store (`mlflow.db`).
//
// Kept: ids and times, nested runs, the full history of every metric, parameters, tags, dataset inputs,
// logged models with their parameters, tags and metrics, registered models with versions, stages, aliases and
// tags, and the artifacts that lie beneath the imported folder, by their relative paths. What was deleted
// there is deleted here. Artifact URIs of the machine it comes from become this workspace's own; URIs of
// remote stores (s3, ...) stay as they are.
//
// An experiment keeps its id where that is free or belongs to an experiment of the same name; else it goes to
// the experiment of its name, or to a new id, and a note says so.
//
// Idempotent: what is here already, by its id (registered models: by name and number), is left as it is, so
// that a second import adds nothing and an interrupted one is completed. A run comes whole or not at all. A
// run that was under way when it came gets what it has logged since, and its end; a trace likewise.
//
// With `linkArtifacts` artifacts stay where they are and the artifact URI of a run or logged model says where
// they were found (file://…); MLflow's clients on this machine read them there. Of traces the tags, metadata,
// assessments and spans come, the spans as the artifact traces.json.
//
// Hostile input: symbolic links are not followed; a name, an artifact path or a URI never leads out of the
// imported folder (and `artifactFolders`); sizes are bounded; nothing is executed or unpickled. What is
// malformed is skipped with a sentence that names the file and line, and never ends the import. The formats
// are those of MLflow's mlflow/store/tracking/file_store.py and sqlalchemy_store.py, all versions.
//
// Threads: any but the GUI's and the store's writer; blocks until done. Two imports at once are safe: each
// thing is brought by one of them. Errors: NotFound, Parse (no MLflow store), InvalidArgument (which of two
// is meant), Corrupt, PermissionDenied, Io; those of the store end the import, and it can be run again.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include "core/base/result.h"
#include "core/interop/import_report.h"
#include "core/registry/registry.h"
#include "core/store/store.h"

namespace tatara::interop {

enum class MlflowKind { Files, Sqlite };

struct MlflowPlace {
  MlflowKind kind{};
  std::filesystem::path path;  // the folder that holds the experiments, or the database
};

// What `path` is: a file store, a folder with one in `mlruns`, a database, or a folder with one in
// `mlflow.db`.
Result<MlflowPlace> findMlflowStore(const std::filesystem::path& path);

struct MlflowImport {
  std::filesystem::path source;
  // Where else artifacts may lie, beside the folder of the source: an artifact root that was kept apart.
  std::vector<std::filesystem::path> artifactFolders;
  // Places of another machine that are reached here: an artifact URI that begins with `from` ("/home/ana/ml",
  // "s3://bucket/ml", …) is looked for below `to`, before any other folder.
  struct Mapping {
    std::string from;
    std::filesystem::path to;
  };
  std::vector<Mapping> mappings;
  bool linkArtifacts = false;
  registry::Actor actor;
  std::function<void(const ImportProgress&)> progress;  // may be empty; called on the importing thread
  std::stop_token stop;
};

Result<ImportReport> importMlflow(const std::shared_ptr<store::Store>& store, const MlflowImport& import);

}  // namespace tatara::interop
