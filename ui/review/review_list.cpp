#include "ui/review/review_list.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/model/text_grid.h"
#include "ui/review/internal/review_text.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"

namespace tatara::ui {
namespace {

TextCell timeCell(Timestamp at, Timestamp now) {
  TextCell cell = TextCell::value(timeText(at, now), static_cast<double>(toUnixMillis(at)), isoTimeText(at));
  cell.cell.tip = isoTimeText(at);
  return cell;
}

}  // namespace

ReviewList::ReviewList(QWidget* parent)
    : QWidget(parent),
      m_count(new Label({}, TextRole::Body, &Colors::tx3)),
      m_set(new SegmentedControl),
      m_stack(new QStackedWidget),
      m_grid(new TextGrid(tr("Reviews"))) {
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(kPanelMargin, 0, kPanelMargin, kPanelMargin);
  whole->setSpacing(0);
  auto* header = new QWidget(this);
  header->setFixedHeight(kPanelHeaderHeight);
  auto* bar = new QHBoxLayout(header);
  bar->setContentsMargins(0, 0, 0, 0);
  bar->setSpacing(10);
  bar->addWidget(new Label(tr("Reviews"), TextRole::PanelTitle));
  bar->addWidget(m_count, 1);
  m_set->addSegment(tr("Waiting for me"));
  m_set->addSegment(tr("Under way"));
  m_set->addSegment(tr("All"));
  m_set->setCurrent(1);
  bar->addWidget(m_set);
  whole->addWidget(header);
  auto* card = new Card;
  card->setContent(m_grid);
  m_stack->addWidget(card);
  m_stack->addWidget(new EmptyState(QStringLiteral("gates"), tr("No review here"),
                                    tr("A review is asked for from a model's version; it gathers the "
                                       "evidence and waits for others to decide"),
                                    {{tr("Open models"), QStringLiteral("models"), ButtonKind::Primary,
                                      [this] { Q_EMIT modelsAsked(); }}}));
  whole->addWidget(m_stack, 1);
  connect(m_set, &SegmentedControl::currentChanged, this, &ReviewList::setChanged);
  connect(m_grid, &TextGrid::activated, this,
          [this](RowId row, bool newWindow) { Q_EMIT opened(row, newWindow); });
}

ReviewSet ReviewList::set() const {
  return static_cast<ReviewSet>(m_set->current());
}

void ReviewList::paintEvent(QPaintEvent*) {
  QPainter(this).fillRect(rect(), colors().bg0);
}

void ReviewList::show(const ReviewLines& lines, Timestamp now) {
  m_count->setText(tr("%1 waiting for you").arg(countText(lines.waiting)));
  std::vector<TextRow> rows;
  for (const registry::ReviewInfo& info : lines.reviews) {
    rows.push_back(
        {info.id.value(),
         {TextCell::value(QString::number(info.id.value()), static_cast<double>(info.id.value()),
                          QString::number(info.id.value())),
          TextCell::text(QStringLiteral("%1 v%2").arg(fromUtf8(info.model)).arg(info.version), Tone::Primary),
          TextCell::text(targetText(info.target)), TextCell::text(stateText(info.state), Tone::Primary),
          TextCell::text(info.automated ? tr("%1, automated").arg(fromUtf8(info.requester))
                                        : fromUtf8(info.requester)),
          timeCell(info.opened, now), info.due ? timeCell(*info.due, now) : TextCell::none(),
          TextCell::text(fromUtf8(info.reason))}});
  }
  m_stack->setCurrentIndex(rows.empty() ? 1 : 0);
  m_grid->show({gridColumn("id", tr("No."), 60), gridColumn("version", tr("Version"), 240),
                gridColumn("as", tr("As"), 110), gridColumn("state", tr("State"), 140),
                gridColumn("by", tr("Asked by"), 180), gridColumn("opened", tr("Opened"), 100),
                gridColumn("due", tr("Due"), 90), filling(gridColumn("reason", tr("Reason"), 260))},
               std::move(rows));
}

}  // namespace tatara::ui
