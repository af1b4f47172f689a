// The profile table under mouse and keyboard.
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>
#include <algorithm>

#include "ui/base/metrics.h"
#include "ui/base/tip_text.h"
#include "ui/explore/profile_table.h"

namespace tatara::ui {

void ProfileTable::mouseMoveEvent(QMouseEvent* event) {
  const auto row = rowAt(event->pos().y());
  int column = -1;
  int bar = -1;
  if (row) {
    column = static_cast<int>(m_rows[*row]);
    const QRectF bars = barRect(rowRect(*row));
    if (m_rows[*row] < m_bars.size() && bars.contains(event->pos())) {
      bar = barAt(bars, m_bars[m_rows[*row]], event->position().x());
    }
  }
  if (column != m_hoveredColumn || bar != m_hoveredBar) {
    m_hoveredColumn = column;
    m_hoveredBar = bar;
    if (bar >= 0) {
      QToolTip::showText(
          event->globalPosition().toPoint(),
          tipText(barText(m_bars[static_cast<std::size_t>(column)], static_cast<std::size_t>(bar))), this);
    } else {
      QToolTip::hideText();
    }
    const bool link = bar >= 0 || (row && event->pos().x() < slot(Field::Column).rect.left() + 18) ||
                      (!row && event->pos().y() < kHeaderRowHeight);
    link ? viewport()->setCursor(Qt::PointingHandCursor) : viewport()->unsetCursor();
    viewport()->update();
  }
}

void ProfileTable::mousePressEvent(QMouseEvent* event) {
  if (event->button() != Qt::LeftButton) {
    return;
  }
  const QPoint at = event->pos();
  if (at.y() < kHeaderRowHeight) {
    for (const Slot& header : m_slots) {
      if (at.x() >= header.rect.left() && at.x() <= header.rect.right() &&
          header.field != Field::Distribution) {
        Q_EMIT sortAsked(header.field);
      }
    }
    return;
  }
  const auto row = rowAt(at.y());
  if (!row) {
    return;
  }
  const int column = static_cast<int>(m_rows[*row]);
  selectRow(static_cast<std::ptrdiff_t>(*row));
  if (at.x() < slot(Field::Column).rect.left() + 18) {
    Q_EMIT typeMenuAsked(column, viewport()->mapToGlobal(rowRect(*row).bottomLeft() +
                                                         QPoint(slot(Field::Column).rect.left(), 0)));
  } else if (m_hoveredBar >= 0 && m_hoveredColumn == column) {
    Q_EMIT barClicked(column, m_hoveredBar);
  } else if (at.x() >= slot(Field::Alerts).rect.left() && !m_profile->columns[m_rows[*row]].alerts.empty()) {
    Q_EMIT alertClicked(column);
  }
}

void ProfileTable::selectRow(std::ptrdiff_t row) {
  if (m_rows.empty()) {
    return;
  }
  const auto last = static_cast<std::ptrdiff_t>(m_rows.size()) - 1;
  const int column =
      static_cast<int>(m_rows[static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(row, 0, last))]);
  select(column);
  Q_EMIT columnSelected(column);
}

void ProfileTable::keyPressEvent(QKeyEvent* event) {
  const auto found = std::ranges::find(m_rows, static_cast<std::size_t>(std::max(m_selected, 0)));
  const std::ptrdiff_t row = found == m_rows.end() ? 0 : found - m_rows.begin();
  const std::ptrdiff_t page = std::max(1, (viewport()->height() - kHeaderRowHeight) / kRowHeight - 1);
  switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_J:
      selectRow(m_selected < 0 ? 0 : row + 1);
      return;
    case Qt::Key_Up:
    case Qt::Key_K:
      selectRow(row - 1);
      return;
    case Qt::Key_PageDown:
      selectRow(row + page);
      return;
    case Qt::Key_PageUp:
      selectRow(row - page);
      return;
    case Qt::Key_Home:
      selectRow(0);
      return;
    case Qt::Key_End:
      selectRow(static_cast<std::ptrdiff_t>(m_rows.size()) - 1);
      return;
    case Qt::Key_Return:
    case Qt::Key_Enter:
      Q_EMIT columnOpened();
      return;
    case Qt::Key_T:
      if (m_selected >= 0) {
        Q_EMIT typeMenuAsked(m_selected,
                             viewport()->mapToGlobal(rowRect(static_cast<std::size_t>(row)).bottomLeft() +
                                                     QPoint(slot(Field::Column).rect.left(), 0)));
      }
      return;
    default:
      QAbstractScrollArea::keyPressEvent(event);
  }
}

void ProfileTable::contextMenuEvent(QContextMenuEvent* event) {
  const bool keyboard = event->reason() == QContextMenuEvent::Keyboard;
  const auto row = keyboard ? std::nullopt : rowAt(viewport()->mapFromGlobal(event->globalPos()).y());
  if (row) {
    selectRow(static_cast<std::ptrdiff_t>(*row));
  }
  if (m_selected >= 0) {
    Q_EMIT menuAsked(m_selected, event->globalPos());
  }
}

bool ProfileTable::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::Leave) {
    m_hoveredColumn = m_hoveredBar = -1;
    viewport()->update();
  } else if (event->type() == QEvent::ToolTip && m_profile) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const auto row = rowAt(help->pos().y());
    if (m_hoveredBar >= 0) {
      return true;
    }
    const QString text = row ? helpText(m_rows[*row], help->pos().x()) : QString();
    QToolTip::showText(help->globalPos(), tipText(text), this);
    return true;
  }
  return QAbstractScrollArea::viewportEvent(event);
}

void ProfileTable::focusInEvent(QFocusEvent*) {
  viewport()->update();
}

void ProfileTable::focusOutEvent(QFocusEvent*) {
  viewport()->update();
}

}  // namespace tatara::ui
