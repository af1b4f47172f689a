// What a thing came from and what was made of it, as a graph from left to right: a column a step, a card a
// thing.
//
// Up and Down move within a column, Left and Right along an edge; Enter opens, the menu key asks for the
// menu. What hangs together with the chosen or hovered card is drawn in the accent. Threads: GUI thread.
#pragma once

#include <optional>
#include <vector>

#include <QAbstractScrollArea>

#include "core/base/clock.h"
#include "core/dataset/lineage.h"
#include "ui/base/painted_items.h"

namespace tatara::ui {

QString lineageKindWord(dataset::LineageKind kind);
QString lineageIcon(dataset::LineageKind kind);
// "training" and its kin in the language of the interface.
QString relationWord(const std::string& relation);

class LineageView final : public QAbstractScrollArea, public PaintedItems {
  Q_OBJECT
 public:
  explicit LineageView(QWidget* parent = nullptr);

  void setLineage(dataset::Lineage lineage, Timestamp now);
  const dataset::Lineage& lineage() const { return m_lineage; }
  int current() const { return m_current; }
  void select(int node);
  // The whole graph, without scrolling.
  QImage toImage(qreal ratio) const;

  int itemCount() const override { return static_cast<int>(m_lineage.nodes.size()); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override;
  int currentItem() const override { return m_lineage.nodes.empty() ? -1 : m_current; }
  void pressItem(int item) override { select(item); }
  QAccessible::Role itemsRole() const override { return QAccessible::Graphic; }

 Q_SIGNALS:
  void opened(int node);
  void openedInWindow(int node);
  void menuAsked(int node, const QPoint& global);
  void selected(int node);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  void arrange();
  void layOut();
  void paintAll(QPainter& painter, const QRectF& clip) const;
  void paintEdges(QPainter& painter, const QRectF& clip) const;
  void paintNode(QPainter& painter, std::size_t node) const;
  QRectF rectOf(std::size_t node) const;
  int nodeAt(const QPointF& at) const;
  QPointF origin() const;
  std::vector<bool> related(int node) const;
  int neighbour(int node, int step) const;

  dataset::Lineage m_lineage;
  Timestamp m_now{};
  int m_least = 0;                                  // the distance of the first column
  std::vector<std::vector<std::size_t>> m_columns;  // nodes from the top
  std::vector<std::size_t> m_places;                // of a node in its column
  std::vector<bool> m_strong;
  int m_current = 0;
  int m_hovered = -1;
};

}  // namespace tatara::ui
