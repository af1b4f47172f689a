#include "bench/data/mlflow_tables.h"

#include <cmath>
#include <map>

#include "core/base/clock.h"

namespace tatara::bench {
namespace {

constexpr auto kTables = R"(
CREATE TABLE runs (run_uuid VARCHAR(32) NOT NULL, name VARCHAR(250), source_type VARCHAR(20),
  source_name VARCHAR(500), entry_point_name VARCHAR(50), user_id VARCHAR(256), status VARCHAR(9),
  start_time BIGINT, end_time BIGINT, source_version VARCHAR(50), lifecycle_stage VARCHAR(20),
  artifact_uri VARCHAR(200), experiment_id INTEGER, deleted_time BIGINT,
  CONSTRAINT run_pk PRIMARY KEY (run_uuid));
CREATE TABLE metrics ("key" VARCHAR(250) NOT NULL, value FLOAT NOT NULL, timestamp BIGINT NOT NULL,
  run_uuid VARCHAR(32) NOT NULL, step BIGINT DEFAULT '0' NOT NULL, is_nan BOOLEAN DEFAULT '0' NOT NULL,
  CONSTRAINT metric_pk PRIMARY KEY ("key", timestamp, step, run_uuid, value, is_nan),
  CHECK (is_nan IN (0, 1)));
CREATE INDEX index_metrics_run_uuid ON metrics (run_uuid);
CREATE TABLE latest_metrics ("key" VARCHAR(250) NOT NULL, value FLOAT NOT NULL, timestamp BIGINT,
  step BIGINT NOT NULL, is_nan BOOLEAN NOT NULL, run_uuid VARCHAR(32) NOT NULL,
  CONSTRAINT latest_metric_pk PRIMARY KEY ("key", run_uuid), CHECK (is_nan IN (0, 1)));
CREATE INDEX index_latest_metrics_run_uuid ON latest_metrics (run_uuid);
CREATE TABLE params ("key" VARCHAR(250) NOT NULL, value VARCHAR(8000) NOT NULL,
  run_uuid VARCHAR(32) NOT NULL, CONSTRAINT param_pk PRIMARY KEY ("key", run_uuid));
CREATE INDEX index_params_run_uuid ON params (run_uuid);
CREATE TABLE tags ("key" VARCHAR(250) NOT NULL, value VARCHAR(8000), run_uuid VARCHAR(32) NOT NULL,
  CONSTRAINT tag_pk PRIMARY KEY ("key", run_uuid));
CREATE INDEX index_tags_run_uuid ON tags (run_uuid);
)";

Status insertPoint(sql::Connection& connection, std::string_view run, std::string_view key,
                   const series::Point& point) {
  const bool nan = std::isnan(point.value);
  return connection.run(
      "INSERT OR IGNORE INTO metrics(\"key\", value, timestamp, run_uuid, step, is_nan) "
      "VALUES(?, ?, ?, ?, ?, ?)",
      key, nan ? 0.0 : point.value, point.timestamp, run, point.step, nan);
}

// log_batch reads the latest of the keys that it is given and writes those that are later.
Status raiseLatest(sql::Connection& connection, std::string_view run, std::string_view key,
                   const series::Point& point) {
  const bool nan = std::isnan(point.value);
  return connection.run(
      "INSERT INTO latest_metrics(\"key\", value, timestamp, step, is_nan, run_uuid) "
      "VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT(\"key\", run_uuid) DO UPDATE SET value = excluded.value, "
      "timestamp = excluded.timestamp, step = excluded.step, is_nan = excluded.is_nan "
      "WHERE (excluded.step, excluded.timestamp, excluded.value) > (step, timestamp, value)",
      key, nan ? 0.0 : point.value, point.timestamp, point.step, nan, run);
}

}  // namespace

Result<std::unique_ptr<MlflowTables>> MlflowTables::create(const std::filesystem::path& file) {
  TATARA_ASSIGN(auto connection, sql::Connection::open(file, {.access = sql::Access::Create}));
  TATARA_TRY(connection->script("PRAGMA journal_mode = DELETE"));
  TATARA_TRY(connection->script("PRAGMA synchronous = FULL"));
  TATARA_TRY(connection->script(kTables));
  return std::unique_ptr<MlflowTables>(new MlflowTables(file, std::move(connection)));
}

