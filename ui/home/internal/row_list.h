// A short list of painted rows that the mouse and the keyboard walk through: Up, Down, Enter.
// Threads: GUI thread.
#pragma once

#include <functional>

#include <QWidget>

namespace tatara::ui {

class RowList : public QWidget {
  Q_OBJECT
 public:
  RowList(int rowHeight, int headerHeight, QWidget* parent);

  void setCount(int count);
  int count() const { return m_count; }
  // What a screen reader says of a row.
  virtual QString rowText(int row) const = 0;

 Q_SIGNALS:
  void activated(int row);

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
