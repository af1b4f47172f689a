// A store with seeded runs for the tests of the panel.
#pragma once

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "core/track/experiments.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"
#include "tests/support/temp_workspace.h"

namespace tatara::ui::test {

inline constexpr std::int64_t kNoon = 1'795'176'000'000;  // 2026-11-20 12:00 UTC

struct SeededRuns {
  track::ExperimentId experiment;
  std::vector<track::RunInfo> runs;
};

inline std::string number(double value) {
  std::string text = std::to_string(value);
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') {
    text.pop_back();
  }
  return text;
}

// max_depth decides the metric, eta a little, subsample nothing. One parameter is the same everywhere.
inline SeededRuns seedRuns(store::Store& store, int count, int points = 60) {
  SeededRuns seeded;
  const std::vector<std::string> names{"copper-heron", "quiet-maple", "amber-lynx",  "brisk-otter",
                                       "slate-finch",  "cedar-swift", "ivory-crane", "hazel-plover",
                                       "north-wren",   "dusk-badger", "pale-ibis",   "raven-alder"};
  const Status status = store.write([&](store::Writer& writer) -> Status {
    std::mt19937 random(20261120);
    const auto uniform = [&] { return static_cast<double>(random() % 10'000) / 10'000.0; };
    track::NewExperiment hourly;
    hourly.name = "hourly-xgb";
    hourly.tags = {{std::string(track::tag::kPrimaryMetric), "val_rmse"},
                   {"tatara.unit.val_rmse", "rides/h"}};
    TATARA_ASSIGN(seeded.experiment, track::createExperiment(writer, hourly, fromUnixMillis(kNoon)));
    for (int i = 0; i < count; ++i) {
      const int depth = 3 + static_cast<int>(random() % 8);
      const double eta = std::vector<double>{0.03, 0.05, 0.08, 0.1, 0.2}[random() % 5];
      const double subsample = 0.5 + 0.1 * static_cast<double>(random() % 6);
      const std::int64_t started = kNoon - static_cast<std::int64_t>(i) * 1'700'000;
      track::NewRun fresh;
      fresh.experiment = seeded.experiment;
      fresh.name = names[static_cast<std::size_t>(i) % names.size()] + "-" + std::to_string(100 + i);
      fresh.user = "mika";
      fresh.started = fromUnixMillis(started);
      char id[33];
      std::snprintf(id, sizeof id, "%032x", 0x1000 + i * 7919);
      fresh.id = track::RunId(id);
      TATARA_ASSIGN(track::RunInfo run, track::createRun(writer, fresh, fromUnixMillis(started)));
      track::Batch batch;
      batch.params = {{"max_depth", std::to_string(depth)},
                      {"eta", number(eta)},
                      {"subsample", number(subsample)},
                      {"booster", "gbtree"}};
      batch.tags = {{"features", depth % 2 == 0 ? "cyclic+lag168" : "cyclic+lag24"}, {"data", "v3"}};
      const double level = 38 + 1.5 * std::abs(depth - 8) + 6 * std::abs(eta - 0.05) + 0.4 * uniform();
      for (int step = 0; step < points; ++step) {
        const double noise = 0.6 * (uniform() - 0.5);
        const double value = level + 60 * std::exp(-step / 7.0) + noise * std::exp(-step / 40.0);
        batch.metrics.push_back(
            {"val_rmse", {step * 10, started + step * 4'000, step + 1 == points ? level : value}});
        batch.metrics.push_back({"val_mae", {step * 10, started + step * 4'000, 0.6 * value}});
      }
      batch.metrics.push_back({"val_r2", {points, started, 0.97 - level / 2000}});
      TATARA_TRY(track::logBatch(writer, run.id, batch));
      if (i != 7) {
        track::RunUpdate update;
        update.status = i == 9 ? track::RunStatus::Failed : track::RunStatus::Finished;
        update.ended = fromUnixMillis(started + 80'000 + static_cast<std::int64_t>(240'000 * uniform()));
        TATARA_ASSIGN(run, track::updateRun(writer, run.id, update));
      }
      seeded.runs.push_back(run);
    }
    return {};
  });
  if (!status) {
    qFatal("seeding: %s", status.error().message.c_str());
  }
  return seeded;
}

}  // namespace tatara::ui::test
