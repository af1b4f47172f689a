#include "core/evaluate/residuals.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/stats/quantile.h"
#include "core/stats/student.h"

namespace tatara::evaluate {
namespace {

constexpr std::size_t kLeastInGroup = 5;

ResidualGroup groupOf(const Scores& scores, std::span<const std::size_t> rows, double confidence) {
  ResidualGroup group;
  group.rows = rows.size();
  std::vector<double> residuals;
  for (const std::size_t row : rows) {
    residuals.push_back(scores.actual[row] - scores.predicted[row]);
    group.predicted += scores.predicted[row];
  }
  const double count = static_cast<double>(rows.size());
  group.predicted /= count;
  group.mean = std::accumulate(residuals.begin(), residuals.end(), 0.0) / count;
  double squares = 0;
  for (const double residual : residuals) {
    squares += (residual - group.mean) * (residual - group.mean);
  }
  const double half = rows.size() < 2 ? std::numeric_limits<double>::quiet_NaN()
                                      : stats::studentHalfWidth(confidence, rows.size() - 1) *
                                            std::sqrt(squares / (count - 1) / count);
  group.meanRange = {group.mean - half, group.mean + half};
  std::ranges::sort(residuals);
  group.p5 = stats::quantileOfSorted(residuals, 0.05);
  group.p25 = stats::quantileOfSorted(residuals, 0.25);
  group.p50 = stats::quantileOfSorted(residuals, 0.5);
  group.p75 = stats::quantileOfSorted(residuals, 0.75);
  group.p95 = stats::quantileOfSorted(residuals, 0.95);
  return group;
}

}  // namespace

std::vector<ResidualGroup> residualGroups(const Scores& scores, std::size_t most, double confidence) {
  std::vector<std::size_t> order(scores.rows());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t row) { return scores.predicted[row]; });
  const std::size_t count = std::clamp<std::size_t>(order.size() / kLeastInGroup, 1, most);
  std::vector<ResidualGroup> groups;
  for (std::size_t i = 0; i < count && !order.empty(); ++i) {
    const std::size_t begin = i * order.size() / count;
    const std::size_t end = (i + 1) * order.size() / count;
    groups.push_back(groupOf(scores, std::span(order).subspan(begin, end - begin), confidence));
  }
  return groups;
}

stats::Range residualSpan(const Scores& first, const Scores* second) {
  constexpr double kEnds[] = {0.005, 0.995};
  std::vector<double> residuals;
  for (const Scores* scores : {&first, second}) {
    for (std::size_t row = 0; scores && row < scores->rows(); ++row) {
      residuals.push_back(scores->actual[row] - scores->predicted[row]);
    }
  }
  const auto ends = stats::quantiles(residuals, kEnds);
  return ends[0] < ends[1] ? stats::Range{ends[0], ends[1]} : stats::Range{ends[0] - 0.5, ends[0] + 0.5};
}

ResidualHistogram residualHistogram(const Scores& scores, stats::Range span, std::size_t bins) {
  ResidualHistogram histogram{span.low, span.high, std::vector<std::int64_t>(bins), 0, 0};
  const double step = (span.high - span.low) / static_cast<double>(bins);
  std::vector<double> starts;  // of the bins, as numpy.linspace rounds
  for (std::size_t bin = 0; bin < bins; ++bin) {
    starts.push_back(span.low + static_cast<double>(bin) * step);
  }
  for (std::size_t row = 0; row < scores.rows(); ++row) {
    const double residual = scores.actual[row] - scores.predicted[row];
    if (residual < span.low) {
      ++histogram.below;
    } else if (residual > span.high) {
      ++histogram.above;
    } else {
      const auto after = std::ranges::upper_bound(starts, residual);
      ++histogram.counts[static_cast<std::size_t>(after - starts.begin()) - 1];
    }
  }
  return histogram;
}

}  // namespace tatara::evaluate
