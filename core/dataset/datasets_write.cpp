// Adding, correcting, noting and removing.
#include <algorithm>

#include "core/base/number_text.h"
#include "core/dataset/contracts.h"
#include "core/dataset/datasets.h"
#include "core/dataset/internal/byte_source.h"
#include "core/dataset/internal/cells.h"
#include "core/dataset/internal/dataset_rows.h"
#include "core/dataset/profile.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

namespace fs = std::filesystem;
using store::ChangeKind;

constexpr std::size_t kMostName = 250;
constexpr std::size_t kMostText = 20'000;
constexpr std::size_t kMostProfile = 256u << 20;

Status checkName(std::string_view name) {
  const bool control = std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < ' '; });
  if (name.empty() || name.size() > kMostName || control || name.find('@') != std::string_view::npos) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "A dataset needs a name of 1 to 250 bytes without '@' and control characters"));
  }
  return {};
}

struct FileTime {
  std::int64_t millis = 0;
  std::uint64_t bytes = 0;
};

// Of a folder: the newest time and the sum of the sizes below it.
FileTime fileTimeOf(const fs::path& path) {
  FileTime result;
  std::error_code failed;
  const auto take = [&](const fs::path& file) {
    const auto time = std::chrono::file_clock::to_sys(fs::last_write_time(file, failed)).time_since_epoch();
    result.millis = std::max(result.millis, std::int64_t{std::chrono::duration_cast<Millis>(time).count()});
    result.bytes += fs::file_size(file, failed);
  };
  if (!fs::is_directory(path, failed)) {
    take(path);
    return result;
  }
  for (fs::recursive_directory_iterator at(path, failed), end; !failed && at != end; at.increment(failed)) {
    if (at->is_regular_file(failed)) {
      take(at->path());
    }
  }
  return result;
}

struct KeptFile {
  std::string path;  // below the version's folder
  artifact::StoredBlob blob;
};

// The bytes of a file, or of each file below a folder, among the artifacts.
Result<std::vector<KeptFile>> keepCopies(const artifact::ArtifactStore& artifacts, const Table& table,
                                         const std::stop_token& stop) {
  std::vector<KeptFile> kept;
  std::error_code failed;
  if (!fs::is_directory(table.file(), failed)) {
    TATARA_ASSIGN(const auto blob, artifacts.storeFile(table.file(), stop));
    if (blob.digest.hex() != table.digest()) {
      return text::sayError(ErrorKind::Conflict,
                            TATARA_SAYS("Phrase", "%1 changed while it was read; add it again"),
                            {table.file().string()});
    }
    kept.push_back({table.file().filename().string(), blob});
    return kept;
  }
  for (fs::recursive_directory_iterator at(table.file(), failed), end; !failed && at != end;
       at.increment(failed)) {
    if (at->symlink_status(failed).type() == fs::file_type::regular) {
      TATARA_ASSIGN(const auto blob, artifacts.storeFile(at->path(), stop));
      kept.push_back({at->path().lexically_relative(table.file()).string(), blob});
    }
  }
  return kept;
}

Result<DatasetId> ensureDataset(store::Writer& writer, const NewVersion& request, Timestamp now) {
  TATARA_ASSIGN(const auto found,
                writer.sql().findInteger("SELECT dataset_id FROM dataset WHERE name = ?", request.name));
  if (found) {
    if (request.folder) {
      TATARA_TRY(setDetails(writer, DatasetId(*found), {.folder = request.folder}, now));
    }
    return DatasetId(*found);
  }
  TATARA_TRY(writer.sql().run("INSERT INTO dataset(name, folder, created_ms, updated_ms) VALUES(?, ?, ?, ?)",
                              request.name, request.folder.value_or(""), toUnixMillis(now),
                              toUnixMillis(now)));
  return DatasetId(writer.sql().lastInsertId());
}

