#include "ui/models/internal/model_list.h"

#include <algorithm>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/type.h"
#include "ui/widget/badge.h"

namespace tatara::ui {
namespace {

constexpr int kRow = 52;
constexpr int kListSide = 14;

}  // namespace

ModelList::ModelList(QWidget* parent) : QAbstractScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::StrongFocus);
  viewport()->setMouseTracking(true);
  setAccessibleName(tr("Models"));
}

void ModelList::setModels(ModelLines models) {
  m_models = std::move(models);
  arrange();
}

void ModelList::setCurrent(const std::string& model) {
  m_current = model;
  for (std::size_t i = 0; i < m_rows.size(); ++i) {
    if (m_rows[i]->name == model) {
      m_focused = static_cast<int>(i);
      reveal(m_focused);
    }
  }
  viewport()->update();
}

void ModelList::setFilter(const QString& words) {
  m_filter = words.trimmed();
  arrange();
}

void ModelList::arrange() {
  m_rows.clear();
  if (m_models) {
    for (const registry::ModelSummary& line : *m_models) {
      const QString name = QString::fromStdString(line.name);
      if (m_filter.isEmpty() || name.contains(m_filter, Qt::CaseInsensitive)) {
        m_rows.push_back(&line);
      }
    }
  }
  m_focused = std::clamp(m_focused, 0, std::max(0, shown() - 1));
  verticalScrollBar()->setRange(0, std::max(0, shown() * kRow - viewport()->height()));
  verticalScrollBar()->setPageStep(viewport()->height());
  verticalScrollBar()->setSingleStep(kRow);
  tellItemsChanged(this);
  viewport()->update();
}

QString ModelList::noteOf(const registry::ModelSummary& line) const {
  QString note = tr("%n versions", nullptr, static_cast<int>(line.versions));
  if (line.liveReviews > 0) {
    note += QStringLiteral(" · ") + tr("%n reviews open", nullptr, static_cast<int>(line.liveReviews));
  }
  if (!line.description.empty()) {
    note += QStringLiteral(" · ") + QString::fromStdString(line.description).simplified();
  }
  return note;
}

QString ModelList::itemName(int item) const {
  const registry::ModelSummary& line = *m_rows[static_cast<std::size_t>(item)];
  QStringList words{QString::fromStdString(line.name)};
  if (line.champion > 0) {
    words << QStringLiteral("%1 v%2").arg(badgeWord(BadgeState::Champion)).arg(line.champion);
  }
  words << noteOf(line);
  return words.join(QStringLiteral(", "));
}

QRect ModelList::itemRect(int item) const {
  const QRect rect(0, item * kRow - verticalScrollBar()->value(), viewport()->width(), kRow);
  return rect.intersects(viewport()->rect()) ? rect : QRect();
}

void ModelList::resizeEvent(QResizeEvent*) {
  arrange();
}

int ModelList::rowAt(int y) const {
  const int row = (y + verticalScrollBar()->value()) / kRow;
  return y >= 0 && row < shown() ? row : -1;
}

void ModelList::reveal(int row) {
  QScrollBar* bar = verticalScrollBar();
  bar->setValue(std::clamp(bar->value(), (row + 1) * kRow - viewport()->height(), row * kRow));
}

void ModelList::paintEvent(QPaintEvent*) {
  const Colors& c = colors();
  QPainter painter(viewport());
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(viewport()->rect(), c.bg1);
  const int wide = viewport()->width();
  for (int i = 0; i < shown(); ++i) {
    const registry::ModelSummary& line = *m_rows[static_cast<std::size_t>(i)];
    const QRect rect(0, i * kRow - verticalScrollBar()->value(), wide, kRow);
    if (rect.bottom() < 0 || rect.top() > viewport()->height()) {
      continue;
    }
    const bool current = line.name == m_current;
    if (current || i == m_hovered) {
      painter.fillRect(rect, current ? c.sel : c.bg2);
    }
    const QString badge = line.champion > 0 ? QStringLiteral("v%1").arg(line.champion) : QString();
    const int badgeWide = badge.isEmpty() ? 0 : badgeWidth(BadgeState::Champion, badge);
    if (!badge.isEmpty()) {
      paintBadge(painter, QPointF(wide - kListSide - badgeWide, rect.top() + 8), BadgeState::Champion, badge);
    }
    const int room = wide - 2 * kListSide - (badgeWide > 0 ? badgeWide + 8 : 0);
    painter.setFont(ui::font(current ? TextRole::CellStrong : TextRole::CellMedium));
    painter.setPen(c.tx1);
    painter.drawText(
        QRect(kListSide, rect.top() + 7, room, 20), Qt::AlignLeft | Qt::AlignVCenter,
        painter.fontMetrics().elidedText(QString::fromStdString(line.name), Qt::ElideMiddle, room));
    const QString note = noteOf(line);
    painter.setFont(ui::font(TextRole::Caption));
    painter.setPen(c.tx3);
    painter.drawText(QRect(kListSide, rect.top() + 27, wide - 2 * kListSide, 18),
                     Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(note, Qt::ElideRight, wide - 2 * kListSide));
    painter.fillRect(QRect(kListSide, rect.bottom(), wide - 2 * kListSide, 1), c.line);
    if (hasFocus() && i == m_focused) {
      painter.setPen(QPen(c.acctx, 2));
      painter.setBrush(Qt::NoBrush);
      painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -3), 4, 4);
    }
  }
}

void ModelList::activate(int row) {
  if (row >= 0 && row < shown()) {
    m_focused = row;
    Q_EMIT opened(QString::fromStdString(m_rows[static_cast<std::size_t>(row)]->name));
  }
}

void ModelList::mousePressEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) {
    activate(rowAt(event->pos().y()));
  }
}

void ModelList::mouseMoveEvent(QMouseEvent* event) {
  const int row = rowAt(event->pos().y());
  if (row != m_hovered) {
    m_hovered = row;
    row >= 0 ? viewport()->setCursor(Qt::PointingHandCursor) : viewport()->unsetCursor();
    viewport()->update();
  }
}

bool ModelList::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::Leave && m_hovered >= 0) {
    m_hovered = -1;
    viewport()->update();
  }
  return QAbstractScrollArea::viewportEvent(event);
}

void ModelList::keyPressEvent(QKeyEvent* event) {
  switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_J:
      m_focused = std::min(m_focused + 1, std::max(0, shown() - 1));
      break;
    case Qt::Key_Up:
    case Qt::Key_K:
      m_focused = std::max(m_focused - 1, 0);
      break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
      activate(m_focused);
      return;
    default:
      QAbstractScrollArea::keyPressEvent(event);
      return;
  }
  if (m_focused < shown()) {
    tellCurrentItem(this);
    reveal(m_focused);
  }
  viewport()->update();
}

void ModelList::focusInEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusInEvent(event);
  viewport()->update();
}

void ModelList::focusOutEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusOutEvent(event);
  viewport()->update();
}

}  // namespace tatara::ui
