// A curve reduced to what its pixels need: per device column the first, last, topmost and bottommost row.
//
// This is M4 (Jugel, Jerzak, Hackenbroich, Markl: "M4: A Visualization-Oriented Time Series Data
// Aggregation", VLDB 2014) on snapped pixels. Points that share a column are joined by vertical strokes,
// whose union is one stroke from the topmost to the bottommost row; columns are joined by the line from the
// last point of one to the first of the next. Drawing the spans therefore covers exactly the pixels that
// drawing every point covers.
//
// A curve whose points are not kept is read as little as that allows. Its extremes (curve_levels.h) bound
// every column's topmost and bottommost value from both sides, and rows are monotone in values, on a
// logarithmic axis too: where both bounds of an extreme lie in one row, the row is known. Where they do not
// (a value so near a row's edge that floats or fourteenths of a bucket do not tell), the part of the bucket
// that is in doubt is read. Of the line from the last point of a column to the first of the next one it is
// enough to know that it is hidden:
//
//   Let the columns c and c + 1 have strokes that both hold every row in which those two points may lie. Then
//   the line between them, whatever its two ends are, covers no pixel more than the strokes do. For a pixel
//   in a column ≤ c let q be the point of the line that is nearest to it. q lies in a row that the stroke of
//   c has, so the point of that stroke in q's row is as near or nearer, q being in a column ≥ c; for columns
//   ≥ c + 1 the same holds of the other stroke, and there is no column between. A pixel's coverage falls with
//   its distance from the nearest stroke, for every width, antialiased or not, and what else changes a pixel
//   (colour, opacity, the dash that cuts a whole column) does not look at strokes. Rounding does not matter
//   either: where the line is as near as the stroke, its nearest point is one of its ends, whose distance is
//   computed in whole numbers; everywhere else it is farther by much more than doubles round. So rasterisers
//   leave hidden lines out.
//
// Both strokes are then given the same row for it, the highest that they share, whether points are kept or
// read, so that spans do not tell how they came about. The line is not hidden, and its ends are read, when
// columns are not neighbours (sparse points), when it begins or ends at the view's edge, or leaves a stroke.
// A bucket with a value that is not finite is read.
//
// A value that is not finite ends the line. A column in which lines end and begin holds several spans. A
// point with a gap on both sides is `Alone` and drawn as a dot. `Moving` reads whole buckets of the pyramid,
// so that a span may stand one column off, and a row where values are told apart by less than floats are;
// `AtRest` is exact. Threads: pure functions; of paged curves on workers.
#pragma once

#include <cstdint>
#include <vector>

#include "ui/chart/curve_reader.h"
#include "ui/chart/plot_map.h"

namespace tatara::ui {

enum class SpanKind : std::uint8_t {
  Begins,  // nothing to the left
  Joined,  // a line comes from the span before
  Alone,   // one point, a gap on both sides
};

struct ColumnSpan {
  std::int32_t column = 0;
  std::int32_t first = 0;
  std::int32_t top = 0;     // smallest row
  std::int32_t bottom = 0;  // largest row
  std::int32_t last = 0;
  SpanKind kind = SpanKind::Begins;
  friend bool operator==(const ColumnSpan&, const ColumnSpan&) = default;
};

// Whether the line between two joined spans covers nothing that their strokes do not.
inline bool lineIsHidden(const ColumnSpan& from, const ColumnSpan& to) {
  return to.column == from.column + 1 && from.last >= to.top && from.last <= to.bottom &&
         to.first >= from.top && to.first <= from.bottom;
}

enum class Exactness { AtRest, Moving };

// Spans of the columns [−margin, width + margin) in ascending order, and the neighbours just outside that
// lines come from and go to. `margin` is how far a stroke reaches beyond its own column. On a logarithmic y
// axis pass CurveData::positiveOnly.
std::vector<ColumnSpan> reduceToColumns(CurveReader& reader, const PlotMap& map, int margin,
                                        Exactness exactness);
std::vector<ColumnSpan> reduceToColumns(const CurveData& curve, const PlotMap& map, int margin,
                                        Exactness exactness);

}  // namespace tatara::ui
