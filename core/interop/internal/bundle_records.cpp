#include "core/interop/internal/bundle_records.h"

#include <algorithm>
#include <span>

#include "core/artifact/artifact_store.h"
#include "core/crypto/digest.h"
#include "core/interop/internal/export_runs.h"
#include "core/series/block.h"
#include "core/text/error_phrase.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"

namespace tatara::interop::internal {
namespace {

using text::Json;

Json timeJson(const std::optional<Timestamp>& time) {
  return time ? Json(toUnixMillis(*time)) : Json();
}

Json pairsJson(const std::vector<KeyValue>& pairs) {
  Json list = Json::array();
  for (const KeyValue& pair : pairs) {
    list.append(Json().set("key", pair.key).set("value", pair.value));
  }
  return list;
}

Json linksJson(const std::vector<track::LoggedModelLink>& links) {
  Json list = Json::array();
  for (const track::LoggedModelLink& link : links) {
    list.append(Json().set("model", link.model.value()).set("step", link.step));
  }
  return list;
}

std::string textAt(const Json& json, std::string_view key) {
  const std::string* text = json[key].asString();
  return text == nullptr ? std::string() : *text;
}

std::vector<KeyValue> pairsAt(const Json& json, std::string_view key) {
  std::vector<KeyValue> pairs;
  for (const Json& pair : json[key].items()) {
    pairs.push_back({textAt(pair, "key"), textAt(pair, "value")});
  }
  return pairs;
}

std::vector<track::LoggedModelLink> linksAt(const Json& json, std::string_view key) {
  std::vector<track::LoggedModelLink> links;
  for (const Json& link : json[key].items()) {
    links.push_back({track::LoggedModelId(textAt(link, "model")), link["step"].asInt().value_or(0)});
  }
  return links;
}

std::vector<double> numbersAt(const Json& json, std::string_view key) {
  std::vector<double> numbers;
  for (const Json& number : json[key].items()) {
    numbers.push_back(number.asNumber().value_or(0));
  }
  return numbers;
}

Json numbersJson(const std::vector<double>& numbers) {
  Json list = Json::array();
  for (const double number : numbers) {
    list.append(number);
  }
  return list;
}

template <typename Enum>
std::optional<Enum> enumAt(const Json& json, std::string_view key, int least, int most) {
  const auto number = json[key].asInt();
  return number && *number >= least && *number <= most ? std::optional(static_cast<Enum>(*number))
                                                       : std::nullopt;
}

// `what` is a pattern in TATARA_SAYS.
Error malformed(std::string_view what) {
  return text::sayError(ErrorKind::Corrupt, what);
}

Json datasetJson(const track::DatasetInput& input) {
  Json json;
  json.set("name", input.dataset.name).set("digest", input.dataset.digest);
  json.set("source_type", input.dataset.sourceType).set("source", input.dataset.source);
  json.set("schema", input.dataset.schema ? Json(*input.dataset.schema) : Json());
  json.set("profile", input.dataset.profile ? Json(*input.dataset.profile) : Json());
  json.set("tags", pairsJson(input.tags));
  return json;
}

track::DatasetInput datasetAt(const Json& json) {
  track::DatasetInput input;
  input.dataset = {textAt(json, "name"),   textAt(json, "digest"), textAt(json, "source_type"),
                   textAt(json, "source"), std::nullopt,           std::nullopt};
  if (const std::string* schema = json["schema"].asString()) {
    input.dataset.schema = *schema;
  }
  if (const std::string* profile = json["profile"].asString()) {
    input.dataset.profile = *profile;
  }
  input.tags = pairsAt(json, "tags");
  return input;
}

Json histogramJson(const std::string& key, const track::Histogram& histogram) {
  Json json;
  json.set("key", key).set("step", histogram.step).set("timestamp", histogram.timestamp);
  json.set("lefts", numbersJson(histogram.lefts)).set("rights", numbersJson(histogram.rights));
  json.set("counts", numbersJson(histogram.counts));
  return json;
}

}  // namespace

std::string encodeExperiment(const track::Experiment& experiment) {
  Json json;
  json.set("id", std::to_string(experiment.id.value())).set("name", experiment.name);
  json.set("deleted", experiment.lifecycle == track::Lifecycle::Deleted);
  json.set("created", toUnixMillis(experiment.created)).set("updated", toUnixMillis(experiment.updated));
  json.set("tags", pairsJson(experiment.tags));
  return text::toJson(json);
}

Result<SourceExperiment> decodeExperiment(const Json& json) {
  SourceExperiment experiment;
  experiment.id = textAt(json, "id");
  experiment.name = textAt(json, "name");
  experiment.deleted = json["deleted"].asBool().value_or(false);
  experiment.created = json["created"].asInt();
  experiment.updated = json["updated"].asInt();
  experiment.tags = pairsAt(json, "tags");
  experiment.place = "experiment " + experiment.name;
  return experiment.id.empty() || experiment.name.empty()
             ? Result<SourceExperiment>(
                   malformed(TATARA_SAYS("Phrase", "The bundle holds a malformed experiment")))
             : experiment;
}

Result<std::vector<std::string>> encodePoints(const std::vector<series::Point>& points) {
  std::vector<std::string> blocks;
  std::span<const series::Point> rest(points);
  while (!rest.empty()) {
    const auto piece = rest.first(std::min(rest.size(), series::kBlockPoints));
    TATARA_ASSIGN(auto block, series::encodeBlock(piece));
    blocks.push_back(std::move(block));
    rest = rest.subspan(piece.size());
  }
  return blocks;
}

std::string digestOf(const std::vector<std::string>& blocks) {
  crypto::Sha256 digest;
  for (const std::string& block : blocks) {
    digest.update(block);
  }
  return crypto::toHex(digest.finish());
}

Result<RunRecord> loadRunRecord(sql::Connection& connection, const track::RunInfo& info) {
  TATARA_ASSIGN(auto run, track::findRun(connection, info.id));
  if (!run) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no run %1"),
                          {info.id.value()});
  }
  RunRecord record;
  Json json;
  json.set("id", info.id.value()).set("name", info.name).set("user", info.user);
  json.set("status", static_cast<int>(info.status)).set("started", toUnixMillis(info.started));
  json.set("ended", timeJson(info.ended)).set("deleted", timeJson(info.deleted));
  json.set("params", pairsJson(run->params)).set("tags", pairsJson(run->tags));
  Json datasets = Json::array();
  for (const track::DatasetInput& input : run->datasets) {
    datasets.append(datasetJson(input));
  }
  json.set("datasets", std::move(datasets));
  json.set("model_inputs", linksJson(run->modelInputs)).set("model_outputs", linksJson(run->modelOutputs));
  Json metrics = Json::array();
  for (const track::MetricSummary& metric : run->metrics) {
    TATARA_ASSIGN(const auto points, track::loadSeries(connection, info.key, metric.key));
    TATARA_ASSIGN(const auto blocks, encodePoints(points));
    metrics.append(
        Json().set("key", metric.key).set("blocks", blocks.size()).set("digest", digestOf(blocks)));
  }
  json.set("metrics", std::move(metrics));
  Json histograms = Json::array();
  TATARA_ASSIGN(const auto keys, track::loadHistogramKeys(connection, info.key));
  for (const track::HistogramSummary& key : keys) {
    TATARA_ASSIGN(const auto own, track::loadHistograms(connection, info.key, key.key));
    for (const track::Histogram& histogram : own) {
      histograms.append(histogramJson(key.key, histogram));
    }
  }
  json.set("histograms", std::move(histograms));
  Json files = Json::array();
  if (const auto root = artifact::rootPathOf(info.artifactUri)) {
    record.root = *root;
    TATARA_ASSIGN(const auto listed, filesBelow(connection, *root));
    for (const FileBelow& one : listed) {
      record.files.push_back(one.path);
      files.append(Json().set("path", one.path).set("digest", one.file.digest.hex()));
    }
    json.set("files", std::move(files));
  } else {
    json.set("artifact_uri", info.artifactUri);
  }
  record.body = text::toJson(json);
  record.run = std::move(*run);
  return record;
}

