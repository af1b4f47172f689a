#include "core/interop/internal/mlflow_rest.h"

#include <algorithm>

#include "core/base/number_text.h"
#include "core/interop/internal/mlflow_search.h"
#include "core/interop/internal/mlflow_trace.h"
#include "core/text/error_phrase.h"
#include "core/text/percent.h"
#include "core/text/utf8.h"

namespace tatara::interop::internal {
namespace {

using text::Json;

constexpr std::string_view kRestApi = "/api/2.0/mlflow/";
constexpr int kMostListings = 100'000;
constexpr int kArtifactDepth = 64;
constexpr std::size_t kMostPoints = 200'000'000;

std::string restTextAt(const Json& json, std::string_view key) {
  const std::string* text = json[key].asString();
  return text == nullptr ? std::string() : *text;
}

// MLflow's JSON has 64-bit integers as numbers, protocol buffers' own as texts.
std::optional<std::int64_t> integerAt(const Json& json, std::string_view key) {
  const Json& value = json[key];
  if (const std::string* text = value.asString()) {
    return parseInt(*text);
  }
  return value.asInt();
}

std::vector<KeyValue> restPairsAt(const Json& json, std::string_view key) {
  std::vector<KeyValue> pairs;
  for (const Json& pair : json[key].items()) {
    pairs.push_back({restTextAt(pair, "key"), restTextAt(pair, "value")});
  }
  return pairs;
}

std::string api(std::string_view path) {
  return std::string(kRestApi) + std::string(path);
}

Result<Json> readAnswer(const Result<http::ClientAnswer>& answer) {
  if (!answer) {
    return answer.error();
  }
  if (answer->status == 401 || answer->status == 403) {
    return text::sayError(
        ErrorKind::PermissionDenied,
        TATARA_SAYS("Phrase",
                    "The server refuses: it wants a user and a password or a token, or others than these"));
  }
  text::JsonLimits limits;
  limits.maxBytes = 256U << 20;
  limits.maxValues = 40'000'000;
  auto json = text::parseJson(answer->body, limits);
  if (answer->status == 404) {
    return json ? makeError(ErrorKind::NotFound, restTextAt(*json, "message"))
                : text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "The server has no such thing"));
  }
  if (answer->status != 200) {
    const std::string said = json ? restTextAt(*json, "message") : std::string();
    return said.empty()
               ? text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "The server answers %1"),
                                {std::to_string(answer->status)})
               : text::sayError(ErrorKind::InvalidArgument,
                                TATARA_SAYS("Phrase", "The server answers %1: %2"),
                                {std::to_string(answer->status), text::replaceInvalidUtf8(said)});
  }
  if (!json) {
    return text::sayError(ErrorKind::Parse,
                          TATARA_SAYS("Phrase", "The server's answer is no JSON; is it an MLflow server?"),
                          {}, json.error().message);
  }
  return json;
}

// What one run or experiment cannot give, as against a server that is gone.
bool concernsOne(const Error& error) {
  return error.kind == ErrorKind::NotFound || error.kind == ErrorKind::InvalidArgument ||
         error.kind == ErrorKind::Parse || error.kind == ErrorKind::Unsupported;
}

track::RunStatus statusAt(const Json& info) {
  return track::parseRunStatus(restTextAt(info, "status")).value_or(track::RunStatus::Running);
}

std::vector<track::DatasetInput> datasetsAt(const Json& inputs) {
  std::vector<track::DatasetInput> found;
  for (const Json& one : inputs["dataset_inputs"].items()) {
    const Json& dataset = one["dataset"];
    track::DatasetInput input;
    input.dataset = {restTextAt(dataset, "name"),
                     restTextAt(dataset, "digest"),
                     restTextAt(dataset, "source_type"),
                     restTextAt(dataset, "source"),
                     std::nullopt,
                     std::nullopt};
    if (const std::string* schema = dataset["schema"].asString()) {
      input.dataset.schema = *schema;
    }
    if (const std::string* profile = dataset["profile"].asString()) {
      input.dataset.profile = *profile;
    }
    input.tags = restPairsAt(one, "tags");
    found.push_back(std::move(input));
  }
  return found;
}

std::vector<track::LoggedModelLink> linksAt(const Json& list) {
  std::vector<track::LoggedModelLink> found;
  for (const Json& one : list.items()) {
    found.push_back({track::LoggedModelId(restTextAt(one, "model_id")), integerAt(one, "step").value_or(0)});
  }
  return found;
}

