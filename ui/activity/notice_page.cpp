#include "ui/activity/notice_page.h"

#include <QCheckBox>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "ui/base/metrics.h"
#include "ui/base/time_text.h"
#include "ui/shell/preferences.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"

namespace tatara::ui {
namespace {

constexpr int kRulesWidth = 372;

}  // namespace

NoticePage::NoticePage(NotificationList& list, Preferences& preferences, QWidget* parent)
    : QWidget(parent), m_list(list), m_preferences(preferences) {
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(kCardGap);
  auto* card = new Card(tr("Notifications"), this);
  card->setSubtitle(tr("since this workspace was opened"));
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->viewport()->setAutoFillBackground(false);
  auto* content = new QWidget;
  m_column = new QVBoxLayout(content);
  m_column->setContentsMargins(kCardPadding, 4, kCardPadding, kCardPadding);
  scroll->setWidget(content);
  content->setAutoFillBackground(false);  // setWidget() turns it on
  card->setContent(scroll);
  row->addWidget(card, 1);
  row->addWidget(makeRules());
  connect(&list, &NotificationList::changed, this, &NoticePage::refresh);
  refresh();
}

QWidget* NoticePage::makeRules() {
  auto* card = new Card(tr("The bell tells of"), this);
  card->setFixedWidth(kRulesWidth);
  auto* rules = new QWidget;
  auto* column = new QVBoxLayout(rules);
  column->setContentsMargins(kCardPadding, 0, kCardPadding, kCardPadding);
  column->setSpacing(8);
  struct Rule {
    QString text;
    bool (Preferences::*get)() const;
    void (Preferences::*set)(bool);
  };
  for (const Rule& rule :
       {Rule{tr("Runs that fail"), &Preferences::notifyFailedRuns, &Preferences::setNotifyFailedRuns},
        Rule{tr("Runs that finish or are stopped"), &Preferences::notifyFinishedRuns,
             &Preferences::setNotifyFinishedRuns},
        Rule{tr("Tasks that end"), &Preferences::notifyTasks, &Preferences::setNotifyTasks}}) {
    auto* box = new QCheckBox(rule.text);
    box->setChecked((m_preferences.*rule.get)());
    connect(box, &QCheckBox::toggled, this, [this, set = rule.set](bool on) { (m_preferences.*set)(on); });
    column->addWidget(box);
  }
  auto* note = new Label(
      tr("From the next event on. Nothing leaves this machine, and nothing pops up over other windows."),
      TextRole::Cell, &Colors::tx3);
  note->setOverflow(Overflow::Wrap);
  column->addWidget(note);
  column->addStretch(1);
  card->setContent(rules);
  return card;
}

QWidget* NoticePage::makeNotice(const Notification& notice) {
  auto* line = new QWidget;
  auto* row = new QHBoxLayout(line);
  row->setContentsMargins(0, 6, 0, 6);
  row->setSpacing(10);
  row->addWidget(new Badge(notice.tone), 0, Qt::AlignTop);
  auto* texts = new QVBoxLayout;
  texts->setSpacing(1);
  auto* title = new Label(notice.text, TextRole::CellMedium);
  title->setOverflow(Overflow::Wrap);
  texts->addWidget(title);
  const QString when = isoTimeText(notice.time);
  auto* detail =
      new Label(notice.detail.isEmpty() ? when : QStringLiteral("%1 · %2").arg(notice.detail, when),
                TextRole::Caption, &Colors::tx3);
  detail->setOverflow(Overflow::Wrap);
  texts->addWidget(detail);
  row->addLayout(texts, 1);
  if (notice.open || notice.route) {
    QPushButton* open = makeButton(tr("Open"), {}, ButtonKind::Link);
    setControlSize(*open, ControlSize::Small);
    connect(open, &QPushButton::clicked, this, [this, act = notice.open, route = notice.route] {
      if (route) {
        Q_EMIT routeAsked(*route);
      } else {
        act();
      }
    });
    row->addWidget(open, 0, Qt::AlignTop);
  }
  return line;
}

void NoticePage::refresh() {
  auto* notices = new QWidget;
  auto* column = new QVBoxLayout(notices);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  for (const Notification& notice : m_list.all()) {
    column->addWidget(makeNotice(notice));
    column->addWidget(makeLine(Qt::Horizontal));
  }
  if (m_list.all().empty()) {
    column->addWidget(new EmptyState(QStringLiteral("notifications"), tr("Nothing has happened yet"),
                                     tr("Tasks that end and runs that fail are told of here")));
  }
  column->addStretch(1);
  if (m_notices) {
    m_notices->deleteLater();
  }
  m_notices = notices;
  m_column->addWidget(notices);
  if (isVisible()) {
    m_list.markRead();
  }
}

void NoticePage::showEvent(QShowEvent* event) {
  QWidget::showEvent(event);
  m_list.markRead();
}

}  // namespace tatara::ui
