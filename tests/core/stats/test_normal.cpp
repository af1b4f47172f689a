#include "core/stats/normal.h"

#include <gtest/gtest.h>

#include <cmath>

namespace tatara::stats {
namespace {

// SciPy 1.17.1: norm.cdf, norm.ppf and binomtest(hits, count).proportion_ci(confidence, "wilson").
TEST(NormalTest, TheDistributionIsThatOfSciPy) {
  const double cases[][2] = {{-8, 6.22096057427174e-16}, {-1.96, 0.024997895148220435},
                             {-0.3, 0.3820885778110474}, {0, 0.5},
                             {0.7, 0.758036347776927},   {5, 0.9999997133484281}};
  for (const auto& [z, p] : cases) {
    EXPECT_NEAR(normalCdf(z), p, 1e-13 * p);
  }
  EXPECT_TRUE(std::isnan(normalCdf(NAN)));
}

TEST(NormalTest, TheQuantileIsThatOfSciPy) {
  const double cases[][2] = {
      {1e-300, -37.0470962993612},  {1e-20, -9.262340089798409},  {1e-9, -5.9978070150076865},
      {0.01, -2.3263478740408408},  {0.025, -1.9599639845400545}, {0.07, -1.4757910281791706},
      {0.075, -1.4395314709384563}, {0.3, -0.5244005127080409},   {0.5, 0.0},
      {0.9, 1.2815515655446004},    {0.975, 1.959963984540054},   {0.999999, 4.753424308817087}};
  for (const auto& [p, z] : cases) {
    EXPECT_NEAR(normalQuantile(p), z, 1e-13 * std::abs(z)) << p;
  }
  EXPECT_EQ(normalQuantile(0), -INFINITY);
  EXPECT_EQ(normalQuantile(1), INFINITY);
  EXPECT_TRUE(std::isnan(normalQuantile(1.1)));
  EXPECT_TRUE(std::isnan(normalQuantile(NAN)));
}

TEST(NormalTest, WilsonsIntervalIsThatOfSciPy) {
  const double cases[][5] = {{0, 10, 0.95, 0.0, 0.27753279986288926},
                             {3, 10, 0.95, 0.10779126740630102, 0.6032218525388546},
                             {10, 10, 0.95, 0.7224672001371109, 1.0},
                             {45, 1000, 0.9, 0.035389608029447704, 0.05706579331873438},
                             {1, 1, 0.99, 0.13097754328018596, 1.0}};
  for (const auto& [hits, count, confidence, low, high] : cases) {
    const Range range = wilsonInterval(hits, count, confidence);
    EXPECT_NEAR(range.low, low, 1e-13);
    EXPECT_NEAR(range.high, high, 1e-13);
  }
  EXPECT_TRUE(std::isnan(wilsonInterval(0, 0, 0.95).low));
}

}  // namespace
}  // namespace tatara::stats
