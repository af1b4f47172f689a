// Mean, spread and shape of numbers as pandas gives them.
//
// Sums go over blocks and are then compensated (Neumaier 1974), so that the error does not grow with the
// number of values; powers are of the distances from the mean, corrected for its rounding. `sd` divides by n
// − 1. Skew and kurtosis are the bias-corrected G1 and G2 (Joanes and Gill 1998, "Comparing measures of
// sample skewness and kurtosis"):
//   G1 = n √(n−1) / (n−2) · M3 / M2^1.5
//   G2 = n (n+1) (n−1) / ((n−2)(n−3)) · M4 / M2² − 3 (n−1)² / ((n−2)(n−3))
// with Mk the sum of the k-th powers; both are 0 when all values are equal, and NaN below three and four
// values. With an infinite value the mean is infinite or NaN, the rest NaN.
//
// NaN is not allowed. Threads: pure functions.
#pragma once

#include <span>

namespace tatara::stats {

struct Shape {
  double mean;
  double sd;
  double skew;
  double kurtosis;
};
Shape shapeOf(std::span<const double> values);

// Compensated; NaN for none is left to the caller, the sum of nothing is 0.
double preciseSum(std::span<const double> values);

}  // namespace tatara::stats
