#include "core/interop/internal/mlflow_files.h"

#include <algorithm>
#include <functional>

#include "core/base/number_text.h"
#include "core/interop/internal/mlflow_metric_line.h"
#include "core/interop/internal/mlflow_trace.h"
#include "core/text/yaml.h"

namespace tatara::interop::internal {
namespace {

using text::Json;

constexpr std::int64_t kMetaBytes = 32 << 20;  // a dataset's profile may have 16 MB
constexpr std::int64_t kValueBytes = 4 << 20;
constexpr std::int64_t kMetricBytes = std::int64_t{1} << 30;
constexpr int kKeyDepth = 32;
constexpr const char* kTrash = ".trash";

std::string metaTextAt(const Json& meta, std::string_view key) {
  const Json& value = meta[key];
  if (const std::string* string = value.asString()) {
    return *string;
  }
  const auto number = value.asInt();
  return number ? std::to_string(*number) : std::string();
}

Millis64 millisAt(const Json& meta, std::string_view key) {
  const Json& value = meta[key];
  if (const std::string* string = value.asString()) {
    return parseInt(*string);
  }
  return value.asInt();
}

std::vector<KeyValue> mapAt(const Json& meta, std::string_view key) {
  std::vector<KeyValue> pairs;
  for (const auto& member : meta[key].members()) {
    pairs.push_back({member.key, metaTextAt(meta[key], member.key)});
  }
  return pairs;
}

std::optional<Json> readMeta(const Folder& folder, Problems& problems,
                             const std::string& name = "meta.yaml") {
  auto bytes = folder.read(name, kMetaBytes);
  if (!bytes) {
    const bool absent = bytes.error().kind == ErrorKind::NotFound;
    problems.skip(folder.shown(), absent ? "It has no " + name : bytes.error().message);
    return std::nullopt;
  }
  text::YamlLimits limits;
  limits.maxBytes = static_cast<std::size_t>(kMetaBytes);
  auto meta = text::parseYaml(*bytes, text::YamlDialect::Python, limits);
  if (!meta) {
    problems.skip(folder.shown(name), meta.error().message);
    return std::nullopt;
  }
  if (!meta->isObject()) {
    problems.skip(folder.shown(name),
                  "It holds " + std::string(meta->typeName()) + " where fields should be");
    return std::nullopt;
  }
  return std::move(*meta);
}

// A list of the folder, empty (and told) when it cannot be read.
std::vector<Folder::Item> itemsOf(const Folder& folder, Problems& problems) {
  auto items = folder.list();
  if (!items) {
    problems.skip(folder.shown(), items.error().message);
    return {};
  }
  return std::move(*items);
}

// Every file below `folder` with its key.
void walkKeys(const Folder& folder, const std::string& prefix, int depth, Problems& problems,
              const std::function<void(const Folder&, const std::string& name, std::string key)>& visit) {
  for (const Folder::Item& item : itemsOf(folder, problems)) {
    std::string key = prefix + item.name;
    if (item.kind == Folder::Kind::Other) {
      problems.skip(folder.shown(item.name),
                    "It is a symbolic link or no regular file, and those are not followed");
    } else if (item.kind == Folder::Kind::File) {
      std::replace(key.begin(), key.end(), '\\', '/');
      visit(folder, item.name, std::move(key));
    } else if (depth >= kKeyDepth) {
      problems.skip(folder.shown(item.name), "It lies deeper than " + std::to_string(kKeyDepth) + " folders");
    } else if (const auto below = folder.find(item.name)) {
      walkKeys(*below, key + "/", depth + 1, problems, visit);
    }
  }
}

std::vector<KeyValue> readPairs(const Folder& parent, std::string_view name, Problems& problems) {
  std::vector<KeyValue> pairs;
  if (const auto folder = parent.find(name)) {
    walkKeys(*folder, "", 0, problems, [&](const Folder& place, const std::string& file, std::string key) {
      auto value = place.read(file, kValueBytes);
      if (value) {
        pairs.push_back({std::move(key), std::move(*value)});
      } else {
        problems.skip(place.shown(file), value.error().message);
      }
    });
  }
  return pairs;
}

// `visit` for each line that is one; the others are told by their number.
void readMetrics(const Folder& parent, MetricOwner owner, Problems& problems,
                 const std::function<void(const std::string& key, const MetricLine&)>& visit) {
  const auto folder = parent.find("metrics");
  if (!folder) {
    return;
  }
  walkKeys(*folder, "", 0, problems, [&](const Folder& place, const std::string& file, std::string key) {
    const auto bytes = place.read(file, kMetricBytes);
    if (!bytes) {
      problems.skip(place.shown(file), bytes.error().message);
      return;
    }
    std::string_view rest = *bytes;
    for (std::int64_t number = 1; !rest.empty(); ++number) {
      const std::size_t end = rest.find('\n');
      const std::string_view line = rest.substr(0, end);
      rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
      if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
        continue;
      }
      const auto parsed = parseMetricLine(line, owner);
      if (parsed) {
        visit(key, *parsed);
      } else {
        problems.skip(place.shown(file) + ", line " + std::to_string(number), parsed.error().message);
      }
    }
  });
}

std::vector<SourceMetric> readRunMetrics(const Folder& run, Problems& problems) {
  std::vector<SourceMetric> metrics;
  readMetrics(run, MetricOwner::Run, problems, [&](const std::string& key, const MetricLine& line) {
    if (metrics.empty() || metrics.back().key != key) {
      metrics.push_back({key, {}});
    }
    metrics.back().points.push_back(line.point);
  });
  return metrics;
}

std::vector<track::DatasetInput> readDatasets(const Folder& experiment, const Folder& run,
                                              Problems& problems) {
  std::vector<track::DatasetInput> inputs;
  const auto folder = run.find("inputs");
  for (const Folder::Item& item : folder ? itemsOf(*folder, problems) : std::vector<Folder::Item>()) {
    const auto input = folder->find(item.name);
    const auto meta = input ? readMeta(*input, problems) : std::nullopt;
    if (!meta || metaTextAt(*meta, "source_type") != "DATASET") {
      continue;
    }
    const std::string id = metaTextAt(*meta, "source_id");
    const auto dataset = experiment.find({"datasets", id});
    if (!dataset) {
      problems.skip(input->shown("meta.yaml"),
                    "The dataset “" + id + "” that it names is not in " + experiment.shown("datasets"));
      continue;
    }
    const auto record = readMeta(*dataset, problems);
    if (!record) {
      continue;
    }
    track::DatasetInput made;
    made.dataset = {metaTextAt(*record, "name"),
                    metaTextAt(*record, "digest"),
                    metaTextAt(*record, "source_type"),
                    metaTextAt(*record, "source"),
                    std::nullopt,
                    std::nullopt};
    if (const std::string* schema = (*record)["schema"].asString()) {
      made.dataset.schema = *schema;
    }
    if (const std::string* profile = (*record)["profile"].asString()) {
      made.dataset.profile = *profile;
    }
    made.tags = mapAt(*meta, "tags");
    inputs.push_back(std::move(made));
  }
  return inputs;
}

bool isLoggedModelId(std::string_view id) {
  return id.starts_with("m-") && isMlflowId(id);
}

std::vector<track::LoggedModelLink> readModelLinks(const Folder& run, std::string_view name,
                                                   Problems& problems) {
  std::vector<track::LoggedModelLink> links;
  const auto folder = run.find(name);
  for (const Folder::Item& item : folder ? itemsOf(*folder, problems) : std::vector<Folder::Item>()) {
    const auto link = folder->find(item.name);
    const auto meta = link ? readMeta(*link, problems) : std::nullopt;
    if (!meta || metaTextAt(*meta, "source_type") == "DATASET") {
      continue;
    }
    const std::string candidates[] = {metaTextAt(*meta, "destination_id"), metaTextAt(*meta, "source_id"),
                                      item.name};
    const auto model = std::find_if(std::begin(candidates), std::end(candidates), isLoggedModelId);
    if (model == std::end(candidates)) {
      problems.skip(link->shown("meta.yaml"), "It names no logged model");
      continue;
    }
    links.push_back({track::LoggedModelId(*model), millisAt(*meta, "step").value_or(0)});
  }
  return links;
}

track::RunStatus statusAt(const Json& meta, const std::string& place, Problems& problems) {
  const Json& value = meta["status"];
  if (value.isNull()) {
    return track::RunStatus::Running;
  }
  if (const auto number = value.asInt(); number && *number >= 1 && *number <= 5) {
    return static_cast<track::RunStatus>(*number);
  }
  if (const auto word =
          value.asString() != nullptr ? track::parseRunStatus(*value.asString()) : std::nullopt) {
    return *word;
  }
  problems.skip(place, "Its status is none of MLflow's; the run is brought in as failed");
  return track::RunStatus::Failed;
}

std::string sourceTypeAt(const Json& meta) {
  const auto number = meta["source_type"].asInt();
  if (!number) {
    return metaTextAt(meta, "source_type");
  }
  switch (*number) {
    case 1:
      return "NOTEBOOK";
    case 2:
      return "JOB";
    case 3:
      return "PROJECT";
    case 4:
      return "LOCAL";
    default:
      return "UNKNOWN";
  }
}

std::optional<SourceVersion> readVersion(const Folder& folder, std::string_view name, Problems& problems) {
  const auto meta = readMeta(folder, problems);
  if (!meta) {
    return std::nullopt;
  }
  SourceVersion version;
  version.place = folder.shown("meta.yaml");
  const auto number = parseInt(name);
  if (!number || *number < 1 || millisAt(*meta, "version").value_or(*number) != *number) {
    problems.skip(version.place, "The version's number is not that of its folder");
    return std::nullopt;
  }
  version.version = *number;
  version.stage = metaTextAt(*meta, "current_stage");
  if (version.stage == "Deleted_Internal") {
    return std::nullopt;
  }
  version.source = metaTextAt(*meta, "source");
  version.storage = metaTextAt(*meta, "storage_location");
  version.run = metaTextAt(*meta, "run_id");
  version.runLink = metaTextAt(*meta, "run_link");
  version.loggedModel = metaTextAt(*meta, "model_id");
  version.description = metaTextAt(*meta, "description");
  version.user = metaTextAt(*meta, "user_id");
  version.created = millisAt(*meta, "creation_timestamp");
  version.updated = millisAt(*meta, "last_updated_timestamp");
  version.tags = readPairs(folder, "tags", problems);
  return version;
}

std::vector<registry::Alias> readAliases(const Folder& folder, Problems& problems) {
  std::vector<registry::Alias> aliases;
  for (const KeyValue& pair : readPairs(folder, "aliases", problems)) {
    std::string_view digits = pair.value;
    while (!digits.empty() && (digits.back() == '\n' || digits.back() == '\r')) {
      digits.remove_suffix(1);
    }
    if (const auto version = parseInt(digits)) {
      aliases.push_back({pair.key, *version});
    } else {
      problems.skip(folder.shown("aliases") + "/" + pair.key,
                    "It names no version: “" + std::string(digits) + "”");
    }
  }
  return aliases;
}

}  // namespace

