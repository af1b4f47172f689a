// Walks the selected rows of a block, word by word. Threads: any.
#pragma once

#include <algorithm>
#include <bit>

#include "core/dataset/frame_filter.h"
#include "core/dataset/internal/parallel.h"

namespace tatara::dataset {

// Calls `body(row)` for each selected row of [first, end); `first` is a multiple of 64.
template <typename Body>
void forSelected(const Selection& selection, std::uint64_t first, std::uint64_t end, Body&& body) {
  if (selection.everything()) {
    for (std::uint64_t row = first; row < end; ++row) {
      body(row);
    }
    return;
  }
  const Selection::Words& words = *selection.words();
  for (std::uint64_t word = first / 64; word < (end + 63) / 64; ++word) {
    std::uint64_t bits = words[word];
    if (bits == ~std::uint64_t{0} && word * 64 + 64 <= end) {
      for (std::uint64_t row = word * 64; row < word * 64 + 64; ++row) {
        body(row);
      }
      continue;
    }
    while (bits) {
      body(word * 64 + static_cast<std::uint64_t>(std::countr_zero(bits)));
      bits &= bits - 1;
    }
  }
}

// A sum that keeps what rounding takes away (Neumaier 1974).
struct ExactSum {
  double sum = 0;
  double lost = 0;

  void add(double value) {
    const double total = sum + value;
    lost += (sum < 0 ? -sum : sum) >= (value < 0 ? -value : value) ? (sum - total) + value
                                                                   : (value - total) + sum;
    sum = total;
  }
  void merge(const ExactSum& other) {
    add(other.sum);
    lost += other.lost;
  }
  double value() const { return sum + lost; }
};

}  // namespace tatara::dataset
