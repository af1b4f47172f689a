#include "core/evaluate/slices.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/core/evaluate/generated.h"

namespace tatara::evaluate {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> inEnglish(const std::vector<text::Phrase>& labels) {
  std::vector<std::string> words;
  for (const text::Phrase& label : labels) {
    words.push_back(label.english());
  }
  return words;
}

TEST(SlicesTest, FewNumbersAreSlicesOfTheirOwn) {
  const SliceColumn slices = sliceNumbers("season", std::vector<double>{3, 1, NAN, 1, 2});
  EXPECT_THAT(inEnglish(slices.labels), ElementsAre("1", "2", "3", "missing"));
  EXPECT_THAT(slices.groups, ElementsAre(2, 0, 3, 0, 1));
}

TEST(SlicesTest, ManyNumbersAreCutAtQuantilesAndEqualOnesStayTogether) {
  std::vector<double> values;
  for (int i = 0; i < 100; ++i) {
    values.push_back(i < 50 ? 0 : i);
  }
  const SliceColumn slices = sliceNumbers("x", values, 4);
  EXPECT_THAT(inEnglish(slices.labels), ElementsAre("below 50", "50 to below 75", "75 and more"));
  EXPECT_EQ(slices.groups[49], 0);
  EXPECT_EQ(slices.groups[50], 1);
  EXPECT_EQ(slices.groups[75], 2);
}

TEST(SlicesTest, RareTextsAreTakenTogether) {
  const std::vector<std::string> texts{"a", "b", "c", "d"};
  const SliceColumn slices = sliceTexts("kind", std::vector<std::int32_t>{1, 1, 0, 2, -1, 2, 2}, texts, 2);
  EXPECT_THAT(inEnglish(slices.labels), ElementsAre("c", "b", "all others", "missing"));
  EXPECT_THAT(slices.groups, ElementsAre(1, 1, 2, 0, 3, 0, 0));
}

TEST(SlicesTest, EachSliceHasTheMetricOfItsRows) {
  const Rows champion = binaryRows(300, 2);
  Rows challenger = champion;
  for (double& probability : challenger.probabilities) {
    probability = 0.1 + probability * 0.8;
  }
  challenger.predicted = decide(challenger.probabilities, 2);
  const SliceColumn columns[] = {thirds(300)};
  for (const std::string_view metric : sliceMetrics(Task::Binary)) {
    const auto slices = compareSlices(champion.scores(), challenger.scores(), columns,
                                      {.metric = std::string(metric), .bootstrap = {.draws = 200}});
    ASSERT_TRUE(slices) << slices.error().message;
    ASSERT_EQ(slices->slices.size(), 3);
    for (const ComparedSlice& slice : slices->slices) {
      for (const auto& [rows, value] :
           {std::pair(&champion, slice.champion), {&challenger, slice.challenger}}) {
        Rows part{.task = Task::Binary, .classes = 2};
        for (std::size_t row = 0; row < 300; ++row) {
          if (columns[0].groups[row] == static_cast<std::int32_t>(slice.group)) {
            part.actual.push_back(rows->actual[row]);
            part.predicted.push_back(rows->predicted[row]);
            part.probabilities.push_back(rows->probabilities[row]);
          }
        }
        EXPECT_EQ(slice.rows, part.actual.size());
        const auto place =
            static_cast<std::size_t>(findMetric(Task::Binary, metric) - metricsOf(Task::Binary).data());
        EXPECT_NEAR(value, measure(part.scores())[place].value, 1e-12) << metric;
      }
      EXPECT_LE(slice.differenceInterval.low, slice.challenger - slice.champion);
      EXPECT_GE(slice.differenceInterval.high, slice.challenger - slice.champion);
      EXPECT_GE(slice.adjustedP, slice.p);
    }
  }
}

TEST(SlicesTest, ARegressionInOneSliceIsTheWorst) {
  const Rows champion = regressionRows(600, 1);
  Rows challenger = champion;
  const SliceColumn columns[] = {thirds(600)};
  for (std::size_t row = 0; row < 600; ++row) {
    const double error = challenger.predicted[row] - challenger.actual[row];
    challenger.predicted[row] = challenger.actual[row] + error * (columns[0].groups[row] == 1 ? 1.5 : 0.9);
  }
  const auto slices = compareSlices(champion.scores(), challenger.scores(), columns,
                                    {.metric = "rmse", .bootstrap = {.draws = 500}});
  ASSERT_TRUE(slices);
  ASSERT_TRUE(slices->worst);
  const ComparedSlice& worst = slices->slices[*slices->worst];
  EXPECT_EQ(worst.group, 1);
  EXPECT_NEAR(worst.regression, 0.5, 1e-12);
  EXPECT_LT(worst.adjustedP, 0.01);
  EXPECT_GT(worst.differenceInterval.low, 0);
}

TEST(SlicesTest, ASliceOfFewRowsIsNotJudged) {
  const Rows rows = regressionRows(100, 1);
  SliceColumn column{"rare", {"no", "yes", "never"}, std::vector<std::int32_t>(100, 0)};
  column.groups[3] = 1;
  const auto slices = compareSlices(rows.scores(), rows.scores(), std::span(&column, 1),
                                    {.metric = "mae", .bootstrap = {.draws = 100}});
  ASSERT_TRUE(slices);
  ASSERT_EQ(slices->slices.size(), 2);
  EXPECT_TRUE(slices->slices[0].judged);
  EXPECT_FALSE(slices->slices[1].judged);
  EXPECT_EQ(slices->worst, 0);
  EXPECT_FALSE(slices->slices[1].differenceInterval.exists());
}

TEST(SlicesTest, WhatIsNoMeanOrNoColumnIsRefused) {
  const Rows rows = regressionRows(100, 1);
  SliceColumn column{"c", {"a"}, std::vector<std::int32_t>(99, 0)};
  EXPECT_THAT(
      compareSlices(rows.scores(), rows.scores(), std::span(&column, 1), {.metric = "mae"}).error().message,
      HasSubstr("'c'"));
  column.groups.push_back(1);
  EXPECT_FALSE(compareSlices(rows.scores(), rows.scores(), std::span(&column, 1), {.metric = "mae"}));
  EXPECT_THAT(compareSlices(rows.scores(), rows.scores(), {}, {.metric = "r2"}).error().message,
              HasSubstr("rmse, mae, mse"));
}

// Eight columns of four values each, drawn evenly.
std::vector<SliceColumn> drawnColumns(std::size_t rows, SeededRandom& random) {
  std::vector<SliceColumn> columns;
  for (int column = 0; column < 8; ++column) {
    auto& made = columns.emplace_back(SliceColumn{"c" + std::to_string(column), {"a", "b", "c", "d"}});
    for (std::size_t row = 0; row < rows; ++row) {
      made.groups.push_back(static_cast<std::int32_t>(random.below(4)));
    }
  }
  return columns;
}

TEST(WeakSlicesTest, APlantedSliceIsFoundAndNoOther) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    SeededRandom random(seed);
    const auto columns = drawnColumns(4000, random);
    std::vector<double> losses;
    for (std::size_t row = 0; row < 4000; ++row) {
      losses.push_back(std::abs(random.normal()) * (columns[3].groups[row] == 2 ? 2 : 1));
    }
    const auto found = findWeakSlices(losses, columns);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->slices.size(), 1) << "seed " << seed;
    ASSERT_EQ(found->slices[0].conditions.size(), 1);
    EXPECT_EQ(found->slices[0].conditions[0].column, 3);
    EXPECT_EQ(found->slices[0].conditions[0].group, 2);
    EXPECT_NEAR(found->slices[0].loss / found->slices[0].others, 2, 0.2);
    EXPECT_EQ(found->lookedAt, 8 * 4 + 28 * 16);
  }
}

