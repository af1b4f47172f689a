#include "ui/home/home_panel.h"

#include <QFontMetrics>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QStackedLayout>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/async/store_signals.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"
#include "ui/base/utf8.h"
#include "ui/home/home_figures.h"
#include "ui/home/internal/best_chart.h"
#include "ui/home/internal/home_lists.h"
#include "ui/shell/connect_card.h"
#include "ui/shell/preferences.h"
#include "ui/shell/run_draft.h"
#include "ui/widget/card.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/states.h"

namespace tatara::ui {
namespace {

constexpr int kHeaderHeight = 56;
constexpr int kUpperHeight = 314;
constexpr int kLowUpperHeight = 204;  // in windows under 800 px
constexpr int kLowPanel = 728;        // the panel's height in such a window
constexpr int kRightWidth = 532;
constexpr int kBestTools = 200;  // what stands beside the title of the best values, and their gaps
constexpr int kLeastName = 60;
constexpr int kJoinMs = 100;

}  // namespace

HomePanel::HomePanel(PanelContext& context, QWidget* parent)
    : Panel(parent),
      m_context(context),
      m_pages(new QStackedLayout),
      m_load([this](Result<HomeState> state) {
        m_settled = true;
        // What was asked for is answered; what came meanwhile is asked for next.
        m_pending.everything = false;
        m_pending.changes.erase(m_pending.changes.begin(),
                                m_pending.changes.begin() + static_cast<std::ptrdiff_t>(m_asked));
        if (!m_pending.changes.empty()) {
          QMetaObject::invokeMethod(this, &HomePanel::reloadSoon, Qt::QueuedConnection);
        }
        if (state) {
          showState(*state);
        } else {
          showError(state.error());
        }
      }),
      m_liveJob([this](Result<std::optional<LiveError>> live) {
        if (live) {
          m_live = std::move(*live);
          showKpis();
        }
      }) {
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kPanelMargin, 0, kPanelMargin, kWideCardGap);
  column->setSpacing(0);
  buildHeader(column);
  column->addLayout(m_pages, 1);
  m_regions = makeRegions();
  m_pages->addWidget(m_regions);
  m_kpis->setLoading(static_cast<int>(kFigurePlaces));
  readDismissals();
  m_soon.setSingleShot(true);
  m_soon.setInterval(kJoinMs);
  connect(&m_soon, &QTimer::timeout, this, &HomePanel::reload);
  connect(&context.changes, &StoreSignals::changed, this, [this](const store::ChangeSet& changes) {
    m_pending.everything = m_pending.everything || changes.everything;
    m_pending.changes.insert(m_pending.changes.end(), changes.changes.begin(), changes.changes.end());
    reloadSoon();
  });
  m_minute.start(60'000);
  connect(&m_minute, &QTimer::timeout, this, &HomePanel::reload);
  reload();
}

HomePanel::~HomePanel() = default;

void HomePanel::open(const Route&) {}

namespace {

// "model/bikes@champion", "model/bikes/3": where the banner stands.
Route routeOfOverride(const registry::Override& broken) {
  constexpr std::string_view kModel = "model/";
  if (!broken.object.starts_with(kModel)) {
    return ActivityRoute{broken.act};
  }
  const std::string rest = broken.object.substr(kModel.size());
  const std::size_t at = rest.rfind('@');
  const std::size_t slash = rest.rfind('/');
  const std::size_t end = at != std::string::npos ? at : slash;
  return ModelRoute{fromUtf8(rest.substr(0, end)), std::nullopt, {}};
}

}  // namespace

// A version goes to the endpoint of its model, as a canary, or to a new one.
Route HomePanel::routeOf(const Attention& item) {
  if (item.review) {
    return ReviewRoute{item.review->id.value()};
  }
  if (item.offer) {
    return DeploymentsRoute{.endpoint = fromUtf8(item.offer->endpoint),
                            .tab = {},
                            .newModel = fromUtf8(item.offer->model),
                            .newVersion = item.offer->version};
  }
  if (item.overdue) {
    return ModelRoute{fromUtf8(item.overdue->model), std::nullopt, {}};
  }
  if (item.broken) {
    return routeOfOverride(*item.broken);
  }
  return RunRoute{item.run.id, {}};
}

void HomePanel::buildHeader(QVBoxLayout* column) {
  auto* header = new QHBoxLayout;
  header->setContentsMargins(0, 0, 0, 0);
  header->setSpacing(8);
  auto* bar = new QWidget(this);
  bar->setFixedHeight(kHeaderHeight);
  bar->setLayout(header);
  header->addWidget(new Label(tr("Home"), TextRole::PanelTitle, &Colors::tx1, bar), 0, Qt::AlignVCenter);
  m_date = new Label(longDateText(m_context.store->clock().now()), TextRole::Body, &Colors::tx3, bar);
  header->addWidget(m_date, 0, Qt::AlignVCenter);
  header->addStretch(1);
  QPushButton* record =
      makeButton(tr("Connect training code"), QStringLiteral("lineage"), ButtonKind::Normal, bar);
  QPushButton* registerData =
      makeButton(tr("Register data"), QStringLiteral("data"), ButtonKind::Normal, bar);
  QPushButton* compare = makeButton(tr("Compare runs"), QStringLiteral("compare"), ButtonKind::Normal, bar);
  QPushButton* start = makeButton(tr("New run"), QStringLiteral("add"), ButtonKind::Primary, bar);
  start->setEnabled(!m_context.store->readOnly());
  start->setToolTip(m_context.store->readOnly() ? tr("This workspace is read-only") : QString());
  connect(record, &QPushButton::clicked, this, [this] { m_context.navigator.connectTrainingCode(); });
  connect(registerData, &QPushButton::clicked, this, [this] { m_context.navigator.registerData({}); });
  connect(compare, &QPushButton::clicked, this, [this] { m_context.navigator.open(ExperimentsRoute{}); });
  connect(start, &QPushButton::clicked, this, [this] { m_context.navigator.newRun({}); });
  for (QPushButton* button : {record, registerData, compare, start}) {
    header->addWidget(button, 0, Qt::AlignVCenter);
  }
  column->addWidget(bar);
}

void HomePanel::makeAttention(QWidget* page) {
  m_attentionCard = new Card(tr("Needs attention"), page);
  m_attentionCard->setHeaderLine(Card::HeaderLine::Below);
  auto* attention = new QWidget;
  m_attentionPages = new QStackedLayout(attention);
  m_attention = new AttentionList;
  m_attentionPages->addWidget(m_attention);
  m_attentionPages->addWidget(new EmptyState(QStringLiteral("check"), tr("Nothing needs you"),
                                             tr("Runs that fail, and runs that never end, are listed here")));
  m_attentionPages->addWidget(new EmptyState(
      QStringLiteral("bell-off"), tr("Nothing until later"), tr("What you put off comes back by itself"),
      {{tr("Bring it back now"), {}, ButtonKind::Normal, [this] { bringBack(); }}}));
  m_attentionCard->setContent(attention);
  m_attentionCard->setFixedHeight(kUpperHeight);
  m_scope = new SegmentedControl;
  m_scope->setSmall(true);
  m_scope->addSegment(tr("For me"));
  m_scope->addSegment(tr("Whole team"));
  m_scope->setAccessibleName(tr("Whose items"));
  connect(m_scope, &SegmentedControl::currentChanged, this, [this] {
    m_scopeChosen = true;
    showAttention();
  });
  m_attentionCard->addTool(m_scope);
  connect(m_attention, &RowList::activated, this,
          [this](int row) { m_context.navigator.open(routeOf(shownItem(row))); });
  connect(m_attention, &RowList::menuAsked, this, &HomePanel::showAttentionMenu);
}

void HomePanel::makeBest(QWidget* page) {
  m_bestCard = new Card(tr("Best value over time"), page);
  m_period = new SegmentedControl;
  m_period->setSmall(true);
  m_period->addSegment(tr("7 d"));
  m_period->addSegment(tr("30 d"));
  m_period->addSegment(tr("All"));
  m_period->setCurrent(2);
  connect(m_period, &SegmentedControl::currentChanged, this, &HomePanel::showBest);
  m_bestCard->addTool(m_period);
  QToolButton* more = makeIconButton(QStringLiteral("more"), tr("Choose experiment"));
  connect(more, &QToolButton::clicked, this, [this, more] { chooseExperiment(more); });
  m_bestCard->addTool(more);
  m_best = new BestChart;
  connect(m_best, &BestChart::runChosen, this, [this](const track::RunId& run) {
    m_context.navigator.open(RunRoute{run, {}});
  });
  m_bestCard->setContent(m_best);
  m_bestCard->setFixedHeight(kUpperHeight);
  m_bestCard->setFixedWidth(kRightWidth);
}

void HomePanel::makeRecent(QWidget* page) {
  m_recentCard = new Card(tr("Recent runs"), page);
  QPushButton* all = makeButton(tr("All runs"), {}, ButtonKind::Link);
  connect(all, &QPushButton::clicked, this, [this] { m_context.navigator.open(ExperimentsRoute{}); });
  m_recentCard->addTool(all);
  m_recent = new RecentList;
  m_recentCard->setContent(m_recent);
  connect(m_recent, &RowList::activated, this, [this](int row) {
    m_context.navigator.open(RunRoute{m_data.recent[static_cast<std::size_t>(row)].run.id, {}});
  });
  connect(m_recent, &RowList::menuAsked, this, [this](int row, QPoint at) {
    const track::RunId run = m_data.recent[static_cast<std::size_t>(row)].run.id;
    showPlaceMenu(RunRoute{run, {}}, fromUtf8(run.value()), at);
  });
}

void HomePanel::makeExperiments(QWidget* page) {
  m_experimentCard = new Card(tr("Experiments"), page);
  m_experimentCard->setSubtitle(tr("last 14 runs"));
  m_experimentCard->setHeaderLine(Card::HeaderLine::Below);
  m_experimentCard->setFixedWidth(kRightWidth);
  auto* experiments = new QWidget;
  auto* experimentColumn = new QVBoxLayout(experiments);
  experimentColumn->setContentsMargins(0, 0, 0, 0);
  experimentColumn->setSpacing(0);
  m_experiments = new ExperimentList;
  // The rows take the room; what they do not need goes below their legend.
  experimentColumn->addWidget(m_experiments, 1);
  experimentColumn->addWidget(new StateLegend);
  experimentColumn->addStretch(0);
  m_experimentCard->setContent(experiments);
  connect(m_experiments, &RowList::activated, this, [this](int row) {
    m_context.navigator.open(ExperimentsRoute{m_data.experiments[static_cast<std::size_t>(row)].id});
  });
  connect(m_experiments, &RowList::menuAsked, this, [this](int row, QPoint at) {
    const track::ExperimentId id = m_data.experiments[static_cast<std::size_t>(row)].id;
    showPlaceMenu(ExperimentsRoute{id}, QString::number(id.value()), at);
  });
}

void HomePanel::makeActivity(QWidget* page) {
  m_activityCard = new Card(tr("Activity"), page);
  m_activityCard->setHeaderLine(Card::HeaderLine::Below);
  m_activityCard->setFixedWidth(kRightWidth);
  QPushButton* acts = makeButton(tr("All activity"), {}, ButtonKind::Link);
  connect(acts, &QPushButton::clicked, this, [this] { m_context.navigator.open(ActivityRoute{}); });
  m_activityCard->addTool(acts);
  m_activity = new ActivityList;
  connect(m_activity, &RowList::activated, this, [this](int row) {
    m_context.navigator.open(ActivityRoute{m_data.acts[static_cast<std::size_t>(row)].id});
  });
  m_activityCard->setContent(m_activity);
  m_activityCard->hide();
}

QWidget* HomePanel::makeRegions() {
  auto* page = new QWidget(this);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(kWideCardGap);
  m_kpis = new KpiStrip(KpiStrip::Size::Home, page);
  m_kpis->setToolTip(tr("Right-click a figure to choose another"));
  connect(m_kpis, &KpiStrip::menuAsked, this, &HomePanel::chooseFigure);
  column->addWidget(m_kpis);

  auto* upper = new QHBoxLayout;
  upper->setSpacing(kWideCardGap);
  makeAttention(page);
  makeBest(page);
  upper->addWidget(m_attentionCard, 1);
  upper->addWidget(m_bestCard);
  column->addLayout(upper);

  auto* lower = new QHBoxLayout;
  lower->setSpacing(kWideCardGap);
  makeRecent(page);
  makeExperiments(page);
  makeActivity(page);
  lower->addWidget(m_recentCard, 1);
  auto* right = new QVBoxLayout;
  right->setSpacing(kWideCardGap);
  right->addWidget(m_experimentCard, 1);
  right->addWidget(m_activityCard, 1);
  lower->addLayout(right);
  column->addLayout(lower, 1);
  return page;
}

QWidget* HomePanel::makeFirstUse() {
  auto* page = new QWidget(this);
  auto* column = new QVBoxLayout(page);
  column->setContentsMargins(0, 0, 0, 0);
  auto* row = new QHBoxLayout;
  row->setSpacing(kWideCardGap);
  column->addLayout(row);
  column->addStretch(1);
  const auto card = [&](const QString& title, const QString& hint) {
    auto* made = new Card(title, page);
    auto* content = new QWidget;
    auto* inside = new QVBoxLayout(content);
    inside->setContentsMargins(kCardPadding, 2, kCardPadding, 16);
    inside->setSpacing(12);
    auto* label = new Label(hint, TextRole::Body, &Colors::tx2);
    label->setOverflow(Overflow::Wrap);
    inside->addWidget(label);
    made->setContent(content);
    row->addWidget(made, 1);
    return inside;
  };
  QVBoxLayout* record =
      card(tr("1  Record a run"), tr("Any script that logs with MLflow needs two lines more. Its "
                                     "curves grow here while it trains."));
  record->addWidget(new ConnectCard(m_context.session, m_context.preferences.serverPort()));
  QVBoxLayout* import =
      card(tr("2  Bring runs along"), tr("Choose an mlruns folder or an MLflow database, or drop it "
                                         "onto the window. Runs keep their ids and times."));
  QPushButton* choose = makeButton(tr("Import runs…"), QStringLiteral("import"), ButtonKind::Normal);
  connect(choose, &QPushButton::clicked, this, [this] { m_context.navigator.importRuns(); });
  import->addWidget(choose);
  auto* registering =
      new Label(tr("Data can be looked at before any run: its types, problems and relations."),
                TextRole::Body, &Colors::tx2);
  registering->setOverflow(Overflow::Wrap);
  import->addWidget(registering);
  QPushButton* registerData = makeButton(tr("Register data…"), QStringLiteral("data"), ButtonKind::Normal);
  connect(registerData, &QPushButton::clicked, this, [this] { m_context.navigator.registerData({}); });
  import->addWidget(registerData);
  import->addStretch(1);
  QVBoxLayout* example =
      card(tr("3  Look around"), tr("A workspace with simulated bike rentals, real training runs "
                                    "over them, and a registered model. It takes about a minute "
                                    "to make."));
  QPushButton* open =
      makeButton(tr("Open the example workspace"), QStringLiteral("experiments"), ButtonKind::Normal);
  connect(open, &QPushButton::clicked, this, [this] { m_context.navigator.openExample(); });
  example->addWidget(open);
  example->addStretch(1);
  return page;
}

void HomePanel::reloadSoon() {
  if (isVisible() && !m_load.running() && !m_soon.isActive()) {
    m_soon.start();
  }
}

void HomePanel::showEvent(QShowEvent* event) {
  Panel::showEvent(event);
  if (m_pending.everything || !m_pending.changes.empty()) {
    reloadSoon();
  }
}

void HomePanel::reload() {
  store::ChangeSet changes = m_pending;
  m_asked = m_pending.changes.size();
  std::sort(changes.changes.begin(), changes.changes.end());
  m_load.start([store = m_context.store, table = m_table, changes, chosen = m_chosen](std::stop_token stop) {
    return loadHome(*store, table, changes, chosen, stop);
  });
}

void HomePanel::showState(const HomeState& state) {
  m_table = state.table;
  m_data = state.data;
  const Timestamp now = m_context.store->clock().now();
  m_date->setText(longDateText(now));
  if (m_failure) {
    m_pages->removeWidget(m_failure);
    m_failure->deleteLater();
    m_failure = nullptr;
  }
  if (m_data.runs == 0) {
    if (!m_firstUse) {
      m_firstUse = makeFirstUse();
      m_pages->addWidget(m_firstUse);
    }
    m_pages->setCurrentWidget(m_firstUse);
    return;
  }
  m_pages->setCurrentWidget(m_regions);
  showKpis();
  wantLiveError();
  showAttention();
  m_recent->show(m_data.recent, now);
  m_recentCard->setSubtitle(
      tr("%1 of %2").arg(countText(static_cast<std::int64_t>(m_data.recent.size())), countText(m_data.runs)));
  m_experiments->show(m_data.experiments, now);
  m_experiments->setMaximumHeight(ExperimentList::kRow * static_cast<int>(m_data.experiments.size()));
  showBest();
  showActivity(now);
}

// A low window has less of each region, and no activity.
void HomePanel::resizeEvent(QResizeEvent* event) {
  Panel::resizeEvent(event);
  const int upper = height() < kLowPanel ? kLowUpperHeight : kUpperHeight;
  m_attentionCard->setFixedHeight(upper);
  m_bestCard->setFixedHeight(upper);
  showActivity(m_context.store->clock().now());
}

// Below the experiments, which then take what they need; without an act they take all.
void HomePanel::showActivity(Timestamp now) {
  const bool any = !m_data.acts.empty() && height() >= kLowPanel;
  m_activity->show(m_data.acts, now);
  m_activityCard->setVisible(any);
  const int rows = std::min<int>(4, static_cast<int>(m_data.experiments.size()));
  const int needed = cardHeaderHeight() + rows * ExperimentList::kRow + ExperimentList::kLegendHeight + 3;
  m_experimentCard->setMaximumHeight(any ? needed : QWIDGETSIZE_MAX);
}

void HomePanel::showError(const Error& error) {
  if (m_failure) {
    m_pages->removeWidget(m_failure);
    m_failure->deleteLater();
  }
  m_failure = new ErrorState(
      error, [this] { reload(); }, this);
  m_pages->addWidget(m_failure);
  m_pages->setCurrentWidget(m_failure);
}

void HomePanel::showBest() {
  const BestSeries& best = m_data.best;
  if (best.metric.empty()) {
    m_bestCard->setTitle(tr("Best value over time"));
    m_bestCard->setSubtitle(tr("no metric says yet which way is better"));
    m_best->show({}, std::nullopt, m_context.store->clock().now());
    return;
  }
  const QString title = tr("Best %1 over time").arg(fromUtf8(best.metric));
  m_bestCard->setTitle(title);
  QString meaning =
      best.direction == track::Direction::LowerIsBetter ? tr("lower is better") : tr("higher is better");
  meaning = best.unit.empty() ? meaning : tr("%1, %2").arg(fromUtf8(best.unit), meaning);
  // Whose runs these are stands first; the words that say what is good give way, and stand in the tooltip.
  const QFontMetrics body(tatara::ui::font(TextRole::Body));
  const int room =
      kRightWidth - kBestTools - QFontMetrics(tatara::ui::font(TextRole::CardTitle)).horizontalAdvance(title);
  const QString name = fromUtf8(best.experimentName);
  const QString both = tr("%1 · %2").arg(name, meaning);
  m_bestCard->setSubtitle(body.horizontalAdvance(both) <= room
                              ? both
                              : body.elidedText(name, Qt::ElideMiddle, std::max(room, kLeastName)));
  m_bestCard->setToolTip(tipText(both));
  const Timestamp now = m_context.store->clock().now();
  std::optional<Timestamp> from;
  if (m_period->current() < 2) {
    from = now - std::chrono::hours(m_period->current() == 0 ? 24 * 7 : 24 * 30);
  }
  m_best->show(best, from, now);
}

void HomePanel::chooseExperiment(QWidget* button) {
  auto* menu = new QMenu(this);
  menu->setAttribute(Qt::WA_DeleteOnClose);
  for (const ExperimentRow& row : m_data.experiments) {
    if (!row.best) {
      continue;
    }
    QAction* action = menu->addAction(fromUtf8(row.name));
    action->setCheckable(true);
    action->setChecked(row.id == m_data.best.experiment);
    connect(action, &QAction::triggered, this, [this, id = row.id] {
      m_chosen = id;
      reload();
    });
  }
  menu->popup(button->mapToGlobal(QPoint(0, button->height() + 2)));
}

PanelInfo homePanel() {
  PanelInfo info;
  info.id = QStringLiteral("home");
  info.title = HomePanel::tr("Home");
  info.icon = QStringLiteral("home");
  info.start = HomeRoute{};
  info.accepts = [](const Route& route) { return std::holds_alternative<HomeRoute>(route); };
  info.make = [](PanelContext& context, QWidget* parent) -> Panel* { return new HomePanel(context, parent); };
  return info;
}

}  // namespace tatara::ui
