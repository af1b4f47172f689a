#include "ui/runs/experiments_panel.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSplitter>
#include <QUndoStack>
#include <QVBoxLayout>

#include "core/track/experiments.h"
#include "ui/base/metrics.h"
#include "ui/command/action_registry.h"
#include "ui/curves/overview.h"
#include "ui/runs/comparison_area.h"
#include "ui/runs/filter_area.h"
#include "ui/runs/internal/thumbnail.h"
#include "ui/runs/run_table_card.h"
#include "ui/shell/preferences.h"
#include "ui/shell/saved_view_list.h"
#include "ui/widget/controls.h"
#include "ui/widget/label.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostThumbnails = 600;
constexpr std::size_t kSummarisedFrom = 100'000;  // points: then a column of a thumbnail is several stretches

class ViewCommand final : public QUndoCommand {
 public:
  ViewCommand(ExperimentsPanel* panel, ViewState before, ViewState after, const QString& what)
      : QUndoCommand(what), m_panel(panel), m_before(std::move(before)), m_after(std::move(after)) {}
  void undo() override { apply(m_before); }
  void redo() override { apply(m_after); }

 private:
  void apply(const ViewState& view) {
    if (m_panel != nullptr) {
      m_panel->applyView(view);
    }
  }
  QPointer<ExperimentsPanel> m_panel;
  ViewState m_before;
  ViewState m_after;
};

// A thumbnail of a long series is drawn from the summary that is stored with it.
SeriesCache<Thumbnail>::Direct summarised(std::shared_ptr<store::Store> store) {
  return [store = std::move(store)](const SeriesName& name, const SeriesCache<Thumbnail>::Before&,
                                    std::stop_token stop) -> Result<std::shared_ptr<const Thumbnail>> {
    TATARA_ASSIGN(const auto points, overviewPoints({store, name.run, name.key, XUnit::Step, std::nullopt},
                                                    kSummarisedFrom, stop));
    return points ? makeThumbnail(*points) : nullptr;
  };
}

}  // namespace

ExperimentsPanel::ExperimentsPanel(PanelContext& context, QWidget* parent)
    : Panel(parent),
      m_context(context),
      m_draft([this](Result<RunDraft> draft) { m_context.navigator.newRun(draft ? *draft : RunDraft{}); }),
      m_viewFile([this](Result<ViewFile> file) { takeViewFile(std::move(file)); }),
      m_progressJob([this](Result<ProgressMap> progress) {
        if (progress && *progress != m_progress) {
          m_progress = std::move(*progress);
          updateLooks();
        }
      }),
      m_thumbnails(
          context.store,
          [](const std::string& key, const std::vector<track::RunSeries>& loaded) {
            return makeThumbnail(pointsOf(loaded, key));
          },
          [this] { updateLooks(); }, kMostThumbnails) {
  m_thumbnails.setDirect(summarised(context.store));
  m_feed = new RunFeed(context.store, context.changes, this);
  connect(&context.views, &SavedViewList::changed, this, &ExperimentsPanel::onViewsChanged);
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(kPanelMargin, 0, kPanelMargin, 12);
  column->setSpacing(0);
  buildHeader();
  m_filter = new FilterArea(this);
  column->addWidget(m_filter);
  buildBody();
  connectGrid();
  connectFilter();
  connectHub();
  addActions();
  connect(m_feed, &RunFeed::listed, this, &ExperimentsPanel::onListed);
  connect(m_feed, &RunFeed::colorsLoaded, this, [this](const std::unordered_map<std::string, int>& slots) {
    for (const auto& [run, slot] : slots) {
      m_context.runSlots.recolor(run, slot);
    }
  });
  connect(m_feed, &RunFeed::failed, this, &ExperimentsPanel::onFailed);
  connect(m_feed, &RunFeed::stored, this, [this](const store::ChangeSet& changes) {
    m_thumbnails.invalidate(changes);
    m_comparison->invalidate(changes);
  });
  m_chartTimer.setSingleShot(true);
  m_chartTimer.setInterval(0);
  connect(&m_chartTimer, &QTimer::timeout, this, &ExperimentsPanel::showCharts);
  m_tick.setInterval(1000);
  connect(&m_tick, &QTimer::timeout, this, [this] {
    wantProgress();
    updateLooks();
  });
  m_staleTimer.setSingleShot(true);
  m_staleTimer.setInterval(kSkeletonDelayMs);
  connect(&m_staleTimer, &QTimer::timeout, this, [this] {
    if (m_feed->busy()) {
      m_table->grid().setStale(true);
    }
  });
}

