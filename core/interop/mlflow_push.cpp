#include "core/interop/mlflow_push.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/base/number_text.h"
#include "core/interop/internal/export_runs.h"
#include "core/interop/internal/mlflow_out.h"
#include "core/interop/internal/mlflow_peer.h"
#include "core/interop/internal/mlflow_push_traces.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"
#include "core/text/percent.h"
#include "core/track/metrics.h"

namespace tatara::interop {
namespace {

using internal::textOf;
using text::Json;
using track::KeyValue;
using PushAnswer = internal::MlflowPeer::Answer;
using There = internal::MlflowPeer::There;

constexpr std::size_t kMetricsAtOnce = 1000;
constexpr std::size_t kPairsAtOnce = 100;

Json pairJson(const KeyValue& pair) {
  return Json().set("key", pair.key).set("value", pair.value);
}

template <typename Items>
Json pairsJson(const Items& pairs) {
  Json list = Json::array();
  for (const KeyValue& pair : pairs) {
    list.append(pairJson(pair));
  }
  return list;
}

// Which logged model a point of a run was measured for.
struct Measured {
  std::string model;
  std::string datasetName;
  std::string datasetDigest;
};

class Pusher {
 public:
  Pusher(std::shared_ptr<store::Store> store, http::Client client, const ExportChoice& choice)
      : m_out(std::move(store), {}, choice), m_peer(std::move(client)), m_choice(choice) {}

  Result<ExportReport> push() {
    TATARA_ASSIGN(const auto experiments, m_out.store().read([&](sql::Connection& connection) {
      return internal::chooseRuns(connection, m_choice);
    }));
    for (const auto& one : experiments) {
      m_total += static_cast<std::int64_t>(one.runs.size());
    }
    for (const auto& one : experiments) {
      TATARA_TRY(pushExperiment(one));
    }
    TATARA_ASSIGN(const auto models, m_out.models());
    for (const internal::MlflowOut::Model& one : models) {
      TATARA_TRY(pushModel(one));
    }
    return std::move(m_out.report());
  }

 private:
  // --- requests

  // A request whose refusal leaves out this one thing.
  Result<bool> tell(const std::string& place, std::string_view path, const Json& body) {
    TATARA_ASSIGN(const PushAnswer answer, m_peer.post(path, body));
    if (!answer.good()) {
      m_out.skip(place, "The server does not take it: " + answer.message);
    }
    return answer.good();
  }

  // --- experiments

  Result<std::string> ensureExperiment(const track::Experiment& experiment) {
    TATARA_ASSIGN(const PushAnswer found, m_peer.get("experiments/get-by-name?experiment_name=" +
                                                     text::percentEncode(experiment.name)));
    if (found.good()) {
      const Json& there = found.json["experiment"];
      if (textOf(there["lifecycle_stage"]) == "deleted") {
        m_out.skip("experiment " + experiment.name, "It is deleted on the server; restore it there first");
        return std::string();
      }
      return textOf(there["experiment_id"]);
    }
    if (found.code != "RESOURCE_DOES_NOT_EXIST") {
      return text::sayError(ErrorKind::Parse,
                            TATARA_SAYS("Phrase", "There is no MLflow tracking server at this URL"), {},
                            found.message);
    }
    Json body;
    body.set("name", experiment.name).set("tags", pairsJson(experiment.tags));
    TATARA_ASSIGN(const PushAnswer made, m_peer.post("experiments/create", body));
    if (!made.good()) {
      m_out.skip("experiment " + experiment.name, "The server does not take it: " + made.message);
    }
    return textOf(made.json["experiment_id"]);
  }

