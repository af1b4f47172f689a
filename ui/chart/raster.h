// Curves into an image: antialiased strokes of any width, column by column, without a path or a polygon.
//
// What is drawn: every span's vertical stroke, every line between joined spans, a dot for a point that stands
// alone. A pixel's coverage by a stroke is clamp(width / 2 + ½ − distance of its centre from the stroke's
// spine, 0, 1); the coverage by a curve is the largest of those of its strokes, so that joins are round and
// nothing is drawn twice in a translucent curve. Curves are laid over one another, the first in the list on
// top. Dashes follow x: a curve's coverage is cut column by column, so that dashes stand still while values
// change. With `Antialiasing::Off` coverage is 1 where it would be at least ½, else 0; nothing else differs.
//
// How it is fast: columns are independent, so a column of all curves stays in the first-level cache and rows
// that are already opaque are skipped. Threads: `rasterise` is pure; `rasteriseColumns` fills disjoint
// columns of one image and may run on several threads at once.
#pragma once

#include <QColor>
#include <QImage>
#include <span>
#include <vector>

#include "ui/chart/columns.h"

namespace tatara::ui {

enum class Antialiasing { On, Off };

// Device pixels; off = 0 is a solid line.
struct DashPattern {
  double on = 0;
  double off = 0;
  double origin = 0;  // the column at which a dash begins
};

struct StrokeStyle {
  QRgb colour = 0xff000000;
  double opacity = 1;
  double width = 1.5;      // device pixels
  double dotRadius = 1.5;  // device pixels
  DashPattern dash;
};

struct RasterCurve {
  std::span<const ColumnSpan> spans;  // ascending columns
  StrokeStyle style;
};

// How many columns a stroke of this style reaches beyond its own.
int strokeReach(const StrokeStyle& style);

// Premultiplied ARGB on transparent.
QImage rasterise(std::span<const RasterCurve> curves, QSize size, Antialiasing antialiasing);
// Columns [begin, end) of `image`, which is Format_ARGB32_Premultiplied and cleared by this call in that
// range. `bits` is image.bits(), taken once by the caller because it detaches.
void rasteriseColumns(std::span<const RasterCurve> curves, uchar* bits, const QImage& image, int begin,
                      int end, Antialiasing antialiasing);

}  // namespace tatara::ui
