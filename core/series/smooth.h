// Smoothing of a curve, and the best it has reached so far, computed on every point of it, never on what is
// left after drawing.
//
// NaN and infinities stay where they are and count for nothing: the value before and after them are
// neighbours. The answer has one value for each value given. Threads: pure functions.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace tatara::series {

// Exponential moving average with debiasing, as TensorBoard's smoothing slider gives it: with weight w (0 ≤ w
// < 1)
//   s ← w·s + (1 − w)·v,   smoothed = s / (1 − w^n)   after n finite values, s from 0.
// A curve whose finite values are all equal comes back untouched, so that rounding draws no ripples.
std::vector<double> exponential(std::span<const double> values, double weight);

// The mean of the finite values among the `window` around each point (an even window is one longer ahead); at
// the ends the window is what there is of it.
std::vector<double> runningMean(std::span<const double> values, std::size_t window);

// Weights exp(−d²/2σ²) at distance d in points, cut off at 4σ and made to sum to one over the finite values
// there.
std::vector<double> gaussian(std::span<const double> values, double sigma);

// The least (or greatest) finite value up to each point: what a run had reached by then.
enum class Best { Least, Greatest };
std::vector<double> bestSoFar(std::span<const double> values, Best best);

}  // namespace tatara::series
