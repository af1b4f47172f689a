// A bundle: one file with experiments, runs, logged models, registered models and their artifacts, to be
// taken to another workspace.
//
// The file is a SQLite database (application id "TtrB", user version 1) of four tables: `bundle` with what it
// is and the digest over all that it has, `entry` with records as JSON and points as sealed blocks
// (core/series/block.h), each with its SHA-256, `file` with the names of artifacts, and `blob` with their
// bytes, once each, under their SHA-256.
//
// The acts on the models in it come along as an audit proof (internal/bundle_proof.h); a bundle whose proof
// does not fit together is refused. The import writes down in this workspace's chain which acts of which
// store came.
//
// Importing checks every digest before anything is written of what it covers; a bundle whose list of contents
// does not agree with its digest is refused as a whole. What is here already, by its id (registered models:
// by name and number), is left as it is, so an import can be repeated; where what is here differs from what
// the bundle brings, the report lists it among the conflicts. An alias that is here stays where it is.
// Experiments are found by name.
//
// Hostile input: as mlflow.h; of the database only true tables are read.
//
// Threads: any but the GUI's and the store's writer; blocks until done. Errors: AlreadyExists (the file to be
// made), NotFound, Parse (no bundle), SchemaTooNew, Corrupt, Cancelled, Io.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/interop/export_report.h"
#include "core/interop/import_report.h"
#include "core/registry/registry.h"
#include "core/store/store.h"

namespace tatara::interop {

struct BundleChoice : ExportChoice {
  // Registered models with the runs of their versions; nothing chosen at all takes everything along.
  std::vector<std::string> models{};
};

Result<ExportReport> createBundle(const std::shared_ptr<store::Store>& store,
                                  const std::filesystem::path& file, const BundleChoice& choice);

struct BundleImport {
  std::filesystem::path file;
  registry::Actor actor{};
  std::function<void(const ImportProgress&)> progress{};  // may be empty
  std::stop_token stop{};
};

Result<ImportReport> importBundle(const std::shared_ptr<store::Store>& store, const BundleImport& import);

}  // namespace tatara::interop
