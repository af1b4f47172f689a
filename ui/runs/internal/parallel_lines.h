// How the lines of parallel coordinates run between their axes: level at either axis and bent in between, so
// that lines which meet on an axis can be told apart beside it. Threads: pure functions.
#pragma once

#include <QColor>
#include <QImage>
#include <QLineF>
#include <QPointF>
#include <QVector>
#include <stop_token>
#include <vector>

namespace tatara::ui {

// The share of the way up at the share `t` of the way to the next axis.
double bend(double t);

// One run's line as short straight pieces; none where a value is missing.
QVector<QLineF> bentLines(const std::vector<QPointF>& points);

// Gray lines of many runs through points at `xs` (ascending); `ys` is entry-major, NaN breaks the line. Pure.
QImage paintParallelLines(QSize size, const std::vector<double>& xs, const std::vector<float>& ys,
                          const QColor& color, std::stop_token stop);

}  // namespace tatara::ui
