#include "ui/activity/day_scrubber.h"

#include <algorithm>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/base/theme.h"
#include "ui/base/time_text.h"
#include "ui/base/tip_text.h"

namespace tatara::ui {
namespace {

constexpr int kScrubberWidth = 44;
constexpr int kDayLine = 7;
constexpr int kScrubberTop = 8;

}  // namespace

DayScrubber::DayScrubber(QWidget* parent) : QWidget(parent) {
  setFixedWidth(kScrubberWidth);
  setFocusPolicy(Qt::StrongFocus);
  setCursor(Qt::PointingHandCursor);
  setAccessibleName(tr("Entries by day"));
}

void DayScrubber::show(std::vector<registry::ActDay> days, std::optional<Timestamp> chosen) {
  m_days = std::move(days);
  m_chosen = chosen;
  QStringList texts;
  for (const Line& line : lines()) {
    texts << textOf(line);
  }
  setAccessibleDescription(texts.join(QLatin1Char('\n')));
  setVisible(m_days.size() > 1);
  update();
}

QString DayScrubber::textOf(const Line& line) {
  const QString day = line.newest == line.oldest
                          ? dayText(line.newest)
                          : tr("%1 to %2").arg(dayText(line.oldest), dayText(line.newest));
  return tr("%1: %n entries", nullptr, static_cast<int>(line.acts)).arg(day);
}

std::vector<DayScrubber::Line> DayScrubber::lines() const {
  const std::size_t most = static_cast<std::size_t>(std::max(1, (height() - 2 * kScrubberTop) / kDayLine));
  const std::size_t together = (m_days.size() + most - 1) / most;
  std::vector<Line> all;
  for (std::size_t i = 0; i < m_days.size(); ++i) {
    const registry::ActDay& day = m_days[m_days.size() - 1 - i];
    if (i % together == 0) {
      all.push_back({day.day, day.day, 0});
    }
    all.back().oldest = day.day;
    all.back().acts += day.acts;
  }
  return all;
}

int DayScrubber::chosenLine(const std::vector<Line>& all) const {
  const auto at =
      std::ranges::find_if(all, [&](const Line& line) { return m_chosen && line.oldest <= *m_chosen; });
  return at == all.end() ? 0 : static_cast<int>(at - all.begin());
}

void DayScrubber::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  const Colors& c = colors();
  const std::vector<Line> all = lines();
  std::int64_t most = 1;
  for (const Line& line : all) {
    most = std::max(most, line.acts);
  }
  const int chosen = chosenLine(all);
  for (std::size_t i = 0; i < all.size(); ++i) {
    const int room = width() - 8;
    const int wide = std::max(2, static_cast<int>(room * all[i].acts / most));
    const QRect bar(4, kScrubberTop + static_cast<int>(i) * kDayLine, wide, kDayLine - 2);
    painter.fillRect(bar, static_cast<int>(i) == chosen ? c.acctx : c.bar);
  }
  if (hasFocus()) {
    painter.setPen(c.acctx);
    painter.drawRect(rect().adjusted(0, 0, -1, -1));
  }
}

void DayScrubber::mousePressEvent(QMouseEvent* event) {
  const std::vector<Line> all = lines();
  const int line = (static_cast<int>(event->position().y()) - kScrubberTop) / kDayLine;
  if (event->button() == Qt::LeftButton && line >= 0 && line < static_cast<int>(all.size())) {
    Q_EMIT dayChosen(all[static_cast<std::size_t>(line)].newest);
  }
}

void DayScrubber::keyPressEvent(QKeyEvent* event) {
  const std::vector<Line> all = lines();
  const int by = event->key() == Qt::Key_Down ? 1 : event->key() == Qt::Key_Up ? -1 : 0;
  const int to = chosenLine(all) + by;
  if (by == 0) {
    QWidget::keyPressEvent(event);
  } else if (to >= 0 && to < static_cast<int>(all.size())) {
    Q_EMIT dayChosen(all[static_cast<std::size_t>(to)].newest);
  }
}

bool DayScrubber::event(QEvent* event) {
  if (event->type() != QEvent::ToolTip) {
    return QWidget::event(event);
  }
  const auto* help = static_cast<QHelpEvent*>(event);
  const std::vector<Line> all = lines();
  const int line = (help->pos().y() - kScrubberTop) / kDayLine;
  if (help->pos().y() >= kScrubberTop && line < static_cast<int>(all.size())) {
    QToolTip::showText(help->globalPos(), tipText(textOf(all[static_cast<std::size_t>(line)])), this);
  } else {
    QToolTip::hideText();
  }
  return true;
}

}  // namespace tatara::ui