Result<std::unique_ptr<MlflowFiles>> MlflowFiles::open(const std::filesystem::path& root) {
  std::string shown = root.filename().string();
  TATARA_ASSIGN(Folder folder, Folder::open(root, shown.empty() ? "." : shown));
  return std::unique_ptr<MlflowFiles>(new MlflowFiles(std::move(folder)));
}

bool MlflowFiles::recognises(const std::filesystem::path& root) {
  const auto folder = Folder::open(root, "");
  const auto items = folder ? folder->list() : Result<std::vector<Folder::Item>>(folder.error());
  if (!items) {
    return false;
  }
  return std::any_of(items->begin(), items->end(), [&](const Folder::Item& item) {
    const auto below = item.kind == Folder::Kind::Folder ? folder->find(item.name) : std::nullopt;
    if (!below) {
      return false;
    }
    if (item.name == kTrash) {
      return true;
    }
    const auto meta = below->findText("meta.yaml", kMetaBytes);
    return meta && meta->find("experiment_id") != std::string::npos;
  });
}

void MlflowFiles::addExperiment(const Folder& folder, const std::string& id, bool trashed, Problems& problems,
                                std::vector<SourceExperiment>& found) {
  const auto meta = readMeta(folder, problems);
  if (!meta) {
    return;
  }
  SourceExperiment experiment;
  experiment.place = folder.shown();
  experiment.id = metaTextAt(*meta, "experiment_id");
  if (experiment.id != id) {
    problems.skip(folder.shown("meta.yaml"),
                  "It says that it is experiment “" + experiment.id + "”, which its folder is not");
    return;
  }
  experiment.name = metaTextAt(*meta, "name");
  if (experiment.name.empty()) {
    problems.skip(folder.shown("meta.yaml"), "The experiment has no name");
    return;
  }
  experiment.location = metaTextAt(*meta, "artifact_location");
  experiment.deleted = trashed || metaTextAt(*meta, "lifecycle_stage") == "deleted";
  experiment.created = millisAt(*meta, "creation_time");
  experiment.updated = millisAt(*meta, "last_update_time");
  experiment.tags = readPairs(folder, "tags", problems);
  found.push_back(std::move(experiment));
}