ExperimentsPanel::~ExperimentsPanel() = default;

void ExperimentsPanel::buildHeader() {
  auto* header = new QWidget(this);
  header->setFixedHeight(kPanelHeaderHeight);
  m_title = new Label(tr("Experiments"), TextRole::PanelTitle, &Colors::tx1, header);
  m_count = new Label(QString(), TextRole::Body, &Colors::tx3, header);
  m_count->setTabular(true);
  m_layouts = new SegmentedControl(header);
  m_layouts->addSegment(tr("Table"), QStringLiteral("layout-table"), tr("Only the table (Ctrl+Alt+1)"));
  m_layouts->addSegment(tr("Split"), QStringLiteral("layout-split"), tr("Table and charts (Ctrl+Alt+2)"));
  m_layouts->addSegment(tr("Charts"), QStringLiteral("layout-charts"),
                        tr("Run list and charts (Ctrl+Alt+3)"));
  m_layouts->setAccessibleName(tr("Layout"));
  m_columnsButton = makeButton(tr("Columns"), QStringLiteral("columns"), ButtonKind::Normal, header);
  m_groupButton = makeButton(tr("Group by"), QStringLiteral("layout-table"), ButtonKind::Normal, header);
  m_exportButton = makeButton(tr("Export"), QStringLiteral("export"), ButtonKind::Normal, header);
  m_compareButton = makeButton(tr("Compare"), QStringLiteral("compare"), ButtonKind::Normal, header);
  m_compareButton->setEnabled(false);
  m_newRunButton = makeButton(tr("New run"), QStringLiteral("add"), ButtonKind::Primary, header);
  m_newRunButton->setEnabled(!m_context.store->readOnly());
  auto* row = new QHBoxLayout(header);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(8);
  row->addWidget(m_title);
  row->addWidget(m_count);
  row->addStretch(1);
  for (QWidget* control : std::initializer_list<QWidget*>{m_layouts, m_columnsButton, m_groupButton,
                                                          m_exportButton, m_compareButton, m_newRunButton}) {
    row->addWidget(control);
  }
  layout()->addWidget(header);
  connect(m_layouts, &SegmentedControl::currentChanged, this, [this](int index) {
    if (static_cast<int>(m_view.layout) != index) {
      ViewState view = m_view;
      view.layout = static_cast<RunsLayout>(index);
      applyView(view);
    }
  });
  connect(m_columnsButton, &QPushButton::clicked, this, &ExperimentsPanel::showColumns);
  connect(m_groupButton, &QPushButton::clicked, this, &ExperimentsPanel::showGroupMenu);
  connect(m_exportButton, &QPushButton::clicked, this, &ExperimentsPanel::showExportMenu);
  connect(m_compareButton, &QPushButton::clicked, this, &ExperimentsPanel::compare);
  connect(m_newRunButton, &QPushButton::clicked, this, &ExperimentsPanel::newRun);
}

