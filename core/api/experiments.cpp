#include <algorithm>

#include "core/api/internal/answer.h"
#include "core/api/internal/routes.h"
#include "core/api/internal/search.h"
#include "core/track/experiments.h"

namespace tatara::api {
namespace {

using http::Method;

Status checkArtifactLocation(std::string_view location) {
  if (location.empty()) {
    return {};
  }
  if (location.size() > 2048) {
    return invalid(
        "Invalid artifact path length. The length of the artifact path cannot be greater than 2048.");
  }
  if (location.starts_with("runs:")) {
    return invalid("Artifact location cannot be a runs:/ URI. Given: '" + std::string(location) + "'");
  }
  const auto rootPath = artifact::rootPathOf(location);
  if (location.find('#') != std::string_view::npos || location.find(';') != std::string_view::npos ||
      location.find("..") != std::string_view::npos || (rootPath && !artifact::cleanPath(*rootPath))) {
    return invalid("Invalid artifact location: '" + std::string(location) +
                   "'. It may not hold '#', ';' or a path that leaves its folder.");
  }
  return {};
}

// "<root>/<id>" for artifacts that the clients keep themselves, which needs the id before the row is there.
Status placeArtifacts(store::Writer& writer, const Options& options, track::NewExperiment& experiment) {
  if (!experiment.artifactLocation.empty() || options.artifactRoot == "mlflow-artifacts:/") {
    return {};
  }
  TATARA_ASSIGN(const auto last, writer.sql().findInteger("SELECT max(experiment_id) FROM experiment"));
  experiment.id = track::ExperimentId(last.value_or(0) + 1);
  experiment.artifactLocation = options.artifactRoot + (options.artifactRoot.ends_with('/') ? "" : "/") +
                                std::to_string(experiment.id->value());
  return {};
}

Answer createExperiment(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  track::NewExperiment experiment;
  TATARA_ASSIGN(experiment.name, fields.requiredText("name"));
  TATARA_ASSIGN(experiment.artifactLocation, fields.text("artifact_location"));
  TATARA_ASSIGN(experiment.tags, fields.keyValues("tags"));
  for (const track::KeyValue& tag : experiment.tags) {
    TATARA_TRY(track::checkKey("tag", tag.key));
  }
  TATARA_TRY(checkArtifactLocation(experiment.artifactLocation));
  TATARA_ASSIGN(const auto id,
                context.store->writeFor([&](store::Writer& writer) -> Result<track::ExperimentId> {
                  TATARA_TRY(placeArtifacts(writer, context.options, experiment));
                  return track::createExperiment(writer, experiment, context.now());
                }));
  return http::jsonResponse(
      JsonOut().beginObject().member("experiment_id", std::to_string(id.value())).endObject().take());
}

http::Response experimentAnswer(const track::Experiment& experiment) {
  JsonOut out;
  out.beginObject().key("experiment");
  write(out, experiment);
  out.endObject();
  return http::jsonResponse(out.take());
}

Answer getExperiment(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto id, experimentIdOf(arguments.fields()));
  TATARA_ASSIGN(const auto found,
                context.store->read([&](sql::Connection& db) { return track::findExperiment(db, id); }));
  if (!found) {
    return notFound("No Experiment with id=" + std::to_string(id.value()) + " exists");
  }
  return experimentAnswer(*found);
}

Answer getExperimentByName(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto name, arguments.fields().requiredText("experiment_name"));
  TATARA_ASSIGN(const auto found, context.store->read([&](sql::Connection& db) {
    return track::findExperimentByName(db, name);
  }));
  if (!found) {
    return notFound("Could not find experiment with name '" + name + "'");
  }
  return experimentAnswer(*found);
}

Answer deleteExperiment(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto id, experimentIdOf(arguments.fields()));
  TATARA_TRY(context.store->write(
      [&](store::Writer& writer) { return track::deleteExperiment(writer, id, context.now()); }));
  return emptyAnswer();
}

Answer restoreExperiment(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto id, experimentIdOf(arguments.fields()));
  TATARA_TRY(context.store->write(
      [&](store::Writer& writer) { return track::restoreExperiment(writer, id, context.now()); }));
  return emptyAnswer();
}

Answer updateExperiment(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto id, experimentIdOf(arguments.fields()));
  TATARA_ASSIGN(const auto name, arguments.fields().requiredText("new_name"));
  TATARA_TRY(context.store->write(
      [&](store::Writer& writer) { return track::renameExperiment(writer, id, name, context.now()); }));
  return emptyAnswer();
}

