#include "ui/explore/explore_panel.h"

#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>
#include <algorithm>

#include "ui/async/store_signals.h"
#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/time_text.h"
#include "ui/base/utf8.h"
#include "ui/command/action_registry.h"
#include "ui/explore/column_text.h"
#include "ui/explore/compare_page.h"
#include "ui/explore/data_header.h"
#include "ui/explore/dataset_sidebar.h"
#include "ui/explore/drift_page.h"
#include "ui/explore/lineage_page.h"
#include "ui/explore/plots_page.h"
#include "ui/explore/profile_page.h"
#include "ui/explore/query_page.h"
#include "ui/explore/rows_page.h"
#include "ui/shell/route_pages.h"
#include "ui/widget/controls.h"
#include "ui/widget/filter_strip.h"
#include "ui/widget/states.h"
#include "ui/widget/toast.h"

namespace tatara::ui {
namespace {

constexpr int kDatasetsWidth = 184;

// The dashed frame that says where to drop.
class DropZone final : public QWidget {
 public:
  explicit DropZone(QWidget* content, QWidget* parent = nullptr) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(24, 24, 24, 24);
    column->addWidget(content);
  }

 protected:
  void paintEvent(QPaintEvent*) override {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPen pen(colors().ctl, 1.2);
    pen.setDashPattern({5, 4});
    painter.setPen(pen);
    painter.setBrush(colors().bg1);
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), kCardRadius, kCardRadius);
  }
};

// The first version of the first dataset.
std::vector<Route> tourRoutes(const store::Store& store) {
  const Result<CatalogPtr> catalog = loadCatalog(store, {});
  if (!catalog || (*catalog)->empty()) {
    return {};
  }
  const CatalogDataset& first = (*catalog)->front();
  return {DataRoute{fromUtf8(first.dataset.name), first.versions.back().number(), {}}};
}

}  // namespace

PanelInfo explorePanel() {
  PanelInfo info;
  info.id = QStringLiteral("data");
  info.title = ExplorePanel::tr("Data");
  info.icon = QStringLiteral("data");
  info.start = DataRoute{};
  info.accepts = [](const Route& route) {
    const auto* view = std::get_if<ViewRoute>(&route);
    return std::holds_alternative<DataRoute>(route) || (view && view->panel == QStringLiteral("data"));
  };
  info.make = [](PanelContext& context, QWidget* parent) -> Panel* {
    return new ExplorePanel(context, parent);
  };
  info.tour = tourRoutes;
  info.takesFiles = true;
  return info;
}

ExplorePanel::ExplorePanel(PanelContext& context, QWidget* parent)
    : Panel(parent),
      m_context(context),
      m_brushes(context.undo),
      m_feed(context.store, m_brushes),
      m_diff(context.store),
      m_catalogJob([this](Result<CatalogPtr> catalog) { takeCatalog(std::move(catalog)); }),
      m_writeJob([this](const Result<bool>& answer) { written(answer); }),
      m_reportJob([this](Result<QString> file) {
        if (file) {
          m_context.toasts.inform(tr("Written to %1").arg(*file));
        } else {
          m_context.toasts.showError(tr("Writing the file"), file.error());
        }
      }),
      m_viewFileJob([this](Result<DataView> view) { takeView(std::move(view)); }),
      m_sourceJob([this](Result<dataset::SourceState> state) {
        if (state) {
          showSource(*state);
        }
      }) {
  build();
  addActions();
  connectRows();
  connectPlots();
  connectQuery();
  connectCompare();
  connectLineage();
  connectViews();
  connect(&m_context.changes, &StoreSignals::changed, this, [this](const store::ChangeSet& changes) {
    if (changes.everything || concerns(changes, store::ChangeKind::Dataset) ||
        concerns(changes, store::ChangeKind::RunInputs)) {
      loadCatalog();
    }
  });
  connect(&m_feed, &VersionFeed::profileChanged, this, &ExplorePanel::showHeader);
  connect(&m_feed, &VersionFeed::progressChanged, this, &ExplorePanel::showHeader);
  connect(&m_feed, &VersionFeed::frameChanged, this, &ExplorePanel::showChips);
  connect(&m_feed, &VersionFeed::brushedChanged, this, &ExplorePanel::showChips);
  connect(&m_feed, &VersionFeed::failed, this, &ExplorePanel::showFailure);
  connect(&m_brushes, &BrushModel::changed, this, &ExplorePanel::showChips);
  loadCatalog();
}

ExplorePanel::~ExplorePanel() = default;