void ExperimentsPanel::buildBody() {
  m_splitter = new QSplitter(Qt::Vertical, this);
  m_splitter->setChildrenCollapsible(false);
  m_splitter->setHandleWidth(12);
  m_table = new RunTableCard(m_splitter);
  m_comparison = new ComparisonArea(m_context, m_splitter);
  m_table->setMinimumHeight(m_table->heightForRows(3));
  m_comparison->setMinimumHeight(220);
  m_splitter->setStretchFactor(0, 0);
  m_splitter->setStretchFactor(1, 1);
  static_cast<QVBoxLayout*>(layout())->addWidget(m_splitter, 1);
  m_splitter->setSizes({m_table->heightForRows(11), 480});
  connect(m_comparison, &ComparisonArea::viewChanged, this,
          [this](const ViewState& view, const QString& what) { changeView(view, what); });
  connect(m_comparison, &ComparisonArea::checkRequested, this,
          [this](track::RunKey run, bool checked) { checkRows({run}, checked); });
  connect(m_comparison, &ComparisonArea::openRequested, this,
          [this](track::RunKey run) { openRun(run.value(), false); });
}

void ExperimentsPanel::connectGrid() {
  GridView& grid = m_table->grid();
  grid.model().setEditor([this](RowId row, const std::string&, const QString& text) {
    renameRun(row, text);
    return true;
  });
  connect(&grid, &GridView::sortRequested, this, [this](const QString& column, bool additive) {
    const int at = m_table->grid().model().findColumn(column.toStdString());
    const BetterWhen better =
        at < 0 ? BetterWhen::Unknown : m_table->grid().model().columns()[static_cast<std::size_t>(at)].better;
    ViewState view = m_view;
    view.sort = sortAfterClick(view.sort, column.toStdString(), better, additive);
    changeView(view, tr("Sort"));
  });
  connect(&grid, &GridView::groupToggled, this, [this](const QString& group) {
    ViewState view = m_view;
    if (view.collapsed.erase(group.toStdString()) == 0) {
      view.collapsed.insert(group.toStdString());
    }
    changeView(view, tr("Collapse columns"));
  });
  connect(&grid, &GridView::columnMoved, this, [this](const QString& column, const QString& before) {
    ViewState view = m_view;
    view.order.clear();
    for (const ColumnSpec& spec : m_table->grid().model().columns()) {
      if (spec.id != column.toStdString()) {
        if (spec.id == before.toStdString()) {
          view.order.push_back(column.toStdString());
        }
        view.order.push_back(spec.id);
      }
    }
    if (before.isEmpty()) {
      view.order.push_back(column.toStdString());
    }
    changeView(view, tr("Move column"));
  });
  connect(&grid, &GridView::columnResized, this, [this](const QString& column, int width) {
    m_view.widths[column.toStdString()] = width;
    rememberView();
  });
  connect(&grid, &GridView::checkAllRequested, this, &ExperimentsPanel::checkAll);
  connect(&grid, &GridView::checkRequested, this,
          [this](RowId row, bool checked) { checkRows(keysOf(row), checked); });
  connect(&grid, &GridView::checkRangeRequested, this, &ExperimentsPanel::checkRange);
  connect(&grid, &GridView::activated, this, &ExperimentsPanel::openRun);
  connect(&grid, &GridView::disclosureToggled, this, [this](RowId row) {
    if (m_open.erase(row) == 0) {
      m_open.insert(row);
    }
    request();
  });
  connect(&grid, &GridView::swatchClicked, this, &ExperimentsPanel::showSwatchMenu);
  connect(&grid, &GridView::menuRequested, this, &ExperimentsPanel::showRunMenu);
  connect(&grid, &GridView::headerMenuRequested, this, &ExperimentsPanel::showHeaderMenu);
  connect(&grid, &GridView::visibleRowsChanged, this, &ExperimentsPanel::updateVisible);
  connect(&grid, &GridView::hovered, this, [this](std::optional<RowId> row) {
    std::optional<Hover> hover;
    if (row && *row > 0) {
      hover = Hover{track::RunKey(*row), std::nullopt, QString()};
    }
    m_context.selection.setHovered(hover);
  });
}

