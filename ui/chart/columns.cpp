#include "ui/chart/columns.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "core/series/scan.h"

namespace tatara::ui {
namespace {

// A row that is known to be one of these.
struct RowRange {
  std::int32_t least = 0;
  std::int32_t most = 0;
  bool exact() const { return least == most; }
  static RowRange at(std::int32_t row) { return {row, row}; }
};

constexpr double kFewColumnPoints = 4;  // a column: while it moves they are drawn one by one

class Reducer {
 public:
  Reducer(CurveReader& reader, const PlotMap& map) : m_reader(reader), m_map(map), m_size(reader.size()) {}

  std::vector<ColumnSpan> run(int margin, Exactness exactness) {
    if (m_map.x().scale() == AxisScale::Log) {
      m_placed = m_reader.indexAfter(0);
    }
    const std::int32_t firstColumn = -margin;
    const std::int32_t endColumn = m_map.width() + margin;
    const std::size_t begin = findColumn(m_placed, m_size, firstColumn);
    const std::size_t end = findColumn(begin, m_size, endColumn);
    if (exactness == Exactness::Moving &&
        (walkPoints(begin, end) || walkEvenly(begin, end) || walkBuckets(begin, end))) {
      return std::move(m_spans);
    }
    if (begin > m_placed && m_reader.finite(begin - 1)) {
      pushPoint(begin - 1, SpanKind::Begins);
    }
    pushExactly(begin, end);
    if (end < m_size && m_reader.finite(end) && joinsLeft(end)) {
      pushPoint(end, SpanKind::Joined);
    }
    return std::move(m_spans);
  }

 private:
  // The first point in [from, to) whose column is not below `column`.
  std::size_t findColumn(std::size_t from, std::size_t to, std::int32_t column) {
    return m_reader.firstWhere(from, to, [&](double x) { return m_map.column(x) >= column; });
  }

  // The end of the column that `at` lies in. Columns hold similar numbers of points, so the last width is the
  // guess.
  std::size_t columnEnd(std::size_t at, std::size_t end) {
    const std::int32_t column = m_map.column(m_reader.x(at));
    std::size_t step = std::max<std::size_t>(m_guess / 2, 1);
    std::size_t low = at + 1;
    std::size_t high = at + 1;
    while (high < end && m_map.column(m_reader.x(high)) <= column) {
      low = high + 1;
      high += step;
      step *= 2;
    }
    const std::size_t found = findColumn(low, std::min(high, end), column + 1);
    m_guess = found - at;
    return found;
  }

  // A column without a gap, as far as it is known.
  struct Column {
    std::int32_t column = 0;
    std::size_t begin = 0;
    std::size_t end = 0;
    bool joined = false;
    RowRange top;
    RowRange bottom;
    bool exact() const { return top.exact() && bottom.exact(); }
  };

  bool joinsLeft(std::size_t i) { return i > m_placed && m_reader.finite(i - 1); }
  bool joinsRight(std::size_t i) { return i + 1 < m_size && m_reader.finite(i + 1); }

  void pushPoint(std::size_t i, SpanKind kind) {
    const double y = m_reader.y(i);
    if (std::isfinite(y)) {
      const std::int32_t row = m_map.row(y);
      m_spans.push_back({m_map.column(m_reader.x(i)), row, row, row, row, kind});
    }
  }

  ColumnSpan spanOf(std::int32_t column, std::size_t begin, std::size_t end, const Extremes& extremes) {
    const double first = m_reader.y(begin);
    const double last = m_reader.y(end - 1);
    const std::int32_t top = m_map.row(extremes.high);
    // Where a page could not be read its extremes are known all the same.
    return {column,
            std::isfinite(first) ? m_map.row(first) : top,
            top,
            m_map.row(extremes.low),
            std::isfinite(last) ? m_map.row(last) : top,
            joinsLeft(begin) ? SpanKind::Joined : SpanKind::Begins};
  }

  void pushColumn(std::size_t begin, std::size_t end) {
    const std::int32_t column = m_map.column(m_reader.x(begin));
    const Extremes extremes = m_reader.extremesOf(begin, end);
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
      const double value = m_reader.y(i);
      if (!std::isfinite(value)) {
        ++i;
        continue;
      }
      std::size_t stop = i + 1;
      Extremes extremes;
      extremes.include(value);
      for (; stop < end && std::isfinite(m_reader.y(stop)); ++stop) {
        extremes.include(m_reader.y(stop));
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
      const std::optional<Bounds> bounds = m_reader.boundsOf(at, next);
      const bool lone = next - at == 1 && !joinsLeft(at) && !joinsRight(at);
      if (bounds && !lone) {
        m_columns.push_back({m_map.column(m_reader.x(at)), at, next, joinsLeft(at), {}, {}});
        setRows(m_columns.back(), *bounds);
      } else {
        pushColumns();
        pushColumn(at, next);
      }
      at = next;
    }
    pushColumns();
  }