  Status pushExperiment(const internal::ChosenExperiment& chosen) {
    TATARA_ASSIGN(const std::string experiment, ensureExperiment(chosen.experiment));
    if (experiment.empty()) {
      return {};
    }
    ++m_out.report().experiments;
    TATARA_ASSIGN(const auto there, m_peer.findRuns(experiment));
    std::vector<track::Run> fresh;
    for (const track::RunKey key : chosen.runs) {
      TATARA_ASSIGN(auto run, m_out.loadRun(key));
      m_out.take(run.info.id.value());
      if (const auto found = there.find(run.info.id.value()); found != there.end()) {
        if (found->second.complete) {
          m_ids[run.info.id.value()] = found->second.id;
          m_places[run.info.id.value()] = found->second.artifacts;
          continue;
        }
        TATARA_TRY(m_peer.post("runs/delete", Json().set("run_id", found->second.id)));
        m_replaced.insert(found->second.id);
      }
      TATARA_ASSIGN(const bool made, createRun(experiment, run));
      if (made) {
        fresh.push_back(std::move(run));
      }
    }
    TATARA_TRY(pushLoggedModels(experiment, chosen.experiment.id));
    for (const track::Run& run : fresh) {
      if (m_choice.stop.stop_requested()) {
        return makeError(ErrorKind::Cancelled, "Stopped; what was sent until then stays");
      }
      TATARA_TRY(fillRun(run));
      ++m_out.report().runs;
      if (m_choice.progress) {
        m_choice.progress({run.info.name, m_out.report().runs, m_total});
      }
    }
    return internal::TracePusher(m_out, m_peer, m_ids).push(experiment, chosen.experiment.id, m_choice.stop);
  }

  // --- runs

  Result<bool> createRun(const std::string& experiment, const track::Run& run) {
    const track::RunInfo& info = run.info;
    std::vector<KeyValue> tags;
    for (const KeyValue& tag : run.tags) {
      // The parent is another one there. A parent that comes later, or is not sent, cannot be named.
      const auto parent = tag.key == track::tag::kParentRunId ? m_ids.find(tag.value) : m_ids.end();
      tags.push_back(parent == m_ids.end() ? tag : KeyValue{tag.key, parent->second});
    }
    tags.push_back({std::string(internal::kSourceTag), info.id.value()});
    Json body;
    body.set("experiment_id", experiment).set("user_id", info.user).set("run_name", info.name);
    body.set("start_time", toUnixMillis(info.started)).set("tags", pairsJson(tags));
    TATARA_ASSIGN(const PushAnswer made, m_peer.post("runs/create", body));
    if (!made.good()) {
      m_out.skip("run " + info.id.value(), "The server does not take it: " + made.message);
      return false;
    }
    const Json& there = made.json["run"]["info"];
    m_ids[info.id.value()] = textOf(there["run_id"]);
    m_places[info.id.value()] = textOf(there["artifact_uri"]);
    return true;
  }

  Status fillRun(const track::Run& run) {
    const std::string& own = run.info.id.value();
    const std::string id = m_ids[own];
    const std::string place = "run " + own;
    for (std::size_t i = 0; i < run.params.size(); i += kPairsAtOnce) {
      const auto begin = run.params.begin() + static_cast<std::ptrdiff_t>(i);
      const std::vector<KeyValue> some(
          begin, begin + static_cast<std::ptrdiff_t>(std::min(kPairsAtOnce, run.params.size() - i)));
      TATARA_TRY(tell(place, "runs/log-batch", Json().set("run_id", id).set("params", pairsJson(some))));
    }
    TATARA_TRY(sendMetrics(run, id));
    if (!run.datasets.empty()) {
      TATARA_TRY(sendDatasets(run, id));
    }
    for (const auto& [links, path] :
         {std::pair(&run.modelInputs, "runs/log-inputs"), std::pair(&run.modelOutputs, "runs/outputs")}) {
      Json models = Json::array();
      for (const track::LoggedModelLink& link : *links) {
        if (const auto model = m_ids.find(link.model.value()); model != m_ids.end()) {
          models.append(Json().set("model_id", model->second).set("step", link.step));
        }
      }
      if (!models.items().empty()) {
        TATARA_TRY(tell(place, path, Json().set("run_id", id).set("models", std::move(models))));
      }
    }
    TATARA_TRY(sendArtifacts(run.info.artifactUri, m_places[own]));
    Json update;
    update.set("run_id", id).set("status", std::string(track::toString(run.info.status)));
    if (run.info.ended) {
      update.set("end_time", toUnixMillis(*run.info.ended));
    }
    TATARA_TRY(tell(place, "runs/update", update));
    TATARA_TRY(tell(place, "runs/set-tag",
                    Json().set("run_id", id).set("key", internal::kCompleteTag).set("value", "yes")));
    if (run.info.deleted) {
      TATARA_TRY(tell(place, "runs/delete", Json().set("run_id", id)));
    }
    return {};
  }

