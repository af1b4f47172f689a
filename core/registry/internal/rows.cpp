#include "core/registry/internal/rows.h"

#include <algorithm>

namespace tatara::registry::internal {
namespace {

constexpr const char* kVersionColumns =
    "SELECT version_key, model_key, name, version, source, storage, run_id, run_link, model_id, "
    "v.description, user, "
    "stage, status, status_message, v.created_ms, v.updated_ms, v.state "
    "FROM model_version v JOIN registered_model USING(model_key) WHERE deleted_ms IS NULL AND ";

VersionRow decodeVersion(const sql::Rows& rows) {
  VersionRow row;
  row.key = rows.integer(0);
  ModelVersion& version = row.version;
  version.modelKey = ModelKey(rows.integer(1));
  version.model = rows.text(2);
  version.version = rows.integer(3);
  version.source = rows.text(4);
  version.storage = rows.text(5);
  version.run = track::RunId(std::string(rows.text(6)));
  version.runLink = rows.text(7);
  version.loggedModel = track::LoggedModelId(std::string(rows.text(8)));
  version.description = rows.text(9);
  version.user = rows.text(10);
  version.stage = static_cast<Stage>(rows.integer(11));
  version.status = static_cast<VersionStatus>(rows.integer(12));
  version.statusMessage = rows.text(13);
  version.created = fromUnixMillis(rows.integer(14));
  version.updated = fromUnixMillis(rows.integer(15));
  version.state = static_cast<VersionState>(std::clamp<std::int64_t>(rows.integer(16), 0, 4));
  return row;
}

Status fill(sql::Connection& connection, VersionRow& row) {
  TATARA_ASSIGN(auto tags,
                connection.query(
                    "SELECT key, value FROM model_version_tag WHERE version_key = ? ORDER BY key", row.key));
  while (tags.next()) {
    row.version.tags.push_back({std::string(tags.text(0)), std::string(tags.text(1))});
  }
  TATARA_TRY(tags.status());
  TATARA_ASSIGN(
      auto aliases,
      connection.query("SELECT alias FROM model_alias WHERE model_key = ? AND version = ? ORDER BY alias",
                       row.version.modelKey, row.version.version));
  while (aliases.next()) {
    row.version.aliases.emplace_back(aliases.text(0));
  }
  return aliases.status();
}

}  // namespace

Result<ModelKey> modelKeyOf(sql::Connection& connection, std::string_view name) {
  TATARA_ASSIGN(const auto key,
                connection.findInteger("SELECT model_key FROM registered_model WHERE name = ?", name));
  if (!key) {
    return modelNotFound(name);
  }
  return ModelKey(*key);
}

Result<std::vector<VersionRow>> versionRows(sql::Connection& connection, std::string_view condition,
                                            std::string_view argument) {
  TATARA_ASSIGN(auto rows, connection.query(std::string(kVersionColumns) + std::string(condition), argument));
  std::vector<VersionRow> found;
  while (rows.next()) {
    found.push_back(decodeVersion(rows));
    TATARA_TRY(fill(connection, found.back()));
  }
  TATARA_TRY(rows.status());
  return found;
}

Result<VersionRow> versionRow(sql::Connection& connection, std::string_view model, std::int64_t version) {
  TATARA_ASSIGN(auto rows,
                connection.query(std::string(kVersionColumns) + "name = ? AND version = ?", model, version));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return versionNotFound(model, version);
  }
  VersionRow row = decodeVersion(rows);
  TATARA_TRY(fill(connection, row));
  return row;
}

Status record(store::Writer& writer, const Actor& actor, Timestamp now, const NewAct& act) {
  TATARA_TRY(recordAct(writer, actor, now, act));
  return {};
}

Status touchModel(store::Writer& writer, ModelKey key, Timestamp now) {
  writer.changed(store::ChangeKind::Model, key.value());
  return writer.sql().run("UPDATE registered_model SET updated_ms = ? WHERE model_key = ?", toUnixMillis(now),
                          key);
}

Status touchVersion(store::Writer& writer, const VersionRow& row, Timestamp now) {
  TATARA_TRY(writer.sql().run("UPDATE model_version SET updated_ms = ? WHERE version_key = ?",
                              toUnixMillis(now), row.key));
  return touchModel(writer, row.version.modelKey, now);
}

std::string objectOf(std::string_view model) {
  return "model/" + std::string(model);
}

std::string objectOf(std::string_view model, std::int64_t version) {
  return objectOf(model) + "/" + std::to_string(version);
}

Error modelNotFound(std::string_view name) {
  return makeError(ErrorKind::NotFound, "Registered Model with name=" + std::string(name) + " not found");
}

Error versionNotFound(std::string_view model, std::int64_t version) {
  return makeError(ErrorKind::NotFound, "Model Version (name=" + std::string(model) +
                                            ", version=" + std::to_string(version) + ") not found");
}

}  // namespace tatara::registry::internal
