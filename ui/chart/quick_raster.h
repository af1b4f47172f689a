// Many curves into an image while the view moves: one stroke of whole pixels a column and curve, no
// antialiasing.
//
// A line between two columns is split where it crosses from one to the other, so that every pixel stands at
// most one row or column off the stroke that raster.h draws, and nothing is left out. Curves are laid over
// one another as there: the first on top, opacity and dashes as their style says. The picture at rest never
// comes from here. How it is fast: a column keeps a bit a row for what is already opaque, and a stroke writes
// only where none is set. Threads: pure.
#pragma once

#include <QImage>
#include <span>

#include "ui/chart/raster.h"

namespace tatara::ui {

QImage rasteriseQuickly(std::span<const RasterCurve> curves, QSize size);

// Thousands of curves as a density: a pixel is the darker the more of them cross it, by the root of
// their number against the greatest of the picture; one alone is still seen. Strokes one pixel wide, `colour`
// for all.
QImage rasteriseCrowd(std::span<const RasterCurve> curves, QSize size, QRgb colour);

}  // namespace tatara::ui
