// The standard normal distribution and the interval of a share.
//
// Threads: pure functions. NaN in gives NaN out.
#pragma once

#include <cstdint>

namespace tatara::stats {

// P(Z ≤ z), through erfc so that small tails keep their digits. As SciPy's norm.cdf.
double normalCdf(double z);

// The z with P(Z ≤ z) = p; −∞ and ∞ at 0 and 1, NaN outside. Wichura's algorithm AS 241 (PPND16, Applied
// Statistics 37, 1988), good to sixteen digits. As SciPy's norm.ppf.
double normalQuantile(double p);

struct Range {
  double low;
  double high;
};
// Where a share lies of which `hits` out of `count` were seen: Wilson's score interval without continuity
// correction (JASA 22, 1927). Weights may make both fractional. NaN for none. As SciPy's
// binomtest(…).proportion_ci(method="wilson").
Range wilsonInterval(double hits, double count, double confidence);

}  // namespace tatara::stats
