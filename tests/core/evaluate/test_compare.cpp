#include "core/evaluate/compare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/evaluate/generated.h"

namespace tatara::evaluate {
namespace {

using testing::HasSubstr;

Rows better(Rows rows, double by) {
  for (std::size_t i = 0; i < rows.actual.size(); ++i) {
    rows.predicted[i] += (rows.actual[i] - rows.predicted[i]) * by;
  }
  return rows;
}

TEST(CompareTest, ABetterChallengerIsSaidToBeBetterWithItsNumbers) {
  const Rows champion = regressionRows(500, 1);
  const Rows challenger = better(champion, 0.2);
  const auto comparison = compare(champion.scores(), challenger.scores(), "rmse", {.draws = 500});
  ASSERT_TRUE(comparison) << comparison.error().message;
  const ComparedMetric& rmse = comparison->metrics[comparison->deciding];
  EXPECT_EQ(rmse.metric->name, "rmse");
  EXPECT_NEAR(rmse.challenger.value, rmse.champion.value * 0.8, 1e-12);
  EXPECT_EQ(rmse.verdict, Verdict::Better);
  EXPECT_THAT(
      comparison->words.english(),
      HasSubstr("The challenger is better: Root mean squared error " + shortNumber(rmse.challenger.value) +
                " against the champion's " + shortNumber(rmse.champion.value)));
  const auto reversed = compare(challenger.scores(), champion.scores(), "rmse", {.draws = 500});
  ASSERT_TRUE(reversed);
  EXPECT_THAT(reversed->words.english(), HasSubstr("The challenger is worse"));
  EXPECT_EQ(reversed->metrics[reversed->deciding].differenceInterval.low > 0, true);
}

TEST(CompareTest, TheSameModelShowsNoDifference) {
  const Rows rows = binaryRows(300, 2);
  const auto comparison = compare(rows.scores(), rows.scores(), "", {.draws = 200});
  ASSERT_TRUE(comparison);
  EXPECT_EQ(comparison->metrics[comparison->deciding].metric->name, "log_loss");
  for (const ComparedMetric& one : comparison->metrics) {
    EXPECT_EQ(one.verdict, Verdict::NotShown) << one.metric->name;
  }
  EXPECT_THAT(comparison->words.english(), HasSubstr("No difference is shown"));
}

// Two models of equal quality with errors of their own: over many pairs the deciding metric errs in about
// five of a hundred, and any other metric at all in about five of a hundred comparisons, not in five of a
// hundred metrics.
TEST(CompareTest, LookingAtManyMetricsFindsNoDifferenceByLuck) {
  SeededRandom random(5);
  int decided = 0;
  int any = 0;
  constexpr int kPairs = 200;
  for (int pair = 0; pair < kPairs; ++pair) {
    Rows first{.task = Task::Regression};
    Rows second{.task = Task::Regression};
    for (int i = 0; i < 200; ++i) {
      first.actual.push_back(10 + random.uniform());
      second.actual.push_back(first.actual.back());
      first.predicted.push_back(first.actual.back() + 0.3 * random.normal());
      second.predicted.push_back(first.actual.back() + 0.3 * random.normal());
    }
    const auto comparison = compare(
        first.scores(), second.scores(), "mae",
        {.draws = 1000, .seed = static_cast<std::uint64_t>(pair), .method = IntervalMethod::Percentile});
    ASSERT_TRUE(comparison);
    bool other = false;
    for (std::size_t i = 0; i < comparison->metrics.size(); ++i) {
      const Verdict verdict = comparison->metrics[i].verdict;
      const bool judged = verdict == Verdict::Better || verdict == Verdict::Worse;
      (i == comparison->deciding ? decided : any) += judged && (i == comparison->deciding || !other) ? 1 : 0;
      other = other || (judged && i != comparison->deciding);
    }
  }
  EXPECT_LE(decided, 24);  // 10 are expected
  EXPECT_LE(any, 20);
}

TEST(CompareTest, AMetricThatIsNoneOrUndefinedCannotDecide) {
  const Rows rows = regressionRows(50, 1);
  EXPECT_THAT(compare(rows.scores(), rows.scores(), "rsme", {.draws = 100}).error().message,
              HasSubstr("did you mean \"rmse\""));
  Rows constant = regressionRows(50, 1);
  constant.actual.assign(50, 3);
  EXPECT_THAT(compare(constant.scores(), constant.scores(), "r2", {.draws = 100}).error().message,
              HasSubstr("the same in every row"));
  const auto bias = compare(rows.scores(), better(rows, 0.5).scores(), "rmse", {.draws = 100});
  ASSERT_TRUE(bias);
  for (const ComparedMetric& one : bias->metrics) {
    if (one.metric->name == "bias") {
      EXPECT_EQ(one.verdict, Verdict::NotJudged);
      EXPECT_TRUE(std::isnan(one.adjustedP));
    }
  }
}

TEST(CompareTest, ARegressionIsAShareOfTheChampion) {
  EXPECT_NEAR(regressionShare(Better::Lower, 10, 11), 0.1, 1e-15);
  EXPECT_NEAR(regressionShare(Better::Higher, 0.8, 0.6), 0.25, 1e-15);
  EXPECT_NEAR(regressionShare(Better::Higher, -1, -2), 1, 1e-15);
  EXPECT_EQ(regressionShare(Better::Lower, 0, 0), 0);
  EXPECT_TRUE(std::isnan(regressionShare(Better::Lower, 0, 1)));
}

}  // namespace
}  // namespace tatara::evaluate