Result<SourceRun> decodeRun(const Json& json) {
  SourceRun run;
  run.id = textAt(json, "id");
  const auto status = enumAt<track::RunStatus>(json, "status", 1, 5);
  if (!isMlflowId(run.id) || !status) {
    return malformed(TATARA_SAYS("Phrase", "The bundle holds a malformed run"));
  }
  run.place = "run " + run.id;
  run.name = textAt(json, "name");
  run.user = textAt(json, "user");
  run.artifactUri = textAt(json, "artifact_uri");
  run.status = *status;
  run.started = json["started"].asInt();
  run.ended = json["ended"].asInt();
  run.deletedAt = json["deleted"].asInt();
  run.deleted = run.deletedAt.has_value();
  run.params = pairsAt(json, "params");
  run.tags = pairsAt(json, "tags");
  for (const Json& dataset : json["datasets"].items()) {
    run.datasets.push_back(datasetAt(dataset));
  }
  run.modelInputs = linksAt(json, "model_inputs");
  run.modelOutputs = linksAt(json, "model_outputs");
  for (const Json& one : json["histograms"].items()) {
    track::Histogram histogram{one["step"].asInt().value_or(0), one["timestamp"].asInt().value_or(0),
                               numbersAt(one, "lefts"), numbersAt(one, "rights"), numbersAt(one, "counts")};
    if (histogram.lefts.size() != histogram.counts.size() ||
        histogram.rights.size() != histogram.counts.size() ||
        !track::checkKey("metric", textAt(one, "key"))) {
      return malformed(TATARA_SAYS("Phrase", "The bundle holds a malformed histogram"));
    }
    run.histograms.push_back({textAt(one, "key"), std::move(histogram)});
  }
  return run;
}

