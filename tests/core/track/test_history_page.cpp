// Pages of a history against the whole of it, sorted here.
#include "core/track/history_page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "core/base/seeded_random.h"
#include "core/track/bulk_points.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"
#include "tests/support/temp_workspace.h"

namespace tatara::track {
namespace {

class HistoryPageTest : public testing::Test {
 protected:
  RunKey newRun() {
    return m_workspace.store()
        .writeFor([](store::Writer& writer) {
          return createRun(writer, {.experiment = ExperimentId(0)}, fromUnixMillis(1));
        })
        .value()
        .key;
  }
  // As blocks.
  void append(RunKey run, std::span<const series::Point> points) {
    const SeriesPoints series[] = {{"loss", points}};
    const Status status =
        m_workspace.store().write([&](store::Writer& writer) { return appendSeries(writer, run, series); });
    ASSERT_TRUE(status) << status.error().message;
  }
  // As training does, into the tail.
  void log(RunKey run, std::span<const series::Point> points) {
    std::vector<MetricPoint> batch;
    for (const series::Point& point : points) {
      batch.push_back({"loss", point});
    }
    const Status status =
        m_workspace.store().write([&](store::Writer& writer) { return appendMetrics(writer, run, batch); });
    ASSERT_TRUE(status) << status.error().message;
  }
  HistoryPage page(RunKey run, std::size_t offset, std::size_t most) {
    return m_workspace.store()
        .read([&](sql::Connection& c) { return loadHistoryPage(c, run, "loss", offset, most); })
        .value();
  }

  void expectPagesOf(RunKey run, std::vector<series::Point> points) {
    std::sort(points.begin(), points.end(), [](const series::Point& a, const series::Point& b) {
      return std::tuple(a.timestamp, a.step, a.value) < std::tuple(b.timestamp, b.step, b.value);
    });
    for (const auto& [offset, most] : {std::pair<std::size_t, std::size_t>{0, 1'000'000},
                                       {0, 1},
                                       {4'095, 2},
                                       {4'096, 4'096},
                                       {3'000, 6'000},
                                       {points.size() - 1, 25'000},
                                       {points.size(), 5},
                                       {points.size() + 7, 5},
                                       {5, 0}}) {
      const HistoryPage got = page(run, offset, most);
      const std::size_t begin = std::min(offset, points.size());
      const std::size_t end = begin + std::min(most, points.size() - begin);
      EXPECT_EQ(got.total, points.size());
      ASSERT_EQ(got.points.size(), end - begin) << offset << " " << most;
      EXPECT_TRUE(std::equal(got.points.begin(), got.points.end(), points.begin() + static_cast<int>(begin),
                             series::samePoint))
          << offset << " " << most;
    }
  }

  tests::TempWorkspace m_workspace;
};

std::vector<series::Point> rising(std::size_t count, std::int64_t from = 0) {
  std::vector<series::Point> points;
  for (std::size_t i = 0; i < count; ++i) {
    const std::int64_t at = from + static_cast<std::int64_t>(i);
    points.push_back({at, 1'700'000'000'000 + at / 3, 1.0 / static_cast<double>(at + 1)});
  }
  return points;
}

TEST_F(HistoryPageTest, PagesOfBlocksAndTailAreThoseOfTheWhole) {
  const RunKey run = newRun();
  std::vector<series::Point> points = rising(10'000);
  append(run, points);
  const std::vector<series::Point> later = rising(500, 10'000);
  log(run, later);
  points.insert(points.end(), later.begin(), later.end());
  expectPagesOf(run, points);
}

TEST_F(HistoryPageTest, TimesThatGoBackInsideABlockAreSorted) {
  const RunKey run = newRun();
  std::vector<series::Point> points = rising(9'000);
  std::swap(points[5'000].timestamp, points[5'900].timestamp);
  append(run, points);
  expectPagesOf(run, points);
}

TEST_F(HistoryPageTest, TimesThatGoBackFromBlockToBlockAreSorted) {
  const RunKey run = newRun();
  std::vector<series::Point> points = rising(9'000);
  for (std::size_t i = 4'096; i < points.size(); ++i) {
    points[i].timestamp -= 2'000;  // each block by itself goes on
  }
  append(run, points);
  expectPagesOf(run, points);
}

TEST_F(HistoryPageTest, RandomSeriesAreTheSamePageByPage) {
  SeededRandom random(20261122);
  for (int round = 0; round < 6; ++round) {
    const RunKey run = newRun();
    std::vector<series::Point> points;
    std::int64_t time = 0;
    for (int i = 0; i < 9'000; ++i) {
      time +=
          static_cast<std::int64_t>(random.below(3)) - (round % 2 == 1 && random.below(2'000) == 0 ? 40 : 0);
      points.push_back({i + static_cast<std::int64_t>(random.below(2)), time, random.uniform()});
    }
    append(run, points);
    expectPagesOf(run, points);
  }
}

TEST_F(HistoryPageTest, ShortAndMissingMetricsHaveTheirPages) {
  const RunKey run = newRun();
  EXPECT_EQ(page(run, 0, 10).total, 0u);
  const std::vector<series::Point> points = {{3, 1, 0.5}, {1, 2, NAN}, {2, 2, -1}};
  log(run, points);
  const HistoryPage two = page(run, 1, 5);
  EXPECT_EQ(two.total, 3u);
  ASSERT_EQ(two.points.size(), 2u);
  EXPECT_EQ(two.points[0].step, 1);
  EXPECT_EQ(two.points[1].step, 2);
}

}  // namespace
}  // namespace tatara::track