Result<std::vector<SourceExperiment>> MlflowFiles::experiments(Problems& problems) {
  std::vector<SourceExperiment> found;
  const auto scan = [&](const Folder& parent, bool trashed) -> Status {
    TATARA_ASSIGN(const auto items, parent.list());
    for (const Folder::Item& item : items) {
      if (item.kind != Folder::Kind::Folder || (!trashed && (item.name == "models" || item.name == kTrash))) {
        if (item.kind == Folder::Kind::Other) {
          problems.skip(parent.shown(item.name), "It is a symbolic link, and those are not followed");
        }
        continue;
      }
      auto folder = parent.find(item.name);
      if (!folder) {
        problems.skip(parent.shown(item.name), "The folder cannot be opened");
        continue;
      }
      addExperiment(*folder, item.name, trashed, problems, found);
      m_experiments.emplace(folder->shown(), trashed ? std::vector<std::string>{kTrash, item.name}
                                                     : std::vector<std::string>{item.name});
    }
    return {};
  };
  TATARA_TRY(scan(m_root, false));
  if (const auto trash = m_root.find(kTrash)) {
    TATARA_TRY(scan(*trash, true));
  }
  return found;
}

std::optional<Folder> MlflowFiles::folderOf(const SourceExperiment& experiment) const {
  return m_root.find(m_experiments.at(experiment.place));
}

