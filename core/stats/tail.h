// How probable a test's statistic or a larger one is when nothing differs, and what many such probabilities
// are worth together.
//
// Threads: pure functions. NaN in gives NaN out.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tatara::stats {

// P(X ≥ statistic) of χ² with `freedom` > 0 degrees of freedom: the upper regularised incomplete gamma
// function, by its series below freedom + 1 and by Lentz's continued fraction above (Numerical Recipes, 6.2).
// As SciPy's chi2.sf.
double chiSquareTail(double statistic, double freedom);

// P(D ≥ distance) of the two-sided Kolmogorov–Smirnov distance between the empirical distribution of `count`
// values and the one they come from (Simard and L'Ecuyer, "Computing the two-sided Kolmogorov–Smirnov
// distribution", 2011): Durbin's matrix for few values, Birnbaum and Tingey's sum in the tail, the expansion
// of Pelz and Good in between. As SciPy's kstwo.sf.
double kolmogorovTail(double distance, std::uint64_t count);

// P(D ≥ distance) between two samples of these sizes. Up to 10,000 values on either side exactly, by walking
// the lattice of all orders in which the values can come (Hodges 1958; ties count as any order); beyond, from
// kolmogorovTail() at m·n / (m + n) values. As SciPy's ks_2samp with method "auto".
struct TwoSampleTail {
  double p = 0;
  bool exact = false;
};
TwoSampleTail kolmogorovSmirnovTail(double distance, std::uint64_t left, std::uint64_t right);

// p-values adjusted so that calling those below α gives at most a share α of false calls (Benjamini and
// Hochberg 1995): the i-th smallest of m becomes min over k ≥ i of p(k)·m/k, at most 1. NaN stays NaN and
// does not count among the m. As SciPy's false_discovery_control.
std::vector<double> falseDiscoveryAdjusted(std::span<const double> p);

// p-values adjusted so that calling those below α gives any false call with probability α at most (Holm,
// "A simple sequentially rejective multiple test procedure", 1979): the i-th smallest of m becomes max over
// k ≤ i of (m − k + 1)·p(k), at most 1. NaN as above.
std::vector<double> holmAdjusted(std::span<const double> p);

}  // namespace tatara::stats
