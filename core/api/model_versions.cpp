#include <algorithm>
#include <set>

#include "core/api/internal/answer.h"
#include "core/api/internal/search.h"
#include "core/api/internal/source.h"
#include "core/api/internal/versions.h"
#include "core/base/number_text.h"
#include "core/text/json.h"
#include "core/text/utf8.h"
#include "core/track/logged_models.h"

namespace tatara::api {
namespace {

using http::Method;

Result<registry::ModelVersion> load(sql::Connection& db, std::string_view name, std::int64_t version) {
  TATARA_ASSIGN(auto found, registry::findVersion(db, name, version));
  if (!found) {
    return versionNotFound(name, version);
  }
  return std::move(*found);
}

// Name and version of the version that is meant; the version must be there.
struct Named {
  std::string name;
  std::int64_t version = 0;
};
Result<Named> namedBy(const Fields& fields) {
  Named named;
  TATARA_TRY(fields.require({"name", "version"}));
  TATARA_ASSIGN(named.name, modelNameOf(fields));
  TATARA_ASSIGN(named.version, versionOf(fields));
  return named;
}

// A prompt is a version whose text is a tag: it has no files, and a word of MLflow's stands for its source.
bool isPrompt(const std::vector<track::KeyValue>& tags) {
  std::string said;  // the last one counts
  for (const track::KeyValue& tag : tags) {
    said = tag.key == "mlflow.prompt.is_prompt" ? tag.value : said;
  }
  std::transform(said.begin(), said.end(), said.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return said == "true";
}

Status checkPromptSource(const std::string& source) {
  return source == "dummy-source" || source == "prompt-template"
             ? Status()
             : invalid("Invalid prompt source: '" + source +
                       "'. Prompt sources must use an MLflow placeholder.");
}

constexpr std::string_view kVersionsTag = "mlflow.modelVersions";

// Notes the version on the logged model that it was made from, as MLflow does: a list in a tag, each version
// once, in the spelling of Python's json.dumps. A tag that is something else was written by a person and
// stays.
Status noteOnLoggedModel(store::Writer& writer, const registry::ModelVersion& version, Timestamp now) {
  TATARA_ASSIGN(const auto model, track::findLoggedModel(writer.sql(), version.loggedModel));
  if (!model) {
    return {};
  }
  std::string list = "[";
  if (const auto had = std::ranges::find(model->tags, kVersionsTag, &track::KeyValue::key);
      had != model->tags.end()) {
    const auto parsed = text::parseJson(had->value);
    const text::Json own = text::Json::object().set("name", version.model).set("version", version.version);
    if (!parsed || !had->value.ends_with(']') ||
        std::ranges::find(parsed->items(), own) != parsed->items().end()) {
      return {};
    }
    list = had->value.substr(0, had->value.size() - 1) + (parsed->items().empty() ? "" : ", ");
  }
  list += "{\"name\": ";
  text::appendJsonString(list, version.model);
  list += ", \"version\": " + std::to_string(version.version) + "}]";
  const track::KeyValue tag{std::string(kVersionsTag), list};
  return track::setLoggedModelTags(writer, version.loggedModel, {&tag, 1}, now);
}

Answer createVersion(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  registry::NewVersion version;
  TATARA_ASSIGN(version.model, fields.requiredText("name"));
  TATARA_ASSIGN(version.source, fields.requiredText("source"));
  TATARA_ASSIGN(const auto run, fields.text("run_id"));
  version.run = track::RunId(run);
  TATARA_ASSIGN(version.tags, fields.keyValues("tags"));
  TATARA_ASSIGN(version.runLink, fields.text("run_link"));
  TATARA_ASSIGN(version.description, fields.text("description"));
  TATARA_ASSIGN(const auto model, fields.text("model_id"));
  version.loggedModel = track::LoggedModelId(model);
  const bool prompt = isPrompt(version.tags);
  TATARA_ASSIGN(
      const auto made, context.store->writeFor([&](store::Writer& writer) -> Result<registry::ModelVersion> {
        TATARA_TRY(prompt ? checkPromptSource(version.source) : resolveSource(writer.sql(), version));
        TATARA_TRY(modelNameOf(fields));  // after the source, as MLflow does
        TATARA_ASSIGN(auto created, registry::createVersion(
                                        writer, version, context.actor(arguments.request()), context.now()));
        TATARA_TRY(prompt ? Status() : noteOnLoggedModel(writer, created, context.now()));
        return created;
      }));
  if (context.options.onVersion && !prompt) {
    context.options.onVersion(made.model, made.version);
  }
  return versionAnswer(made);
}

Answer getVersion(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto named, namedBy(arguments.fields()));
  TATARA_ASSIGN(const auto version, context.store->read([&](sql::Connection& db) {
    return load(db, named.name, named.version);
  }));
  return versionAnswer(version);
}

Answer getDownloadUri(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto named, namedBy(arguments.fields()));
  TATARA_ASSIGN(const auto version, context.store->read([&](sql::Connection& db) {
    return load(db, named.name, named.version);
  }));
  const std::string& uri = version.storage.empty() ? version.source : version.storage;
  return http::jsonResponse(JsonOut().beginObject().member("artifact_uri", uri).endObject().take());
}

Answer updateVersion(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto named, namedBy(arguments.fields()));
  TATARA_ASSIGN(const auto description, arguments.fields().text("description"));
  TATARA_ASSIGN(
      const auto version,
      context.store->writeFor([&](store::Writer& writer) -> Result<registry::ModelVersion> {
        TATARA_TRY(registry::describeVersion(writer, named.name, named.version, description, context.now()));
        return load(writer.sql(), named.name, named.version);
      }));
  return versionAnswer(version);
}

