// Student's t distribution, for confidence intervals of a mean.
//
// Threads: pure functions.
#pragma once

#include <cstdint>

namespace tatara::stats {

// The t for which the mass between −t and t is `confidence` (0 < confidence < 1) at `freedom` ≥ 1 degrees of
// freedom: 12.706… for 0.95 and 1. Solved from the closed form of the distribution function for whole degrees
// of freedom (Abramowitz and Stegun 26.7.3 and 26.7.4), above 1000 degrees from the expansion around the
// normal quantile (26.7.5).
double studentHalfWidth(double confidence, std::uint64_t freedom);

}  // namespace tatara::stats