  void setRows(Column& column, const Bounds& bounds) const {
    column.top = {m_map.row(bounds.highOuter), m_map.row(bounds.highInner)};
    column.bottom = {m_map.row(bounds.lowInner), m_map.row(bounds.lowOuter)};
  }

  // The rows that a point may lie in, which are rows of its column.
  RowRange rowsOf(std::size_t i, const Column& column) {
    const std::optional<Bounds> bounds = m_reader.boundsOf(i, i + 1);
    if (!bounds) {
      return {column.top.least, column.bottom.most};
    }
    return {std::max(m_map.row(bounds->highOuter), column.top.least),
            std::min(m_map.row(bounds->lowOuter), column.bottom.most)};
  }

  // Whether the line from `from` to `to` lies under both strokes wherever its ends are (see the header).
  // Columns whose rows are not exact are taken for no taller than they are known to be.
  static bool hidden(const Column& from, RowRange last, const Column& to, RowRange first) {
    const std::int32_t top = std::max(from.top.most, to.top.most);
    const std::int32_t bottom = std::min(from.bottom.least, to.bottom.least);
    return to.column == from.column + 1 && std::min(last.least, first.least) >= top &&
           std::max(last.most, first.most) <= bottom;
  }

  // The two parts of buckets that the edges of a column cut, where they can change its rows.
  template <typename Visit>
  void visitDoubtfulEdges(const Column& column, const Visit& visit) {
    constexpr std::size_t kFine = CurveLevels::kFine;
    const std::size_t left = std::min((column.begin + kFine - 1) / kFine * kFine, column.end);
    const std::size_t right = std::max(column.end == m_size ? m_size : column.end / kFine * kFine, left);
    for (const auto& [begin, end] : {std::pair(column.begin, left), std::pair(right, column.end)}) {
      const std::optional<Bounds> bounds = begin < end ? m_reader.boundsOf(begin, end) : std::nullopt;
      if (bounds && (m_map.row(bounds->highOuter) < column.top.most ||
                     m_map.row(bounds->lowOuter) > column.bottom.least)) {
        visit(begin, end);
      }
    }
  }

  // Reads together what settling and joining the columns will look at.
  void expectPages() {
    if (!m_reader.curve().paged()) {
      return;
    }
    std::vector<std::size_t> pages;  // of what settle() and join() read, and of the ends
    const auto want = [&](std::size_t begin, std::size_t end) {
      for (const std::size_t point : {begin, end - 1}) {
        const std::size_t page = m_reader.curve().pages().pageOf(point);
        if (pages.empty() || pages.back() != page) {
          pages.push_back(page);
        }
      }
    };
    want(m_columns.front().begin, m_columns.front().begin + 1);
    want(m_columns.back().end - 1, m_columns.back().end);
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
      const Column& column = m_columns[i];
      if (!column.exact()) {
        visitDoubtfulEdges(column, want);
      }
      if (i + 1 < m_columns.size() && m_columns[i + 1].joined) {
        const Column& next = m_columns[i + 1];
        const RowRange last = rowsOf(column.end - 1, column);
        const RowRange first = rowsOf(next.begin, next);
        if (!(last.exact() && first.exact()) && !hidden(column, last, next, first)) {
          want(column.end - 1, next.begin + 1);
        }
      }
    }
    std::sort(pages.begin(), pages.end());
    pages.erase(std::unique(pages.begin(), pages.end()), pages.end());
    m_reader.expect(pages);
  }

  // The rows of a column for certain. False when a page that it needs cannot be read.
  bool settle(Column& column) {
    visitDoubtfulEdges(column, [&](std::size_t begin, std::size_t end) {
      m_reader.y(begin);
      m_reader.y(end - 1);
    });
    if (const std::optional<Bounds> bounds = m_reader.boundsOf(column.begin, column.end)) {
      setRows(column, *bounds);
    }
    if (column.exact()) {
      return true;
    }
    const Extremes extremes = m_reader.extremesOf(column.begin, column.end);
    if (extremes.broken > 0) {
      return false;
    }
    setRows(column, Bounds::of(extremes.low, extremes.high));
    return true;
  }

  // Of a point that can be read, else `otherwise`.
  std::int32_t rowOf(std::size_t i, std::int32_t otherwise) {
    const double value = m_reader.y(i);
    return std::isfinite(value) ? m_map.row(value) : otherwise;
  }

  // The line from column `i` to the next one. A hidden one is drawn along the highest row that both strokes
  // have, which covers nothing that they do not.
  void join(std::size_t i) {
    const Column& from = m_columns[i];
    const Column& to = m_columns[i + 1];
    RowRange last = rowsOf(from.end - 1, from);
    RowRange first = rowsOf(to.begin, to);
    if (!hidden(from, last, to, first)) {
      if (!last.exact()) {
        last = RowRange::at(rowOf(from.end - 1, from.top.least));
      }
      if (!first.exact()) {
        first = RowRange::at(rowOf(to.begin, to.top.least));
      }
      if (!hidden(from, last, to, first)) {
        m_joins[i] = {last.least, first.least};
        return;
      }
    }
    const std::int32_t row = std::max(from.top.least, to.top.least);
    m_joins[i] = {row, row};
  }

