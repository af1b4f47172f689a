#include "ui/rundetail/run_facts.h"

#include <algorithm>
#include <array>

#include "core/text/error_phrase.h"
#include "core/track/experiments.h"
#include "core/track/logged_models.h"
#include "core/track/run_table.h"
#include "core/track/trace_list.h"

namespace tatara::ui {
namespace {

using track::KeyValue;

const std::string* findValue(const std::vector<KeyValue>& pairs, std::string_view key) {
  const auto at =
      std::lower_bound(pairs.begin(), pairs.end(), key,
                       [](const KeyValue& pair, std::string_view wanted) { return pair.key < wanted; });
  return at != pairs.end() && at->key == key ? &at->value : nullptr;
}

Status addFiles(sql::Connection& connection, const std::string& uri, const std::string& prefix,
                RunFacts& facts) {
  const std::optional<std::string> root = artifact::rootPathOf(uri);
  if (!root) {
    return {};  // artifacts that live elsewhere are not ours to list
  }
  TATARA_ASSIGN(const std::vector<artifact::FileInfo> files,
                artifact::ArtifactStore::listAll(connection, *root));
  for (const artifact::FileInfo& file : files) {
    if (facts.files.size() >= kMostFiles) {
      ++facts.filesLeftOut;
      continue;
    }
    const std::size_t skip = root->empty() ? 0 : root->size() + 1;
    facts.files.push_back({prefix + (file.path.size() > skip ? file.path.substr(skip) : file.path), file});
  }
  return {};
}

Status addModels(sql::Connection& connection, RunFacts& facts) {
  for (const track::LoggedModelLink& link : facts.run.modelOutputs) {
    TATARA_ASSIGN(std::optional<track::LoggedModel> model, track::findLoggedModel(connection, link.model));
    if (model) {
      facts.models.push_back(std::move(*model));
    }
  }
  for (const track::LoggedModel& model : facts.models) {
    TATARA_TRY(addFiles(connection, model.artifactUri, "models/" + model.name + "/", facts));
  }
  TATARA_ASSIGN(facts.versions, registry::loadVersionsOfRun(connection, facts.run.info.id));
  return {};
}

Result<RunFactsPtr> readFacts(sql::Connection& connection, const track::RunId& id,
                              std::optional<track::RunKey> baseline) {
  const auto facts = std::make_shared<RunFacts>();
  TATARA_ASSIGN(std::optional<track::Run> run, track::findRun(connection, id));
  if (!run) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no run %1 in this workspace"),
                          {id.value()});
  }
  facts->run = std::move(*run);
  TATARA_ASSIGN(std::optional<track::Experiment> experiment,
                track::findExperiment(connection, facts->run.info.experiment));
  if (experiment) {
    facts->experiment = std::move(*experiment);
  }
  if (baseline && *baseline != facts->run.info.key) {
    TATARA_ASSIGN(std::vector<track::Run> runs, track::loadRuns(connection, std::array{*baseline}));
    if (!runs.empty()) {
      facts->baseline = std::move(runs.front());
    }
  }
  if (const std::string* parent = findTag(facts->run, track::tag::kParentRunId)) {
    TATARA_ASSIGN(facts->parent, track::findRunInfo(connection, track::RunId(*parent)));
  }
  TATARA_TRY(addFiles(connection, facts->run.info.artifactUri, "", *facts));
  TATARA_TRY(addModels(connection, *facts));
  TATARA_ASSIGN(facts->traces, track::countTraces(connection, id));
  TATARA_ASSIGN(facts->experimentTraced, track::hasTraces(connection, facts->run.info.experiment));
  std::ranges::sort(facts->files, {}, &RunFile::name);
  std::vector<std::string> keys;
  for (const track::MetricSummary& metric : facts->run.metrics) {
    if (!isSystemMetric(metric.key)) {
      keys.push_back(metric.key);
    }
  }
  facts->primaryMetric = track::primaryMetric(facts->experiment, keys);
  if (facts->primaryMetric && !findMetric(facts->run, *facts->primaryMetric)) {
    facts->primaryMetric.reset();
  }
  if (!facts->primaryMetric && !keys.empty()) {
    facts->primaryMetric = keys.front();
  }
  return RunFactsPtr(facts);
}

}  // namespace

Result<RunFactsPtr> loadRunFacts(const store::Store& store, const track::RunId& id,
                                 std::optional<track::RunKey> baseline, std::stop_token stop) {
  return store.read([&](sql::Connection& connection) { return readFacts(connection, id, baseline); }, stop);
}