void ExplorePanel::makeTabRow() {
  m_tabRow = new QWidget(this);
  auto* tabs = new QHBoxLayout(m_tabRow);
  tabs->setContentsMargins(kPanelMargin - 4, 0, kPanelMargin, 0);
  m_tabs = new QTabBar(m_tabRow);
  m_tabs->setDrawBase(false);
  m_tabs->setExpanding(false);
  m_tabs->setFixedHeight(kTabHeight);
  m_tabs->setFocusPolicy(Qt::StrongFocus);
  m_tabs->addTab(tr("Profile"));
  m_tabs->addTab(tr("Rows", "tab"));
  m_tabs->addTab(tr("Plots"));
  m_tabs->addTab(tr("Drift"));
  m_tabs->addTab(tr("Compare versions"));
  m_tabs->addTab(tr("Lineage"));
  m_tabs->addTab(tr("Query"));
  m_tabs->ensurePolished();  // which draws a base of its own
  m_tabs->setDrawBase(false);
  tabs->addWidget(m_tabs);
  m_facts = new FactStrip(m_tabRow);
  tabs->addWidget(m_facts, 1);
}

void ExplorePanel::makeContent() {
  m_content = new QWidget(this);
  auto* row = new QHBoxLayout(m_content);
  row->setContentsMargins(kPanelMargin, kCardGap, kPanelMargin, kCardGap + 4);
  row->setSpacing(kCardGap);
  m_sidebar = new DatasetSidebar(m_content);
  m_sidebar->setFixedWidth(kDatasetsWidth);
  m_sidebar->setWritable(!m_context.store->readOnly());
  row->addWidget(m_sidebar);
  m_pages = new QStackedWidget(m_content);
  row->addWidget(m_pages, 1);
  m_loading = new Skeleton(kRowHeight);
  m_pages->addWidget(m_loading);
  m_tabPages = new QStackedWidget;
  m_profilePage = new ProfilePage(m_feed, m_brushes, m_context.store->readOnly());
  m_tabPages->addWidget(m_profilePage);
  m_rowsPage = new RowsPage;
  m_tabPages->addWidget(m_rowsPage);
  m_plotsPage = new PlotsPage;
  m_tabPages->addWidget(m_plotsPage);
  m_driftPage = new DriftPage(m_diff);
  m_tabPages->addWidget(m_driftPage);
  m_comparePage = new ComparePage(m_diff);
  m_tabPages->addWidget(m_comparePage);
  m_lineagePage = new LineagePage(m_context.store);
  m_tabPages->addWidget(m_lineagePage);
  m_queryPage = new QueryPage(m_context.store);
  m_tabPages->addWidget(m_queryPage);
  m_pages->addWidget(m_tabPages);
}

void ExplorePanel::build() {
  m_header = new DataHeader(this);
  makeTabRow();
  m_chips = new FilterStrip(this);
  m_chips->hide();
  makeContent();
  auto* column = new QVBoxLayout(this);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(0);
  column->addWidget(m_header);
  column->addWidget(m_tabRow);
  column->addWidget(makeLine(Qt::Horizontal, this));
  auto* chips = new QHBoxLayout;
  chips->setContentsMargins(kPanelMargin, 0, kPanelMargin, 0);
  chips->addWidget(m_chips);
  column->addLayout(chips);
  column->addWidget(m_content, 1);
  connectParts();
}

