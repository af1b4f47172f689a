// Numbers in a line, each with what it counts; a number with something behind it is a button.
//
// Threads: GUI thread.
#pragma once

#include <functional>
#include <vector>

#include <QWidget>

#include "ui/base/painted_items.h"
#include "ui/base/theme.h"

namespace tatara::ui {

class FigureStrip final : public QWidget, public PaintedItems {
  Q_OBJECT
 public:
  struct Figure {
    QString name;
    std::uint64_t count = 0;
    ColorRole color = &Colors::tx1;
    QString icon = {};
    std::function<void()> open = {};  // what a click shows; none: a number only
  };
  explicit FigureStrip(QWidget* parent = nullptr);
  void setFigures(std::vector<Figure> figures);
  const std::vector<Figure>& figures() const { return m_figures; }

  int itemCount() const override { return static_cast<int>(m_figures.size()); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override { return cell(static_cast<std::size_t>(item)).toAlignedRect(); }
  int currentItem() const override { return focusPolicy() == Qt::NoFocus ? -1 : m_focused; }
  bool itemPressable(int item) const override;
  void pressItem(int item) override;
  QAccessible::Role itemRole() const override { return QAccessible::Button; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QRectF cell(std::size_t index) const;
  int figureAt(const QPointF& at) const;

  std::vector<Figure> m_figures;
  int m_hovered = -1;
  int m_focused = 0;
};

}  // namespace tatara::ui
