// The Data panel: registered datasets, and everything there is to know of one version before training on it.
//
// Route "data/<name>[@<version>[/<tab>]]". The left lists datasets and versions; header, tabs and pages are
// of the version that is open. Profile, Rows and Plots share one BrushModel and one VersionFeed, Drift and
// Compare versions one VersionDiff. A DataView is opened on the newest version of its dataset
// ("view/data/7"). Files dropped on the window or chosen by Import go through the ImportSheet. Keys: Esc
// closes the drawer, then clears the brushes; [ and ] change the tab; T opens the type menu of the selected
// column. Threads: GUI thread; the store and every file are read on workers.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <vector>

#include "ui/async/latest_job.h"
#include "ui/explore/brush.h"
#include "ui/explore/catalog.h"
#include "ui/explore/data_view.h"
#include "ui/explore/profile_table.h"
#include "ui/explore/version_diff.h"
#include "ui/explore/version_feed.h"
#include "ui/explore/view_report.h"
#include "ui/shell/panel.h"
#include "ui/shell/saved_view_list.h"

class QMenu;
class QPushButton;
class QStackedWidget;
class QTabBar;

namespace tatara::ui {

class ComparePage;
class DataHeader;
class DatasetSidebar;
class DriftPage;
class FilterStrip;
class LineagePage;
class PlotsPage;
class ProfilePage;
class QueryPage;
class RowsPage;

class ExplorePanel final : public Panel {
  Q_OBJECT
 public:
  ExplorePanel(PanelContext& context, QWidget* parent);
  ~ExplorePanel() override;

  void open(const Route& route) override;
  Route current() const override;
  std::vector<Crumb> breadcrumb() const override;
  std::vector<SidebarItem> sidebarItems() const override;
  QWidget* filterField() override;
  void takeFile(const QString& path) override;
  bool settled() const override;

  BrushModel& brushes() { return m_brushes; }
  VersionFeed& feed() { return m_feed; }
  VersionDiff& diff() { return m_diff; }
  // A view that somebody passed on as a file.
  void takeViewFile(const QString& path);
  // The tab as it stands, and all that were pinned, as one file for other people.
  void writeTabReport(const QString& path);
  void writePinned(const QString& path);
  void pinTab();

 protected:
  void keyPressEvent(QKeyEvent* event) override;

 private:
  enum class Page { Loading, Empty, Failure, Version };

  void build();
  void makeTabRow();
  void makeContent();
  void connectParts();
  void addActions();
  void connectRows();
  void showRows();
  void connectPlots();
  void showPlots();
  void connectQuery();
  void connectCompare();
  void connectLineage();
  void connectViews();
  DataView currentView() const;
  void openSavedView(const ViewRoute& route);
  void applyView(DataView view);
  void applyPending();
  void showViewsMenu(QPushButton* under);
  void keepView(const DataView& view);
  void saveView();
  void deleteView(const track::SavedView& saved);
  void exportView();
  void importView();
  void takeView(Result<DataView> view);
  QStringList personalColumns(const QString& dataset) const;
  std::optional<ViewReport> reportOfTab() const;
  void reportProfile(ViewReport& report) const;
  void reportRows(ViewReport& report) const;
  void reportPlot(ViewReport& report) const;
  void reportDrift(ViewReport& report) const;
  void reportComparison(ViewReport& report) const;
  void reportQuery(ViewReport& report) const;
  void fillQueried(ViewReport& report) const;
  bool reportable() const;
  void showReportMenu(QPushButton* under);
  void writeReport(std::vector<ViewReport> views, const QString& title, const QString& path);
  QString askReportFile(const QString& caption, const QString& name);
  static int tabOf(const QString& name);
  void showTab();
  void loadCatalog();
  void takeCatalog(Result<CatalogPtr> catalog);
  void showVersion();
  void showNoDatasets();
  void showPage(Page page, QWidget* widget);
  void showHeader();
  void showFailure();
  void showChips();
  void showChanges();
  void listByAlerts(std::optional<dataset::Severity> severity);
  void stepTab(int by);
  void import(const QString& path);
  void chooseFile();
  void showVersionMenu(QWidget* under);
  void showTypeMenu(int column, const QPoint& global);
  void showColumnMenu(int column, const QPoint& global);
  void addDetailActions(QMenu& menu, const QString& dataset);
  void editDetails(const QString& dataset, const std::string& column);
  void editContract(const QString& dataset, std::optional<dataset::ContractReport> broken = std::nullopt);
  void showRejected();
  void lookAtSource();
  void showSource(dataset::SourceState state);
  void tellImported(const dataset::Added& added);
  void showDatasetMenu(const QString& name, const QPoint& global);
  void setColumnRole(const std::string& column, std::optional<dataset::ColumnRole> role);
  void fix(std::size_t alert);
  void exclude(const std::vector<std::string>& columns);
  void mend(const std::vector<std::size_t>& alerts);
  void showMade(const dataset::Added& added);
  void useInRun();
  void exportReport();
  void writeProfileReport(const QString& path);
  void removeDataset(const QString& name);
  void setColumnType(const std::string& column, dataset::ColumnType type);
  void write(const QString& doing, std::function<Status(store::Store&)> work,
             std::function<void()> done = {});
  void writeNext();
  void written(const Result<bool>& answer);
  void copy(const QString& text, const QString& said);

  struct PendingWrite {
    QString doing;
    std::function<Status(store::Store&)> work;
    std::function<void()> done;
  };

  PanelContext& m_context;
  DataRoute m_route;
  CatalogPtr m_catalog;
  std::optional<dataset::Version> m_version;
  std::optional<Error> m_catalogFailure;
  BrushModel m_brushes;
  VersionFeed m_feed;
  VersionDiff m_diff;
  std::vector<ViewReport> m_pinned;             // for one report
  std::optional<dataset::Severity> m_severity;  // the alerts whose columns are listed
  bool m_catalogAgain = false;
  std::deque<PendingWrite> m_writes;      // the first is under way
  std::optional<ViewRoute> m_wantedView;  // the lists are not read yet
  std::optional<DataView> m_pendingView;  // waits for rows or profile

  DatasetSidebar* m_sidebar = nullptr;
  DataHeader* m_header = nullptr;
  QTabBar* m_tabs = nullptr;
  QWidget* m_tabRow = nullptr;
  QWidget* m_facts = nullptr;
  FilterStrip* m_chips = nullptr;
  QStackedWidget* m_pages = nullptr;
  QStackedWidget* m_tabPages = nullptr;
  QWidget* m_content = nullptr;
  QWidget* m_empty = nullptr;
  QWidget* m_loading = nullptr;
  QWidget* m_failureWidget = nullptr;
  ProfilePage* m_profilePage = nullptr;
  RowsPage* m_rowsPage = nullptr;
  PlotsPage* m_plotsPage = nullptr;
  DriftPage* m_driftPage = nullptr;
  ComparePage* m_comparePage = nullptr;
  LineagePage* m_lineagePage = nullptr;
  QueryPage* m_queryPage = nullptr;
  LatestJob<CatalogPtr> m_catalogJob;
  LatestJob<bool> m_writeJob;
  LatestJob<QString> m_reportJob;
  LatestJob<DataView> m_viewFileJob;
  std::optional<dataset::SourceState> m_source;  // of the open version
  LatestJob<dataset::SourceState> m_sourceJob;
};

PanelInfo explorePanel();

}  // namespace tatara::ui
