// Whether two samples are of one distribution: the Kolmogorov–Smirnov distance and the population stability
// index.
//
// Threads: pure functions. NaN with an empty side.
#pragma once

#include <cstdint>
#include <span>

namespace tatara::stats {

// The greatest distance between the two empirical distribution functions (Smirnov 1939); both ascend and hold
// no NaN. As SciPy's ks_2samp.
double kolmogorovSmirnov(std::span<const double> left, std::span<const double> right);

// Σ (q − p) ln(q / p) over bins, p and q the shares of the old and the new counts, each count raised by a
// half so that empty bins do not weigh infinitely (Siddiqi, "Credit Risk Scorecards", 2006; the half is
// ours). Below 0.1 is commonly taken as stable, above 0.25 as shifted. The spans are equally long.
double populationStability(std::span<const std::uint64_t> before, std::span<const std::uint64_t> after);

}  // namespace tatara::stats
