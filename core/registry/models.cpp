#include <pwd.h>
#include <unistd.h>

#include <vector>

#include "core/registry/internal/rows.h"

namespace tatara::registry {
namespace {

using internal::ActWords;
using internal::modelKeyOf;
using internal::objectOf;
using internal::record;

constexpr std::size_t kTagKeyBytes = 250;
constexpr std::size_t kTagValueBytes = 100'000;

Status checkName(std::string_view name) {
  if (name.find_first_not_of(" \t\n") == std::string_view::npos) {
    return makeError(ErrorKind::InvalidArgument, "Registered model name cannot be empty.");
  }
  if (name.find_first_of("/:") != std::string_view::npos) {
    return makeError(ErrorKind::InvalidArgument,
                     "Invalid model name '" + std::string(name) + "'. Names cannot contain '/' or ':'.");
  }
  return {};
}

Status checkNameIsFree(store::Writer& writer, std::string_view name) {
  TATARA_ASSIGN(const auto found,
                writer.sql().findInteger("SELECT 1 FROM registered_model WHERE name = ?", name));
  if (found) {
    return makeError(ErrorKind::AlreadyExists,
                     "Registered Model (name=" + std::string(name) + ") already exists.");
  }
  return {};
}

Status fill(sql::Connection& connection, RegisteredModel& model) {
  TATARA_ASSIGN(auto tags, connection.query(
                               "SELECT key, value FROM registered_model_tag WHERE model_key = ? ORDER BY key",
                               model.key));
  while (tags.next()) {
    model.tags.push_back({std::string(tags.text(0)), std::string(tags.text(1))});
  }
  TATARA_TRY(tags.status());
  TATARA_ASSIGN(auto aliases,
                connection.query("SELECT alias, version FROM model_alias WHERE model_key = ? ORDER BY alias",
                                 model.key));
  while (aliases.next()) {
    model.aliases.push_back({std::string(aliases.text(0)), aliases.integer(1)});
  }
  return aliases.status();
}

RegisteredModel decodeModel(const sql::Rows& rows) {
  RegisteredModel model;
  model.key = ModelKey(rows.integer(0));
  model.name = rows.text(1);
  model.description = rows.text(2);
  model.created = fromUnixMillis(rows.integer(3));
  model.updated = fromUnixMillis(rows.integer(4));
  return model;
}

}  // namespace

namespace internal {

Status checkTag(const KeyValue& tag) {
  if (tag.key.empty()) {
    return makeError(ErrorKind::InvalidArgument, "A tag needs a name");
  }
  if (tag.key.size() > kTagKeyBytes || tag.value.size() > kTagValueBytes) {
    return makeError(ErrorKind::InvalidArgument,
                     "The tag '" + tag.key.substr(0, kTagKeyBytes) +
                         "' is too long: a key has at most 250 characters and a value at most 100,000");
  }
  return {};
}

}  // namespace internal

Actor currentActor(std::string program) {
  std::vector<char> buffer(4096);
  struct passwd entry {};
  struct passwd* found = nullptr;
  const uid_t user = ::getuid();
  if (::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
    return {found->pw_name, std::move(program)};
  }
  return {"uid-" + std::to_string(user), std::move(program)};
}

Actor nobody(std::string program) {
  return {std::string(kNobody), std::move(program), Identity::Nobody, {Scope::Read, Scope::Log}};
}

Result<RegisteredModel> createModel(store::Writer& writer, const NewModel& model, const Actor& actor,
                                    Timestamp now) {
  TATARA_TRY(checkName(model.name));
  TATARA_TRY(checkNameIsFree(writer, model.name));
  RegisteredModel made;
  made.name = model.name;
  made.description = model.description;
  made.created = model.created.value_or(now);
  made.updated = model.updated.value_or(made.created);
  TATARA_TRY(writer.sql().run(
      "INSERT INTO registered_model(name, description, created_ms, updated_ms) VALUES(?, ?, ?, ?)", made.name,
      made.description, toUnixMillis(made.created), toUnixMillis(made.updated)));
  made.key = ModelKey(writer.sql().lastInsertId());
  for (const KeyValue& tag : model.tags) {
    TATARA_TRY(internal::checkTag(tag));
    TATARA_TRY(writer.sql().run("INSERT OR REPLACE INTO registered_model_tag VALUES(?, ?, ?)", made.key,
                                tag.key, tag.value));
  }
  writer.changed(store::ChangeKind::Model, made.key.value());
  TATARA_TRY(record(writer, actor, now, {.verb = "create model", .object = objectOf(made.name)}));
  TATARA_TRY(fill(writer.sql(), made));
  return made;
}

Status renameModel(store::Writer& writer, std::string_view name, std::string_view newName, const Actor& actor,
                   Timestamp now) {
  TATARA_ASSIGN(const ModelKey key, modelKeyOf(writer.sql(), name));
  TATARA_TRY(checkName(newName));
  if (name == newName) {
    return {};
  }
  TATARA_TRY(checkNameIsFree(writer, newName));
  TATARA_TRY(writer.sql().run("UPDATE registered_model SET name = ? WHERE model_key = ?", newName, key));
  TATARA_TRY(internal::touchModel(writer, key, now));
  return record(writer, actor, now,
                {.verb = "rename model",
                 .object = objectOf(newName),
                 .before = std::string(name),
                 .after = std::string(newName)});
}

Status describeModel(store::Writer& writer, std::string_view name, std::string_view description,
                     Timestamp now) {
  TATARA_ASSIGN(const ModelKey key, modelKeyOf(writer.sql(), name));
  TATARA_TRY(
      writer.sql().run("UPDATE registered_model SET description = ? WHERE model_key = ?", description, key));
  return internal::touchModel(writer, key, now);
}

Status deleteModel(store::Writer& writer, std::string_view name, const Actor& actor, Timestamp now) {
  TATARA_ASSIGN(const ModelKey key, modelKeyOf(writer.sql(), name));
  TATARA_ASSIGN(const auto versions,
                writer.sql().findInteger(
                    "SELECT count(*) FROM model_version WHERE model_key = ? AND deleted_ms IS NULL", key));
  TATARA_TRY(writer.sql().run("DELETE FROM registered_model WHERE model_key = ?", key));
  writer.changed(store::ChangeKind::Model, key.value());
  return record(writer, actor, now,
                {.verb = "delete model",
                 .object = objectOf(name),
                 .before = std::to_string(versions.value_or(0)) + " versions"});
}

Status setModelTag(store::Writer& writer, std::string_view name, const KeyValue& tag, Timestamp now) {
  TATARA_ASSIGN(const ModelKey key, modelKeyOf(writer.sql(), name));
  TATARA_TRY(internal::checkTag(tag));
  TATARA_TRY(writer.sql().run("INSERT OR REPLACE INTO registered_model_tag VALUES(?, ?, ?)", key, tag.key,
                              tag.value));
  return internal::touchModel(writer, key, now);
}

Status deleteModelTag(store::Writer& writer, std::string_view name, std::string_view key, Timestamp now) {
  TATARA_ASSIGN(const ModelKey model, modelKeyOf(writer.sql(), name));
  TATARA_TRY(
      writer.sql().run("DELETE FROM registered_model_tag WHERE model_key = ? AND key = ?", model, key));
  return internal::touchModel(writer, model, now);
}

Result<std::optional<RegisteredModel>> findModel(sql::Connection& connection, std::string_view name) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT model_key, name, description, created_ms, updated_ms "
                                            "FROM registered_model WHERE name = ?",
                                            name));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return std::optional<RegisteredModel>();
  }
  RegisteredModel model = decodeModel(rows);
  TATARA_TRY(fill(connection, model));
  return std::optional<RegisteredModel>(std::move(model));
}

Result<std::vector<RegisteredModel>> loadModels(sql::Connection& connection) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT model_key, name, description, created_ms, updated_ms "
                                            "FROM registered_model ORDER BY name"));
  std::vector<RegisteredModel> models;
  while (rows.next()) {
    models.push_back(decodeModel(rows));
    TATARA_TRY(fill(connection, models.back()));
  }
  TATARA_TRY(rows.status());
  return models;
}

Result<std::vector<Act>> loadActs(sql::Connection& connection, std::int64_t newestFirst) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT act_id, at_ms, actor, program, verb, object, before, after, reason "
                                 "FROM act ORDER BY act_id DESC LIMIT ?",
                                 newestFirst));
  std::vector<Act> acts;
  while (rows.next()) {
    acts.push_back({rows.integer(0), fromUnixMillis(rows.integer(1)), std::string(rows.text(2)),
                    std::string(rows.text(3)), std::string(rows.text(4)), std::string(rows.text(5)),
                    rows.optionalText(6), rows.optionalText(7), std::string(rows.text(8))});
  }
  TATARA_TRY(rows.status());
  return acts;
}

}  // namespace tatara::registry