void ExplorePanel::connectParts() {
  connect(m_tabs, &QTabBar::currentChanged, this, [this](int index) {
    if (index >= 0) {
      m_tabPages->setCurrentIndex(index);
      m_route.tab = dataPages().value(index);
      showTab();
      Q_EMIT placeChanged();
    }
  });
  connect(m_sidebar, &DatasetSidebar::datasetChosen, this, [this](const QString& name) {
    m_context.navigator.open(DataRoute{name, std::nullopt, {}});
  });
  connect(m_sidebar, &DatasetSidebar::versionChosen, this, [this](std::int64_t number) {
    m_context.navigator.open(DataRoute{m_route.dataset, number, m_route.tab});
  });
  connect(m_sidebar, &DatasetSidebar::importAsked, this, &ExplorePanel::chooseFile);
  connect(m_sidebar, &DatasetSidebar::datasetMenuAsked, this, &ExplorePanel::showDatasetMenu);
  connect(m_header->versionButton(), &QPushButton::clicked, this,
          [this] { showVersionMenu(m_header->versionButton()); });
  connect(m_header, &DataHeader::cancelAsked, this, [this] {
    m_feed.cancel();
    showHeader();
  });
  connect(m_header, &DataHeader::sourceClicked, this, [this] {
    m_source == dataset::SourceState::Changed ? import(fromUtf8(m_version->source)) : chooseFile();
  });
  connect(m_header, &DataHeader::alertsClicked, this, [this](dataset::Severity severity) {
    listByAlerts(m_severity == severity ? std::nullopt : std::optional(severity));
  });
  connect(m_header, &DataHeader::exportAsked, this, &ExplorePanel::showReportMenu);
  connect(m_header, &DataHeader::viewsAsked, this, &ExplorePanel::showViewsMenu);
  connect(m_header, &DataHeader::runAsked, this, &ExplorePanel::useInRun);
  m_header->setRunEnabled(!m_context.store->readOnly(),
                          m_context.store->readOnly() ? tr("This workspace is read-only")
                                                      : tr("Opens a new run on this version with its roles"));
  connect(m_profilePage, &ProfilePage::typeMenuAsked, this, &ExplorePanel::showTypeMenu);
  connect(m_profilePage, &ProfilePage::columnMenuAsked, this, &ExplorePanel::showColumnMenu);
  connect(m_profilePage, &ProfilePage::queryMade, this, [this](const QString& query, RowsFormat format) {
    if (query.isEmpty()) {
      m_context.toasts.inform(tr("There is no usual statement for these numbers"));
    } else {
      copy(query, format == RowsFormat::Sql ? tr("SQL copied") : tr("pandas code copied"));
    }
  });
  connect(m_profilePage, &ProfilePage::fixAsked, this, &ExplorePanel::fix);
}

int ExplorePanel::tabOf(const QString& name) {
  return static_cast<int>(std::max<qsizetype>(dataPages().indexOf(name), 0));
}

void ExplorePanel::open(const Route& route) {
  if (const auto* view = std::get_if<ViewRoute>(&route)) {
    openSavedView(*view);
    return;
  }
  const auto& wanted = std::get<DataRoute>(route);
  if (wanted.dataset.isEmpty() && !m_route.dataset.isEmpty()) {
    return;  // the panel as it stands
  }
  const bool same = wanted.dataset == m_route.dataset && m_version && wanted.version == m_route.version;
  m_route = wanted;
  if (!same && m_catalog) {
    showVersion();
  }
  m_tabs->setCurrentIndex(tabOf(m_route.tab));
}

Route ExplorePanel::current() const {
  return m_route;
}

std::vector<Crumb> ExplorePanel::breadcrumb() const {
  const CatalogDataset* dataset =
      m_catalog ? findDataset(*m_catalog, m_route.dataset.toStdString()) : nullptr;
  std::vector<Crumb> crumbs;
  if (dataset) {
    if (!dataset->dataset.folder.empty()) {
      crumbs.push_back({fromUtf8(dataset->dataset.folder), DataRoute{}});
    }
    crumbs.push_back({fromUtf8(dataset->dataset.name), m_route});
  }
  return crumbs;
}

std::vector<SidebarItem> ExplorePanel::sidebarItems() const {
  return {};
}

QWidget* ExplorePanel::filterField() {
  return m_sidebar->filterField();
}

bool ExplorePanel::settled() const {
  if (!m_catalog && !m_catalogFailure) {
    return false;
  }
  if (!m_version || m_feed.failure()) {
    return true;
  }
  const QWidget* page = m_tabPages->currentWidget();
  return m_profilePage->settled() && (page != m_rowsPage || m_rowsPage->settled()) &&
         (page != m_plotsPage || m_plotsPage->settled()) && (page != m_queryPage || m_queryPage->settled()) &&
         (page != m_driftPage || m_driftPage->settled()) &&
         (page != m_comparePage || m_comparePage->settled()) &&
         (page != m_lineagePage || m_lineagePage->settled());
}

void ExplorePanel::loadCatalog() {
  if (m_catalogJob.running()) {
    m_catalogAgain = true;
    return;
  }
  m_catalogAgain = false;
  m_catalogJob.start(
      [store = m_context.store](std::stop_token stop) { return ui::loadCatalog(*store, stop); });
}

void ExplorePanel::takeCatalog(Result<CatalogPtr> catalog) {
  if (!catalog) {
    m_catalogFailure = catalog.error();
    showFailure();
    return;
  }
  m_catalogFailure.reset();
  m_catalog = std::move(*catalog);
  m_sidebar->setCatalog(m_catalog);
  // What stands open is read again only when it is another version now.
  const std::optional<dataset::VersionId> before = m_version ? std::optional(m_version->id) : std::nullopt;
  const CatalogDataset* dataset = findDataset(*m_catalog, m_route.dataset.toStdString());
  const CatalogVersion* version = dataset ? dataset->find(m_route.version) : nullptr;
  if (!before || !version || version->version.id != *before ||
      version->version.options != m_version->options) {
    showVersion();
  } else {
    m_sidebar->setCurrent(dataset, version->number(), m_context.store->clock().now());
    m_profilePage->table().setNotes(dataset->dataset.columns);
    m_queryPage->setCatalog(m_catalog, m_route.dataset, m_version->version);
    showChanges();
    showTab();
  }
  if (m_catalogAgain) {
    loadCatalog();
  }
  if (m_wantedView) {
    openSavedView(*m_wantedView);
  }
}

