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

// The floats beside one.
double floatAfter(double value) {
  return static_cast<double>(
      std::nextafter(static_cast<float>(value), std::numeric_limits<float>::infinity()));
}
double floatBefore(double value) {
  return static_cast<double>(
      std::nextafter(static_cast<float>(value), -std::numeric_limits<float>::infinity()));
}

// What the four bits of a point say: 0 that it is the least of its fine bucket, 15 that it is the greatest,
// and between them in which of fourteen equal parts of the bucket's range it lies.
class Parts {
 public:
  static constexpr unsigned kLeast = 0;
  static constexpr unsigned kGreatest = 15;

  explicit Parts(const CurveLevels::Fine& fine)
      : m_low(static_cast<double>(fine.low)),
        m_high(static_cast<double>(fine.high)),
        m_step((m_high - m_low) / kEdges),
        m_perUnit(kEdges / (m_high - m_low)) {}

  // What a part says of its values: none is less than `floor`, none greater than `ceiling`.
  double floor(unsigned part) const {
    return part == kGreatest ? floatBefore(m_high) : edge(std::max(part, 1U) - 1);
  }
  double ceiling(unsigned part) const {
    return part == kLeast ? floatAfter(m_low) : edge(std::min(part, kEdges));
  }
  // Where it lies in the range of its bucket, 0 to 1.
  static double middle(unsigned part) {
    return part == kLeast ? 0.0 : part == kGreatest ? 1.0 : (part - 0.5) / kEdges;
  }
  // Of a value that is neither the least nor the greatest.
  unsigned partOf(double value) const {
    const double near = (value - m_low) * m_perUnit;
    auto part = near >= kEdges ? kEdges : near >= 1 ? static_cast<unsigned>(near) + 1 : 1U;
    while (part > 1 && value < floor(part)) {
      --part;
    }
    while (part < kEdges && value > ceiling(part)) {
      ++part;
    }
    return part;
  }

 private:
  static constexpr unsigned kEdges = 14;

  double edge(unsigned index) const { return index == kEdges ? m_high : m_low + m_step * index; }

  double m_low;
  double m_high;
  double m_step;
  double m_perUnit;
};

// Of the two points that share a byte of the sketch.
constexpr auto kLesser = [] {
  std::array<std::uint8_t, 256> lesser{};
  for (unsigned both = 0; both < lesser.size(); ++both) {
    lesser[both] = static_cast<std::uint8_t>(std::min(both & 15U, both >> 4));
  }
  return lesser;
}();
constexpr auto kGreater = [] {
  std::array<std::uint8_t, 256> greater{};
  for (unsigned both = 0; both < greater.size(); ++both) {
    greater[both] = static_cast<std::uint8_t>(std::max(both & 15U, both >> 4));
  }
  return greater;
}();

}  // namespace

void Bounds::include(const Bounds& other) {
  lowOuter = std::min(lowOuter, other.lowOuter);
  lowInner = std::min(lowInner, other.lowInner);
  highInner = std::max(highInner, other.highInner);
  highOuter = std::max(highOuter, other.highOuter);
}

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
  m_sketch.reserve(m_sketched ? (points / kFine + 1) * (kFine / 2) : 0);
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
  if (m_sketched) {
    m_pending.insert(m_pending.end(), y.begin(), y.end());
    if (m_size % kFine == 0) {
      sketchPending();
    }
  }
}

void CurveLevels::sketchPending() {
  std::array<std::uint8_t, kFine / 2> sketch{};
  if (!m_fine.back().broken()) {
    const Parts parts(m_fine.back());
    const auto [least, greatest] = std::minmax_element(m_pending.begin(), m_pending.end());
    for (std::size_t i = 0; i < m_pending.size(); ++i) {
      const double value = m_pending[i];
      const unsigned part = value == *least      ? Parts::kLeast
                            : value == *greatest ? Parts::kGreatest
                                                 : parts.partOf(value);
      sketch[i / 2] = static_cast<std::uint8_t>(sketch[i / 2] | (part << (i % 2 * 4)));
    }
  }
  m_sketch.insert(m_sketch.end(), sketch.begin(), sketch.end());
  m_pending.clear();
}

Bounds CurveLevels::bounds(std::size_t fine) const {
  const Fine& bucket = m_fine[fine];
  // The float beside the one that was rounded to is on the other side of the value.
  const auto low = static_cast<double>(bucket.low);
  const auto high = static_cast<double>(bucket.high);
  return {low, floatAfter(low), floatBefore(high), high};
}

