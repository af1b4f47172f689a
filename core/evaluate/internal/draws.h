// Runs statistics over all draws of a bootstrap, several threads at once.
//
// Threads: one call belongs to one thread, which takes part in the work. Errors: Cancelled.
#pragma once

#include <span>
#include <stop_token>
#include <vector>

#include "core/evaluate/bootstrap.h"
#include "core/evaluate/internal/statistic.h"

namespace tatara::evaluate {

// [number][draw], the numbers of the statistics one after the other.
using Distribution = std::vector<std::vector<double>>;

Result<Distribution> drawAll(std::span<const Statistic* const> statistics, std::size_t rows,
                             const BootstrapSpec& spec, const OnDraws& onDraws, std::stop_token stop);

// By the method that the spec asks for.
Interval intervalOf(std::span<const double> draws, double whole, std::span<const double> leftOut,
                    const BootstrapSpec& spec);

}  // namespace tatara::evaluate
