#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <random>

#include "core/base/nan.h"
#include "core/series/expression.h"
#include "core/series/smooth.h"
#include "tests/support/effort.h"

namespace tatara::series {
namespace {

double valueOf(const std::string& text, const std::map<std::string, double>& metrics = {}) {
  const auto expression = Expression::parse(text);
  EXPECT_TRUE(expression) << text;
  if (!expression) {
    return kNan;
  }
  std::vector<double> values;
  for (const std::string& name : expression->metrics()) {
    values.push_back(metrics.at(name));
  }
  return expression->evaluate(values);
}

TEST(ExpressionTest, OperatorsBindAsInMathematics) {
  EXPECT_EQ(valueOf("1 + 2 * 3"), 7);
  EXPECT_EQ(valueOf("(1 + 2) * 3"), 9);
  EXPECT_EQ(valueOf("10 - 4 - 3"), 3);
  EXPECT_EQ(valueOf("16 / 4 / 2"), 2);
  EXPECT_EQ(valueOf("2 ^ 3 ^ 2"), 512);
  EXPECT_EQ(valueOf("-2 ^ 2"), -4);
  EXPECT_EQ(valueOf("2 ^ -1"), 0.5);
  EXPECT_EQ(valueOf("2 * -3"), -6);
  EXPECT_EQ(valueOf("1.5e2 - .5"), 149.5);
  EXPECT_EQ(valueOf("max(1, 4, 2) - min(3, 2) + abs(-1) + sqrt(9) + log10(100) + log2(8) + exp(0) + log(1)"),
            2 + 1 + 3 + 2 + 3 + 1);
}

TEST(ExpressionTest, MetricsAreNamedBareOrBetweenQuotesAndReadOnce) {
  EXPECT_EQ(valueOf("tp / (tp + fp)", {{"tp", 30}, {"fp", 10}}), 0.75);
  EXPECT_EQ(valueOf("`val/loss` - \"train loss\"", {{"val/loss", 3}, {"train loss", 1}}), 2);
  EXPECT_EQ(valueOf("max * 2", {{"max", 4}}), 8);  // a function's name is a metric where no bracket follows
  const auto expression = Expression::parse("b + a.x * b");
  ASSERT_TRUE(expression);
  EXPECT_EQ(expression->metrics(), (std::vector<std::string>{"b", "a.x"}));
}

TEST(ExpressionTest, WhatCannotBeReadIsRefusedWithTheColumn) {
  const std::map<std::string, std::string> wrong = {
      {"", "A metric or a number is expected at column 1"},
      {"tp /", "A metric or a number is expected at column 5"},
      {"(tp + fp", "A closing bracket is expected at column 9"},
      {"tp fp", "An operator is expected at column 4"},
      {"sin(x)", "\"sin\" is no function"},
      {"sqrt(a, b)", "\"sqrt\" takes one argument"},
      {"min(a)", "\"min\" takes two or more arguments"},
      {"`open", "A quoted metric does not end at column 1"},
      {"1.2.3", "This is no number at column 1"},
      {"a $ b", "An operator is expected at column 3"},
  };
  for (const auto& [text, message] : wrong) {
    const auto expression = Expression::parse(text);
    ASSERT_FALSE(expression) << text;
    EXPECT_EQ(expression.error().kind, ErrorKind::InvalidArgument);
    EXPECT_TRUE(expression.error().message.starts_with(message)) << expression.error().message;
  }
}

TEST(ExpressionTest, DepthAndLengthAreBounded) {
  EXPECT_TRUE(Expression::parse(std::string(60, '(') + "a" + std::string(60, ')')));
  EXPECT_FALSE(Expression::parse(std::string(100, '(') + "a" + std::string(100, ')')));
  EXPECT_FALSE(Expression::parse(std::string(2000, '(')));
  EXPECT_FALSE(Expression::parse(std::string(5000, 'a')));
  std::string powers = "a";
  for (int i = 0; i < 500; ++i) {
    powers += "^a";
  }
  EXPECT_FALSE(Expression::parse(powers));
}

TEST(ExpressionTest, RandomTextNeverCrashesAndWhatIsReadEvaluates) {
  std::mt19937 random(4);
  const std::string letters = "ab1.e+-*/^(),` \"min";
  int read = 0;
  const int rounds = tatara::tests::effort(50'000, 200'000);
  for (int round = 0; round < rounds; ++round) {
    std::string text;
    const std::size_t length = random() % 14;
    for (std::size_t i = 0; i < length; ++i) {
      text += letters[random() % letters.size()];
    }
    if (const auto expression = Expression::parse(text)) {
      ++read;
      const std::vector<double> values(expression->metrics().size(), 2.5);
      (void)expression->evaluate(values);
    }
  }
  EXPECT_GT(read, rounds / 200);
}

TEST(ExpressionTest, ACurveHasAPointWhereEveryMetricHasOneAndTheLatestCounts) {
  std::mt19937 random(12);
  const auto expression = Expression::parse("a / b + c");
  ASSERT_TRUE(expression);
  for (int round = 0; round < 200; ++round) {
    std::vector<std::vector<Point>> series(3);
    std::vector<std::map<std::int64_t, Point>> latest(3);
    for (std::size_t s = 0; s < 3; ++s) {
      const std::size_t size = random() % 30;
      for (std::size_t i = 0; i < size; ++i) {
        series[s].push_back({static_cast<std::int64_t>(random() % 20) - 5,
                             static_cast<std::int64_t>(random() % 1000),
                             random() % 8 == 0 ? kNan : static_cast<double>(random() % 100)});
      }
      normalise(series[s]);
      for (const Point& point : series[s]) {
        latest[s][point.step] = point;
      }
    }
    std::vector<Point> expected;
    for (const auto& [step, a] : latest[0]) {
      const auto b = latest[1].find(step);
      const auto c = latest[2].find(step);
      if (b != latest[1].end() && c != latest[2].end()) {
        expected.push_back({step, std::max({a.timestamp, b->second.timestamp, c->second.timestamp}),
                            a.value / b->second.value + c->second.value});
      }
    }
    const std::vector<PointSpan> spans(series.begin(), series.end());
    const std::vector<Point> found = expression->evaluate(spans);
    ASSERT_EQ(found.size(), expected.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      EXPECT_EQ(found[i].step, expected[i].step);
      EXPECT_EQ(found[i].timestamp, expected[i].timestamp);
      EXPECT_TRUE(found[i].value == expected[i].value ||
                  (std::isnan(found[i].value) && std::isnan(expected[i].value)));
    }
  }
}

TEST(BestSoFarTest, ItNeverGetsWorseAndLeavesWhatIsNotFiniteAlone) {
  const std::vector<double> values = {kNan, 5, 7, 3, kNan, 4, -INFINITY, 2, 9};
  const auto least = bestSoFar(values, Best::Least);
  const auto greatest = bestSoFar(values, Best::Greatest);
  const std::vector<double> low = {kNan, 5, 5, 3, kNan, 3, -INFINITY, 2, 2};
  const std::vector<double> high = {kNan, 5, 7, 7, kNan, 7, -INFINITY, 7, 9};
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_TRUE(least[i] == low[i] || (std::isnan(least[i]) && std::isnan(low[i]))) << i;
    EXPECT_TRUE(greatest[i] == high[i] || (std::isnan(greatest[i]) && std::isnan(high[i]))) << i;
  }
}

}  // namespace
}  // namespace tatara::series
