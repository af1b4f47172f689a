#include "ui/chart/columns.h"

#include <algorithm>
#include <cmath>

namespace tatara::ui {
namespace {

class Reducer {
 public:
  Reducer(const CurveData& curve, const PlotMap& map)
      : m_curve(curve), m_x(curve.x()), m_y(curve.y()), m_map(map) {}

  std::vector<ColumnSpan> run(int margin, Exactness exactness) {
    const std::size_t placed = firstPlaced();
    const std::int32_t firstColumn = -margin;
    const std::int32_t endColumn = m_map.width() + margin;
    std::size_t at = findColumn(placed, m_x.size(), firstColumn);
    const std::size_t end = findColumn(at, m_x.size(), endColumn);
    m_placed = placed;
    if (at > placed && std::isfinite(m_y[at - 1])) {
      pushPoint(at - 1, SpanKind::Begins);
    }
    if (exactness == Exactness::Moving) {
      at = walkBuckets(at, end);
    }
    pushExactly(at, end);
    if (end < m_x.size() && std::isfinite(m_y[end]) && joinsLeft(end)) {
      pushPoint(end, SpanKind::Joined);
    }
    return std::move(m_spans);
  }

 private:
  std::size_t firstPlaced() const {
    if (m_map.x().scale() == AxisScale::Linear) {
      return 0;
    }
    return static_cast<std::size_t>(std::upper_bound(m_x.begin(), m_x.end(), 0.0) - m_x.begin());
  }

  // The first point in [from, to) whose column is not below `column`.
  std::size_t findColumn(std::size_t from, std::size_t to, std::int32_t column) const {
    const auto begin = m_x.begin();
    return static_cast<std::size_t>(std::partition_point(begin + static_cast<std::ptrdiff_t>(from),
                                                         begin + static_cast<std::ptrdiff_t>(to),
                                                         [&](double x) { return m_map.column(x) < column; }) -
                                    begin);
  }

  // The end of the column that `at` lies in. Columns hold similar numbers of points, so the last width is the
  // guess.
  std::size_t columnEnd(std::size_t at, std::size_t end) {
    const std::int32_t column = m_map.column(m_x[at]);
    std::size_t step = std::max<std::size_t>(m_guess / 2, 1);
    std::size_t low = at + 1;
    std::size_t high = at + 1;
    while (high < end && m_map.column(m_x[high]) <= column) {
      low = high + 1;
      high += step;
      step *= 2;
    }
    const std::size_t found = findColumn(low, std::min(high, end), column + 1);
    m_guess = found - at;
    return found;
  }

  bool joinsLeft(std::size_t i) const { return i > m_placed && std::isfinite(m_y[i - 1]); }
  bool joinsRight(std::size_t i) const { return i + 1 < m_y.size() && std::isfinite(m_y[i + 1]); }

  void pushPoint(std::size_t i, SpanKind kind) {
    const std::int32_t row = m_map.row(m_y[i]);
    m_spans.push_back({m_map.column(m_x[i]), row, row, row, row, kind});
  }

  ColumnSpan spanOf(std::int32_t column, std::size_t begin, std::size_t end, const Extremes& extremes) const {
    return {column,
            m_map.row(m_y[begin]),
            m_map.row(extremes.high),
            m_map.row(extremes.low),
            m_map.row(m_y[end - 1]),
            joinsLeft(begin) ? SpanKind::Joined : SpanKind::Begins};
  }

  void pushColumn(std::size_t begin, std::size_t end) {
    const std::int32_t column = m_map.column(m_x[begin]);
    const Extremes extremes = m_curve.extremesOf(begin, end);
    if (extremes.broken == 0) {
      ColumnSpan span = spanOf(column, begin, end, extremes);
      if (end - begin == 1 && !joinsLeft(begin) && !joinsRight(begin)) {
        span.kind = SpanKind::Alone;
      }
      m_spans.push_back(span);
    } else if (extremes.broken < end - begin) {
      pushBrokenColumn(column, begin, end);
    }
  }

