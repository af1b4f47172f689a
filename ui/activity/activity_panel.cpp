#include "ui/activity/activity_panel.h"

#include <algorithm>
#include <functional>

#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "ui/activity/act_list.h"
#include "ui/activity/day_scrubber.h"
#include "ui/activity/entry_card.h"
#include "ui/activity/notice_page.h"
#include "ui/async/store_signals.h"
#include "ui/base/error_text.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/phrase_text.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/command/action_registry.h"
#include "ui/shell/session.h"
#include "ui/widget/badge.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"
#include "ui/widget/task_rows.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

constexpr int kEntryWidth = 372;
constexpr int kJoinMs = 150;

// Keeps what was chosen, if it is still there.
void fill(QComboBox& box, const QString& all, const std::vector<std::string>& choices,
          const std::function<QString(const std::string&)>& textOf) {
  const QString before = box.currentData().toString();
  const QSignalBlocker quiet(box);
  box.clear();
  box.addItem(all, QString());
  for (const std::string& choice : choices) {
    box.addItem(textOf(choice), fromUtf8(choice));
  }
  box.setCurrentIndex(std::max(0, box.findData(before)));
}

}  // namespace

ActivityPanel::ActivityPanel(PanelContext& context, QWidget* parent)
    : Panel(parent),
      m_context(context),
      m_page([this](Result<ActPagePtr> page) { take(std::move(page)); }),
      m_choices([this](Result<ActChoicesPtr> choices) {
        if (choices) {
          showChoices(**choices);
        }
      }),
      m_check([this](Result<registry::ChainReport> report) { showChain(std::move(report)); }),
      m_exportJob([this](Result<std::monostate> done) {
        done ? m_context.toasts.inform(tr("Activity exported"))
             : m_context.toasts.showError(tr("Exporting activity"), done.error());
      }) {
  auto* whole = new QVBoxLayout(this);
  whole->setContentsMargins(kPanelMargin, 0, kPanelMargin, kPanelMargin);
  whole->setSpacing(0);
  whole->addWidget(makeHeader());
  whole->addWidget(makeTabs());
  whole->addWidget(makeLine(Qt::Horizontal, this));
  whole->addSpacing(kCardGap);
  m_pages = new QStackedWidget(this);
  m_pages->addWidget(makeEntries());
  m_pages->addWidget(makeTasks());
  m_notices = new NoticePage(context.session.notifications(), context.preferences, this);
  m_pages->addWidget(m_notices);
  whole->addWidget(m_pages, 1);
  connectParts();
  addActions();
  reload();
  verify();
}

ActivityPanel::~ActivityPanel() = default;

void ActivityPanel::connectParts() {
  connect(m_tabs, &QTabBar::currentChanged, m_pages, &QStackedWidget::setCurrentIndex);
  connect(m_notices, &NoticePage::routeAsked, this,
          [this](const Route& to) { m_context.navigator.open(to); });
  connect(&m_context.tasks, &TaskList::changed, this, &ActivityPanel::showTaskCount);
  showTaskCount();
  m_soon.setSingleShot(true);
  m_soon.setInterval(kJoinMs);
  connect(&m_soon, &QTimer::timeout, this, &ActivityPanel::reload);
  connect(&m_context.changes, &StoreSignals::changed, this, [this](const store::ChangeSet& changes) {
    if (concerns(changes, store::ChangeKind::Act)) {
      m_soon.start();
    }
  });
  connect(m_list, &ActList::chosenChanged, this, &ActivityPanel::showCurrent);
  connect(m_list, &ActList::endSeen, this, &ActivityPanel::loadMore);
  connect(m_list, &ActList::menuRequested, this, &ActivityPanel::openEntryMenu);
  connect(m_list, &ActList::opened, this, [this](const Route& to, bool newWindow) {
    newWindow ? m_context.navigator.openWindow(to) : m_context.navigator.open(to);
  });
  connect(m_entry, &EntryCard::routeAsked, this, [this](const Route& to) { m_context.navigator.open(to); });
}

void ActivityPanel::addActions() {
  const QString group = tr("Activity");
  m_context.actions.add(
      this,
      {QStringLiteral("activity.previousTab"), tr("Previous tab"), group, {}, {Qt::Key_BracketLeft}, [this] {
         stepTab(-1);
       }});
  m_context.actions.add(
      this, {QStringLiteral("activity.nextTab"), tr("Next tab"), group, {}, {Qt::Key_BracketRight}, [this] {
               stepTab(1);
             }});
}

