// White surfaces with a hairline on the grey window, and the strip of large numbers.
//
// Threads: GUI thread.
#pragma once

#include <functional>
#include <vector>

#include <QString>
#include <QWidget>

#include "ui/base/painted_items.h"
#include "ui/base/theme.h"

class QHBoxLayout;
class QVBoxLayout;

namespace tatara::ui {

class Label;

int cardHeaderHeight();  // 36, Japanese 40

class Card final : public QWidget {
  Q_OBJECT
 public:
  // Without a title there is no header.
  explicit Card(const QString& title = {}, QWidget* parent = nullptr);

  void setTitle(const QString& title);
  void setSubtitle(const QString& text);  // unit or meaning, tx3, after the title
  void addTool(QWidget* tool);            // right end of the header, in order
  enum class HeaderLine { None, Below };
  void setHeaderLine(HeaderLine line);
  // Takes the whole area under the header, inside the border.
  void setContent(QWidget* content);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QVBoxLayout* m_layout;
  QWidget* m_header = nullptr;
  QHBoxLayout* m_headerLayout = nullptr;
  Label* m_title = nullptr;
  Label* m_subtitle = nullptr;
  QWidget* m_content = nullptr;
  bool m_line = false;
};

struct KpiCell {
  QString label;
  QString value;
  QString unit;
  QString note;
  ColorRole noteColor = &Colors::tx3;
  std::function<void()> open;  // the cell is a link when set
};

// Equal cells of one large number each: 96 high on Home, 80 elsewhere.
class KpiStrip final : public QWidget, public PaintedItems {
  Q_OBJECT
 public:
  enum class Size { Home, Normal };
  explicit KpiStrip(Size size, QWidget* parent = nullptr);

  void setCells(std::vector<KpiCell> cells);
  // Grey bars in place of numbers, as many as `count` cells.
  void setLoading(int count);
  const std::vector<KpiCell>& cells() const { return m_cells; }

  int itemCount() const override { return static_cast<int>(m_cells.size()); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override { return cellRect(item).toRect(); }
  int currentItem() const override { return m_cells.empty() ? -1 : m_focused; }
  bool itemPressable(int item) const override;
  void pressItem(int item) override;
  QAccessible::Role itemRole() const override { return QAccessible::Link; }

 Q_SIGNALS:
  // The right button or the menu key on a cell.
  void menuAsked(int cell, QPoint global);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  int cellAt(QPoint position) const;
  QRectF cellRect(int index) const;

  Size m_size;
  std::vector<KpiCell> m_cells;
  int m_loading = 0;
  int m_hovered = -1;
  int m_focused = 0;
};

}  // namespace tatara::ui
