// Which rows validate: drawn by Fisher and Yates' shuffle over SeededRandom, so that a seed draws the same
// rows on every machine.
//
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tatara::train {

// One flag a row: true validates.
using SplitRows = std::vector<bool>;

// `strata` empty or a code a row: the fraction is then taken of each stratum.
SplitRows splitAtRandom(std::size_t rows, std::span<const std::int32_t> strata, double fraction,
                        std::uint64_t seed);
// The latest rows; rows of one time stay together, on the side of training when in doubt.
SplitRows splitByTime(std::span<const double> times, double fraction);
// Groups in an order drawn by seed until the fraction is reached. `groups` is a code a row.
SplitRows splitByGroup(std::span<const std::int64_t> groups, double fraction, std::uint64_t seed);

}  // namespace tatara::train
