// tatara models logged
#include <algorithm>

#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/artifact/artifact_store.h"
#include "core/text/json.h"
#include "core/track/logged_models.h"

namespace tatara::cli {
namespace {

using text::Json;

std::string_view statusText(track::LoggedModelStatus status) {
  switch (status) {
    case track::LoggedModelStatus::Ready:
      return "READY";
    case track::LoggedModelStatus::UploadFailed:
      return "UPLOAD_FAILED";
    case track::LoggedModelStatus::Pending:
      break;
  }
  return "PENDING";
}

Json pairsJson(const std::vector<track::KeyValue>& pairs) {
  Json json = Json::object();
  for (const track::KeyValue& pair : pairs) {
    json.set(pair.key, pair.value);
  }
  return json;
}

Json metricsJson(const std::vector<track::LoggedModelMetric>& metrics) {
  Json list = Json::array();
  for (const track::LoggedModelMetric& metric : metrics) {
    Json json;
    json.set("key", metric.key).set("step", metric.point.step).set("timestamp", metric.point.timestamp);
    json.set("value", metric.point.value).set("run_id", metric.run.value());
    json.set("dataset_name", metric.datasetName).set("dataset_digest", metric.datasetDigest);
    list.append(std::move(json));
  }
  return list;
}

Result<Json> filesJson(sql::Connection& connection, const std::string& uri) {
  Json list = Json::array();
  if (const auto root = artifact::rootPathOf(uri)) {
    TATARA_ASSIGN(const auto files, artifact::ArtifactStore::listAll(connection, *root));
    for (const artifact::FileInfo& file : files) {
      Json json;
      json.set("path", file.path.substr(std::min(root->size() + 1, file.path.size())));
      json.set("size", file.size).set("sha256", file.digest.hex());
      list.append(std::move(json));
    }
  }
  return list;
}

Result<Json> modelJson(sql::Connection& connection, const track::LoggedModel& model) {
  Json json;
  json.set("model_id", model.id.value()).set("name", model.name).set("model_type", model.type);
  json.set("experiment_id", std::to_string(model.experiment.value()));
  json.set("source_run_id", model.sourceRun.value()).set("status", statusText(model.status));
  json.set("created", toIso8601(model.created)).set("updated", toIso8601(model.updated));
  json.set("artifact_uri", model.artifactUri).set("params", pairsJson(model.params));
  json.set("tags", pairsJson(model.tags)).set("metrics", metricsJson(model.metrics));
  TATARA_ASSIGN(Json files, filesJson(connection, model.artifactUri));
  json.set("artifacts", std::move(files));
  return json;
}

}  // namespace

Verb modelsLoggedVerb() {
  auto names = std::make_shared<std::vector<std::string>>();
  Verb verb{.path = "models logged",
            .summary = "List the models that runs logged, newest first",
            .details = "With --format json each with its parameters, tags, metrics and files.",
            .examples = {"tatara models logged", "tatara models logged bikes --format json"}};
  verb.positional("EXPERIMENT", *names, "Only of these experiments, by name or id")
      .optional()
      .offers(Offer::Experiments);
  verb.run = [names](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    Listing listing;
    listing.addColumn("model_id", "Id");
    listing.addColumn("name", "Name", text::Align::Left, 40);
    listing.addColumn("model_type", "Type", text::Align::Left, 24);
    listing.addColumn("status", "Status");
    listing.addColumn("source_run_id", "Run");
    listing.addColumn("created", "Created");
    Json list = Json::array();
    TATARA_TRY(store->read([&](sql::Connection& connection) -> Status {
      std::vector<track::ExperimentId> experiments;
      for (const std::string& name : *names) {
        TATARA_ASSIGN(const auto experiment, resolveExperiment(connection, name));
        experiments.push_back(experiment.id);
      }
      TATARA_ASSIGN(const auto models, track::loadLoggedModels(connection, experiments));
      for (const track::LoggedModel& model : models) {
        listing.addRow({textCell(model.id.value()), textCell(model.name), textCell(model.type),
                        textCell(statusText(model.status)), textCell(model.sourceRun.value().substr(0, 8)),
                        timeCell(model.created)});
        if (session.format() == Format::Json) {
          TATARA_ASSIGN(Json json, modelJson(connection, model));
          list.append(std::move(json));
        }
      }
      return {};
    }));
    if (session.format() == Format::Json) {
      session.print(text::toPrettyJson(list) + "\n");
    } else {
      listing.print(session, "No run has logged a model");
    }
    return kDone;
  };
  return verb;
}

}  // namespace tatara::cli