void ExplorePanel::showPage(Page page, QWidget* widget) {
  const bool version = page == Page::Version;
  m_header->setVisible(version);
  m_tabRow->setVisible(version);
  m_sidebar->setVisible(page != Page::Empty);
  m_pages->setCurrentWidget(widget);
}

void ExplorePanel::showNoDatasets() {
  m_version.reset();
  m_feed.close();
  if (!m_empty) {
    std::vector<StateAction> actions;
    if (!m_context.store->readOnly()) {
      actions.push_back(
          {tr("Import data…"), QStringLiteral("import"), ButtonKind::Primary, [this] { chooseFile(); }});
      actions.push_back({tr("Open the example workspace"), QStringLiteral("experiments"), ButtonKind::Normal,
                         [this] { m_context.navigator.openExample(); }});
    }
    m_empty = new EmptyState(QStringLiteral("data"),
                             tr("Drop a CSV, Parquet, JSON, Excel or SQLite file, or a folder"),
                             tr("You see its types, problems and relations before anything is trained on it. "
                                "The file itself is never changed."),
                             std::move(actions));
    m_pages->addWidget(m_empty);
  }
  showPage(Page::Empty, m_empty);
  m_chips->hide();
}

void ExplorePanel::showVersion() {
  if (m_catalog->empty()) {
    showNoDatasets();
    Q_EMIT placeChanged();
    return;
  }
  const CatalogDataset* dataset = m_route.dataset.isEmpty()
                                      ? &m_catalog->front()
                                      : findDataset(*m_catalog, m_route.dataset.toStdString());
  const CatalogVersion* version = dataset ? dataset->find(m_route.version) : nullptr;
  if (!version) {
    m_version.reset();
    m_feed.close();
    const QString wanted = m_route.version
                               ? QStringLiteral("%1@%2").arg(m_route.dataset).arg(*m_route.version)
                               : m_route.dataset;
    m_catalogFailure =
        makeError(ErrorKind::NotFound,
                  tr("There is no dataset “%1” here; choose one at the left").arg(wanted).toStdString());
    showFailure();
    m_catalogFailure.reset();
    return;
  }
  m_route.dataset = fromUtf8(dataset->dataset.name);
  m_version = version->version;
  m_severity.reset();
  m_brushes.reset();
  m_sidebar->setCurrent(dataset, version->number(), m_context.store->clock().now());
  m_header->setVersion(
      m_route.dataset,
      QStringLiteral("v%1 · %2").arg(version->number()).arg(fromUtf8(version->version.digest).left(8)));
  m_profilePage->reset();
  m_profilePage->setDataset(m_route.dataset);
  m_profilePage->table().setNotes(dataset->dataset.columns);
  m_rowsPage->setFrame(nullptr, m_route.dataset);
  m_plotsPage->setFrame(nullptr);
  m_queryPage->setCatalog(m_catalog, m_route.dataset, m_version->version);
  m_feed.open(version->version);
  lookAtSource();
  showPage(Page::Version, m_tabPages);
  showHeader();
  showChips();
  showChanges();
  showTab();
  Q_EMIT placeChanged();
}

void ExplorePanel::showFailure() {
  const Error& error = m_catalogFailure ? *m_catalogFailure : *m_feed.failure();
  if (m_failureWidget) {
    m_pages->removeWidget(m_failureWidget);
    m_failureWidget->deleteLater();
  }
  const bool catalog = m_catalogFailure.has_value();
  m_failureWidget = new ErrorState(error, [this, catalog] {
    if (catalog) {
      loadCatalog();
    } else {
      showVersion();
    }
  });
  m_pages->addWidget(m_failureWidget);
  showPage(Page::Failure, m_failureWidget);
  m_chips->hide();
  if (m_version && !catalog) {
    m_header->show();
    m_header->setAlerts(0, 0, 0, std::nullopt);
    m_header->setProgress({}, 0, {});
  }
}

