#include "ui/models/models_data.h"

#include <algorithm>
#include <map>

#include "core/deploy/followers.h"
#include "core/registry/altered.h"
#include "core/registry/policy_warning.h"
#include "core/text/error_phrase.h"
#include "core/track/experiments.h"
#include "core/track/logged_models.h"
#include "core/track/runs.h"

namespace tatara::ui {
namespace {

constexpr std::int64_t kMostMlmodelBytes = 1 << 20;
constexpr std::int64_t kMostActs = 500;
constexpr std::int64_t kMostReviews = 1000;

const std::string* findValue(const std::vector<track::KeyValue>& pairs, std::string_view key) {
  const auto at = std::ranges::find(pairs, key, &track::KeyValue::key);
  return at == pairs.end() ? nullptr : &at->value;
}

std::int64_t championOf(const registry::RegisteredModel& model) {
  const auto at = std::ranges::find(model.aliases, kChampion, &registry::Alias::name);
  return at == model.aliases.end() ? 0 : at->version;
}

void addOrigin(VersionLine& line) {
  if (!line.run) {
    return;
  }
  if (!line.run->datasets.empty()) {
    line.data = line.run->datasets.front().dataset.name;
  }
  if (const std::string* commit = findValue(line.run->tags, track::tag::kGitCommit)) {
    line.commit = *commit;
  }
  const std::string* dirty = findValue(line.run->tags, "mlflow.source.git.dirty");
  line.dirty = dirty && *dirty == "true";
}

Status addRuns(sql::Connection& connection, ModelFacts& facts) {
  std::vector<track::RunKey> keys;
  std::map<track::RunId, std::vector<std::size_t>> users;
  for (std::size_t i = 0; i < facts.versions.size(); ++i) {
    const track::RunId& id = facts.versions[i].version.run;
    if (!id) {
      continue;
    }
    if (users.size() >= kMostRuns && !users.contains(id)) {
      ++facts.withoutRun;
      continue;
    }
    if (users[id].empty()) {
      TATARA_ASSIGN(const auto info, track::findRunInfo(connection, id));
      if (info) {
        keys.push_back(info->key);
      }
    }
    users[id].push_back(i);
  }
  TATARA_ASSIGN(const std::vector<track::Run> runs, track::loadRuns(connection, keys));
  for (const track::Run& run : runs) {
    for (const std::size_t i : users[run.info.id]) {
      facts.versions[i].run = run;
      addOrigin(facts.versions[i]);
    }
  }
  return {};
}

// Validation before training, what has a better side before what has none, then by how many versions have it.
Result<std::vector<ShownMetric>> chooseMetrics(sql::Connection& connection, const ModelFacts& facts) {
  std::map<std::string, int> count;
  std::optional<track::ExperimentId> experiment;
  for (const VersionLine& line : facts.versions) {
    if (!line.run) {
      continue;
    }
    experiment = experiment.value_or(line.run->info.experiment);
    for (const track::MetricSummary& metric : line.run->metrics) {
      if (!metric.key.starts_with("system/")) {
        ++count[metric.key];
      }
    }
  }
  std::vector<ShownMetric> shown;
  if (!experiment) {
    return shown;
  }
  TATARA_ASSIGN(const auto found, track::findExperiment(connection, *experiment));
  const track::Experiment place = found.value_or(track::Experiment{});
  std::vector<std::string> keys;
  for (const auto& [key, versions] : count) {
    keys.push_back(key);
  }
  const auto primary = track::primaryMetric(place, keys);
  const auto rank = [&](const std::string& key) {
    const bool training = key.find("train") != std::string::npos;
    const bool unknown = track::meaningOf(place, key).direction == track::Direction::Unknown;
    return std::tuple(!(primary && key == *primary), training, unknown, -count[key], key);
  };
  std::ranges::sort(keys, {}, rank);
  for (const std::string& key : keys) {
    if (shown.size() < kMostMetrics) {
      shown.push_back({key, track::meaningOf(place, key)});
    }
  }
  return shown;
}

Result<Protection> protectionOf(sql::Connection& connection, const std::string& model) {
  TATARA_ASSIGN(const registry::PolicyState state, registry::loadPolicy(connection));
  const registry::Target champion{registry::Target::Kind::Alias, std::string(kChampion)};
  Protection protection{
      state.policy.empty() && !state.shut,
      state.shut || state.policy.protects(model, champion),
      state.policy.hasAnyRole(registry::currentActor("tatara-workbench").person, state.policy.breakGlass),
      state.problem,
      {},
      {}};
  for (registry::PolicyWarning& warning : registry::policyWarnings(state.policy)) {
    if (warning.locksOut && warning.concerns(registry::PolicyWarning::About::Models, model)) {
      protection.warnings.push_back(std::move(warning.text));
    }
  }
  TATARA_ASSIGN(auto overrides, registry::loadOpenOverrides(connection));
  const std::string object = "model/" + model;
  for (registry::Override& one : overrides) {
    const std::string_view rest =
        std::string_view(one.object).substr(std::min(object.size(), one.object.size()));
    if (one.object.starts_with(object) && (rest.empty() || rest[0] == '@' || rest[0] == '/')) {
      protection.overrides.push_back(std::move(one));
    }
  }
  return protection;
}

Status markAltered(sql::Connection& connection, ModelFacts& facts) {
  TATARA_ASSIGN(const auto altered, registry::loadAlteredVersions(connection, facts.model.name,
                                                                  static_cast<std::int64_t>(kMostRuns)));
  for (VersionLine& line : facts.versions) {
    line.altered = std::ranges::binary_search(altered, line.version.version);
  }
  return {};
}

Result<std::shared_ptr<ModelFacts>> readModel(sql::Connection& connection, const std::string& name) {
  TATARA_ASSIGN(auto model, registry::findModel(connection, name));
  if (!model) {
    return text::sayError(ErrorKind::NotFound,
                          TATARA_SAYS("Phrase", "There is no registered model \"%1\" in this workspace"),
                          {name});
  }
  auto facts = std::make_shared<ModelFacts>();
  facts->model = *std::move(model);
  facts->champion = championOf(facts->model);
  TATARA_ASSIGN(facts->known, registry::loadModelFacts(connection, name));
  TATARA_ASSIGN(std::vector<registry::ModelVersion> versions, registry::loadVersions(connection, name));
  std::ranges::sort(versions, std::ranges::greater(), &registry::ModelVersion::version);
  for (registry::ModelVersion& version : versions) {
    VersionLine& line = facts->versions.emplace_back();
    line.version = std::move(version);
  }
  TATARA_TRY(addRuns(connection, *facts));
  TATARA_TRY(markAltered(connection, *facts));
  TATARA_ASSIGN(facts->metrics, chooseMetrics(connection, *facts));
  TATARA_ASSIGN(facts->protection, protectionOf(connection, name));
  TATARA_ASSIGN(facts->followers, deploy::followersOf(connection, name, kChampion));
  TATARA_ASSIGN(facts->reviews,
                registry::loadReviews(connection, {.model = name, .live = true}, kMostReviews));
  return facts;
}

Status addFiles(sql::Connection& connection, VersionFacts& facts) {
  const registry::ModelVersion& version = facts.line.version;
  if (version.loggedModel) {
    TATARA_ASSIGN(facts.loggedModel, track::findLoggedModel(connection, version.loggedModel));
  }
  const std::string& where =
      version.storage.empty() && facts.loggedModel ? facts.loggedModel->artifactUri : version.storage;
  const auto root = artifact::rootPathOf(where);
  if (!root) {
    return {};  // what lives elsewhere is not ours to list
  }
  facts.root = *root;
  TATARA_ASSIGN(facts.files, artifact::ArtifactStore::listAll(connection, *root));
  for (artifact::FileInfo& file : facts.files) {
    file.path = file.path.substr(std::min(root->size() + 1, file.path.size()));
  }
  std::ranges::sort(facts.files, {}, &artifact::FileInfo::path);
  TATARA_ASSIGN(facts.registered, registry::loadVersionFiles(connection, version.model, version.version));
  return {};
}

Status addActs(sql::Connection& connection, VersionFacts& facts) {
  const registry::ModelVersion& version = facts.line.version;
  const std::string object = "model/" + version.model + "/" + std::to_string(version.version);
  TATARA_ASSIGN(facts.acts, registry::loadActs(connection, {.object = object}, kMostActs));
  return {};
}

Status addReview(sql::Connection& connection, VersionFacts& facts) {
  const registry::ModelVersion& version = facts.line.version;
  TATARA_ASSIGN(const auto reviews,
                registry::loadReviews(connection, {.model = version.model, .version = version.version}, 1));
  if (!reviews.empty()) {
    using registry::ReviewState;
    facts.review = reviews.front();
    facts.reviewLive = facts.review->state == ReviewState::Open ||
                       facts.review->state == ReviewState::ChangesRequested ||
                       facts.review->state == ReviewState::Approved;
  }
  return {};
}

Status addEvidence(sql::Connection& connection, VersionFacts& facts) {
  const registry::ModelVersion& version = facts.line.version;
  TATARA_ASSIGN(const auto beside, registry::loadEvidenceAgainst(connection, version.model, version.version));
  facts.measuredAgainst = beside.empty() ? 0 : beside.front();
  TATARA_ASSIGN(facts.evidence,
                registry::gatherEvidence(connection, version.model, version.version, facts.measuredAgainst));
  TATARA_ASSIGN(facts.lineage, dataset::lineageOfModelVersion(connection, version.model, version.version));
  return {};
}

void describe(const std::shared_ptr<store::Store>& store, VersionFacts& facts) {
  if (std::ranges::find(facts.files, "MLmodel", &artifact::FileInfo::path) == facts.files.end()) {
    return;
  }
  const artifact::ArtifactStore artifacts(store);
  const Result<std::string> text = artifacts.readAll(facts.root + "/MLmodel", kMostMlmodelBytes);
  Result<infer::ModelDescription> description =
      text ? infer::parseMlmodel(*text) : Result<infer::ModelDescription>(tl::unexpected(text.error()));
  if (description) {
    facts.description = *std::move(description);
  } else {
    facts.descriptionProblem = text::messageOf(description.error());
  }
}

}  // namespace

const VersionLine* ModelFacts::find(std::int64_t number) const {
  const auto at =
      std::ranges::find(versions, number, [](const VersionLine& line) { return line.version.version; });
  return at == versions.end() ? nullptr : &*at;
}

std::optional<double> metricOf(const std::optional<track::Run>& run, std::string_view key) {
  if (!run) {
    return std::nullopt;
  }
  const auto at = std::ranges::find(run->metrics, key, &track::MetricSummary::key);
  return at == run->metrics.end() ? std::nullopt : std::optional(at->last.value);
}

Result<ModelLines> loadModelLines(const store::Store& store, std::stop_token stop) {
  return store.read(
      [](sql::Connection& connection) -> Result<ModelLines> {
        TATARA_ASSIGN(auto models, registry::loadModelSummaries(connection));
        return std::make_shared<const std::vector<registry::ModelSummary>>(std::move(models));
      },
      stop);
}

Result<ModelFactsPtr> loadModelFacts(const store::Store& store, const std::string& model,
                                     std::stop_token stop) {
  return store.read(
      [&](sql::Connection& connection) -> Result<ModelFactsPtr> {
        TATARA_ASSIGN(auto facts, readModel(connection, model));
        return ModelFactsPtr(std::move(facts));
      },
      stop);
}

Result<VersionFactsPtr> loadVersionFacts(const std::shared_ptr<store::Store>& store, const std::string& model,
                                         std::int64_t version, std::stop_token stop) {
  auto facts = std::make_shared<VersionFacts>();
  TATARA_TRY(store->read(
      [&](sql::Connection& connection) -> Status {
        TATARA_ASSIGN(const auto whole, readModel(connection, model));
        const VersionLine* line = whole->find(version);
        if (!line) {
          return text::sayError(ErrorKind::NotFound,
                                TATARA_SAYS("Phrase", "The model \"%1\" has no version %2"),
                                {model, std::to_string(version)});
        }
        facts->line = *line;
        facts->metrics = whole->metrics;
        facts->champion = whole->champion;
        if (const VersionLine* champion = whole->find(whole->champion); champion && champion != line) {
          facts->championRun = champion->run;
        }
        facts->protection = whole->protection;
        facts->followers = whole->followers;
        TATARA_TRY(addReview(connection, *facts));
        TATARA_TRY(addFiles(connection, *facts));
        TATARA_TRY(addEvidence(connection, *facts));
        return addActs(connection, *facts);
      },
      stop));
  describe(store, *facts);
  return VersionFactsPtr(std::move(facts));
}

}  // namespace tatara::ui
