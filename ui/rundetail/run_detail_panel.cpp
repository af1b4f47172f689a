#include "ui/rundetail/run_detail_panel.h"

#include <QApplication>
#include <QClipboard>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QToolButton>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/async/store_signals.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/command/action_registry.h"
#include "ui/rundetail/artifacts_page.h"
#include "ui/rundetail/metric_charts.h"
#include "ui/rundetail/overview_page.h"
#include "ui/rundetail/pages.h"
#include "ui/rundetail/run_header.h"
#include "ui/rundetail/run_lineage.h"
#include "ui/rundetail/traces_page.h"
#include "ui/shell/experiment_items.h"
#include "ui/shell/route_pages.h"
#include "ui/shell/selection_hub.h"
#include "ui/shell/session.h"
#include "ui/widget/controls.h"
#include "ui/widget/states.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

// The best run of the largest experiment, on the tabs that show most.
std::vector<Route> tourRoutes(const store::Store& store) {
  const Result<std::optional<track::RunId>> run = findTourRun(store);
  if (!run || !*run) {
    return {};
  }
  return {RunRoute{**run, {}}, RunRoute{**run, QStringLiteral("metrics")},
          RunRoute{**run, QStringLiteral("artifacts")}};
}

}  // namespace

PanelInfo runDetailPanel() {
  return {
      QStringLiteral("run"),
      RunDetailPanel::tr("Experiments"),
      QStringLiteral("experiments"),
      ExperimentsRoute{},
      [](const Route& route) { return std::holds_alternative<RunRoute>(route); },
      [](PanelContext& context, QWidget* parent) -> Panel* { return new RunDetailPanel(context, parent); },
      tourRoutes,
      QStringLiteral("experiments")};
}

RunDetailPanel::RunDetailPanel(PanelContext& context, QWidget* parent)
    : Panel(parent),
      m_context(context),
      m_job([this](Result<RunFactsPtr> facts) { take(std::move(facts)); }),
      m_choices([this](Result<std::vector<BaselineChoice>> choices) { showChoices(std::move(choices)); }),
      m_experimentsJob([this](Result<std::vector<SidebarItem>> items) {
        if (items && *items != m_experiments) {
          m_experiments = std::move(*items);
          Q_EMIT sidebarChanged();
        }
      }) {
  m_header = new RunHeader(this);
  m_tabs = new QTabBar(this);
  m_tabs->setDrawBase(false);
  m_tabs->setExpanding(false);
  m_tabs->setFixedHeight(kTabHeight);
  m_tabs->setFocusPolicy(Qt::StrongFocus);
  m_stack = new QStackedWidget(this);
  m_layout = new QVBoxLayout(this);
  m_layout->setContentsMargins(0, 0, 0, 0);
  m_layout->setSpacing(0);
  m_layout->addWidget(m_header);
  auto* tabs = new QHBoxLayout;
  tabs->setContentsMargins(kPanelMargin - 4, 0, kPanelMargin, 0);
  tabs->addWidget(m_tabs);
  m_layout->addLayout(tabs);
  m_layout->addWidget(makeLine(Qt::Horizontal, this));
  m_layout->addWidget(m_stack, 1);
  makePages();
  addActions();
  connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
    if (index >= 0) {
      m_stack->setCurrentIndex(m_tabs->tabData(index).toInt());
      Q_EMIT placeChanged();
    }
  });
  connect(m_header, &RunHeader::baselineWanted, this, &RunDetailPanel::pickBaseline);
  connect(m_header, &RunHeader::noteWanted, this, &RunDetailPanel::editNote);
  connect(m_header, &RunHeader::stopWanted, this, &RunDetailPanel::stopRun);
  connect(m_header, &RunHeader::reproduceWanted, this, &RunDetailPanel::reproduce);
  connect(m_header, &RunHeader::registerWanted, this, &RunDetailPanel::registerModel);
  connect(m_header, &RunHeader::menuWanted, this, &RunDetailPanel::openMenu);
  connect(&m_context.changes, &StoreSignals::changed, this, &RunDetailPanel::storeChanged);
  connect(&m_context.selection, &SelectionHub::baselineChanged, this, &RunDetailPanel::load);
}

