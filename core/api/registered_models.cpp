#include <algorithm>
#include <map>

#include "core/api/internal/answer.h"
#include "core/api/internal/routes.h"
#include "core/api/internal/search.h"
#include "core/api/internal/versions.h"

namespace tatara::api {
namespace {

using http::Method;

Result<registry::RegisteredModel> load(sql::Connection& db, std::string_view name) {
  TATARA_ASSIGN(auto found, registry::findModel(db, name));
  if (!found) {
    return modelNotFound(name);
  }
  return std::move(*found);
}

Answer modelAnswer(sql::Connection& db, std::string_view name) {
  TATARA_ASSIGN(const auto model, load(db, name));
  TATARA_ASSIGN(const auto versions, registry::loadVersions(db, model.name));
  JsonOut out;
  out.beginObject().key("registered_model");
  write(out, model, newestOfEachStage(versions));
  out.endObject();
  return http::jsonResponse(out.take());
}

Answer createRegisteredModel(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  registry::NewModel model;
  TATARA_ASSIGN(model.name, modelNameOf(fields));
  TATARA_ASSIGN(model.description, fields.text("description"));
  TATARA_ASSIGN(model.tags, fields.keyValues("tags"));
  return context.store->writeFor([&](store::Writer& writer) -> Answer {
    TATARA_TRY(registry::createModel(writer, model, context.actor(arguments.request()), context.now()));
    return modelAnswer(writer.sql(), model.name);
  });
}

Answer getRegisteredModel(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto name, modelNameOf(arguments.fields()));
  return context.store->read([&](sql::Connection& db) { return modelAnswer(db, name); });
}

Answer updateModel(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto name, modelNameOf(arguments.fields()));
  TATARA_ASSIGN(const auto description, arguments.fields().text("description"));
  return context.store->writeFor([&](store::Writer& writer) -> Answer {
    TATARA_TRY(registry::describeModel(writer, name, description, context.now()));
    return modelAnswer(writer.sql(), name);
  });
}

Answer renameModel(Context& context, const Arguments& arguments) {
  TATARA_TRY(arguments.fields().require({"name", "new_name"}));
  TATARA_ASSIGN(const auto newName, modelNameOf(arguments.fields(), "new_name"));
  TATARA_ASSIGN(const auto name, modelNameOf(arguments.fields()));
  return context.store->writeFor([&](store::Writer& writer) -> Answer {
    TATARA_TRY(
        registry::renameModel(writer, name, newName, context.actor(arguments.request()), context.now()));
    return modelAnswer(writer.sql(), newName);
  });
}

Answer deleteRegisteredModel(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto name, modelNameOf(arguments.fields()));
  TATARA_TRY(context.store->write([&](store::Writer& writer) {
    return registry::deleteModel(writer, name, context.actor(arguments.request()), context.now());
  }));
  return emptyAnswer();
}

Answer setModelTag(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TATARA_TRY(fields.require({"name", "key"}));
  TATARA_ASSIGN(const auto name, modelNameOf(fields));
  TATARA_ASSIGN(const auto tag, registryTagOf(fields));
  TATARA_TRY(context.store->write(
      [&](store::Writer& writer) { return registry::setModelTag(writer, name, tag, context.now()); }));
  return emptyAnswer();
}

Answer deleteModelTag(Context& context, const Arguments& arguments) {
  TATARA_TRY(arguments.fields().require({"name", "key"}));
  TATARA_ASSIGN(const auto name, modelNameOf(arguments.fields()));
  TATARA_ASSIGN(const auto key, arguments.fields().requiredText("key"));
  TATARA_TRY(context.store->write(
      [&](store::Writer& writer) { return registry::deleteModelTag(writer, name, key, context.now()); }));
  return emptyAnswer();
}

// What MLflow asks of an alias also where it is only looked for or taken away.
Result<std::string> aliasOf(const Fields& fields) {
  TATARA_ASSIGN(std::string alias, fields.requiredText("alias"));
  const auto isWord = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || static_cast<unsigned char>(c) >= 0x80;
  };
  if (!std::all_of(alias.begin(), alias.end(), isWord)) {
    return invalid("Invalid alias name: '" + alias +
                   "'. Names may only contain alphanumerics, underscores (_), and dashes (-).");
  }
  return alias;
}

// In any case: the word for the newest version.
bool equalsLatest(std::string_view alias) {
  constexpr std::string_view kLatest = "latest";
  return std::equal(alias.begin(), alias.end(), kLatest.begin(), kLatest.end(), [](char left, char right) {
    return (left >= 'A' && left <= 'Z' ? static_cast<char>(left - 'A' + 'a') : left) == right;
  });
}

Answer setAlias(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TATARA_TRY(fields.require({"name", "alias", "version"}));
  TATARA_ASSIGN(const auto name, modelNameOf(fields));
  TATARA_ASSIGN(const auto alias, aliasOf(fields));
  TATARA_ASSIGN(const auto version, versionOf(fields));
  TATARA_TRY(context.store->write([&](store::Writer& writer) {
    return registry::move(writer, name, registry::SetAlias{alias, version},
                          context.actor(arguments.request()), context.now());
  }));
  return emptyAnswer();
}