Status writeOpened(store::Writer& writer, VersionId id, const Table& table, const OpenOptions& options) {
  OpenOptions kept = options;
  kept.sampleRows = 0;
  TATARA_TRY(
      writer.sql().run("UPDATE dataset_version SET format = ?, row_count = ?, options = ?, schema = ?, "
                       "reasons = ?, rejected = ? WHERE version_id = ?",
                       table.format(), table.rows(), toJsonText(kept), schemaText(table.columns()),
                       sentencesText(table.reasons()), table.rejectedCount(), id));
  return writer.sql().run("DELETE FROM dataset_profile WHERE version_id = ?", id);
}

struct Insert {
  const NewVersion& request;
  const Table& table;
  const std::vector<KeptFile>& kept;
  FileTime time;
};

Result<VersionId> insertVersion(store::Writer& writer, DatasetId dataset, const Insert& insert,
                                Timestamp now) {
  const Table& table = insert.table;
  TATARA_ASSIGN(
      const auto newest,
      writer.sql().findInteger("SELECT max(version) FROM dataset_version WHERE dataset_id = ?", dataset));
  const std::int64_t number = newest.value_or(0) + 1;
  const std::string source = insert.request.source.empty()
                                 ? fs::absolute(table.file()).lexically_normal().string()
                                 : insert.request.source;
  TATARA_TRY(
      writer.sql().run("INSERT INTO dataset_version(dataset_id, version, digest, format, row_count, bytes, "
                       "kept, source, file_ms, "
                       "file_bytes, options, schema, reasons, note, made_by, created_ms) "
                       "VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{}', '[]', '[]', ?, ?, ?)",
                       dataset, number, table.digest(), table.format(), table.rows(), table.bytes(),
                       insert.request.keeping, source, insert.time.millis, insert.time.bytes,
                       insert.request.note, insert.request.madeBy, toUnixMillis(now)));
  const VersionId id(writer.sql().lastInsertId());
  TATARA_TRY(writeOpened(writer, id, table, insert.request.options));
  if (insert.request.keeping == Keeping::Copy) {
    const std::string folder =
        "datasets/" + std::to_string(dataset.value()) + "/" + std::to_string(number) + "/";
    for (const auto& file : insert.kept) {
      TATARA_TRY(artifact::ArtifactStore::link(writer, folder + file.path, file.blob, now));
    }
    std::error_code failed;
    const std::string storage =
        fs::is_directory(table.file(), failed) ? folder : folder + insert.kept.front().path;
    TATARA_TRY(writer.sql().run("UPDATE dataset_version SET storage = ? WHERE version_id = ?", storage, id));
  }
  return id;
}

Status touched(store::Writer& writer, DatasetId dataset, Timestamp now) {
  TATARA_TRY(
      writer.sql().run("UPDATE dataset SET updated_ms = ? WHERE dataset_id = ?", toUnixMillis(now), dataset));
  writer.changed(ChangeKind::Dataset, dataset.value());
  return {};
}

Result<Added> addOpened(store::Store& store, const Insert& insert) {
  return store.writeFor([&](store::Writer& writer) -> Result<Added> {
    const Timestamp now = store.clock().now();
    TATARA_ASSIGN(const DatasetId dataset, ensureDataset(writer, insert.request, now));
    TATARA_ASSIGN(
        const auto known,
        writer.sql().findInteger("SELECT version_id FROM dataset_version WHERE dataset_id = ? AND digest = ? "
                                 "ORDER BY version DESC LIMIT 1",
                                 dataset, insert.table.digest()));
    Added added;
    VersionId id(known.value_or(0));
    if (!known) {
      added.isNew = true;
      TATARA_ASSIGN(id, insertVersion(writer, dataset, insert, now));
    } else {
      TATARA_ASSIGN(const Version before, loadVersion(writer.sql(), id));
      // One who tells nothing corrects nothing.
      added.corrected = insert.request.options != OpenOptions{} && before.options != insert.request.options;
      if (added.corrected) {
        TATARA_TRY(writeOpened(writer, id, insert.table, insert.request.options));
      }
    }
    if (added.isNew || added.corrected) {
      TATARA_TRY(touched(writer, dataset, now));
    }
    TATARA_ASSIGN(added.version, loadVersion(writer.sql(), id));
    return added;
  });
}

