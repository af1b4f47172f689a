#include <gtest/gtest.h>

#include "core/track/experiments.h"
#include "core/track/run_progress.h"
#include "core/track/runs.h"
#include "tests/core/track/now.h"
#include "tests/support/temp_workspace.h"

namespace tatara::track {
namespace {

void addPoints(track::Run& run, const std::string& key, std::int64_t lastStep, std::int64_t points) {
  MetricSummary metric;
  metric.key = key;
  metric.last.step = lastStep;
  metric.points = points;
  run.metrics.push_back(metric);
}

TEST(RunProgressTest, StepsAreCountedFromOneWhereverTheyBegin) {
  track::Run fromZero;
  fromZero.params = {{"num_boost_round", "600"}};
  addPoints(fromZero, "val_rmse", 411, 412);
  EXPECT_EQ(progressOf(fromZero, "val_rmse"), (RunProgress{412, 600}));
  track::Run fromOne;
  fromOne.params = {{"epochs", "600"}};
  addPoints(fromOne, "val_loss", 412, 412);
  EXPECT_EQ(progressOf(fromOne, "val_loss"), (RunProgress{412, 600}));
  track::Run everyTenth;
  everyTenth.params = {{"n_estimators", "600"}};
  addPoints(everyTenth, "val_loss", 410, 42);
  EXPECT_EQ(progressOf(everyTenth, "val_loss"), (RunProgress{410, 600}));
}

TEST(RunProgressTest, TheDecidingMetricCountsElseTheOneThatCameFarthest) {
  track::Run run;
  run.params = {{"epochs", "20"}};
  addPoints(run, "batch_loss", 9'999, 10'000);
  addPoints(run, "system/cpu_utilization_percentage", 99'999, 100'000);
  addPoints(run, "val_loss", 4, 5);
  EXPECT_EQ(progressOf(run, "val_loss"), (RunProgress{5, 20}));
  // Batches are no epochs: nothing is said of the plan.
  EXPECT_EQ(progressOf(run, ""), (RunProgress{10'000, std::nullopt}));
}

TEST(RunProgressTest, WhereNothingIsKnownNothingIsSaid) {
  EXPECT_EQ(progressOf(track::Run{}, "loss"), std::nullopt);
  track::Run words;
  words.params = {{"epochs", "auto"}, {"max_steps", "-1"}, {"rounds", "0"}};
  EXPECT_EQ(progressOf(words, "loss"), std::nullopt);
  track::Run planned;
  planned.params = {{"max_steps", "-1"}, {"epochs", "10"}};
  EXPECT_EQ(progressOf(planned, "loss"), (RunProgress{0, 10}));
}

TEST(RunProgressTest, TheTimeLeftFollowsFromThePaceSoFar) {
  using namespace std::chrono_literals;
  EXPECT_EQ(timeLeft({150, 600}, 30s), Millis(90s));
  EXPECT_EQ(timeLeft({0, 600}, 30s), std::nullopt);
  EXPECT_EQ(timeLeft({600, 600}, 30s), std::nullopt);
  EXPECT_EQ(timeLeft({150, std::nullopt}, 30s), std::nullopt);
  EXPECT_EQ(timeLeft({150, 600}, 0s), std::nullopt);
}

TEST(RunProgressTest, AStoredRunTellsItsProgress) {
  tests::TempWorkspace temp;
  RunKey known, silent;
  const Status written = temp.store().write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const RunInfo run, createRun(writer, {.name = "known"}, kNow));
    TATARA_ASSIGN(const RunInfo other, createRun(writer, {.name = "silent"}, kNow));
    known = run.key;
    silent = other.key;
    Batch batch;
    batch.params = {{"rounds", "40"}};
    for (std::int64_t step = 0; step < 10; ++step) {
      batch.metrics.push_back({"val_rmse", {.step = step, .timestamp = 1, .value = 2}});
    }
    return logBatch(writer, run.id, batch);
  });
  ASSERT_TRUE(written);
  const std::vector<RunKey> both{known, silent};
  const auto all = temp.store().read(
      [&](sql::Connection& connection) { return loadProgress(connection, both, "val_rmse"); });
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 1U);
  EXPECT_EQ(all->at(known), (RunProgress{10, 40}));
}

}  // namespace
}  // namespace tatara::track
