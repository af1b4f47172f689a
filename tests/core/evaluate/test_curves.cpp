#include <gtest/gtest.h>

#include "core/evaluate/curves.h"
#include "tests/core/evaluate/generated.h"

namespace tatara::evaluate {
namespace {

// roc_curve(y, p, drop_intermediate=False) of scikit-learn 1.9.1: threshold, false and true positive rate.
TEST(CurvesTest, TheRocCurveIsThatOfScikitLearn) {
  const double expected[][3] = {
      {INFINITY, 0.0, 0.0},
      {0.9, 0.0, 0.1111111111111111},
      {0.85, 0.0, 0.2222222222222222},
      {0.8, 0.0, 0.2777777777777778},
      {0.75, 0.0, 0.3888888888888889},
      {0.7, 0.045454545454545456, 0.4444444444444444},
      {0.6, 0.045454545454545456, 0.5},
      {0.55, 0.18181818181818182, 0.6666666666666666},
      {0.5, 0.3181818181818182, 0.7222222222222222},
      {0.4, 0.36363636363636365, 0.7222222222222222},
      {0.35, 0.5, 0.8333333333333334},
      {0.3, 0.6363636363636364, 0.8888888888888888},
      {0.25, 0.6363636363636364, 0.9444444444444444},
      {0.2, 0.7727272727272727, 1.0},
      {0.15, 0.8181818181818182, 1.0},
      {0.1, 0.8636363636363636, 1.0},
      {0.05, 0.9090909090909091, 1.0},
      {0.0, 1.0, 1.0},
  };
  const Curve curve = curveOf(binaryRows(40, 2).scores());
  ASSERT_EQ(curve.points.size(), std::size(expected));
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    EXPECT_EQ(curve.points[i].threshold, expected[i][0]);
    EXPECT_NEAR(curve.points[i].falsePositiveRate, expected[i][1], 1e-15);
    EXPECT_NEAR(curve.points[i].recall, expected[i][2], 1e-15);
    EXPECT_LE(curve.points[i].recallRange.low, curve.points[i].recall);
    EXPECT_GE(curve.points[i].recallRange.high, curve.points[i].recall);
  }
}

// precision_recall_curve(y, p): threshold, precision, recall.
TEST(CurvesTest, ThePrecisionRecallCurveIsThatOfScikitLearn) {
  const double expected[][3] = {
      {0.9, 1.0, 0.1111111111111111},
      {0.85, 1.0, 0.2222222222222222},
      {0.8, 1.0, 0.2777777777777778},
      {0.75, 1.0, 0.3888888888888889},
      {0.7, 0.8888888888888888, 0.4444444444444444},
      {0.6, 0.9, 0.5},
      {0.55, 0.75, 0.6666666666666666},
      {0.5, 0.65, 0.7222222222222222},
      {0.4, 0.6190476190476191, 0.7222222222222222},
      {0.35, 0.5769230769230769, 0.8333333333333334},
      {0.3, 0.5333333333333333, 0.8888888888888888},
      {0.25, 0.5483870967741935, 0.9444444444444444},
      {0.2, 0.5142857142857142, 1.0},
      {0.15, 0.5, 1.0},
      {0.1, 0.4864864864864865, 1.0},
      {0.05, 0.47368421052631576, 1.0},
      {0.0, 0.45, 1.0},
  };
  const Curve curve = curveOf(binaryRows(40, 2).scores());
  ASSERT_EQ(curve.points.size(), std::size(expected) + 1);
  EXPECT_TRUE(std::isnan(curve.points.front().precision));
  for (std::size_t i = 0; i < std::size(expected); ++i) {
    EXPECT_EQ(curve.points[i + 1].threshold, expected[i][0]);
    EXPECT_NEAR(curve.points[i + 1].precision, expected[i][1], 1e-15);
    EXPECT_NEAR(curve.points[i + 1].recall, expected[i][2], 1e-15);
  }
}

// calibration_curve(y, p, n_bins=5): mean probability, share of positives.
TEST(CurvesTest, CalibrationIsThatOfScikitLearn) {
  const double uniform[][2] = {
      {0.12222222222222223, 0.1111111111111111},
      {0.3272727272727272, 0.36363636363636365},
      {0.5363636363636363, 0.45454545454545453},
      {0.74, 0.8},
      {0.875, 1.0},
  };
  const double quantile[][2] = {
      {0.12222222222222223, 0.1111111111111111}, {0.31999999999999995, 0.4}, {0.48, 0.2},
      {0.5888888888888889, 0.5555555555555556},  {0.8285714285714285, 1.0},
  };
  const Rows rows = binaryRows(40, 2);
  const auto expectBins = [&](Binning binning, std::span<const double[2]> expected) {
    const Calibration calibration = calibrationOf(rows.scores(), 5, binning);
    ASSERT_EQ(calibration.bins.size(), expected.size());
    double distance = 0;
    double count = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
      EXPECT_NEAR(calibration.bins[i].predicted, expected[i][0], 1e-15);
      EXPECT_NEAR(calibration.bins[i].observed, expected[i][1], 1e-15);
      distance += calibration.bins[i].rows * std::abs(expected[i][0] - expected[i][1]);
      count += calibration.bins[i].rows;
    }
    EXPECT_EQ(count, 40);
    EXPECT_NEAR(calibration.expectedError, distance / 40, 1e-15);
  };
  expectBins(Binning::Uniform, uniform);
  expectBins(Binning::Quantile, quantile);
}

