#include "core/track/run_progress.h"

#include <algorithm>
#include <array>

#include "core/base/number_text.h"
#include "core/track/runs.h"

namespace tatara::track {
namespace {

// As libraries and people write them; steps before epochs, because a metric of every batch is counted in
// them.
constexpr std::array<std::string_view, 16> kPlans = {
    "num_boost_round", "rounds",    "n_estimators", "num_iterations",  "iterations", "max_steps",
    "total_steps",     "num_steps", "max_iter",     "epochs",          "num_epochs", "n_epochs",
    "max_epochs",      "nb_epochs", "num_rounds",   "num_train_epochs"};

std::optional<std::int64_t> plannedSteps(const Run& run) {
  for (const std::string_view name : kPlans) {
    const auto at = std::ranges::find(run.params, name, &KeyValue::key);
    if (at == run.params.end()) {
      continue;
    }
    if (const auto steps = parseInt(at->value); steps && *steps > 0) {
      return *steps;
    }
  }
  return std::nullopt;
}

const MetricSummary* farthest(const Run& run, std::string_view decidingMetric) {
  const MetricSummary* found = nullptr;
  for (const MetricSummary& metric : run.metrics) {
    if (metric.key == decidingMetric) {
      return &metric;
    }
    if (!metric.key.starts_with("system/") && (!found || metric.last.step > found->last.step)) {
      found = &metric;
    }
  }
  return found;
}

}  // namespace

std::optional<double> RunProgress::fraction() const {
  return planned ? std::optional(static_cast<double>(done) / static_cast<double>(*planned)) : std::nullopt;
}

std::optional<RunProgress> progressOf(const Run& run, std::string_view decidingMetric) {
  RunProgress progress;
  progress.planned = plannedSteps(run);
  if (const MetricSummary* metric = farthest(run, decidingMetric)) {
    const std::int64_t last = std::max<std::int64_t>(metric->last.step, 0);
    progress.done = metric->points > last ? last + 1 : last;
  } else if (!progress.planned) {
    return std::nullopt;
  }
  if (progress.planned && progress.done > *progress.planned) {
    progress.planned.reset();
  }
  return progress;
}

std::optional<Millis> timeLeft(const RunProgress& progress, Millis elapsed) {
  if (!progress.planned || progress.done <= 0 || progress.done >= *progress.planned ||
      elapsed <= Millis::zero()) {
    return std::nullopt;
  }
  const double each = static_cast<double>(elapsed.count()) / static_cast<double>(progress.done);
  return Millis(static_cast<std::int64_t>(each * static_cast<double>(*progress.planned - progress.done)));
}

Result<std::unordered_map<RunKey, RunProgress>> loadProgress(sql::Connection& connection,
                                                             std::span<const RunKey> runs,
                                                             std::string_view decidingMetric) {
  std::unordered_map<RunKey, RunProgress> all;
  TATARA_ASSIGN(const std::vector<Run> loaded, loadRuns(connection, runs));
  for (const Run& run : loaded) {
    if (const auto progress = progressOf(run, decidingMetric)) {
      all.emplace(run.info.key, *progress);
    }
  }
  return all;
}

}  // namespace tatara::track