Bounds CurveLevels::bounds(std::size_t begin, std::size_t end) const {
  const Parts parts(m_fine[begin / kFine]);
  unsigned least = Parts::kGreatest;
  unsigned most = Parts::kLeast;
  for (std::size_t i = begin; i < end; ++i) {
    const unsigned part = partOf(i);
    least = std::min(least, part);
    most = std::max(most, part);
  }
  return {parts.floor(least), parts.ceiling(least), parts.floor(most), parts.ceiling(most)};
}

CurveLevels::Range CurveLevels::ofBuckets(int level, std::size_t begin, std::size_t end) const {
  const std::vector<Range>& ranges = m_ranges[static_cast<std::size_t>(level)];
  Range found;
  for (std::size_t i = begin; i < end; ++i) {
    found.low = std::min(found.low, ranges[i].low);
    found.high = std::max(found.high, ranges[i].high);
  }
  return found;
}

CurveLevels::Range CurveLevels::ofFine(std::size_t begin, std::size_t end) const {
  Fine found;
  for (std::size_t i = begin; i < end; ++i) {
    found.low = std::min(found.low, m_fine[i].low);
    found.high = std::max(found.high, m_fine[i].high);
  }
  return {static_cast<double>(found.low), static_cast<double>(found.high)};
}

CurveLevels::Range CurveLevels::ofSketch(std::size_t begin, std::size_t end) const {
  Range found;
  while (begin < end) {
    const Fine& fine = m_fine[begin / kFine];
    const std::size_t stop = std::min(end, (begin / kFine + 1) * kFine);
    unsigned least = Parts::kGreatest;
    unsigned most = Parts::kLeast;
    const auto visit = [&](unsigned part) {
      least = std::min(least, part);
      most = std::max(most, part);
    };
    if (begin % 2 == 1) {
      visit(partOf(begin++));
    }
    for (; begin + 1 < stop; begin += 2) {
      const unsigned both = m_sketch[begin / 2];
      least = std::min<unsigned>(least, kLesser[both]);
      most = std::max<unsigned>(most, kGreater[both]);
    }
    if (begin < stop) {
      visit(partOf(begin++));
    }
    const auto low = static_cast<double>(fine.low);
    const double width = static_cast<double>(fine.high) - low;
    found.low = std::min(found.low, low + width * Parts::middle(least));
    found.high = std::max(found.high, low + width * Parts::middle(most));
  }
  return found;
}

void CurveLevels::sketched(std::size_t begin, std::size_t end, std::vector<double>& y) const {
  while (begin < end) {
    const Fine& fine = m_fine[begin / kFine];
    const std::size_t stop = std::min(end, (begin / kFine + 1) * kFine);
    const auto low = static_cast<double>(fine.low);
    const double width = static_cast<double>(fine.high) - low;  // NaN of one that is broken
    for (; begin < stop; ++begin) {
      y.push_back(low + width * Parts::middle(partOf(begin)));
    }
  }
}

void CurveLevels::finish() {
  if (!m_pending.empty()) {
    sketchPending();
  }
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
  CurveLevels levels(m_sketched ? Sketch::Yes : Sketch::No);
  const auto fine = static_cast<std::ptrdiff_t>(points / kFine);
  const auto buckets = static_cast<std::ptrdiff_t>(points / kBucket);
  levels.m_size = points;
  levels.m_fine.assign(m_fine.begin(), m_fine.begin() + fine);
  levels.m_sketch.assign(m_sketch.begin(),
                         m_sketch.begin() + static_cast<std::ptrdiff_t>(m_sketched ? points / 2 : 0));
  levels.m_ranges[0].assign(m_ranges[0].begin(), m_ranges[0].begin() + buckets);
  levels.m_counts.assign(m_counts.begin(), m_counts.begin() + buckets);
  return levels;
}

std::size_t CurveLevels::bytes() const {
  std::size_t bytes = m_fine.size() * sizeof(Fine) + m_sketch.size() + m_counts.size() * sizeof(Counts);
  for (std::size_t level = 0; level < kLevels; ++level) {
    bytes += m_ranges[level].size() * sizeof(Range) + m_broken[level].size() * sizeof(std::uint32_t);
  }
  return bytes;
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