void ExperimentsPanel::connectFilter() {
  connect(m_filter, &FilterArea::conditionsChanged, this, [this](const std::vector<std::string>& conditions) {
    ViewState view = m_view;
    view.conditions = conditions;
    m_toTop = true;
    changeView(view, tr("Filter"));
    m_table->grid().focusTarget()->setFocus();
  });
  connect(m_filter, &FilterArea::brushRemoved, this,
          [this](const QString& axis) { m_context.selection.setBrush(axis, std::nullopt); });
  connect(m_filter->baselineButton(), &QPushButton::clicked, this, &ExperimentsPanel::showBaselineMenu);
  connect(m_filter->savedViewButton(), &QPushButton::clicked, this, &ExperimentsPanel::showSavedViewMenu);
}

void ExperimentsPanel::connectHub() {
  SelectionHub& hub = m_context.selection;
  connect(&hub, &SelectionHub::selectedChanged, this, &ExperimentsPanel::updateSelection);
  connect(&hub, &SelectionHub::brushesChanged, this, &ExperimentsPanel::request);
  connect(&hub, &SelectionHub::hoveredChanged, this, [this] {
    const auto& hover = m_context.selection.hovered();
    m_table->grid().setHovered(hover && hover->run ? std::optional<RowId>(hover->run.value()) : std::nullopt);
  });
  connect(&hub, &SelectionHub::baselineChanged, this, [this] {
    const auto& baseline = m_context.selection.baseline();
    const track::RunInfo* run = baseline ? runOf(baseline->value()) : nullptr;
    const std::string id = run == nullptr ? std::string() : run->id.value();
    if (id != m_view.baseline) {
      ViewState view = m_view;
      view.baseline = id;
      changeView(view, tr("Baseline"));
    }
  });
}

void ExperimentsPanel::open(const Route& route) {
  RunScope scope;
  if (const auto* experiments = std::get_if<ExperimentsRoute>(&route)) {
    scope.experiment = experiments->experiment;
  } else if (const auto* comparison = std::get_if<CompareRoute>(&route)) {
    scope.only = comparison->runs;
  } else if (const auto* view = std::get_if<ViewRoute>(&route)) {
    openSavedView(*view);
    return;
  } else {
    return;
  }
  const bool same = m_feed->listing() != nullptr && scope == m_feed->scope();
  m_route = route;
  if (same) {
    Q_EMIT placeChanged();
    return;
  }
  m_fresh = true;
  m_toTop = true;
  m_partial = false;
  m_allWanted = false;
  m_open.clear();
  m_view = ViewState{};
  if (const auto kept = viewStateFromJson(m_context.preferences.layout(viewKey()))) {
    m_view = *kept;
    m_fresh = false;
  }
  if (scope.only) {
    m_view.conditions.clear();
    m_fresh = true;
  }
  m_table->showLoading();
  applyLayout();
  m_filter->show(m_view, m_context.selection.brushes(), nullptr);
  m_feed->setShown(m_table->grid().model().ids());
  m_feed->show(scope, m_fresh);
  request();
  updateHeader();
  Q_EMIT placeChanged();
}

QString ExperimentsPanel::viewKey() const {
  const auto* experiments = std::get_if<ExperimentsRoute>(&m_route);
  const QString folder = QString::fromStdString(m_context.store->workspace().root.string());
  const QString scope = experiments == nullptr    ? QStringLiteral("compare")
                        : experiments->experiment ? QString::number(experiments->experiment->value())
                                                  : QStringLiteral("all");
  return QStringLiteral("runs/%1/%2").arg(QString::number(qHash(folder), 16), scope);
}

void ExperimentsPanel::rememberView() const {
  m_context.preferences.setLayout(viewKey(), toJson(m_view));
}

std::vector<Crumb> ExperimentsPanel::breadcrumb() const {
  return {{experimentName(), m_route}};
}

std::vector<SidebarItem> ExperimentsPanel::sidebarItems() const {
  return m_sidebar;
}

QWidget* ExperimentsPanel::filterField() {
  m_filter->editExpression();
  return m_filter->field();
}

