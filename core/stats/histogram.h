// Counts of values in bins of equal width, with NumPy's edges: every bin is closed on the left and open on
// the right, but for the last, which is closed.
//
// NaN and infinities are counted apart. When all values are equal, the range is widened by a half on both
// sides, as NumPy does. Threads: pure functions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace tatara::stats {

struct Histogram {
  std::vector<double> edges;  // one more than counts; empty when there was no finite value
  std::vector<std::uint64_t> counts;
  std::uint64_t nonFinite = 0;
};

Histogram histogram(std::span<const double> values, std::size_t bins);

// A number of bins that suits the values: the finer of Sturges' and Freedman and Diaconis' rules (NumPy's
// "auto"), between 1 and `most`.
std::size_t binsFor(std::span<const double> values, std::size_t most);

}  // namespace tatara::stats
