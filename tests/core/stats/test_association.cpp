#include "core/stats/association.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/base/nan.h"
#include "core/base/seeded_random.h"
#include "core/stats/radix_sort.h"
#include "core/stats/shape.h"
#include "core/stats/two_samples.h"

namespace tatara::stats {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::vector<double> randomNumbers(SeededRandom& random, std::size_t count) {
  std::vector<double> values(count);
  for (double& value : values) {
    const auto kind = random.below(6);
    value = kind == 0   ? static_cast<double>(random.below(10))
            : kind == 1 ? -std::exp(40 * random.normal())
            : kind == 2 ? std::exp(40 * random.normal())
            : kind == 3 ? (random.below(2) == 0 ? kInfinity : -kInfinity)
                        : random.normal();
  }
  return values;
}

TEST(RadixSortTest, NumbersOfAnySizeAreSortedAsStdSortDoes) {
  SeededRandom random(1);
  for (const std::size_t count : {0, 1, 2, 100, 5000}) {
    std::vector<double> values = randomNumbers(random, count);
    std::vector<double> expected = values;
    std::ranges::sort(expected);
    radixSort(values);
    EXPECT_EQ(values, expected);
  }
}

TEST(RadixSortTest, DenseRanksPointAtTheirValueAndNaNHasNone) {
  SeededRandom random(2);
  std::vector<double> values = randomNumbers(random, 3000);
  values[7] = kNan;
  values[8] = -0.0;
  values[9] = 0.0;
  const DenseRanks ranks = denseRanks(values);
  EXPECT_TRUE(std::ranges::is_sorted(ranks.distinct));
  EXPECT_EQ(std::ranges::adjacent_find(ranks.distinct), ranks.distinct.end());
  EXPECT_EQ(ranks.ranks[7], kNoRank);
  EXPECT_EQ(ranks.ranks[8], ranks.ranks[9]);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i != 7) {
      EXPECT_EQ(ranks.distinct[ranks.ranks[i]], values[i]);
    }
  }
}

// pandas 3.1: Series([1, 2, 3, 4, 10]).agg(["mean", "std", "skew", "kurt"])
TEST(ShapeTest, SkewAndKurtosisAreThoseOfPandas) {
  const Shape shape = shapeOf(std::vector<double>{1, 2, 3, 4, 10});
  EXPECT_DOUBLE_EQ(shape.mean, 4);
  EXPECT_NEAR(shape.sd, 3.5355339059327378, 1e-15);
  EXPECT_NEAR(shape.skew, 1.6970562748477143, 1e-14);
  EXPECT_NEAR(shape.kurtosis, 3.152, 1e-13);
}

TEST(ShapeTest, WhatIsUndefinedIsNaNAndEqualValuesHaveNoShape) {
  EXPECT_TRUE(std::isnan(shapeOf({}).mean));
  EXPECT_TRUE(std::isnan(shapeOf(std::vector<double>{1}).sd));
  EXPECT_TRUE(std::isnan(shapeOf(std::vector<double>{1, 2}).skew));
  EXPECT_TRUE(std::isnan(shapeOf(std::vector<double>{1, 2, 4}).kurtosis));
  // As pandas 3 and SciPy have it; pandas 2 said 0.
  EXPECT_EQ(shapeOf(std::vector<double>(9, 0.1)).sd, 0);
  EXPECT_TRUE(std::isnan(shapeOf(std::vector<double>(9, 0.1)).skew));
  EXPECT_TRUE(std::isnan(shapeOf(std::vector<double>(9, 5)).kurtosis));
  EXPECT_EQ(shapeOf(std::vector<double>{1, kInfinity}).mean, kInfinity);
}

TEST(ShapeTest, ALargeOffsetLosesNoDigits) {
  SeededRandom random(3);
  std::vector<double> plain;
  std::vector<double> shifted;
  for (int i = 0; i < 10000; ++i) {
    const double whole = static_cast<double>(random.below(1000));
    plain.push_back(whole);
    shifted.push_back(whole + 1e12);
  }
  EXPECT_NEAR(shapeOf(shifted).sd / shapeOf(plain).sd, 1, 1e-12);
  EXPECT_NEAR(shapeOf(shifted).kurtosis, shapeOf(plain).kurtosis, 1e-9);
}

double naiveRank(const std::vector<double>& values, double value) {
  double below = 0;
  double same = 0;
  for (const double other : values) {
    below += other < value ? 1 : 0;
    same += other == value ? 1 : 0;
  }
  return below + (same + 1) / 2;
}

TEST(AssociationTest, SpearmanIsPearsonOfTheMeanRanksOfCompletePairs) {
  SeededRandom random(4);
  for (int round = 0; round < 20; ++round) {
    std::vector<double> x;
    std::vector<double> y;
    for (int i = 0; i < 60; ++i) {
      x.push_back(random.below(8) == 0 ? kNan : static_cast<double>(random.below(12)));
      y.push_back(random.below(8) == 0 ? kNan
                                       : static_cast<double>(random.below(9)) + (round % 2) * x.back());
    }
    std::vector<double> keptX;
    std::vector<double> keptY;
    for (std::size_t i = 0; i < x.size(); ++i) {
      if (!std::isnan(x[i]) && !std::isnan(y[i])) {
        keptX.push_back(x[i]);
        keptY.push_back(y[i]);
      }
    }
    std::vector<double> rankX;
    std::vector<double> rankY;
    for (std::size_t i = 0; i < keptX.size(); ++i) {
      rankX.push_back(naiveRank(keptX, keptX[i]));
      rankY.push_back(naiveRank(keptY, keptY[i]));
    }
    const DenseRanks denseX = denseRanks(x);
    const DenseRanks denseY = denseRanks(y);
    EXPECT_NEAR(spearman(denseX.ranks, denseX.distinct.size(), denseY.ranks, denseY.distinct.size()),
                pearson(rankX, rankY), 1e-14);
  }
}

