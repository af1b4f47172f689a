#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>

#include "core/base/nan.h"
#include "core/series/align.h"
#include "core/series/group.h"
#include "core/series/smooth.h"

namespace tatara::series {
namespace {

using Random = std::mt19937_64;

std::vector<double> makeValues(Random& random, std::size_t size) {
  std::normal_distribution<double> normal(3, 2);
  std::vector<double> values(size);
  for (double& value : values) {
    value = random() % 9 == 0 ? (random() % 2 == 0 ? kNan : HUGE_VAL) : normal(random);
  }
  return values;
}

void expectNear(const std::vector<double>& found, const std::vector<double>& expected) {
  ASSERT_EQ(found.size(), expected.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    if (std::isfinite(expected[i])) {
      EXPECT_NEAR(found[i], expected[i], 1e-12 * (1 + std::fabs(expected[i]))) << i;
    } else {
      EXPECT_EQ(std::isnan(found[i]), std::isnan(expected[i])) << i;
    }
  }
}

TEST(SmoothTest, TheExponentialAverageIsTensorBoards) {
  Random random(5);
  for (const double weight : {0.0, 0.3, 0.9, 0.999}) {
    const auto values = makeValues(random, 500);
    std::vector<double> expected;
    long double last = 0;
    int seen = 0;
    for (const double value : values) {
      if (!std::isfinite(value)) {
        expected.push_back(value);
        continue;
      }
      last = last * weight + (1 - weight) * value;
      ++seen;
      expected.push_back(static_cast<double>(weight == 0 ? value : last / (1 - powl(weight, seen))));
    }
    expectNear(exponential(values, weight), expected);
  }
}

TEST(SmoothTest, AConstantCurveIsUntouchedByEverySmoothing) {
  const std::vector<double> values = {0.1, 0.1, kNan, 0.1, 0.1};
  for (const auto& smoothed : {exponential(values, 0.97), runningMean(values, 3), gaussian(values, 2)}) {
    for (const std::size_t i : {0U, 1U, 3U, 4U}) {
      EXPECT_EQ(smoothed[i], 0.1);
    }
    EXPECT_TRUE(std::isnan(smoothed[2]));
  }
}

TEST(SmoothTest, TheRunningMeanEqualsTheNaiveOneForEveryWindow) {
  Random random(6);
  for (std::size_t size = 1; size < 60; size += 7) {
    const auto values = makeValues(random, size);
    for (std::size_t window = 0; window < 140; window += 1 + window / 9) {
      std::vector<double> expected = values;
      for (std::size_t i = 0; i < size && window > 1; ++i) {
        if (!std::isfinite(values[i])) {
          continue;
        }
        double sum = 0;
        int count = 0;
        const auto at = static_cast<std::int64_t>(i);
        const auto width = static_cast<std::int64_t>(window);
        for (std::int64_t j = at - (width - 1) / 2; j <= at + width / 2; ++j) {
          if (j >= 0 && j < static_cast<std::int64_t>(size) &&
              std::isfinite(values[static_cast<std::size_t>(j)])) {
            sum += values[static_cast<std::size_t>(j)];
            ++count;
          }
        }
        expected[i] = sum / count;
      }
      expectNear(runningMean(values, window), expected);
    }
  }
}

TEST(SmoothTest, OneHugeValueDoesNotSpoilTheMeansBehindIt) {
  std::vector<double> values(100, 1e-3);
  values[50] = 1e200;
  values[0] = 2e-3;
  EXPECT_NEAR(runningMean(values, 5)[60], 1e-3, 1e-15);
  EXPECT_NEAR(runningMean(values, 5)[40], 1e-3, 1e-15);
}

TEST(SmoothTest, TheGaussianIsTheWeightedMeanOfItsNeighbours) {
  Random random(8);
  const auto values = makeValues(random, 80);
  for (const double sigma : {0.4, 2.5, 500.0}) {
    const auto smoothed = gaussian(values, sigma);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (!std::isfinite(values[i])) {
        continue;
      }
      double sum = 0;
      double weight = 0;
      for (std::size_t j = 0; j < values.size(); ++j) {
        const double d = static_cast<double>(j) - static_cast<double>(i);
        if (std::isfinite(values[j]) && std::fabs(d) <= std::ceil(4 * sigma)) {
          sum += std::exp(-d * d / 2 / sigma / sigma) * values[j];
          weight += std::exp(-d * d / 2 / sigma / sigma);
        }
      }
      EXPECT_NEAR(smoothed[i], sum / weight, 1e-12);
    }
  }
}

std::vector<std::vector<Point>> makeRuns(Random& random, std::size_t count) {
  std::vector<std::vector<Point>> runs(count);
  for (auto& run : runs) {
    const auto values = makeValues(random, random() % 60);
    std::int64_t step = static_cast<std::int64_t>(random() % 10) - 5;
    for (const double value : values) {
      run.push_back({step, 1000000 + step * 100 + static_cast<std::int64_t>(random() % 50), value});
      step += static_cast<std::int64_t>(random() % 3);
    }
    normalise(run);
  }
  return runs;
}

std::vector<PointSpan> spans(const std::vector<std::vector<Point>>& runs) {
  return {runs.begin(), runs.end()};
}

TEST(AlignTest, ThePointsOfAStepAreTheLatestOfEachRunThere) {
  Random random(9);
  for (int round = 0; round < 50; ++round) {
    const auto runs = makeRuns(random, random() % 7);
    std::map<std::int64_t, std::map<std::size_t, double>> expected;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      for (const Point& point : runs[i]) {
        expected[point.step][i] = point.value;
      }
    }
    const StepGrid grid = alignOnSteps(spans(runs));
    ASSERT_EQ(grid.steps.size(), expected.size());
    std::size_t column = 0;
    for (const auto& [step, values] : expected) {
      EXPECT_EQ(grid.steps[column], step);
      for (std::size_t i = 0; i < runs.size(); ++i) {
        const auto found = values.find(i);
        if (found == values.end() || std::isnan(found->second)) {
          EXPECT_TRUE(std::isnan(grid.rows[i][column]));
        } else {
          EXPECT_EQ(grid.rows[i][column], found->second);
        }
      }
      ++column;
    }
  }
}

