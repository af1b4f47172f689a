#include "core/series/group.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>

#include "core/stats/moments.h"
#include "core/stats/quantile.h"
#include "core/stats/student.h"

namespace tatara::series {
namespace {

class Builder {
 public:
  explicit Builder(double confidence) : m_confidence(confidence) {}

  void add(double x, std::span<const double> values) {
    m_sorted.clear();
    std::copy_if(values.begin(), values.end(), std::back_inserter(m_sorted),
                 [](double v) { return std::isfinite(v); });
    if (m_sorted.empty()) {
      return;
    }
    std::sort(m_sorted.begin(), m_sorted.end());
    stats::Moments moments;
    moments.add(m_sorted);
    const double half = moments.count() < 2 ? std::numeric_limits<double>::quiet_NaN()
                                            : factor(moments.count() - 1) * moments.standardError();
    m_curve.x.push_back(x);
    m_curve.count.push_back(static_cast<std::uint32_t>(moments.count()));
    m_curve.mean.push_back(moments.mean());
    m_curve.median.push_back(stats::quantileOfSorted(m_sorted, 0.5));
    m_curve.deviation.push_back(moments.standardDeviation());
    m_curve.error.push_back(moments.standardError());
    m_curve.intervalLow.push_back(moments.mean() - half);
    m_curve.intervalHigh.push_back(moments.mean() + half);
    m_curve.lowerQuartile.push_back(stats::quantileOfSorted(m_sorted, 0.25));
    m_curve.upperQuartile.push_back(stats::quantileOfSorted(m_sorted, 0.75));
    m_curve.least.push_back(m_sorted.front());
    m_curve.greatest.push_back(m_sorted.back());
  }

  GroupCurve take() { return std::move(m_curve); }

 private:
  double factor(std::uint64_t freedom) {
    const auto [place, added] = m_factors.emplace(freedom, 0);
    if (added) {
      place->second = stats::studentHalfWidth(m_confidence, freedom);
    }
    return place->second;
  }

  double m_confidence;
  std::map<std::uint64_t, double> m_factors;  // Student's t by degrees of freedom
  std::vector<double> m_sorted;
  GroupCurve m_curve;
};

}  // namespace

GroupCurve groupOnSteps(std::span<const PointSpan> series, double confidence) {
  Builder builder(confidence);
  walkSteps(series,
            [&builder](std::int64_t step, std::span<const std::size_t>, std::span<const double> values) {
              builder.add(static_cast<double>(step), values);
            });
  return builder.take();
}

GroupCurve groupOnTimes(std::span<const PointSpan> series, std::span<const std::int64_t> origins,
                        std::span<const double> times, double confidence) {
  std::vector<std::vector<double>> rows;
  for (std::size_t i = 0; i < std::min(series.size(), origins.size()); ++i) {
    rows.push_back(interpolateAt(series[i], origins[i], times));
  }
  Builder builder(confidence);
  std::vector<double> values(rows.size());
  for (std::size_t t = 0; t < times.size(); ++t) {
    std::transform(rows.begin(), rows.end(), values.begin(), [t](const auto& row) { return row[t]; });
    builder.add(times[t], values);
  }
  return builder.take();
}

}  // namespace tatara::series
