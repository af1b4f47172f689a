// The area between two curves, or between the least and greatest value of one: per device column, the rows it
// covers.
//
// A band is made of the same spans as lines are (columns.h), joins included, so it ends exactly where its
// edges would be drawn. In a column where an edge has a gap there is no band. `meanColumns` gives the line
// that belongs into a band of many points a pixel: in each column the mean of the finite values there (not a
// picture of every point; the band around it is). Threads: pure functions.
#pragma once

#include <QColor>
#include <QImage>
#include <span>
#include <vector>

#include "ui/chart/columns.h"

namespace tatara::ui {

struct BandColumn {
  std::int32_t top = 0;
  std::int32_t bottom = -1;  // below top: nothing here
  bool empty() const { return bottom < top; }
  friend bool operator==(const BandColumn&, const BandColumn&) = default;
};
// One entry a column of the plot.
using Band = std::vector<BandColumn>;

Band bandBetween(std::span<const ColumnSpan> low, std::span<const ColumnSpan> high, int width);

std::vector<ColumnSpan> meanColumns(CurveReader& reader, const PlotMap& map, int margin);
// Half way between the least and the greatest of each column, in place of the mean.
std::vector<ColumnSpan> middleColumns(std::vector<ColumnSpan> spans);
// Whether the visible points outnumber the columns, so that a band says more than a line.
bool outnumbersColumns(CurveReader& reader, const PlotMap& map);

struct BandFill {
  const Band* band = nullptr;
  QRgb color = 0;
  double opacity = 0.16;
};
// Premultiplied ARGB on transparent, the first in the list on top.
QImage paintBands(std::span<const BandFill> bands, QSize size);

}  // namespace tatara::ui