// Nothing when there is no contract, or the version is known as it is.
Result<std::optional<ContractReport>> checkAdded(store::Store& store, const NewVersion& request,
                                                 const Table& table, const std::stop_token& stop) {
  TATARA_ASSIGN(
      const auto contract, store.read([&](sql::Connection& connection) -> Result<std::optional<Contract>> {
        const auto dataset = loadDataset(connection, request.name);
        if (!dataset) {
          return std::optional<Contract>();
        }
        TATARA_ASSIGN(const auto known,
                      connection.findInteger("SELECT 1 FROM dataset_version WHERE dataset_id = ? "
                                             "AND digest = ? AND (options = ? OR ?)",
                                             dataset->id, table.digest(), toJsonText(request.options),
                                             request.options == OpenOptions{}));
        return known ? Result<std::optional<Contract>>(std::optional<Contract>())
                     : loadContract(connection, dataset->id);
      }));
  if (!contract) {
    return std::optional<ContractReport>();
  }
  TATARA_ASSIGN(auto report, checkContract(*contract, sourceOf(table), store.clock().now(), stop));
  if (report.refuse && !report.holds()) {
    return text::sayError(ErrorKind::Conflict, TATARA_SAYS("Phrase", "The contract of %1 refuses this: %2"),
                          {request.name, brokenPhrase(report)});
  }
  return std::optional<ContractReport>(std::move(report));
}

}  // namespace

std::string defaultName(const fs::path& file, std::string_view part) {
  fs::path path = file.lexically_normal();
  std::string name = path.has_filename() ? path.filename().string() : path.parent_path().filename().string();
  for (const char* ending : {".gz", ".zst"}) {
    if (name.size() > std::string_view(ending).size() && name.ends_with(ending)) {
      name.resize(name.size() - std::string_view(ending).size());
    }
  }
  const std::size_t dot = name.rfind('.');
  if (dot != std::string::npos && dot > 0) {
    name.resize(dot);
  }
  std::ranges::replace(name, '@', '-');
  return part.empty() ? name : name + "-" + std::string(part);
}

Result<Added> addDataset(store::Store& store, const artifact::ArtifactStore& artifacts, Engine& engine,
                         const NewVersion& request, std::stop_token stop) {
  NewVersion complete = request;
  complete.options.sampleRows = 0;
  if (complete.name.empty()) {
    complete.name = defaultName(request.file, request.options.part);
  }
  TATARA_TRY(checkName(complete.name));
  const FileTime before = fileTimeOf(request.file);
  TATARA_ASSIGN(const Table table, Table::open(engine, request.file, complete.options, stop));
  TATARA_ASSIGN(auto contract, checkAdded(store, complete, table, stop));
  std::vector<KeptFile> kept;
  if (complete.keeping == Keeping::Copy) {
    TATARA_ASSIGN(kept, keepCopies(artifacts, table, stop));
  }
  TATARA_ASSIGN(Added added, addOpened(store, {complete, table, kept, before}));
  added.contract = std::move(contract);
  return added;
}

SourceState sourceState(const Version& version, std::stop_token stop) {
  if (version.keeping == Keeping::Copy) {
    return SourceState::Kept;
  }
  std::error_code failed;
  if (!fs::exists(version.source, failed)) {
    return SourceState::Gone;
  }
  const FileTime now = fileTimeOf(version.source);
  if (now.millis == version.fileMillis && now.bytes == version.fileBytes) {
    return SourceState::Unchanged;
  }
  if (now.bytes != version.fileBytes || fs::is_directory(version.source, failed)) {
    return SourceState::Changed;
  }
  const auto digest = digestOfFile(version.source, stop);
  return digest && *digest == version.digest ? SourceState::Unchanged : SourceState::Changed;
}

