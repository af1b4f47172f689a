#include "ui/chart/plain_plot.h"

#include <algorithm>
#include <cmath>

#include "ui/base/theme.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

double crisp(double value) {
  return std::floor(value) + 0.5;
}

}  // namespace

PlainPlot layoutPlot(const QRectF& rect, AxisRange x, AxisRange y) {
  PlainPlot plot;
  plot.x = x;
  plot.y = y;
  const double height = rect.height() - 30;
  plot.yTicks =
      withExponents(linearTicks(y.low, y.high, static_cast<int>(std::clamp(height / 36, 2.0, 6.0))));
  double widest = 0;
  for (const Tick& tick : plot.yTicks.ticks) {
    widest = std::max(widest, tabularWidth(font(TextRole::Caption), tick.label));
  }
  const double left = std::max(std::ceil(widest) + 8, 24.0);
  plot.plot = QRectF(std::floor(rect.left() + left), std::floor(rect.top() + 6),
                     std::max(std::floor(rect.width() - left - 14), 1.0), std::max(std::floor(height), 1.0));
  plot.xTicks = withExponents(
      linearTicks(x.low, x.high, static_cast<int>(std::clamp(plot.plot.width() / 44, 2.0, 10.0))));
  return plot;
}

void paintPlotGrid(QPainter& painter, const PlainPlot& plot) {
  painter.setPen(QPen(colors().grid, 1, Qt::SolidLine, Qt::FlatCap));
  for (const Tick& tick : plot.yTicks.ticks) {
    const double y = crisp(plot.yAt(tick.value));
    painter.drawLine(QPointF(plot.plot.left(), y), QPointF(plot.plot.right(), y));
  }
}

void paintPlotAxes(QPainter& painter, const PlainPlot& plot) {
  const Colors& c = colors();
  const double bottom = crisp(plot.plot.bottom());
  painter.setFont(font(TextRole::Caption));
  painter.setPen(QPen(c.axis, 1, Qt::SolidLine, Qt::FlatCap));
  painter.drawLine(QPointF(plot.plot.left(), bottom), QPointF(plot.plot.right(), bottom));
  double taken = -1e9;
  for (const Tick& tick : plot.xTicks.ticks) {
    const double x = crisp(plot.xAt(tick.value));
    painter.setPen(QPen(c.axis, 1, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(QPointF(x, bottom), QPointF(x, bottom + 3));
    const double half = tabularWidth(painter.font(), tick.label) / 2;
    if (x - half > taken) {
      painter.setPen(c.tx3);
      drawTabular(painter, QRectF(x - half, bottom + 5, 2 * half, 16), Qt::AlignHCenter, tick.label);
      taken = x + half + 6;
    }
  }
  painter.setPen(c.tx3);
  for (const Tick& tick : plot.yTicks.ticks) {
    const double y = plot.yAt(tick.value);
    drawTabular(painter, QRectF(plot.plot.left() - 108, y - 8, 100, 16), Qt::AlignRight, tick.label);
  }
}

}  // namespace tatara::ui