bool ExperimentsPanel::settled() const {
  return m_feed->listing() != nullptr && !m_feed->listing()->partial && !m_feed->busy() &&
         m_thumbnails.complete() && !m_progressJob.running() && !m_chartTimer.isActive() &&
         (m_comparison->isHidden() || m_comparison->settled());
}

QString ExperimentsPanel::experimentName() const {
  const auto* experiments = std::get_if<ExperimentsRoute>(&m_route);
  if (experiments == nullptr) {
    return tr("Comparison");
  }
  if (!experiments->experiment) {
    return tr("All experiments");
  }
  for (const track::Experiment& experiment : m_feed->experiments()) {
    if (experiment.id == *experiments->experiment) {
      return QString::fromStdString(experiment.name);
    }
  }
  return {};
}

void ExperimentsPanel::changeView(const ViewState& view, const QString& what) {
  if (view == m_view) {
    return;
  }
  m_toTop = m_toTop || view.sort != m_view.sort || view.conditions != m_view.conditions;
  m_context.undo.push(new ViewCommand(this, m_view, view, what));
}

void ExperimentsPanel::applyView(const ViewState& view) {
  arrange(view);
  rememberView();
}

void ExperimentsPanel::arrange(const ViewState& view) {
  m_view = view;
  applyLayout();
  if (m_feed->listing() != nullptr) {
    const auto row = m_feed->listing()->table->findRow(track::RunId(m_view.baseline));
    const std::optional<track::RunKey> key =
        row ? std::optional(m_feed->listing()->table->run(*row).key) : std::nullopt;
    m_context.selection.setBaseline(key);
  }
  request();
}

void ExperimentsPanel::request() {
  m_feed->setShown(m_table->grid().model().ids());
  m_feed->setView(m_view, m_context.selection.brushes(), m_open);
  m_staleTimer.start();
}

void ExperimentsPanel::applyLayout() {
  {
    const QSignalBlocker quiet(m_layouts);
    m_layouts->setCurrent(static_cast<int>(m_view.layout));
  }
  const bool anything = m_feed->listing() == nullptr || !m_feed->listing()->rows.empty();
  m_table->setVisible(m_view.layout != RunsLayout::Charts || !anything);
  m_comparison->setVisible(m_view.layout != RunsLayout::Table && anything);
}

void ExperimentsPanel::resizeEvent(QResizeEvent* event) {
  Panel::resizeEvent(event);
  // Below 800 px of window height the table gets fewer rows, not the charts less than they can use.
  const int rows = height() < 720 ? 6 : 11;
  const QList<int> sizes = m_splitter->sizes();
  if (!m_splitter->property("moved").toBool() && sizes.size() == 2) {
    const int wanted = m_table->heightForRows(rows);
    m_splitter->setSizes({wanted, std::max(220, m_splitter->height() - wanted - 12)});
  }
}

PanelInfo experimentsPanel() {
  PanelInfo info;
  info.id = QStringLiteral("experiments");
  info.title = ExperimentsPanel::tr("Experiments");
  info.icon = QStringLiteral("experiments");
  info.start = ExperimentsRoute{};
  info.accepts = [](const Route& route) {
    const auto* view = std::get_if<ViewRoute>(&route);
    return std::holds_alternative<ExperimentsRoute>(route) || std::holds_alternative<CompareRoute>(route) ||
           (view != nullptr && view->panel == QStringLiteral("experiments"));
  };
  info.make = [](PanelContext& context, QWidget* parent) -> Panel* {
    return new ExperimentsPanel(context, parent);
  };
  // The experiment with most runs.
  info.tour = [](const store::Store& store) {
    std::vector<Route> routes;
    const auto counts = store.read([](sql::Connection& connection) { return track::countRuns(connection); });
    if (counts && !counts->empty()) {
      const auto most =
          std::max_element(counts->begin(), counts->end(),
                           [](const auto& left, const auto& right) { return left.runs < right.runs; });
      routes.push_back(ExperimentsRoute{most->id});
    }
    return routes;
  };
  return info;
}

}  // namespace tatara::ui