std::string encodeLoggedModel(const track::LoggedModel& model) {
  Json json;
  json.set("id", model.id.value()).set("name", model.name).set("type", model.type);
  json.set("run", model.sourceRun.value()).set("status", static_cast<int>(model.status));
  json.set("created", toUnixMillis(model.created)).set("updated", toUnixMillis(model.updated));
  json.set("params", pairsJson(model.params)).set("tags", pairsJson(model.tags));
  Json metrics = Json::array();
  for (const track::LoggedModelMetric& metric : model.metrics) {
    Json one;
    one.set("key", metric.key).set("step", metric.point.step).set("timestamp", metric.point.timestamp);
    one.set("value", metric.point.value).set("run", metric.run.value());
    one.set("dataset_name", metric.datasetName).set("dataset_digest", metric.datasetDigest);
    metrics.append(std::move(one));
  }
  json.set("metrics", std::move(metrics));
  if (!artifact::rootPathOf(model.artifactUri)) {
    json.set("artifact_uri", model.artifactUri);
  }
  return text::toJson(json);
}

Result<SourceLoggedModel> decodeLoggedModel(const Json& json) {
  SourceLoggedModel model;
  model.id = textAt(json, "id");
  const auto status = enumAt<track::LoggedModelStatus>(json, "status", 1, 3);
  if (!isMlflowId(model.id) || !status) {
    return malformed(TATARA_SAYS("Phrase", "The bundle holds a malformed logged model"));
  }
  model.place = "logged model " + model.id;
  model.name = textAt(json, "name");
  model.type = textAt(json, "type");
  model.run = textAt(json, "run");
  model.artifactUri = textAt(json, "artifact_uri");
  model.status = *status;
  model.created = json["created"].asInt();
  model.updated = json["updated"].asInt();
  model.params = pairsAt(json, "params");
  model.tags = pairsAt(json, "tags");
  for (const Json& one : json["metrics"].items()) {
    track::LoggedModelMetric metric;
    metric.key = textAt(one, "key");
    metric.point = {one["step"].asInt().value_or(0), one["timestamp"].asInt().value_or(0),
                    one["value"].asNumber().value_or(0)};
    metric.run = track::RunId(textAt(one, "run"));
    metric.datasetName = textAt(one, "dataset_name");
    metric.datasetDigest = textAt(one, "dataset_digest");
    model.metrics.push_back(std::move(metric));
  }
  return model;
}

