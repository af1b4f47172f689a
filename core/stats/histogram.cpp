#include "core/stats/histogram.h"

#include <algorithm>
#include <cmath>

#include "core/stats/moments.h"
#include "core/stats/quantile.h"

namespace tatara::stats {

Histogram histogram(std::span<const double> values, std::size_t bins) {
  Histogram result;
  Moments moments;
  moments.add(values);
  result.nonFinite = moments.nonFinite();
  if (moments.count() == 0 || bins == 0) {
    return result;
  }
  double low = moments.least();
  double high = moments.greatest();
  if (low == high) {
    low -= 0.5;
    high += 0.5;
  }
  // Halves first: the whole range of a double is wider than a double can say.
  const auto edge = [&](std::size_t i) {
    const double part = static_cast<double>(i) / static_cast<double>(bins);
    return i == bins ? high : low + 2 * ((high / 2 - low / 2) * part);
  };
  for (std::size_t i = 0; i <= bins; ++i) {
    result.edges.push_back(edge(i));
  }
  result.counts.assign(bins, 0);
  const double half = high / 2 - low / 2;
  for (const double value : values) {
    if (!std::isfinite(value)) {
      continue;
    }
    const double place = (value / 2 - low / 2) / half * static_cast<double>(bins);
    auto bin = std::min(bins - 1, static_cast<std::size_t>(std::max(0.0, place)));
    // The division may miss by one; the edges decide.
    while (bin > 0 && value < result.edges[bin]) {
      --bin;
    }
    while (bin + 1 < bins && value >= result.edges[bin + 1]) {
      ++bin;
    }
    ++result.counts[bin];
  }
  return result;
}

std::size_t binsFor(std::span<const double> values, std::size_t most) {
  Moments moments;
  moments.add(values);
  if (moments.count() == 0 || moments.least() == moments.greatest()) {
    return 1;
  }
  const auto count = static_cast<double>(moments.count());
  const double range = moments.greatest() - moments.least();
  const double sturges = range / (std::log2(count) + 1);
  const double probabilities[] = {0.25, 0.75};
  const auto quartiles = quantiles(values, probabilities);
  const double spread = 2 * (quartiles[1] - quartiles[0]) / std::cbrt(count);
  const double width = spread > 0 ? std::min(spread, sturges) : sturges;
  const double bins = std::ceil(range / width);
  if (!(bins >= 1)) {
    return 1;
  }
  return bins >= static_cast<double>(most) ? std::max<std::size_t>(1, most) : static_cast<std::size_t>(bins);
}

}  // namespace tatara::stats