Answer transitionStage(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TATARA_TRY(fields.require({"name", "version", "stage"}));
  TATARA_ASSIGN(const auto stageName, fields.requiredText("stage"));
  TATARA_ASSIGN(const auto stage, parseStageName(stageName));
  TATARA_ASSIGN(const bool archive, fields.flag("archive_existing_versions"));
  if (archive && stage != registry::Stage::Staging && stage != registry::Stage::Production) {
    return invalid("Model version transition cannot archive existing model versions because '" + stageName +
                   "' is not an Active stage. Valid stages are Staging, Production");
  }
  TATARA_ASSIGN(const auto named, namedBy(fields));
  TATARA_ASSIGN(
      const auto version,
      context.store->writeFor([&](store::Writer& writer) -> Result<registry::ModelVersion> {
        TATARA_TRY(registry::move(writer, named.name, registry::SetStage{named.version, stage, archive},
                                  context.actor(arguments.request()), context.now()));
        return load(writer.sql(), named.name, named.version);
      }));
  return versionAnswer(version);
}

Answer deleteVersion(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto named, namedBy(arguments.fields()));
  TATARA_TRY(context.store->write([&](store::Writer& writer) {
    return registry::deleteVersion(writer, named.name, named.version, context.actor(arguments.request()),
                                   context.now());
  }));
  return emptyAnswer();
}

Answer setVersionTag(Context& context, const Arguments& arguments) {
  TATARA_TRY(arguments.fields().require({"name", "version", "key"}));
  TATARA_ASSIGN(const auto named, namedBy(arguments.fields()));
  TATARA_ASSIGN(const auto tag, registryTagOf(arguments.fields()));
  TATARA_TRY(context.store->write([&](store::Writer& writer) {
    return registry::setVersionTag(writer, named.name, named.version, tag, context.now());
  }));
  return emptyAnswer();
}

Answer deleteVersionTag(Context& context, const Arguments& arguments) {
  TATARA_TRY(arguments.fields().require({"name", "version", "key"}));
  TATARA_ASSIGN(const auto named, namedBy(arguments.fields()));
  TATARA_ASSIGN(const auto key, arguments.fields().requiredText("key"));
  TATARA_TRY(context.store->write([&](store::Writer& writer) {
    return registry::deleteVersionTag(writer, named.name, named.version, key, context.now());
  }));
  return emptyAnswer();
}

struct VersionSource {
  std::optional<double> number(const registry::ModelVersion& version, const query::Field& field) const {
    if (field.key == "version_number" || field.key == "version") {
      return static_cast<double>(version.version);
    }
    const Timestamp time = field.key == "creation_timestamp" ? version.created : version.updated;
    return static_cast<double>(toUnixMillis(time));
  }
  std::optional<std::string_view> text(const registry::ModelVersion& version,
                                       const query::Field& field) const {
    if (field.kind == query::FieldKind::Tag) {
      return valueOf(version.tags, field.key);
    }
    if (field.key == "name") {
      return version.model;
    }
    if (field.key == "run_id") {
      return version.run.value();
    }
    return field.key == "source_path" ? std::optional<std::string_view>(version.source) : std::nullopt;
  }
};

