#include "core/registry/internal/guard.h"
#include "core/registry/internal/review_rows.h"

namespace tatara::registry {
namespace {

using internal::modelKeyOf;
using internal::objectOf;
using internal::record;
using internal::VersionRow;
using internal::versionRow;

// Never used again: deleted versions keep their number.
Result<std::int64_t> nextVersion(store::Writer& writer, ModelKey model) {
  TATARA_ASSIGN(const auto newest, writer.sql().findInteger(
                                       "SELECT max(version) FROM model_version WHERE model_key = ?", model));
  return newest.value_or(0) + 1;
}

Status linkToOrigins(store::Writer& writer, const ModelVersion& version) {
  const std::string object = version.model + "/" + std::to_string(version.version);
  const auto link = [&](const char* kind, const std::string& id) {
    return id.empty()
               ? Status()
               : writer.sql().run(
                     "INSERT OR IGNORE INTO edge VALUES(?, ?, 'model_version', ?, 'registered', '', ?)", kind,
                     id, object, toUnixMillis(version.created));
  };
  TATARA_TRY(link("run", version.run.value()));
  return link("logged_model", version.loggedModel.value());
}

// Newest first.
Result<std::vector<ModelVersion>> versionsWhere(sql::Connection& connection, std::string_view condition,
                                                std::string_view argument) {
  TATARA_ASSIGN(
      auto rows,
      internal::versionRows(
          connection, std::string(condition) + " ORDER BY v.created_ms DESC, name, version DESC", argument));
  std::vector<ModelVersion> versions;
  for (VersionRow& row : rows) {
    versions.push_back(std::move(row.version));
  }
  return versions;
}

}  // namespace

Result<ModelVersion> createVersion(store::Writer& writer, const NewVersion& version, const Actor& actor,
                                   Timestamp now) {
  TATARA_ASSIGN(const ModelKey model, modelKeyOf(writer.sql(), version.model));
  TATARA_ASSIGN(const std::int64_t next, nextVersion(writer, model));
  const std::int64_t number = version.version.value_or(next);
  const Timestamp created = version.created.value_or(now);
  const bool named = !version.version && actor.identity != Identity::Nobody;
  Status inserted = writer.sql().run(
      "INSERT INTO model_version(model_key, version, source, storage, run_id, run_link, model_id, "
      "description, user, "
      "created_ms, updated_ms) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
      model, number, version.source, version.storage, version.run, version.runLink, version.loggedModel,
      version.description, version.user.empty() && named ? actor.person : version.user, toUnixMillis(created),
      toUnixMillis(version.updated.value_or(created)));
  if (!inserted && inserted.error().kind == ErrorKind::Conflict) {
    return makeError(ErrorKind::AlreadyExists, "Model Version (name=" + version.model + ", version=" +
                                                   std::to_string(number) + ") already exists.");
  }
  TATARA_TRY(std::move(inserted));
  const std::int64_t key = writer.sql().lastInsertId();
  for (const KeyValue& tag : version.tags) {
    TATARA_TRY(internal::checkTag(tag));
    TATARA_TRY(writer.sql().run("INSERT OR REPLACE INTO model_version_tag VALUES(?, ?, ?)", key, tag.key,
                                tag.value));
  }
  if (!version.created) {
    TATARA_TRY(internal::touchModel(writer, model, now));
  }
  writer.changed(store::ChangeKind::Model, model.value());
  TATARA_TRY(
      record(writer, actor, now,
             {.verb = "create version", .object = objectOf(version.model, number), .after = version.source}));
  TATARA_ASSIGN(VersionRow made, versionRow(writer.sql(), version.model, number));
  TATARA_TRY(internal::keepFiles(writer, made));
  TATARA_TRY(linkToOrigins(writer, made.version));
  return std::move(made.version);
}

Status describeVersion(store::Writer& writer, std::string_view model, std::int64_t version,
                       std::string_view description, Timestamp now) {
  TATARA_ASSIGN(const VersionRow row, versionRow(writer.sql(), model, version));
  TATARA_TRY(writer.sql().run("UPDATE model_version SET description = ? WHERE version_key = ?", description,
                              row.key));
  return internal::touchVersion(writer, row, now);
}

Status keepUpdated(store::Writer& writer, std::string_view model, std::int64_t version, Timestamp updated) {
  if (version == 0) {
    TATARA_ASSIGN(const ModelKey key, modelKeyOf(writer.sql(), model));
    return writer.sql().run("UPDATE registered_model SET updated_ms = ? WHERE model_key = ?",
                            toUnixMillis(updated), key);
  }
  TATARA_ASSIGN(const VersionRow row, versionRow(writer.sql(), model, version));
  return writer.sql().run("UPDATE model_version SET updated_ms = ? WHERE version_key = ?",
                          toUnixMillis(updated), row.key);
}

Status deleteVersion(store::Writer& writer, std::string_view model, std::int64_t version, const Actor& actor,
                     Timestamp now) {
  TATARA_ASSIGN(const VersionRow row, versionRow(writer.sql(), model, version));
  constexpr std::string_view kReason = "the version was deleted";
  TATARA_TRY(internal::checkNotHeld(writer.sql(), model, version));
  for (const std::string& alias : row.version.aliases) {
    TATARA_TRY(move(writer, model, RemoveAlias{alias}, actor, now, kReason));
  }
  if (row.version.stage != Stage::None) {
    TATARA_TRY(internal::guardRemoval(writer, model,
                                      {Target::Kind::Stage, std::string(toString(row.version.stage))},
                                      {actor, now, kReason}));
  }
  TATARA_TRY(internal::closeReviews(writer, row, now));
  TATARA_TRY(writer.sql().run("UPDATE model_version SET deleted_ms = ? WHERE version_key = ?",
                              toUnixMillis(now), row.key));
  TATARA_TRY(internal::touchModel(writer, row.version.modelKey, now));
  return record(writer, actor, now, {.verb = "delete version", .object = objectOf(model, version)});
}

Status setVersionTag(store::Writer& writer, std::string_view model, std::int64_t version, const KeyValue& tag,
                     Timestamp now) {
  TATARA_ASSIGN(const VersionRow row, versionRow(writer.sql(), model, version));
  TATARA_TRY(internal::checkTag(tag));
  TATARA_TRY(writer.sql().run("INSERT OR REPLACE INTO model_version_tag VALUES(?, ?, ?)", row.key, tag.key,
                              tag.value));
  return internal::touchVersion(writer, row, now);
}

Status deleteVersionTag(store::Writer& writer, std::string_view model, std::int64_t version,
                        std::string_view key, Timestamp now) {
  TATARA_ASSIGN(const VersionRow row, versionRow(writer.sql(), model, version));
  TATARA_TRY(
      writer.sql().run("DELETE FROM model_version_tag WHERE version_key = ? AND key = ?", row.key, key));
  return internal::touchVersion(writer, row, now);
}

Result<std::optional<ModelVersion>> findVersion(sql::Connection& connection, std::string_view model,
                                                std::int64_t version) {
  auto row = versionRow(connection, model, version);
  if (!row && row.error().kind == ErrorKind::NotFound) {
    return std::optional<ModelVersion>();
  }
  if (!row) {
    return row.error();
  }
  return std::optional<ModelVersion>(std::move(row->version));
}

Result<std::vector<ModelVersion>> loadVersions(sql::Connection& connection, std::string_view model) {
  return versionsWhere(connection, "(?1 = '' OR name = ?1)", model);
}

Result<std::vector<ModelVersion>> loadVersionsOfRun(sql::Connection& connection, const track::RunId& run) {
  return versionsWhere(connection, "v.run_id = ?1", run.value());
}

Result<std::optional<ModelVersion>> findVersionByAlias(sql::Connection& connection, std::string_view model,
                                                       std::string_view alias) {
  std::string lower(alias);
  for (char& c : lower) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  }
  Result<std::optional<std::int64_t>> number =
      lower == "latest" ? connection.findInteger(
                              "SELECT max(version) FROM model_version JOIN registered_model USING(model_key) "
                              "WHERE name = ? AND deleted_ms IS NULL",
                              model)
                        : connection.findInteger(
                              "SELECT version FROM model_alias JOIN registered_model USING(model_key) "
                              "WHERE name = ? AND alias = ?",
                              model, alias);
  if (!number) {
    return number.error();
  }
  if (!*number) {
    return std::optional<ModelVersion>();
  }
  return findVersion(connection, model, **number);
}

}  // namespace tatara::registry
