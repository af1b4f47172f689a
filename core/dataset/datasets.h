// Registered datasets and their versions: what a workspace knows of data, apart from the data itself.
//
// A dataset has a name and versions, numbered from 1. A version is some bytes (by SHA-256) and how they are
// opened (OpenOptions, corrections included), with what opening found. It is kept by copy (the bytes are
// among the artifacts, once for all that share them) or by reference (the path; sourceState() tells when the
// file there is another one). Adding the same bytes again gives the version that has them; corrections made
// on the way are kept with it. Notes on columns (a sentence, a role, personal data) belong to the dataset.
//
// Which runs used a version is known by its digest: runs name what they read by the first 32 digits.
//
// Errors: NotFound (with the nearest name), AlreadyExists, InvalidArgument, Conflict (the referenced file
// changed), those of Table. Threads: functions with a Writer run inside a write task, those with a Connection
// inside a read lease; addDataset() and openVersion() read files: any thread but the GUI's.
#pragma once

#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/artifact/artifact_store.h"
#include "core/base/clock.h"
#include "core/base/strong_id.h"
#include "core/dataset/contract.h"
#include "core/dataset/table.h"
#include "core/sql/connection.h"
#include "core/store/store.h"

namespace tatara::dataset {

using DatasetId = StrongId<struct DatasetIdTag, std::int64_t>;
using VersionId = StrongId<struct DatasetVersionIdTag, std::int64_t>;

enum class Keeping : std::uint8_t { Reference = 0, Copy = 1 };

struct ColumnNote {
  std::string name;
  std::string description;
  bool personal = false;
  std::string role;  // as toString(ColumnRole); empty: not told by a person
};

struct Dataset {
  DatasetId id;
  std::string name;
  std::string folder;  // "sales/2024"; for order on screen only
  std::string description;
  std::string owner;
  std::string licence;
  Timestamp created{};
  Timestamp updated{};
  std::int64_t newest = 0;  // version number; 0: none is left
  std::int64_t versions = 0;
  std::vector<ColumnNote> columns;  // with a note, sorted by name
};

struct Version {
  VersionId id;
  DatasetId dataset;
  std::string name;  // of the dataset
  std::int64_t version = 0;
  std::string digest;
  std::string format;
  std::uint64_t rows = 0;
  std::uint64_t bytes = 0;
  Keeping keeping = Keeping::Copy;
  std::string source;           // absolute path, or the query it was made by
  std::string storage;          // of a copy: below the artifact root; a folder ends with '/'
  std::int64_t fileMillis = 0;  // the source's time and size when it was read
  std::uint64_t fileBytes = 0;
  OpenOptions options;
  std::vector<ColumnInfo> columns;
  std::vector<text::Phrase> reasons;
  std::uint64_t rejected = 0;
  std::string note;
  std::string madeBy;  // what made it of another version; empty: it was added
  Timestamp created{};
  bool profiled = false;
};

struct NewVersion {
  std::filesystem::path file;
  std::string name = {};  // empty: the file's, without its endings; with its part where one is named
  std::optional<std::string> folder = {};
  Keeping keeping = Keeping::Copy;
  OpenOptions options = {};
  std::string note = {};
  std::string madeBy = {};
  std::string source = {};  // what to show in place of the path
};

struct Added {
  Version version;
  bool isNew = false;      // false: the bytes were known
  bool corrected = false;  // known, and opened otherwise now
  // What became of the dataset's contract, when it has one and the version is new or corrected.
  std::optional<ContractReport> contract = {};
};

// Opens, keeps and registers. Makes the dataset when there is none of the name. Bytes that are known keep the
// corrections they are opened with, unless others are told. Conflict when the dataset's contract refuses what
// breaks it (contracts.h).
Result<Added> addDataset(store::Store& store, const artifact::ArtifactStore& artifacts, Engine& engine,
                         const NewVersion& request, std::stop_token stop = {});
// The name that addDataset() gives when none is told.
std::string defaultName(const std::filesystem::path& file, std::string_view part);

// By folder and name.
Result<std::vector<Dataset>> listDatasets(sql::Connection& connection);
Result<Dataset> loadDataset(sql::Connection& connection, std::string_view name);
Result<Dataset> loadDataset(sql::Connection& connection, DatasetId id);
// Newest first.
Result<std::vector<Version>> loadVersions(sql::Connection& connection, DatasetId dataset);
Result<Version> loadVersion(sql::Connection& connection, VersionId id);
// "bikes" (its newest) or "bikes@3".
Result<Version> resolveVersion(sql::Connection& connection, std::string_view text);

enum class SourceState { Unchanged, Changed, Gone, Kept };  // Kept: a copy, which cannot change
// Looks at size and time of a referenced file, and at its bytes only where those differ.
SourceState sourceState(const Version& version, std::stop_token stop = {});

// The version's rows; Conflict when a referenced file changed, NotFound when it is gone.
Result<Table> openVersion(const store::Store& store, const artifact::ArtifactStore& artifacts, Engine& engine,
                          const Version& version, std::stop_token stop = {});
// The file that openVersion() reads, for those who open it with options of their own; valid while the engine
// lives.
Result<std::filesystem::path> versionFile(const store::Store& store, const artifact::ArtifactStore& artifacts,
                                          Engine& engine, const Version& version);

// Opens a version otherwise than before: types, missing words, dialect. Its profile goes.
Result<Version> correctVersion(store::Store& store, const artifact::ArtifactStore& artifacts, Engine& engine,
                               const Version& version, const OpenOptions& options, std::stop_token stop = {});

struct DatasetDetails {
  std::optional<std::string> name = {};
  std::optional<std::string> folder = {};
  std::optional<std::string> description = {};
  std::optional<std::string> owner = {};
  std::optional<std::string> licence = {};
};
Status setDetails(store::Writer& writer, DatasetId id, const DatasetDetails& details, Timestamp now);
Status setColumnNote(store::Writer& writer, DatasetId id, const ColumnNote& note, Timestamp now);
Status setNote(store::Writer& writer, VersionId id, std::string_view note);

// The text is the profile's JSON and is not looked into here.
Status saveProfile(store::Writer& writer, VersionId id, std::string_view json, Timestamp now);
Result<std::optional<std::string>> loadProfile(sql::Connection& connection, VersionId id);

// The bytes of a copy go with the next garbage collection, unless another version has them.
Status removeVersion(store::Writer& writer, VersionId id);
Status removeDataset(store::Writer& writer, DatasetId id);

// A run that read a version's bytes, whatever name it had for them.
struct RunUse {
  std::string runId;
  std::string runName;
  std::int64_t experiment = 0;
  std::string context;  // "training", "evaluation"; empty when not said
  Timestamp started{};
};
// Newest first.
Result<std::vector<RunUse>> runsUsing(sql::Connection& connection, const Version& version);

}  // namespace tatara::dataset