void RunDetailPanel::makePages() {
  m_overview = new OverviewPage(m_context.store);
  m_metrics = new MetricCharts(MetricCharts::Kind::Metrics, m_context.store);
  m_parameters = new ParametersPage;
  m_artifacts = new ArtifactsPage(m_context.store, m_context.toasts, m_context.preferences);
  m_code = new CodePage(m_context.store);
  m_system = new MetricCharts(MetricCharts::Kind::System, m_context.store);
  m_logs = new LogsPage(m_context.store);
  m_traces = new TracesPage(m_context.store);
  for (QWidget* page : std::initializer_list<QWidget*>{m_overview, m_metrics, m_parameters, m_artifacts,
                                                       m_code, m_system, m_logs, m_traces}) {
    m_stack->addWidget(page);
  }
  connect(m_overview, &OverviewPage::parametersWanted, this, [this] { setTab(Tab::Parameters); });
  connect(m_overview, &OverviewPage::fileWanted, this, [this](const QString& name) {
    setTab(Tab::Artifacts);
    m_artifacts->openFile(name);
  });
  connect(m_overview, &OverviewPage::runWanted, this, [this](const track::RunId& run) {
    m_context.navigator.open(RunRoute{run, {}});
  });
}

void RunDetailPanel::addActions() {
  ActionRegistry& actions = m_context.actions;
  const QString group = tr("Run");
  actions.add(this, {QStringLiteral("run.rename"),
                     tr("Rename run…"),
                     group,
                     QStringLiteral("edit"),
                     {QKeySequence(Qt::Key_F2)},
                     [this] { rename(); }});
  actions.add(
      this,
      {QStringLiteral("run.note"), tr("Edit note of run…"), group, QStringLiteral("comment"), {}, [this] {
         editNote();
       }});
  actions.add(this,
              {QStringLiteral("run.tags"), tr("Edit tags of run…"), group, QStringLiteral("tag"), {}, [this] {
                 editTags();
               }});
  actions.add(
      this,
      {QStringLiteral("run.reproduce"), tr("Reproduce run…"), group, QStringLiteral("reproduce"), {}, [this] {
         reproduce();
       }});
  actions.add(this, {QStringLiteral("run.stop"), tr("Stop run…"), group, QStringLiteral("stop"), {}, [this] {
                       stopRun();
                     }});
  actions.add(this, {QStringLiteral("run.nextTab"),
                     tr("Next tab"),
                     group,
                     {},
                     {QKeySequence(Qt::Key_BracketRight)},
                     [this] { stepTab(1); }});
  actions.add(this, {QStringLiteral("run.previousTab"),
                     tr("Previous tab"),
                     group,
                     {},
                     {QKeySequence(Qt::Key_BracketLeft)},
                     [this] { stepTab(-1); }});
  actions.add(
      this,
      {QStringLiteral("run.python"), tr("Copy run as Python"), group, QStringLiteral("copy"), {}, [this] {
         if (m_facts) {
           QApplication::clipboard()->setText(pythonOf(*m_facts, m_context.session.server().address()));
         }
       }});
}

void RunDetailPanel::open(const Route& route) {
  const auto& wanted = std::get<RunRoute>(route);
  m_wantedTab = wanted.tab;
  if (m_run != wanted.run) {
    m_run = wanted.run;
    m_facts = nullptr;
    m_job.cancel();
    m_choices.cancel();  // of the run that was here
    load();
    loadExperiments();
  } else if (m_facts) {
    const auto at = runPages().indexOf(m_wantedTab);
    setTab(static_cast<Tab>(std::max<qsizetype>(at, 0)));
  }
}

Route RunDetailPanel::current() const {
  return RunRoute{m_run, m_facts ? runPages().value(static_cast<int>(tab())) : m_wantedTab};
}

std::vector<Crumb> RunDetailPanel::breadcrumb() const {
  if (!m_facts) {
    return {{fromUtf8(m_run.value()), RunRoute{m_run, {}}}};
  }
  return {{fromUtf8(m_facts->experiment.name), ExperimentsRoute{m_facts->experiment.id}},
          {fromUtf8(m_facts->run.info.name), RunRoute{m_run, {}}}};
}

void RunDetailPanel::load() {
  if (!m_run) {
    return;
  }
  if (m_job.running()) {
    m_again = true;
    return;
  }
  m_again = false;
  m_job.start([store = m_context.store, run = m_run, baseline = m_context.selection.baseline()](
                  std::stop_token stop) { return loadRunFacts(*store, run, baseline, stop); });
}

