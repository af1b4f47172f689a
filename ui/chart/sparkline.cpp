#include "ui/chart/sparkline.h"

#include <QPaintDevice>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/chart/columns.h"
#include "ui/chart/raster.h"

namespace tatara::ui {

QImage makeSparkline(const CurveData& curve, QSize size, qreal ratio, const SparkStyle& style) {
  const QSize device = (QSizeF(size) * ratio).toSize();
  const Extremes extremes = curve.extremes();
  if (curve.size() == 0 || extremes.low > extremes.high || device.isEmpty()) {
    return {};
  }
  AxisRange x{curve.firstX(), curve.lastX()};
  if (!(x.low < x.high)) {
    x = {x.low - 1, x.high + 1};
  }
  const double room =
      std::max((extremes.high - extremes.low) * 0.12, std::abs(extremes.high) * 1e-9 + 1e-300);
  const AxisRange y{extremes.low - room, extremes.high + room};
  const PlotMap map(PlotAxis(x, AxisScale::Linear, device.width()),
                    PlotAxis(y, AxisScale::Linear, device.height()));
  StrokeStyle stroke;
  stroke.colour = style.color.rgb();
  stroke.opacity = style.color.alphaF();
  stroke.width = style.width * ratio;
  stroke.dotRadius = 1.5 * ratio;
  const std::vector<ColumnSpan> spans = reduceToColumns(curve, map, strokeReach(stroke), Exactness::AtRest);
  std::vector<RasterCurve> layers{{spans, stroke}};
  // Under the line: a stroke from the highest row of each column down to the bottom.
  std::vector<ColumnSpan> area;
  if (style.fill == SparkFill::Under) {
    for (std::size_t i = 0; i < spans.size(); ++i) {
      const bool last = i + 1 == spans.size() || spans[i + 1].kind != SpanKind::Joined;
      const int end = last ? spans[i].column + 1 : spans[i + 1].column;
      for (int column = std::max(spans[i].column, 0); column < std::min(end, device.width()); ++column) {
        const double t = last ? 0 : static_cast<double>(column - spans[i].column) / (end - spans[i].column);
        const int row =
            static_cast<int>(last ? spans[i].last : spans[i].last + t * (spans[i + 1].first - spans[i].last));
        area.push_back({column, row, row, device.height(), row, SpanKind::Begins});
      }
    }
    StrokeStyle fill = stroke;
    fill.opacity *= 0.16;
    fill.width = 0.99;
    layers.push_back({area, fill});
  }
  QImage image = rasterise(layers, device, Antialiasing::On);
  image.setDevicePixelRatio(ratio);
  return image;
}

void paintSparkline(QPainter& painter, const QRectF& rect, const CurveData& curve, const SparkStyle& style) {
  const qreal ratio = painter.device()->devicePixelRatioF();
  const QImage image = makeSparkline(curve, rect.size().toSize(), ratio, style);
  if (!image.isNull()) {
    const QPointF snapped(std::round(rect.left() * ratio) / ratio, std::round(rect.top() * ratio) / ratio);
    painter.drawImage(snapped, image);
  }
}

}  // namespace tatara::ui
