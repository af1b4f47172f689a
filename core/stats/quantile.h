// Quantiles by linear interpolation between order statistics: NumPy's default ("linear", Hyndman and Fan's
// type 7).
//
// A probability outside 0..1 is taken as the nearer end. Without values the answer is NaN. Threads: pure
// functions.
#pragma once

#include <span>
#include <vector>

namespace tatara::stats {

// `sorted` ascends and holds no NaN.
double quantileOfSorted(std::span<const double> sorted, double probability);
// Any order; what is not finite is left out.
std::vector<double> quantiles(std::span<const double> values, std::span<const double> probabilities);

}  // namespace tatara::stats