std::string encodeVersion(const registry::ModelVersion& version) {
  Json json;
  json.set("version", version.version).set("source", version.source).set("run", version.run.value());
  json.set("run_link", version.runLink).set("logged_model", version.loggedModel.value());
  json.set("description", version.description).set("user", version.user);
  json.set("created", toUnixMillis(version.created)).set("tags", pairsJson(version.tags));
  return text::toJson(json);
}

std::string encodeModel(const registry::RegisteredModel& model,
                        const std::vector<registry::ModelVersion>& versions) {
  Json json;
  json.set("name", model.name).set("description", model.description);
  json.set("created", toUnixMillis(model.created)).set("updated", toUnixMillis(model.updated));
  json.set("tags", pairsJson(model.tags));
  Json aliases = Json::array();
  for (const registry::Alias& alias : model.aliases) {
    aliases.append(Json().set("name", alias.name).set("version", alias.version));
  }
  json.set("aliases", std::move(aliases));
  Json list = Json::array();
  for (const registry::ModelVersion& version : versions) {
    Json one;
    one.set("body", encodeVersion(version)).set("updated", toUnixMillis(version.updated));
    one.set("stage", std::string(registry::toString(version.stage))).set("storage", version.storage);
    list.append(std::move(one));
  }
  json.set("versions", std::move(list));
  return text::toJson(json);
}

Result<SourceModel> decodeModel(const Json& json) {
  SourceModel model;
  model.name = textAt(json, "name");
  if (model.name.empty()) {
    return malformed(TATARA_SAYS("Phrase", "The bundle holds a malformed registered model"));
  }
  model.place = "registered model " + model.name;
  model.description = textAt(json, "description");
  model.created = json["created"].asInt();
  model.updated = json["updated"].asInt();
  model.tags = pairsAt(json, "tags");
  for (const Json& alias : json["aliases"].items()) {
    model.aliases.push_back({textAt(alias, "name"), alias["version"].asInt().value_or(0)});
  }
  for (const Json& one : json["versions"].items()) {
    const auto body = text::parseJson(textAt(one, "body"));
    const auto number = body ? (*body)["version"].asInt() : std::nullopt;
    if (!number || *number < 1) {
      return malformed(TATARA_SAYS("Phrase", "The bundle holds a malformed model version"));
    }
    SourceVersion version;
    version.version = *number;
    version.place = model.place + ", version " + std::to_string(*number);
    version.source = textAt(*body, "source");
    version.storage = textAt(one, "storage");
    version.run = textAt(*body, "run");
    version.runLink = textAt(*body, "run_link");
    version.loggedModel = textAt(*body, "logged_model");
    version.description = textAt(*body, "description");
    version.user = textAt(*body, "user");
    version.stage = textAt(one, "stage");
    version.created = (*body)["created"].asInt();
    version.updated = one["updated"].asInt();
    version.tags = pairsAt(*body, "tags");
    model.versions.push_back(std::move(version));
  }
  std::sort(model.versions.begin(), model.versions.end(),
            [](const SourceVersion& a, const SourceVersion& b) { return a.version < b.version; });
  return model;
}

}  // namespace tatara::interop::internal
