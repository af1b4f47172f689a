#include "ui/activity/act_list.h"

#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QContextMenuEvent>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include "ui/base/icon.h"
#include "ui/base/metrics.h"
#include "ui/base/theme.h"
#include "ui/base/time_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"
#include "ui/widget/avatar.h"

namespace tatara::ui {
namespace {

constexpr int kActRow = 36;
constexpr int kDayRow = 28;
constexpr int kTimeWidth = 44;
constexpr int kPersonLeft = kCardPadding + kTimeWidth + kAvatar + 18;

// From left to right, each in its font and colour, until there is no room left.
class Run {
 public:
  Run(QPainter& painter, const QRect& rect) : m_painter(painter), m_rect(rect), m_x(rect.left()) {}
  void add(const QString& text, TextRole role, const QColor& color) {
    const int room = m_rect.right() - m_x;
    if (text.isEmpty() || room <= 0) {
      return;
    }
    m_painter.setFont(tatara::ui::font(role));
    m_painter.setPen(color);
    const QFontMetrics metrics = m_painter.fontMetrics();
    m_painter.drawText(QRect(m_x, m_rect.top(), room, m_rect.height()), Qt::AlignLeft | Qt::AlignVCenter,
                       metrics.elidedText(text, Qt::ElideRight, room));
    m_x += std::min(room, metrics.horizontalAdvance(text));
  }
  void skip(int pixels) { m_x += pixels; }

 private:
  QPainter& m_painter;
  QRect m_rect;
  int m_x;
};

int advance(TextRole role, const QString& text) {
  return QFontMetrics(tatara::ui::font(role)).horizontalAdvance(text);
}

}  // namespace

ActList::ActList(QWidget* parent) : QAbstractScrollArea(parent) {
  setFrameShape(QFrame::NoFrame);
  setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  setFocusPolicy(Qt::StrongFocus);
  viewport()->setMouseTracking(true);
  setAccessibleName(tr("Entries"));
  connect(verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
    if (value >= verticalScrollBar()->maximum() - viewport()->height()) {
      Q_EMIT endSeen();
    }
  });
}

void ActList::show(std::vector<registry::Act> acts, Timestamp now) {
  const auto before = current();
  m_acts = std::move(acts);
  m_now = now;
  m_hovered = -1;
  const auto kept = before ? std::ranges::find(m_acts, *before, &registry::Act::id) : m_acts.end();
  m_current = kept == m_acts.end() ? -1 : static_cast<int>(kept - m_acts.begin());
  m_lines.clear();
  m_tops.clear();
  m_height = 0;
  QString day;
  for (const registry::Act& act : m_acts) {
    if (const QString of = isoTimeText(act.at).left(10); of != day) {
      day = of;
      const QString today = isoTimeText(now).left(10);
      const QString words = longDateText(act.at);
      m_lines.push_back({m_height, -1, of == today ? tr("Today, %1").arg(words) : words});
      m_height += kDayRow;
    }
    m_tops.push_back(m_height);
    m_lines.push_back({m_height, static_cast<int>(m_tops.size()) - 1, {}});
    m_height += kActRow;
  }
  arrange();
  tellItemsChanged(this);
}

void ActList::arrange() {
  QScrollBar* bar = verticalScrollBar();
  bar->setRange(0, std::max(0, m_height - viewport()->height()));
  bar->setPageStep(viewport()->height());
  bar->setSingleStep(kActRow);
  viewport()->update();
}

void ActList::resizeEvent(QResizeEvent*) {
  arrange();
}

std::optional<std::int64_t> ActList::current() const {
  return m_current < 0 ? std::nullopt : std::optional(m_acts[static_cast<std::size_t>(m_current)].id);
}

void ActList::setCurrent(std::int64_t entry) {
  const auto found = std::ranges::find(m_acts, entry, &registry::Act::id);
  if (found != m_acts.end()) {
    choose(static_cast<int>(found - m_acts.begin()));
  }
}

void ActList::choose(int item) {
  if (item < 0 || item >= itemCount()) {
    return;
  }
  const int top = m_tops[static_cast<std::size_t>(item)];
  const int header = item == 0 ? kDayRow : 0;  // the first one shows its day
  QScrollBar* bar = verticalScrollBar();
  bar->setValue(std::clamp(bar->value(), top + kActRow - viewport()->height(), top - header));
  viewport()->update();
  if (item != m_current) {
    m_current = item;
    tellCurrentItem(this);
    Q_EMIT chosenChanged();
  }
}

