// Numbers read from a few blocks of a series against the same numbers read from all of its points.
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

#include "core/base/seeded_random.h"
#include "core/track/block_series.h"
#include "core/track/bulk_points.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"
#include "core/track/series_readings.h"
#include "tests/support/effort.h"
#include "tests/support/temp_workspace.h"

namespace tatara::track {
namespace {

using Points = std::vector<series::Point>;

class SeriesReadingsTest : public testing::Test {
 protected:
  // A run of its own with two series: as many points of each in blocks as an import brings, the rest in the
  // tail or sealed from it.
  RunKey make(const Points& points, const Points& other, std::size_t bulk, bool sealed) {
    const auto run = m_workspace.store().writeFor([&](store::Writer& writer) -> Result<RunKey> {
      TATARA_ASSIGN(const auto made, createRun(writer, {.experiment = ExperimentId(0)}, fromUnixMillis(1)));
      for (const auto& [key, all] : {std::pair("loss", &points), std::pair("score", &other)}) {
        const std::size_t first = std::min(bulk, all->size());
        const SeriesPoints series[] = {{key, std::span(*all).first(first)}};
        TATARA_TRY(first > 0 ? appendSeries(writer, made.key, series) : Status());
        std::vector<MetricPoint> batch;
        for (const series::Point& point : std::span(*all).subspan(first)) {
          batch.push_back({key, point});
        }
        TATARA_TRY(appendMetrics(writer, made.key, batch));
      }
      if (sealed) {
        TATARA_TRY(sealRun(writer, made.key, 1));
      }
      return made.key;
    });
    EXPECT_TRUE(run) << run.error().message;
    return *run;
  }
  template <typename Read>
  auto read(Read wanted) {
    return m_workspace.store().read(wanted);
  }

  ::tatara::tests::TempWorkspace m_workspace;
};

std::uint64_t bits(double value) {
  return std::isnan(value) ? 0 : std::bit_cast<std::uint64_t>(value);
}

std::string told(const std::optional<series::Point>& point) {
  return point ? std::to_string(point->step) + " " + std::to_string(point->timestamp) + " " +
                     std::to_string(bits(point->value))
               : "none";
}

// Few different values, so that the best one stands at many steps; steps that repeat, and such as only one of
// the two series has; stretches without a finite value.
Points wander(SeededRandom& random, std::size_t count, std::int64_t values) {
  Points points;
  std::int64_t step = -100;
  std::int64_t time = 1'772'000'000'000;
  for (std::size_t i = 0; i < count; ++i) {
    step += static_cast<std::int64_t>(random.below(3));
    time += 1 + static_cast<std::int64_t>(random.below(5));
    const auto drawn = static_cast<double>(random.below(static_cast<std::uint64_t>(values)));
    const bool broken = random.below(11) == 0 || (i / 5000) % 3 == 2;
    const double gap = random.below(2) == 0 ? std::nan("") : random.below(2) == 0 ? INFINITY : -INFINITY;
    points.push_back({step, time, broken ? gap : drawn - static_cast<double>(values / 2)});
  }
  return points;
}

TEST_F(SeriesReadingsTest, AreThoseOfAllPoints) {
  SeededRandom random(20261122);
  int inBlocks = 0;
  const int rounds = tests::effort(8, 24);
  for (int round = 0; round < rounds; ++round) {
    const std::size_t count = round % 4 == 0 ? random.below(300) : 4000 + random.below(16'000);
    const std::size_t others = round % 5 == 0 ? random.below(300) : 4000 + random.below(16'000);
    const Points loss = wander(random, count, round % 2 == 0 ? 7 : 1'000'000);
    const Points score = wander(random, others, round % 3 == 0 ? 5 : 1'000'000);
    const RunKey run = make(loss, score, round % 3 == 1 ? 0 : random.below(20'000), round % 2 == 0);
    const auto failed = read([&](sql::Connection& c) -> Status {
      TATARA_ASSIGN(const Points all, loadSeries(c, run, "loss"));
      TATARA_ASSIGN(const Points other, loadSeries(c, run, "score"));
      TATARA_ASSIGN(const auto blocks, BlockSeries::open(c, run, "score"));
      inBlocks += blocks && blocks->blocks().size() > 1 ? 1 : 0;
      for (const Direction direction :
           {Direction::HigherIsBetter, Direction::LowerIsBetter, Direction::Unknown}) {
        TATARA_ASSIGN(const auto best, loadBestPoint(c, run, "loss", direction));
        EXPECT_EQ(told(best), told(bestPoint(all, direction))) << round;
        TATARA_ASSIGN(const double at, loadValueAtBest(c, run, "loss", "score", direction));
        EXPECT_EQ(bits(at), bits(valueAtBest(all, other, direction))) << round;
        TATARA_ASSIGN(const double own, loadValueAtBest(c, run, "loss", "loss", direction));
        EXPECT_EQ(bits(own), bits(valueAtBest(all, all, direction))) << round;
      }
      for (const std::size_t many :
           {std::size_t{0}, std::size_t{1}, std::size_t{10}, std::size_t{6000}, std::size_t{1'000'000}}) {
        TATARA_ASSIGN(const auto last, loadLastValues(c, run, "loss", many));
        EXPECT_EQ(last, lastValues(all, many)) << round << " " << many;
      }
      return {};
    });
    ASSERT_TRUE(failed) << failed.error().message;
  }
  EXPECT_GT(inBlocks, rounds / 3) << "too few of them lay in blocks";
}

// A step that ends one block and begins the next one counts once, with its latest point.
TEST_F(SeriesReadingsTest, AStepOfTwoBlocksCountsOnce) {
  Points loss;
  Points score;
  for (std::int64_t i = 0; i < 10'000; ++i) {
    const std::int64_t step = i >= 4090 && i < 4102 ? 4090 : i;
    loss.push_back({step, i, static_cast<double>(i)});
    score.push_back({step, i, step == 4090 ? (i == 4101 ? 5.0 : 100.0) : static_cast<double>(i % 7)});
  }
  const RunKey run = make(loss, score, 10'000, true);
  const auto value = read([&](sql::Connection& c) {
    return loadValueAtBest(c, run, "loss", "score", Direction::HigherIsBetter);
  });
  ASSERT_TRUE(value) << value.error().message;
  EXPECT_EQ(*value, 6.0) << "the hundreds of step 4090 were logged over";
}

TEST_F(SeriesReadingsTest, OfASeriesThatIsNotThereIsNothing) {
  const RunKey run = make({{1, 1, 2.0}}, {}, 0, false);
  const auto value = read(
      [&](sql::Connection& c) { return loadValueAtBest(c, run, "loss", "none", Direction::HigherIsBetter); });
  EXPECT_TRUE(std::isnan(value.value()));
  const auto best =
      read([&](sql::Connection& c) { return loadBestPoint(c, run, "none", Direction::LowerIsBetter); });
  EXPECT_EQ(best.value(), std::nullopt);
}

}  // namespace
}  // namespace tatara::track
