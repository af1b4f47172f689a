// How two columns go together: Pearson, Spearman, Cramér's V, mutual information, predictive power.
//
// Threads: pure functions. NaN where a measure is undefined (fewer than two pairs, or no variation).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/stats/radix_sort.h"

namespace tatara::stats {

// Pearson's r over the pairs in which neither is NaN, means first and products then. As pandas' `corr`.
double pearson(std::span<const double> x, std::span<const double> y);

// Spearman's ρ: Pearson's r of the ranks among those pairs, ties sharing the mean of their ranks. As pandas
// and SciPy (nan_policy "omit"). `x` and `y` are dense ranks (radix_sort.h), below `distinctX` and
// `distinctY`.
double spearman(std::span<const std::uint32_t> x, std::size_t distinctX, std::span<const std::uint32_t> y,
                std::size_t distinctY);

// How often each pair of codes occurs. Codes are below `rows` and `columns`; pairs with a negative one are
// left out.
struct Contingency {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<std::uint64_t> counts;  // row by row
  std::uint64_t total = 0;

  std::uint64_t at(std::size_t row, std::size_t column) const { return counts[row * columns + column]; }
};
Contingency contingency(std::span<const std::int32_t> x, std::size_t rows, std::span<const std::int32_t> y,
                        std::size_t columns);

// Pearson's χ² of independence without Yates' correction; rows and columns of zeros do not count.
struct ChiSquare {
  double statistic = 0;
  std::size_t rows = 0;  // that hold anything
  std::size_t columns = 0;
  double freedom() const { return static_cast<double>(rows - 1) * static_cast<double>(columns - 1); }
};
ChiSquare chiSquare(const Contingency& table);

// Cramér's V with the bias correction of Bergsma ("A bias-correction for Cramér's V and Tschuprow's T",
// 2013):
//   φ² = max(0, χ²/n − (r−1)(c−1)/(n−1)),  r' = r − (r−1)²/(n−1),  c' likewise,  V = √(φ² / min(r'−1, c'−1))
double cramersV(const Contingency& table);

// Σ p(x,y) ln(p(x,y) / (p(x) p(y))), in nats, of the counts as they are (plug-in estimate). As scikit-learn's
// mutual_info_score.
double mutualInformation(const Contingency& table);

// The part of the target's variance that the groups of a feature explain on rows they were not learned from:
//   1 − Σ (y − ŷ)² / Σ (y − ȳ)²,  not below 0,
// where ŷ is the mean of the row's group, and ȳ the mean of all, over the rows of the three other folds; a
// group without rows there takes ȳ. The fold of row i is SplitMix64's mixing of i, modulo 4. With numbers
// this is the cross-validated R² of a step function; with classes y is one column of zeros and ones for each
// class and the sums go over all of them, which makes it the Brier skill score. NaN when the target does not
// vary. Rows whose group is negative or whose target is missing are left out.
double predictivePower(std::span<const std::int32_t> group, std::size_t groups,
                       std::span<const double> target);
double predictivePower(std::span<const std::int32_t> group, std::size_t groups,
                       std::span<const std::int32_t> classes, std::size_t classCount);

// The fold of a row, 0 to 3.
unsigned foldOf(std::uint64_t row);

}  // namespace tatara::stats
