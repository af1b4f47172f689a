// Databases as importers open them: of MLflow, and bundles.
#include <fstream>
#include <iterator>

#include "core/crypto/digest.h"
#include "core/interop/internal/bundle_source.h"
#include "core/interop/internal/mlflow_sqlite.h"
#include "core/series/block.h"
#include "core/sql/connection.h"
#include "tests/fuzz/read_all.h"
#include "tests/fuzz/scratch.h"

namespace tatara::fuzz {
namespace {

namespace in = interop::internal;

const Scratch& scratch() {
  static const Scratch folder;
  return folder;
}

template <typename Source>
void tryDatabase(std::string_view bytes) {
  static const TriedFile file(scratch() / "some.db");
  file.put(bytes);
  const auto source = Source::open(file.path(), {});
  expectTold(source);
  if (source) {
    readAll(**source);
  }
}

std::string readWhole(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Pages as small as they come, so that few bytes hold many tables.
std::string databaseOf(const char* name, const std::string& statements) {
  const std::filesystem::path file = scratch() / name;
  {
    auto connection = sql::Connection::open(file, {.access = sql::Access::Create});
    expect(connection && (*connection)->script("PRAGMA page_size = 512; " + statements),
           "a seed can be made");
  }
  return readWhole(file);
}

constexpr const char* kExperiments =
    "CREATE TABLE experiments(experiment_id INTEGER, name, artifact_location, lifecycle_stage);"
    "INSERT INTO experiments VALUES(1, 'first', 'file:///old', 'active');"
    "CREATE TABLE runs(run_uuid, name, status, start_time, lifecycle_stage, artifact_uri, experiment_id "
    "INTEGER);";

std::string runsDatabase() {
  const std::string run = "'0123456789abcdef0123456789abcdef'";
  return databaseOf("runs.db", std::string(kExperiments) +
                                   "CREATE TABLE metrics(key, value, timestamp, step, is_nan, run_uuid);" +
                                   "CREATE TABLE params(key, value, run_uuid);" + "INSERT INTO runs VALUES(" +
                                   run + ", 'swift-elm-1', 'FINISHED', 5, 'active', 'file:///old/a', 1);" +
                                   "INSERT INTO metrics VALUES('loss', 0.5, 1, 0, 0, " + run + ");" +
                                   "INSERT INTO params VALUES('rate', '0.1', " + run + ");");
}

std::string tracesDatabase() {
  return databaseOf("traces.db",
                    std::string(kExperiments) +
                        "CREATE TABLE trace_info(request_id, experiment_id INTEGER, timestamp_ms, status);"
                        "CREATE TABLE spans(trace_id, content);"
                        "CREATE TABLE assessments(assessment_id, trace_id, name, value, assessment_type);"
                        "INSERT INTO trace_info VALUES('tr-1', 1, 5, 'OK');"
                        "INSERT INTO spans VALUES('tr-1', '{\"name\": \"s\"}');"
                        "INSERT INTO assessments VALUES('a-1', 'tr-1', 'good', '[1]', 'expectation');");
}

std::string registryDatabase() {
  return databaseOf(
      "registry.db",
      std::string(kExperiments) +
          "CREATE TABLE registered_models(name, creation_time, last_updated_time, description);"
          "CREATE TABLE model_versions(name, version INTEGER, creation_time, current_stage, source, run_id, "
          "status);"
          "CREATE TABLE registered_model_aliases(name, alias, version INTEGER);"
          "INSERT INTO registered_models VALUES('good', 1, 2, '');"
          "INSERT INTO model_versions VALUES('good', 1, 1, 'None', 'file:///old/m', NULL, 'READY');"
          "INSERT INTO registered_model_aliases VALUES('good', 'champion', 1);");
}

// An experiment, a run and its metric, each with the digest that it is listed under.
std::string bundle() {
  const std::string run = "0123456789abcdef0123456789abcdef";
  const auto entry = [](const std::string& kind, const std::string& owner, const std::string& id,
                        std::string_view body) {
    const auto hex = [](std::string_view bytes) {
      return "x'" + crypto::toHex({reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()}) + "'";
    };
    return "INSERT INTO entry VALUES('" + kind + "', '" + owner + "', '" + id + "', 0, x'" +
           crypto::sha256Hex(body) + "', " + hex(body) + ");";
  };
  const series::Point point{1, 2, 0.5};
  const auto block = series::encodeBlock({&point, 1});
  const std::string name = "seed.bundle";
  const std::string statements =
      "PRAGMA application_id = 1416917570; PRAGMA user_version = 1;"
      "CREATE TABLE bundle(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;"
      "CREATE TABLE entry(kind, owner, id, part, digest, body);"
      "CREATE TABLE file(owner, path, digest, size);"
      "CREATE TABLE blob(digest, part, bytes);" +
      entry("experiment", "", "1", R"({"id":"1","name":"first"})") +
      entry("run", "1", run, "{\"id\":\"" + run + R"(","status":3,"metrics":[{"key":"a","blocks":1}]})") +
      entry("metric", run, run + "/a", *block);
  databaseOf(name.c_str(), statements);
  {
    auto connection = sql::Connection::open(scratch() / name, {.access = sql::Access::ReadWrite});
    const auto manifest = in::bundleManifest(**connection);
    expect(manifest && (*connection)->run("INSERT INTO bundle VALUES('manifest', ?)", *manifest),
           "a seed can be made");
  }
  return readWhole(scratch() / name);
}

}  // namespace

std::vector<std::string> seeds() {
  const std::filesystem::path whole = scratch() / "whole.bundle";
  const std::string made = bundle();
  TriedFile(whole).put(made);
  const auto source = in::BundleSource::open(whole, {});
  interop::ImportReport report;
  in::Problems problems(report);
  expect(source && (*source)->run({}, "0123456789abcdef0123456789abcdef", problems)->has_value(),
         "the seed is a bundle");
  return {'\0' + runsDatabase(), '\0' + tracesDatabase(), '\0' + registryDatabase(), '\1' + made};
}

void tryBytes(std::string_view bytes) {
  if (takeChoice(bytes) % 2 == 0) {
    tryDatabase<in::MlflowSqlite>(bytes);
  } else {
    tryDatabase<in::BundleSource>(bytes);
  }
}

}  // namespace tatara::fuzz