void ExplorePanel::showHeader() {
  if (!m_version) {
    return;
  }
  const ProfilePtr& profile = m_feed.profile();
  int counts[3] = {0, 0, 0};
  std::uint64_t missing = 0;
  if (profile) {
    for (const dataset::Alert& alert : profile->alerts) {
      ++counts[static_cast<int>(alert.severity)];
    }
    for (const dataset::ColumnProfile& column : profile->columns) {
      missing += column.missing;
    }
  }
  m_header->setAlerts(counts[static_cast<int>(dataset::Severity::Error)],
                      counts[static_cast<int>(dataset::Severity::Warning)],
                      counts[static_cast<int>(dataset::Severity::Information)], m_severity);
  m_header->setExportEnabled(profile != nullptr);
  m_header->setProgress(m_feed.stage(), m_feed.progress(), profile ? fromUtf8(profile->sample) : QString());
  const auto counted = [](std::uint64_t n) { return countText(static_cast<std::int64_t>(n)); };
  std::vector<std::pair<QString, QString>> facts{{tr("Rows"), counted(m_version->rows)},
                                                 {tr("Columns"), counted(m_version->columns.size())}};
  // What only the whole profile knows stands when it is there.
  if (profile && !m_feed.computing()) {
    facts.emplace_back(tr("Missing cells"), counted(missing));
    if (profile->duplicateRows) {
      facts.emplace_back(tr("Duplicate rows"), counted(*profile->duplicateRows));
    }
    for (const dataset::ColumnProfile& column : profile->columns) {
      if (column.time.missingSteps > 0) {
        facts.emplace_back(tr("Missing steps"), counted(column.time.missingSteps));
        break;
      }
    }
  }
  if (m_version->rejected > 0) {
    facts.emplace_back(tr("Rejected values"), counted(m_version->rejected));
  }
  facts.emplace_back(tr("Size"), byteText(m_version->bytes));
  static_cast<FactStrip*>(m_facts)->setFacts(std::move(facts));
}

void ExplorePanel::showChips() {
  std::vector<Chip*> chips;
  for (const DataBrush& brush : m_brushes.brushes()) {
    auto* chip = new Chip(brush.label);
    chip->setOutlined(QStringLiteral("filter"));
    connect(chip, &Chip::removed, this, [this, key = brush.key] { m_brushes.remove(key); });
    connect(chip, &Chip::clicked, this, [this, key = brush.key] {
      if (m_feed.profile()) {
        m_profilePage->selectColumn(fromUtf8(key));
      }
    });
    chips.push_back(chip);
  }
  if (m_severity) {
    const QString words = *m_severity == dataset::Severity::Error     ? tr("Columns with problems")
                          : *m_severity == dataset::Severity::Warning ? tr("Columns with warnings")
                                                                      : tr("Columns with notes");
    auto* chip = new Chip(words);
    connect(chip, &Chip::removed, this, [this] { listByAlerts(std::nullopt); });
    chips.push_back(chip);
  }
  const bool any = !chips.empty();
  m_chips->setChips(std::move(chips));
  m_chips->setVisible(any && m_version);
  if (m_feed.frame() && !m_brushes.empty()) {
    const auto counted = [](std::uint64_t n) { return countText(static_cast<std::int64_t>(n)); };
    m_chips->setMatchText(
        m_feed.brushing()
            ? tr("counting…")
            : tr("%1 of %2 rows").arg(counted(m_feed.brushed().rows), counted(m_feed.frame()->rows())));
  } else {
    m_chips->setMatchText({});
  }
}

void ExplorePanel::listByAlerts(std::optional<dataset::Severity> severity) {
  m_severity = severity;
  const ProfilePtr& profile = m_feed.profile();
  std::optional<std::vector<std::size_t>> listed;
  if (severity && profile) {
    listed.emplace();
    for (std::size_t i = 0; i < profile->columns.size(); ++i) {
      const bool concerned = std::ranges::any_of(profile->columns[i].alerts, [&](std::size_t alert) {
        return profile->alerts[alert].severity == *severity;
      });
      if (concerned) {
        listed->push_back(i);
      }
    }
  }
  m_profilePage->table().setListed(std::move(listed));
  showHeader();
  showChips();
}

void ExplorePanel::stepTab(int by) {
  const int count = m_tabs->count();
  m_tabs->setCurrentIndex((m_tabs->currentIndex() + by + count) % count);
}

void ExplorePanel::keyPressEvent(QKeyEvent* event) {
  if (event->key() == Qt::Key_Escape) {
    if (m_profilePage->closeDrawer()) {
      return;
    }
    if (m_severity) {
      listByAlerts(std::nullopt);
      return;
    }
    if (!m_brushes.empty()) {
      m_brushes.clear();
      return;
    }
  }
  Panel::keyPressEvent(event);
}

}  // namespace tatara::ui
