// What the plots of the Data panel paint alike. Threads: GUI.
#pragma once

#include <QColor>
#include <QPainter>

#include "ui/base/theme.h"

namespace tatara::ui {

inline QColor faded(QColor color, float alpha) {
  color.setAlphaF(alpha);
  return color;
}

// A box without a value.
inline void paintMissing(QPainter& painter, const QRectF& box) {
  painter.fillRect(box, colors().bg2);
  painter.fillRect(box, QBrush(colors().line2, Qt::BDiagPattern));
}

}  // namespace tatara::ui