Result<fs::path> versionFile(const store::Store& store, const artifact::ArtifactStore& artifacts,
                             Engine& engine, const Version& version) {
  if (version.keeping == Keeping::Reference) {
    return fs::path(version.source);
  }
  const bool folder = version.storage.ends_with('/');
  const std::string root = folder ? version.storage.substr(0, version.storage.size() - 1) : version.storage;
  TATARA_ASSIGN(const auto files,
                store.read([&](sql::Connection& connection) -> Result<std::vector<artifact::FileInfo>> {
                  if (folder) {
                    return artifact::ArtifactStore::listAll(connection, root);
                  }
                  TATARA_ASSIGN(const auto file, artifact::ArtifactStore::find(connection, root));
                  return file ? std::vector<artifact::FileInfo>{*file} : std::vector<artifact::FileInfo>{};
                }));
  if (files.empty()) {
    return text::sayError(
        ErrorKind::NotFound,
        TATARA_SAYS("Phrase",
                    "The bytes of %1 are not among the artifacts; \"tatara verify\" tells what is lost"),
        {version.name + "@" + std::to_string(version.version)});
  }
  // Under the names that they had, so that messages and guesses are about the file as a person knows it.
  const fs::path base = engine.temporaryFolder() / ("version-" + std::to_string(version.id.value()));
  std::error_code failed;
  fs::remove_all(base, failed);
  for (const auto& file : files) {
    const fs::path relative =
        folder ? fs::path(file.path).lexically_relative(root) : fs::path(file.path).filename();
    const fs::path link = base / (folder ? fs::path(version.name) / relative : relative);
    fs::create_directories(link.parent_path(), failed);
    fs::create_symlink(fs::absolute(artifacts.blobFile(file.digest)), link, failed);
    if (failed) {
      return text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The temporary folder cannot be written"),
                            {}, failed.message());
    }
  }
  return folder ? base / version.name : base / fs::path(files.front().path).filename();
}

Result<Table> openVersion(const store::Store& store, const artifact::ArtifactStore& artifacts, Engine& engine,
                          const Version& version, std::stop_token stop) {
  const std::string name = version.name + "@" + std::to_string(version.version);
  TATARA_ASSIGN(const fs::path file, versionFile(store, artifacts, engine, version));
  std::error_code failed;
  if (!fs::exists(file, failed)) {
    return text::sayError(
        ErrorKind::NotFound,
        TATARA_SAYS("Phrase",
                    "%1 refers to %2, which is gone; bring it back, or add the data from where it is now"),
        {name, file.string()});
  }
  TATARA_ASSIGN(Table table, Table::open(engine, file, version.options, stop));
  // A sample has no digest; then the time and size of the source have to do.
  const bool changed = version.options.sampleRows == 0 ? table.digest() != version.digest
                                                       : sourceState(version, stop) == SourceState::Changed;
  if (changed) {
    return text::sayError(
        ErrorKind::Conflict,
        TATARA_SAYS("Phrase", "%1 refers to %2, which changed since; add it again to make a new version"),
        {name, file.string()});
  }
  return table;
}

Result<Version> correctVersion(store::Store& store, const artifact::ArtifactStore& artifacts, Engine& engine,
                               const Version& version, const OpenOptions& options, std::stop_token stop) {
  Version tried = version;
  tried.options = options;
  tried.options.sampleRows = 0;
  TATARA_ASSIGN(const Table table, openVersion(store, artifacts, engine, tried, stop));
  return store.writeFor([&](store::Writer& writer) -> Result<Version> {
    TATARA_TRY(writeOpened(writer, version.id, table, tried.options));
    TATARA_TRY(touched(writer, version.dataset, store.clock().now()));
    return loadVersion(writer.sql(), version.id);
  });
}

