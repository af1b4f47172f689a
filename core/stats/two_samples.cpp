#include "core/stats/two_samples.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tatara::stats {
namespace {
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
}

double kolmogorovSmirnov(std::span<const double> left, std::span<const double> right) {
  if (left.empty() || right.empty()) {
    return kNan;
  }
  std::size_t i = 0;
  std::size_t k = 0;
  double greatest = 0;
  while (i < left.size() && k < right.size()) {
    const double value = std::min(left[i], right[k]);
    while (i < left.size() && left[i] == value) {
      ++i;
    }
    while (k < right.size() && right[k] == value) {
      ++k;
    }
    greatest = std::max(greatest, std::abs(static_cast<double>(i) / static_cast<double>(left.size()) -
                                           static_cast<double>(k) / static_cast<double>(right.size())));
  }
  return greatest;
}

double populationStability(std::span<const std::uint64_t> before, std::span<const std::uint64_t> after) {
  double totalBefore = 0;
  double totalAfter = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    totalBefore += static_cast<double>(before[i]) + 0.5;
    totalAfter += static_cast<double>(after[i]) + 0.5;
  }
  if (before.empty() || totalBefore <= 0.5 * static_cast<double>(before.size()) ||
      totalAfter <= 0.5 * static_cast<double>(before.size())) {
    return kNan;
  }
  double sum = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double p = (static_cast<double>(before[i]) + 0.5) / totalBefore;
    const double q = (static_cast<double>(after[i]) + 0.5) / totalAfter;
    sum += (q - p) * std::log(q / p);
  }
  return sum;
}

}  // namespace tatara::stats
