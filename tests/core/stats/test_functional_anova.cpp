#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/stats/functional_anova.h"

namespace tatara::stats {
namespace {

struct Planted {
  std::vector<Setting> settings;
  std::vector<double> target;
};

template <typename Law>
Planted plant(std::size_t rows, std::size_t settings, std::uint32_t seed, Law law) {
  std::mt19937 random(seed);
  Planted planted;
  planted.settings.resize(settings);
  for (std::size_t i = 0; i < rows; ++i) {
    std::vector<double> x;
    for (Setting& setting : planted.settings) {
      x.push_back(static_cast<double>(random() % 1'000'000) / 1e6);
      setting.values.push_back(x.back());
    }
    const double noise = static_cast<double>(random() % 1'000'000) / 1e6 - 0.5;
    planted.target.push_back(law(x, noise));
  }
  return planted;
}

TEST(FunctionalAnovaTest, SharesOfASumAreThoseOfItsVariances) {
  // Var(4a + 2b) is 16 to 4, for uniform a and b: shares 0.8 and 0.2.
  const Planted planted = plant(1500, 4, 1, [](const std::vector<double>& x, double noise) {
    return 4 * x[0] + 2 * x[1] + 0.05 * noise;
  });
  const auto found = functionalAnova(planted.settings, planted.target);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->shares[0], 0.8, 0.03);
  EXPECT_NEAR(found->shares[1], 0.2, 0.03);
  EXPECT_LT(found->shares[2], 0.01);
  EXPECT_LT(found->shares[3], 0.01);
  EXPECT_LT(found->together, 0.05);
  EXPECT_GT(found->fit, 0.95);
  EXPECT_EQ(found->rows, 1500U);
}

TEST(FunctionalAnovaTest, WhatOnlyActsTogetherIsNobodysAlone) {
  const Planted planted = plant(1500, 3, 2, [](const std::vector<double>& x, double) {
    return (x[0] > 0.5) == (x[1] > 0.5) ? 1.0 : 0.0;
  });
  const auto found = functionalAnova(planted.settings, planted.target);
  ASSERT_TRUE(found);
  EXPECT_LT(found->shares[0] + found->shares[1] + found->shares[2], 0.2);
  EXPECT_GT(found->together, 0.8);
  EXPECT_GT(found->fit, 0.8);
}

TEST(FunctionalAnovaTest, NoiseHasAFitThatSaysSo) {
  const Planted planted = plant(200, 6, 3, [](const std::vector<double>&, double noise) { return noise; });
  const auto found = functionalAnova(planted.settings, planted.target);
  ASSERT_TRUE(found);
  EXPECT_LT(found->fit, 0.1);
}

TEST(FunctionalAnovaTest, CategoriesHaveNoOrderAndMissingIsAValue) {
  std::mt19937 random(4);
  std::vector<Setting> settings(3);
  settings[0].categorical = true;
  std::vector<double> target;
  const double levels[] = {5, 0, 5, 0, 5};  // 0, 2, 4 good: no order of the codes tells it
  for (int i = 0; i < 600; ++i) {
    const auto code = random() % 5;
    settings[0].values.push_back(static_cast<double>(code));
    const bool missing = random() % 2 == 0;
    settings[1].values.push_back(missing ? NAN : static_cast<double>(random() % 10));
    settings[2].values.push_back(static_cast<double>(random() % 7));
    target.push_back(levels[code] + (missing ? 2.45 : 0));
  }
  const auto found = functionalAnova(settings, target);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->shares[0], 6.0 / 7.5, 0.04);  // Var 6 and 1.5
  EXPECT_NEAR(found->shares[1], 1.5 / 7.5, 0.04);
  EXPECT_LT(found->shares[2], 0.01);
  EXPECT_GT(found->fit, 0.98);
}

TEST(FunctionalAnovaTest, ManyCategoriesAndRowsAreGroupedAndSampled) {
  std::mt19937 random(5);
  std::vector<Setting> settings(2);
  settings[0].categorical = true;
  std::vector<double> target;
  for (int i = 0; i < 9000; ++i) {
    settings[0].values.push_back(static_cast<double>(random() % 300));
    settings[1].values.push_back(static_cast<double>(random() % 5000));
    target.push_back(settings[1].values.back());
  }
  ForestOptions options;
  options.trees = 8;
  options.most = 1000;
  const auto found = functionalAnova(settings, target, options);
  ASSERT_TRUE(found);
  EXPECT_GT(found->shares[1], 0.95);
  EXPECT_GT(found->fit, 0.98);
}

TEST(FunctionalAnovaTest, TheAnswerIsTheSameEachTimeAndScaleDoesNotMatter) {
  Planted planted =
      plant(100, 3, 6, [](const std::vector<double>& x, double noise) { return x[0] * x[1] + noise; });
  const auto first = functionalAnova(planted.settings, planted.target);
  const auto again = functionalAnova(planted.settings, planted.target);
  for (double& value : planted.target) {
    value = value * 1e-9 + 1;
  }
  const auto small = functionalAnova(planted.settings, planted.target);
  ASSERT_TRUE(first && again && small);
  EXPECT_EQ(first->shares, again->shares);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(first->shares[i], small->shares[i], 1e-3);
  }
}

TEST(FunctionalAnovaTest, WhereNothingCanBeSaidNothingIs) {
  Setting setting;
  setting.values = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  const std::vector<double> same(9, 2.5);
  EXPECT_FALSE(functionalAnova(std::vector{setting}, same));
  EXPECT_FALSE(functionalAnova({}, setting.values));
  const std::vector<double> few = {1, 2, 3, NAN, NAN, 4, 5, 6, NAN};
  EXPECT_FALSE(functionalAnova(std::vector{setting}, few));
  std::stop_source stop;
  stop.request_stop();
  EXPECT_FALSE(functionalAnova(std::vector{setting}, setting.values, {}, stop.get_token()));
}

}  // namespace
}  // namespace tatara::stats