QString ActList::lineText(int item) const {
  const registry::Act& act = m_acts[static_cast<std::size_t>(item)];
  const ActWords words = actWords(act);
  QStringList parts{isoTimeText(act.at), fromUtf8(act.actor), words.sentence()};
  for (const QString& more : {words.change, words.reason}) {
    if (!more.isEmpty()) {
      parts << more;
    }
  }
  return parts.join(QLatin1Char('\t'));
}

QString ActList::itemName(int item) const {
  return lineText(item).replace(QLatin1Char('\t'), QLatin1Char(' '));
}

QRect ActList::itemRect(int item) const {
  const QRect rect(0, m_tops[static_cast<std::size_t>(item)] - verticalScrollBar()->value(),
                   viewport()->width(), kActRow);
  return rect.intersects(viewport()->rect()) ? rect : QRect();
}

void ActList::pressItem(int item) {
  choose(item);
}

void ActList::open(int item, bool newWindow) {
  if (item >= 0 && item < itemCount()) {
    if (const auto route = routeOf(m_acts[static_cast<std::size_t>(item)].object)) {
      Q_EMIT opened(*route, newWindow);
    }
  }
}

int ActList::itemAt(int y) const {
  const int at = y + verticalScrollBar()->value();
  const auto next = std::ranges::upper_bound(m_tops, at);
  const int item = static_cast<int>(next - m_tops.begin()) - 1;
  return item >= 0 && at < m_tops[static_cast<std::size_t>(item)] + kActRow ? item : -1;
}

QRect ActList::linkRect(int item) const {
  const registry::Act& act = m_acts[static_cast<std::size_t>(item)];
  const ActWords words = actWords(act);
  if (words.object.isEmpty() || !routeOf(act.object)) {
    return {};
  }
  const int left = kPersonLeft + advance(TextRole::CellStrong, fromUtf8(act.actor)) + 5 +
                   advance(TextRole::Cell, words.before);
  return {left, m_tops[static_cast<std::size_t>(item)] - verticalScrollBar()->value(),
          advance(TextRole::CellMedium, words.object), kActRow};
}

void ActList::paintSentence(QPainter& painter, const QRect& rect, int item) const {
  const Colors& c = colors();
  const registry::Act& act = m_acts[static_cast<std::size_t>(item)];
  const ActWords words = actWords(act);
  const bool link = !words.object.isEmpty() && routeOf(act.object).has_value();
  Run run(painter, rect);
  run.add(fromUtf8(act.actor), TextRole::CellStrong, c.tx1);
  run.skip(5);
  run.add(words.before, TextRole::Cell, c.tx2);
  run.add(words.object, TextRole::CellMedium, link ? c.acctx : c.tx1);
  run.add(words.after, TextRole::Cell, c.tx2);
  run.skip(10);
  run.add(words.change, TextRole::Cell, c.tx3);
  if (!words.reason.isEmpty()) {
    run.add((words.change.isEmpty() ? QString() : QStringLiteral(" · ")) + tr("“%1”").arg(words.reason),
            TextRole::Cell, c.tx3);
  }
}

void ActList::paintRow(QPainter& painter, const QRect& rect, int item) const {
  const Colors& c = colors();
  const registry::Act& act = m_acts[static_cast<std::size_t>(item)];
  if (item == m_current || item == m_hovered) {
    painter.fillRect(rect, item == m_current ? c.sel : c.bg2);
  }
  painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), c.line);
  painter.setFont(tatara::ui::font(TextRole::Cell));
  painter.setPen(c.tx3);
  drawTabular(painter, QRect(kCardPadding, rect.top(), kTimeWidth, rect.height()),
              Qt::AlignLeft | Qt::AlignVCenter, clockText(act.at));
  paintAvatar(painter,
              QRectF(kCardPadding + kTimeWidth + 8, rect.center().y() - kAvatar / 2 + 1, kAvatar, kAvatar),
              fromUtf8(act.actor));
  const QString seal = !act.signature.empty() ? tr("signed") : act.digest ? QString() : tr("not sealed");
  int right = rect.right() - kCardPadding;
  if (!seal.isEmpty()) {
    const ColorRole color = act.signature.empty() ? &Colors::warn : &Colors::ok;
    const int wide = advance(TextRole::Caption, seal);
    painter.setFont(tatara::ui::font(TextRole::Caption));
    painter.setPen(c.*color);
    painter.drawText(QRect(right - wide, rect.top(), wide + 1, rect.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, seal);
    drawIcon(painter, act.signature.empty() ? QStringLiteral("warning") : QStringLiteral("key"),
             QRectF(right - wide - 17, rect.center().y() - 6, 13, 13), c.*color);
    right -= wide + 26;
  }
  paintSentence(painter, QRect(kPersonLeft, rect.top(), right - kPersonLeft, rect.height()), item);
  if (hasFocus() && item == m_current) {
    painter.setPen(QPen(c.acctx, 2));
    painter.setBrush(Qt::NoBrush);
    painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -3), kBadgeRadius, kBadgeRadius);
  }
}

