// A table of a few rows that stands whole in a card and scrolls with the page: painted at once, no selection.
// A cell may paint itself: an interval on an axis, a pair of dots.
// Threads: GUI thread.
#pragma once

#include <functional>
#include <vector>

#include <QWidget>

#include "ui/base/painted_items.h"
#include "ui/base/theme.h"

namespace tatara::ui {

using CellPaint = std::function<void(QPainter&, const QRectF&)>;

struct PlainColumn {
  QString title;
  int width = 0;  // 0: shares what is left over
  Qt::Alignment align = Qt::AlignLeft;
  bool tabular = false;
  int leastTable = 0;          // left out of narrower tables
  CellPaint paintHeader = {};  // in place of the title
  int tight = 0;               // its width in a narrow table; 0: the same as ever
};

struct PlainCell {
  QString text;
  ColorRole color = &Colors::tx2;
  bool strong = false;
  bool code = false;
  QString icon = {};
  QString tip = {};
  CellPaint paint = {};
};

class PlainTable : public QWidget, public PaintedItems {
  Q_OBJECT
 public:
  explicit PlainTable(const QString& name, int rowHeight, QWidget* parent = nullptr);

  void setContent(std::vector<PlainColumn> columns, std::vector<std::vector<PlainCell>> rows);
  int rows() const { return static_cast<int>(m_rows.size()); }

  // Each row is an item with all its cells.
  int itemCount() const override { return rows(); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override {
    return {0, headerHeight() + item * m_rowHeight, width(), m_rowHeight};
  }
  bool itemPressable(int) const override { return false; }
  void pressItem(int) override {}

  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  int headerHeight() const;
  // Left and right edge of each column; empty spans for those left out.
  std::vector<QRectF> columnRects() const;
  void paintCell(QPainter& painter, const PlainColumn& column, const PlainCell& cell,
                 const QRectF& rect) const;

  int m_rowHeight;
  std::vector<PlainColumn> m_columns;
  std::vector<std::vector<PlainCell>> m_rows;
};

}  // namespace tatara::ui
