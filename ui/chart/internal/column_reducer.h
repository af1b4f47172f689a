// One walk over a curve that turns it into spans: `columns.cpp` at rest, `columns_moving.cpp` on the move.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "ui/chart/columns.h"

namespace tatara::ui {

class ColumnReducer {
 public:
  ColumnReducer(CurveReader& reader, const PlotMap& map)
      : m_reader(reader), m_map(map), m_size(reader.size()) {}

  std::vector<ColumnSpan> run(int margin, Exactness exactness);

 private:
  // A row that is known to be one of these.
  struct RowRange {
    std::int32_t least = 0;
    std::int32_t most = 0;
    bool exact() const { return least == most; }
    static RowRange at(std::int32_t row) { return {row, row}; }
  };
  // The first point of a column is one of these, which all lie in one fine bucket.
  struct Edge {
    std::size_t least = 0;
    std::size_t most = 0;
    bool exact() const { return least == most; }
    static Edge at(std::size_t point) { return {point, point}; }
  };
  // A column without a gap, as far as it is known.
  struct Column {
    std::int32_t column = 0;
    Edge begin;
    Edge end;
    bool joined = false;
    RowRange top;
    RowRange bottom;
    bool exact() const { return top.exact() && bottom.exact(); }
  };

  std::size_t findColumn(std::size_t from, std::size_t to, std::int32_t column);
  std::size_t columnEnd(std::size_t at, std::size_t end);
  bool edgeAfter(std::int32_t column, std::size_t from, std::size_t end, Edge& edge) const;
  bool joinsLeft(std::size_t i) { return i > m_placed && m_reader.finite(i - 1); }
  bool joinsRight(std::size_t i) { return i + 1 < m_size && m_reader.finite(i + 1); }

  void pushPoint(std::size_t i, SpanKind kind);
  ColumnSpan spanOf(std::int32_t column, std::size_t begin, std::size_t end, const Extremes& extremes);
  void pushColumn(std::size_t begin, std::size_t end);
  void pushBrokenColumn(std::int32_t column, std::size_t begin, std::size_t end);
  void pushMerged(std::int32_t column);
  void pushExactly(std::size_t at, std::size_t end);
  void pushKept(std::size_t at, std::size_t end);
  void pushEach(std::size_t at, std::size_t end);
  void pushKnownX(std::size_t at, std::size_t end);
  void pushUneven(std::size_t at, std::size_t end);
  void shareRows();

  std::optional<Bounds> boundsOf(const Column& column);
  void setRows(Column& column, const Bounds& bounds) const;
  void findEdge(Edge& edge, std::int32_t column);
  RowRange rowsOf(std::size_t begin, std::size_t end, const Column& column);
  RowRange lastRows(const Column& column);
  RowRange firstRows(const Column& column);
  static bool hidden(const Column& from, RowRange last, const Column& to, RowRange first);
  template <typename Visit>
  void visitDoubtfulEdges(const Column& column, const Visit& visit);
  void expectPages();
  bool settle(Column& column);
  std::int32_t rowOf(std::size_t i, std::int32_t otherwise);
  void join(std::size_t i);
  void pushColumns();

  void pushBucket(std::int32_t column, double low, double high, SpanKind kind);
  bool floatsTellRows() const;
  bool walkBuckets(std::size_t begin, std::size_t end);
  bool walkPoints(std::size_t begin, std::size_t end);
  bool walkEvenly(std::size_t begin, std::size_t end);
  std::int32_t columnAt(std::size_t anchor) const;

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

}  // namespace tatara::ui
