#include "ui/chart/label_layout.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace tatara::ui {

std::vector<double> placeLabels(const std::vector<double>& wanted, double spacing, double top,
                                double bottom) {
  const std::size_t count = wanted.size();
  std::vector<double> placed(count);
  if (count == 0) {
    return placed;
  }
  std::vector<std::size_t> order(count);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&wanted](std::size_t a, std::size_t b) { return wanted[a] < wanted[b]; });
  const double needed = static_cast<double>(count - 1) * spacing;
  if (needed > bottom - top) {
    const double step = count > 1 ? (bottom - top) / static_cast<double>(count - 1) : 0;
    for (std::size_t i = 0; i < count; ++i) {
      placed[order[i]] = top + static_cast<double>(i) * step;
    }
    return placed;
  }
  // With the spacing taken out, the places must only not decrease: isotonic regression, then the bounds.
  struct Pool {
    double sum = 0;
    std::size_t size = 0;
    double mean() const { return sum / static_cast<double>(size); }
  };
  std::vector<Pool> pools;
  for (std::size_t i = 0; i < count; ++i) {
    pools.push_back({wanted[order[i]] - static_cast<double>(i) * spacing, 1});
    while (pools.size() > 1 && pools[pools.size() - 2].mean() > pools.back().mean()) {
      pools[pools.size() - 2].sum += pools.back().sum;
      pools[pools.size() - 2].size += pools.back().size;
      pools.pop_back();
    }
  }
  std::size_t i = 0;
  for (const Pool& pool : pools) {
    const double mean = std::clamp(pool.mean(), top, bottom - needed);
    for (std::size_t j = 0; j < pool.size; ++j, ++i) {
      placed[order[i]] = mean + static_cast<double>(i) * spacing;
    }
  }
  return placed;
}

}  // namespace tatara::ui
