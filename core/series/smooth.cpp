#include "core/series/smooth.h"

#include <algorithm>
#include <cmath>

namespace tatara::series {
namespace {

bool isConstant(std::span<const double> values) {
  const auto first = std::find_if(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
  return std::all_of(first, values.end(), [first](double v) { return !std::isfinite(v) || v == *first; });
}

struct Sum {
  double total = 0;
  double count = 0;
};

// Sums over any window of at most `window` values without subtracting: sums from the left inside each stretch
// of `window` values, and from the right. A window is the tail of one stretch and the head of the next.
struct WindowSums {
  std::vector<Sum> heads;
  std::vector<Sum> tails;
  std::size_t window;

  WindowSums(std::span<const double> values, std::size_t width)
      : heads(values.size()), tails(values.size()), window(width) {
    Sum sum;
    const auto take = [&sum](double value) {
      if (std::isfinite(value)) {
        sum.total += value;
        sum.count += 1;
      }
    };
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (i % window == 0) {
        sum = {};
      }
      take(values[i]);
      heads[i] = sum;
    }
    for (std::size_t i = values.size(); i-- > 0;) {
      if ((i + 1) % window == 0 || i + 1 == values.size()) {
        sum = {};
      }
      take(values[i]);
      tails[i] = sum;
    }
  }

  double mean(std::size_t begin, std::size_t last) const {
    Sum sum;
    if (begin / window != last / window) {
      sum = {tails[begin].total + heads[last].total, tails[begin].count + heads[last].count};
    } else {
      sum = begin % window == 0 ? heads[last] : tails[begin];
    }
    return sum.total / sum.count;
  }
};

}  // namespace

std::vector<double> exponential(std::span<const double> values, double weight) {
  std::vector<double> smoothed(values.begin(), values.end());
  if (weight <= 0 || isConstant(values)) {
    return smoothed;
  }
  double state = 0;
  double remaining = 1;  // weight to the power of the number of values seen
  for (double& value : smoothed) {
    if (std::isfinite(value)) {
      state = weight * state + (1 - weight) * value;
      remaining *= weight;
      value = state / (1 - remaining);
    }
  }
  return smoothed;
}

std::vector<double> runningMean(std::span<const double> values, std::size_t window) {
  std::vector<double> smoothed(values.begin(), values.end());
  if (window < 2 || isConstant(values)) {
    return smoothed;
  }
  const std::size_t width = std::min(window, 2 * values.size());
  const WindowSums sums(values, width);
  const std::size_t behind = (width - 1) / 2;
  const std::size_t ahead = width / 2;
  for (std::size_t i = 0; i < smoothed.size(); ++i) {
    if (std::isfinite(smoothed[i])) {
      smoothed[i] = sums.mean(i - std::min(i, behind), std::min(values.size() - 1, i + ahead));
    }
  }
  return smoothed;
}

std::vector<double> gaussian(std::span<const double> values, double sigma) {
  std::vector<double> smoothed(values.begin(), values.end());
  if (!(sigma > 0) || isConstant(values)) {
    return smoothed;
  }
  const double far = std::min(std::ceil(4 * sigma), static_cast<double>(values.size()));
  const auto reach = static_cast<std::size_t>(far);
  std::vector<double> weights(reach + 1);
  for (std::size_t d = 0; d <= reach; ++d) {
    const double distance = static_cast<double>(d) / sigma;
    weights[d] = std::exp(-0.5 * distance * distance);
  }
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isfinite(values[i])) {
      continue;
    }
    double sum = 0;
    double weight = 0;
    const std::size_t last = std::min(values.size() - 1, i + reach);
    for (std::size_t j = i - std::min(i, reach); j <= last; ++j) {
      if (std::isfinite(values[j])) {
        const double w = weights[j > i ? j - i : i - j];
        sum += w * values[j];
        weight += w;
      }
    }
    smoothed[i] = sum / weight;
  }
  return smoothed;
}

std::vector<double> bestSoFar(std::span<const double> values, Best best) {
  std::vector<double> result(values.begin(), values.end());
  bool any = false;
  double reached = 0;
  for (double& value : result) {
    if (!std::isfinite(value)) {
      continue;
    }
    if (!any || (best == Best::Least ? value < reached : value > reached)) {
      reached = value;
      any = true;
    }
    value = reached;
  }
  return result;
}

}  // namespace tatara::series