QWidget* ActivityPanel::makeHeader() {
  auto* header = new QWidget(this);
  header->setFixedHeight(kPanelHeaderHeight);
  auto* bar = new QHBoxLayout(header);
  bar->setContentsMargins(0, 0, 0, 0);
  bar->setSpacing(10);
  bar->addWidget(new Label(tr("Activity"), TextRole::PanelTitle, &Colors::tx1, header));
  m_chain = new Badge(BadgeState::Note, tr("Verifying"), header);
  m_verdict = new Label({}, TextRole::Cell, &Colors::tx3, header);
  QPushButton* again = makeButton(tr("Verify again"), QStringLiteral("check"), ButtonKind::Normal, header);
  m_export = makeButton(tr("Export"), QStringLiteral("export"), ButtonKind::Normal, header);
  bar->addWidget(m_chain);
  bar->addWidget(m_verdict, 1);
  bar->addWidget(again);
  bar->addWidget(m_export);
  connect(again, &QPushButton::clicked, this, &ActivityPanel::verify);
  connect(m_export, &QPushButton::clicked, this, &ActivityPanel::openExportMenu);
  return header;
}

QWidget* ActivityPanel::makeTabs() {
  m_tabs = new QTabBar(this);
  m_tabs->setDrawBase(false);
  for (const QString& title : {tr("Entries"), tr("Tasks"), tr("Notifications")}) {
    m_tabs->addTab(title);
  }
  return m_tabs;
}

void ActivityPanel::stepTab(int by) {
  m_tabs->setCurrentIndex((m_tabs->currentIndex() + by + m_tabs->count()) % m_tabs->count());
}

void ActivityPanel::showTaskCount() {
  const int running = m_context.tasks.running();
  m_tabs->setTabText(1, running > 0 ? tr("Tasks, %1 running").arg(running) : tr("Tasks"));
}

QWidget* ActivityPanel::makeEntries() {
  auto* page = new QWidget;
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(makeFilters());
  auto* row = new QHBoxLayout;
  row->setSpacing(kCardGap);
  m_stack = new QStackedWidget(this);
  m_card = new Card({}, this);
  m_list = new ActList;
  auto* inside = new QWidget;
  auto* insideColumn = new QVBoxLayout(inside);
  insideColumn->setContentsMargins(1, kCardRadius / 2, 1, kCardRadius / 2);  // inside the card's corners
  insideColumn->addWidget(m_list);
  m_card->setContent(inside);
  m_stack->addWidget(m_card);
  m_entry = new EntryCard(this);
  m_entry->setFixedWidth(kEntryWidth);
  row->addWidget(m_stack, 1);
  m_days = new DayScrubber(this);
  row->addWidget(m_days);
  connect(m_days, &DayScrubber::dayChosen, this, [this](Timestamp day) { goTo(day); });
  row->addWidget(m_entry);
  column->addLayout(row, 1);
  return page;
}

QWidget* ActivityPanel::makeTasks() {
  constexpr std::size_t kMostTasks = 200;
  auto* card = new Card(tr("Tasks"), this);
  card->setSubtitle(tr("of this workspace: running, and ended in the last 24 hours"));
  QPushButton* clear = makeButton(tr("Clear ended"), {}, ButtonKind::Link);
  card->addTool(clear);
  auto* scroll = new QScrollArea;
  scroll->setWidgetResizable(true);
  scroll->setFrameShape(QFrame::NoFrame);
  scroll->viewport()->setAutoFillBackground(false);
  auto* content = new QWidget;
  auto* column = new QVBoxLayout(content);
  column->setContentsMargins(0, 0, 0, 0);
  column->addWidget(new TaskRows(m_context.tasks, kMostTasks, content));
  column->addStretch(1);
  scroll->setWidget(content);
  content->setAutoFillBackground(false);  // setWidget() turns it on
  card->setContent(scroll);
  connect(clear, &QPushButton::clicked, &m_context.tasks, &TaskList::clearEnded);
  return card;
}