void ActList::paintEvent(QPaintEvent*) {
  const Colors& c = colors();
  QPainter painter(viewport());
  painter.setRenderHint(QPainter::Antialiasing);
  painter.fillRect(viewport()->rect(), c.bg1);
  const int from = verticalScrollBar()->value();
  auto line = std::ranges::upper_bound(m_lines, from, {}, &Line::top);
  line = line == m_lines.begin() ? line : line - 1;
  for (; line != m_lines.end() && line->top < from + viewport()->height(); ++line) {
    const int top = line->top - from;
    if (line->act >= 0) {
      paintRow(painter, QRect(0, top, viewport()->width(), kActRow), line->act);
      continue;
    }
    const QRect rect(0, top, viewport()->width(), kDayRow);
    painter.fillRect(rect, c.bg2);
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), c.line);
    painter.setFont(tatara::ui::font(TextRole::Header));
    painter.setPen(c.tx3);
    painter.drawText(rect.adjusted(kCardPadding, 0, -kCardPadding, 0), Qt::AlignLeft | Qt::AlignVCenter,
                     line->day);
  }
}

void ActList::mousePressEvent(QMouseEvent* event) {
  const int item = itemAt(event->pos().y());
  if (event->button() == Qt::LeftButton && item >= 0) {
    choose(item);
    if (linkRect(item).contains(event->pos())) {
      open(item, event->modifiers() & Qt::ControlModifier);
    }
  }
}

void ActList::mouseDoubleClickEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton) {
    open(itemAt(event->pos().y()), event->modifiers() & Qt::ControlModifier);
  }
}

void ActList::mouseMoveEvent(QMouseEvent* event) {
  const int item = itemAt(event->pos().y());
  const bool over = item >= 0 && linkRect(item).contains(event->pos());
  if (item != m_hovered || over != m_overLink) {
    m_hovered = item;
    m_overLink = over;
    over ? viewport()->setCursor(Qt::PointingHandCursor) : viewport()->unsetCursor();
    viewport()->update();
  }
}

void ActList::contextMenuEvent(QContextMenuEvent* event) {
  const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
  const int item = byKey ? m_current : itemAt(event->pos().y());
  if (item >= 0) {
    choose(item);
    Q_EMIT menuRequested(byKey ? viewport()->mapToGlobal(itemRect(item).bottomLeft()) : event->globalPos());
  }
}

bool ActList::viewportEvent(QEvent* event) {
  if (event->type() == QEvent::Leave && m_hovered >= 0) {
    m_hovered = -1;
    m_overLink = false;
    viewport()->update();
  } else if (event->type() == QEvent::ToolTip) {
    const auto* help = static_cast<QHelpEvent*>(event);
    const int item = itemAt(help->pos().y());
    item < 0 ? QToolTip::hideText()
             : QToolTip::showText(help->globalPos(),
                                  tipText(lineText(item).replace(QLatin1Char('\t'), QLatin1Char('\n'))),
                                  viewport());
    return true;
  }
  return QAbstractScrollArea::viewportEvent(event);
}

void ActList::keyPressEvent(QKeyEvent* event) {
  const int page = std::max(1, viewport()->height() / kActRow - 1);
  const int last = itemCount() - 1;
  const auto go = [&](int item) { choose(std::clamp(item, 0, std::max(0, last))); };
  if (event->matches(QKeySequence::Copy) && m_current >= 0) {
    QApplication::clipboard()->setText(lineText(m_current));
    return;
  }
  switch (event->key()) {
    case Qt::Key_Down:
    case Qt::Key_J:
      return go(m_current + 1);
    case Qt::Key_Up:
    case Qt::Key_K:
      return go(m_current - 1);
    case Qt::Key_PageDown:
      return go(m_current + page);
    case Qt::Key_PageUp:
      return go(m_current - page);
    case Qt::Key_Home:
      return go(0);
    case Qt::Key_End:
      return go(last);
    case Qt::Key_Return:
    case Qt::Key_Enter:
      return open(m_current, event->modifiers() & Qt::ControlModifier);
    default:
      QAbstractScrollArea::keyPressEvent(event);
  }
}

void ActList::focusInEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusInEvent(event);
  viewport()->update();
}

void ActList::focusOutEvent(QFocusEvent* event) {
  QAbstractScrollArea::focusOutEvent(event);
  viewport()->update();
}

}  // namespace tatara::ui