Result<std::vector<std::string>> MlflowFiles::runIds(const SourceExperiment& experiment, Problems& problems) {
  const auto folder = folderOf(experiment);
  std::vector<std::string> ids;
  if (!folder) {
    problems.skip(experiment.place, "The folder cannot be opened");
    return ids;
  }
  static constexpr std::string_view kOthers[] = {"tags", "datasets", "traces", "models", "artifacts"};
  for (const Folder::Item& item : itemsOf(*folder, problems)) {
    const bool other = std::find(std::begin(kOthers), std::end(kOthers), item.name) != std::end(kOthers);
    if (item.kind == Folder::Kind::Other) {
      problems.skip(folder->shown(item.name), "It is a symbolic link, and those are not followed");
    } else if (item.kind == Folder::Kind::Folder && !other) {
      ids.push_back(item.name);
    }
  }
  return ids;
}

Result<std::optional<SourceRun>> MlflowFiles::run(const SourceExperiment& experiment, const std::string& id,
                                                  Problems& problems) {
  const auto home = folderOf(experiment);
  const auto folder = home ? home->find(id) : std::nullopt;
  const auto meta = folder ? readMeta(*folder, problems) : std::nullopt;
  if (!meta) {
    return std::optional<SourceRun>();
  }
  SourceRun run;
  run.place = folder->shown();
  run.id = metaTextAt(*meta, "run_id");
  if (run.id.empty()) {
    run.id = metaTextAt(*meta, "run_uuid");
  }
  if (run.id != id || !isMlflowId(run.id)) {
    problems.skip(folder->shown("meta.yaml"),
                  "It says that it is run “" + run.id + "”, which its folder is not");
    return std::optional<SourceRun>();
  }
  run.name = metaTextAt(*meta, "run_name");
  if (run.name.empty()) {
    run.name = metaTextAt(*meta, "name");
  }
  run.user = metaTextAt(*meta, "user_id");
  run.artifactUri = metaTextAt(*meta, "artifact_uri");
  run.status = statusAt(*meta, folder->shown("meta.yaml"), problems);
  run.started = millisAt(*meta, "start_time");
  run.ended = millisAt(*meta, "end_time");
  run.deleted = metaTextAt(*meta, "lifecycle_stage") == "deleted";
  run.deletedAt = millisAt(*meta, "deleted_time");
  run.params = readPairs(*folder, "params", problems);
  run.tags = readPairs(*folder, "tags", problems);
  run.metrics = readRunMetrics(*folder, problems);
  run.datasets = readDatasets(*home, *folder, problems);
  run.modelInputs = readModelLinks(*folder, "inputs", problems);
  run.modelOutputs = readModelLinks(*folder, "outputs", problems);
  addLegacyTags(run, {metaTextAt(*meta, "source_name"), sourceTypeAt(*meta),
                      metaTextAt(*meta, "source_version"), metaTextAt(*meta, "entry_point_name")});
  return std::optional(std::move(run));
}

