#include "core/track/logged_models.h"

#include <algorithm>

#include "core/base/random.h"
#include "core/text/error_phrase.h"
#include "core/track/internal/rows.h"

namespace tatara::track {
namespace {

constexpr const char* kSelectModels =
    "SELECT logged_model_key, model_id, experiment_id, name, model_type, source_run_id, status, "
    "status_message, "
    "created_ms, updated_ms, deleted_ms, artifact_uri FROM logged_model";

struct Row {
  std::int64_t key = 0;
  LoggedModel model;
};

Row decodeModel(const sql::Rows& rows) {
  Row row;
  row.key = rows.integer(0);
  LoggedModel& model = row.model;
  model.id = LoggedModelId(std::string(rows.text(1)));
  model.experiment = ExperimentId(rows.integer(2));
  model.name = rows.text(3);
  model.type = rows.text(4);
  model.sourceRun = RunId(std::string(rows.text(5)));
  model.status = static_cast<LoggedModelStatus>(rows.integer(6));
  model.statusMessage = rows.text(7);
  model.created = fromUnixMillis(rows.integer(8));
  model.updated = fromUnixMillis(rows.integer(9));
  if (const auto deleted = rows.optionalInteger(10)) {
    model.deleted = fromUnixMillis(*deleted);
  }
  model.artifactUri = rows.text(11);
  return row;
}

Result<std::vector<KeyValue>> loadPairs(sql::Connection& connection, const char* sql, std::int64_t key) {
  TATARA_ASSIGN(auto rows, connection.query(sql, key));
  std::vector<KeyValue> pairs;
  while (rows.next()) {
    pairs.push_back({std::string(rows.text(0)), std::string(rows.text(1))});
  }
  TATARA_TRY(rows.status());
  return pairs;
}

Status fill(sql::Connection& connection, Row& row) {
  TATARA_ASSIGN(row.model.params,
                loadPairs(connection,
                          "SELECT key, value FROM logged_model_param WHERE logged_model_key = ? ORDER BY key",
                          row.key));
  TATARA_ASSIGN(
      row.model.tags,
      loadPairs(connection, "SELECT key, value FROM logged_model_tag WHERE logged_model_key = ? ORDER BY key",
                row.key));
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT key, step, timestamp_ms, value_bits, run_id, dataset_name, "
                                 "dataset_digest FROM logged_model_metric WHERE logged_model_key = ? "
                                 "ORDER BY key, step, timestamp_ms",
                                 row.key));
  while (rows.next()) {
    row.model.metrics.push_back({std::string(rows.text(0)),
                                 {rows.integer(1), rows.integer(2), internal::fromBits(rows.integer(3))},
                                 RunId(std::string(rows.text(4))),
                                 std::string(rows.text(5)),
                                 std::string(rows.text(6))});
  }
  return rows.status();
}

Error notFound(const LoggedModelId& id) {
  return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "Logged model with ID '%1' not found."),
                        {id.value()});
}

// The row number of a model that is not deleted; tells the listeners that it changes.
Result<std::int64_t> changing(store::Writer& writer, const LoggedModelId& id) {
  TATARA_ASSIGN(
      const auto key,
      writer.sql().findInteger(
          "SELECT logged_model_key FROM logged_model WHERE model_id = ? AND deleted_ms IS NULL", id));
  if (!key) {
    return notFound(id);
  }
  writer.changed(store::ChangeKind::LoggedModel, *key);
  return *key;
}

Status touch(store::Writer& writer, std::int64_t key, Timestamp now) {
  return writer.sql().run("UPDATE logged_model SET updated_ms = ? WHERE logged_model_key = ?",
                          toUnixMillis(now), key);
}

Status checkName(const std::string& name) {
  if (name.find_first_of("/:.%\"'") != std::string::npos) {
    return makeError(ErrorKind::InvalidArgument,
                     "Invalid model name (" + name +
                         ") provided. Model name must be a non-empty string and cannot contain the following "
                         "characters: ('/', ':', '.', '%', '\"', \"'\")");
  }
  return {};
}

}  // namespace

Result<LoggedModel> createLoggedModel(store::Writer& writer, const NewLoggedModel& model, Timestamp now) {
  TATARA_TRY(checkName(model.name));
  std::string location = model.artifactUri;
  if (!model.id) {
    TATARA_ASSIGN(location, internal::locationOfActiveExperiment(writer, model.experiment));
  }
  LoggedModel made;
  made.id = model.id.value_or(LoggedModelId("m-" + randomHex(16)));
  made.experiment = model.experiment;
  made.name = model.name.empty() ? internal::randomName() : model.name;
  made.type = model.type;
  made.sourceRun = model.sourceRun;
  made.status = model.status;
  made.created = model.created.value_or(now);
  made.updated = model.updated.value_or(made.created);
  made.artifactUri = model.artifactUri.empty()
                         ? internal::placeBelow(location, "models/" + made.id.value() + "/artifacts")
                         : model.artifactUri;
  Status inserted = writer.sql().run(
      "INSERT INTO logged_model(model_id, experiment_id, name, model_type, source_run_id, status, "
      "created_ms, "
      "updated_ms, artifact_uri) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
      made.id, made.experiment, made.name, made.type, made.sourceRun, made.status, toUnixMillis(made.created),
      toUnixMillis(made.updated), made.artifactUri);
  if (!inserted && inserted.error().kind == ErrorKind::Conflict) {
    return text::sayError(ErrorKind::AlreadyExists,
                          TATARA_SAYS("Phrase", "A logged model with the id %1 exists already"),
                          {made.id.value()});
  }
  TATARA_TRY(std::move(inserted));
  writer.changed(store::ChangeKind::LoggedModel, writer.sql().lastInsertId());
  TATARA_TRY(logLoggedModelParams(writer, made.id, model.params));
  TATARA_TRY(setLoggedModelTags(writer, made.id, model.tags, made.updated));
  made.params = model.params;
  made.tags = model.tags;
  return made;
}

