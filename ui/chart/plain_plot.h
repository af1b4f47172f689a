// Axes for charts of few marks: y gridlines, a bottom line with ticks, labels; the same look as the line
// chart's.
//
// Threads: GUI thread, or a worker that paints into an image.
#pragma once

#include <QPainter>
#include <QRectF>
#include <QString>

#include "ui/chart/plot_map.h"
#include "ui/chart/ticks.h"

namespace tatara::ui {

enum class YGrid { Lines, Ticks };

struct PlainPlot {
  QRectF plot;
  AxisRange x;
  AxisRange y;
  TickSet xTicks;
  TickSet yTicks;
  YGrid grid = YGrid::Lines;

  double xAt(double value) const { return plot.left() + (value - x.low) / (x.high - x.low) * plot.width(); }
  double yAt(double value) const {
    return plot.bottom() - (value - y.low) / (y.high - y.low) * plot.height();
  }
};

// Ranges must have low < high. Room for the labels is taken from `rect`.
PlainPlot layoutPlot(const QRectF& rect, AxisRange x, AxisRange y);
void paintPlotGrid(QPainter& painter, const PlainPlot& plot);
void paintPlotAxes(QPainter& painter, const PlainPlot& plot);

}  // namespace tatara::ui