TEST(AlignTest, InterpolationIsLinearBetweenNeighboursAndSilentBesideANan) {
  const std::vector<Point> run = {{0, 100, 1}, {1, 200, 3}, {2, 300, kNan}, {3, 400, 5}, {4, 500, 7}};
  const std::vector<double> times = {-1, 0, 50, 100, 150, 200, 250, 300, 375, 400, 401};
  const auto found = interpolateAt(run, 100, times);
  expectNear(found, {kNan, 1, 2, 3, kNan, kNan, kNan, 5, 6.5, 7, kNan});
}

TEST(GroupTest, EveryStatisticEqualsTheDefinitionOnRaggedNanBearingRuns) {
  Random random(10);
  for (int round = 0; round < 40; ++round) {
    const auto runs = makeRuns(random, 1 + random() % 12);
    std::map<std::int64_t, std::map<std::size_t, double>> at;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      for (const Point& point : runs[i]) {
        at[point.step][i] = point.value;
      }
    }
    const GroupCurve curve = groupOnSteps(spans(runs));
    std::size_t row = 0;
    for (const auto& [step, byRun] : at) {
      std::vector<double> values;
      for (const auto& [run, value] : byRun) {
        if (std::isfinite(value)) {
          values.push_back(value);
        }
      }
      if (values.empty()) {
        continue;
      }
      ASSERT_LT(row, curve.size());
      EXPECT_EQ(curve.x[row], static_cast<double>(step));
      EXPECT_EQ(curve.count[row], values.size());
      const auto n = static_cast<long double>(values.size());
      long double sum = 0;
      for (const double value : values) {
        sum += value;
      }
      long double squares = 0;
      for (const double value : values) {
        squares += (value - sum / n) * (value - sum / n);
      }
      std::sort(values.begin(), values.end());
      EXPECT_NEAR(curve.mean[row], static_cast<double>(sum / n), 1e-12);
      EXPECT_EQ(curve.least[row], values.front());
      EXPECT_EQ(curve.greatest[row], values.back());
      const std::size_t half = values.size() / 2;
      EXPECT_NEAR(curve.median[row],
                  values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2, 1e-12);
      EXPECT_LE(curve.lowerQuartile[row], curve.median[row]);
      EXPECT_GE(curve.upperQuartile[row], curve.median[row]);
      if (values.size() > 1) {
        const double deviation = static_cast<double>(sqrtl(squares / (n - 1)));
        EXPECT_NEAR(curve.deviation[row], deviation, 1e-12);
        EXPECT_NEAR(curve.error[row], deviation / std::sqrt(static_cast<double>(values.size())), 1e-12);
        EXPECT_NEAR(curve.intervalHigh[row] + curve.intervalLow[row], 2 * curve.mean[row], 1e-9);
      } else {
        EXPECT_TRUE(std::isnan(curve.deviation[row]));
        EXPECT_TRUE(std::isnan(curve.intervalLow[row]));
      }
      ++row;
    }
    EXPECT_EQ(row, curve.size());
  }
}

TEST(GroupTest, TheIntervalOfThreeRunsIsStudents) {
  const std::vector<std::vector<Point>> runs = {{{0, 0, 1}}, {{0, 0, 2}}, {{0, 0, 6}}};
  const GroupCurve curve = groupOnSteps(spans(runs));
  // Mean 3, deviation sqrt(7), t(2) 4.302652729911275.
  EXPECT_NEAR(curve.intervalHigh[0], 3 + 4.302652729911275 * std::sqrt(7.0 / 3), 1e-9);
}

TEST(GroupTest, RunsOnTimeAreInterpolatedEachFromItsOwnStart) {
  const std::vector<std::vector<Point>> runs = {{{0, 1000, 0}, {1, 2000, 10}}, {{0, 5000, 2}, {1, 7000, 6}}};
  const std::vector<std::int64_t> origins = {1000, 5000};
  const std::vector<double> times = {0, 500, 1000, 1500, 3000};
  const GroupCurve curve = groupOnTimes(spans(runs), origins, times);
  EXPECT_EQ(curve.x, (std::vector<double>{0, 500, 1000, 1500}));
  EXPECT_EQ(curve.count, (std::vector<std::uint32_t>{2, 2, 2, 1}));
  EXPECT_EQ(curve.mean, (std::vector<double>{1, 4, 7, 5}));
}

}  // namespace
}  // namespace tatara::series