void RunDetailPanel::loadExperiments() {
  m_experimentsJob.start([store = m_context.store](std::stop_token) { return loadExperimentItems(*store); });
}

RunStyle RunDetailPanel::styleOf(const track::RunId& id) const {
  const int slot = m_context.runSlots.slotOf(id.value());
  return {slot >= 0 ? slot : preferredSlot(id.value()), RunDash::Solid, RunMarker::Circle};
}

void RunDetailPanel::take(Result<RunFactsPtr> facts) {
  delete m_failure;
  m_failure = nullptr;
  if (!facts) {
    if (!m_facts) {
      m_failure = new ErrorState(
          facts.error(), [this] { load(); }, this);
      m_layout->addWidget(m_failure, 1);
      m_stack->hide();
      m_tabs->hide();
      m_header->hide();
    } else {
      m_context.toasts.showError(tr("Reading the run"), facts.error());
    }
    return;
  }
  const bool first = !m_facts;
  m_facts = std::move(*facts);
  m_stack->show();
  m_tabs->show();
  m_header->show();
  const RunStyle style = styleOf(m_facts->run.info.id);
  const RunStyle other = m_facts->baseline ? styleOf(m_facts->baseline->info.id) : RunStyle();
  m_header->setRun(*m_facts, style, m_context.store->clock().now(), m_context.store->readOnly());
  showTabs();
  showBanner();
  m_overview->setRun(m_facts, style);
  m_metrics->setRun(m_facts, style, other);
  m_system->setRun(m_facts, style, other);
  m_parameters->setRun(m_facts);
  m_artifacts->setRun(m_facts);
  m_code->setRun(m_facts);
  m_logs->setRun(m_facts);
  m_traces->setRun(m_facts);
  if (first) {
    const auto at = runPages().indexOf(m_wantedTab);
    setTab(static_cast<Tab>(std::max<qsizetype>(at, 0)));
    Q_EMIT placeChanged();
  }
  if (m_again) {
    load();
  }
}

void RunDetailPanel::showTabs() {
  std::size_t metrics = 0;
  std::size_t system = 0;
  for (const track::MetricSummary& metric : m_facts->run.metrics) {
    ++(isSystemMetric(metric.key) ? system : metrics);
  }
  const std::size_t logs = logFilesOf(*m_facts).size();
  struct Entry {
    Tab tab;
    QString name;
    std::size_t count;
    bool shown;
  };
  const std::vector<Entry> entries{{Tab::Overview, tr("Overview"), 0, true},
                                   {Tab::Metrics, tr("Metrics"), metrics, true},
                                   {Tab::Parameters, tr("Parameters"), m_facts->run.params.size(), true},
                                   {Tab::Artifacts, tr("Artifacts"), m_facts->files.size(), true},
                                   {Tab::Code, tr("Code and environment"), 0, true},
                                   {Tab::System, tr("System"), 0, system > 0},
                                   {Tab::Logs, tr("Logs"), 0, logs > 0},
                                   {Tab::Traces, tr("Traces"), static_cast<std::size_t>(m_facts->traces),
                                    m_facts->traces > 0 || m_facts->experimentTraced}};
  const Tab before = tab();
  const QSignalBlocker quiet(m_tabs);
  while (m_tabs->count() > 0) {
    m_tabs->removeTab(0);
  }
  for (const Entry& entry : entries) {
    if (entry.shown) {
      const QString count = entry.count > 0
                                ? QStringLiteral("  ") + countText(static_cast<std::int64_t>(entry.count))
                                : QString();
      const int index = m_tabs->addTab(entry.name + count);
      m_tabs->setTabData(index, static_cast<int>(entry.tab));
    }
  }
  setTab(before);
}

RunDetailPanel::Tab RunDetailPanel::tab() const {
  return static_cast<Tab>(std::max(m_stack->currentIndex(), 0));
}

void RunDetailPanel::setTab(Tab tab) {
  for (int i = 0; i < m_tabs->count(); ++i) {
    if (m_tabs->tabData(i).toInt() == static_cast<int>(tab)) {
      m_tabs->setCurrentIndex(i);
      m_stack->setCurrentIndex(static_cast<int>(tab));
      return;
    }
  }
  m_stack->setCurrentIndex(0);
}