Result<std::unique_ptr<MlflowTables>> MlflowTables::open(const std::filesystem::path& file) {
  TATARA_ASSIGN(auto connection, sql::Connection::open(file));
  TATARA_TRY(connection->script("PRAGMA synchronous = FULL"));
  return std::unique_ptr<MlflowTables>(new MlflowTables(file, std::move(connection)));
}

Status MlflowTables::logBatch(std::string_view run, std::span<const track::MetricPoint> points) {
  const std::lock_guard lock(m_mutex);
  TATARA_ASSIGN(auto transaction, sql::Transaction::begin(*m_connection, sql::Transaction::Kind::Immediate));
  std::map<std::string_view, series::Point> latest;
  for (const track::MetricPoint& point : points) {
    TATARA_TRY(insertPoint(*m_connection, run, point.key, point.point));
    const auto [place, isNew] = latest.try_emplace(point.key, point.point);
    if (!isNew && series::before(place->second, point.point)) {
      place->second = point.point;
    }
  }
  for (const auto& [key, point] : latest) {
    TATARA_TRY(raiseLatest(*m_connection, run, key, point));
  }
  return transaction.commit();
}

Status MlflowTables::beginBulk() {
  return m_connection->script("PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN IMMEDIATE");
}

Status MlflowTables::endBulk() {
  return m_connection->script("COMMIT; PRAGMA synchronous = FULL; PRAGMA cache_size = -2000");
}

Status MlflowTables::addRun(const track::Run& run) {
  const std::string& id = run.info.id.value();
  TATARA_TRY(m_connection->run(
      "INSERT INTO runs(run_uuid, name, source_type, user_id, status, start_time, end_time, lifecycle_stage, "
      "artifact_uri, experiment_id) VALUES(?, ?, 'UNKNOWN', ?, ?, ?, ?, 'active', ?, 1)",
      id, run.info.name, run.info.user, track::toString(run.info.status), toUnixMillis(run.info.started),
      run.info.ended ? std::optional(toUnixMillis(*run.info.ended)) : std::nullopt, run.info.artifactUri));
  for (const track::KeyValue& param : run.params) {
    TATARA_TRY(m_connection->run("INSERT INTO params(\"key\", value, run_uuid) VALUES(?, ?, ?)", param.key,
                                 param.value, id));
  }
  for (const track::KeyValue& tag : run.tags) {
    TATARA_TRY(m_connection->run("INSERT INTO tags(\"key\", value, run_uuid) VALUES(?, ?, ?)", tag.key,
                                 tag.value, id));
  }
  for (const track::MetricSummary& metric : run.metrics) {
    TATARA_TRY(raiseLatest(*m_connection, id, metric.key, metric.last));
  }
  return {};
}

Status MlflowTables::addPoints(std::string_view run, std::string_view key,
                               std::span<const series::Point> points) {
  for (const series::Point& point : points) {
    TATARA_TRY(insertPoint(*m_connection, run, key, point));
  }
  return points.empty() ? Status() : raiseLatest(*m_connection, run, key, points.back());
}

Status MlflowTables::analyze() {
  return m_connection->script("ANALYZE");
}

Result<std::uintmax_t> MlflowTables::vacuumedSize() {
  TATARA_TRY(m_connection->script("PRAGMA synchronous = OFF"));
  TATARA_TRY(m_connection->script("VACUUM"));
  TATARA_TRY(m_connection->script("PRAGMA synchronous = FULL"));
  std::error_code problem;
  const std::uintmax_t size = std::filesystem::file_size(m_file, problem);
  if (problem) {
    return makeError(ErrorKind::Io, "the file's size cannot be read", problem.message());
  }
  return size;
}

Result<std::vector<series::Point>> MlflowTables::history(std::string_view run, std::string_view key) {
  const std::lock_guard lock(m_mutex);
  TATARA_ASSIGN(auto rows,
                m_connection->query("SELECT step, timestamp, value, is_nan FROM metrics WHERE run_uuid = ? "
                                    "AND \"key\" = ? ORDER BY timestamp, step, value",
                                    run, key));
  std::vector<series::Point> points;
  while (rows.next()) {
    points.push_back({rows.integer(0), rows.integer(1), rows.integer(3) != 0 ? std::nan("") : rows.real(2)});
  }
  TATARA_TRY(rows.status());
  return points;
}

}  // namespace tatara::bench
