#include "ui/home/internal/row_list.h"

#include <algorithm>

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QMetaMethod>
#include <QMouseEvent>
#include <QPainter>

#include "ui/base/theme.h"

namespace tatara::ui {

RowList::RowList(int rowHeight, int headerHeight, QWidget* parent)
    : QWidget(parent), m_rowHeight(rowHeight), m_headerHeight(headerHeight) {
  setMouseTracking(true);
  setFocusPolicy(Qt::TabFocus);
}

bool RowList::itemPressable(int) const {
  return isSignalConnected(QMetaMethod::fromSignal(&RowList::activated));
}

void RowList::setCount(int count) {
  if (std::exchange(m_count, count) != count) {
    tellItemsChanged(this);
  }
  m_focused = std::clamp(m_focused, 0, std::max(0, count - 1));
  setAccessibleDescription(count > 0 ? rowText(m_focused) : QString());
  update();
}

int RowList::shown() const {
  return std::min(m_count, (height() - m_headerHeight) / m_rowHeight);
}

QRect RowList::rowRect(int row) const {
  return QRect(0, m_headerHeight + row * m_rowHeight, width(), m_rowHeight);
}

int RowList::rowAt(QPoint position) const {
  if (position.y() < m_headerHeight) {
    return -1;
  }
  const int row = (position.y() - m_headerHeight) / m_rowHeight;
  return row < shown() ? row : -1;
}

void RowList::paintHeader(QPainter&, const QRect&) {}

void RowList::paintEvent(QPaintEvent*) {
  const Colors& c = colors();
  QPainter painter(this);
  if (m_headerHeight > 0) {
    paintHeader(painter, QRect(0, 0, width(), m_headerHeight));
  }
  for (int row = 0; row < shown(); ++row) {
    const QRect rect = rowRect(row);
    if (row == m_hovered) {
      painter.fillRect(rect, c.bg2);
    }
    painter.save();
    paintRow(painter, row, rect);
    painter.restore();
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), c.line);
    if (hasFocus() && row == m_focused) {
      painter.save();
      painter.setRenderHint(QPainter::Antialiasing);
      painter.setPen(QPen(c.acctx, 2));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -3), 4, 4);
      painter.restore();
    }
  }
}

void RowList::mouseMoveEvent(QMouseEvent* event) {
  const int row = rowAt(event->pos());
  if (row != m_hovered) {
    m_hovered = row;
    row >= 0 ? setCursor(Qt::PointingHandCursor) : unsetCursor();
    update();
  }
}

void RowList::mouseReleaseEvent(QMouseEvent* event) {
  if (const int row = rowAt(event->pos()); row >= 0 && event->button() == Qt::LeftButton) {
    Q_EMIT activated(row);
  }
}

void RowList::contextMenuEvent(QContextMenuEvent* event) {
  const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
  const int row = keyboard ? std::min(m_focused, shown() - 1) : rowAt(event->pos());
  if (row >= 0) {
    const QPoint at = keyboard ? rowRect(row).center() : event->pos();
    Q_EMIT menuAsked(row, mapToGlobal(at));
  }
}

void RowList::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

void RowList::keyPressEvent(QKeyEvent* event) {
  const int rows = shown();
  if (rows == 0) {
    QWidget::keyPressEvent(event);
    return;
  }
  switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_J:
      m_focused = std::min(m_focused + 1, rows - 1);
      break;
    case Qt::Key_Up:
    case Qt::Key_K:
      m_focused = std::max(m_focused - 1, 0);
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      Q_EMIT activated(m_focused);
      break;
    default:
      QWidget::keyPressEvent(event);
      return;
  }
  setAccessibleDescription(rowText(m_focused));
  tellCurrentItem(this);
  update();
}

void RowList::focusInEvent(QFocusEvent*) {
  update();
}
void RowList::focusOutEvent(QFocusEvent*) {
  update();
}

}  // namespace tatara::ui
