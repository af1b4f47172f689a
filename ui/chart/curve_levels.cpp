#include "ui/chart/curve_levels.h"

#include <algorithm>
#include <cmath>

#include "core/series/scan.h"

namespace tatara::ui {
namespace {

constexpr float kNoFloat = std::numeric_limits<float>::quiet_NaN();

float floatBelow(double value) {
  const auto near = static_cast<float>(value);
  return near > value ? std::nextafter(near, -std::numeric_limits<float>::infinity()) : near;
}
float floatAbove(double value) {
  const auto near = static_cast<float>(value);
  return near < value ? std::nextafter(near, std::numeric_limits<float>::infinity()) : near;
}

// Not where a float is far away: beyond its range, and near zero, where a logarithm tells them apart.
bool hasFloat(double value) {
  const double size = std::fabs(value);
  return size == 0 || (size < std::numeric_limits<float>::max() && size > std::numeric_limits<float>::min());
}

}  // namespace

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

std::size_t CurveLevels::bucketSize(int level) {
  std::size_t size = kBucket;
  for (int i = 0; i < level; ++i) {
    size *= kFanOut;
  }
  return size;
}

void CurveLevels::reserve(std::size_t points) {
  m_fine.reserve(points / kFine + 1);
  m_ranges[0].reserve(points / kBucket + 1);
  m_counts.reserve(points / kBucket + 1);
}

void CurveLevels::append(std::span<const double> y) {
  while (!y.empty()) {
    const auto part = y.first(std::min(kFine - m_size % kFine, y.size()));
    appendFine(part);
    y = y.subspan(part.size());
  }
}

// Points of one fine bucket.
void CurveLevels::appendFine(std::span<const double> y) {
  if (m_size % kFine == 0) {
    m_fine.emplace_back();
  }
  if (m_size % kBucket == 0) {
    m_ranges[0].emplace_back();
    m_counts.emplace_back();
  }
  Extremes part;
  const series::Extent extent = series::extentOf([y](std::size_t i) { return y[i]; }, 0, y.size());
  if (extent.finite) {
    part.low = extent.least;
    part.high = extent.greatest;
  } else {
    for (const double value : y) {
      part.include(value);
    }
  }
  Range& range = m_ranges[0].back();
  range.low = std::min(range.low, part.low);
  range.high = std::max(range.high, part.high);
  Fine& fine = m_fine.back();
  if (part.broken > 0 || !hasFloat(part.low) || !hasFloat(part.high)) {
    fine.low = kNoFloat;
  } else if (!fine.broken()) {
    fine.low = std::min(fine.low, floatBelow(part.low));
    fine.high = std::max(fine.high, floatAbove(part.high));
  }
  Counts& counts = m_counts.back();
  counts.broken = static_cast<std::uint8_t>(counts.broken + part.broken);
  if (part.low <= 0) {
    const auto below =
        std::count_if(y.begin(), y.end(), [](double value) { return std::isfinite(value) && value <= 0; });
    counts.notPositive = static_cast<std::uint8_t>(counts.notPositive + below);
  }
  m_size += y.size();
}

void CurveLevels::finish() {
  m_total = {};
  m_notPositive = 0;
  for (const Range& range : m_ranges[0]) {
    m_total.low = std::min(m_total.low, range.low);
    m_total.high = std::max(m_total.high, range.high);
  }
  for (const Counts& counts : m_counts) {
    m_total.broken += counts.broken;
    m_notPositive += counts.notPositive;
  }
  for (int level = 1; level < kLevels; ++level) {
    const auto at = static_cast<std::size_t>(level);
    const std::vector<Range>& below = m_ranges[at - 1];
    m_ranges[at].assign((below.size() + kFanOut - 1) / kFanOut, {});
    m_broken[at].assign(m_total.broken > 0 ? m_ranges[at].size() : 0, 0);
    for (std::size_t i = 0; i < below.size(); ++i) {
      Range& range = m_ranges[at][i / kFanOut];
      range.low = std::min(range.low, below[i].low);
      range.high = std::max(range.high, below[i].high);
      if (m_total.broken > 0) {
        m_broken[at][i / kFanOut] += brokenIn(level - 1, i);
      }
    }
  }
}

CurveLevels CurveLevels::beginning(std::size_t points) const {
  CurveLevels levels;
  const auto fine = static_cast<std::ptrdiff_t>(points / kFine);
  const auto buckets = static_cast<std::ptrdiff_t>(points / kBucket);
  levels.m_size = points;
  levels.m_fine.assign(m_fine.begin(), m_fine.begin() + fine);
  levels.m_ranges[0].assign(m_ranges[0].begin(), m_ranges[0].begin() + buckets);
  levels.m_counts.assign(m_counts.begin(), m_counts.begin() + buckets);
  return levels;
}

std::uint32_t CurveLevels::brokenIn(int level, std::size_t index) const {
  if (level == 0) {
    return m_counts[index].broken;
  }
  const std::vector<std::uint32_t>& broken = m_broken[static_cast<std::size_t>(level)];
  return broken.empty() ? 0 : broken[index];
}

Extremes CurveLevels::bucket(int level, std::size_t index) const {
  const Range& range = m_ranges[static_cast<std::size_t>(level)][index];
  return {range.low, range.high, brokenIn(level, index)};
}

}  // namespace tatara::ui
