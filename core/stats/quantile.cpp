#include "core/stats/quantile.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

namespace tatara::stats {

double quantileOfSorted(std::span<const double> sorted, double probability) {
  if (sorted.empty()) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const double place = std::clamp(probability, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  const double part = place - static_cast<double>(below);
  const double distance = sorted[above] - sorted[below];
  // From the nearer end, as NumPy does, so that part 1 gives the upper value exactly.
  return part < 0.5 ? sorted[below] + distance * part : sorted[above] - distance * (1 - part);
}

std::vector<double> quantiles(std::span<const double> values, std::span<const double> probabilities) {
  std::vector<double> sorted;
  sorted.reserve(values.size());
  std::copy_if(values.begin(), values.end(), std::back_inserter(sorted),
               [](double v) { return std::isfinite(v); });
  std::sort(sorted.begin(), sorted.end());
  std::vector<double> answers;
  answers.reserve(probabilities.size());
  for (const double probability : probabilities) {
    answers.push_back(quantileOfSorted(sorted, probability));
  }
  return answers;
}

}  // namespace tatara::stats
