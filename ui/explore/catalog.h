// The registered datasets as the panel lists them, and what it reads and writes of a version.
//
// Threads: all functions that take a store run on workers; the rest are values.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/datasets.h"
#include "core/dataset/frame.h"
#include "core/dataset/profile.h"
#include "core/store/store.h"

namespace tatara::ui {

struct CatalogVersion {
  dataset::Version version;
  std::vector<dataset::RunUse> runs;  // that read it, newest first

  std::int64_t number() const { return version.version; }
};

struct CatalogDataset {
  dataset::Dataset dataset;
  std::vector<CatalogVersion> versions;  // newest first

  const CatalogVersion* find(std::optional<std::int64_t> number) const;  // none: the newest
};

// By folder and name; those without a version left are not listed.
using Catalog = std::vector<CatalogDataset>;
using CatalogPtr = std::shared_ptr<const Catalog>;

const CatalogDataset* findDataset(const Catalog& catalog, const std::string& name);
Result<CatalogPtr> loadCatalog(const store::Store& store, std::stop_token stop);

// The profile kept beside a version, when there is one.
Result<std::optional<dataset::Profile>> storedProfile(const store::Store& store, dataset::VersionId version);
Status keepProfile(store::Store& store, dataset::VersionId version, const dataset::Profile& profile);
// With the roles that a person laid down.
Result<dataset::ProfileOptions> profileOptions(const store::Store& store, dataset::DatasetId dataset);
// None: as it was guessed.
Status setRole(store::Store& store, dataset::DatasetId dataset, const std::string& column,
               std::optional<dataset::ColumnRole> role);
// The typed rows, made once and mapped again afterwards.
Result<std::shared_ptr<const dataset::Frame>> openRows(const std::shared_ptr<store::Store>& store,
                                                       const dataset::Version& version,
                                                       const dataset::OnProgress& onProgress,
                                                       std::stop_token stop);

// Whether openRows() finds them made.
bool rowsAreMade(const store::Store& store, const dataset::Version& version);
// The source as it stands: about so many of its first rows, 0 for all. The table lives as long as the engine.
Result<dataset::Table> openSource(const std::shared_ptr<store::Store>& store, dataset::Engine& engine,
                                  const dataset::Version& version, std::uint64_t rows, std::stop_token stop);

}  // namespace tatara::ui
