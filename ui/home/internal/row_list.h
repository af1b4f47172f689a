// A short list of painted rows that the mouse and the keyboard walk through: Up, Down, Enter; the right
// button or the menu key asks for the row's menu.
// Threads: GUI thread.
#pragma once

#include <functional>

#include <QWidget>

#include "ui/base/painted_items.h"

namespace tatara::ui {

class RowList : public QWidget, public PaintedItems {
  Q_OBJECT
 public:
  RowList(int rowHeight, int headerHeight, QWidget* parent);

  void setCount(int count);
  int count() const { return m_count; }
  // What a screen reader says of a row.
  virtual QString rowText(int row) const = 0;

  int itemCount() const override { return shown(); }
  QString itemName(int item) const override { return rowText(item); }
  QRect itemRect(int item) const override { return rowRect(item); }
  int currentItem() const override { return m_count > 0 ? m_focused : -1; }
  bool itemPressable(int item) const override;
  void pressItem(int item) override { Q_EMIT activated(item); }

 Q_SIGNALS:
  void activated(int row);
  void menuAsked(int row, QPoint global);

 protected:
  virtual void paintRow(QPainter& painter, int row, const QRect& rect) = 0;
  virtual void paintHeader(QPainter& painter, const QRect& rect);
  QRect rowRect(int row) const;
  int rowAt(QPoint position) const;
  // Whole rows that have room.
  int shown() const;

  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  int m_rowHeight, m_headerHeight;
  int m_count = 0;
  int m_hovered = -1;
  int m_focused = 0;
};

}  // namespace tatara::ui
