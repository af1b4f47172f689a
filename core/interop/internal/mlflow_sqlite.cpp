#include "core/interop/internal/mlflow_sqlite.h"

#include <algorithm>
#include <limits>

#include "core/base/number_text.h"
#include "core/text/error_phrase.h"

namespace tatara::interop::internal {
namespace {

std::string textOf(const sql::Rows& rows, int column) {
  return std::string(rows.text(column));
}

}  // namespace

Result<std::unique_ptr<MlflowSqlite>> MlflowSqlite::open(const std::filesystem::path& file,
                                                         std::stop_token stop) {
  sql::OpenOptions options;
  options.access = sql::Access::ReadOnly;
  options.leaveNoFiles = true;
  options.foreign = true;
  const std::string shown = file.filename().string();
  auto opened = sql::Connection::open(file, options);
  if (!opened) {
    return text::sayContext(opened.error(), TATARA_SAYS("Phrase", "opening %1"), {shown});
  }
  auto connection = *std::move(opened);
  connection->setStopToken(std::move(stop));
  auto source = std::unique_ptr<MlflowSqlite>(new MlflowSqlite(std::move(connection), shown));
  if (const Status read = source->readSchema(); !read) {
    return text::sayContext(read.error(), TATARA_SAYS("Phrase", "reading %1"), {shown});
  }
  if (!source->has("experiments") || !source->has("runs")) {
    return text::sayError(
        ErrorKind::Parse,
        TATARA_SAYS("Phrase",
                    "%1 is a database, but not one of MLflow: it has no tables “experiments” and “runs”"),
        {shown});
  }
  for (const char* table : {"metrics", "params", "tags"}) {
    if (const Status read = source->indexByRun(table); !read) {
      return text::sayContext(read.error(), TATARA_SAYS("Phrase", "reading %1"), {shown});
    }
  }
  return source;
}

Status MlflowSqlite::readSchema() {
  std::vector<std::string> names;
  {
    TATARA_ASSIGN(auto rows,
                  m_connection->query("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE "
                                      "'CREATE VIRTUAL%'"));
    while (rows.next()) {
      names.push_back(textOf(rows, 0));
    }
    TATARA_TRY(rows.status());
  }
  for (const std::string& name : names) {
    TATARA_ASSIGN(auto rows, m_connection->query("SELECT name FROM pragma_table_info(?)", name));
    while (rows.next()) {
      m_columns[name].insert(textOf(rows, 0));
    }
    TATARA_TRY(rows.status());
  }
  return {};
}

Status MlflowSqlite::indexByRun(const std::string& table) {
  if (!has(table)) {
    return {};
  }
  TATARA_ASSIGN(const auto found,
                m_connection->findInteger(
                    "SELECT 1 FROM pragma_index_list(?1) AS list, pragma_index_info(list.name) AS "
                    "info WHERE info.seqno = 0 AND info.name = 'run_uuid' LIMIT 1",
                    table));
  if (found) {
    return {};
  }
  const std::string copy = "tatara_" + table;
  TATARA_TRY(m_connection->script("CREATE TEMP TABLE " + copy + " AS SELECT * FROM main." + table +
                                  "; CREATE INDEX temp." + copy + "_by_run ON " + copy + "(run_uuid);"));
  m_tables[table] = "temp." + copy;
  return {};
}

std::string MlflowSqlite::select(const std::string& table, std::initializer_list<const char*> columns) const {
  const auto& there = m_columns.at(table);
  std::string sql = "SELECT ";
  for (const char* column : columns) {
    sql += there.contains(column) ? "\"" + std::string(column) + "\"" : std::string("NULL");
    sql += ", ";
  }
  sql.resize(sql.size() - 2);
  const auto elsewhere = m_tables.find(table);
  return sql + " FROM " + (elsewhere == m_tables.end() ? "main." + table : elsewhere->second);
}

template <typename... Owner>
Result<std::vector<KeyValue>> MlflowSqlite::pairs(const std::string& table, const char* key,
                                                  const char* value, const std::string& where,
                                                  const Owner&... owner) {
  std::vector<KeyValue> found;
  if (!has(table)) {
    return found;
  }
  TATARA_ASSIGN(auto rows, m_connection->query(select(table, {key, value}) + " WHERE " + where, owner...));
  while (rows.next()) {
    found.push_back({textOf(rows, 0), textOf(rows, 1)});
  }
  TATARA_TRY(rows.status());
  std::sort(found.begin(), found.end(), [](const KeyValue& a, const KeyValue& b) { return a.key < b.key; });
  return found;
}

Result<std::vector<SourceExperiment>> MlflowSqlite::experiments(Problems& problems) {
  std::vector<SourceExperiment> found;
  {
    TATARA_ASSIGN(
        auto rows,
        m_connection->query(select("experiments", {"experiment_id", "name", "artifact_location",
                                                   "lifecycle_stage", "creation_time", "last_update_time"}) +
                            " ORDER BY experiment_id"));
    while (rows.next()) {
      SourceExperiment experiment;
      experiment.id = textOf(rows, 0);
      experiment.name = textOf(rows, 1);
      experiment.location = textOf(rows, 2);
      experiment.deleted = rows.text(3) == "deleted";
      experiment.created = rows.optionalInteger(4);
      experiment.updated = rows.optionalInteger(5);
      experiment.place = place("experiments", "experiment " + experiment.id);
      if (experiment.name.empty()) {
        problems.skip(experiment.place, "The experiment has no name");
        continue;
      }
      found.push_back(std::move(experiment));
    }
    TATARA_TRY(rows.status());
  }
  for (SourceExperiment& experiment : found) {
    TATARA_ASSIGN(experiment.tags,
                  pairs("experiment_tags", "key", "value", "experiment_id = ?", experiment.id));
  }
  return found;
}

Result<std::vector<std::string>> MlflowSqlite::runIds(const SourceExperiment& experiment,
                                                      Problems& problems) {
  std::vector<std::string> ids;
  TATARA_ASSIGN(auto rows,
                m_connection->query(select("runs", {"run_uuid"}) +
                                        " WHERE experiment_id = CAST(? AS INTEGER) ORDER BY run_uuid",
                                    experiment.id));
  while (rows.next()) {
    std::string id = textOf(rows, 0);
    if (isMlflowId(id)) {
      ids.push_back(std::move(id));
    } else {
      problems.skip(place("runs", "run " + id), "Its id is not one of MLflow's");
    }
  }
  TATARA_TRY(rows.status());
  return ids;
}

Status MlflowSqlite::readMetrics(SourceRun& run) {
  if (!has("metrics")) {
    return {};
  }
  TATARA_ASSIGN(auto rows,
                m_connection->query(select("metrics", {"key", "value", "timestamp", "step", "is_nan"}) +
                                        " WHERE run_uuid = ? ORDER BY key",
                                    run.id));
  while (rows.next()) {
    if (run.metrics.empty() || run.metrics.back().key != rows.text(0)) {
      run.metrics.push_back({textOf(rows, 0), {}});
    }
    const bool isNan = rows.integer(4) != 0;
    const double value = isNan ? std::numeric_limits<double>::quiet_NaN() : rows.real(1);
    run.metrics.back().points.push_back({rows.integer(3), rows.integer(2), value});
  }
  return rows.status();
}

Status MlflowSqlite::readInputs(SourceRun& run) {
  if (!has("inputs")) {
    return {};
  }
  std::vector<std::pair<std::string, std::string>> datasets;  // input, dataset
  {
    TATARA_ASSIGN(
        auto rows,
        m_connection->query(select("inputs", {"input_uuid", "source_id"}) +
                                " WHERE destination_type = 'RUN' AND destination_id = ? AND source_type = "
                                "'DATASET' ORDER BY input_uuid",
                            run.id));
    while (rows.next()) {
      datasets.emplace_back(textOf(rows, 0), textOf(rows, 1));
    }
    TATARA_TRY(rows.status());
  }
  for (const auto& [input, id] : datasets) {
    if (!has("datasets")) {
      break;
    }
    track::DatasetInput made;
    {
      TATARA_ASSIGN(
          auto rows,
          m_connection->query(select("datasets", {"name", "digest", "dataset_source_type", "dataset_source",
                                                  "dataset_schema", "dataset_profile"}) +
                                  " WHERE dataset_uuid = ?",
                              id));
      if (!rows.next()) {
        TATARA_TRY(rows.status());
        continue;
      }
      made.dataset = {textOf(rows, 0), textOf(rows, 1),      textOf(rows, 2),
                      textOf(rows, 3), rows.optionalText(4), rows.optionalText(5)};
    }
    TATARA_ASSIGN(made.tags, pairs("input_tags", "name", "value", "input_uuid = ?", input));
    run.datasets.push_back(std::move(made));
  }
  TATARA_ASSIGN(auto rows,
                m_connection->query(select("inputs", {"destination_type", "destination_id", "step"}) +
                                        " WHERE source_type IN ('RUN_INPUT', 'RUN_OUTPUT', 'RUN') AND "
                                        "source_id = ? ORDER BY destination_id",
                                    run.id));
  while (rows.next()) {
    auto& links = rows.text(0) == "MODEL_OUTPUT" ? run.modelOutputs : run.modelInputs;
    links.push_back({track::LoggedModelId(textOf(rows, 1)), rows.integer(2)});
  }
  return rows.status();
}

Result<std::optional<SourceRun>> MlflowSqlite::run(const SourceExperiment&, const std::string& id,
                                                   Problems& problems) {
  SourceRun run;
  run.id = id;
  run.place = place("runs", "run " + id);
  LegacyRunFields legacy;
  {
    TATARA_ASSIGN(
        auto rows,
        m_connection->query(select("runs", {"name", "user_id", "status", "start_time", "end_time",
                                            "deleted_time", "lifecycle_stage", "artifact_uri", "source_name",
                                            "source_type", "source_version", "entry_point_name"}) +
                                " WHERE run_uuid = ?",
                            id));
    if (!rows.next()) {
      TATARA_TRY(rows.status());
      return std::optional<SourceRun>();
    }
    run.name = textOf(rows, 0);
    run.user = textOf(rows, 1);
    const auto status = track::parseRunStatus(rows.text(2));
    if (!status) {
      problems.skip(run.place, "Its status is none of MLflow's; the run is brought in as failed");
    }
    run.status = status.value_or(track::RunStatus::Failed);
    run.started = rows.optionalInteger(3);
    run.ended = rows.optionalInteger(4);
    run.deletedAt = rows.optionalInteger(5);
    run.deleted = rows.text(6) == "deleted";
    run.artifactUri = textOf(rows, 7);
    legacy = {textOf(rows, 8), textOf(rows, 9), textOf(rows, 10), textOf(rows, 11)};
  }
  TATARA_ASSIGN(run.params, pairs("params", "key", "value", "run_uuid = ?", id));
  TATARA_ASSIGN(run.tags, pairs("tags", "key", "value", "run_uuid = ?", id));
  TATARA_TRY(readMetrics(run));
  TATARA_TRY(readInputs(run));
  addLegacyTags(run, legacy);
  return std::optional(std::move(run));
}

Result<std::vector<std::string>> MlflowSqlite::loggedModelIds(const SourceExperiment& experiment,
                                                              Problems& problems) {
  std::vector<std::string> ids;
  if (!has("logged_models")) {
    return ids;
  }
  TATARA_ASSIGN(auto rows,
                m_connection->query(select("logged_models", {"model_id"}) +
                                        " WHERE experiment_id = CAST(? AS INTEGER) ORDER BY model_id",
                                    experiment.id));
  while (rows.next()) {
    std::string id = textOf(rows, 0);
    if (isMlflowId(id)) {
      ids.push_back(std::move(id));
    } else {
      problems.skip(place("logged_models", "model " + id), "Its id is not one of MLflow's");
    }
  }
  TATARA_TRY(rows.status());
  return ids;
}

Result<std::optional<SourceLoggedModel>> MlflowSqlite::loggedModel(const SourceExperiment&,
                                                                   const std::string& id, Problems&) {
  SourceLoggedModel model;
  model.id = id;
  model.place = place("logged_models", "model " + id);
  {
    TATARA_ASSIGN(
        auto rows,
        m_connection->query(select("logged_models", {"name", "model_type", "source_run_id",
                                                     "artifact_location", "status", "creation_timestamp_ms",
                                                     "last_updated_timestamp_ms", "lifecycle_stage"}) +
                                " WHERE model_id = ?",
                            id));
    if (!rows.next()) {
      TATARA_TRY(rows.status());
      return std::optional<SourceLoggedModel>();
    }
    model.name = textOf(rows, 0);
    model.type = textOf(rows, 1);
    model.run = textOf(rows, 2);
    model.artifactUri = textOf(rows, 3);
    const std::int64_t status = rows.integer(4);
    model.status = status >= 1 && status <= 3 ? static_cast<track::LoggedModelStatus>(status)
                                              : track::LoggedModelStatus::Pending;
    model.created = rows.optionalInteger(5);
    model.updated = rows.optionalInteger(6);
    model.deleted = rows.text(7) == "deleted";
  }
  TATARA_ASSIGN(model.params, pairs("logged_model_params", "param_key", "param_value", "model_id = ?", id));
  TATARA_ASSIGN(model.tags, pairs("logged_model_tags", "tag_key", "tag_value", "model_id = ?", id));
  if (has("logged_model_metrics")) {
    TATARA_ASSIGN(auto rows,
                  m_connection->query(select("logged_model_metrics",
                                             {"metric_name", "metric_value", "metric_timestamp_ms",
                                              "metric_step", "run_id", "dataset_name", "dataset_digest"}) +
                                          " WHERE model_id = ? ORDER BY metric_name",
                                      id));
    while (rows.next()) {
      model.metrics.push_back({textOf(rows, 0),
                               {rows.integer(3), rows.integer(2), rows.real(1)},
                               track::RunId(textOf(rows, 4)),
                               textOf(rows, 5),
                               textOf(rows, 6)});
    }
    TATARA_TRY(rows.status());
  }
  return std::optional(std::move(model));
}

Status MlflowSqlite::readVersions(SourceModel& model) {
  if (!has("model_versions")) {
    return {};
  }
  {
    TATARA_ASSIGN(
        auto rows,
        m_connection->query(select("model_versions", {"version", "source", "storage_location", "run_id",
                                                      "run_link", "description", "user_id", "current_stage",
                                                      "creation_time", "last_updated_time"}) +
                                " WHERE name = ? ORDER BY version",
                            model.name));
    while (rows.next()) {
      if (rows.text(7) == "Deleted_Internal") {
        continue;
      }
      SourceVersion version;
      version.version = rows.integer(0);
      version.source = textOf(rows, 1);
      version.storage = textOf(rows, 2);
      version.run = textOf(rows, 3);
      version.runLink = textOf(rows, 4);
      version.description = textOf(rows, 5);
      version.user = textOf(rows, 6);
      version.stage = textOf(rows, 7);
      version.created = rows.optionalInteger(8);
      version.updated = rows.optionalInteger(9);
      version.place = place("model_versions", model.name + " version " + std::to_string(version.version));
      constexpr std::string_view kScheme = "models:/m-";
      if (version.source.starts_with(kScheme)) {
        version.loggedModel = version.source.substr(kScheme.size() - 2);
      }
      model.versions.push_back(std::move(version));
    }
    TATARA_TRY(rows.status());
  }
  for (SourceVersion& version : model.versions) {
    TATARA_ASSIGN(version.tags, pairs("model_version_tags", "key", "value", "name = ? AND version = ?",
                                      model.name, version.version));
  }
  return {};
}

Result<std::vector<SourceModel>> MlflowSqlite::models(Problems&) {
  std::vector<SourceModel> found;
  if (!has("registered_models")) {
    return found;
  }
  {
    TATARA_ASSIGN(auto rows,
                  m_connection->query(select("registered_models",
                                             {"name", "description", "creation_time", "last_updated_time"}) +
                                      " ORDER BY name"));
    while (rows.next()) {
      SourceModel model;
      model.name = textOf(rows, 0);
      model.description = textOf(rows, 1);
      model.created = rows.optionalInteger(2);
      model.updated = rows.optionalInteger(3);
      model.place = place("registered_models", "model " + model.name);
      found.push_back(std::move(model));
    }
    TATARA_TRY(rows.status());
  }
  for (SourceModel& model : found) {
    TATARA_ASSIGN(model.tags, pairs("registered_model_tags", "key", "value", "name = ?", model.name));
    TATARA_ASSIGN(const auto aliases,
                  pairs("registered_model_aliases", "alias", "version", "name = ?", model.name));
    for (const KeyValue& alias : aliases) {
      model.aliases.push_back({alias.key, parseInt(alias.value).value_or(0)});
    }
    TATARA_TRY(readVersions(model));
  }
  return found;
}

}  // namespace tatara::interop::internal