Status setLoggedModelStatus(store::Writer& writer, const LoggedModelId& id, LoggedModelStatus status,
                            Timestamp now) {
  TATARA_ASSIGN(const auto key, changing(writer, id));
  TATARA_TRY(writer.sql().run("UPDATE logged_model SET status = ? WHERE logged_model_key = ?", status, key));
  return touch(writer, key, now);
}

Status deleteLoggedModel(store::Writer& writer, const LoggedModelId& id, Timestamp now) {
  TATARA_ASSIGN(const auto gone,
                writer.sql().findInteger(
                    "SELECT 1 FROM logged_model WHERE model_id = ? AND deleted_ms IS NOT NULL", id));
  if (gone) {
    return {};
  }
  TATARA_ASSIGN(const auto key, changing(writer, id));
  return writer.sql().run("UPDATE logged_model SET deleted_ms = ? WHERE logged_model_key = ?",
                          toUnixMillis(now), key);
}

Status setLoggedModelTags(store::Writer& writer, const LoggedModelId& id, std::span<const KeyValue> tags,
                          Timestamp now) {
  TATARA_ASSIGN(const auto key, changing(writer, id));
  for (const KeyValue& tag : tags) {
    TATARA_TRY(
        writer.sql().run("INSERT OR REPLACE INTO logged_model_tag VALUES(?, ?, ?)", key, tag.key, tag.value));
  }
  return touch(writer, key, now);
}

Status deleteLoggedModelTag(store::Writer& writer, const LoggedModelId& id, std::string_view tag,
                            Timestamp now) {
  TATARA_ASSIGN(const auto key, changing(writer, id));
  TATARA_TRY(
      writer.sql().run("DELETE FROM logged_model_tag WHERE logged_model_key = ? AND key = ?", key, tag));
  if (writer.sql().changes() == 0) {
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase", "No tag with key '%1' found for logged model with ID '%2'."),
                          {tag, id.value()});
  }
  return touch(writer, key, now);
}

Status logLoggedModelParams(store::Writer& writer, const LoggedModelId& id,
                            std::span<const KeyValue> params) {
  TATARA_ASSIGN(const auto key, changing(writer, id));
  for (const KeyValue& param : params) {
    TATARA_TRY(writer.sql().run("INSERT OR REPLACE INTO logged_model_param VALUES(?, ?, ?)", key, param.key,
                                param.value));
  }
  return {};
}

Status logLoggedModelMetrics(store::Writer& writer, const LoggedModelId& id,
                             std::span<const LoggedModelMetric> metrics) {
  TATARA_ASSIGN(const auto key, changing(writer, id));
  for (const LoggedModelMetric& metric : metrics) {
    TATARA_TRY(writer.sql().run("INSERT OR IGNORE INTO logged_model_metric VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                                key, metric.key, metric.point.step, metric.point.timestamp,
                                internal::toBits(metric.point.value), metric.run, metric.datasetName,
                                metric.datasetDigest));
  }
  return {};
}

Result<std::optional<LoggedModel>> findLoggedModel(sql::Connection& connection, const LoggedModelId& id) {
  TATARA_ASSIGN(
      auto rows,
      connection.query(std::string(kSelectModels) + " WHERE model_id = ? AND deleted_ms IS NULL", id));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return std::optional<LoggedModel>();
  }
  Row row = decodeModel(rows);
  TATARA_TRY(fill(connection, row));
  return std::optional<LoggedModel>(std::move(row.model));
}

Result<std::vector<LoggedModel>> loadLoggedModels(sql::Connection& connection,
                                                  std::span<const ExperimentId> experiments) {
  std::vector<LoggedModel> models;
  TATARA_ASSIGN(auto rows, connection.query(std::string(kSelectModels) +
                                            " WHERE deleted_ms IS NULL ORDER BY created_ms DESC, model_id"));
  while (rows.next()) {
    Row row = decodeModel(rows);
    const bool wanted = experiments.empty() || std::find(experiments.begin(), experiments.end(),
                                                         row.model.experiment) != experiments.end();
    if (wanted) {
      TATARA_TRY(fill(connection, row));
      models.push_back(std::move(row.model));
    }
  }
  TATARA_TRY(rows.status());
  return models;
}

}  // namespace tatara::track
