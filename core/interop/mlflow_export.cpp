#include "core/interop/mlflow_export.h"

#include <algorithm>
#include <map>
#include <set>

#include "core/base/number_text.h"
#include "core/crypto/digest.h"
#include "core/interop/internal/export_runs.h"
#include "core/interop/internal/mlflow_out.h"
#include "core/interop/internal/mlflow_trace.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"
#include "core/text/yaml.h"
#include "core/track/logged_models.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"

namespace tatara::interop {
namespace {

namespace fs = std::filesystem;
using internal::fileUri;
using text::Json;
using track::KeyValue;

// A file name as MLflow's stores have them on Linux.
constexpr std::size_t kNameBytes = 255;

Json orNull(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

bool hasLongName(std::string_view key) {
  while (!key.empty()) {
    const std::size_t slash = std::min(key.find('/'), key.size());
    if (slash > kNameBytes) {
      return true;
    }
    key.remove_prefix(std::min(slash + 1, key.size()));
  }
  return false;
}

// Clients choose keys: as the path of a file, one must not lead out of its folder.
bool staysBelow(std::string_view key) {
  while (true) {
    const std::size_t slash = std::min(key.find('/'), key.size());
    const std::string_view part = key.substr(0, slash);
    if (part.empty() || part == "." || part == ".." || part.find('\0') != std::string_view::npos) {
      return false;
    }
    if (slash == key.size()) {
      return true;
    }
    key.remove_prefix(slash + 1);
  }
}

class FileStoreWriter {
 public:
  FileStoreWriter(std::shared_ptr<store::Store> store, fs::path root, const ExportChoice& choice)
      : m_out(std::move(store), root, choice), m_root(std::move(root)), m_choice(choice) {}

  Result<ExportReport> write() {
    TATARA_ASSIGN(const auto experiments, m_out.store().read([&](sql::Connection& connection) {
      return internal::chooseRuns(connection, m_choice);
    }));
    for (const auto& one : experiments) {
      m_total += static_cast<std::int64_t>(one.runs.size());
    }
    for (const auto& one : experiments) {
      TATARA_TRY(writeExperiment(one));
    }
    TATARA_TRY(writeModels());
    return std::move(m_out.report());
  }

 private:
  void skip(const std::string& place, std::string reason) { m_out.skip(place, std::move(reason)); }

  Status meta(const fs::path& folder, const Json& json) {
    TATARA_TRY(internal::makeFolders(folder));
    return internal::writeWhole(folder / "meta.yaml", text::toYaml(json));
  }

  // One file a key; a key with slashes lies in folders.
  Status writeKeys(const fs::path& folder, const std::string& place,
                   const std::vector<std::pair<std::string, std::string>>& files) {
    std::set<std::string> keys;
    for (const auto& [key, content] : files) {
      keys.insert(key);
    }
    for (const auto& [key, content] : files) {
      const auto below = keys.lower_bound(key + "/");
      if (below != keys.end() && below->starts_with(key + "/")) {
        skip(place, "“" + key + "” cannot be a file, because “" + *below + "” makes it a folder");
      } else if (!staysBelow(key)) {
        skip(place, "“" + key + "” cannot be the name of a file");
      } else if (hasLongName(key)) {
        skip(place, "“" + key + "” is too long for the name of a file");
      } else {
        const fs::path file = folder / key;
        TATARA_TRY(internal::makeFolders(file.parent_path()));
        TATARA_TRY(internal::writeWhole(file, content));
      }
    }
    return {};
  }

  Status writePairs(const fs::path& folder, const std::string& place, const std::vector<KeyValue>& pairs) {
    std::vector<std::pair<std::string, std::string>> files;
    for (const KeyValue& pair : pairs) {
      files.emplace_back(pair.key, pair.value);
    }
    return writeKeys(folder, place, files);
  }

  // --- experiments

  Status writeExperiment(const internal::ChosenExperiment& chosen) {
    const track::Experiment& experiment = chosen.experiment;
    const std::string id = std::to_string(experiment.id.value());
    const bool deleted = experiment.lifecycle == track::Lifecycle::Deleted;
    const fs::path folder = deleted ? m_root / ".trash" / id : m_root / id;
    Json json;
    json.set("artifact_location", fileUri(m_root / id));
    json.set("creation_time", toUnixMillis(experiment.created));
    json.set("experiment_id", id);
    json.set("last_update_time", toUnixMillis(experiment.updated));
    json.set("lifecycle_stage", deleted ? "deleted" : "active");
    json.set("name", experiment.name);
    TATARA_TRY(meta(folder, json));
    TATARA_TRY(writePairs(folder / "tags", "experiment " + experiment.name, experiment.tags));
    ++m_out.report().experiments;
    for (const track::RunKey key : chosen.runs) {
      if (m_choice.stop.stop_requested()) {
        return makeError(ErrorKind::Cancelled, "Stopped; what was written until then stays");
      }
      TATARA_ASSIGN(auto run, m_out.loadRun(key));
      TATARA_TRY(writeRun(folder, id, run));
      m_out.take(run.info.id.value());
      ++m_out.report().runs;
      if (m_choice.progress) {
        m_choice.progress({run.info.name, m_out.report().runs, m_total});
      }
    }
    TATARA_TRY(writeLoggedModels(folder, experiment.id));
    return writeTraces(folder, experiment.id);
  }

  // --- runs

  Status writeRun(const fs::path& experiment, const std::string& experimentId, const track::Run& run) {
    const track::RunInfo& info = run.info;
    const fs::path folder = experiment / info.id.value();
    const fs::path final = m_root / experimentId / info.id.value();
    Json json;
    json.set("artifact_uri", uriOf(info.artifactUri, final / "artifacts"));
    json.set("deleted_time", info.deleted ? Json(toUnixMillis(*info.deleted)) : Json());
    json.set("end_time", info.ended ? Json(toUnixMillis(*info.ended)) : Json());
    json.set("entry_point_name", "");
    json.set("experiment_id", experimentId);
    json.set("lifecycle_stage", info.deleted ? "deleted" : "active");
    json.set("run_id", info.id.value());
    json.set("run_name", info.name);
    json.set("run_uuid", info.id.value());
    json.set("source_name", "");
    json.set("source_type", 4);
    json.set("source_version", "");
    json.set("start_time", toUnixMillis(info.started));
    json.set("status", static_cast<int>(info.status));
    json.set("tags", Json::array());
    json.set("user_id", info.user);
    TATARA_TRY(meta(folder, json));
    const std::string place = "run " + info.id.value();
    for (const char* name : {"params", "tags", "metrics", "artifacts"}) {
      TATARA_TRY(internal::makeFolders(folder / name));
    }
    TATARA_TRY(writePairs(folder / "params", place, run.params));
    TATARA_TRY(writePairs(folder / "tags", place, run.tags));
    TATARA_TRY(writeMetrics(folder / "metrics", place, info.key));
    TATARA_TRY(writeInputs(experiment, folder, run));
    TATARA_TRY(writeLinks(folder / "outputs", run.modelOutputs, "RUN_OUTPUT", "MODEL_OUTPUT"));
    return m_out.copyArtifacts(info.artifactUri, folder / "artifacts");
  }

  Status writeMetrics(const fs::path& folder, const std::string& place, track::RunKey key) {
    TATARA_ASSIGN(const auto series, m_out.store().read([&](sql::Connection& connection) {
      return track::loadRunSeries(connection, key, {});
    }));
    std::vector<std::pair<std::string, std::string>> files;
    for (const track::RunSeries& one : series) {
      std::string lines;
      for (const series::Point& point : one.points) {
        lines += std::to_string(point.timestamp) + " " + toText(point.value) + " " +
                 std::to_string(point.step) + "\n";
      }
      m_out.report().points += static_cast<std::int64_t>(one.points.size());
      files.emplace_back(one.key, std::move(lines));
    }
    return writeKeys(folder, place, files);
  }

  Status writeInputs(const fs::path& experiment, const fs::path& folder, const track::Run& run) {
    for (const track::DatasetInput& input : run.datasets) {
      const track::DatasetRecord& dataset = input.dataset;
      const std::string datasetId = crypto::md5Hex(dataset.name + dataset.digest);
      const fs::path home = experiment / "datasets" / datasetId;
      if (m_datasets.insert(home.string()).second) {
        Json json;
        json.set("digest", dataset.digest);
        json.set("name", dataset.name);
        json.set("profile", dataset.profile ? Json(*dataset.profile) : Json());
        json.set("schema", dataset.schema ? Json(*dataset.schema) : Json());
        json.set("source", dataset.source);
        json.set("source_type", dataset.sourceType);
        TATARA_TRY(meta(home, json));
      }
      Json tags = Json::object();
      for (const KeyValue& tag : input.tags) {
        tags.set(tag.key, tag.value);
      }
      Json link;
      link.set("destination_id", run.info.id.value());
      link.set("destination_type", "RUN");
      link.set("source_id", datasetId);
      link.set("source_type", "DATASET");
      link.set("tags", std::move(tags));
      TATARA_TRY(meta(folder / "inputs" / crypto::md5Hex(datasetId + run.info.id.value()), link));
    }
    return writeLinks(folder / "inputs", run.modelInputs, "RUN_INPUT", "MODEL_INPUT");
  }

  Status writeLinks(const fs::path& folder, const std::vector<track::LoggedModelLink>& links,
                    const char* sourceType, const char* destinationType) {
    for (const track::LoggedModelLink& link : links) {
      if (!internal::isMlflowId(link.model.value())) {
        skip("run " + folder.parent_path().filename().string(),
             "The id of its model “" + link.model.value() + "” cannot be the name of a folder");
        continue;
      }
      Json json;
      json.set("destination_id", link.model.value());
      json.set("destination_type", destinationType);
      json.set("source_id", link.model.value());
      json.set("source_type", sourceType);
      json.set("step", link.step);
      json.set("tags", Json::object());
      TATARA_TRY(meta(folder / link.model.value(), json));
    }
    return {};
  }

  // --- logged models

  Status writeLoggedModels(const fs::path& experiment, track::ExperimentId id) {
    TATARA_ASSIGN(const auto models, m_out.loggedModels(id));
    for (const track::LoggedModel& model : models) {
      const fs::path folder = experiment / "models" / model.id.value();
      const fs::path final = m_root / std::to_string(id.value()) / "models" / model.id.value() / "artifacts";
      Json json;
      json.set("artifact_location", uriOf(model.artifactUri, final));
      json.set("creation_timestamp", toUnixMillis(model.created));
      json.set("experiment_id", std::to_string(id.value()));
      json.set("last_updated_timestamp", toUnixMillis(model.updated));
      json.set("lifecycle_stage", "active");
      json.set("model_id", model.id.value());
      json.set("model_type", orNull(model.type));
      json.set("name", model.name);
      json.set("source_run_id", orNull(model.sourceRun.value()));
      json.set("status", static_cast<int>(model.status));
      json.set("status_message", orNull(model.statusMessage));
      TATARA_TRY(meta(folder, json));
      const std::string place = "logged model " + model.id.value();
      TATARA_TRY(writePairs(folder / "params", place, model.params));
      TATARA_TRY(writePairs(folder / "tags", place, model.tags));
      std::map<std::string, std::string> lines;
      for (const track::LoggedModelMetric& metric : model.metrics) {
        std::string& own = lines[metric.key];
        own += std::to_string(metric.point.timestamp) + " " + toText(metric.point.value) + " " +
               std::to_string(metric.point.step) + " " + metric.run.value();
        own +=
            metric.datasetName.empty() ? "\n" : " " + metric.datasetName + " " + metric.datasetDigest + "\n";
      }
      TATARA_TRY(writeKeys(folder / "metrics", place, {lines.begin(), lines.end()}));
      TATARA_TRY(m_out.copyArtifacts(model.artifactUri, folder / "artifacts"));
      m_out.take(model.id.value());
      ++m_out.report().loggedModels;
    }
    return {};
  }

  // --- traces

  Status writeTraces(const fs::path& experiment, track::ExperimentId id) {
    TATARA_ASSIGN(const auto traces, m_out.traces(id));
    for (const track::Trace& trace : traces) {
      const fs::path folder = experiment / "traces" / trace.id;
      const fs::path final = m_root / std::to_string(id.value()) / "traces" / trace.id / "artifacts";
      if (!internal::isMlflowId(trace.id)) {
        skip("trace " + trace.id, "Its id cannot be the name of a folder");
        continue;
      }
      TATARA_TRY(internal::makeFolders(folder));
      TATARA_TRY(
          internal::writeWhole(folder / "trace_info.yaml", text::toYaml(internal::traceInfoJson(trace))));
      const std::string place = "trace " + trace.id;
      std::vector<KeyValue> tags = internal::withSpanFile(trace.tags, uriOf(artifactsOf(trace), final));
      TATARA_TRY(writePairs(folder / "tags", place, tags));
      TATARA_TRY(writePairs(folder / "request_metadata", place, trace.metadata));
      for (const track::Assessment& assessment : trace.assessments) {
        if (!internal::isMlflowId(assessment.id)) {
          skip(place, "The id of its assessment “" + assessment.id + "” cannot be the name of a file");
          continue;
        }
        TATARA_ASSIGN(const Json body, text::parseJson(assessment.body));
        TATARA_TRY(internal::makeFolders(folder / "assessments"));
        TATARA_TRY(
            internal::writeWhole(folder / "assessments" / (assessment.id + ".yaml"), text::toYaml(body)));
      }
      TATARA_TRY(writeSpans(trace, folder / "artifacts"));
      ++m_out.report().traces;
    }
    return {};
  }

  static std::string artifactsOf(const track::Trace& trace) {
    const std::string* place = trace.tag(track::kTraceArtifacts);
    return place == nullptr ? std::string() : *place;
  }

  Status writeSpans(const track::Trace& trace, const fs::path& folder) {
    TATARA_ASSIGN(const auto spans, m_out.spanFile(trace));
    if (!spans) {
      return m_out.copyArtifacts(artifactsOf(trace), folder);
    }
    TATARA_TRY(internal::makeFolders(folder));
    return internal::writeWhole(folder / "traces.json", *spans);
  }

  // --- registry

  Status writeModels() {
    TATARA_ASSIGN(const auto models, m_out.models());
    for (const internal::MlflowOut::Model& one : models) {
      TATARA_TRY(writeModel(one.model, one.versions));
    }
    return {};
  }

  Status writeModel(const registry::RegisteredModel& model,
                    const std::vector<registry::ModelVersion>& versions) {
    const std::string place = "registered model " + model.name;
    if (model.name.size() > kNameBytes || model.name.find('/') != std::string::npos || model.name == "." ||
        model.name == "..") {
      skip(place, "Its name cannot be the name of a folder");
      return {};
    }
    const fs::path folder = m_root / "models" / model.name;
    Json aliases = Json::object();
    std::vector<std::pair<std::string, std::string>> aliasFiles;
    for (const registry::Alias& alias : model.aliases) {
      aliases.set(alias.name, std::to_string(alias.version));
      aliasFiles.emplace_back(alias.name, std::to_string(alias.version));
    }
    Json json;
    json.set("aliases", std::move(aliases));
    json.set("creation_timestamp", toUnixMillis(model.created));
    json.set("description", model.description);
    json.set("last_updated_timestamp", toUnixMillis(model.updated));
    json.set("latest_versions", Json::array());
    json.set("name", model.name);
    json.set("tags", Json::object());
    TATARA_TRY(meta(folder, json));
    TATARA_TRY(writePairs(folder / "tags", place, model.tags));
    TATARA_TRY(writeKeys(folder / "aliases", place, aliasFiles));
    ++m_out.report().models;
    for (const registry::ModelVersion& version : versions) {
      TATARA_TRY(writeVersion(folder, version));
    }
    return {};
  }

  Status writeVersion(const fs::path& model, const registry::ModelVersion& version) {
    const fs::path folder = model / ("version-" + std::to_string(version.version));
    Json json;
    json.set("aliases", Json::array());
    json.set("creation_timestamp", toUnixMillis(version.created));
    json.set("current_stage", std::string(registry::toString(version.stage)));
    json.set("description", version.description);
    json.set("last_updated_timestamp", toUnixMillis(version.updated));
    if (!version.loggedModel.value().empty()) {
      json.set("model_id", version.loggedModel.value());
    }
    json.set("name", version.model);
    json.set("run_id", orNull(version.run.value()));
    json.set("run_link", orNull(version.runLink));
    json.set("source", version.source.starts_with("mlflow-artifacts:") ? m_out.movedUri(version.source)
                                                                       : version.source);
    json.set("status", "READY");
    json.set("status_message", orNull(version.statusMessage));
    json.set("storage_location", m_out.movedUri(version.storage.empty() ? version.source : version.storage));
    json.set("tags", Json::object());
    json.set("user_id", orNull(version.user));
    json.set("version", version.version);
    TATARA_TRY(meta(folder, json));
    ++m_out.report().versions;
    return writePairs(folder / "tags", "version " + std::to_string(version.version) + " of " + version.model,
                      version.tags);
  }

  // --- artifacts

  std::string uriOf(const std::string& uri, const fs::path& here) const {
    return artifact::rootPathOf(uri) ? fileUri(here) : uri;
  }

  internal::MlflowOut m_out;
  fs::path m_root;
  const ExportChoice& m_choice;
  std::set<std::string> m_datasets;  // folders that were written
  std::int64_t m_total = 0;
};

}  // namespace

Result<ExportReport> exportMlflow(const std::shared_ptr<store::Store>& store, const fs::path& folder,
                                  const ExportChoice& choice) {
  TATARA_TRY(internal::makeEmptyFolder(folder));
  std::error_code failed;
  const fs::path root = fs::canonical(folder, failed);
  if (failed) {
    return text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "The folder %1 cannot be opened"),
                          {folder.string()}, failed.message());
  }
  return FileStoreWriter(store, root, choice).write();
}

}  // namespace tatara::interop
