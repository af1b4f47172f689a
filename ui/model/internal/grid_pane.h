// One of the two table views of a grid: the whole table, or the pinned columns that lie over its left.
#pragma once

#include <QTableView>

#include "ui/model/grid_model.h"
#include "ui/model/internal/grid_header.h"

namespace tatara::ui {

class GridPane final : public QTableView {
  Q_OBJECT

 public:
  GridPane(GridModel* model, QWidget* parent);
  GridHeader* header() const { return static_cast<GridHeader*>(horizontalHeader()); }
  bool reachedByKeyboard() const { return m_keyboard; }
  void keyboardSearch(const QString&) override {}
  void setCovered(int width) { m_covered = width; }
  void scrollTo(const QModelIndex& index, ScrollHint hint = EnsureVisible) override;

 Q_SIGNALS:
  void pressed(const QModelIndex& index, QPoint at, Qt::KeyboardModifiers modifiers);
  void activatedByUser(const QModelIndex& index, Qt::KeyboardModifiers modifiers);
  void hovered(const QModelIndex& index);
  void left();
  void menuRequested(const QModelIndex& index, QPoint global);
  void resized();
  // The frame of the current row may have come or gone, in the other pane too.
  void frameChanged();
  // Space, Ctrl+A and so on; true when it was used.
  void keyPressed(QKeyEvent* event);

 protected:
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent*) override {}
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  bool m_keyboard = false;
  int m_covered = 0;
};

}  // namespace tatara::ui