  Status sendMetrics(const track::Run& run, const std::string& id) {
    TATARA_ASSIGN(const auto series, m_out.store().read([&](sql::Connection& connection) {
      return track::loadRunSeries(connection, run.info.key, {});
    }));
    const auto measured = m_measured.find(run.info.id.value());
    Json metrics = Json::array();
    const auto flush = [&]() -> Status {
      if (!metrics.items().empty()) {
        TATARA_TRY(tell("run " + run.info.id.value(), "runs/log-batch",
                        Json().set("run_id", id).set("metrics", std::exchange(metrics, Json::array()))));
      }
      return {};
    };
    for (const track::RunSeries& one : series) {
      for (const series::Point& point : one.points) {
        Json metric;
        metric.set("key", one.key).set("value", point.value).set("timestamp", point.timestamp);
        metric.set("step", point.step);
        if (measured != m_measured.end()) {
          const auto model = measured->second.find({one.key, point.step, point.timestamp});
          if (model != measured->second.end()) {
            metric.set("model_id", model->second.model);
            metric.set("dataset_name", model->second.datasetName);
            metric.set("dataset_digest", model->second.datasetDigest);
          }
        }
        metrics.append(std::move(metric));
        if (metrics.items().size() == kMetricsAtOnce) {
          TATARA_TRY(flush());
        }
      }
      m_out.report().points += static_cast<std::int64_t>(one.points.size());
    }
    return flush();
  }

  Status sendDatasets(const track::Run& run, const std::string& id) {
    Json datasets = Json::array();
    for (const track::DatasetInput& input : run.datasets) {
      const track::DatasetRecord& dataset = input.dataset;
      Json body;
      body.set("name", dataset.name).set("digest", dataset.digest).set("source_type", dataset.sourceType);
      body.set("source", dataset.source);
      if (dataset.schema) {
        body.set("schema", *dataset.schema);
      }
      if (dataset.profile) {
        body.set("profile", *dataset.profile);
      }
      datasets.append(Json().set("dataset", std::move(body)).set("tags", pairsJson(input.tags)));
    }
    TATARA_TRY(tell("run " + run.info.id.value(), "runs/log-inputs",
                    Json().set("run_id", id).set("datasets", std::move(datasets))));
    return {};
  }

  // --- logged models

  Status pushLoggedModels(const std::string& experiment, track::ExperimentId own) {
    TATARA_ASSIGN(const auto models, m_out.loggedModels(own));
    if (models.empty()) {
      return {};
    }
    TATARA_ASSIGN(const auto there, m_peer.findLoggedModels(experiment));
    if (!there) {
      m_out.skip("experiment " + std::to_string(own.value()),
                 "The server has no logged models, as MLflow 2 has none; " + std::to_string(models.size()) +
                     " are left out");
      return {};
    }
    for (const track::LoggedModel& model : models) {
      const std::string& id = model.id.value();
      m_out.take(id);
      if (const auto found = there->find(id); found != there->end()) {
        if (found->second.complete && !m_replaced.contains(found->second.run)) {
          keepPlace(model, found->second.id, found->second.artifacts);
          continue;
        }
        TATARA_ASSIGN(const PushAnswer gone, m_peer.remove("logged-models/" + found->second.id));
        if (!gone.good()) {
          m_out.skip("logged model " + id, "It broke off there and cannot be sent anew: " + gone.message);
          continue;
        }
      }
      TATARA_TRY(pushLoggedModel(experiment, model));
    }
    return {};
  }

  // Where it is there, and which points of runs were measured for it.
  void keepPlace(const track::LoggedModel& model, const std::string& id, const std::string& artifacts) {
    m_ids[model.id.value()] = id;
    m_places[model.id.value()] = artifacts;
    for (const track::LoggedModelMetric& metric : model.metrics) {
      m_measured[metric.run.value()][{metric.key, metric.point.step, metric.point.timestamp}] = {
          id, metric.datasetName, metric.datasetDigest};
    }
  }

