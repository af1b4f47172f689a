// What went into a run and what came out of it: datasets and logged models.

#include <set>

#include "core/api/internal/answer.h"
#include "core/api/internal/routes.h"
#include "core/text/utf8.h"
#include "core/track/dataset_summaries.h"
#include "core/track/runs.h"

namespace tatara::api {
namespace {

using http::Method;

Status checkLength(const Fields& fields, std::string_view name, const std::string& value, std::size_t limit) {
  if (value.size() <= limit || text::codePointCount(value) <= limit) {
    return {};
  }
  return invalid("'" + fields.pathOf(name) + "' exceeds the maximum length of " + std::to_string(limit) +
                 " characters");
}

// A member that must not be longer than `limit` characters.
Result<std::string> limited(const Fields& fields, std::string_view name, std::size_t limit) {
  TATARA_ASSIGN(std::string value, fields.text(name));
  TATARA_TRY(checkLength(fields, name, value, limit));
  return value;
}

Result<track::DatasetRecord> readDataset(const Fields& fields) {
  track::DatasetRecord dataset;
  TATARA_ASSIGN(dataset.name, fields.requiredText("name"));
  TATARA_TRY(checkLength(fields, "name", dataset.name, 500));
  TATARA_ASSIGN(dataset.digest, fields.requiredText("digest"));
  TATARA_TRY(checkLength(fields, "digest", dataset.digest, 36));
  TATARA_ASSIGN(dataset.sourceType, fields.requiredText("source_type"));
  TATARA_ASSIGN(dataset.source, fields.requiredText("source"));
  TATARA_TRY(checkLength(fields, "source", dataset.source, 65'535));
  if (fields.has("schema")) {
    TATARA_ASSIGN(dataset.schema, limited(fields, "schema", 1'048'575));
  }
  if (fields.has("profile")) {
    TATARA_ASSIGN(dataset.profile, limited(fields, "profile", 16'777'215));
  }
  return dataset;
}

Result<track::DatasetInput> readInput(const Fields& fields) {
  const text::Json& dataset = fields.at("dataset");
  if (!dataset.isObject()) {
    return missingValue(fields.pathOf("dataset"));
  }
  track::DatasetInput input;
  TATARA_ASSIGN(input.dataset, readDataset(Fields(dataset, fields.pathOf("dataset"))));
  TATARA_ASSIGN(const auto tags, fields.objects("tags"));
  for (const Fields& tag : tags) {
    track::KeyValue pair;
    TATARA_ASSIGN(pair.key, tag.requiredText("key"));
    TATARA_TRY(checkLength(tag, "key", pair.key, 255));
    TATARA_ASSIGN(pair.value, limited(tag, "value", 500));
    input.tags.push_back(std::move(pair));
  }
  return input;
}

Result<std::vector<track::LoggedModelLink>> readLinks(const Fields& fields) {
  std::vector<track::LoggedModelLink> links;
  TATARA_ASSIGN(const auto models, fields.objects("models"));
  for (const Fields& model : models) {
    track::LoggedModelLink link;
    TATARA_ASSIGN(const auto id, model.requiredText("model_id"));
    link.model = track::LoggedModelId(id);
    TATARA_ASSIGN(const auto step, model.integer("step"));
    link.step = step.value_or(0);
    links.push_back(std::move(link));
  }
  return links;
}

Answer logInputs(Context& context, const Arguments& arguments) {
  const Fields fields = arguments.fields();
  TATARA_ASSIGN(const auto run, runIdOf(fields));
  TATARA_TRY(checkRunId(run));
  TATARA_ASSIGN(const auto datasets, fields.objects("datasets"));
  if (datasets.size() > 1000) {
    return invalid("At most 1000 datasets can be logged at once. Got " + std::to_string(datasets.size()) +
                   ".");
  }
  std::vector<track::DatasetInput> inputs;
  for (const Fields& dataset : datasets) {
    TATARA_ASSIGN(auto input, readInput(dataset));
    inputs.push_back(std::move(input));
  }
  TATARA_ASSIGN(const auto links, readLinks(fields));
  TATARA_TRY(context.store->write(
      [&](store::Writer& writer) { return track::logInputs(writer, run, inputs, links); }));
  return emptyAnswer();
}

Answer logOutputs(Context& context, const Arguments& arguments) {
  TATARA_ASSIGN(const auto run, runIdOf(arguments.fields()));
  TATARA_ASSIGN(const auto links, readLinks(arguments.fields()));
  TATARA_TRY(
      context.store->write([&](store::Writer& writer) { return track::logOutputs(writer, run, links); }));
  return emptyAnswer();
}

// MLflow 2's record of a model: one more entry in a JSON list that is a tag of the run.
Answer logModel(Context& context, const Arguments& arguments) {
  constexpr std::string_view kHistory = "mlflow.log-model.history";
  constexpr std::size_t kTagCharacters = 8000;
  TATARA_ASSIGN(const auto run, runIdOf(arguments.fields()));
  TATARA_ASSIGN(const auto modelText, arguments.fields().requiredText("model_json"));
  auto model = text::parseJson(modelText);
  if (!model || !model->isObject()) {
    return invalid("Malformed model info. \n " + modelText.substr(0, 500) + " \n is not valid JSON");
  }
  std::string missing;
  for (const char* name : {"artifact_path", "flavors", "run_id", "utc_time_created"}) {
    if (!model->find(name)) {
      missing += (missing.empty() ? "'" : ", '") + std::string(name) + "'";
    }
  }
  if (!missing.empty()) {
    return invalid("Model json is missing mandatory fields: {" + missing + "}");
  }
  TATARA_TRY(context.store->write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const auto found, track::findRun(writer.sql(), run));
    text::Json history = text::Json::array();
    if (found) {
      for (const track::KeyValue& tag : found->tags) {
        auto already = tag.key == kHistory ? text::parseJson(tag.value) : Result<text::Json>(text::Json());
        if (already && already->isArray()) {
          history = std::move(*already);
        }
      }
    }
    history.append(*model);
    std::string value = text::toJson(history);
    if (value.size() > kTagCharacters) {
      return invalid("The run's history of logged models would be longer than " +
                     std::to_string(kTagCharacters) + " characters");
    }
    return track::setTag(writer, run, {std::string(kHistory), std::move(value)});
  }));
  return emptyAnswer();
}

Answer searchDatasets(Context& context, const Arguments& arguments) {
  constexpr std::size_t kMostExperiments = 20;
  constexpr std::size_t kMostSummaries = 1000;
  TATARA_ASSIGN(const auto ids, arguments.fields().texts("experiment_ids"));
  if (ids.empty()) {
    return invalid("SearchDatasets request must specify at least one experiment_id.");
  }
  if (ids.size() > kMostExperiments) {
    return invalid("SearchDatasets request cannot specify more than 20 experiment_ids. Received " +
                   std::to_string(ids.size()) + " experiment_ids.");
  }
  std::set<track::ExperimentId> experiments;
  for (const std::string& id : ids) {
    TATARA_ASSIGN(const auto experiment, parseExperimentId(id));
    experiments.insert(experiment);
  }
  TATARA_ASSIGN(const auto found, context.store->read([&](sql::Connection& db) {
    const std::vector<track::ExperimentId> each(experiments.begin(), experiments.end());
    return track::loadDatasetSummaries(db, each, kMostSummaries);
  }));
  JsonOut out;
  out.beginObject();
  if (!found.empty()) {
    out.key("dataset_summaries").beginArray();
    for (const track::DatasetSummary& summary : found) {
      out.beginObject().member("experiment_id", std::to_string(summary.experiment.value()));
      out.member("name", summary.name).member("digest", summary.digest);
      if (summary.context) {
        out.member("context", *summary.context);
      }
      out.endObject();
    }
    out.endArray();
  }
  out.endObject();
  return http::jsonResponse(out.take());
}

}  // namespace

void addInputRoutes(Routes& routes) {
  routes.on(Method::Post, "runs/log-inputs", logInputs);
  routes.on(Method::Post, "runs/outputs", logOutputs);
  routes.on(Method::Post, "runs/log-model", logModel);
  routes.on(Method::Post, "experiments/search-datasets", searchDatasets);
}

}  // namespace tatara::api
