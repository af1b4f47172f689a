#include "ui/chart/columns.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "ui/chart/internal/column_reducer.h"

namespace tatara::ui {
namespace {

constexpr double kFewKept = 48;  // points a column that are looked at one by one rather than their extremes

}  // namespace

std::vector<ColumnSpan> ColumnReducer::run(int margin, Exactness exactness) {
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
  shareRows();
  return std::move(m_spans);
}

// The first point in [from, to) whose column is not below `column`.
std::size_t ColumnReducer::findColumn(std::size_t from, std::size_t to, std::int32_t column) {
  return m_reader.firstWhere(from, to, [&](double x) { return m_map.column(x) >= column; });
}

// The end of the column that `at` lies in. Columns hold similar numbers of points, so the last width is the
// guess.
std::size_t ColumnReducer::columnEnd(std::size_t at, std::size_t end) {
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

void ColumnReducer::pushPoint(std::size_t i, SpanKind kind) {
  const double y = m_reader.y(i);
  if (std::isfinite(y)) {
    const std::int32_t row = m_map.row(y);
    m_spans.push_back({m_map.column(m_reader.x(i)), row, row, row, row, kind});
  }
}

ColumnSpan ColumnReducer::spanOf(std::int32_t column, std::size_t begin, std::size_t end,
                                 const Extremes& extremes) {
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

void ColumnReducer::pushColumn(std::size_t begin, std::size_t end) {
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
void ColumnReducer::pushBrokenColumn(std::int32_t column, std::size_t begin, std::size_t end) {
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

void ColumnReducer::pushMerged(std::int32_t column) {
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

void ColumnReducer::pushExactly(std::size_t at, std::size_t end) {
  if (at >= end) {
    return;
  }
  if (!m_reader.curve().paged()) {
    pushKept(at, end);
  } else if (m_reader.curve().knowsX()) {
    pushKnownX(at, end);
  } else {
    pushUneven(at, end);
  }
}

// Of points that are kept nothing is in doubt: a column costs one look.
void ColumnReducer::pushKept(std::size_t at, std::size_t end) {
  if (m_reader.curve().extremes().broken == 0 && static_cast<double>(end - at) < kFewKept * m_map.width()) {
    pushEach(at, end);
    return;
  }
  while (at < end) {
    const std::size_t next = columnEnd(at, end);
    pushColumn(at, next);
    at = next;
  }
}

// Of points without a gap, so few that nothing is gained by their extremes.
void ColumnReducer::pushEach(std::size_t at, std::size_t end) {
  const double* xs = m_reader.curve().x().data();
  const double* ys = m_reader.curve().y().data();
  for (std::int32_t column = m_map.column(xs[at]); at < end;) {
    double low = ys[at];
    double high = ys[at];
    std::int32_t following = column;
    std::size_t next = at + 1;
    for (; next < end; ++next) {
      following = m_map.column(xs[next]);
      if (following != column) {
        break;
      }
      low = ys[next] < low ? ys[next] : low;
      high = ys[next] > high ? ys[next] : high;
    }
    const SpanKind kind = at > m_placed        ? SpanKind::Joined
                          : next - at < m_size ? SpanKind::Begins
                                               : SpanKind::Alone;
    m_spans.push_back(
        {column, m_map.row(ys[at]), m_map.row(high), m_map.row(low), m_map.row(ys[next - 1]), kind});
    at = next;
    column = following;
  }
}

// Of pages whose x are known without reading them.
void ColumnReducer::pushKnownX(std::size_t at, std::size_t end) {
  while (at < end) {
    const std::size_t next = columnEnd(at, end);
    const std::optional<Bounds> bounds = m_reader.boundsOf(at, next);
    const bool lone = next - at == 1 && !joinsLeft(at) && !joinsRight(at);
    if (bounds && !lone) {
      m_columns.push_back(
          {m_map.column(m_reader.x(at)), Edge::at(at), Edge::at(next), joinsLeft(at), {}, {}});
      setRows(m_columns.back(), *bounds);
    } else {
      pushColumns();
      pushColumn(at, next);
    }
    at = next;
  }
  pushColumns();
}

// Of pages whose x are known at every kFine-th point, and nearly so between them.
void ColumnReducer::pushUneven(std::size_t at, std::size_t end) {
  Edge from = Edge::at(at);
  for (std::int32_t column = m_map.column(m_reader.x(at)); from.most < end;) {
    Edge to;
    std::int32_t following = column + 1;
    if (!edgeAfter(column, from.most, end, to)) {
      to = Edge::at(findColumn(from.most, end, column + 1));
      following = to.least < end ? m_map.column(m_reader.x(to.least)) : column;
    }
    m_guess = to.most - from.most;
    Column made{column, from, to, joinsLeft(from.least), {}, {}};
    const std::optional<Bounds> bounds = boundsOf(made);
    const bool lone = to.most - from.least == 1 && !made.joined && !joinsRight(from.least);
    if (bounds && !lone) {
      setRows(made, *bounds);
      m_columns.push_back(made);
    } else {
      findEdge(made.begin, column);
      findEdge(made.end, following);
      if (!m_columns.empty()) {
        m_columns.back().end = made.begin;
      }
      pushColumns();
      pushColumn(made.begin.least, made.end.least);
    }
    from = made.end;
    column = following;
  }
  pushColumns();
}

// A hidden line is drawn along the highest row that both strokes have, however its spans came about.
void ColumnReducer::shareRows() {
  for (std::size_t i = 1; i < m_spans.size(); ++i) {
    ColumnSpan& from = m_spans[i - 1];
    ColumnSpan& to = m_spans[i];
    if (to.kind == SpanKind::Joined && lineIsHidden(from, to)) {
      from.last = to.first = std::max(from.top, to.top);
    }
  }
}

void ColumnReducer::setRows(Column& column, const Bounds& bounds) const {
  column.top = {m_map.row(bounds.highOuter), m_map.row(bounds.highInner)};
  column.bottom = {m_map.row(bounds.lowInner), m_map.row(bounds.lowOuter)};
}

// Where a column ends that is followed by the next one, and holds point `from`. False where more has to be
// known of x than that a point and the kFine-th after it lie in these two.
bool ColumnReducer::edgeAfter(std::int32_t column, std::size_t from, std::size_t end, Edge& edge) const {
  constexpr std::size_t kFine = CurveLevels::kFine;
  const CurveData& curve = m_reader.curve();
  const std::size_t last = (end + kFine - 1) / kFine;
  std::size_t low = from / kFine + 1;
  std::size_t high = low;
  std::size_t step = std::max<std::size_t>(m_guess / (2 * kFine), 1);
  while (high < last && m_map.column(curve.anchorX(high)) <= column) {
    low = high + 1;
    high += step;
    step *= 2;
  }
  high = std::min(high, last);
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (m_map.column(curve.anchorX(middle)) > column) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  if (low >= last || (low - 1) * kFine < from || m_map.column(curve.anchorX(low)) != column + 1) {
    return false;
  }
  const auto first = [&](std::size_t at, const auto& right) {
    for (std::size_t stop = low * kFine; at < stop;) {
      const std::size_t middle = at + (stop - at) / 2;
      if (right(middle)) {
        stop = middle;
      } else {
        at = middle + 1;
      }
    }
    return at;
  };
  edge.least = first((low - 1) * kFine + 1,
                     [&](std::size_t i) { return m_map.column(curve.xBounds(i).most) > column; });
  edge.most = first(edge.least, [&](std::size_t i) { return m_map.column(curve.xBounds(i).least) > column; });
  return true;
}

// Reads which point it is.
void ColumnReducer::findEdge(Edge& edge, std::int32_t column) {
  if (!edge.exact()) {
    edge = Edge::at(findColumn(edge.least, edge.most, column));
  }
}

std::optional<Bounds> ColumnReducer::boundsOf(const Column& column) {
  std::optional<Bounds> outer = m_reader.boundsOf(column.begin.least, column.end.most);
  if (outer && !(column.begin.exact() && column.end.exact())) {
    // Of the points that are the column's wherever its edges are.
    const std::optional<Bounds> inner = m_reader.boundsOf(column.begin.most, column.end.least);
    if (!inner) {
      return std::nullopt;
    }
    outer->lowInner = inner->lowInner;
    outer->highInner = inner->highInner;
  }
  return outer;
}

// The rows that one of these points may lie in, which are rows of its column.
ColumnReducer::RowRange ColumnReducer::rowsOf(std::size_t begin, std::size_t end, const Column& column) {
  const std::optional<Bounds> bounds = m_reader.boundsOf(begin, end);
  if (!bounds) {
    return {column.top.least, column.bottom.most};
  }
  return {std::max(m_map.row(bounds->highOuter), column.top.least),
          std::min(m_map.row(bounds->lowOuter), column.bottom.most)};
}

ColumnReducer::RowRange ColumnReducer::firstRows(const Column& column) {
  return rowsOf(column.begin.least, column.begin.most + 1, column);
}
ColumnReducer::RowRange ColumnReducer::lastRows(const Column& column) {
  return rowsOf(column.end.least - 1, column.end.most, column);
}

// Whether the line from `from` to `to` lies under both strokes wherever its ends are (see columns.h). Columns
// whose rows are not exact are taken for no taller than they are known to be.
bool ColumnReducer::hidden(const Column& from, RowRange last, const Column& to, RowRange first) {
  const std::int32_t top = std::max(from.top.most, to.top.most);
  const std::int32_t bottom = std::min(from.bottom.least, to.bottom.least);
  return to.column == from.column + 1 && std::min(last.least, first.least) >= top &&
         std::max(last.most, first.most) <= bottom;
}

// The two parts of buckets that the edges of a column cut, where they can change its rows.
template <typename Visit>
void ColumnReducer::visitDoubtfulEdges(const Column& column, const Visit& visit) {
  constexpr std::size_t kFine = CurveLevels::kFine;
  const std::size_t begin = column.begin.least;
  const std::size_t end = column.end.most;
  const std::size_t left = std::min((begin + kFine - 1) / kFine * kFine, end);
  const std::size_t cut = column.end.exact() ? end : column.end.least - 1;
  const std::size_t right = std::max(end == m_size ? m_size : cut / kFine * kFine, left);
  const auto doubtful = [&](std::size_t from, std::size_t to) {
    const std::optional<Bounds> bounds = from < to ? m_reader.boundsOf(from, to) : std::nullopt;
    return bounds && (m_map.row(bounds->highOuter) < column.top.most ||
                      m_map.row(bounds->lowOuter) > column.bottom.least);
  };
  const bool atRight = doubtful(right, end);
  if (doubtful(begin, left)) {
    visit(begin, left, &Column::begin);
  }
  if (atRight) {
    visit(right, end, &Column::end);
  }
}

// Reads together what settling and joining the columns will look at.
void ColumnReducer::expectPages() {
  std::vector<std::size_t> pages;  // of what settle() and join() read, and of the ends
  const auto want = [&](std::size_t begin, std::size_t end) {
    for (const std::size_t point : {begin, end - 1}) {
      const std::size_t page = m_reader.curve().pages().pageOf(point);
      if (pages.empty() || pages.back() != page) {
        pages.push_back(page);
      }
    }
  };
  want(m_columns.front().begin.least, m_columns.front().begin.least + 1);
  want(m_columns.back().end.most - 1, m_columns.back().end.most);
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    const Column& column = m_columns[i];
    if (!column.exact()) {
      visitDoubtfulEdges(column,
                         [&](std::size_t begin, std::size_t end, Edge Column::*) { want(begin, end); });
    }
    if (i + 1 < m_columns.size() && m_columns[i + 1].joined) {
      const Column& next = m_columns[i + 1];
      const RowRange last = lastRows(column);
      const RowRange first = firstRows(next);
      if (!(last.exact() && first.exact()) && !hidden(column, last, next, first)) {
        want(column.end.least - 1, next.begin.most + 1);
      }
    }
  }
  std::sort(pages.begin(), pages.end());
  pages.erase(std::unique(pages.begin(), pages.end()), pages.end());
  m_reader.expect(pages);
}

// The rows of a column for certain. False when a page that it needs cannot be read.
bool ColumnReducer::settle(Column& column) {
  visitDoubtfulEdges(column, [&](std::size_t begin, std::size_t end, Edge Column::*edge) {
    m_reader.y(begin);
    m_reader.y(end - 1);
    findEdge(column.*edge, edge == &Column::begin ? column.column : column.column + 1);
  });
  if (const std::optional<Bounds> bounds = boundsOf(column)) {
    setRows(column, *bounds);
  }
  if (column.exact()) {
    return true;
  }
  findEdge(column.begin, column.column);
  findEdge(column.end, column.column + 1);
  const Extremes extremes = m_reader.extremesOf(column.begin.least, column.end.least);
  if (extremes.broken > 0) {
    return false;
  }
  setRows(column, Bounds::of(extremes.low, extremes.high));
  return true;
}

// Of a point that can be read, else `otherwise`.
std::int32_t ColumnReducer::rowOf(std::size_t i, std::int32_t otherwise) {
  const double value = m_reader.y(i);
  return std::isfinite(value) ? m_map.row(value) : otherwise;
}

// The line from column `i` to the next one. A hidden one is drawn along the highest row that both strokes
// have, which covers nothing that they do not.
void ColumnReducer::join(std::size_t i) {
  Column& from = m_columns[i];
  Column& to = m_columns[i + 1];
  RowRange last = lastRows(from);
  RowRange first = firstRows(to);
  if (!hidden(from, last, to, first)) {
    if (!last.exact()) {
      findEdge(from.end, to.column);
      last = RowRange::at(rowOf(from.end.least - 1, from.top.least));
    }
    if (!first.exact()) {
      findEdge(to.begin, to.column);
      first = RowRange::at(rowOf(to.begin.least, to.top.least));
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
void ColumnReducer::pushColumns() {
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
      pushBrokenColumn(column.column, column.begin.least, column.end.least);
      continue;
    }
    const bool joinsBefore = i > 0 && column.joined;
    const bool joinsNext = i + 1 < m_columns.size() && m_columns[i + 1].joined;
    const std::int32_t top = column.top.least;
    m_spans.push_back({column.column, joinsBefore ? m_joins[i - 1].second : rowOf(column.begin.least, top),
                       top, column.bottom.least,
                       joinsNext ? m_joins[i].first : rowOf(column.end.least - 1, top),
                       column.joined ? SpanKind::Joined : SpanKind::Begins});
  }
  m_columns.clear();
}

std::vector<ColumnSpan> reduceToColumns(CurveReader& reader, const PlotMap& map, int margin,
                                        Exactness exactness) {
  if (reader.size() == 0 || map.width() <= 0 || map.height() <= 0) {
    return {};
  }
  return ColumnReducer(reader, map).run(margin, exactness);
}

std::vector<ColumnSpan> reduceToColumns(const CurveData& curve, const PlotMap& map, int margin,
                                        Exactness exactness) {
  CurveReader reader(curve);
  return reduceToColumns(reader, map, margin, exactness);
}

}  // namespace tatara::ui