void RunDetailPanel::stepTab(int by) {
  const int count = m_tabs->count();
  if (count > 0) {
    m_tabs->setCurrentIndex((m_tabs->currentIndex() + by + count) % count);
  }
}

// A failure comes first: what is known of it, and where to look on.
void RunDetailPanel::showBanner() {
  delete m_banner;
  m_banner = nullptr;
  const track::RunInfo& info = m_facts->run.info;
  std::vector<StateAction> actions;
  if (info.lifecycle() == track::Lifecycle::Deleted) {
    if (!m_context.store->readOnly()) {
      actions.push_back({tr("Restore"), QStringLiteral("undo"), ButtonKind::Normal, [this] {
                           write(tr("Restoring the run"), [id = m_run](store::Writer& writer) {
                             return track::restoreRun(writer, id);
                           });
                         }});
    }
    m_banner = new Banner(Banner::Tone::Warning, tr("This run is deleted"), actions, this);
  } else if (info.status == track::RunStatus::Failed || info.status == track::RunStatus::Killed) {
    QString words =
        info.status == track::RunStatus::Failed ? tr("This run failed") : tr("This run was stopped");
    if (info.ended) {
      words += tr(" after %1").arg(durationText(*info.ended - info.started));
    }
    for (const std::string_view key : {"tatara.error", "mlflow.error", "error"}) {
      if (const std::string* cause = findTag(m_facts->run, key)) {
        words += QStringLiteral(": ") + fromUtf8(*cause);
        break;
      }
    }
    if (!logFilesOf(*m_facts).empty()) {
      actions.push_back({tr("Open logs"), {}, ButtonKind::Normal, [this] { setTab(Tab::Logs); }});
    }
    const bool failed = info.status == track::RunStatus::Failed;
    m_banner = new Banner(failed ? Banner::Tone::Error : Banner::Tone::Warning, words, actions, this);
  }
  if (m_banner) {
    m_layout->insertWidget(3, m_banner);
  }
}

void RunDetailPanel::storeChanged(const store::ChangeSet& changes) {
  if (changes.everything || concerns(changes, store::ChangeKind::Experiment)) {
    loadExperiments();
  }
  if (!m_facts) {
    if (m_failure) {
      load();
    }
    return;
  }
  using store::ChangeKind;
  const std::int64_t run = m_facts->run.info.key.value();
  const std::int64_t other = m_facts->baseline ? m_facts->baseline->info.key.value() : run;
  bool concerned =
      changes.everything || concerns(changes, ChangeKind::Experiment, m_facts->experiment.id.value());
  for (const ChangeKind kind : {ChangeKind::Run, ChangeKind::RunParams, ChangeKind::RunTags,
                                ChangeKind::RunMetrics, ChangeKind::RunArtifacts, ChangeKind::RunInputs}) {
    concerned = concerned || concerns(changes, kind, run) || concerns(changes, kind, other);
  }
  concerned = concerned || concerns(changes, ChangeKind::Model);
  if (concerns(changes, store::ChangeKind::Trace)) {
    m_traces->refresh();
    // The first trace of the experiment brings the tab.
    concerned = concerned || !m_facts->experimentTraced;
  }
  if (concerned) {
    load();
  }
}

QWidget* RunDetailPanel::filterField() {
  switch (tab()) {
    case Tab::Metrics:
      return m_metrics->filterField();
    case Tab::System:
      return m_system->filterField();
    case Tab::Parameters:
      return m_parameters->filterField();
    case Tab::Logs:
      return m_logs->filterField();
    case Tab::Traces:
      return m_traces->filterField();
    default:
      return nullptr;
  }
}

bool RunDetailPanel::settled() const {
  if (m_job.running() || m_experimentsJob.running()) {
    return false;
  }
  if (!m_facts) {
    return m_failure != nullptr;
  }
  switch (tab()) {
    case Tab::Overview:
      return m_overview->settled();
    case Tab::Metrics:
      return m_metrics->settled();
    case Tab::System:
      return m_system->settled();
    case Tab::Artifacts:
      return m_artifacts->settled();
    case Tab::Logs:
      return m_logs->settled();
    case Tab::Traces:
      return m_traces->settled();
    case Tab::Code:
      return m_code->settled();
    default:
      return true;
  }
}

}  // namespace tatara::ui