Result<std::vector<BaselineChoice>> loadBaselineChoices(const store::Store& store,
                                                        const track::Experiment& experiment,
                                                        const std::string& metric, std::stop_token stop) {
  constexpr std::size_t kMost = 20;
  using Table = std::shared_ptr<const track::RunTable>;
  TATARA_ASSIGN(const Table table, store.read(
                                       [&](sql::Connection& connection) -> Result<Table> {
                                         return track::RunTable::load(connection, std::array{experiment.id},
                                                                      track::ViewType::ActiveOnly);
                                       },
                                       stop));
  std::vector<BaselineChoice> choices;
  const track::MetricColumn* column = table->findMetric(metric);
  for (std::size_t row = 0; column && row < table->size(); ++row) {
    if (column->present[row] != 0) {
      choices.push_back({table->run(row).key, table->run(row).name, column->last[row]});
    }
  }
  const track::Direction direction = track::meaningOf(experiment, metric).direction;
  std::stable_sort(choices.begin(), choices.end(),
                   [direction](const BaselineChoice& a, const BaselineChoice& b) {
                     return track::isBetter(direction, a.value, b.value);
                   });
  choices.resize(std::min(choices.size(), kMost));
  return choices;
}

Result<std::optional<track::RunId>> findTourRun(const store::Store& store) {
  return store.read([](sql::Connection& connection) -> Result<std::optional<track::RunId>> {
    TATARA_ASSIGN(const std::vector<track::ExperimentCount> counts, track::countRuns(connection));
    const auto largest = std::ranges::max_element(counts, {}, &track::ExperimentCount::runs);
    if (largest == counts.end() || largest->runs == 0) {
      return std::optional<track::RunId>();
    }
    TATARA_ASSIGN(const std::optional<track::Experiment> experiment,
                  track::findExperiment(connection, largest->id));
    TATARA_ASSIGN(const std::shared_ptr<const track::RunTable> table,
                  track::RunTable::load(connection, std::array{largest->id}, track::ViewType::ActiveOnly));
    std::vector<std::string> keys;
    for (const auto& column : table->metrics()) {
      keys.push_back(column->key);
    }
    const std::optional<std::string> primary =
        experiment ? track::primaryMetric(*experiment, keys) : std::nullopt;
    const track::MetricColumn* column = primary ? table->findMetric(*primary) : nullptr;
    const track::Direction direction =
        primary ? track::meaningOf(*experiment, *primary).direction : track::Direction::Unknown;
    std::size_t best = 0;
    for (std::size_t row = 1; column && row < table->size(); ++row) {
      // A search repeats the best of its trials and stands before them: the trial has more to show.
      if (column->present[row] != 0 &&
          (column->present[best] == 0 || column->last[row] == column->last[best] ||
           track::isBetter(direction, column->last[row], column->last[best]))) {
        best = row;
      }
    }
    return table->size() == 0 ? std::optional<track::RunId>() : std::optional(table->run(best).id);
  });
}

bool isSystemMetric(std::string_view key) {
  return key.starts_with("system/");
}

std::optional<std::string> curveMetric(const RunFacts& facts) {
  constexpr std::int64_t kLeast = 3;  // a run under way that has begun to log is no other curve for a moment
  const track::MetricSummary* primary =
      facts.primaryMetric ? findMetric(facts.run, *facts.primaryMetric) : nullptr;
  if (!primary || primary->points > 1) {
    return facts.primaryMetric;
  }
  const track::MetricSummary* longest = primary;
  for (const track::MetricSummary& metric : facts.run.metrics) {
    if (!isSystemMetric(metric.key) && metric.points >= kLeast && metric.points > longest->points) {
      longest = &metric;
    }
  }
  return longest->key;
}

std::optional<std::string> trainingTwin(const track::Run& run, std::string_view validationKey) {
  for (const std::string_view word : {"validation", "valid", "val", "eval", "test"}) {
    const std::size_t at = validationKey.find(word);
    if (at == std::string_view::npos) {
      continue;
    }
    for (const std::string_view other : {"train", "training"}) {
      std::string twin(validationKey);
      twin.replace(at, word.size(), other);
      if (findMetric(run, twin)) {
        return twin;
      }
    }
  }
  // "loss" beside "val_loss" (Keras).
  if (validationKey.starts_with("val_") && findMetric(run, validationKey.substr(4))) {
    return std::string(validationKey.substr(4));
  }
  return std::nullopt;
}

const std::string* findTag(const track::Run& run, std::string_view key) {
  return findValue(run.tags, key);
}

const std::string* findParam(const track::Run& run, std::string_view key) {
  return findValue(run.params, key);
}

const track::MetricSummary* findMetric(const track::Run& run, std::string_view key) {
  const auto at = std::lower_bound(
      run.metrics.begin(), run.metrics.end(), key,
      [](const track::MetricSummary& metric, std::string_view wanted) { return metric.key < wanted; });
  return at != run.metrics.end() && at->key == key ? &*at : nullptr;
}

bool countsRounds(const track::Run& run) {
  return findParam(run, "num_boost_round") || findParam(run, "rounds") || findParam(run, "booster") ||
         findParam(run, "max_depth");
}

}  // namespace tatara::ui