TEST(AssociationTest, PearsonIsOneOnALineAndUndefinedWithoutVariation) {
  const std::vector<double> x{1, 2, 3, kNan, 5};
  EXPECT_DOUBLE_EQ(pearson(x, std::vector<double>{3, 5, 7, 100, 11}), 1);
  EXPECT_DOUBLE_EQ(pearson(x, std::vector<double>{-1, -2, -3, 100, -5}), -1);
  EXPECT_TRUE(std::isnan(pearson(x, std::vector<double>{2, 2, 2, 9, 2})));
  EXPECT_TRUE(std::isnan(pearson(std::vector<double>{1, kNan}, std::vector<double>{kNan, 1})));
}

// scipy.stats.chi2_contingency([[10, 20, 30], [6, 9, 17]], correction=False).statistic
TEST(AssociationTest, ChiSquareIsThatOfSciPy) {
  const Contingency table{.rows = 2, .columns = 3, .counts = {10, 20, 30, 6, 9, 17}, .total = 92};
  EXPECT_NEAR(chiSquare(table).statistic, 0.27157465150403504, 1e-14);
  EXPECT_EQ(chiSquare(table).freedom(), 2);
}

TEST(AssociationTest, AOneToOneRecodingHasAllOfEveryMeasure) {
  std::vector<std::int32_t> x;
  std::vector<std::int32_t> y;
  for (int i = 0; i < 400; ++i) {
    x.push_back(i % 4);
    y.push_back(3 - i % 4);
  }
  const Contingency table = contingency(x, 4, y, 4);
  EXPECT_NEAR(cramersV(table), 1, 1e-12);
  EXPECT_NEAR(mutualInformation(table), std::log(4), 1e-12);
  EXPECT_NEAR(predictivePower(x, 4, y, 4), 1, 1e-12);
}

TEST(AssociationTest, IndependentColumnsTellNothing) {
  SeededRandom random(5);
  std::vector<std::int32_t> x;
  std::vector<double> y;
  for (int i = 0; i < 4000; ++i) {
    x.push_back(static_cast<std::int32_t>(random.below(30)));
    y.push_back(random.normal());
  }
  EXPECT_EQ(predictivePower(x, 30, y), 0);
}

TEST(AssociationTest, PredictivePowerIsTheOutOfFoldPartOfVarianceComputedRowByRow) {
  SeededRandom random(6);
  std::vector<std::int32_t> group;
  std::vector<double> y;
  for (int i = 0; i < 500; ++i) {
    group.push_back(static_cast<std::int32_t>(random.below(5)) - 1);
    y.push_back(random.below(20) == 0 ? kNan : 3 * group.back() + random.normal());
  }
  double model = 0;
  double plain = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    if (group[i] < 0 || std::isnan(y[i])) {
      continue;
    }
    double own = 0;
    double ownCount = 0;
    double all = 0;
    double allCount = 0;
    for (std::size_t k = 0; k < y.size(); ++k) {
      if (group[k] >= 0 && !std::isnan(y[k]) && foldOf(k) != foldOf(i)) {
        all += y[k];
        allCount += 1;
        own += group[k] == group[i] ? y[k] : 0;
        ownCount += group[k] == group[i] ? 1 : 0;
      }
    }
    model += std::pow(y[i] - own / ownCount, 2);
    plain += std::pow(y[i] - all / allCount, 2);
  }
  EXPECT_NEAR(predictivePower(group, 4, y), 1 - model / plain, 1e-12);
}

// scipy.stats.ks_2samp([1, 2, 3, 4], [2, 2, 5]).statistic
TEST(TwoSamplesTest, TheKolmogorovSmirnovDistanceIsThatOfSciPy) {
  EXPECT_DOUBLE_EQ(kolmogorovSmirnov(std::vector<double>{1, 2, 3, 4}, std::vector<double>{2, 2, 5}), 1.0 / 3);
  EXPECT_EQ(kolmogorovSmirnov(std::vector<double>{1, 2}, std::vector<double>{3}), 1);
  EXPECT_TRUE(std::isnan(kolmogorovSmirnov({}, std::vector<double>{3})));
}

TEST(TwoSamplesTest, EqualSharesAreStableAndAShiftIsNot) {
  const std::vector<std::uint64_t> before{1000, 1000, 1000};
  EXPECT_NEAR(populationStability(before, std::vector<std::uint64_t>{500, 500, 500}), 0, 1e-6);
  EXPECT_GT(populationStability(before, std::vector<std::uint64_t>{100, 500, 2000}), 0.25);
  EXPECT_TRUE(std::isnan(populationStability(before, std::vector<std::uint64_t>{0, 0, 0})));
}

}  // namespace
}  // namespace tatara::stats
