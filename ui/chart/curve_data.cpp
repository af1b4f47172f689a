#include "ui/chart/curve_data.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

#include "core/series/scan.h"

namespace tatara::ui {

void Extremes::include(double y) {
  if (std::isfinite(y)) {
    low = std::min(low, y);
    high = std::max(high, y);
  } else {
    ++broken;
  }
}

void Extremes::include(const Extremes& other) {
  low = std::min(low, other.low);
  high = std::max(high, other.high);
  broken += other.broken;
}

std::size_t CurveData::bucketSize(int level) {
  std::size_t size = kBucket;
  for (int i = 0; i < level; ++i) {
    size *= kFanOut;
  }
  return size;
}

CurvePtr CurveData::make(std::vector<double> x, std::vector<double> y) {
  const std::size_t count = std::min(x.size(), y.size());
  x.resize(count);
  y.resize(count);
  std::size_t withoutPlace = 0;
  if (!std::all_of(x.begin(), x.end(), [](double value) { return std::isfinite(value); })) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < count; ++i) {
      if (std::isfinite(x[i])) {
        x[kept] = x[i];
        y[kept] = y[i];
        ++kept;
      }
    }
    withoutPlace = count - kept;
    x.resize(kept);
    y.resize(kept);
  }
  if (!std::is_sorted(x.begin(), x.end())) {
    std::vector<std::size_t> order(x.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&x](std::size_t a, std::size_t b) { return x[a] < x[b]; });
    std::vector<double> sortedX(x.size());
    std::vector<double> sortedY(y.size());
    for (std::size_t i = 0; i < order.size(); ++i) {
      sortedX[i] = x[order[i]];
      sortedY[i] = y[order[i]];
    }
    x = std::move(sortedX);
    y = std::move(sortedY);
  }
  const std::shared_ptr<CurveData> curve(new CurveData);
  curve->m_x = std::make_shared<const std::vector<double>>(std::move(x));
  curve->m_y = std::move(y);
  curve->m_withoutPlace = withoutPlace;
  curve->build();
  return curve;
}

CurvePtr CurveData::makeShared(std::shared_ptr<const std::vector<double>> x, std::vector<double> y) {
  const std::shared_ptr<CurveData> curve(new CurveData);
  curve->m_x = std::move(x);
  curve->m_y = std::move(y);
  curve->m_y.resize(curve->m_x->size(), std::numeric_limits<double>::quiet_NaN());
  curve->build();
  return curve;
}

CurvePtr CurveData::positiveOnly(const CurvePtr& curve) {
  if (!curve || curve->m_notPositive == 0) {
    return curve;
  }
  std::vector<double> y = curve->m_y;
  for (double& value : y) {
    if (value <= 0) {
      value = std::numeric_limits<double>::quiet_NaN();
    }
  }
  return makeShared(curve->m_x, std::move(y));
}

void CurveData::build() {
  for (const double value : m_y) {
    m_notPositive += std::isfinite(value) && value <= 0 ? 1U : 0U;
  }
  std::vector<Extremes>& lowest = m_levels[0];
  lowest.resize((m_y.size() + kBucket - 1) / kBucket);
  for (std::size_t i = 0; i < lowest.size(); ++i) {
    const std::size_t end = std::min(m_y.size(), (i + 1) * kBucket);
    for (std::size_t j = i * kBucket; j < end; ++j) {
      lowest[i].include(m_y[j]);
    }
  }
  for (int index = 1; index < kLevels; ++index) {
    const std::vector<Extremes>& below = level(index - 1);
    std::vector<Extremes>& here = m_levels[static_cast<std::size_t>(index)];
    here.resize((below.size() + kFanOut - 1) / kFanOut);
    for (std::size_t i = 0; i < below.size(); ++i) {
      here[i / kFanOut].include(below[i]);
    }
  }
  for (const Extremes& part : level(kLevels - 1)) {
    m_extremes.include(part);
  }
}

Extremes CurveData::extremesOf(std::size_t begin, std::size_t end) const {
  Extremes found;
  std::size_t at = begin;
  while (at < end) {
    int best = -1;
    std::size_t size = kBucket;
    std::size_t bestSize = 1;
    for (int index = 0; index < kLevels && at % size == 0 && at + size <= end; ++index, size *= kFanOut) {
      best = index;
      bestSize = size;
    }
    if (best < 0) {
      // To the next bucket's edge point by point.
      const std::size_t stop = std::min(end, (at / kBucket + 1) * kBucket);
      const series::Extent extent = series::extentOf([this](std::size_t i) { return m_y[i]; }, at, stop);
      if (extent.finite) {
        found.low = std::min(found.low, extent.least);
        found.high = std::max(found.high, extent.greatest);
        at = stop;
      }
      for (; at < stop; ++at) {
        found.include(m_y[at]);
      }
      continue;
    }
    found.include(level(best)[at / bestSize]);
    at += bestSize;
  }
  return found;
}

}  // namespace tatara::ui
