// What importers read: databases and file stores of MLflow, bundles and their records.
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "core/interop/internal/bundle_records.h"
#include "core/interop/internal/bundle_source.h"
#include "core/interop/internal/mlflow_files.h"
#include "core/interop/internal/mlflow_sqlite.h"
#include "core/text/json.h"
#include "tests/fuzz/fuzz.h"

namespace tatara::fuzz {
namespace {

namespace fs = std::filesystem;
namespace in = interop::internal;

constexpr const char* kRun = "0123456789abcdef0123456789abcdef";
constexpr const char* kModel = "m-0123456789abcdef0123456789abcdef";

// A folder that goes with the program. Its store has one file of every kind; the one that is tried is written
// anew each time.
class Scratch {
 public:
  Scratch() {
    std::string name = (fs::temp_directory_path() / "tatara-fuzz-XXXXXX").string();
    expect(::mkdtemp(name.data()) != nullptr, "a folder can be made");
    m_root = name;
  }
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(m_root, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  fs::path write(const fs::path& name, std::string_view bytes) const {
    const fs::path file = m_root / name;
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << bytes;
    return file;
  }
  fs::path operator/(const char* name) const { return m_root / name; }

 private:
  fs::path m_root;
};

const Scratch& scratch() {
  static const Scratch folder;
  return folder;
}

struct StoreFile {
  std::string path;  // below the store
  std::string sound;
};

const std::vector<StoreFile>& storeFiles() {
  const std::string run = std::string("7/") + kRun;
  const std::string model = std::string("7/models/") + kModel;
  static const std::vector<StoreFile> files = {
      {"7/meta.yaml",
       "artifact_location: file:///old/7\ncreation_time: 1700000000000\nexperiment_id: "
       "'7'\nlast_update_time: 1\n"
       "lifecycle_stage: active\nname: first\n"},
      {run + "/meta.yaml",
       std::string("artifact_uri: file:///old/7/artifacts\nend_time: 1700000001000\nentry_point_name: ''\n"
                   "experiment_id: '7'\nlifecycle_stage: active\nrun_id: ") +
           kRun +
           "\nrun_name: swift-elm-1\nsource_type: 4\nstart_time: 1700000000000\nstatus: 3\ntags: "
           "[]\nuser_id: me\n"},
      {run + "/metrics/loss", "1700000000000 0.5 0\n1700000000001 nan 1\n1700000000002 -inf 2 data d1\n"},
      {run + "/params/rate", "0.1"},
      {run + "/inputs/abc/meta.yaml",
       "destination_id: abc\ndestination_type: RUN\nsource_id: abc\nsource_type: DATASET\n"
       "tags:\n  mlflow.data.context: train\n"},
      {"7/datasets/abc/meta.yaml",
       "digest: d1\nname: data\nprofile: '{}'\nschema: null\nsource: s\nsource_type: local\n"},
      {model + "/meta.yaml",
       std::string("artifact_location: file:///old\ncreation_timestamp: 1\nexperiment_id: '7'\n"
                   "last_updated_timestamp: 2\nmodel_id: ") +
           kModel + "\nmodel_type: xgb\nname: m\nsource_run_id: " + kRun + "\nstatus: 2\n"},
      {model + "/metrics/loss", std::string("1 0.5 0 ") + kRun + " data d1\n"},
      {"7/traces/tr-1/trace_info.yaml",
       "client_request_id: mine\nexecution_duration_ms: 40\nrequest_preview: '{}'\nrequest_time: "
       "'2026-11-21T18:29:12.797Z'\nstate: OK\ntrace_id: tr-1\ntrace_location:\n  mlflow_experiment:\n    "
       "experiment_id: '7'\n  type: MLFLOW_EXPERIMENT\n"},
      {"7/traces/tr-1/assessments/a-1.yaml",
       "assessment_id: a-1\nassessment_name: good\nfeedback:\n  value: 3.5\ntrace_id: tr-1\n"},
      {"models/good/meta.yaml",
       "aliases:\n  champion: '1'\ncreation_timestamp: 1\nlast_updated_timestamp: 2\nname: good\n"},
      {"models/good/version-1/meta.yaml",
       std::string("creation_timestamp: 1\ncurrent_stage: None\nname: good\nrun_id: ") + kRun +
           "\nsource: file:///old/m\nstatus: READY\nversion: 1\n"}};
  return files;
}

const fs::path& soundStore() {
  static const fs::path root = [] {
    for (const StoreFile& file : storeFiles()) {
      scratch().write("store/" + file.path, file.sound);
    }
    return scratch() / "store";
  }();
  return root;
}

// Everything that an import asks of a source.
void readAll(in::MlflowSource& source) {
  interop::ImportReport report;
  in::Problems problems(report);
  const auto experiments = source.experiments(problems);
  expectTold(experiments);
  for (const auto& experiment : experiments ? *experiments : std::vector<in::SourceExperiment>()) {
    if (const auto ids = source.runIds(experiment, problems)) {
      for (const std::string& id : *ids) {
        expect(in::isMlflowId(id), "a run's id can be part of a path");
        expectTold(source.run(experiment, id, problems));
        expectTold(source.files(experiment, id, in::OwnerKind::Run, "", problems));
      }
    }
    expectTold(source.traces(experiment, problems, [&](in::SourceTrace trace) -> Status {
      expect(!trace.head.id.empty() && !trace.place.empty(), "a trace has an id and a place");
      expectTold(source.files(experiment, trace.head.id, in::OwnerKind::Trace, trace.artifactUri, problems));
      return {};
    }));
    if (const auto ids = source.loggedModelIds(experiment, problems)) {
      for (const std::string& id : *ids) {
        expect(in::isMlflowId(id), "a model's id can be part of a path");
        expectTold(source.loggedModel(experiment, id, problems));
      }
    }
  }
  if (const auto models = source.models(problems)) {
    for (const in::SourceModel& model : *models) {
      expect(std::is_sorted(model.versions.begin(), model.versions.end(),
                            [](const auto& a, const auto& b) { return a.version < b.version; }),
             "versions stand by their number");
    }
  }
  for (const interop::Skipped& one : report.skipped) {
    expect(!one.place.empty() && !one.reason.empty(), "what is left out has its place and its reason");
  }
}

template <typename Source>
void tryDatabase(std::string_view bytes) {
  const auto source = Source::open(scratch().write("some.db", bytes), {});
  expectTold(source);
  if (source) {
    readAll(**source);
  }
}

void tryStoreFile(std::string_view bytes, const StoreFile& file) {
  const fs::path& root = soundStore();
  scratch().write("store/" + file.path, bytes);
  const auto source = in::MlflowFiles::open(root);
  expectTold(source);
  if (source) {
    readAll(**source);
  }
  scratch().write("store/" + file.path, file.sound);
}

void tryRecord(std::string_view bytes, unsigned kind) {
  const auto json = text::parseJson(bytes);
  if (!json) {
    return;
  }
  switch (kind) {
    case 0:
      return expectTold(in::decodeExperiment(*json));
    case 1:
      return expectTold(in::decodeRun(*json));
    case 2:
      return expectTold(in::decodeLoggedModel(*json));
    default:
      return expectTold(in::decodeModel(*json));
  }
}

std::string databaseOf(const char* name, const std::string& statements) {
  const fs::path file = scratch() / name;
  {
    auto connection = sql::Connection::open(file, {.access = sql::Access::Create});
    expect(connection && (*connection)->script("PRAGMA page_size = 512; " + statements),
           "a seed can be made");
  }
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string mlflowDatabase() {
  return databaseOf(
      "seed.db", std::string("CREATE TABLE experiments(experiment_id INTEGER, name TEXT, "
                             "artifact_location TEXT, lifecycle_stage TEXT);"
                             "CREATE TABLE runs(run_uuid TEXT, name TEXT, status TEXT, start_time "
                             "INTEGER, lifecycle_stage TEXT, "
                             "artifact_uri TEXT, experiment_id INTEGER);"
                             "CREATE TABLE metrics(key TEXT, value REAL, timestamp INTEGER, step INTEGER, "
                             "is_nan INTEGER, run_uuid TEXT);"
                             "CREATE TABLE params(key TEXT, value TEXT, run_uuid TEXT);"
                             "CREATE TABLE trace_info(request_id TEXT, experiment_id INTEGER, "
                             "timestamp_ms INTEGER, status TEXT);"
                             "CREATE TABLE spans(trace_id TEXT, content TEXT);"
                             "CREATE TABLE assessments(assessment_id TEXT, trace_id TEXT, name TEXT, value "
                             "TEXT, assessment_type TEXT);"
                             "INSERT INTO trace_info VALUES('tr-1', 1, 5, 'OK');"
                             "INSERT INTO spans VALUES('tr-1', '{\"name\": \"s\"}');"
                             "INSERT INTO assessments VALUES('a-1', 'tr-1', 'good', '[1]', 'expectation');"
                             "INSERT INTO experiments VALUES(1, 'first', 'file:///old', 'active');"
                             "INSERT INTO runs VALUES('") +
                     kRun +
                     "', 'swift-elm-1', 'FINISHED', 5, 'active', 'file:///old/a', 1);INSERT INTO metrics "
                     "VALUES('loss', 0.5, 1, 0, 0, '" +
                     kRun + "');INSERT INTO params VALUES('rate', '0.1', '" + kRun + "');");
}

std::string bundle() {
  return databaseOf(
      "seed.bundle",
      "PRAGMA application_id = 1416917570; PRAGMA user_version = 1;"
      "CREATE TABLE bundle(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
      "CREATE TABLE entry(kind TEXT, owner TEXT, id TEXT, part INTEGER, digest BLOB, body BLOB);"
      "CREATE TABLE file(owner TEXT, path TEXT, digest BLOB, size INTEGER);"
      "CREATE TABLE blob(digest BLOB, part INTEGER, bytes BLOB);"
      "INSERT INTO bundle VALUES('manifest', "
      "'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');");
}

}  // namespace

std::vector<std::string> seeds() {
  std::vector<std::string> result = {'\0' + mlflowDatabase(), '\1' + bundle()};
  for (std::size_t i = 0; i < storeFiles().size(); ++i) {
    result.push_back(static_cast<char>(6 + i) + storeFiles()[i].sound);
  }
  result.push_back(
      "\2"
      R"({"id": "1", "name": "first", "location": "", "deleted": false, "created": 1, "updated": 2, "tags": []})");
  result.push_back(
      "\3"
      R"({"id": "0123456789abcdef0123456789abcdef", "name": "n", "status": "FINISHED", "started": 1, "params": [], "metrics": []})");
  result.push_back(
      "\4"
      R"({"id": "m-0123456789abcdef0123456789abcdef", "name": "m", "status": "READY", "params": [], "tags": []})");
  result.push_back(
      "\5"
      R"({"name": "good", "description": "", "tags": [], "versions": [{"version": 1, "source": "s"}]})");
  return result;
}

void tryBytes(std::string_view bytes) {
  const unsigned choice = takeChoice(bytes) % (6 + storeFiles().size());
  if (choice == 0) {
    tryDatabase<in::MlflowSqlite>(bytes);
  } else if (choice == 1) {
    tryDatabase<in::BundleSource>(bytes);
  } else if (choice < 6) {
    tryRecord(bytes, choice - 2);
  } else {
    tryStoreFile(bytes, storeFiles()[choice - 6]);
  }
}

}  // namespace tatara::fuzz
