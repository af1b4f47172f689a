// Where something comes from and what was made of it, left to right: nodes with an icon, a kind, a name and a
// fact, joined by arrows. A node that leads somewhere is a link; Left and Right walk, Enter opens.
// Threads: GUI thread.
#pragma once

#include <optional>
#include <vector>

#include <QWidget>

#include "ui/base/painted_items.h"
#include "ui/shell/route.h"

namespace tatara::ui {

struct LineageNode {
  QString icon;
  QString kind;  // "Run"
  QString name;
  QString fact;
  bool self = false;  // what the picture is about
  std::optional<Route> route;
};

class LineageStrip final : public QWidget, public PaintedItems {
  Q_OBJECT
 public:
  explicit LineageStrip(QWidget* parent = nullptr);
  void setNodes(std::vector<LineageNode> nodes);
  QSize sizeHint() const override;
  QSize minimumSizeHint() const override;
  bool hasHeightForWidth() const override { return true; }
  int heightForWidth(int width) const override;

  int itemCount() const override { return static_cast<int>(m_nodes.size()); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override { return nodeRect(item); }
  int currentItem() const override { return m_nodes.empty() ? -1 : m_focused; }
  bool itemPressable(int item) const override {
    return m_nodes[static_cast<std::size_t>(item)].route.has_value();
  }
  void pressItem(int item) override { activate(item); }
  QAccessible::Role itemRole() const override { return QAccessible::Link; }

 Q_SIGNALS:
  void opened(const tatara::ui::Route& route);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  int columns(int width) const;
  QRect nodeRect(int index) const;
  int nodeAt(QPoint at) const;
  void activate(int index);
  void paintNode(QPainter& painter, int index) const;

  std::vector<LineageNode> m_nodes;
  int m_hovered = -1;
  int m_focused = 0;
};

}  // namespace tatara::ui