void ActivityPanel::openEntryMenu(QPoint at) {
  const auto current = m_list->current();
  const auto act = current ? std::ranges::find(m_acts, *current, &registry::Act::id) : m_acts.end();
  if (act == m_acts.end()) {
    return;
  }
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  if (const auto route = routeOf(act->object)) {
    menu->addAction(tr("Open"), this, [this, to = *route] { m_context.navigator.open(to); });
    menu->addAction(tr("Open in new window"), this,
                    [this, to = *route] { m_context.navigator.openWindow(to); });
    menu->addSeparator();
  }
  menu->addAction(tr("Copy"), this, [line = m_list->lineText(m_list->currentItem())] {
    QApplication::clipboard()->setText(line);
  });
  menu->addAction(tr("Copy link"), this, [place = ActivityRoute{act->id}] {
    QApplication::clipboard()->setText(QStringLiteral("tatara:") + toText(Route(place)));
  });
  menu->popup(at);
}

QWidget* ActivityPanel::makeFilters() {
  auto* strip = new QWidget(this);
  strip->setFixedHeight(kFilterStripHeight + 6);
  auto* bar = new QHBoxLayout(strip);
  bar->setContentsMargins(0, 0, 0, 6);
  bar->setSpacing(8);
  m_search = new SearchField(tr("Search objects, values and reasons"), strip);
  m_search->setFixedWidth(320);
  m_person = new QComboBox(strip);
  m_verb = new QComboBox(strip);
  m_period = new QComboBox(strip);
  m_person->setAccessibleName(tr("Person"));
  m_verb->setAccessibleName(tr("Act"));
  m_period->setAccessibleName(tr("Period"));
  fill(*m_person, tr("Everybody"), {}, fromUtf8);
  fill(*m_verb, tr("All acts"), {}, verbText);
  for (const auto& [text, days] : {std::pair{tr("Any time"), 0},
                                   {tr("Last 24 hours"), 1},
                                   {tr("Last 7 days"), 7},
                                   {tr("Last 30 days"), 30}}) {
    m_period->addItem(text, days);
  }
  m_count = new Label({}, TextRole::Cell, &Colors::tx3, strip);
  for (QWidget* part : std::initializer_list<QWidget*>{m_search, m_person, m_verb, m_period}) {
    bar->addWidget(part);
  }
  m_back = new Chip({}, strip);
  m_back->hide();
  connect(m_back, &Chip::removed, this, [this] { goTo({}); });
  bar->addWidget(m_back);
  bar->addWidget(m_count, 1);
  connect(m_search, &QLineEdit::textChanged, this, [this] { m_soon.start(); });
  for (QComboBox* box : {m_person, m_verb, m_period}) {
    connect(box, &QComboBox::currentIndexChanged, this, [this] { reload(); });
  }
  return strip;
}

void ActivityPanel::open(const Route& route) {
  m_place = std::get<ActivityRoute>(route);
  if (m_place.entry) {
    m_tabs->setCurrentIndex(0);
    m_list->setCurrent(*m_place.entry);
  }
  Q_EMIT placeChanged();
}

QWidget* ActivityPanel::filterField() {
  return m_search;
}

bool ActivityPanel::settled() const {
  return m_loaded && !m_soon.isActive() && !m_page.running() && !m_check.running() && !m_choices.running();
}

registry::ActFilter ActivityPanel::filter() const {
  registry::ActFilter filter;
  filter.person = m_person->currentData().toString().toStdString();
  filter.verb = m_verb->currentData().toString().toStdString();
  filter.text = m_search->text().trimmed().toStdString();
  if (const int days = m_period->currentData().toInt(); days > 0) {
    filter.from = m_context.store->clock().now() - std::chrono::hours(24 * days);
  }
  if (m_from) {
    filter.to = *m_from + std::chrono::hours(24);
  }
  return filter;
}

void ActivityPanel::goTo(std::optional<Timestamp> day) {
  m_from = day;
  m_back->setVisible(day.has_value());
  m_back->setText(day ? tr("%1 and before").arg(dayText(*day)) : QString());
  m_place.entry.reset();
  m_toNewest = true;
  reload();
}

void ActivityPanel::reload() {
  m_page.start([store = m_context.store, filter = filter()](std::stop_token stop) {
    return loadActPage(*store, filter, 0, stop);
  });
  m_choices.start([store = m_context.store, filter = filter()](std::stop_token stop) {
    return loadActChoices(*store, filter, stop);
  });
}

void ActivityPanel::loadMore() {
  if (m_more && !m_page.running() && !m_acts.empty()) {
    m_page.start([store = m_context.store, filter = filter(), before = m_acts.back().id](
                     std::stop_token stop) { return loadActPage(*store, filter, before, stop); });
  }
}

