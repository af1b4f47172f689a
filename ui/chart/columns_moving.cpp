#include <algorithm>
#include <cmath>

#include "core/series/scan.h"
#include "ui/chart/internal/column_reducer.h"

namespace tatara::ui {
namespace {

constexpr double kFewColumnPoints = 4;  // a column: they are drawn one by one

CurveLevels::Range rangeOf(const double* y, std::size_t count) {
  const series::Extent extent = series::extentOf([y](std::size_t i) { return y[i]; }, 0, count);
  return {extent.least, extent.greatest};
}

// False when something in it is not finite.
bool bucketAt(const CurveLevels& levels, int level, std::size_t index, double& low, double& high) {
  if (level < 0) {
    const CurveLevels::Fine& fine = levels.fine()[index];
    low = static_cast<double>(fine.low);
    high = static_cast<double>(fine.high);
    return !fine.broken();
  }
  const Extremes bucket = levels.bucket(level, index);
  low = bucket.low;
  high = bucket.high;
  return bucket.broken == 0;
}

}  // namespace

// First and last value are not read: they cost a look into the points, which lie far apart. The line from
// the span before goes the shortest way between the two strokes instead.
void ColumnReducer::pushBucket(std::int32_t column, double low, double high, SpanKind kind) {
  ColumnSpan span{column, 0, m_map.row(high), m_map.row(low), 0, kind};
  span.first = span.last = span.top;
  if (m_spans.empty() || kind != SpanKind::Joined) {
    m_spans.push_back(span);
    return;
  }
  ColumnSpan& back = m_spans.back();
  if (back.column == column) {
    back.top = std::min(back.top, span.top);
    back.bottom = std::max(back.bottom, span.bottom);
    return;
  }
  back.last = std::clamp(span.top, back.top, back.bottom);
  span.first = std::clamp(back.last, span.top, span.bottom);
  m_spans.push_back(span);
}

// Whether the rows are far enough apart for floats to tell them: then a bucket's rounding is less than one.
bool ColumnReducer::floatsTellRows() const {
  const AxisRange y = m_map.y().range();
  const bool log = m_map.y().scale() == AxisScale::Log;
  const double size = log ? y.low : std::max(std::abs(y.low), std::abs(y.high));
  return (y.high - y.low) / m_map.height() > size * 0x1p-22;
}

// Whole buckets of the widest level that fits a column, from the one that holds the point before the view
// to the one that holds the point after it. False where even the narrowest is wider than a column: draw the
// points then, there are few. Where a bucket spans columns or holds a gap the points themselves are read.
bool ColumnReducer::walkBuckets(std::size_t begin, std::size_t end) {
  const double perColumn = static_cast<double>(end - begin) / std::max(m_map.width(), 1);
  const auto wide = [&](std::size_t size) { return static_cast<double>(size) <= perColumn; };
  std::size_t size = CurveLevels::kFine;
  if (!wide(size) || !floatsTellRows()) {
    size = CurveLevels::kBucket;
  }
  int level = -1;
  while (level + 1 < CurveLevels::kLevels && wide(CurveLevels::bucketSize(level + 1))) {
    size = CurveLevels::bucketSize(++level);
  }
  if (!wide(size)) {
    return false;
  }
  const CurveLevels& levels = m_reader.curve().levels();
  std::size_t at = std::max(begin, m_placed + 1) - 1;
  if (at % size != 0 && at / size * size < m_placed) {
    const std::size_t next = std::min((at / size + 1) * size, m_size);
    pushExactly(m_placed, next);  // to the left lies what a logarithmic axis has no place for
    at = next;
  } else {
    at = at / size * size;
  }
  bool afterWhole = false;  // the bucket before has no gap and was read whole
  const std::size_t stop = std::min(end + 1, m_size);
  for (std::int32_t column = at < stop ? columnAt(at) : 0; at < stop;) {
    const std::size_t after = std::min(at + size, m_size);
    // Points of a bucket end before the next one begins, whose first is looked at anyhow.
    const std::int32_t next = after < m_size ? columnAt(after) : m_map.column(m_reader.curve().lastX()) + 1;
    const bool narrow = next <= column + 1 || m_map.column(m_reader.x(after - 1)) <= column + 1;
    double low = 0;
    double high = 0;
    if (narrow && bucketAt(levels, level, at / size, low, high)) {
      const bool joined = afterWhole || (!m_spans.empty() && joinsLeft(at));
      pushBucket(column, low, high, joined ? SpanKind::Joined : SpanKind::Begins);
      afterWhole = true;
    } else {
      pushExactly(at, after);
      afterWhole = false;
    }
    column = next;
    at = after;
  }
  return true;
}

// Of a curve without gaps that has few points in view: one after the other, and those beside the view.
bool ColumnReducer::walkPoints(std::size_t begin, std::size_t end) {
  if (static_cast<double>(end - begin) > kFewColumnPoints * m_map.width() ||
      m_reader.curve().extremes().broken > 0 || end <= begin) {
    return false;
  }
  const std::size_t stop = std::min(end + 1, m_size);
  m_spans.reserve(std::min(stop - begin, static_cast<std::size_t>(m_map.width())) + 16);
  for (std::size_t i = std::max(begin, m_placed + 1) - 1; i < stop; ++i) {
    const std::int32_t column = m_map.column(m_reader.x(i));
    const std::int32_t row = m_map.row(m_reader.y(i));
    if (m_spans.empty() || m_spans.back().column != column) {
      m_spans.push_back({column, row, row, row, row, m_spans.empty() ? SpanKind::Begins : SpanKind::Joined});
      continue;
    }
    ColumnSpan& span = m_spans.back();
    span.top = std::min(span.top, row);
    span.bottom = std::max(span.bottom, row);
    span.last = row;
  }
  if (m_spans.size() == 1 && stop - begin == 1 && begin <= m_placed) {
    m_spans.front().kind = SpanKind::Alone;
  }
  return true;
}

// As walkBuckets, of a curve without gaps whose points stand evenly along a linear axis: which buckets
// begin in a column is computed, and a column looks at rows twice however many they are. Where even the
// narrowest buckets are wider than a column the points are looked at, or what the sketch says of them.
bool ColumnReducer::walkEvenly(std::size_t begin, std::size_t end) {
  const CurveData& curve = m_reader.curve();
  const std::optional<CurveData::EvenX>& even = curve.evenX();
  const double perColumn = even ? m_map.x().pixelSize() / even->step : 0;
  if (m_map.x().scale() != AxisScale::Linear || perColumn < kFewColumnPoints || curve.extremes().broken > 0 ||
      end <= begin) {
    return false;
  }
  int level = -1;
  while (level + 1 < CurveLevels::kLevels &&
         static_cast<double>(CurveLevels::bucketSize(level + 1)) <= perColumn) {
    ++level;
  }
  const bool fine = level < 0 && perColumn >= static_cast<double>(CurveLevels::kFine);
  if (!floatsTellRows() && level < 0) {
    return false;
  }
  const CurveLevels& levels = curve.levels();
  const std::size_t size = level >= 0 ? CurveLevels::bucketSize(level) : fine ? CurveLevels::kFine : 1;
  const std::size_t stop = std::min(end / size + 1, (m_size + size - 1) / size);
  const double perPixel = perColumn / static_cast<double>(size);  // buckets
  const double origin = m_map.x().position(even->first);          // of the first bucket, in columns
  m_spans.reserve(static_cast<std::size_t>(m_map.width()) + 16);
  std::size_t at = (std::max<std::size_t>(begin, 1) - 1) / size;
  for (double edge = std::floor(origin + static_cast<double>(at) / perPixel) + 1; at < stop; ++edge) {
    // The first bucket that begins in the next column.
    const double place = std::max((edge - origin) * perPixel, 0.0);
    auto next = static_cast<std::size_t>(place);
    next = std::min(next + (static_cast<double>(next) < place ? 1 : 0), stop);
    if (next <= at) {
      continue;
    }
    const CurveLevels::Range range = level >= 0      ? levels.ofBuckets(level, at, next)
                                     : fine          ? levels.ofFine(at, next)
                                     : curve.paged() ? levels.ofSketch(at, next)
                                                     : rangeOf(curve.y().data() + at, next - at);
    pushBucket(static_cast<std::int32_t>(edge) - 1, range.low, range.high,
               m_spans.empty() ? SpanKind::Begins : SpanKind::Joined);
    at = next;
  }
  return true;
}

std::int32_t ColumnReducer::columnAt(std::size_t anchor) const {
  return m_map.column(m_reader.curve().anchorX(anchor / CurveLevels::kFine));
}

}  // namespace tatara::ui