Status setDetails(store::Writer& writer, DatasetId id, const DatasetDetails& details, Timestamp now) {
  TATARA_ASSIGN(const Dataset before, loadDataset(writer.sql(), id));
  const std::string name = details.name.value_or(before.name);
  TATARA_TRY(checkName(name));
  TATARA_ASSIGN(const auto taken,
                writer.sql().findInteger("SELECT dataset_id FROM dataset WHERE name = ? AND dataset_id <> ?",
                                         name, id));
  if (taken) {
    return text::sayError(ErrorKind::AlreadyExists, TATARA_SAYS("Phrase", "There is already a dataset '%1'"),
                          {name});
  }
  for (const auto* text : {&details.folder, &details.description, &details.owner, &details.licence}) {
    if (*text && (*text)->size() > kMostText) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "A text about a dataset has at most 20,000 bytes"));
    }
  }
  TATARA_TRY(writer.sql().run(
      "UPDATE dataset SET name = ?, folder = ?, description = ?, owner = ?, licence = ? WHERE dataset_id = ?",
      name, details.folder.value_or(before.folder), details.description.value_or(before.description),
      details.owner.value_or(before.owner), details.licence.value_or(before.licence), id));
  return touched(writer, id, now);
}

Status setColumnNote(store::Writer& writer, DatasetId id, const ColumnNote& note, Timestamp now) {
  TATARA_ASSIGN(const Dataset dataset, loadDataset(writer.sql(), id));
  if (note.description.size() > kMostText || note.name.empty()) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "A note on a column names it and has at most 20,000 bytes"));
  }
  if (!note.role.empty() && !parseColumnRole(note.role)) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "'%1' is no role; there are feature, target, id, time, group and ignore"),
        {note.role});
  }
  if (note.description.empty() && !note.personal && note.role.empty()) {
    TATARA_TRY(
        writer.sql().run("DELETE FROM dataset_column WHERE dataset_id = ? AND name = ?", id, note.name));
  } else {
    TATARA_TRY(
        writer.sql().run("INSERT INTO dataset_column VALUES(?, ?, ?, ?, ?) ON CONFLICT(dataset_id, name) DO "
                         "UPDATE SET description = excluded.description, personal = excluded.personal, "
                         "role = excluded.role",
                         id, note.name, note.description, note.personal, note.role));
  }
  return touched(writer, dataset.id, now);
}

Status setNote(store::Writer& writer, VersionId id, std::string_view note) {
  if (note.size() > kMostText) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "A note has at most 20,000 bytes"));
  }
  TATARA_ASSIGN(const Version version, loadVersion(writer.sql(), id));
  TATARA_TRY(writer.sql().run("UPDATE dataset_version SET note = ? WHERE version_id = ?", note, id));
  writer.changed(ChangeKind::Dataset, version.dataset.value());
  return {};
}

Status saveProfile(store::Writer& writer, VersionId id, std::string_view json, Timestamp now) {
  if (json.size() > kMostProfile) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The profile is too large to be kept"));
  }
  TATARA_ASSIGN(const Version version, loadVersion(writer.sql(), id));
  TATARA_TRY(
      writer.sql().run("INSERT INTO dataset_profile VALUES(?, ?, ?) ON CONFLICT(version_id) DO UPDATE SET "
                       "body = excluded.body, updated_ms = excluded.updated_ms",
                       id, json, toUnixMillis(now)));
  writer.changed(ChangeKind::Dataset, version.dataset.value());
  return {};
}

Status removeVersion(store::Writer& writer, VersionId id) {
  TATARA_ASSIGN(const Version version, loadVersion(writer.sql(), id));
  if (!version.storage.empty()) {
    const std::string path = version.storage.ends_with('/')
                                 ? version.storage.substr(0, version.storage.size() - 1)
                                 : version.storage;
    TATARA_TRY(artifact::ArtifactStore::remove(writer, path));
  }
  TATARA_TRY(writer.sql().run("DELETE FROM dataset_version WHERE version_id = ?", id));
  writer.changed(ChangeKind::Dataset, version.dataset.value());
  return {};
}

Status removeDataset(store::Writer& writer, DatasetId id) {
  TATARA_ASSIGN(const auto versions, loadVersions(writer.sql(), id));
  for (const auto& version : versions) {
    TATARA_TRY(removeVersion(writer, version.id));
  }
  TATARA_TRY(writer.sql().run("DELETE FROM dataset WHERE dataset_id = ?", id));
  writer.changed(ChangeKind::Dataset, id.value());
  return {};
}

}  // namespace tatara::dataset
