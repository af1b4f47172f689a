#include "ui/shell/window_place.h"

#include <algorithm>

namespace tatara::ui {

QRect onScreen(const QRect& frame, const QRect& screen) {
  const QSize size = frame.size().boundedTo(screen.size());
  const int left = std::clamp(frame.left(), screen.left(), screen.right() + 1 - size.width());
  const int top = std::clamp(frame.top(), screen.top(), screen.bottom() + 1 - size.height());
  return QRect(QPoint(left, top), size);
}

}  // namespace tatara::ui
