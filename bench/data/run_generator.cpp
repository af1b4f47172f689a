#include "bench/data/run_generator.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "core/base/number_text.h"
#include "core/track/experiments.h"
#include "core/track/runs.h"

namespace tatara::bench {
namespace {

constexpr std::int64_t kRunsPerTask = 500;
constexpr std::int64_t kStart = 1'772'000'000'000;  // 2026-02-25
constexpr std::array kMetrics = {"val_rmse", "train_rmse", "val_mae", "val_r2", "fit_seconds", "best_round"};
constexpr std::array kBoosters = {"gbtree", "dart", "gblinear"};
constexpr std::array kOwners = {"mika", "yuki", "sam", "ilse"};

// std::uniform_real_distribution differs between libraries; this is the same everywhere.
double uniform(std::mt19937_64& random) {
  return static_cast<double>(random() >> 11) * 0x1p-53;
}

std::size_t pick(std::mt19937_64& random, std::size_t count) {
  return static_cast<std::size_t>(random() % count);
}

std::vector<track::KeyValue> makeParams(std::mt19937_64& random) {
  std::vector<track::KeyValue> params = {
      {"model", "xgboost"},
      {"booster", kBoosters[pick(random, kBoosters.size())]},
      {"max_depth", std::to_string(3 + pick(random, 10))},
      {"learning_rate", toText(std::round(uniform(random) * 300) / 1000)},
      {"subsample", toText(0.5 + std::round(uniform(random) * 10) / 20)},
      {"min_child_weight", std::to_string(1 + pick(random, 20))},
      {"n_estimators", std::to_string(100 * (1 + pick(random, 20)))},
      {"seed", std::to_string(random() % 100'000)},
  };
  if (random() % 50 == 0) {
    params.pop_back();
  }
  return params;
}

Status makeRun(store::Writer& writer, track::ExperimentId experiment, std::int64_t number,
               const RunPlan& plan, std::mt19937_64& random) {
  const bool failed = random() % 200 == 0;
  const std::int64_t started = kStart + number * 1000;
  track::NewRun run;
  run.experiment = experiment;
  run.name = "trial-" + std::to_string(number);
  run.user = kOwners[pick(random, kOwners.size())];
  run.started = fromUnixMillis(started);
  run.tags = {{"team", "demand"}, {"host", "node-" + std::to_string(random() % 12)}};
  if (number % 97 == 0) {
    run.tags.push_back({"keep", "yes"});
  }
  TATARA_ASSIGN(const track::RunInfo info, track::createRun(writer, run, fromUnixMillis(started)));

  track::Batch batch;
  batch.params = makeParams(random);
  for (int i = 0; i < plan.moreParams; ++i) {
    batch.params.push_back({"option_" + std::to_string(i), std::to_string(random() % 40)});
  }
  std::vector<std::string> moreMetrics;
  for (int i = 0; i < plan.moreMetrics; ++i) {
    moreMetrics.push_back("slice_" + std::to_string(i));
  }
  for (const std::string& key : moreMetrics) {
    batch.metrics.push_back({key, {0, started, uniform(random)}});
  }
  for (std::size_t metric = 0; !failed && metric < kMetrics.size(); ++metric) {
    const double level = 15 + 10 * uniform(random) + static_cast<double>(metric) * 5;
    for (int step = 0; step < plan.pointsPerMetric; ++step) {
      double value = level * (1 + std::exp(-step / 40.0)) + uniform(random);
      if (step == 0 && random() % 1000 == 0) {
        value = std::numeric_limits<double>::quiet_NaN();
      }
      batch.metrics.push_back({kMetrics[metric], {step, started + step * 10, value}});
    }
  }
  TATARA_TRY(track::logBatch(writer, info.id, batch));
  track::RunUpdate update;
  update.status = failed ? track::RunStatus::Failed : track::RunStatus::Finished;
  update.ended = fromUnixMillis(started + 1000 + static_cast<std::int64_t>(random() % 600'000));
  TATARA_TRY(track::updateRun(writer, info.id, update));
  return {};
}

}  // namespace

Status generateRuns(store::Store& store, const RunPlan& plan) {
  TATARA_ASSIGN(const track::ExperimentId experiment, store.writeFor([](store::Writer& writer) {
    return track::createExperiment(writer, {.name = "Search"}, fromUnixMillis(kStart));
  }));
  std::mt19937_64 random(plan.seed);
  for (std::int64_t first = 0; first < plan.runs; first += kRunsPerTask) {
    const std::int64_t end = std::min(plan.runs, first + kRunsPerTask);
    TATARA_TRY(store.write([&, first, end](store::Writer& writer) -> Status {
      for (std::int64_t number = first; number < end; ++number) {
        TATARA_TRY(makeRun(writer, experiment, number, plan, random));
      }
      return {};
    }));
  }
  return {};
}

}  // namespace tatara::bench
