// What inferring and checking a contract share.
//
// Threads: pure functions.
#pragma once

#include <string>
#include <vector>

#include "core/dataset/contract.h"

namespace tatara::dataset {

// How often each bin of the distribution occurs; the last is that of missing values.
std::vector<std::uint64_t> binsOf(const Column& column, const ExpectedDistribution& distribution);

// Times of a regular column in ascending order, with the hours added; NaN are left out.
std::vector<double> momentsOf(const Column& times, const Column* hours);
// How many steps are absent between them.
std::uint64_t absentSteps(const std::vector<double>& moments, double seconds);

// One hash a row, of the cells of the columns added; equal cells give equal hashes.
void addToKeys(const Column& column, std::vector<std::uint64_t>& keys);

// A value as a person reads it.
std::string shownValue(const Column& column, std::size_t row);

}  // namespace tatara::dataset