TEST(WeakSlicesTest, ASlicePlantedInAPairOfColumnsIsFoundAsAPair) {
  for (std::uint64_t seed = 1; seed <= 5; ++seed) {
    SeededRandom random(seed + 100);
    const auto columns = drawnColumns(6000, random);
    std::vector<double> losses;
    for (std::size_t row = 0; row < 6000; ++row) {
      const bool planted = columns[1].groups[row] == 0 && columns[6].groups[row] == 3;
      losses.push_back(std::abs(random.normal()) * (planted ? 2.5 : 1));
    }
    const auto found = findWeakSlices(losses, columns);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->slices.size(), 1) << "seed " << seed;
    ASSERT_EQ(found->slices[0].conditions.size(), 2);
    EXPECT_EQ(found->slices[0].conditions[0].column, 1);
    EXPECT_EQ(found->slices[0].conditions[1].column, 6);
  }
}

TEST(WeakSlicesTest, AFairModelRaisesNone) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SeededRandom random(seed + 1000);
    const auto columns = drawnColumns(3000, random);
    std::vector<double> longTailed;
    std::vector<double> wrong;
    for (std::size_t row = 0; row < 3000; ++row) {
      longTailed.push_back(std::exp(1.5 * random.normal()));
      wrong.push_back(random.uniform() < 0.1 ? 1 : 0);
    }
    for (const auto& losses : {longTailed, wrong}) {
      const auto found = findWeakSlices(losses, columns);
      ASSERT_TRUE(found);
      EXPECT_TRUE(found->slices.empty()) << "seed " << seed;
    }
  }
}

TEST(WeakSlicesTest, TheSameRowsUnderTwoNamesAreToldOnce) {
  SeededRandom random(3);
  auto columns = drawnColumns(4000, random);
  columns[5] = columns[3];
  std::vector<double> losses;
  for (std::size_t row = 0; row < 4000; ++row) {
    losses.push_back(std::abs(random.normal()) * (columns[3].groups[row] == 2 ? 2 : 1));
  }
  const auto found = findWeakSlices(losses, columns);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->slices.size(), 1);
}

TEST(WeakSlicesTest, NothingIsFoundWhereEveryLossIsTheSameOrNoRowIs) {
  SeededRandom random(3);
  const auto columns = drawnColumns(500, random);
  EXPECT_TRUE(findWeakSlices(std::vector<double>(500, 1.0), columns)->slices.empty());
  EXPECT_TRUE(findWeakSlices({}, {})->slices.empty());
  EXPECT_FALSE(findWeakSlices(std::vector<double>(499, 1.0), columns));
  std::stop_source source;
  source.request_stop();
  EXPECT_EQ(findWeakSlices(std::vector<double>(500, 1.0), columns, {}, source.get_token()).error().kind,
            ErrorKind::Cancelled);
}

}  // namespace
}  // namespace tatara::evaluate
