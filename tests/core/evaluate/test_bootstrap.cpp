#include <gtest/gtest.h>

#include <algorithm>

#include "core/evaluate/bootstrap.h"
#include "core/evaluate/internal/draws.h"
#include "tests/core/evaluate/generated.h"

namespace tatara::evaluate {
namespace {

std::size_t placeOf(Task task, std::string_view name) {
  return static_cast<std::size_t>(findMetric(task, name) - metricsOf(task).data());
}

// The rows `chosen` of `rows`, as often as they are named.
Rows select(const Rows& rows, std::span<const std::size_t> chosen) {
  Rows result{.task = rows.task, .classes = rows.classes};
  const std::size_t width = rows.task == Task::Multiclass ? rows.classes : 1;
  for (const std::size_t row : chosen) {
    result.actual.push_back(rows.actual[row]);
    result.predicted.push_back(rows.predicted[row]);
    result.weights.push_back(rows.weights[row]);
    for (std::size_t i = 0; i < width && !rows.probabilities.empty(); ++i) {
      result.probabilities.push_back(rows.probabilities[row * width + i]);
    }
  }
  return result;
}

TEST(BootstrapTest, IndicesAreThoseOfTheWrittenRule) {
  const std::uint64_t expected[] = {6, 2, 4, 8, 3, 8, 1, 1, 1, 9};
  for (std::uint64_t position = 0; position < 10; ++position) {
    EXPECT_EQ(resampleIndex(resampleKey(7, 3), position, 10), expected[position]);
  }
}

// Every number of every draw is the metric of the rows that the draw names, and every number without a row is
// the metric of the others.
TEST(BootstrapTest, DrawsAndLeftOutRowsAreMeasuredAsTheRowsThemselves) {
  for (const bool weighted : {false, true}) {
    for (const Rows& rows : {regressionRows(37, 5), binaryRows(37, 6), multiRows(37, 3, 7)}) {
      const BootstrapSpec spec{.draws = 101, .seed = 3, .threads = 2};
      for (const auto& [statistic, metrics] : statisticsOf(rows.scores(weighted))) {
        const Statistic* only = statistic.get();
        const auto draws = drawAll(std::span(&only, 1), 37, spec, {}, {});
        ASSERT_TRUE(draws);
        for (std::size_t draw = 0; draw < spec.draws; ++draw) {
          std::vector<std::size_t> chosen;
          for (std::uint64_t position = 0; position < 37; ++position) {
            chosen.push_back(resampleIndex(resampleKey(3, draw), position, 37));
          }
          const auto expected = measure(select(rows, chosen).scores(weighted));
          for (std::size_t i = 0; i < metrics.size(); ++i) {
            const double value = expected[metrics[i]].value;
            const double ours = (*draws)[i][draw];
            ASSERT_TRUE(std::abs(ours - value) <= 1e-11 || (std::isnan(value) && std::isnan(ours)))
                << metricsOf(rows.task)[metrics[i]].name << ' ' << ours << " and " << value;
          }
        }
        const auto leftOut = statistic->leaveOneOut(37);
        for (std::size_t i = 0; i < metrics.size(); ++i) {
          if (weighted && leftOut[i].empty()) {
            continue;
          }
          ASSERT_EQ(leftOut[i].size(), 37);
          for (std::size_t row = 0; row < 37; ++row) {
            std::vector<std::size_t> others;
            for (std::size_t other = 0; other < 37; ++other) {
              if (other != row) {
                others.push_back(other);
              }
            }
            EXPECT_NEAR(leftOut[i][row], measure(select(rows, others).scores(weighted))[metrics[i]].value,
                        1e-11)
                << metricsOf(rows.task)[metrics[i]].name << " without row " << row;
          }
        }
      }
    }
  }
}

// scipy.stats.bootstrap 1.17.1 over scikit-learn's metrics, paired, 500 resamples by the indices of seed 11.
TEST(BootstrapTest, IntervalsAreThoseOfSciPyOnTheSameIndices) {
  const struct {
    const char* name;
    double low;
    double high;
    double bcaLow;
    double bcaHigh;
  } expected[] = {
      {"rmse", 0.9151882275251408, 1.0958222567063167, 0.9180786679368662, 1.1040933908343067},
      {"r2", 0.8125113017200138, 0.8759912396405626, 0.8155309271087616, 0.8764318297358102},
      {"median_absolute_error", 0.5038147275301073, 0.7680533736424744, 0.5026989205970358,
       0.7679144566704073},
      {"roc_auc", 0.7328739560083519, 0.8610202775258857, 0.7217115220134724, 0.8520283280420637},
      {"average_precision", 0.6535923151441415, 0.8319615494856702, 0.6390507043574938, 0.8188734956926912},
      {"f1", 0.6190136922719889, 0.7692307692307693, 0.6148882293046547, 0.7677841996868116},
      {"mcc", 0.3704568751243446, 0.6079163464031891, 0.36873781968467856, 0.6065160243452433},
  };
  for (const auto& one : expected) {
    const bool regression = findMetric(Task::Regression, one.name) != nullptr;
    const Rows rows = regression ? regressionRows(200, 1) : binaryRows(200, 2);
    BootstrapSpec spec{.draws = 500, .seed = 11, .method = IntervalMethod::Percentile};
    const auto percentile = bootstrap(rows.scores(), nullptr, spec);
    spec.method = IntervalMethod::Bca;
    const auto bca = bootstrap(rows.scores(), nullptr, spec);
    ASSERT_TRUE(percentile && bca);
    const std::size_t place = placeOf(rows.task, one.name);
    EXPECT_NEAR((*percentile)[place].first.low, one.low, 1e-9) << one.name;
    EXPECT_NEAR((*percentile)[place].first.high, one.high, 1e-9) << one.name;
    EXPECT_EQ((*bca)[place].first.method, IntervalMethod::Bca);
    EXPECT_NEAR((*bca)[place].first.low, one.bcaLow, 1e-9) << one.name;
    EXPECT_NEAR((*bca)[place].first.high, one.bcaHigh, 1e-9) << one.name;
  }
}

TEST(BootstrapTest, TheNumberOfThreadsChangesNothing) {
  const Rows rows = binaryRows(300, 4);
  BootstrapSpec spec{.draws = 203, .threads = 1};
  const auto alone = bootstrap(rows.scores(), nullptr, spec);
  spec.threads = 3;
  const auto together = bootstrap(rows.scores(), nullptr, spec);
  ASSERT_TRUE(alone && together);
  for (std::size_t i = 0; i < alone->size(); ++i) {
    EXPECT_EQ((*alone)[i].first.low, (*together)[i].first.low);
    EXPECT_EQ((*alone)[i].first.high, (*together)[i].first.high);
  }
}

TEST(BootstrapTest, TwoModelsAreComparedOnTheSameDraws) {
  Rows champion = regressionRows(400, 1);
  Rows challenger = champion;
  for (std::size_t i = 0; i < 400; ++i) {
    challenger.predicted[i] += (challenger.actual[i] - challenger.predicted[i]) * 0.1;
  }
  const auto compared = bootstrap(champion.scores(), nullptr, {.draws = 500});
  const Scores second = challenger.scores();
  const auto both = bootstrap(champion.scores(), &second, {.draws = 500});
  ASSERT_TRUE(compared && both);
  const auto& rmse = (*both)[placeOf(Task::Regression, "rmse")];
  EXPECT_EQ(rmse.first.low, compared->front().first.low);
  // Every error is a tenth smaller, so the difference is far surer than either value.
  const double width = rmse.difference.high - rmse.difference.low;
  EXPECT_LT(width, 0.12 * (rmse.first.high - rmse.first.low));
  EXPECT_LT(rmse.difference.high, 0);
  EXPECT_NEAR(rmse.p, 2.0 / 501, 1e-12);
}

TEST(BootstrapTest, TheSameModelTwiceHasNoDifference) {
  const Rows rows = binaryRows(200, 4);
  const Scores scores = rows.scores();
  const auto both = bootstrap(scores, &scores, {.draws = 200});
  ASSERT_TRUE(both);
  for (const auto& metric : *both) {
    EXPECT_EQ(metric.difference.low, 0);
    EXPECT_EQ(metric.difference.high, 0);
    EXPECT_EQ(metric.difference.method, IntervalMethod::Percentile);
    EXPECT_EQ(metric.p, 1);
  }
}

// Of 400 samples whose true values are known, about 95 in 100 intervals hold them. The bounds are five
// standard errors of such a count apart from 0.95, the lower one less what a sample of 150 rows is known to
// lack.
TEST(BootstrapTest, IntervalsCoverTheTruthAtTheirNominalRate) {
  constexpr int kSamples = 400;
  int rmseHeld = 0;
  int accuracyHeld = 0;
  int differenceHeld = 0;
  SeededRandom random(20);
  for (int sample = 0; sample < kSamples; ++sample) {
    Rows first{.task = Task::Regression};
    Rows second{.task = Task::Regression};
    Rows classes{.task = Task::Binary, .classes = 2};
    for (int i = 0; i < 150; ++i) {
      const double shared = random.normal();
      first.actual.push_back(0);
      second.actual.push_back(0);
      first.predicted.push_back(shared + random.normal());         // rmse √2
      second.predicted.push_back(shared + 0.5 * random.normal());  // rmse √1.25
      classes.actual.push_back(random.uniform() < 0.5 ? 1 : 0);
      classes.predicted.push_back(random.uniform() < 0.8 ? classes.actual.back() : 1 - classes.actual.back());
    }
    const BootstrapSpec spec{.draws = 400, .seed = static_cast<std::uint64_t>(sample)};
    const Scores other = second.scores();
    const auto regression = bootstrap(first.scores(), &other, spec);
    const auto binary = bootstrap(classes.scores(), nullptr, spec);
    ASSERT_TRUE(regression && binary);
    const auto holds = [](const Interval& interval, double truth) {
      return interval.low <= truth && truth <= interval.high ? 1 : 0;
    };
    const auto& rmse = regression->front();
    rmseHeld += holds(rmse.first, std::sqrt(2.0));
    differenceHeld += holds(rmse.difference, std::sqrt(1.25) - std::sqrt(2.0));
    accuracyHeld += holds((*binary)[placeOf(Task::Binary, "accuracy")].first, 0.8);
  }
  for (const int held : {rmseHeld, differenceHeld, accuracyHeld}) {
    EXPECT_GE(held, static_cast<int>(kSamples * (0.95 - 5 * 0.0109)));
    EXPECT_LE(held, static_cast<int>(kSamples * (0.95 + 5 * 0.0109)));
  }
  // Not by being too wide: 80-in-100 intervals of the same kind must miss more often.
  EXPECT_LT(rmseHeld, kSamples);
}

TEST(BootstrapTest, WhatSomeDrawLeavesUndefinedHasNoInterval) {
  const std::vector<double> actual{1, 0, 0, 0, 0, 0};
  const std::vector<double> probabilities{0.9, 0.8, 0.1, 0.2, 0.3, 0.4};
  const std::vector<double> predicted{1, 1, 0, 0, 0, 0};
  const Scores scores{Task::Binary, 2, actual, predicted, probabilities, {}};
  const auto result = bootstrap(scores, nullptr, {.draws = 200});
  ASSERT_TRUE(result);
  const Interval& area = (*result)[placeOf(Task::Binary, "roc_auc")].first;
  EXPECT_FALSE(area.exists());
  EXPECT_EQ(area.reason, "undefined in some of the resamples");
  EXPECT_TRUE((*result)[placeOf(Task::Binary, "accuracy")].first.exists());
  const Rows regression = regressionRows(20, 1);
  const auto greatest = bootstrap(regression.scores(), nullptr, {.draws = 100});
  ASSERT_TRUE(greatest);
  EXPECT_FALSE((*greatest)[placeOf(Task::Regression, "max_error")].first.exists());
}

TEST(BootstrapTest, OneRowHasIntervalsOfNoWidthOrNone) {
  const Rows rows = regressionRows(1, 3);
  const auto result = bootstrap(rows.scores(), nullptr, {.draws = 100});
  ASSERT_TRUE(result);
  EXPECT_EQ(result->front().first.low, result->front().first.high);
  EXPECT_FALSE((*result)[placeOf(Task::Regression, "r2")].first.exists());
}

TEST(BootstrapTest, StoppingEndsItAndNonsenseIsRefused) {
  const Rows rows = binaryRows(1000, 4);
  std::stop_source source;
  std::uint64_t told = 0;
  const auto stopped = bootstrap(
      rows.scores(), nullptr, {.draws = 100'000, .threads = 1},
      [&](std::uint64_t done, std::uint64_t total) {
        told = done;
        EXPECT_EQ(total, 100'000U);
        source.request_stop();
      },
      source.get_token());
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, ErrorKind::Cancelled);
  EXPECT_GT(told, 0U);
  EXPECT_LT(told, 100'000U);
  EXPECT_FALSE(bootstrap(rows.scores(), nullptr, {.draws = 10}));
  EXPECT_FALSE(bootstrap(rows.scores(), nullptr, {.confidence = 1}));
  const Rows fewer = binaryRows(999, 4);
  const Scores other = fewer.scores();
  EXPECT_FALSE(bootstrap(rows.scores(), &other, {}));
}

}  // namespace
}  // namespace tatara::evaluate