Answer searchVersions(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TATARA_ASSIGN(const auto most, fields.integer("max_results"));
  if (most.value_or(0) > 200'000) {
    return wrongType("max_results", fields.at("max_results"));
  }
  TATARA_ASSIGN(const Page page, pageOf(fields, {.standard = 10'000, .most = 200'000}));
  TATARA_ASSIGN(const auto filterText, fields.text("filter"));
  TATARA_ASSIGN(const auto filter, parseMlflowFilter(query::Entity::ModelVersion, filterText));
  TATARA_ASSIGN(const auto orderTerms, fields.texts("order_by"));
  TATARA_ASSIGN(const auto order, parseMlflowOrder(query::Entity::ModelVersion, orderTerms));
  TATARA_ASSIGN(auto versions,
                context.store->read([&](sql::Connection& db) { return registry::loadVersions(db, ""); }));
  keepMatching(versions, filter, VersionSource());
  // What order_by leaves open is by name, then the newest.
  const bool newestFirst = order.empty();
  std::sort(versions.begin(), versions.end(), [newestFirst](const auto& left, const auto& right) {
    if (newestFirst && left.updated != right.updated) {
      return left.updated > right.updated;
    }
    return left.model != right.model ? left.model < right.model : left.version > right.version;
  });
  sortBy(versions, order, VersionSource());
  const std::string next = cutPage(versions, page);
  JsonOut out;
  out.beginObject();
  if (!versions.empty()) {
    out.key("model_versions").beginArray();
    for (const registry::ModelVersion& version : versions) {
      write(out, version);
    }
    out.endArray();
  }
  out.memberUnlessEmpty("next_page_token", next).endObject();
  return http::jsonResponse(out.take());
}

}  // namespace

Error modelNotFound(std::string_view name) {
  return notFound("Registered Model with name=" + std::string(name) + " not found");
}

Error versionNotFound(std::string_view name, std::int64_t version) {
  return notFound("Model Version (name=" + std::string(name) + ", version=" + std::to_string(version) +
                  ") not found");
}

Result<std::int64_t> versionOf(const Fields& fields) {
  if (const auto number = fields.at("version").asInt()) {
    return *number;
  }
  TATARA_ASSIGN(const auto text, fields.requiredText("version"));
  const auto number = parseInt(text);
  if (!number) {
    return invalid("Parameter 'version' must be an integer, got '" + text + "'.");
  }
  return *number;
}

Result<registry::Stage> parseStageName(std::string_view name) {
  const auto stage = registry::parseStage(name);
  if (!stage) {
    return invalid("Invalid Model Version stage: " + std::string(name) +
                   ". Value must be one of None, Staging, Production, Archived.");
  }
  return *stage;
}

Result<std::string> modelNameOf(const Fields& fields, std::string_view member) {
  TATARA_ASSIGN(std::string name, fields.requiredText(member));
  if (name.find_first_not_of(" \t\r\n\f\v") == std::string::npos) {
    return invalid("Missing value for required parameter '" + std::string(member) + "'.");
  }
  if (name.find_first_of("/:") != std::string::npos) {
    return invalid("Invalid model name '" + name + "'. Names cannot contain '/' or ':'.");
  }
  if (name == "." || name.starts_with("..")) {
    return invalid("Invalid value \"" + name +
                   "\" for parameter 'name' supplied: Names may be treated as files in certain cases, and "
                   "must not resolve to other names when treated as such. This name would resolve to '" +
                   name + "'");
  }
  return name;
}

Result<track::KeyValue> registryTagOf(const Fields& fields) {
  track::KeyValue tag;
  TATARA_ASSIGN(tag.key, fields.requiredText("key"));
  TATARA_ASSIGN(tag.value, fields.text("value"));
  if (text::codePointCount(tag.key) > 250) {
    return invalid("'key' exceeds the maximum length of 250 characters");
  }
  if (text::codePointCount(tag.value) > 100'000) {
    return invalid("'value' exceeds the maximum length of 100000 characters");
  }
  return tag;
}

std::vector<registry::ModelVersion> newestOfEachStage(const std::vector<registry::ModelVersion>& versions) {
  std::vector<registry::ModelVersion> newest;
  std::set<registry::Stage> seen;
  std::vector<registry::ModelVersion> ordered = versions;
  std::sort(ordered.begin(), ordered.end(),
            [](const auto& left, const auto& right) { return left.version > right.version; });
  for (registry::ModelVersion& version : ordered) {
    if (seen.insert(version.stage).second) {
      newest.push_back(std::move(version));
    }
  }
  return newest;
}

http::Response versionAnswer(const registry::ModelVersion& version) {
  JsonOut out;
  out.beginObject().key("model_version");
  write(out, version);
  out.endObject();
  return http::jsonResponse(out.take());
}

void addModelVersionRoutes(Routes& routes) {
  routes.on(Method::Post, "model-versions/create", createVersion);
  routes.on(Method::Get, "model-versions/get", getVersion);
  routes.on(Method::Get, "model-versions/get-download-uri", getDownloadUri);
  routes.on(Method::Delete, "model-versions/delete", deleteVersion);
  routes.on(Method::Patch, "model-versions/update", updateVersion);
  routes.on(Method::Post, "model-versions/transition-stage", transitionStage);
  routes.on(Method::Post, "model-versions/set-tag", setVersionTag);
  routes.on(Method::Delete, "model-versions/delete-tag", deleteVersionTag);
  routes.on(Method::Get, "model-versions/search", searchVersions);
}

}  // namespace tatara::api
