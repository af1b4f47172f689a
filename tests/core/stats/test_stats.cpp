#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "core/base/nan.h"
#include "core/stats/histogram.h"
#include "core/stats/moments.h"
#include "core/stats/quantile.h"
#include "core/stats/student.h"

namespace tatara::stats {
namespace {

std::vector<double> draw(std::size_t count, std::uint64_t seed, double offset = 0) {
  std::mt19937_64 random(seed);
  std::normal_distribution<double> normal(offset, 1);
  std::vector<double> values(count);
  std::generate(values.begin(), values.end(), [&] { return normal(random); });
  return values;
}

TEST(MomentsTest, AgreeWithTheTwoPassFormulaInLongDouble) {
  for (const double offset : {0.0, 1e9}) {
    const auto values = draw(10000, 3, offset);
    long double sum = 0;
    for (const double value : values) {
      sum += value;
    }
    const long double mean = sum / 10000;
    long double squares = 0;
    for (const double value : values) {
      squares += (value - mean) * (value - mean);
    }
    Moments whole;
    whole.add(values);
    Moments left;
    Moments right;
    left.add(std::span(values).first(1234));
    right.add(std::span(values).subspan(1234));
    left.merge(right);
    for (const Moments& moments : {whole, left}) {
      EXPECT_NEAR(moments.mean(), static_cast<double>(mean), 1e-12 * (1 + offset));
      EXPECT_NEAR(moments.variance(), static_cast<double>(squares / 9999), 1e-7);
      EXPECT_EQ(moments.least(), *std::min_element(values.begin(), values.end()));
      EXPECT_EQ(moments.greatest(), *std::max_element(values.begin(), values.end()));
    }
  }
}

TEST(MomentsTest, WhatIsNotFiniteIsCountedAndLeftOut) {
  Moments moments;
  EXPECT_TRUE(std::isnan(moments.mean()));
  moments.add(std::vector<double>{1, kNan, 3, HUGE_VAL, -HUGE_VAL});
  EXPECT_EQ(moments.count(), 2U);
  EXPECT_EQ(moments.nonFinite(), 3U);
  EXPECT_EQ(moments.mean(), 2);
  EXPECT_EQ(moments.greatest(), 3);
  Moments empty;
  moments.merge(empty);
  EXPECT_EQ(moments.count(), 2U);
  empty.merge(moments);
  EXPECT_EQ(empty.variance(), 2);
  EXPECT_EQ(empty.least(), 1);
}

TEST(QuantileTest, EqualsNumPysLinearMethod) {
  // numpy.quantile([3, 1, 4, 1, 5, 9, 2, 6], [0, .1, .25, .5, .75, .9, 1])
  const std::vector<double> values = {3, 1, 4, kNan, 1, 5, 9, 2, HUGE_VAL, 6};
  const std::vector<double> at = {0, 0.1, 0.25, 0.5, 0.75, 0.9, 1};
  const std::vector<double> expected = {1, 1, 1.75, 3.5, 5.25, 6.9, 9};
  const auto answers = quantiles(values, at);
  for (std::size_t i = 0; i < at.size(); ++i) {
    EXPECT_NEAR(answers[i], expected[i], 1e-12);
  }
  EXPECT_TRUE(std::isnan(quantiles(std::vector<double>{kNan}, at)[0]));
  EXPECT_EQ(quantileOfSorted(std::vector<double>{7}, 0.3), 7);
}

TEST(StudentTest, EqualsThePublishedTable) {
  const struct {
    double confidence;
    std::uint64_t freedom;
    double expected;
  } table[] = {{0.95, 1, 12.706204736432095},   {0.95, 2, 4.302652729911275},   {0.95, 3, 3.182446305284263},
               {0.95, 10, 2.2281388519649385},  {0.95, 30, 2.0422724563012373}, {0.99, 5, 4.032142983555227},
               {0.90, 120, 1.6576508993473795}, {0.95, 1000, 1.962339080826407}};
  for (const auto& row : table) {
    EXPECT_NEAR(studentHalfWidth(row.confidence, row.freedom), row.expected, 1e-9 * row.expected)
        << row.freedom;
  }
  // The expansion goes on where the closed form ends.
  EXPECT_NEAR(studentHalfWidth(0.99, 1001), studentHalfWidth(0.99, 1000), 1e-5);
  EXPECT_LT(studentHalfWidth(0.99, 1001), studentHalfWidth(0.99, 1000));
  EXPECT_NEAR(studentHalfWidth(0.95, 1000000000), 1.959963984540054, 1e-8);
}

TEST(HistogramTest, EveryFiniteValueIsInTheBinWhoseEdgesHoldIt) {
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    auto values = draw(500, seed);
    for (double& value : values) {
      value = seed % 2 == 0 ? std::round(value * 10) / 10 : value;
    }
    values.push_back(kNan);
    const Histogram bins = histogram(values, 1 + seed);
    ASSERT_EQ(bins.counts.size(), 1 + seed);
    EXPECT_EQ(bins.nonFinite, 1U);
    for (std::size_t i = 0; i < bins.counts.size(); ++i) {
      const bool last = i + 1 == bins.counts.size();
      const auto inside = std::count_if(values.begin(), values.end(), [&](double v) {
        return v >= bins.edges[i] && (v < bins.edges[i + 1] || (last && v == bins.edges[i + 1]));
      });
      EXPECT_EQ(bins.counts[i], static_cast<std::uint64_t>(inside));
    }
  }
}

TEST(HistogramTest, EqualValuesExtremesAndNothingAreNoSpecialCaseForTheCaller) {
  const Histogram equal = histogram(std::vector<double>{2, 2, 2}, 3);
  EXPECT_EQ(equal.edges.front(), 1.5);
  EXPECT_EQ(equal.edges.back(), 2.5);
  EXPECT_EQ(equal.counts, (std::vector<std::uint64_t>{0, 3, 0}));
  EXPECT_TRUE(histogram(std::vector<double>{kNan}, 3).edges.empty());
  const Histogram wide = histogram(std::vector<double>{-1.7e308, 1.7e308, 0}, 2);
  EXPECT_EQ(wide.counts, (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(binsFor(std::vector<double>{5, 5}, 100), 1U);
  const auto many = draw(100000, 5);
  EXPECT_GT(binsFor(many, 1000), 50U);
  EXPECT_EQ(binsFor(many, 20), 20U);
}

}  // namespace
}  // namespace tatara::stats
