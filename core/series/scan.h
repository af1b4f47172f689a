// Two walks over columns of points that everything which reduces them shares: to a place, and over values.
//
// `x` and `y` give the value at an index. Threads: pure functions.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace tatara::series {

// The first index in [begin, end) whose column is at least `column`, found by doubling steps from `begin`.
template <typename ColumnOf, typename X>
std::size_t firstAt(const ColumnOf& columnOf, const X& x, std::size_t begin, std::size_t end,
                    std::int32_t column) {
  std::size_t step = 1;
  std::size_t low = begin;
  std::size_t high = begin;
  while (high < end && columnOf(x(high)) < column) {
    low = high + 1;
    high = std::min(end, high + step);
    step *= 2;
  }
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (columnOf(x(middle)) < column) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

struct Extent {
  double least = 0;
  double greatest = 0;
  bool finite = true;
};

// Four lanes, so that the compiler keeps four comparisons in flight. A NaN or infinity makes the check sum
// NaN. [begin, end) is not empty.
template <typename Y>
Extent extentOf(const Y& y, std::size_t begin, std::size_t end) {
  double least[4];
  double greatest[4];
  double check[4] = {0, 0, 0, 0};
  std::fill_n(least, 4, y(begin));
  std::fill_n(greatest, 4, y(begin));
  const auto visit = [&](std::size_t lane, double value) {
    least[lane] = value < least[lane] ? value : least[lane];
    greatest[lane] = value > greatest[lane] ? value : greatest[lane];
    check[lane] += value - value;
  };
  std::size_t i = begin;
  for (; i + 4 <= end; i += 4) {
    visit(0, y(i));
    visit(1, y(i + 1));
    visit(2, y(i + 2));
    visit(3, y(i + 3));
  }
  for (; i < end; ++i) {
    visit(0, y(i));
  }
  return {*std::min_element(least, least + 4), *std::max_element(greatest, greatest + 4),
          check[0] + check[1] + check[2] + check[3] == 0};
}

}  // namespace tatara::series
