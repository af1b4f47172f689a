#include "ui/models/internal/lineage_strip.h"

#include <algorithm>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/style.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kNodeWidth = 188;
constexpr int kNodeHeight = 72;
constexpr int kStripGap = 36;
constexpr int kLineGap = 20;
constexpr int kEdge = 14;

}  // namespace

LineageStrip::LineageStrip(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setAccessibleName(tr("Lineage"));
}

void LineageStrip::setNodes(std::vector<LineageNode> nodes) {
  m_nodes = std::move(nodes);
  m_focused = std::clamp(m_focused, 0, std::max(0, static_cast<int>(m_nodes.size()) - 1));
  QStringList words;
  for (const LineageNode& node : m_nodes) {
    words << node.kind + QLatin1Char(' ') + node.name;
  }
  setAccessibleDescription(words.join(QStringLiteral(" → ")));
  tellItemsChanged(this);
  updateGeometry();
  update();
}

QString LineageStrip::itemName(int item) const {
  const LineageNode& node = m_nodes[static_cast<std::size_t>(item)];
  return QStringLiteral("%1 %2, %3").arg(node.kind, node.name, node.fact);
}

int LineageStrip::columns(int width) const {
  return std::max(1, (width - 2 * kEdge + kStripGap) / (kNodeWidth + kStripGap));
}

int LineageStrip::heightForWidth(int width) const {
  const int inRow = columns(width);
  const int rows = (std::max(1, static_cast<int>(m_nodes.size())) + inRow - 1) / inRow;
  return 2 * kEdge + rows * kNodeHeight + (rows - 1) * kLineGap;
}

QSize LineageStrip::sizeHint() const {
  const int count = std::max(1, static_cast<int>(m_nodes.size()));
  return {2 * kEdge + count * kNodeWidth + (count - 1) * kStripGap, 2 * kEdge + kNodeHeight};
}

QSize LineageStrip::minimumSizeHint() const {
  return {2 * kEdge + kNodeWidth, 2 * kEdge + kNodeHeight};
}

QRect LineageStrip::nodeRect(int index) const {
  const int inRow = columns(width());
  return {kEdge + index % inRow * (kNodeWidth + kStripGap), kEdge + index / inRow * (kNodeHeight + kLineGap),
          kNodeWidth, kNodeHeight};
}

int LineageStrip::nodeAt(QPoint at) const {
  for (int i = 0; i < static_cast<int>(m_nodes.size()); ++i) {
    if (nodeRect(i).contains(at)) {
      return i;
    }
  }
  return -1;
}

void LineageStrip::paintNode(QPainter& painter, int index) const {
  const Colors& c = colors();
  const LineageNode& node = m_nodes[static_cast<std::size_t>(index)];
  const QRect rect = nodeRect(index);
  const bool link = node.route.has_value();
  drawPanel(painter, QRectF(rect), kControlRadius,
            node.self                    ? c.sel
            : index == m_hovered && link ? c.bg2
                                         : c.bg1,
            node.self ? c.acctx : c.line2);
  drawIcon(painter, node.icon, QRectF(rect.left() + 10, rect.top() + 10, 14, 14),
           node.self ? c.acctx : c.tx3);
  const int room = rect.width() - 20;
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(c.tx3);
  painter.drawText(QRect(rect.left() + 30, rect.top() + 8, room - 20, 18), Qt::AlignLeft | Qt::AlignVCenter,
                   node.kind);
  painter.setFont(ui::font(TextRole::CellStrong));
  painter.setPen(link && !node.self ? c.acctx : c.tx1);
  painter.drawText(QRect(rect.left() + 10, rect.top() + 28, room, 18), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(node.name, Qt::ElideMiddle, room));
  painter.setFont(ui::font(TextRole::Caption));
  painter.setPen(c.tx2);
  painter.drawText(QRect(rect.left() + 10, rect.top() + 47, room, 18), Qt::AlignLeft | Qt::AlignVCenter,
                   painter.fontMetrics().elidedText(node.fact, Qt::ElideRight, room));
  if (hasFocus() && index == m_focused) {
    painter.setPen(QPen(c.acctx, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect).adjusted(-2, -2, 2, 2), kControlRadius + 2, kControlRadius + 2);
  }
}

void LineageStrip::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  for (int i = 0; i < static_cast<int>(m_nodes.size()); ++i) {
    paintNode(painter, i);
    if (i + 1 == static_cast<int>(m_nodes.size()) || nodeRect(i + 1).top() != nodeRect(i).top()) {
      continue;  // the next one begins a line
    }
    const QPointF from(nodeRect(i).right() + 6, nodeRect(i).center().y() + 0.5);
    const QPointF to(nodeRect(i + 1).left() - 6, from.y());
    painter.setPen(QPen(colors().ctl, 1.2));
    painter.drawLine(from, to);
    painter.drawPolyline(QPolygonF({to + QPointF(-4, -3.5), to, to + QPointF(-4, 3.5)}));
  }
}

void LineageStrip::activate(int index) {
  if (index >= 0 && index < static_cast<int>(m_nodes.size())) {
    if (const auto& route = m_nodes[static_cast<std::size_t>(index)].route) {
      const Route to = *route;
      Q_EMIT opened(to);
    }
  }
}

void LineageStrip::mouseMoveEvent(QMouseEvent* event) {
  m_hovered = nodeAt(event->pos());
  const bool link = m_hovered >= 0 && m_nodes[static_cast<std::size_t>(m_hovered)].route.has_value();
  link ? setCursor(Qt::PointingHandCursor) : unsetCursor();
  update();
}

void LineageStrip::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) {
    activate(nodeAt(event->pos()));
  }
}

void LineageStrip::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

void LineageStrip::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(m_nodes.size()) - 1;
  if (event->key() == Qt::Key_Right) {
    m_focused = std::min(m_focused + 1, std::max(last, 0));
  } else if (event->key() == Qt::Key_Left) {
    m_focused = std::max(m_focused - 1, 0);
  } else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter ||
             event->key() == Qt::Key_Space) {
    activate(m_focused);
    return;
  } else {
    QWidget::keyPressEvent(event);
    return;
  }
  tellCurrentItem(this);
  update();
}

}  // namespace tatara::ui
