// A series drawn from its blocks against the same series drawn from all of its points.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/seeded_random.h"
#include "core/track/block_series.h"
#include "core/track/bulk_points.h"
#include "core/track/metrics.h"
#include "core/track/runs.h"
#include "tests/support/temp_workspace.h"

namespace tatara::track {
namespace {

class BlockSeriesTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto made = m_workspace.store().writeFor([](store::Writer& writer) {
      return createRun(writer, {.experiment = ExperimentId(0)}, fromUnixMillis(1));
    });
    ASSERT_TRUE(made);
    m_run = made->key;
  }

  void append(std::span<const series::Point> points) {
    const SeriesPoints series[] = {{"loss", points}};
    const Status status =
        m_workspace.store().write([&](store::Writer& writer) { return appendSeries(writer, m_run, series); });
    ASSERT_TRUE(status) << status.error().message;
  }
  // As training does, through the tail.
  void log(std::span<const series::Point> points) {
    std::vector<MetricPoint> batch;
    for (const series::Point& point : points) {
      batch.push_back({"loss", point});
    }
    const Status status =
        m_workspace.store().write([&](store::Writer& writer) { return appendMetrics(writer, m_run, batch); });
    ASSERT_TRUE(status) << status.error().message;
  }
  void seal() {
    const auto sealed =
        m_workspace.store().writeFor([&](store::Writer& writer) { return sealRun(writer, m_run, 1); });
    ASSERT_TRUE(sealed) << sealed.error().message;
  }
  Result<std::optional<BlockSeries>> open() {
    return m_workspace.store().read([&](sql::Connection& c) { return BlockSeries::open(c, m_run, "loss"); });
  }
  std::vector<series::Point> all() {
    return m_workspace.store().read([&](sql::Connection& c) { return loadSeries(c, m_run, "loss"); }).value();
  }
  Result<series::M4> reduce(const BlockSeries& series, const BlockSeries::View& view) {
    return m_workspace.store().read([&](sql::Connection& c) { return series.reduce(c, view); });
  }

  ::tatara::tests::TempWorkspace m_workspace;
  RunKey m_run;
};

// Steps repeat now and then, time goes on; some stretches hold gaps, some none, so that buckets and blocks of
// both kinds meet every edge.
std::vector<series::Point> walk(SeededRandom& random, std::size_t count, bool gaps) {
  std::vector<series::Point> points;
  std::int64_t step = -2000;
  std::int64_t time = 1'772'000'000'000;
  double value = 0;
  for (std::size_t i = 0; i < count; ++i) {
    step += random.below(8) == 0 ? 0 : static_cast<std::int64_t>(random.below(4));
    time += 1 + static_cast<std::int64_t>(random.below(30));
    value += random.uniform() - 0.5;
    const bool broken = gaps && i % 5000 < 700 && random.below(9) == 0;
    points.push_back({step, time, broken ? (random.below(2) == 0 ? std::nan("") : INFINITY) : value});
  }
  return points;
}

// Whole numbers of x a column.
series::XAxis axisOf(std::int64_t begin, std::int64_t perColumn, int width) {
  return {static_cast<double>(begin), static_cast<double>(begin + perColumn * width), width,
          series::XScale::Linear};
}

BlockSeries::View viewOf(series::XKind kind, const series::XAxis& axis) {
  return {kind, [axis](std::int64_t x) { return series::columnOf(axis, static_cast<double>(x)); }, 0,
          axis.width, false};
}

