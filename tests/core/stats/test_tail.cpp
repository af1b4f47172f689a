#include "core/stats/tail.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/seeded_random.h"
#include "core/stats/two_samples.h"

namespace tatara::stats {
namespace {

void expectClose(double ours, double theirs, double relative) {
  EXPECT_LE(std::abs(ours - theirs), relative * std::abs(theirs)) << ours << " and " << theirs;
}

// SciPy 1.17.1: chi2.sf(statistic, freedom)
TEST(TailTest, TheTailOfChiSquareIsThatOfSciPy) {
  const double cases[][3] = {{0.5, 1, 0.47950012218695337},
                             {3.84, 1, 0.05004352124870519},
                             {12.3, 4, 0.015254394655769615},
                             {150, 30, 6.706952523937869e-18},
                             {900, 500, 2.8389479551304636e-25},
                             {1e-3, 2, 0.9995001249791693},
                             {10, 120, 1.0},
                             {2000, 40, 0.0}};
  for (const auto& [statistic, freedom, p] : cases) {
    expectClose(chiSquareTail(statistic, freedom), p, 1e-12);
  }
  EXPECT_EQ(chiSquareTail(0, 3), 1);
  EXPECT_EQ(chiSquareTail(INFINITY, 3), 0);
  EXPECT_TRUE(std::isnan(chiSquareTail(NAN, 3)));
  EXPECT_TRUE(std::isnan(chiSquareTail(1, 0)));
}

// kstwo.sf(distance, count)
TEST(TailTest, TheTailOfKolmogorovIsThatOfSciPy) {
  const struct {
    double distance;
    std::uint64_t count;
    double p;
  } cases[] = {{0.9, 1, 0.19999999999999996},
               {0.3, 5, 0.664},
               {0.1, 10, 0.99963712},
               {0.04, 20, 0.9999999999991517},
               {0.4, 10, 0.05898924519999926},
               {0.25, 30, 0.038724156701105295},
               {0.15, 100, 0.019839242125643017},
               {0.05, 140, 0.8576480297656114},
               {0.06, 200, 0.45015844138021865},
               {0.02, 1000, 0.8108971656895577},
               {0.03, 5000, 0.00024159234422666817},
               {0.01, 8689, 0.34761474189529484},
               {0.05, 8689, 2.562154833752751e-19},
               {0.004, 50000, 0.3994316646755731},
               {0.002, 1000000, 0.0006700277103670718},
               {0.0006, 3000000, 0.2302047971066351},
               {0.003, 300000, 0.00901505226804053},
               {0.6, 7, 0.006140397691438094},
               {0.95, 12, 4.882812500000052e-16}};
  for (const auto& one : cases) {
    expectClose(kolmogorovTail(one.distance, one.count), one.p, 1e-11);
  }
  EXPECT_EQ(kolmogorovTail(0, 10), 1);
  EXPECT_EQ(kolmogorovTail(1, 10), 0);
  EXPECT_TRUE(std::isnan(kolmogorovTail(0.1, 0)));
}

// ks_2samp(…).pvalue with its default method
TEST(TailTest, TwoSamplesHaveThePValueOfSciPy) {
  const struct {
    double distance;
    std::uint64_t left;
    std::uint64_t right;
    double p;
    bool exact;
  } cases[] = {{1, 1, 1, 1, true},
               {0.5, 3, 4, 0.6571428571428571, true},
               {0.6, 10, 10, 0.05244755244755244, true},
               {1, 10, 10, 1.0825088224469026e-05, true},
               {0.3076923076923077, 7, 13, 0.6879256965944274, true},
               {0.18, 100, 100, 0.07822115797841851, true},
               {0.4, 50, 80, 6.475039725393864e-05, true},
               {0.038285714285714284, 1000, 700, 0.5673197800758787, true},
               {0.194, 2000, 2000, 2.575960051870892e-33, true},
               {0.022644444444444443, 10000, 9000, 0.015256675089082586, true},
               {0.08149999999999996, 12000, 300, 0.03852519122044684, false},
               {0.008649999999999991, 20000, 30000, 0.32861757106366796, false},
               {0.0208666666666667, 15000, 15000, 0.0028727921151702105, false}};
  for (const auto& one : cases) {
    const auto tail = kolmogorovSmirnovTail(one.distance, one.left, one.right);
    expectClose(tail.p, one.p, 1e-10);
    EXPECT_EQ(tail.exact, one.exact);
    expectClose(kolmogorovSmirnovTail(one.distance, one.right, one.left).p, one.p, 1e-10);
  }
}

// Every order in which the values of two small samples can come, one by one.
TEST(TailTest, TheExactTailCountsTheOrders) {
  for (std::uint64_t left = 1; left <= 6; ++left) {
    for (std::uint64_t right = 1; right <= 6; ++right) {
      std::map<double, int> atLeast;
      int orders = 0;
      for (unsigned mask = 0; mask < 1u << (left + right); ++mask) {
        if (static_cast<std::uint64_t>(__builtin_popcount(mask)) != left) {
          continue;
        }
        ++orders;
        std::vector<double> sample[2];
        for (unsigned i = 0; i < left + right; ++i) {
          sample[mask >> i & 1 ? 0 : 1].push_back(i);
        }
        ++atLeast[std::round(kolmogorovSmirnov(sample[0], sample[1]) * 1e9) / 1e9];
      }
      int beyond = 0;
      for (auto at = atLeast.rbegin(); at != atLeast.rend(); ++at) {
        beyond += at->second;
        EXPECT_NEAR(kolmogorovSmirnovTail(at->first, left, right).p, static_cast<double>(beyond) / orders,
                    1e-12);
      }
    }
  }
}

// false_discovery_control([0.01, 0.04, 0.03, 0.005, 0.9, 0.2])
TEST(TailTest, AdjustedProbabilitiesAreThoseOfBenjaminiAndHochberg) {
  const std::vector<double> p{0.01, 0.04, NAN, 0.03, 0.005, 0.9, 0.2};
  const std::vector<double> expected{0.03, 0.06, NAN, 0.06, 0.03, 0.9, 0.24};
  const auto adjusted = falseDiscoveryAdjusted(p);
  ASSERT_EQ(adjusted.size(), expected.size());
  for (std::size_t i = 0; i < p.size(); ++i) {
    EXPECT_TRUE(std::isnan(expected[i]) ? std::isnan(adjusted[i])
                                        : std::abs(adjusted[i] - expected[i]) < 1e-15);
  }
  EXPECT_TRUE(falseDiscoveryAdjusted({}).empty());
}

struct Walked {
  std::vector<double> before;
  std::vector<double> after;
  SampleWalk walk;
};

Walked walked(std::vector<double> before, std::vector<double> after) {
  std::map<double, std::pair<std::uint64_t, std::uint64_t>> counts;
  for (const double value : before) {
    ++counts[value].first;
  }
  for (const double value : after) {
    ++counts[value].second;
  }
  SampleWalk walk(before.size(), after.size());
  for (const auto& [value, count] : counts) {
    walk.add(value, count.first, count.second);
  }
  std::ranges::sort(before);
  std::ranges::sort(after);
  return {std::move(before), std::move(after), walk};
}

TEST(SampleWalkTest, AgreesWithTheSamplesHeldWhole) {
  SeededRandom random(11);
  for (int round = 0; round < 300; ++round) {
    std::vector<double> sides[2];
    for (auto& side : sides) {
      side.resize(1 + random.below(60));
      for (double& value : side) {
        value = round % 2 ? static_cast<double>(random.below(8)) : random.normal();
      }
    }
    const Walked w = walked(sides[0], sides[1]);
    EXPECT_NEAR(w.walk.kolmogorovSmirnov(), kolmogorovSmirnov(w.before, w.after), 1e-15);
    std::vector<double> all = w.before;
    all.insert(all.end(), w.after.begin(), w.after.end());
    std::ranges::sort(all);
    const auto share = [](const std::vector<double>& side, double value) {
      return static_cast<double>(std::ranges::upper_bound(side, value) - side.begin()) /
             static_cast<double>(side.size());
    };
    double area = 0;
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
      area += std::abs(share(w.before, all[i]) - share(w.after, all[i])) * (all[i + 1] - all[i]);
    }
    EXPECT_NEAR(w.walk.wasserstein(), area, 1e-12);

    // The bins by their definition.
    std::vector<double> cuts;
    for (std::size_t tenth = 1; tenth < 10; ++tenth) {
      const double cut = w.before[(w.before.size() * tenth + 9) / 10 - 1];
      if ((cuts.empty() || cuts.back() < cut) && cut < w.before.back()) {
        cuts.push_back(cut);
      }
    }
    EXPECT_EQ(w.walk.cuts(), cuts);
    std::vector<std::uint64_t> was(cuts.size() + 1);
    std::vector<std::uint64_t> is(cuts.size() + 1);
    for (const double value : w.before) {
      ++was[static_cast<std::size_t>(std::ranges::lower_bound(cuts, value) - cuts.begin())];
    }
    for (const double value : w.after) {
      ++is[static_cast<std::size_t>(std::ranges::lower_bound(cuts, value) - cuts.begin())];
    }
    EXPECT_EQ(w.walk.binsBefore(), was);
    EXPECT_EQ(w.walk.binsAfter(), is);
  }
}

TEST(SampleWalkTest, InfinitiesCountInTheDistanceAndLeaveTheAreaUndefined) {
  const Walked w = walked({1, 2, INFINITY}, {-INFINITY, 1, 2});
  EXPECT_NEAR(w.walk.kolmogorovSmirnov(), 1.0 / 3, 1e-15);
  EXPECT_TRUE(std::isnan(w.walk.wasserstein()));
  EXPECT_TRUE(std::isnan(SampleWalk(0, 3).kolmogorovSmirnov()));
}

TEST(TailTest, HolmsAdjustmentIsThatOfItsDefinition) {
  // statsmodels' multipletests(p, method="holm"); what is not there does not count.
  const double p[] = {0.01, 0.04, NAN, 0.03, 0.005};
  const double expected[] = {0.03, 0.06, NAN, 0.06, 0.02};
  const auto adjusted = holmAdjusted(p);
  for (std::size_t i = 0; i < std::size(p); ++i) {
    EXPECT_TRUE(std::abs(adjusted[i] - expected[i]) < 1e-15 ||
                (std::isnan(expected[i]) && std::isnan(adjusted[i])));
  }
  EXPECT_EQ(holmAdjusted(std::vector<double>{0.9, 0.8})[0], 1);
}

}  // namespace
}  // namespace tatara::stats