track::LoggedModelStatus loggedStatusAt(const Json& info) {
  const std::string status = restTextAt(info, "status");
  return status == "LOGGED_MODEL_READY"           ? track::LoggedModelStatus::Ready
         : status == "LOGGED_MODEL_UPLOAD_FAILED" ? track::LoggedModelStatus::UploadFailed
                                                  : track::LoggedModelStatus::Pending;
}

SourceVersion versionOf(const Json& json, const std::string& place) {
  SourceVersion version;
  version.version = integerAt(json, "version").value_or(0);
  version.place = place + ", version " + std::to_string(version.version);
  version.source = restTextAt(json, "source");
  version.run = restTextAt(json, "run_id");
  version.runLink = restTextAt(json, "run_link");
  version.loggedModel = restTextAt(json, "model_id");
  version.description = restTextAt(json, "description");
  version.user = restTextAt(json, "user_id");
  version.stage = restTextAt(json, "current_stage");
  version.created = integerAt(json, "creation_timestamp");
  version.updated = integerAt(json, "last_updated_timestamp");
  version.tags = restPairsAt(json, "tags");
  return version;
}

}  // namespace

Result<std::unique_ptr<MlflowRest>> MlflowRest::open(const http::ClientOptions& server, bool linkArtifacts) {
  TATARA_ASSIGN(auto client, http::Client::open(server));
  return std::unique_ptr<MlflowRest>(new MlflowRest(std::move(client), server, linkArtifacts));
}

Result<Json> MlflowRest::get(const std::string& target) {
  return readAnswer(m_client.get(target));
}

Result<Json> MlflowRest::post(const std::string& target, const Json& body) {
  return readAnswer(m_client.post(target, text::toJson(body), {}, http::Repeat::Harmless));  // searches only
}

Result<std::vector<SourceExperiment>> MlflowRest::experiments(Problems& /*problems*/) {
  std::vector<SourceExperiment> found;
  TATARA_TRY(searchPages(
      [&](const std::string& token) {
        Json body;
        body.set("max_results", 1000).set("view_type", "ALL");
        if (!token.empty()) {
          body.set("page_token", token);
        }
        return post(api("experiments/search"), body);
      },
      [&](const Json& answer) -> Status {
        for (const Json& json : answer["experiments"].items()) {
          SourceExperiment experiment;
          experiment.id = restTextAt(json, "experiment_id");
          experiment.name = restTextAt(json, "name");
          experiment.location = restTextAt(json, "artifact_location");
          experiment.deleted = restTextAt(json, "lifecycle_stage") == "deleted";
          experiment.created = integerAt(json, "creation_time");
          experiment.updated = integerAt(json, "last_update_time");
          experiment.tags = restPairsAt(json, "tags");
          experiment.place = "experiment " + experiment.name;
          found.push_back(std::move(experiment));
        }
        return {};
      }));
  return found;
}

