// Text in the small plots of a comparison. Threads: GUI.
#pragma once

#include <QFontMetrics>
#include <QPainter>
#include <QString>

namespace tatara::ui {

inline QString elided(const QPainter& painter, const QString& text, double width) {
  return painter.fontMetrics().elidedText(text, Qt::ElideMiddle, static_cast<int>(width));
}

}  // namespace tatara::ui