  // Columns that follow one another, all of finite points.
  void pushColumns() {
    if (m_columns.empty()) {
      return;
    }
    expectPages();
    std::vector<bool> lost(m_columns.size());
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
      lost[i] = !m_columns[i].exact() && !settle(m_columns[i]);
    }
    m_joins.resize(m_columns.size());
    for (std::size_t i = 0; i + 1 < m_columns.size(); ++i) {
      if (m_columns[i + 1].joined) {
        join(i);
      }
    }
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
      const Column& column = m_columns[i];
      if (lost[i]) {
        pushBrokenColumn(column.column, column.begin, column.end);
        continue;
      }
      const bool joinsBefore = i > 0 && column.joined;
      const bool joinsNext = i + 1 < m_columns.size() && m_columns[i + 1].joined;
      const std::int32_t top = column.top.least;
      m_spans.push_back({column.column, joinsBefore ? m_joins[i - 1].second : rowOf(column.begin, top), top,
                         column.bottom.least, joinsNext ? m_joins[i].first : rowOf(column.end - 1, top),
                         column.joined ? SpanKind::Joined : SpanKind::Begins});
    }
    m_columns.clear();
  }

  // First and last value are not read: they cost a look into the points, which lie far apart. The line from
  // the span before goes the shortest way between the two strokes instead.
  void pushBucket(std::int32_t column, double low, double high, SpanKind kind) {
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
  bool floatsTellRows() const {
    const AxisRange y = m_map.y().range();
    const bool log = m_map.y().scale() == AxisScale::Log;
    const double size = log ? y.low : std::max(std::abs(y.low), std::abs(y.high));
    return (y.high - y.low) / m_map.height() > size * 0x1p-22;
  }

  // Whole buckets of the widest level that fits a column, from the one that holds the point before the view
  // to the one that holds the point after it. False where even the narrowest is wider than a column: draw the
  // points then, there are few. Where a bucket spans columns or holds a gap the points themselves are read.
  bool walkBuckets(std::size_t begin, std::size_t end) {
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
  bool walkPoints(std::size_t begin, std::size_t end) {
    if (static_cast<double>(end - begin) > kFewColumnPoints * m_map.width() ||
        m_reader.curve().extremes().broken > 0 || end <= begin) {
      return false;
    }
    const std::size_t stop = std::min(end + 1, m_size);
    for (std::size_t i = std::max(begin, m_placed + 1) - 1; i < stop; ++i) {
      const std::int32_t column = m_map.column(m_reader.x(i));
      const std::int32_t row = m_map.row(m_reader.y(i));
      if (m_spans.empty() || m_spans.back().column != column) {
        m_spans.push_back(
            {column, row, row, row, row, m_spans.empty() ? SpanKind::Begins : SpanKind::Joined});
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
  bool walkEvenly(std::size_t begin, std::size_t end) {
    const CurveData& curve = m_reader.curve();
    const std::optional<CurveData::EvenX>& even = curve.evenX();
    const double perColumn = even ? m_map.x().pixelSize() / even->step : 0;
    if (m_map.x().scale() != AxisScale::Linear || perColumn < kFewColumnPoints ||
        curve.extremes().broken > 0 || end <= begin) {
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

  static CurveLevels::Range rangeOf(const double* y, std::size_t count) {
    const series::Extent extent = series::extentOf([y](std::size_t i) { return y[i]; }, 0, count);
    return {extent.least, extent.greatest};
  }

  std::int32_t columnAt(std::size_t anchor) const {
    return m_map.column(m_reader.curve().anchorX(anchor / CurveLevels::kFine));
  }

  // False when something in it is not finite.
  static bool bucketAt(const CurveLevels& levels, int level, std::size_t index, double& low, double& high) {
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

  CurveReader& m_reader;
  const PlotMap& m_map;
  std::size_t m_size;
  std::size_t m_placed = 0;  // before it lies what a logarithmic axis has no place for
  std::size_t m_guess = 1;
  std::vector<ColumnSpan> m_spans;
  std::vector<Column> m_columns;                               // not pushed yet
  std::vector<std::pair<std::int32_t, std::int32_t>> m_joins;  // last row of each, first row of the next
  std::vector<ColumnSpan> m_strokes;
  std::vector<std::int32_t> m_dots;
};

}  // namespace

std::vector<ColumnSpan> reduceToColumns(CurveReader& reader, const PlotMap& map, int margin,
                                        Exactness exactness) {
  if (reader.size() == 0 || map.width() <= 0 || map.height() <= 0) {
    return {};
  }
  return Reducer(reader, map).run(margin, exactness);
}

std::vector<ColumnSpan> reduceToColumns(const CurveData& curve, const PlotMap& map, int margin,
                                        Exactness exactness) {
  CurveReader reader(curve);
  return reduceToColumns(reader, map, margin, exactness);
}

}  // namespace tatara::ui
