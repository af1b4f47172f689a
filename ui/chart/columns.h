// A curve reduced to what its pixels need: per device column the first, last, topmost and bottommost row.
//
// This is M4 (Jugel, Jerzak, Hackenbroich, Markl: "M4: A Visualization-Oriented Time Series Data
// Aggregation", VLDB 2014) on snapped pixels. Points that share a column are joined by vertical strokes,
// whose union is one stroke from the topmost to the bottommost row; columns are joined by the line from the
// last point of one to the first of the next. Drawing the spans therefore covers exactly the pixels that
// drawing every point covers.
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

enum class Exactness { AtRest, Moving };

// Spans of the columns [−margin, width + margin) in ascending order, and the neighbours just outside that
// lines come from and go to. `margin` is how far a stroke reaches beyond its own column. On a logarithmic y
// axis pass CurveData::positiveOnly.
std::vector<ColumnSpan> reduceToColumns(CurveReader& reader, const PlotMap& map, int margin,
                                        Exactness exactness);
std::vector<ColumnSpan> reduceToColumns(const CurveData& curve, const PlotMap& map, int margin,
                                        Exactness exactness);

}  // namespace tatara::ui