TEST_F(BlockSeriesTest, DrawsFromBucketsAndBlocksWhatAllPointsDraw) {
  SeededRandom random(11);
  const std::vector<series::Point> points = walk(random, 41'000, true);
  append(std::span(points).first(30'000));
  seal();
  append(std::span(points).subspan(30'000));  // whole blocks, and the rest as tail
  const auto opened = open();
  ASSERT_TRUE(opened) << opened.error().message;
  ASSERT_TRUE(opened->has_value());
  const BlockSeries& series = **opened;
  EXPECT_EQ(series.size(), points.size());
  EXPECT_GT(series.blocks().size(), 8U);
  const std::vector<series::Point> every = all();
  for (int round = 0; round < 300; ++round) {
    const bool steps = round % 2 == 0;
    const auto first = steps ? points.front().step : points.front().timestamp;
    const auto last = steps ? points.back().step : points.back().timestamp;
    const auto begin =
        first - 500 + static_cast<std::int64_t>(random.below(static_cast<std::uint64_t>(last - first)));
    const auto perColumn = 1 + static_cast<std::int64_t>(random.below(round % 3 == 0 ? 4 : 20'000));
    const series::XAxis wanted = axisOf(begin, perColumn, 1 + static_cast<int>(random.below(300)));
    const BlockSeries::View view = viewOf(steps ? series::XKind::Step : series::XKind::Time, wanted);
    const auto reduced = reduce(series, view);
    ASSERT_TRUE(reduced) << reduced.error().message;
    const series::M4 expected = series::reduceToM4(every, view.kind, 0, wanted);
    ASSERT_EQ(reduced->entries, expected.entries) << "round " << round;
    ASSERT_EQ(reduced->breaks, expected.breaks) << "round " << round;
    EXPECT_EQ(reduced->finite, expected.finite);
    EXPECT_EQ(reduced->nonFinite, expected.nonFinite);
  }
}

TEST_F(BlockSeriesTest, LeavesOutWhatALogarithmicAxisHasNoPlaceFor) {
  SeededRandom random(3);
  const std::vector<series::Point> points = walk(random, 20'000, false);
  append(points);
  seal();
  const auto opened = open();
  ASSERT_TRUE(opened && opened->has_value());
  std::vector<series::Point> positive = all();
  for (series::Point& point : positive) {
    point.value = point.value > 0 ? point.value : std::nan("");
  }
  for (const std::int64_t perColumn : {3, 40, 700, 5000}) {
    const series::XAxis wanted = axisOf(points.front().step, perColumn, 200);
    BlockSeries::View view = viewOf(series::XKind::Step, wanted);
    view.positive = true;
    view.column = [column = view.column](std::int64_t step) {
      return step <= 0 ? series::kNoPlace : column(step);
    };
    const auto reduced = reduce(**opened, view);
    ASSERT_TRUE(reduced);
    std::vector<series::Point> placed;
    std::ranges::copy_if(positive, std::back_inserter(placed), [](const auto& p) { return p.step > 0; });
    EXPECT_EQ(reduced->entries, series::reduceToM4(placed, series::XKind::Step, 0, wanted).entries);
  }
}

TEST_F(BlockSeriesTest, KeepsOfItsBucketsWhatIsAskedFor) {
  SeededRandom random(7);
  const std::vector<series::Point> points = walk(random, 700'000, true);
  append(std::span(points).first(650'000));
  log(std::span(points).subspan(650'000));
  const auto opened = [&](BlockSeries::Detail detail) {
    return m_workspace.store()
        .read([&](sql::Connection& c) { return BlockSeries::open(c, m_run, "loss", detail); })
        .value()
        .value();
  };
  const BlockSeries whole = opened(BlockSeries::Detail::Buckets);
  const BlockSeries coarse = opened(BlockSeries::Detail::Stretches);
  const BlockSeries blocks = opened(BlockSeries::Detail::Blocks);
  ASSERT_GT(whole.pyramid().level(0).size(), BlockSeries::kMostStretches);
  EXPECT_TRUE(std::ranges::equal(coarse.stretches(), whole.pyramid().level(1)));
  EXPECT_TRUE(whole.stretches().empty());
  EXPECT_TRUE(blocks.stretches().empty());
  EXPECT_EQ(coarse.pyramid().levels(), 0U);
  EXPECT_EQ(blocks.pyramid().levels(), 0U);
  for (const BlockSeries* one : {&whole, &coarse, &blocks}) {
    EXPECT_EQ(one->size(), points.size());
    EXPECT_EQ(one->blocks().size(), whole.blocks().size());
  }
}

TEST_F(BlockSeriesTest, DeclinesWhatIsBetterReadWhole) {
  SeededRandom random(7);
  EXPECT_FALSE(open()->has_value()) << "no such series";
  const std::vector<series::Point> points = walk(random, 9000, false);
  log(std::span(points).first(500));
  seal();
  EXPECT_FALSE(open()->has_value()) << "only in a pack";
  log(std::span(points).subspan(500));
  seal();
  EXPECT_TRUE(open()->has_value());
  log(std::span(points).first(3));  // known points again, in the tail
  EXPECT_FALSE(open()->has_value()) << "the tail reaches back into the blocks";
}

TEST_F(BlockSeriesTest, SaysThatABlockWasReplacedInsteadOfDrawingAnother) {
  SeededRandom random(9);
  const std::vector<series::Point> points = walk(random, 12'000, false);
  log(std::span(points).first(6000));
  seal();
  const auto opened = open();
  ASSERT_TRUE(opened && opened->has_value());
  log(std::span(points).subspan(6000));
  seal();  // opens the last block again
  const auto reduced = reduce(**opened, viewOf(series::XKind::Step, axisOf(points.front().step, 1, 40'000)));
  ASSERT_FALSE(reduced);
  EXPECT_EQ(reduced.error().kind, ErrorKind::NotFound);
}

TEST_F(BlockSeriesTest, NamesADamagedBlock) {
  SeededRandom random(13);
  const std::vector<series::Point> points = walk(random, 9000, false);
  log(points);
  seal();
  const auto opened = open();
  ASSERT_TRUE(opened && opened->has_value());
  ASSERT_TRUE(m_workspace.store().write([](store::Writer& writer) {
    return writer.sql().run("UPDATE metric_block SET payload = substr(payload, 1, length(payload) - 9)");
  }));
  const auto reduced = reduce(**opened, viewOf(series::XKind::Step, axisOf(points.front().step, 3, 10'000)));
  ASSERT_FALSE(reduced);
  EXPECT_EQ(reduced.error().kind, ErrorKind::Corrupt);
}

}  // namespace
}  // namespace tatara::track