  // Lines that begin and end inside the column only add rows to it; they are merged, or a curve with a gap at
  // every other of a million points would leave half a million spans.
  void pushBrokenColumn(std::int32_t column, std::size_t begin, std::size_t end) {
    m_strokes.clear();
    m_dots.clear();
    ColumnSpan leaving;
    bool leaves = false;
    for (std::size_t i = begin; i < end;) {
      if (!std::isfinite(m_y[i])) {
        ++i;
        continue;
      }
      std::size_t stop = i + 1;
      Extremes extremes;
      extremes.include(m_y[i]);
      for (; stop < end && std::isfinite(m_y[stop]); ++stop) {
        extremes.include(m_y[stop]);
      }
      const ColumnSpan span = spanOf(column, i, stop, extremes);
      if (i == begin && joinsLeft(i)) {
        m_spans.push_back(span);
      } else if (stop == end && joinsRight(end - 1)) {
        leaving = span;
        leaves = true;
      } else if (stop - i == 1) {
        m_dots.push_back(span.first);
      } else {
        m_strokes.push_back(span);
      }
      i = stop;
    }
    pushMerged(column);
    if (leaves) {
      m_spans.push_back(leaving);
    }
  }

  void pushMerged(std::int32_t column) {
    std::sort(m_strokes.begin(), m_strokes.end(),
              [](const ColumnSpan& a, const ColumnSpan& b) { return a.top < b.top; });
    for (std::size_t i = 0; i < m_strokes.size();) {
      ColumnSpan merged = m_strokes[i];
      for (++i; i < m_strokes.size() && m_strokes[i].top <= merged.bottom; ++i) {
        merged.bottom = std::max(merged.bottom, m_strokes[i].bottom);
      }
      merged.kind = SpanKind::Begins;
      m_spans.push_back(merged);
    }
    std::sort(m_dots.begin(), m_dots.end());
    m_dots.erase(std::unique(m_dots.begin(), m_dots.end()), m_dots.end());
    for (const std::int32_t row : m_dots) {
      m_spans.push_back({column, row, row, row, row, SpanKind::Alone});
    }
  }

  void pushExactly(std::size_t at, std::size_t end) {
    while (at < end) {
      const std::size_t next = columnEnd(at, end);
      pushColumn(at, next);
      at = next;
    }
  }

  // First and last value are not read: they cost a look into the points, which lie far apart. The line from
  // the span before goes the shortest way between the two strokes instead.
  void pushBucket(std::int32_t column, const Extremes& bucket, SpanKind kind) {
    ColumnSpan span{column, 0, m_map.row(bucket.high), m_map.row(bucket.low), 0, kind};
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

  // Whole buckets of the widest level that fits a column. Where a bucket is wider or holds a gap, and at both
  // ends, the points themselves are read.
  std::size_t walkBuckets(std::size_t begin, std::size_t end) {
    const double perColumn = static_cast<double>(end - begin) / std::max(m_map.width(), 1);
    int level = -1;
    for (int i = 0; i < CurveData::kLevels && static_cast<double>(CurveData::bucketSize(i)) <= perColumn;
         ++i) {
      level = i;
    }
    if (level < 0) {
      return begin;
    }
    const std::size_t size = CurveData::bucketSize(level);
    const std::vector<Extremes>& buckets = m_curve.level(level);
    const std::size_t start = std::min((begin + size - 1) / size * size, end);
    pushExactly(begin, start);
    std::size_t at = start;
    bool afterWhole = false;  // the bucket before has no gap and was read whole
    for (std::int32_t column = at < end ? m_map.column(m_x[at]) : 0; at + size <= end; at += size) {
      const Extremes& bucket = buckets[at / size];
      // Points of a bucket end before the next one begins, whose first is looked at anyhow.
      const std::int32_t next = at + size < m_x.size() ? m_map.column(m_x[at + size]) : column + 2;
      if (bucket.broken != 0 || (next > column + 1 && m_map.column(m_x[at + size - 1]) > column + 1)) {
        pushExactly(at, at + size);
        afterWhole = false;
      } else {
        const bool joined = afterWhole || joinsLeft(at);
        pushBucket(column, bucket, joined ? SpanKind::Joined : SpanKind::Begins);
        afterWhole = true;
      }
      column = next;
    }
    return at;
  }

  const CurveData& m_curve;
  const std::vector<double>& m_x;
  const std::vector<double>& m_y;
  const PlotMap& m_map;
  std::size_t m_placed = 0;
  std::size_t m_guess = 1;
  std::vector<ColumnSpan> m_spans;
  std::vector<ColumnSpan> m_strokes;
  std::vector<std::int32_t> m_dots;
};

}  // namespace

std::vector<ColumnSpan> reduceToColumns(const CurveData& curve, const PlotMap& map, int margin,
                                        Exactness exactness) {
  if (curve.size() == 0 || map.width() <= 0 || map.height() <= 0) {
    return {};
  }
  return Reducer(curve, map).run(margin, exactness);
}

}  // namespace tatara::ui
