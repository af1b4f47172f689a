#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/evaluate/scores.h"
#include "tests/core/evaluate/generated.h"

namespace tatara::evaluate {
namespace {

using testing::HasSubstr;

struct Expected {
  std::string_view name;
  double plain;
  double weighted;
};

void expectMeasures(const Rows& rows, std::span<const Expected> expected) {
  ASSERT_TRUE(check(rows.scores(true)));
  const auto plain = measure(rows.scores());
  const auto weighted = measure(rows.scores(true));
  const auto metrics = metricsOf(rows.task);
  ASSERT_EQ(metrics.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_EQ(metrics[i].name, expected[i].name);
    EXPECT_NEAR(plain[i].value, expected[i].plain, 1e-9 * std::abs(expected[i].plain)) << metrics[i].name;
    EXPECT_NEAR(weighted[i].value, expected[i].weighted, 1e-9 * std::abs(expected[i].weighted))
        << metrics[i].name << " with weights";
  }
}

Measure one(const Scores& scores, std::string_view name) {
  const MetricInfo* info = findMetric(scores.task, name);
  EXPECT_NE(info, nullptr) << name;
  return measure(scores)[static_cast<std::size_t>(info - metricsOf(scores.task).data())];
}

// scikit-learn 1.9.1, without and with weights.
TEST(MetricsTest, RegressionIsThatOfScikitLearn) {
  const Expected expected[] = {
      {"rmse", 1.0063301663333346, 0.9995564024523489},
      {"mae", 0.7753121893991819, 0.7771139443330335},
      {"median_absolute_error", 0.6163270774046464, 0.6392608804444153},
      {"r2", 0.8473742954262172, 0.8362520180278896},
      {"mape", 0.14300215522395426, 0.14754347206941806},
      {"rmsle", 0.14051612319012433, 0.14177022420587543},
      {"bias", 0.03137774983324726, 0.11325858592556184},
      {"mse", 1.0127004036724767, 0.999113001683482},
      {"explained_variance", 0.8475226805253064, 0.8383543612345665},
      {"max_error", 2.809244881643618, 2.809244881643618},
      {"poisson_deviance", 0.15877412874214006, 0.15880159870576196},
      {"gamma_deviance", 0.03147844786878163, 0.03167506706188325},
  };
  expectMeasures(regressionRows(200, 1), expected);
}

TEST(MetricsTest, TwoClassesAreThoseOfScikitLearn) {
  const Expected expected[] = {
      {"log_loss", 0.8649956901337523, 0.7275061446129374},
      {"roc_auc", 0.8009473792606323, 0.7959885399860849},
      {"average_precision", 0.7423938189689192, 0.7262843482693023},
      {"brier", 0.179875, 0.18284028198718483},
      {"accuracy", 0.755, 0.7617927368217144},
      {"balanced_accuracy", 0.7450828956853053, 0.7524000495188016},
      {"precision", 0.7125, 0.715500742252643},
      {"recall", 0.6867469879518072, 0.6992870043140164},
      {"specificity", 0.8034188034188035, 0.8055130947235868},
      {"f1", 0.6993865030674846, 0.7073009670157357},
      {"mcc", 0.49299141799960483, 0.5066194918029708},
      {"kappa", 0.49275362318840576, 0.5065249194850094},
  };
  expectMeasures(binaryRows(200, 2), expected);
}

TEST(MetricsTest, MoreClassesAreThoseOfScikitLearn) {
  const Expected expected[] = {
      {"log_loss", 1.1574736747407635, 1.1682066796610089},
      {"roc_auc_ovr", 0.7548355445544999, 0.7560138451166875},
      {"brier", 0.6432982811626157, 0.6439422110203951},
      {"accuracy", 0.505, 0.5481875846756423},
      {"balanced_accuracy", 0.5029171970661332, 0.547050848042185},
      {"macro_f1", 0.5001697063918815, 0.5458712364492762},
      {"weighted_f1", 0.5034518815460092, 0.5489602001913053},
      {"macro_precision", 0.5022414101705484, 0.5481254147673138},
      {"macro_recall", 0.5029171970661332, 0.5470508480421848},
      {"weighted_precision", 0.5065197733508228, 0.5529507344973299},
      {"mcc", 0.3411484360916016, 0.39847790473587724},
      {"kappa", 0.3400219992666911, 0.3977014506058242},
  };
  expectMeasures(multiRows(200, 4, 3), expected);
}

TEST(MetricsTest, LogLossClipsCertainProbabilitiesAsScikitLearnDoes) {
  const std::vector<double> actual{1, 0, 1};
  const std::vector<double> probabilities{0, 1, 1};
  const std::vector<double> predicted{0, 1, 1};
  const Scores scores{Task::Binary, 2, actual, predicted, probabilities, {}};
  // log_loss([1, 0, 1], [0.0, 1.0, 1.0])
  EXPECT_NEAR(one(scores, "log_loss").value, 24.029102259411435, 1e-9);
}

TEST(MetricsTest, WhatIsUndefinedIsSaidAndNotZero) {
  const std::vector<double> same{2, 2, 2};
  const std::vector<double> predicted{1, 2, 3};
  const Scores constant{Task::Regression, 0, same, predicted, {}, {}};
  EXPECT_EQ(one(constant, "r2").undefined, "the truth is the same in every row");
  EXPECT_TRUE(std::isnan(one(constant, "explained_variance").value));
  EXPECT_TRUE(one(constant, "rmse").defined());

  const std::vector<double> withZero{0, 1, -2};
  const Scores zero{Task::Regression, 0, withZero, predicted, {}, {}};
  EXPECT_FALSE(one(zero, "mape").defined());
  EXPECT_FALSE(one(zero, "rmsle").defined());
  EXPECT_FALSE(one(zero, "poisson_deviance").defined());
  EXPECT_FALSE(one(zero, "gamma_deviance").defined());

  const std::vector<double> negatives{0, 0, 0};
  const std::vector<double> probabilities{0.1, 0.2, 0.3};
  const Scores oneClass{Task::Binary, 2, negatives, negatives, probabilities, {}};
  for (const char* name : {"roc_auc", "average_precision", "precision", "recall", "f1", "mcc", "kappa"}) {
    EXPECT_FALSE(one(oneClass, name).defined()) << name;
    EXPECT_TRUE(std::isnan(one(oneClass, name).value)) << name;
  }
  EXPECT_EQ(one(oneClass, "accuracy").value, 1);
  EXPECT_EQ(one(oneClass, "specificity").value, 1);

  const Scores noProbabilities{Task::Binary, 2, negatives, negatives, {}, {}};
  EXPECT_EQ(one(noProbabilities, "log_loss").undefined, "no probabilities are known");
}

TEST(MetricsTest, AWeightOfZeroIsAsIfTheRowWereNotThere) {
  Rows rows = binaryRows(60, 9);
  Rows fewer = rows;
  rows.weights.assign(60, 1);
  for (const std::size_t row : {59, 30, 0}) {
    rows.weights[row] = 0;
    fewer.actual.erase(fewer.actual.begin() + static_cast<std::ptrdiff_t>(row));
    fewer.probabilities.erase(fewer.probabilities.begin() + static_cast<std::ptrdiff_t>(row));
    fewer.predicted.erase(fewer.predicted.begin() + static_cast<std::ptrdiff_t>(row));
  }
  const auto with = measure(rows.scores(true));
  const auto without = measure(fewer.scores());
  for (std::size_t i = 0; i < with.size(); ++i) {
    EXPECT_NEAR(with[i].value, without[i].value, 1e-12) << metricsOf(Task::Binary)[i].name;
  }
}

TEST(MetricsTest, LargeNumbersWithSmallDifferencesKeepTheirDigits) {
  std::vector<double> actual;
  std::vector<double> predicted;
  SeededRandom random(4);
  for (int i = 0; i < 1000; ++i) {
    actual.push_back(1e9 + i % 7);
    predicted.push_back(actual.back() + (i % 2 == 0 ? 0.5 : -0.5));
  }
  const Scores scores{Task::Regression, 0, actual, predicted, {}, {}};
  EXPECT_NEAR(one(scores, "rmse").value, 0.5, 1e-9);
  // Σ(y−ȳ)² of 1,000 numbers that count 0 … 6 over and over.
  double mean = 0;
  double squares = 0;
  for (int i = 0; i < 1000; ++i) {
    mean += i % 7 / 1000.0;
  }
  for (int i = 0; i < 1000; ++i) {
    squares += (i % 7 - mean) * (i % 7 - mean);
  }
  EXPECT_NEAR(one(scores, "r2").value, 1 - 250 / squares, 1e-9);
}

TEST(MetricsTest, ScoresThatAreNoneAreRefusedByRow) {
  Rows rows = binaryRows(10, 1);
  rows.actual[3] = 2;
  EXPECT_THAT(check(rows.scores()).error().message, HasSubstr("row 3"));
  rows = binaryRows(10, 1);
  rows.probabilities[4] = 1.5;
  EXPECT_THAT(check(rows.scores()).error().message, HasSubstr("row 4"));
  rows.probabilities[4] = NAN;
  EXPECT_FALSE(check(rows.scores()));
  rows = regressionRows(10, 1);
  rows.predicted[5] = INFINITY;
  EXPECT_THAT(check(rows.scores()).error().message, HasSubstr("row 5"));
  rows = regressionRows(10, 1);
  rows.weights[6] = -1;
  EXPECT_THAT(check(rows.scores(true)).error().message, HasSubstr("row 6"));
  rows.weights.assign(10, 0);
  EXPECT_FALSE(check(rows.scores(true)));
  rows.weights.resize(9);
  EXPECT_FALSE(check(rows.scores(true)));
  EXPECT_FALSE(check(Scores{}));
  rows = multiRows(10, 3, 1);
  rows.probabilities.pop_back();
  EXPECT_FALSE(check(rows.scores()));
  rows = multiRows(10, 3, 1);
  rows.classes = 2000;
  EXPECT_FALSE(check(rows.scores()));
}

TEST(MetricsTest, TheConfusionAndTheClassesAddUp) {
  const Rows rows = multiRows(200, 4, 3);
  const auto cells = confusion(rows.scores());
  const auto classes = measureClasses(rows.scores());
  double all = 0;
  double right = 0;
  for (std::size_t truth = 0; truth < 4; ++truth) {
    double of = 0;
    for (std::size_t guess = 0; guess < 4; ++guess) {
      of += cells[truth * 4 + guess];
    }
    EXPECT_EQ(of, classes[truth].rows);
    EXPECT_NEAR(classes[truth].recall.value, cells[truth * 5] / of, 1e-15);
    all += of;
    right += cells[truth * 5];
  }
  EXPECT_EQ(all, 200);
  EXPECT_NEAR(one(rows.scores(), "accuracy").value, right / all, 1e-15);
}

TEST(MetricsTest, DecisionsExceedTheThresholdAndTakeTheFirstOfEquals) {
  EXPECT_EQ(decide(std::vector<double>{0.5, 0.50001, 0.2}, 2), (std::vector<double>{0, 1, 0}));
  EXPECT_EQ(decide(std::vector<double>{0.5, 0.2}, 2, 0.1), (std::vector<double>{1, 1}));
  EXPECT_EQ(decide(std::vector<double>{0.4, 0.4, 0.2, 0.1, 0.2, 0.7}, 3), (std::vector<double>{0, 2}));
}

}  // namespace
}  // namespace tatara::evaluate
