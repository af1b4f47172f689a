// The Experiments panel: the run table, its filter, and the comparison of what is selected.
//
// What is shown follows from four values: the scope (an experiment, all, or just some runs), the ViewState
// (undone with Ctrl+Z, kept per experiment, saved as views), the SelectionHub and the store. The panel turns
// changes of any of them into one request to RunFeed, and its answer into table, strip and charts. Threads:
// GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QTimer>

#include "core/track/saved_views.h"
#include "ui/chart/card_pictures.h"
#include "ui/runs/run_feed.h"
#include "ui/runs/run_source.h"
#include "ui/runs/series_cache.h"
#include "ui/runs/view_file.h"
#include "ui/shell/panel.h"
#include "ui/shell/run_draft.h"

class QMenu;
class QPushButton;
class QSplitter;

namespace tatara::ui {

class ComparisonArea;
class FilterArea;
class Label;
class RunTableCard;
class SegmentedControl;

class ExperimentsPanel final : public Panel {
  Q_OBJECT

 public:
  ExperimentsPanel(PanelContext& context, QWidget* parent);
  ~ExperimentsPanel() override;

  void open(const Route& route) override;
  Route current() const override { return m_route; }
  std::vector<Crumb> breadcrumb() const override;
  std::vector<SidebarItem> sidebarItems() const override;
  QWidget* filterField() override;
  bool settled() const override;

  const ViewState& view() const { return m_view; }
  const ListingPtr& listing() const { return m_feed->listing(); }
  // One step of undo; `what` is told by the Undo action.
  void changeView(const ViewState& view, const QString& what);
  // Without a step of undo.
  void applyView(const ViewState& view);
  RunTableCard& table() { return *m_table; }

  // What is shown, as a file that shows it again; with the runs that are selected.
  ViewFile viewFile() const;
  // For pictures without a screen: arranges a settled panel like this and remembers nothing of it. NotFound
  // when the experiment or a run is not there, InvalidArgument when a run's beginning fits several.
  Status showView(const ViewFile& file);
  // In a window: as "Open view file…" does.
  void openView(ViewFile file) { takeViewFile(std::move(file)); }
  // The charts on screen; with `origin` their footer says which runs, store and time they are of.
  enum class Footer { None, Origin };
  CardPicture picture(const QString& title, Footer footer) const;
  void makeReport(const QString& title, std::function<void(Result<QByteArray>)> done);

 protected:
  void resizeEvent(QResizeEvent* event) override;

 private:
  void buildHeader();
  void buildBody();
  void connectGrid();
  void connectFilter();
  void connectHub();
  void addActions();

  void request();
  void onListed();
  void onFailed(const Error& error);
  void showEmpty();
  void showNothingMatches();
  void updateHeader();
  void updateSelection();
  void updateLooks();
  void showCharts();
  void updateSummary();
  void updateVisible();
  void wantThumbnails();
  void wantProgress();
  void applyLayout();
  void rememberView() const;
  QString viewKey() const;

  std::vector<std::uint32_t> shownRows() const;     // in the charts
  std::vector<std::uint32_t> selectedRows() const;  // in the order of selection
  std::vector<track::RunKey> keysOf(RowId row) const;
  void checkRows(const std::vector<track::RunKey>& keys, bool checked);
  void checkRange(RowId from, RowId to);
  void checkAll();
  void setBaseline(std::optional<track::RunKey> run);
  const track::RunInfo* runOf(RowId row) const;
  QString experimentName() const;

  void showRunMenu(RowId row, const QString& column, QPoint global);
  void addNestedMenu(QMenu& menu, std::uint32_t row);
  void showChildren(RowId id);
  void showParent(RowId id);
  void showHeaderMenu(const QString& column, QPoint global);
  void showSwatchMenu(RowId row, QPoint global);
  void showGroupMenu();
  void showExportMenu();
  void showBaselineMenu();
  void showSavedViewMenu();
  void saveView();
  void deleteView(const track::SavedView& saved);
  void openSavedView(const ViewRoute& route);
  void onViewsChanged();
  QString savedViewName() const;  // of the one that arranges everything like this; widths do not count
  void showColumns();
  void editMeaning(const std::string& metric);
  void exportCsv();
  void exportPicture();
  void exportReport();
  void saveViewFile();
  void openViewFile();
  void takeViewFile(Result<ViewFile> file);
  Result<std::vector<track::RunKey>> findRuns(const std::vector<std::string>& ids) const;
  QString originText() const;
  QString askForFile(const QString& title, const QString& ending, const QString& kinds);
  // On a worker; `make` too.
  void saveFile(const QString& file, const std::function<QByteArray()>& make, const QString& doing,
                const QString& said);
  void arrange(const ViewState& view);
  void copy(const QString& text, const QString& said);
  void openRun(RowId row, bool newWindow);
  void compare();
  void newRun();
  void deleteRuns(std::vector<track::RunKey> keys);
  std::vector<track::RunKey> actedOn() const;
  void askTag(const std::vector<track::RunKey>& keys);
  void tagRuns(const std::vector<track::RunKey>& keys, const track::KeyValue& tag);
  void addMoveMenu(QMenu& menu, const std::vector<track::RunKey>& keys);
  void showMoveMenu();
  void moveRuns(const std::vector<track::RunKey>& keys, const track::Experiment& to);
  void addExpressionColumn();
  void renameRun(RowId row, const QString& name);
  void recolor(track::RunKey run, int slot);
  void write(store::WriteTask task, const QString& doing, std::function<void()> then = {});

  PanelContext& m_context;
  Route m_route = ExperimentsRoute{};
  ViewState m_view;
  std::set<RowId> m_open;
  bool m_fresh = true;  // a scope that has not been listed
  bool m_toTop = false;
  bool m_partial = false;    // a first page is on screen
  bool m_allWanted = false;  // all runs are to be marked once they are read
  std::shared_ptr<const RunLooks> m_looks = std::make_shared<const RunLooks>();
  std::vector<SidebarItem> m_sidebar;
  std::optional<ViewRoute> m_wantedView;  // until the list of views is read
  std::vector<std::string> m_wantedRuns;  // of a view file, until they are listed

  Label* m_title = nullptr;
  Label* m_count = nullptr;
  SegmentedControl* m_layouts = nullptr;
  QPushButton* m_columnsButton = nullptr;
  QPushButton* m_groupButton = nullptr;
  QPushButton* m_exportButton = nullptr;
  QPushButton* m_compareButton = nullptr;
  QPushButton* m_newRunButton = nullptr;
  FilterArea* m_filter = nullptr;
  RunTableCard* m_table = nullptr;
  ComparisonArea* m_comparison = nullptr;
  QSplitter* m_splitter = nullptr;
  RunFeed* m_feed = nullptr;
  ListingPtr m_charted;      // what the charts were given
  bool m_chartsLive = true;  // it is out of date only because runs have changed
  QTimer m_chartTimer;
  QTimer m_tick;
  QTimer m_staleTimer;
  LatestJob<RunDraft> m_draft;
  LatestJob<ViewFile> m_viewFile;
  ProgressMap m_progress;  // of the runs under way that are on screen
  LatestJob<ProgressMap> m_progressJob;
  SeriesCache<Thumbnail> m_thumbnails;  // last: its answers touch the widgets above
};

// How it stands in the sidebar.
PanelInfo experimentsPanel();

}  // namespace tatara::ui