TEST(CurvesTest, AThinnedCurveKeepsItsEndsAndNearlyItsArea) {
  SeededRandom random(3);
  Rows rows{.task = Task::Binary, .classes = 2};
  for (int i = 0; i < 5000; ++i) {
    rows.probabilities.push_back(random.uniform());
    rows.actual.push_back(random.uniform() < rows.probabilities.back() ? 1 : 0);
  }
  rows.predicted = decide(rows.probabilities, 2);
  const Curve whole = curveOf(rows.scores());
  const Curve thin = thinned(whole, 100);
  ASSERT_EQ(thin.points.size(), 100);
  EXPECT_EQ(thin.points.front().recall, 0);
  EXPECT_EQ(thin.points.back().recall, 1);
  const auto area = [](const Curve& curve) {
    double sum = 0;
    for (std::size_t i = 1; i < curve.points.size(); ++i) {
      sum += (curve.points[i].falsePositiveRate - curve.points[i - 1].falsePositiveRate) *
             (curve.points[i].recall + curve.points[i - 1].recall) / 2;
    }
    return sum;
  };
  EXPECT_NEAR(area(thin), area(whole), 1e-3);
  EXPECT_EQ(thinned(whole, 10'000).points.size(), whole.points.size());
}

TEST(CurvesTest, TheThresholdOfLeastCostIsTheBestOfAll) {
  SeededRandom random(8);
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const Rows rows = binaryRows(40, seed);
    const Costs costs{-random.uniform(), random.uniform() * 3, random.uniform() * 3, -random.uniform() / 2};
    const ThresholdCost best = leastCost(rows.scores(), costs);
    EXPECT_NEAR(best.total, costAt(rows.scores(), costs, best.threshold).total, 1e-12);
    for (int step = -1; step <= 100; ++step) {
      EXPECT_LE(best.total, costAt(rows.scores(), costs, step / 100.0).total + 1e-12) << "seed " << seed;
    }
  }
}

TEST(CurvesTest, CostsThatFavourOneAnswerGiveItToEveryRow) {
  const Rows rows = binaryRows(40, 5);
  const ThresholdCost never = leastCost(rows.scores(), {.falsePositive = 1000, .falseNegative = 0});
  EXPECT_EQ(never.total, 0);
  const ThresholdCost always = leastCost(rows.scores(), {.falsePositive = 0, .falseNegative = 1000});
  EXPECT_EQ(always.total, 0);
  EXPECT_EQ(costAt(rows.scores(), {.falsePositive = 0, .falseNegative = 1}, always.threshold).total, 0);
}

}  // namespace
}  // namespace tatara::evaluate