Answer setExperimentTag(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TATARA_ASSIGN(const auto id, experimentIdOf(fields));
  track::KeyValue tag;
  TATARA_ASSIGN(tag.key, fields.requiredText("key"));
  TATARA_ASSIGN(tag.value, fields.text("value"));
  TATARA_TRY(context.store->write(
      [&](store::Writer& writer) { return track::setExperimentTag(writer, id, tag, context.now()); }));
  return emptyAnswer();
}

Answer deleteExperimentTag(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto id, experimentIdOf(arguments.fields()));
  TATARA_ASSIGN(const auto key, arguments.fields().requiredText("key"));
  TATARA_TRY(context.store->write(
      [&](store::Writer& writer) { return track::deleteExperimentTag(writer, id, key, context.now()); }));
  return emptyAnswer();
}

struct ExperimentSource {
  std::optional<double> number(const track::Experiment& experiment, const query::Field& field) const {
    if (field.key == "creation_time") {
      return static_cast<double>(toUnixMillis(experiment.created));
    }
    if (field.key == "last_update_time") {
      return static_cast<double>(toUnixMillis(experiment.updated));
    }
    return field.key == "experiment_id" ? std::optional(static_cast<double>(experiment.id.value()))
                                        : std::nullopt;
  }
  std::optional<std::string_view> text(const track::Experiment& experiment, const query::Field& field) const {
    if (field.kind == query::FieldKind::Tag) {
      return valueOf(experiment.tags, field.key);
    }
    return field.key == "name" ? std::optional<std::string_view>(experiment.name) : std::nullopt;
  }
};

Result<track::ViewType> viewTypeOf(const Fields& fields) {
  const text::Json& given = fields.at("view_type");
  const std::string* name = given.asString();
  const auto number = given.asInt();
  if (given.isNull() || (name && *name == "ACTIVE_ONLY") || number == 1) {
    return track::ViewType::ActiveOnly;
  }
  if ((name && *name == "DELETED_ONLY") || number == 2) {
    return track::ViewType::DeletedOnly;
  }
  if ((name && *name == "ALL") || number == 3) {
    return track::ViewType::All;
  }
  return wrongType("view_type", given);
}

Answer searchExperiments(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TATARA_ASSIGN(const Page page, pageOf(fields, {.standard = 1000, .most = 50'000}));
  TATARA_ASSIGN(const auto view, viewTypeOf(fields));
  TATARA_ASSIGN(const auto filterText, fields.text("filter"));
  TATARA_ASSIGN(const auto orderTerms, fields.texts("order_by"));
  TATARA_ASSIGN(const auto filter, parseMlflowFilter(query::Entity::Experiment, filterText));
  TATARA_ASSIGN(auto order, parseMlflowOrder(query::Entity::Experiment, orderTerms));
  for (query::OrderBy& by : order) {
    if (by.field.key == "experiment_id") {
      by.field.type = query::FieldType::Number;  // compared as text it would put 10 before 9
    }
  }
  TATARA_ASSIGN(auto experiments,
                context.store->read([&](sql::Connection& db) { return track::loadExperiments(db, view); }));
  const ExperimentSource source;
  keepMatching(experiments, filter, source);
  std::sort(experiments.begin(), experiments.end(), [&](const auto& left, const auto& right) {
    if (order.empty() && left.created != right.created) {
      return left.created > right.created;
    }
    return left.id < right.id;
  });
  sortBy(experiments, order, source);
  const std::string next = cutPage(experiments, page);
  JsonOut out;
  out.beginObject();
  if (!experiments.empty()) {
    out.key("experiments").beginArray();
    for (const track::Experiment& experiment : experiments) {
      write(out, experiment);
    }
    out.endArray();
  }
  out.memberUnlessEmpty("next_page_token", next).endObject();
  return http::jsonResponse(out.take());
}

}  // namespace

void addExperimentRoutes(Routes& routes) {
  routes.on(Method::Post, "experiments/create", createExperiment);
  routes.on(Method::Get, "experiments/get", getExperiment);
  routes.on(Method::Get, "experiments/get-by-name", getExperimentByName);
  routes.on(Method::Post, "experiments/delete", deleteExperiment);
  routes.on(Method::Post, "experiments/restore", restoreExperiment);
  routes.on(Method::Post, "experiments/update", updateExperiment);
  routes.on(Method::Post, "experiments/set-experiment-tag", setExperimentTag);
  routes.on(Method::Post, "experiments/delete-experiment-tag", deleteExperimentTag);
  routes.on(Method::Post, "experiments/search", searchExperiments);
  routes.on(Method::Get, "experiments/search", searchExperiments);
}

}  // namespace tatara::api
