#include "ui/review/internal/choice.h"

#include <algorithm>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/style.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kChoiceGap = 5;

}  // namespace

ChoiceCards::ChoiceCards(QWidget* parent) : QWidget(parent) {
  setFocusPolicy(Qt::StrongFocus);
  setMouseTracking(true);
  setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
  setAccessibleName(tr("Your decision"));
}

void ChoiceCards::setChoices(std::vector<Choice> choices) {
  m_choices = std::move(choices);
  const auto free = [](const Choice& choice) { return choice.locked.isEmpty(); };
  const bool still =
      std::ranges::any_of(m_choices, [&](const Choice& one) { return one.id == m_current && free(one); });
  if (!still) {
    // The first where it may be chosen, else the last, which is the mildest.
    const auto last = std::find_if(m_choices.rbegin(), m_choices.rend(), free);
    m_current = last == m_choices.rend() ? -1 : free(m_choices.front()) ? m_choices.front().id : last->id;
    Q_EMIT currentChanged(m_current);
  }
  tellItemsChanged(this);
  updateGeometry();
  update();
}

QString ChoiceCards::itemName(int item) const {
  const Choice& choice = m_choices[static_cast<std::size_t>(item)];
  return QStringLiteral("%1, %2").arg(choice.title, choice.locked.isEmpty() ? choice.hint : choice.locked);
}

int ChoiceCards::currentItem() const {
  const auto at = std::ranges::find(m_choices, m_current, &Choice::id);
  return at == m_choices.end() ? -1 : static_cast<int>(at - m_choices.begin());
}

void ChoiceCards::setCompact(bool compact) {
  m_compact = compact;
  updateGeometry();
  update();
}

void ChoiceCards::setCurrent(int id) {
  const auto at = std::ranges::find(m_choices, id, &Choice::id);
  if (at == m_choices.end() || !at->locked.isEmpty() || id == m_current) {
    return;
  }
  m_current = id;
  tellCurrentItem(this);
  update();
  Q_EMIT currentChanged(id);
}

QSize ChoiceCards::sizeHint() const {
  const int count = static_cast<int>(m_choices.size());
  return {300, std::max(0, count * (cardHeight() + kChoiceGap) - kChoiceGap)};
}

QRectF ChoiceCards::cardRect(int index) const {
  return {0.5, index * (cardHeight() + kChoiceGap) + 0.5, width() - 1.0, cardHeight() - 1.0};
}

int ChoiceCards::indexAt(QPointF at) const {
  for (int i = 0; i < static_cast<int>(m_choices.size()); ++i) {
    if (cardRect(i).contains(at)) {
      return i;
    }
  }
  return -1;
}

void ChoiceCards::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const Colors& c = colors();
  for (int i = 0; i < static_cast<int>(m_choices.size()); ++i) {
    const Choice& choice = m_choices[static_cast<std::size_t>(i)];
    const bool current = choice.id == m_current;
    const bool locked = !choice.locked.isEmpty();
    const QRectF rect = cardRect(i);
    drawPanel(painter, rect, kControlRadius,
              current                     ? c.accbg
              : i == m_hovered && !locked ? c.bg3
                                          : c.bg1,
              current ? c.acc : c.line2);
    const QRectF mark(rect.left() + 10, rect.top() + (m_compact ? 6 : 8), 14, 14);
    if (locked) {
      drawIcon(painter, QStringLiteral("locked"), mark, c.tx3);
    } else {
      painter.setPen(QPen(current ? c.acc : c.ctl, current ? 4 : 1.3));
      painter.setBrush(c.bg1);
      painter.drawEllipse(mark.adjusted(1, 1, -1, -1));
    }
    QRectF text(mark.right() + 8, rect.top() + (m_compact ? 0 : 4), rect.width() - 40,
                m_compact ? rect.height() : 18);
    painter.setFont(tatara::ui::font(TextRole::CellStrong));
    painter.setPen(locked ? c.tx3 : c.tx1);
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter, choice.title);
    const QString hint = locked ? choice.locked : choice.hint;
    painter.setPen(c.tx3);
    if (m_compact) {
      text.setLeft(text.left() + painter.fontMetrics().horizontalAdvance(choice.title) + 10);
    } else {
      text.translate(0, 17);
    }
    painter.setFont(tatara::ui::font(TextRole::Caption));
    painter.drawText(text, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(hint, Qt::ElideRight, static_cast<int>(text.width())));
  }
}

void ChoiceCards::mousePressEvent(QMouseEvent* event) {
  if (const int index = indexAt(event->position()); index >= 0) {
    setCurrent(m_choices[static_cast<std::size_t>(index)].id);
  }
}

void ChoiceCards::mouseMoveEvent(QMouseEvent* event) {
  m_hovered = indexAt(event->position());
  update();
}

void ChoiceCards::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

void ChoiceCards::step(int by) {
  const int count = static_cast<int>(m_choices.size());
  const auto at = std::ranges::find(m_choices, m_current, &Choice::id);
  int index = at == m_choices.end() ? -by : static_cast<int>(at - m_choices.begin());
  for (int i = 0; i < count; ++i) {
    index = (index + by + count) % count;
    if (m_choices[static_cast<std::size_t>(index)].locked.isEmpty()) {
      setCurrent(m_choices[static_cast<std::size_t>(index)].id);
      return;
    }
  }
}

void ChoiceCards::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up) {
    step(event->key() == Qt::Key_Down ? 1 : -1);
    return;
  }
  QWidget::keyPressEvent(event);
}

bool ChoiceCards::event(QEvent* event) {
  if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const int index = indexAt(help->pos());
    if (index >= 0) {
      const Choice& choice = m_choices[static_cast<std::size_t>(index)];
      QToolTip::showText(help->globalPos(), tipText(choice.locked.isEmpty() ? choice.hint : choice.locked),
                         this);
    }
    return true;
  }
  return QWidget::event(event);
}

}  // namespace tatara::ui