Result<std::vector<std::string>> MlflowFiles::loggedModelIds(const SourceExperiment& experiment,
                                                             Problems& problems) {
  std::vector<std::string> ids;
  const auto home = folderOf(experiment);
  const auto folder = home ? home->find("models") : std::nullopt;
  for (const Folder::Item& item : folder ? itemsOf(*folder, problems) : std::vector<Folder::Item>()) {
    if (item.kind == Folder::Kind::Folder) {
      ids.push_back(item.name);
    }
  }
  return ids;
}

Result<std::optional<SourceLoggedModel>> MlflowFiles::loggedModel(const SourceExperiment& experiment,
                                                                  const std::string& id, Problems& problems) {
  const auto home = folderOf(experiment);
  const auto folder = home ? home->find({"models", id}) : std::nullopt;
  const auto meta = folder ? readMeta(*folder, problems) : std::nullopt;
  if (!meta) {
    return std::optional<SourceLoggedModel>();
  }
  SourceLoggedModel model;
  model.place = folder->shown();
  model.id = metaTextAt(*meta, "model_id");
  if (model.id != id || !isMlflowId(id)) {
    problems.skip(folder->shown("meta.yaml"),
                  "It says that it is model “" + model.id + "”, which its folder is not");
    return std::optional<SourceLoggedModel>();
  }
  model.name = metaTextAt(*meta, "name");
  model.type = metaTextAt(*meta, "model_type");
  model.run = metaTextAt(*meta, "source_run_id");
  model.artifactUri = metaTextAt(*meta, "artifact_location");
  const auto status = (*meta)["status"].asInt();
  model.status = status && *status >= 1 && *status <= 3 ? static_cast<track::LoggedModelStatus>(*status)
                                                        : track::LoggedModelStatus::Pending;
  model.created = millisAt(*meta, "creation_timestamp");
  model.updated = millisAt(*meta, "last_updated_timestamp");
  model.deleted = metaTextAt(*meta, "lifecycle_stage") == "deleted";
  model.params = readPairs(*folder, "params", problems);
  model.tags = readPairs(*folder, "tags", problems);
  readMetrics(*folder, MetricOwner::LoggedModel, problems,
              [&](const std::string& key, const MetricLine& line) {
                model.metrics.push_back(
                    {key, line.point, track::RunId(line.run), line.datasetName, line.datasetDigest});
              });
  return std::optional(std::move(model));
}