void ActivityPanel::take(Result<ActPagePtr> page) {
  m_loaded = true;
  if (m_state) {
    m_stack->removeWidget(m_state);
    m_state->deleteLater();
    m_state = nullptr;
  }
  if (!page) {
    m_state = new ErrorState(page.error(), [this] { reload(); });
    m_stack->addWidget(m_state);
    m_stack->setCurrentWidget(m_state);
    return;
  }
  if ((*page)->fresh) {
    m_acts.clear();
  }
  m_acts.insert(m_acts.end(), (*page)->acts.begin(), (*page)->acts.end());
  m_more = (*page)->more;
  m_count->setText(m_more ? tr("the newest %1").arg(countText(static_cast<std::int64_t>(m_acts.size())))
                          : tr("%n entries", nullptr, static_cast<int>(m_acts.size())));
  if (m_acts.empty()) {
    m_state = new EmptyState(QStringLiteral("activity"), tr("No entry matches"),
                             tr("Acts on models, versions, aliases and reviews are recorded here"));
    m_stack->addWidget(m_state);
    m_stack->setCurrentWidget(m_state);
    m_entry->showNothing();
    return;
  }
  m_stack->setCurrentWidget(m_card);
  showRows();
}

void ActivityPanel::showRows() {
  m_list->show(m_acts, m_context.store->clock().now());
  if (m_place.entry) {
    m_list->setCurrent(*m_place.entry);
  } else if (m_toNewest || !m_list->current()) {
    m_list->setCurrent(m_acts.front().id);
  }
  m_toNewest = false;
  showCurrent();
}

void ActivityPanel::showCurrent() {
  const auto current = m_list->current();
  const auto act = current ? std::ranges::find(m_acts, *current, &registry::Act::id) : m_acts.end();
  if (act == m_acts.end()) {
    return;
  }
  m_entry->show(*act);
  if (m_place.entry && *m_place.entry != act->id) {
    m_place.entry = act->id;
    Q_EMIT placeChanged();
  }
}

void ActivityPanel::showChoices(const ActChoices& choices) {
  fill(*m_person, tr("Everybody"), choices.people, fromUtf8);
  fill(*m_verb, tr("All acts"), choices.verbs, verbText);
  m_days->show(choices.days, m_from);
}

void ActivityPanel::verify() {
  m_chain->setState(BadgeState::Running, tr("Verifying"));
  m_verdict->setText({});
  m_check.start([store = m_context.store](std::stop_token stop) { return checkChain(*store, stop); });
}

void ActivityPanel::showChain(Result<registry::ChainReport> report) {
  if (!report) {
    m_chain->setState(BadgeState::Warning, tr("Not verified"));
    m_verdict->setText(messageText(report.error()));
    return;
  }
  m_chain->setState(report->sound() ? BadgeState::Ok : BadgeState::Alert,
                    report->sound() ? tr("Verified") : tr("Broken"));
  m_verdict->setText(phraseText(report->sentence()));
  m_entry->setChain(report->sound() ? tr("The chain is verified to entry %1").arg(countText(report->entries))
                                    : tr("The chain is broken at entry %1").arg(countText(report->broken)));
  showCurrent();
}

void ActivityPanel::openExportMenu() {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  menu->addAction(tr("Entries shown, as CSV…"), this, [this] { exportTo(false); });
  menu->addAction(tr("The whole chain, verifiable by anyone…"), this, [this] { exportTo(true); });
  menu->popup(m_export->mapToGlobal(QPoint(0, m_export->height() + 2)));
}

void ActivityPanel::exportTo(bool wholeChain) {
  const QString file = QFileDialog::getSaveFileName(
      this, tr("Export activity"), wholeChain ? QStringLiteral("audit.txt") : QStringLiteral("activity.csv"));
  if (file.isEmpty()) {
    return;
  }
  m_exportJob.start([store = m_context.store, filter = filter(), wholeChain,
                     file = file.toStdString()](std::stop_token stop) -> Result<std::monostate> {
    TATARA_TRY(wholeChain ? writeChain(*store, file, stop) : writeActs(*store, filter, file, stop));
    return std::monostate{};
  });
}

PanelInfo activityPanel() {
  PanelInfo info;
  info.id = QStringLiteral("activity");
  info.title = ActivityPanel::tr("Activity");
  info.icon = QStringLiteral("activity");
  info.start = ActivityRoute{};
  info.accepts = [](const Route& route) { return std::holds_alternative<ActivityRoute>(route); };
  info.make = [](PanelContext& context, QWidget* parent) -> Panel* {
    return new ActivityPanel(context, parent);
  };
  return info;
}

}  // namespace tatara::ui
