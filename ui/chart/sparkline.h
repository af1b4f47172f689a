// A curve the size of a word: no axes, its own range, the same exact drawing as a chart.
//
// Threads: any thread that may paint into `painter`; `makeSparkline` runs anywhere.
#pragma once

#include <QColor>
#include <QImage>
#include <QRectF>

#include "ui/chart/curve_data.h"

class QPainter;

namespace tatara::ui {

enum class SparkFill { None, Under };

struct SparkStyle {
  QColor color;
  double width = 1.4;
  SparkFill fill = SparkFill::None;
};

// `size` in logical pixels. A curve without a finite value gives an empty picture.
QImage makeSparkline(const CurveData& curve, QSize size, qreal ratio, const SparkStyle& style);
void paintSparkline(QPainter& painter, const QRectF& rect, const CurveData& curve, const SparkStyle& style);

}  // namespace tatara::ui
