#include "core/evaluate/residuals.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "core/base/seeded_random.h"

namespace tatara::evaluate {
namespace {

Scores scoresOf(const std::vector<double>& actual, const std::vector<double>& predicted) {
  return {Task::Regression, 0, actual, predicted, {}, {}};
}

TEST(ResidualsTest, GroupsHoldEquallyManyRowsByRisingPrediction) {
  std::vector<double> actual;
  std::vector<double> predicted;
  for (int i = 0; i < 60; ++i) {
    const int place = (i * 7) % 60;  // in another order than that of the rows
    predicted.push_back(place);
    actual.push_back(place + (place < 30 ? 2 : -1));
  }
  const auto groups = residualGroups(scoresOf(actual, predicted), 4);
  ASSERT_EQ(groups.size(), 4U);
  for (const ResidualGroup& group : groups) {
    EXPECT_EQ(group.rows, 15U);
    EXPECT_DOUBLE_EQ(group.meanRange.low, group.mean);  // all the same: no width
    EXPECT_DOUBLE_EQ(group.p5, group.p95);
  }
  EXPECT_DOUBLE_EQ(groups[0].predicted, 7);
  EXPECT_DOUBLE_EQ(groups[0].mean, 2);  // the truth is above what was said
  EXPECT_DOUBLE_EQ(groups[3].p50, -1);
}

// scipy.stats.t.interval(0.95, 4, loc=2, scale=sem([0, 1, 2, 3, 4])); numpy.percentile of the same.
TEST(ResidualsTest, IntervalsAndQuantilesAreThoseOfSciPyAndNumPy) {
  const std::vector<double> actual{0, 1, 2, 3, 4};
  const std::vector<double> predicted{0, 0, 0, 0, 0};
  const auto groups = residualGroups(scoresOf(actual, predicted));
  ASSERT_EQ(groups.size(), 1U);
  EXPECT_NEAR(groups[0].meanRange.low, 0.03675683852244926, 1e-9);
  EXPECT_NEAR(groups[0].meanRange.high, 3.9632431614775507, 1e-9);
  EXPECT_DOUBLE_EQ(groups[0].p5, 0.2);
  EXPECT_DOUBLE_EQ(groups[0].p75, 3);
}

TEST(ResidualsTest, FewRowsAreOneGroupAndOneRowHasNoInterval) {
  EXPECT_EQ(residualGroups(scoresOf({1, 2, 3}, {1, 1, 1})).size(), 1U);
  const auto one = residualGroups(scoresOf({3}, {1}));
  ASSERT_EQ(one.size(), 1U);
  EXPECT_DOUBLE_EQ(one[0].mean, 2);
  EXPECT_TRUE(std::isnan(one[0].meanRange.low));
}

TEST(ResidualsTest, HistogramsOfTwoModelsShareTheirBinsAndLoseNoRow) {
  SeededRandom random(4);
  std::vector<double> actual, first, second;
  for (int i = 0; i < 2000; ++i) {
    actual.push_back(random.normal() * 10);
    first.push_back(actual.back() + random.normal());
    second.push_back(actual.back() + 3 * random.normal());
  }
  const Scores left = scoresOf(actual, first);
  const Scores right = scoresOf(actual, second);
  const stats::Range span = residualSpan(left, &right);
  EXPECT_LT(span.low, -4);
  EXPECT_GT(span.high, 4);
  for (const Scores* scores : {&left, &right}) {
    const ResidualHistogram histogram = residualHistogram(*scores, span, 20);
    std::int64_t rows = histogram.below + histogram.above;
    for (std::size_t bin = 0; bin < histogram.counts.size(); ++bin) {
      rows += histogram.counts[bin];
    }
    EXPECT_EQ(rows, 2000);
  }
  EXPECT_LT(residualHistogram(left, span, 20).below, residualHistogram(right, span, 20).below + 1);
  EXPECT_GT(residualHistogram(right, span, 20).below + residualHistogram(right, span, 20).above, 0);
}

TEST(ResidualsTest, ResidualsThatAreAllTheSameHaveASpanAroundThem) {
  const std::vector<double> actual{5, 6, 7};
  const std::vector<double> predicted{3, 4, 5};
  const stats::Range span = residualSpan(scoresOf(actual, predicted), nullptr);
  EXPECT_LT(span.low, 2);
  EXPECT_GT(span.high, 2);
  const ResidualHistogram histogram = residualHistogram(scoresOf(actual, predicted), span, 4);
  EXPECT_EQ(histogram.counts[2], 3);
}

}  // namespace
}  // namespace tatara::evaluate
