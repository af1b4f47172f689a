// Columns of best values, brought up to date, against reading every point; and runs that go to another
// experiment.
#include "core/track/best_column.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/seeded_random.h"
#include "core/track/experiments.h"
#include "core/track/metrics.h"
#include "core/track/run_moving.h"
#include "core/track/runs.h"
#include "tests/support/temp_workspace.h"

namespace tatara::track {
namespace {

class BestColumnTest : public testing::Test {
 protected:
  RunInfo addRun(ExperimentId experiment = ExperimentId(0)) {
    return m_temp.store()
        .writeFor([&](store::Writer& writer) {
          return createRun(writer, {.experiment = experiment}, fromUnixMillis(1));
        })
        .value();
  }
  void log(const RunInfo& run, std::int64_t step, double value) {
    Batch batch;
    batch.metrics.push_back({"loss", {step, step, value}});
    ASSERT_TRUE(m_temp.store().write([&](store::Writer& writer) { return logBatch(writer, run.id, batch); }));
  }
  std::shared_ptr<const RunTable> load(std::vector<ExperimentId> experiments = {}) {
    return m_temp.store()
        .read([&](sql::Connection& c) { return RunTable::load(c, experiments, ViewType::ActiveOnly); })
        .value();
  }
  std::shared_ptr<const MetricColumn> best(const RunTable& table, Extreme extreme,
                                           const KnownBest& known = {}) {
    return m_temp.store()
        .read([&](sql::Connection& c) { return loadBest(c, table, "loss", extreme, known); })
        .value();
  }
  void expectBest(const RunTable& table, const MetricColumn& column, Extreme extreme) {
    ASSERT_EQ(column.last.size(), table.size());
    for (std::size_t row = 0; row < table.size(); ++row) {
      const auto points =
          m_temp.store().read([&](sql::Connection& c) { return loadSeries(c, table.run(row).key, "loss"); });
      double expected = NAN;
      for (const series::Point& point : points.value()) {
        if (std::isfinite(point.value)) {
          expected = std::isnan(expected)        ? point.value
                     : extreme == Extreme::Least ? std::min(expected, point.value)
                                                 : std::max(expected, point.value);
        }
      }
      EXPECT_EQ(column.present[row] != 0, !std::isnan(expected));
      if (!std::isnan(expected)) {
        EXPECT_EQ(column.last[row], expected);
      }
    }
  }

  tests::TempWorkspace m_temp;
};

TEST_F(BestColumnTest, ItIsTheExtremeOfAllPointsAndFollowsWhatChanges) {
  SeededRandom random(3);
  std::vector<RunInfo> runs;
  for (int i = 0; i < 30; ++i) {
    runs.push_back(addRun());
    for (int step = 0; step < static_cast<int>(random.below(6)); ++step) {
      log(runs.back(), step, random.below(5) == 0 ? NAN : random.uniform() - 0.5);
    }
  }
  auto table = load();
  auto least = best(*table, Extreme::Least);
  expectBest(*table, *least, Extreme::Least);
  expectBest(*table, *best(*table, Extreme::Greatest), Extreme::Greatest);
  for (int round = 0; round < 20; ++round) {
    // A point at an early step changes the best and not the last.
    const RunInfo& run = runs[random.below(runs.size())];
    log(run, static_cast<std::int64_t>(random.below(3)) - 5, random.uniform() * 4 - 2);
    std::vector<RunKey> changed{run.key};
    if (round % 5 == 0) {
      runs.push_back(addRun());
      log(runs.back(), 0, random.uniform());
    }
    const auto next = load();
    least = best(*next, Extreme::Least, {least, table, changed});
    table = next;
    expectBest(*table, *least, Extreme::Least);
  }
}

TEST_F(BestColumnTest, ARunMovesWithAllItHasAndOnlyToAnExperimentThatIsThere) {
  const auto other = m_temp.store()
                         .writeFor([](store::Writer& writer) {
                           return createExperiment(writer, {.name = "other"}, fromUnixMillis(1));
                         })
                         .value();
  const RunInfo run = addRun();
  log(run, 1, 0.25);
  const auto move = [&](ExperimentId to) {
    return m_temp.store().write([&](store::Writer& writer) { return moveRun(writer, run.id, to); });
  };
  ASSERT_TRUE(move(other));
  EXPECT_EQ(load({ExperimentId(0)})->size(), 0U);
  const auto there = load({other});
  ASSERT_EQ(there->size(), 1U);
  EXPECT_EQ(there->run(0).artifactUri, run.artifactUri);
  EXPECT_EQ(there->findMetric("loss")->last[0], 0.25);
  EXPECT_EQ(move(ExperimentId(4711)).error().kind, ErrorKind::NotFound);
  ASSERT_TRUE(m_temp.store().write(
      [&](store::Writer& writer) { return deleteRun(writer, run.id, fromUnixMillis(2)); }));
  EXPECT_EQ(move(ExperimentId(0)).error().kind, ErrorKind::InvalidArgument);
}

TEST_F(BestColumnTest, TablesOfBothExperimentsFollowAMove) {
  const auto other = m_temp.store()
                         .writeFor([](store::Writer& writer) {
                           return createExperiment(writer, {.name = "other"}, fromUnixMillis(1));
                         })
                         .value();
  const RunInfo first = addRun();
  addRun(other);
  log(first, 1, 3);
  const auto from = load({ExperimentId(0)});
  const auto to = load({other});
  ASSERT_TRUE(m_temp.store().write([&](store::Writer& writer) { return moveRun(writer, first.id, other); }));
  store::ChangeSet changes;
  changes.changes = {{store::ChangeKind::Run, first.key.value()}};
  const auto refreshed = [&](const std::shared_ptr<const RunTable>& table) {
    return m_temp.store()
        .read([&](sql::Connection& c) { return RunTable::refresh(table, c, changes); })
        .value();
  };
  EXPECT_EQ(refreshed(from)->size(), 0U);
  const auto arrived = refreshed(to);
  ASSERT_EQ(arrived->size(), 2U);
  EXPECT_EQ(arrived->run(0).id, first.id);
  ASSERT_NE(arrived->findMetric("loss"), nullptr);
  EXPECT_EQ(arrived->findMetric("loss")->last[0], 3);
}

}  // namespace
}  // namespace tatara::track