Answer deleteAlias(Context& context, const Arguments& arguments) {
  TATARA_TRY(arguments.fields().require({"name", "alias"}));
  TATARA_ASSIGN(const auto name, modelNameOf(arguments.fields()));
  TATARA_ASSIGN(const auto alias, aliasOf(arguments.fields()));
  TATARA_TRY(context.store->write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const auto model, load(writer.sql(), name));
    const bool there = std::any_of(model.aliases.begin(), model.aliases.end(),
                                   [&](const registry::Alias& each) { return each.name == alias; });
    return there ? registry::move(writer, name, registry::RemoveAlias{alias},
                                  context.actor(arguments.request()), context.now())
                 : Status();
  }));
  return emptyAnswer();
}

Answer getByAlias(Context& context, const Arguments& arguments) {
  TATARA_TRY(arguments.fields().require({"name", "alias"}));
  TATARA_ASSIGN(const auto name, modelNameOf(arguments.fields()));
  TATARA_ASSIGN(const auto alias, aliasOf(arguments.fields()));
  TATARA_ASSIGN(
      const auto version,
      context.store->read([&](sql::Connection& db) -> Result<std::optional<registry::ModelVersion>> {
        TATARA_TRY(load(db, name));
        return registry::findVersionByAlias(db, name, alias);
      }));
  if (!version && equalsLatest(alias)) {
    return notFound("Latest version not found for model " + name + ".");
  }
  if (!version) {
    return invalid("Registered model alias " + alias + " not found.");
  }
  return versionAnswer(*version);
}

struct RegisteredModelSource {
  std::optional<double> number(const registry::RegisteredModel& model, const query::Field& field) const {
    const Timestamp time = field.key == "creation_timestamp" ? model.created : model.updated;
    return static_cast<double>(toUnixMillis(time));
  }
  std::optional<std::string_view> text(const registry::RegisteredModel& model,
                                       const query::Field& field) const {
    return field.kind == query::FieldKind::Tag ? valueOf(model.tags, field.key)
                                               : std::optional<std::string_view>(model.name);
  }
};

Answer searchRegisteredModels(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TATARA_ASSIGN(const auto most, fields.integer("max_results"));
  if (most.value_or(0) > 1000) {
    return wrongType("max_results", fields.at("max_results"));
  }
  TATARA_ASSIGN(const Page page, pageOf(fields, {.standard = 100, .most = 1000}));
  TATARA_ASSIGN(const auto filterText, fields.text("filter"));
  TATARA_ASSIGN(const auto filter, parseMlflowFilter(query::Entity::RegisteredModel, filterText));
  TATARA_ASSIGN(const auto orderTerms, fields.texts("order_by"));
  TATARA_ASSIGN(const auto order, parseMlflowOrder(query::Entity::RegisteredModel, orderTerms));
  return context.store->read([&](sql::Connection& db) -> Answer {
    TATARA_ASSIGN(auto models, registry::loadModels(db));
    keepMatching(models, filter, RegisteredModelSource());
    sortBy(models, order, RegisteredModelSource());
    const std::string next = cutPage(models, page);
    JsonOut out;
    out.beginObject();
    if (!models.empty()) {
      out.key("registered_models").beginArray();
      for (const registry::RegisteredModel& model : models) {
        TATARA_ASSIGN(const auto versions, registry::loadVersions(db, model.name));
        write(out, model, newestOfEachStage(versions));
      }
      out.endArray();
    }
    out.memberUnlessEmpty("next_page_token", next).endObject();
    return http::jsonResponse(out.take());
  });
}

Answer getLatestVersions(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto name, modelNameOf(arguments.fields()));
  TATARA_ASSIGN(const auto stageNames, arguments.fields().texts("stages"));
  TATARA_ASSIGN(const auto versions,
                context.store->read([&](sql::Connection& db) -> Result<std::vector<registry::ModelVersion>> {
                  TATARA_TRY(load(db, name));
                  return registry::loadVersions(db, name);
                }));
  std::vector<registry::Stage> stages;
  for (const std::string& stage : stageNames) {
    TATARA_ASSIGN(const auto parsed, parseStageName(stage));
    stages.push_back(parsed);
  }
  JsonOut out;
  out.beginObject();
  bool any = false;
  for (const registry::ModelVersion& version : newestOfEachStage(versions)) {
    if (stages.empty() || std::find(stages.begin(), stages.end(), version.stage) != stages.end()) {
      if (!std::exchange(any, true)) {
        out.key("model_versions").beginArray();
      }
      write(out, version);
    }
  }
  if (any) {
    out.endArray();
  }
  out.endObject();
  return http::jsonResponse(out.take());
}

}  // namespace

void addRegisteredModelRoutes(Routes& routes) {
  routes.on(Method::Post, "registered-models/create", createRegisteredModel);
  routes.on(Method::Get, "registered-models/get", getRegisteredModel);
  routes.on(Method::Patch, "registered-models/update", updateModel);
  routes.on(Method::Post, "registered-models/rename", renameModel);
  routes.on(Method::Delete, "registered-models/delete", deleteRegisteredModel);
  routes.on(Method::Get, "registered-models/search", searchRegisteredModels);
  routes.on(Method::Post, "registered-models/get-latest-versions", getLatestVersions);
  routes.on(Method::Get, "registered-models/get-latest-versions", getLatestVersions);
  routes.on(Method::Post, "registered-models/set-tag", setModelTag);
  routes.on(Method::Delete, "registered-models/delete-tag", deleteModelTag);
  routes.on(Method::Post, "registered-models/alias", setAlias);
  routes.on(Method::Delete, "registered-models/alias", deleteAlias);
  routes.on(Method::Get, "registered-models/alias", getByAlias);
}

}  // namespace tatara::api
