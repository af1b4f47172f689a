#include "ui/deployments/fact_list.h"

#include <algorithm>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kOneLine = 28;
constexpr int kTwoLines = 42;
constexpr int kLead = 46;  // at least

}  // namespace

FactList::FactList(const QString& name, QWidget* parent) : QWidget(parent) {
  setAccessibleName(name);
  setMouseTracking(true);
}

void FactList::setRows(std::vector<FactRow> rows) {
  m_rows = std::move(rows);
  const bool choosable = std::ranges::any_of(m_rows, [](const FactRow& row) { return row.id >= 0; });
  setFocusPolicy(choosable ? Qt::StrongFocus : Qt::NoFocus);
  m_current = std::clamp(m_current, 0, std::max(0, static_cast<int>(m_rows.size()) - 1));
  QStringList words;
  for (const FactRow& row : m_rows) {
    words << QStringLiteral("%1 %2 %3 %4").arg(row.lead, row.text, row.value, row.limit).simplified();
  }
  setAccessibleDescription(words.join(QStringLiteral("; ")));
  tellItemsChanged(this);
  updateGeometry();
  update();
}

QSize FactList::sizeHint() const {
  int height = 8;
  for (const FactRow& row : m_rows) {
    height += heightOf(row);
  }
  return {280, height};
}

void FactList::setMarked(std::int64_t id) {
  m_marked = id;
  const auto row = std::ranges::find(m_rows, id, &FactRow::id);
  if (id >= 0 && row != m_rows.end()) {
    m_current = static_cast<int>(row - m_rows.begin());
  }
  update();
}

int FactList::heightOf(const FactRow& row) const {
  return row.second.isEmpty() ? kOneLine : kTwoLines;
}

QString FactList::itemName(int item) const {
  const FactRow& row = m_rows[static_cast<std::size_t>(item)];
  QStringList words;
  for (const QString& part : {row.lead, row.text, row.value + row.limit, row.second}) {
    if (!part.isEmpty()) {
      words << part;
    }
  }
  return words.join(QStringLiteral(", "));
}

QRect FactList::itemRect(int item) const {
  int top = 0;
  for (int i = 0; i < item; ++i) {
    top += heightOf(m_rows[static_cast<std::size_t>(i)]);
  }
  return {0, top, width(), heightOf(m_rows[static_cast<std::size_t>(item)])};
}

void FactList::pressItem(int item) {
  m_current = item;
  Q_EMIT chosen(m_rows[static_cast<std::size_t>(item)].id);
}

int FactList::rowAt(int y) const {
  int top = 0;
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    top += heightOf(m_rows[i]);
    if (y < top) {
      return static_cast<int>(i);
    }
  }
  return -1;
}

void FactList::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colors& c = colors();
  int top = 0;
  int lead = kLead;
  for (const FactRow& row : m_rows) {
    lead = std::max(lead, static_cast<int>(tabularWidth(ui::font(TextRole::Caption), row.lead)) + 10);
  }
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    const FactRow& row = m_rows[i];
    const int height = heightOf(row);
    const bool pointed =
        row.id >= 0 && (static_cast<int>(i) == m_hovered || (hasFocus() && static_cast<int>(i) == m_current));
    const bool marked = row.id >= 0 && row.id == m_marked;
    if (marked || pointed) {
      painter.fillRect(QRect(0, top, width(), height), marked ? c.sel : c.bg3);
    }
    int left = kCardPadding;
    const int line = row.second.isEmpty() ? height : 22;
    const int lift = row.second.isEmpty() ? 0 : 3;
    if (!row.lead.isEmpty()) {
      painter.setFont(ui::font(TextRole::Caption));
      painter.setPen(c.tx3);
      drawTabular(painter, QRectF(left, top + lift, lead, line), Qt::AlignLeft | Qt::AlignVCenter, row.lead);
      left += lead;
    }
    if (!row.icon.isEmpty()) {
      drawIcon(painter, row.icon, QRectF(left, top + lift + (line - 14) / 2.0, 14, 14), c.*row.iconColor);
      left += 22;
    }
    int right = width() - kCardPadding;
    painter.setFont(ui::font(TextRole::Cell));
    if (!row.limit.isEmpty()) {
      const int wide = static_cast<int>(tabularWidth(painter.font(), row.limit)) + 2;
      painter.setPen(c.tx3);
      drawTabular(painter, QRectF(right - wide, top + lift, wide, line), Qt::AlignRight | Qt::AlignVCenter,
                  row.limit);
      right -= wide + 3;
    }
    if (!row.value.isEmpty()) {
      const int room = std::max(40, right - left - 70);
      const QString fitting = painter.fontMetrics().elidedText(row.value, Qt::ElideMiddle, room);
      const int wide = static_cast<int>(tabularWidth(painter.font(), fitting)) + 2;
      painter.setPen(c.tx1);
      drawTabular(painter, QRectF(right - wide, top + lift, wide, line), Qt::AlignRight | Qt::AlignVCenter,
                  fitting);
      right -= wide + 8;
    }
    painter.setPen(row.value.isEmpty() || !row.icon.isEmpty() ? c.tx1 : c.tx2);
    painter.drawText(QRectF(left, top + lift, right - left, line), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(row.text, Qt::ElideRight, right - left));
    if (!row.second.isEmpty()) {
      painter.setFont(ui::font(TextRole::Caption));
      painter.setPen(c.tx3);
      const int room = width() - kCardPadding - left;
      painter.drawText(QRectF(left, top + 22, room, 16), Qt::AlignLeft | Qt::AlignVCenter,
                       painter.fontMetrics().elidedText(row.second, Qt::ElideRight, room));
    }
    top += height;
  }
}

void FactList::mouseReleaseEvent(QMouseEvent* event) {
  const int row = rowAt(static_cast<int>(event->position().y()));
  if (row >= 0 && m_rows[static_cast<std::size_t>(row)].id >= 0) {
    m_current = row;
    Q_EMIT chosen(m_rows[static_cast<std::size_t>(row)].id);
  }
}

void FactList::mouseMoveEvent(QMouseEvent* event) {
  m_hovered = rowAt(static_cast<int>(event->position().y()));
  update();
}

void FactList::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

void FactList::keyPressEvent(QKeyEvent* event) {
  const int key = event->key();
  if (!m_rows.empty() && (key == Qt::Key_Up || key == Qt::Key_Down)) {
    m_current = std::clamp(m_current + (key == Qt::Key_Up ? -1 : 1), 0, static_cast<int>(m_rows.size()) - 1);
    tellCurrentItem(this);
    update();
  } else if (!m_rows.empty() && (key == Qt::Key_Return || key == Qt::Key_Enter)) {
    const FactRow& row = m_rows[static_cast<std::size_t>(m_current)];
    if (row.id >= 0) {
      Q_EMIT chosen(row.id);
    }
  } else {
    QWidget::keyPressEvent(event);
  }
}

bool FactList::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const int row = rowAt(help->pos().y());
    const QString words = row < 0 ? QString() : m_rows[static_cast<std::size_t>(row)].toolTip;
    words.isEmpty() ? QToolTip::hideText() : QToolTip::showText(help->globalPos(), tipText(words), this);
    return true;
  }
  return QWidget::event(event);
}

}  // namespace tatara::ui
