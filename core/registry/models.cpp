#include <pwd.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <vector>

#include "core/registry/internal/guard.h"

namespace tatara::registry {
namespace {

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

// What stands on the model falls with it; what is protected asks first.
Status guardDeletion(store::Writer& writer, std::string_view name, const Actor& actor, Timestamp now) {
  const internal::Request request{actor, now, "the model was deleted"};
  TATARA_TRY(internal::checkNotHeld(writer.sql(), name));
  TATARA_ASSIGN(const auto model, findModel(writer.sql(), name));
  for (const Alias& alias : model->aliases) {
    TATARA_TRY(internal::guardRemoval(writer, name, {Target::Kind::Alias, alias.name}, request));
  }
  TATARA_ASSIGN(const auto rows, internal::versionRows(writer.sql(), "name = ? AND stage > 0", name));
  for (const internal::VersionRow& row : rows) {
    TATARA_TRY(internal::guardRemoval(
        writer, name, {Target::Kind::Stage, std::string(toString(row.version.stage))}, request));
  }
  return {};
}

std::string accountName() {
  std::vector<char> buffer(4096);
  struct passwd entry {};
  struct passwd* found = nullptr;
  const uid_t user = ::getuid();
  if (::getpwuid_r(user, &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr) {
    return found->pw_name;
  }
  return "uid-" + std::to_string(user);
}

// A path, `~/` in front of it meaning the home folder; empty where none is named.
std::string signingKeyOfAccount() {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): nothing here sets variables
    return std::string(value != nullptr ? value : "");
  };
  std::string path = variable("TATARA_SIGNING_KEY");
  if (path.empty()) {
    std::ifstream file(variable("HOME") + "/.config/tatara/signing_key");
    std::getline(file, path);
  }
  path.erase(path.find_last_not_of(" \t\r") + 1);
  return path.starts_with("~/") ? variable("HOME") + path.substr(1) : path;
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
  Actor actor{accountName(), std::move(program)};
  actor.signingKey = signingKeyOfAccount();
  return actor;
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
  TATARA_ASSIGN(const auto model, findModel(writer.sql(), name));
  TATARA_TRY(internal::checkNotHeld(writer.sql(), name));
  TATARA_TRY(internal::guardRename(writer, *model, newName, {actor, now, "the model was renamed"}));
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
  TATARA_TRY(guardDeletion(writer, name, actor, now));
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

}  // namespace tatara::registry
