#include "ui/explore/catalog.h"

#include <algorithm>

#include "core/artifact/artifact_store.h"
#include "core/dataset/engine.h"
#include "core/text/json.h"

namespace tatara::ui {

const CatalogVersion* CatalogDataset::find(std::optional<std::int64_t> number) const {
  if (!number) {
    return versions.empty() ? nullptr : &versions.front();
  }
  const auto found = std::ranges::find(versions, *number, &CatalogVersion::number);
  return found == versions.end() ? nullptr : &*found;
}

const CatalogDataset* findDataset(const Catalog& catalog, const std::string& name) {
  const auto found = std::ranges::find_if(catalog, [&](const auto& one) { return one.dataset.name == name; });
  return found == catalog.end() ? nullptr : &*found;
}

Result<CatalogPtr> loadCatalog(const store::Store& store, std::stop_token stop) {
  return store.read(
      [](sql::Connection& connection) -> Result<CatalogPtr> {
        auto catalog = std::make_shared<Catalog>();
        TATARA_ASSIGN(std::vector<dataset::Dataset> datasets, dataset::listDatasets(connection));
        for (dataset::Dataset& one : datasets) {
          CatalogDataset listed;
          TATARA_ASSIGN(std::vector<dataset::Version> versions, dataset::loadVersions(connection, one.id));
          for (dataset::Version& version : versions) {
            TATARA_ASSIGN(std::vector<dataset::RunUse> runs, dataset::runsUsing(connection, version));
            listed.versions.push_back({std::move(version), std::move(runs)});
          }
          listed.dataset = std::move(one);
          if (!listed.versions.empty()) {
            catalog->push_back(std::move(listed));
          }
        }
        return CatalogPtr(std::move(catalog));
      },
      std::move(stop));
}

Result<std::optional<dataset::Profile>> storedProfile(const store::Store& store, dataset::VersionId version) {
  TATARA_ASSIGN(const std::optional<std::string> kept, store.read([&](sql::Connection& connection) {
    return dataset::loadProfile(connection, version);
  }));
  if (!kept) {
    return std::optional<dataset::Profile>();
  }
  TATARA_ASSIGN(const text::Json json, text::parseJson(*kept));
  if (!json["phrases"].asBool().value_or(false)) {
    return std::optional<dataset::Profile>();  // of a time when sentences were kept in English
  }
  TATARA_ASSIGN(dataset::Profile profile, dataset::profileFromJson(json));
  return std::optional(std::move(profile));
}

Status keepProfile(store::Store& store, dataset::VersionId version, const dataset::Profile& profile) {
  const std::string json = text::toJson(dataset::keptJson(profile));
  return store.write([&](store::Writer& writer) {
    return dataset::saveProfile(writer, version, json, store.clock().now());
  });
}

Result<dataset::ProfileOptions> profileOptions(const store::Store& store, dataset::DatasetId dataset) {
  TATARA_ASSIGN(const dataset::Dataset known, store.read([&](sql::Connection& connection) {
    return dataset::loadDataset(connection, dataset);
  }));
  dataset::ProfileOptions options;
  for (const dataset::ColumnNote& note : known.columns) {
    if (const auto role = dataset::parseColumnRole(note.role)) {
      options.roles[note.name] = *role;
      if (*role == dataset::ColumnRole::Target) {
        options.target = note.name;
      }
    }
  }
  return options;
}

Status setRole(store::Store& store, dataset::DatasetId dataset, const std::string& column,
               std::optional<dataset::ColumnRole> role) {
  return store.write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const dataset::Dataset known, dataset::loadDataset(writer.sql(), dataset));
    const auto noteOf = [&](const std::string& name) {
      const auto found = std::ranges::find(known.columns, name, &dataset::ColumnNote::name);
      dataset::ColumnNote note = found == known.columns.end() ? dataset::ColumnNote() : *found;
      note.name = name;
      return note;
    };
    const Timestamp now = store.clock().now();
    // There is one target; the one before goes back to what it was guessed.
    if (role == dataset::ColumnRole::Target) {
      for (dataset::ColumnNote note : known.columns) {
        if (note.role == toString(dataset::ColumnRole::Target) && note.name != column) {
          note.role.clear();
          TATARA_TRY(dataset::setColumnNote(writer, dataset, note, now));
        }
      }
    }
    dataset::ColumnNote note = noteOf(column);
    note.role = role ? std::string(toString(*role)) : std::string();
    return dataset::setColumnNote(writer, dataset, note, now);
  });
}

namespace {

std::filesystem::path framesFolder(const store::Store& store) {
  return store.workspace().stateFolder() / "frames";
}

}  // namespace

bool rowsAreMade(const store::Store& store, const dataset::Version& version) {
  std::error_code failed;
  return std::filesystem::exists(dataset::frameFile(framesFolder(store), version.digest, version.options),
                                 failed);
}

Result<dataset::Table> openSource(const std::shared_ptr<store::Store>& store, dataset::Engine& engine,
                                  const dataset::Version& version, std::uint64_t rows, std::stop_token stop) {
  if (rows == 0) {
    return dataset::openVersion(*store, artifact::ArtifactStore(store), engine, version, std::move(stop));
  }
  TATARA_ASSIGN(const std::filesystem::path file,
                dataset::versionFile(*store, artifact::ArtifactStore(store), engine, version));
  dataset::OpenOptions options = version.options;
  options.sampleRows = rows;
  return dataset::Table::open(engine, file, options, std::move(stop));
}

Result<std::shared_ptr<const dataset::Frame>> openRows(const std::shared_ptr<store::Store>& store,
                                                       const dataset::Version& version,
                                                       const dataset::OnProgress& onProgress,
                                                       std::stop_token stop) {
  dataset::FrameRequest request;
  request.folder = framesFolder(*store);
  request.digest = version.digest;
  request.options = version.options;
  // A frame that is there needs no look at its source.
  if (auto frame = dataset::openFrame(dataset::frameFile(request.folder, version.digest, version.options))) {
    return frame;
  }
  TATARA_ASSIGN(const auto engine, dataset::Engine::open());
  TATARA_ASSIGN(request.source,
                dataset::versionFile(*store, artifact::ArtifactStore(store), *engine, version));
  return dataset::loadFrame(request, onProgress, std::move(stop));
}

}  // namespace tatara::ui
