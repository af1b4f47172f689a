#include "core/evaluate/fairness.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/evaluate/generated.h"

namespace tatara::evaluate {
namespace {

// Fairlearn 0.15.0: difference and ratio of demographic parity, equal opportunity and equalized odds.
TEST(FairnessTest, DisparitiesAreThoseOfFairlearn) {
  const double plain[] = {0.09611035730438716, 0.7812660833762223,  0.053333333333333344,
                          0.9259259259259259,  0.13095238095238096, 0.47619047619047616};
  const double weighted[] = {0.07034314366131772, 0.841193165316762,  0.05830490759585927,
                             0.9201361467356444,  0.0661661930378942, 0.720854469460111};
  const double byGroup[3][3] = {{0.417910447761194, 0.6785714285714286, 0.23076923076923078},
                                {0.34328358208955223, 0.72, 0.11904761904761904},
                                {0.4393939393939394, 0.6666666666666666, 0.25}};
  const Rows rows = binaryRows(200, 2);
  for (const bool weights : {false, true}) {
    const auto fairness = measureFairness(rows.scores(weights), thirds(200), 1, {.draws = 200});
    ASSERT_TRUE(fairness);
    for (std::size_t i = 0; i < 3; ++i) {
      const double* expected = (weights ? weighted : plain) + 2 * i;
      EXPECT_NEAR(fairness->disparities[i].difference.value, expected[0], 1e-12);
      EXPECT_NEAR(fairness->disparities[i].ratio.value, expected[1], 1e-12);
      EXPECT_TRUE(fairness->disparities[i].interval.exists());
    }
    for (std::size_t group = 0; group < 3 && !weights; ++group) {
      const GroupRates& rates = fairness->groups[group];
      EXPECT_NEAR(rates.selection.value.value, byGroup[group][0], 1e-12);
      EXPECT_NEAR(rates.truePositive.value.value, byGroup[group][1], 1e-12);
      EXPECT_NEAR(rates.falsePositive.value.value, byGroup[group][2], 1e-12);
      EXPECT_LT(rates.truePositive.range.low, byGroup[group][1]);
      EXPECT_NEAR(rates.calibration.value, rates.probability.value - rates.observed, 1e-12);
    }
    EXPECT_EQ(fairness->disparities[0].lowest, weights ? fairness->disparities[0].lowest : 1);
    EXPECT_EQ(fairness->disparities[2].name, "equalized_odds");
  }
}

TEST(FairnessTest, AGroupWithoutPositivesIsSaidToHaveNoRate) {
  Rows rows = binaryRows(90, 4);
  const SliceColumn groups = thirds(90);
  for (std::size_t row = 0; row < 90; ++row) {
    if (groups.groups[row] == 0) {
      rows.actual[row] = 0;
    }
  }
  const auto fairness = measureFairness(rows.scores(), groups, 1, {.draws = 100});
  ASSERT_TRUE(fairness);
  EXPECT_EQ(fairness->groups[0].truePositive.value.undefined, "no positive row");
  EXPECT_TRUE(fairness->groups[0].falsePositive.value.defined());
  const double second = fairness->groups[1].truePositive.value.value;
  const double third = fairness->groups[2].truePositive.value.value;
  EXPECT_NEAR(fairness->disparities[1].difference.value, std::abs(second - third), 1e-12);
}

TEST(FairnessTest, AGroupOfThreeRowsIsNotJudged) {
  const Rows rows = binaryRows(203, 4);
  SliceColumn groups = thirds(203);
  groups.labels.push_back("rare");
  for (const std::size_t row : {5, 50, 150}) {
    groups.groups[row] = 3;
  }
  const auto judged = measureFairness(rows.scores(), groups, 30, {.draws = 100});
  ASSERT_TRUE(judged);
  ASSERT_EQ(judged->groups.size(), 4);
  EXPECT_FALSE(judged->groups[3].judged);
  for (const Disparity& disparity : judged->disparities) {
    EXPECT_NE(disparity.lowest, 3);
    EXPECT_NE(disparity.highest, 3);
  }
}

TEST(FairnessTest, OneGroupDiffersFromNobody) {
  const Rows rows = binaryRows(100, 4);
  const SliceColumn one{"all", {"everyone"}, std::vector<std::int32_t>(100, 0)};
  const auto fairness = measureFairness(rows.scores(), one, 30, {.draws = 100});
  ASSERT_TRUE(fairness);
  for (const Disparity& disparity : fairness->disparities) {
    EXPECT_EQ(disparity.difference.value, 0) << disparity.name;
  }
  EXPECT_EQ(fairness->disparities[0].ratio.value, 1);
}

TEST(FairnessTest, WithoutProbabilitiesCalibrationIsUndefined) {
  Rows rows = binaryRows(100, 4);
  rows.probabilities.clear();
  const auto fairness = measureFairness(rows.scores(), thirds(100), 1, {.draws = 100});
  ASSERT_TRUE(fairness);
  EXPECT_FALSE(fairness->groups[0].probability.defined());
  EXPECT_FALSE(fairness->disparities[4].difference.defined());
  EXPECT_FALSE(fairness->disparities[4].interval.exists());
  EXPECT_TRUE(fairness->disparities[0].difference.defined());
}

TEST(FairnessTest, RegressionsAndMissingGroupsAreRefused) {
  const Rows rows = regressionRows(100, 4);
  EXPECT_EQ(measureFairness(rows.scores(), thirds(100), 1, {}).error().kind, ErrorKind::Unsupported);
  const Rows binary = binaryRows(100, 4);
  EXPECT_FALSE(measureFairness(binary.scores(), thirds(99), 1, {}));
}

}  // namespace
}  // namespace tatara::evaluate