  Status pushLoggedModel(const std::string& experiment, const track::LoggedModel& model) {
    const std::string place = "logged model " + model.id.value();
    std::vector<KeyValue> tags = model.tags;
    std::erase_if(tags, [](const KeyValue& tag) { return tag.key == "mlflow.modelVersions"; });
    tags.push_back({std::string(internal::kSourceTag), model.id.value()});
    const auto run = m_ids.find(model.sourceRun.value());
    Json body;
    body.set("experiment_id", experiment).set("name", model.name).set("model_type", model.type);
    body.set("source_run_id", run == m_ids.end() ? std::string() : run->second);
    body.set("params",
             pairsJson(std::vector<KeyValue>(
                 model.params.begin(), model.params.begin() + static_cast<std::ptrdiff_t>(std::min(
                                                                  kPairsAtOnce, model.params.size())))));
    body.set("tags", pairsJson(tags));
    TATARA_ASSIGN(const PushAnswer made, m_peer.post("logged-models", body));
    if (!made.good()) {
      m_out.skip(place, "The server does not take it: " + made.message);
      return {};
    }
    const std::string id = textOf(made.json["model"]["info"]["model_id"]);
    const std::string uri = textOf(made.json["model"]["info"]["artifact_uri"]);
    keepPlace(model, id, uri);
    for (std::size_t i = kPairsAtOnce; i < model.params.size(); i += kPairsAtOnce) {
      const auto begin = model.params.begin() + static_cast<std::ptrdiff_t>(i);
      const std::vector<KeyValue> some(
          begin, begin + static_cast<std::ptrdiff_t>(std::min(kPairsAtOnce, model.params.size() - i)));
      TATARA_TRY(tell(place, "logged-models/" + id + "/params",
                      Json().set("model_id", id).set("params", pairsJson(some))));
    }
    TATARA_TRY(sendArtifacts(model.artifactUri, uri));
    TATARA_TRY(finishLoggedModel(model, id));
    ++m_out.report().loggedModels;
    return {};
  }

  // Its state, or a mark where it has none yet, says that it came whole.
  Status finishLoggedModel(const track::LoggedModel& model, const std::string& id) {
    Json body;
    body.set("model_id", id);
    std::string path = "logged-models/" + id;
    if (model.status == track::LoggedModelStatus::Pending) {
      path += "/tags";
      body.set("tags", pairsJson(std::vector<KeyValue>{{std::string(internal::kCompleteTag), "yes"}}));
    } else {
      const bool ready = model.status == track::LoggedModelStatus::Ready;
      body.set("status", ready ? "LOGGED_MODEL_READY" : "LOGGED_MODEL_UPLOAD_FAILED");
    }
    TATARA_ASSIGN(const PushAnswer done, m_peer.patch(path, body));
    if (!done.good()) {
      m_out.skip("logged model " + model.id.value(), "The server does not take its state: " + done.message);
    }
    return {};
  }

  // --- artifacts

  Status sendArtifacts(const std::string& own, const std::string& there) {
    const auto root = artifact::rootPathOf(there);
    bool told = false;
    return m_out.eachArtifact(own, [&](const std::string& below, const artifact::FileInfo& file) -> Status {
      if (!root) {
        if (!std::exchange(told, true)) {
          m_out.skip(own, "The server keeps artifacts at " + there + ", which it does not take files for");
        }
        return {};
      }
      TATARA_ASSIGN(const PushAnswer sent,
                    m_peer.upload(*root + "/" + below, m_out.artifacts().blobFile(file.digest)));
      if (!sent.good()) {
        m_out.skip(file.path, "The server does not take it: " + sent.message);
        return {};
      }
      ++m_out.report().files;
      m_out.report().bytes += file.size;
      return {};
    });
  }

  // --- registry

  // An artifact URI, "runs:/…" or "models:/m-…" of ours as it is there; empty: what it names was not sent.
  std::string sourceThere(const registry::ModelVersion& version) const {
    const std::string& source = version.source;
    if (source.starts_with("models:/m-") || source.starts_with("runs:/")) {
      const std::size_t begin = source.find('/') + 1;
      const std::size_t end = std::min(source.find('/', begin), source.size());
      const auto there = m_ids.find(source.substr(begin, end - begin));
      return there == m_ids.end() ? "" : source.substr(0, begin) + there->second + source.substr(end);
    }
    const auto path = artifact::rootPathOf(version.storage.empty() ? source : version.storage);
    if (!path) {
      return source;
    }
    for (const auto& [id, uri] : m_places) {
      const std::string mark = "/" + id + "/artifacts";
      if (const std::size_t at = path->find(mark); at != std::string::npos) {
        return uri + path->substr(at + mark.size());
      }
    }
    return {};
  }