std::optional<Folder> MlflowFiles::findArtifactsOf(const SourceExperiment& experiment, const std::string& id,
                                                   OwnerKind kind) const {
  const auto folder = folderOf(experiment);
  if (!folder) {
    return std::nullopt;
  }
  if (kind == OwnerKind::Run) {
    return folder->find({id, "artifacts"});
  }
  return folder->find({kind == OwnerKind::Trace ? "traces" : "models", id, "artifacts"});
}

Status MlflowFiles::traces(const SourceExperiment& experiment, Problems& problems, const TakeTrace& take) {
  const auto home = folderOf(experiment);
  const auto folder = home ? home->find("traces") : std::nullopt;
  for (const Folder::Item& item : folder ? itemsOf(*folder, problems) : std::vector<Folder::Item>()) {
    const auto place = item.kind == Folder::Kind::Folder ? folder->find(item.name) : std::nullopt;
    if (!place) {
      problems.skip(folder->shown(item.name), "It is no folder, or cannot be opened");
      continue;
    }
    const auto info = readMeta(*place, problems, "trace_info.yaml");
    if (!info) {
      continue;
    }
    auto trace = traceOf(*info);
    if (!trace || trace->head.id != item.name) {
      problems.skip(place->shown("trace_info.yaml"), "It says that it is another trace than its folder is");
      continue;
    }
    trace->place = place->shown();
    trace->head.tags = readPairs(*place, "tags", problems);
    trace->head.metadata = readPairs(*place, "request_metadata", problems);
    findTraceArtifacts(*trace);
    const auto assessments = place->find("assessments");
    for (const Folder::Item& one :
         assessments ? itemsOf(*assessments, problems) : std::vector<Folder::Item>()) {
      const auto body = readMeta(*assessments, problems, one.name);
      auto assessment = body ? assessmentOfJson(*body) : std::nullopt;
      if (assessment) {
        trace->head.assessments.push_back(std::move(*assessment));
      } else if (body) {
        problems.skip(assessments->shown(one.name), "It is no assessment");
      }
    }
    TATARA_TRY(take(std::move(*trace)));
  }
  return {};
}

Result<std::vector<SourceModel>> MlflowFiles::models(Problems& problems) {
  std::vector<SourceModel> models;
  const auto registry = m_root.find("models");
  for (const Folder::Item& item : registry ? itemsOf(*registry, problems) : std::vector<Folder::Item>()) {
    const auto folder = item.kind == Folder::Kind::Folder ? registry->find(item.name) : std::nullopt;
    const auto meta = folder ? readMeta(*folder, problems) : std::nullopt;
    if (!meta) {
      continue;
    }
    SourceModel model;
    model.place = folder->shown();
    model.name = metaTextAt(*meta, "name");
    if (model.name.empty()) {
      model.name = item.name;
    }
    model.description = metaTextAt(*meta, "description");
    model.created = millisAt(*meta, "creation_timestamp");
    model.updated = millisAt(*meta, "last_updated_timestamp");
    model.tags = readPairs(*folder, "tags", problems);
    model.aliases = readAliases(*folder, problems);
    constexpr std::string_view kPrefix = "version-";
    for (const Folder::Item& below : itemsOf(*folder, problems)) {
      const auto place = below.name.starts_with(kPrefix) ? folder->find(below.name) : std::nullopt;
      if (!place) {
        continue;
      }
      if (auto version = readVersion(*place, std::string_view(below.name).substr(kPrefix.size()), problems)) {
        model.versions.push_back(std::move(*version));
      }
    }
    std::sort(model.versions.begin(), model.versions.end(),
              [](const SourceVersion& a, const SourceVersion& b) { return a.version < b.version; });
    models.push_back(std::move(model));
  }
  return models;
}

}  // namespace tatara::interop::internal
