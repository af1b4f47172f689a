#include "ui/model/internal/grid_pane.h"

#include <QContextMenuEvent>
#include <QFocusEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QScrollBar>

#include "ui/base/metrics.h"

namespace tatara::ui {

GridPane::GridPane(GridModel* model, QWidget* parent) : QTableView(parent) {
  setModel(model);
  setHorizontalHeader(new GridHeader(this));
  verticalHeader()->hide();
  verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
  verticalHeader()->setMinimumSectionSize(kRowHeight);
  verticalHeader()->setDefaultSectionSize(kRowHeight);
  setShowGrid(false);
  setFrameShape(QFrame::NoFrame);
  setSelectionMode(QAbstractItemView::NoSelection);
  setEditTriggers(QAbstractItemView::NoEditTriggers);
  setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
  setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
  setTabKeyNavigation(false);
  setWordWrap(false);
  setMouseTracking(true);
  viewport()->setMouseTracking(true);
  verticalScrollBar()->setSingleStep(kRowHeight);
  horizontalScrollBar()->setSingleStep(24);
}

void GridPane::scrollTo(const QModelIndex& index, ScrollHint hint) {
  if (!index.isValid()) {
    return;
  }
  // Vertical as Qt does it; horizontal only when the cell lies under the pinned columns or outside.
  const int keep = horizontalScrollBar()->value();
  QTableView::scrollTo(index, hint);
  horizontalScrollBar()->setValue(keep);
  if (static_cast<GridModel*>(model())->columns()[static_cast<std::size_t>(index.column())].pinned) {
    return;
  }
  const int left = columnViewportPosition(index.column());
  const int right = left + columnWidth(index.column());
  if (left < m_covered) {
    horizontalScrollBar()->setValue(keep - (m_covered - left));
  } else if (right > viewport()->width()) {
    horizontalScrollBar()->setValue(keep + std::min(right - viewport()->width(), left - m_covered));
  }
}

void GridPane::mousePressEvent(QMouseEvent* event) {
  m_keyboard = false;
  const QModelIndex index = indexAt(event->pos());
  if (index.isValid() && event->button() == Qt::LeftButton) {
    Q_EMIT pressed(index, event->pos(), event->modifiers());
  }
}

void GridPane::mouseMoveEvent(QMouseEvent* event) {
  Q_EMIT hovered(indexAt(event->pos()));
}

void GridPane::mouseDoubleClickEvent(QMouseEvent* event) {
  const QModelIndex index = indexAt(event->pos());
  if (!index.isValid() || event->button() != Qt::LeftButton) {
    return;
  }
  const ColumnKind kind =
      static_cast<GridModel*>(model())->columns()[static_cast<std::size_t>(index.column())].kind;
  if (kind == ColumnKind::Check) {
    Q_EMIT pressed(index, event->pos(), event->modifiers());
  } else {
    Q_EMIT activatedByUser(index, event->modifiers());
  }
}

void GridPane::contextMenuEvent(QContextMenuEvent* event) {
  const QModelIndex index =
      event->reason() == QContextMenuEvent::Keyboard ? currentIndex() : indexAt(event->pos());
  const QPoint at = event->reason() == QContextMenuEvent::Keyboard
                        ? viewport()->mapToGlobal(visualRect(currentIndex()).bottomLeft())
                        : event->globalPos();
  if (index.isValid()) {
    Q_EMIT menuRequested(index, at);
  }
}

void GridPane::leaveEvent(QEvent* event) {
  Q_EMIT left();
  QTableView::leaveEvent(event);
}

void GridPane::keyPressEvent(QKeyEvent* event) {
  m_keyboard = true;
  Q_EMIT frameChanged();
  event->ignore();
  Q_EMIT keyPressed(event);
  if (event->isAccepted()) {
    return;
  }
  switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down:
    case Qt::Key_Left:
    case Qt::Key_Right:
    case Qt::Key_PageUp:
    case Qt::Key_PageDown:
    case Qt::Key_Home:
    case Qt::Key_End:
      QTableView::keyPressEvent(event);
      return;
    default:
      event->ignore();  // letters are shortcuts of the panel
  }
}

void GridPane::focusInEvent(QFocusEvent* event) {
  if (event->reason() == Qt::TabFocusReason || event->reason() == Qt::BacktabFocusReason ||
      event->reason() == Qt::ShortcutFocusReason) {
    m_keyboard = true;
  }
  QTableView::focusInEvent(event);
  Q_EMIT frameChanged();
}

void GridPane::focusOutEvent(QFocusEvent* event) {
  QTableView::focusOutEvent(event);
  Q_EMIT frameChanged();
}

void GridPane::resizeEvent(QResizeEvent* event) {
  QTableView::resizeEvent(event);
  Q_EMIT resized();
}

}  // namespace tatara::ui