  Status pushModel(const internal::MlflowOut::Model& one) {
    const std::string& name = one.model.name;
    Json body;
    body.set("name", name).set("description", one.model.description).set("tags", pairsJson(one.model.tags));
    TATARA_ASSIGN(const PushAnswer made, m_peer.post("registered-models/create", body));
    if (!made.good() && made.code != "RESOURCE_ALREADY_EXISTS") {
      m_out.skip("registered model " + name, "The server does not take it: " + made.message);
      return {};
    }
    ++m_out.report().models;
    TATARA_ASSIGN(auto numbers, m_peer.findVersions(name));
    for (auto version = one.versions.rbegin(); version != one.versions.rend(); ++version) {
      TATARA_TRY(pushVersion(*version, numbers));
    }
    for (const registry::Alias& alias : one.model.aliases) {
      const auto number = numbers.find(std::to_string(alias.version));
      TATARA_ASSIGN(const PushAnswer taken,
                    m_peer.get("registered-models/alias?name=" + text::percentEncode(name) +
                               "&alias=" + text::percentEncode(alias.name)));
      if (number != numbers.end() && !taken.good()) {
        TATARA_TRY(tell("alias “" + alias.name + "” of " + name, "registered-models/alias",
                        Json().set("name", name).set("alias", alias.name).set("version", number->second)));
      }
    }
    return {};
  }

  Status pushVersion(const registry::ModelVersion& version, std::map<std::string, std::string>& numbers) {
    const std::string own = std::to_string(version.version);
    const std::string place = "version " + own + " of " + version.model;
    if (numbers.contains(own)) {
      return {};
    }
    const std::string source = sourceThere(version);
    if (source.empty()) {
      m_out.skip(place, "What it was made from is not on the server: " + version.source);
      return {};
    }
    std::vector<KeyValue> tags = version.tags;
    tags.push_back({std::string(internal::kSourceTag), own});
    const auto run = m_ids.find(version.run.value());
    const auto model = m_ids.find(version.loggedModel.value());
    Json body;
    body.set("name", version.model).set("source", source).set("description", version.description);
    body.set("run_link", version.runLink).set("tags", pairsJson(tags));
    if (run != m_ids.end()) {
      body.set("run_id", run->second);
    }
    if (model != m_ids.end()) {
      body.set("model_id", model->second);
    }
    TATARA_ASSIGN(const PushAnswer made, m_peer.post("model-versions/create", body));
    if (!made.good()) {
      m_out.skip(place, "The server does not take it: " + made.message);
      return {};
    }
    const std::string number = textOf(made.json["model_version"]["version"]);
    numbers[own] = number;
    ++m_out.report().versions;
    if (number != own) {
      m_out.skip(place, "Nothing is left out, but on the server it is version " + number);
    }
    if (version.stage != registry::Stage::None) {
      TATARA_TRY(tell(place, "model-versions/transition-stage",
                      Json()
                          .set("name", version.model)
                          .set("version", number)
                          .set("stage", std::string(registry::toString(version.stage)))
                          .set("archive_existing_versions", false)));
    }
    return {};
  }

  using PointName = std::tuple<std::string, std::int64_t, std::int64_t>;  // key, step, time

  internal::MlflowOut m_out;
  internal::MlflowPeer m_peer;
  const ExportChoice& m_choice;
  std::map<std::string, std::string> m_ids;     // of runs and logged models: ours → the server's
  std::map<std::string, std::string> m_places;  // artifact URIs there, by our id
  std::map<std::string, std::map<PointName, Measured>> m_measured;  // by our run id
  std::set<std::string> m_replaced;  // the server's runs that had broken off and were deleted
  std::int64_t m_total = 0;
};

}  // namespace

Result<ExportReport> pushMlflow(const std::shared_ptr<store::Store>& store, const http::ClientOptions& server,
                                const ExportChoice& choice) {
  TATARA_ASSIGN(auto client, http::Client::open(server));
  return Pusher(store, std::move(client), choice).push();
}

}  // namespace tatara::interop