Result<std::vector<std::string>> MlflowRest::runIds(const SourceExperiment& experiment, Problems& problems) {
  std::vector<std::string> found;
  TATARA_TRY(searchPages(
      [&](const std::string& token) {
        Json body;
        body.set("experiment_ids", Json::array().append(experiment.id));
        body.set("run_view_type", "ALL").set("max_results", 200);
        if (!token.empty()) {
          body.set("page_token", token);
        }
        return post(api("runs/search"), body);
      },
      [&](const Json& answer) -> Status {
        for (const Json& run : answer["runs"].items()) {
          std::string id = restTextAt(run["info"], "run_id");
          if (isMlflowId(id)) {
            found.push_back(std::move(id));
          } else {
            problems.skip(experiment.place, "A run's id is none");
          }
        }
        return {};
      }));
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Status MlflowRest::readHistory(const std::string& run, SourceMetric& metric) {
  return searchPages(
      [&](const std::string& token) {
        return get(api("metrics/get-history?run_id=") + text::percentEncode(run) + "&run_uuid=" +
                   text::percentEncode(run) + "&metric_key=" + text::percentEncode(metric.key) +
                   "&max_results=25000" + (token.empty() ? "" : "&page_token=" + text::percentEncode(token)));
      },
      [&](const Json& answer) -> Status {
        for (const Json& point : answer["metrics"].items()) {
          const auto value = point["value"].asNumber();
          const auto time = integerAt(point, "timestamp");
          if (!value || !time || metric.points.size() >= kMostPoints) {
            return text::sayError(ErrorKind::Parse,
                                  TATARA_SAYS("Phrase", "A point of metric “%1” is malformed"), {metric.key});
          }
          metric.points.push_back({integerAt(point, "step").value_or(0), *time, *value});
        }
        return {};
      });
}

Result<std::optional<SourceRun>> MlflowRest::run(const SourceExperiment& /*experiment*/,
                                                 const std::string& id, Problems& problems) {
  const auto skip = [&](const Error& error) -> Result<std::optional<SourceRun>> {
    if (!concernsOne(error)) {
      return error;
    }
    problems.skip("run " + id, error.message);
    return std::optional<SourceRun>();
  };
  const auto answer =
      get(api("runs/get?run_id=") + text::percentEncode(id) + "&run_uuid=" + text::percentEncode(id));
  if (!answer) {
    return skip(answer.error());
  }
  const Json& json = (*answer)["run"];
  const Json& info = json["info"];
  const Json& data = json["data"];
  SourceRun run;
  run.id = id;
  run.place = "run " + id;
  run.name = restTextAt(info, "run_name");
  run.user = restTextAt(info, "user_id");
  run.artifactUri = m_linkArtifacts ? linked(restTextAt(info, "artifact_uri")) : std::string();
  run.status = statusAt(info);
  run.started = integerAt(info, "start_time");
  run.ended = integerAt(info, "end_time");
  run.ended = run.ended && *run.ended > 0 ? run.ended : std::nullopt;
  run.deleted = restTextAt(info, "lifecycle_stage") == "deleted";
  run.params = restPairsAt(data, "params");
  run.tags = restPairsAt(data, "tags");
  for (const Json& metric : data["metrics"].items()) {
    SourceMetric made;
    made.key = restTextAt(metric, "key");
    if (const Status read = readHistory(id, made); !read) {
      return skip(read.error());
    }
    run.metrics.push_back(std::move(made));
  }
  run.datasets = datasetsAt(json["inputs"]);
  run.modelInputs = linksAt(json["inputs"]["model_inputs"]);
  run.modelOutputs = linksAt(json["outputs"]["model_outputs"]);
  return run;
}

// --- logged models

Result<std::vector<std::string>> MlflowRest::loggedModelIds(const SourceExperiment& experiment,
                                                            Problems& /*problems*/) {
  std::vector<std::string> found;
  const Status status = searchPages(
      [&](const std::string& token) {
        Json body;
        body.set("experiment_ids", Json::array().append(experiment.id)).set("max_results", 50);
        if (!token.empty()) {
          body.set("page_token", token);
        }
        return post(api("logged-models/search"), body);
      },
      [&](const Json& answer) -> Status {
        for (const Json& model : answer["models"].items()) {
          std::string id = restTextAt(model["info"], "model_id");
          if (isMlflowId(id)) {
            found.push_back(std::move(id));
          }
        }
        return {};
      });
  // Servers before 3.0 have none.
  if (!status && status.error().kind != ErrorKind::NotFound) {
    return status.error();
  }
  return found;
}

Result<std::optional<SourceLoggedModel>> MlflowRest::loggedModel(const SourceExperiment& /*experiment*/,
                                                                 const std::string& id, Problems& problems) {
  const auto answer = get(api("logged-models/") + text::percentEncode(id));
  if (!answer) {
    if (!concernsOne(answer.error())) {
      return answer.error();
    }
    problems.skip("logged model " + id, answer.error().message);
    return std::optional<SourceLoggedModel>();
  }
  const Json& info = (*answer)["model"]["info"];
  const Json& data = (*answer)["model"]["data"];
  SourceLoggedModel model;
  model.id = id;
  model.place = "logged model " + id;
  model.name = restTextAt(info, "name");
  model.type = restTextAt(info, "model_type");
  model.run = restTextAt(info, "source_run_id");
  model.artifactUri = m_linkArtifacts ? linked(restTextAt(info, "artifact_uri")) : std::string();
  model.status = loggedStatusAt(info);
  model.created = integerAt(info, "creation_timestamp_ms");
  model.updated = integerAt(info, "last_updated_timestamp_ms");
  model.params = restPairsAt(data, "params");
  model.tags = restPairsAt(info, "tags");
  for (const Json& one : data["metrics"].items()) {
    track::LoggedModelMetric metric;
    metric.key = restTextAt(one, "key");
    metric.point = {integerAt(one, "step").value_or(0), integerAt(one, "timestamp").value_or(0),
                    one["value"].asNumber().value_or(0)};
    metric.run = track::RunId(restTextAt(one, "run_id"));
    metric.datasetName = restTextAt(one, "dataset_name");
    metric.datasetDigest = restTextAt(one, "dataset_digest");
    model.metrics.push_back(std::move(metric));
  }
  return model;
}

// --- registry

Result<SourceModel> MlflowRest::model(const Json& json, Problems& /*problems*/) {
  SourceModel model;
  model.name = restTextAt(json, "name");
  model.place = "registered model " + model.name;
  model.description = restTextAt(json, "description");
  model.created = integerAt(json, "creation_timestamp");
  model.updated = integerAt(json, "last_updated_timestamp");
  model.tags = restPairsAt(json, "tags");
  for (const Json& alias : json["aliases"].items()) {
    model.aliases.push_back({restTextAt(alias, "alias"), integerAt(alias, "version").value_or(0)});
  }
  const std::string filter = filterByName(model.name);
  TATARA_TRY(searchPages(
      [&](const std::string& token) {
        return get(api("model-versions/search?max_results=200&filter=") + text::percentEncode(filter) +
                   (token.empty() ? "" : "&page_token=" + text::percentEncode(token)));
      },
      [&](const Json& answer) -> Status {
        for (const Json& one : answer["model_versions"].items()) {
          SourceVersion version = versionOf(one, model.place);
          if (restTextAt(one, "name") == model.name && version.version > 0) {
            model.versions.push_back(std::move(version));
          }
        }
        return {};
      }));
  std::sort(model.versions.begin(), model.versions.end(),
            [](const SourceVersion& a, const SourceVersion& b) { return a.version < b.version; });
  return model;
}

Result<std::vector<SourceModel>> MlflowRest::models(Problems& problems) {
  std::vector<SourceModel> found;
  const Status status = searchPages(
      [&](const std::string& token) {
        return get(api("registered-models/search?max_results=100") +
                   (token.empty() ? "" : "&page_token=" + text::percentEncode(token)));
      },
      [&](const Json& answer) -> Status {
        for (const Json& json : answer["registered_models"].items()) {
          auto one = model(json, problems);
          if (!one && !concernsOne(one.error())) {
            return one.error();
          }
          if (one) {
            found.push_back(std::move(*one));
          } else {
            problems.skip("registered model " + restTextAt(json, "name"), one.error().message);
          }
        }
        return {};
      });
  if (!status && concernsOne(status.error())) {
    problems.note("The server has no model registry: " + status.error().message);
    return found;
  }
  TATARA_TRY(status);
  return found;
}

// --- traces

// As version 3 tells them, or as version 2 does; a server of neither has none.
Status MlflowRest::traces(const SourceExperiment& experiment, Problems& problems, const TakeTrace& take) {
  bool answered = false;
  Status taken;
  const auto takeAll = [&](const Json& answer) -> Status {
    answered = true;
    for (const Json& info : answer["traces"].items()) {
      auto trace = traceOf(info);
      if (!trace) {
        problems.skip(experiment.place, "The server lists a trace without an id");
        continue;
      }
      taken = take(std::move(*trace));
      TATARA_TRY(taken);
    }
    return {};
  };
  constexpr int kTracesOfPage = 100;
  Status status = searchPages(
      [&](const std::string& token) {
        Json where;
        where.set("type", "MLFLOW_EXPERIMENT")
            .set("mlflow_experiment", Json().set("experiment_id", experiment.id));
        Json body;
        body.set("locations", Json::array().append(std::move(where))).set("max_results", kTracesOfPage);
        if (!token.empty()) {
          body.set("page_token", token);
        }
        return post("/api/3.0/mlflow/traces/search", body);
      },
      takeAll);
  if (!status && !answered && concernsOne(status.error())) {
    status = searchPages(
        [&](const std::string& token) {
          return get(api("traces?experiment_ids=") + text::percentEncode(experiment.id) +
                     "&max_results=" + std::to_string(kTracesOfPage) +
                     (token.empty() ? "" : "&page_token=" + text::percentEncode(token)));
        },
        takeAll);
  }
  if (status || !taken || !concernsOne(status.error())) {
    return taken ? status : taken;
  }
  if (answered || status.error().kind != ErrorKind::NotFound) {
    problems.skip(experiment.place, "Its traces: " + status.error().message);
  }
  return {};
}

// --- artifacts

// What goes through the server's proxy, as a place on that server.
std::string MlflowRest::linked(const std::string& uri) const {
  constexpr std::string_view kProxied = "mlflow-artifacts:/";
  if (!uri.starts_with(kProxied)) {
    return uri;
  }
  std::string_view path = std::string_view(uri).substr(kProxied.size());
  while (path.starts_with('/')) {
    path.remove_prefix(1);
  }
  std::string url = m_server.url;
  while (url.ends_with('/')) {
    url.pop_back();
  }
  return url + "/api/2.0/mlflow-artifacts/artifacts/" + std::string(path);
}

Status MlflowRest::listFolder(Listing& listing, const std::string& folder, int depth, Problems& problems) {
  if (depth > kArtifactDepth || ++listing.requests > kMostListings) {
    problems.skip(listing.id + "/" + folder, "Its folders lie too deep or are too many");
    return {};
  }
  const bool isRun = listing.kind == OwnerKind::Run;
  const std::string base = isRun ? api("artifacts/list?run_id=") + text::percentEncode(listing.id) +
                                       "&run_uuid=" + text::percentEncode(listing.id) + "&path="
                                 : api("logged-models/") + text::percentEncode(listing.id) +
                                       "/artifacts/directories?artifact_directory_path=";
  std::vector<std::string> folders;
  TATARA_TRY(searchPages(
      [&](const std::string& token) {
        return get(base + text::percentEncode(folder) +
                   (token.empty() ? "" : "&page_token=" + text::percentEncode(token)));
      },
      [&](const Json& answer) -> Status {
        for (const Json& file : answer["files"].items()) {
          std::string path = restTextAt(file, "path");
          if (!folder.empty() && !path.starts_with(folder + "/")) {
            problems.skip(listing.id + "/" + path, "The server lists it in a folder that it is not in");
          } else if (file["is_dir"].asBool().value_or(false)) {
            folders.push_back(std::move(path));
          } else {
            const std::string target =
                isRun ? "/get-artifact?run_id=" + text::percentEncode(listing.id) +
                            "&run_uuid=" + text::percentEncode(listing.id) +
                            "&path=" + text::percentEncode(path)
                      : "/ajax-api/2.0/mlflow/logged-models/" + text::percentEncode(listing.id) +
                            "/artifacts/files?artifact_file_path=" + text::percentEncode(path);
            listing.files.push_back(
                {path, [server = m_server, target](const SourceFile::Take& take) -> Status {
                   TATARA_ASSIGN(auto client, http::Client::open(server));
                   return client.download(target, take);
                 }});
          }
        }
        return {};
      }));
  for (const std::string& below : folders) {
    TATARA_TRY(listFolder(listing, below, depth + 1, problems));
  }
  return {};
}

Result<std::optional<std::vector<SourceFile>>> MlflowRest::files(const SourceExperiment& /*experiment*/,
                                                                 const std::string& id, OwnerKind kind,
                                                                 const std::string& uri, Problems& problems) {
  if (kind == OwnerKind::Trace) {  // its spans, wherever the server has them
    const std::string target =
        "/ajax-api/2.0/mlflow/get-trace-artifact?request_id=" + text::percentEncode(id);
    return std::vector<SourceFile>{
        {"traces.json", [server = m_server, target](const SourceFile::Take& take) -> Status {
           TATARA_ASSIGN(auto client, http::Client::open(server));
           return client.download(target, take);
         }}};
  }
  if (m_linkArtifacts && !uri.empty()) {
    return std::nullopt;
  }
  Listing listing;
  listing.id = id;
  listing.kind = kind;
  const Status status = listFolder(listing, "", 0, problems);
  if (!status && !concernsOne(status.error())) {
    return status.error();
  }
  if (!status) {
    problems.skip((kind == OwnerKind::Run ? "artifacts of run " : "artifacts of logged model ") + id,
                  status.error().message);
  }
  return std::move(listing.files);
}

}  // namespace tatara::interop::internal
