// The charts of the runs that are selected (of the first few when none is), under the table or beside a run
// list.
//
// Line charts follow the selection, hovering and baseline of the window, or show groups of the selected (else
// of all matching) runs; parallel coordinates, scatter,
// importance and heat map are of all matching runs with the selected ones in colour. What needs all runs is
// computed by one job a listing (insight.h), curves come from the store a few at a time. Threads: GUI thread.
#pragma once

#include <QWidget>
#include <unordered_set>

#include "ui/async/pace.h"
#include "ui/chart/chart_card.h"
#include "ui/chart/line_chart.h"
#include "ui/runs/curve_recipe.h"
#include "ui/runs/group_curves.h"
#include "ui/runs/insight.h"
#include "ui/runs/report.h"
#include "ui/runs/run_source.h"
#include "ui/runs/series_cache.h"
#include "ui/runs/shown_run.h"
#include "ui/runs/study.h"

class QMenu;
class QPushButton;
class QScrollArea;
class QTabBar;
class QSlider;
class QToolButton;

namespace tatara::ui {

class ChartLink;
class ChartView;
class Label;
class LinesView;
class RunList;
class SegmentedControl;
class StudyPlot;
struct PanelContext;

struct ComparisonInput {
  ListingPtr listing;
  ViewState view;
  std::vector<std::uint32_t> shown;  // rows of the table, in order
  bool selected = false;             // shown because they are selected, not for want of a selection
  std::shared_ptr<const RunLooks> looks;
  // The listing differs from the one shown before only because runs have changed; nobody asked anything.
  bool live = false;
};

class ComparisonArea final : public QWidget {
  Q_OBJECT

 public:
  ComparisonArea(PanelContext& context, QWidget* parent);
  ~ComparisonArea() override;

  void show(const ComparisonInput& input);
  void invalidate(const store::ChangeSet& changes);
  bool settled() const;
  const InsightPtr& insight() const { return m_insight; }
  const ShownRuns& shownRuns() const { return m_shown; }
  // Those on screen, in the order in which they are read.
  std::vector<ChartCard*> cards() const;
  // All charts with what differs between the shown runs as a file to send (report.h); reading takes a worker
  // a moment. A later call takes the place of one that is not done. `input` brings title, remark and footer.
  void makeReport(ReportInput input, std::function<void(Result<QByteArray>)> done);

 Q_SIGNALS:
  void viewChanged(const tatara::ui::ViewState& view, const QString& what);
  void checkRequested(tatara::track::RunKey run, bool checked);
  void openRequested(tatara::track::RunKey run);

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;

 private:
  struct Item {
    RunChart spec;
    ChartCard* card = nullptr;
    ChartView* view = nullptr;
  };

  void buildBar();
  void buildBody();
  void connectHub();
  std::vector<RunChart> wantedCharts() const;
  std::vector<RunChart> usualCharts() const;
  std::vector<RunChartKind> usualKinds() const;
  void makeCards();
  Item makeItem(std::size_t index);
  static QString scatterTitle(const std::string& metric, const std::string& column);
  void fillCard(Item& item);
  enum class Cause { View, Data };  // what is asked changed, or what it is asked of
  void startGroups(Cause cause);
  void takeGroups(Result<GroupedCurvesPtr> grouped);
  bool drawsGroups() const;
  void fillLines();
  void fillLine(Item& item);
  std::vector<Curve> runCurves(const std::string& metric, std::vector<std::size_t>& facets,
                               std::vector<QString>& titles) const;
  std::vector<Curve> groupCurves(const std::string& metric, std::vector<std::size_t>& facets,
                                 std::vector<QString>& titles) const;
  const Error* unreadCurve(const std::string& metric) const;
  LineOptions lineOptions(const RunChart& spec) const;
  QString lineSubtitle(const RunChart& spec) const;
  void clickCurve(const QString& key);
  void chooseCurves(const QStringList& keys);
  void fillOthers();
  void wantCurves();
  std::vector<std::uint32_t> otherRows() const;
  void startInsight();
  void holdLive(bool held);
  void startStudies(Cause cause);
  void makeStudiesOf(StudyRequest request);
  StudyRequest studyRequest() const;
  void takeStudies(Result<std::vector<StudyPtr>> studies);
  void fillStudies();
  StudyPlot* makeStudyPlot(RunChartKind kind);
  QString studyTitle(const RunChart& spec) const;
  void placeCards();
  bool usesTabs() const;
  void placeInTabs();
  std::vector<GridPlace> places() const;
  void arrange(std::size_t index, ChartCard::Arrange act, QPoint steps);
  void keepAxes(std::size_t index, const AxisArrangement& axes);
  void keepPlaces();
  void updateBar();
  void addChartMenu();
  void optionsMenu();
  void groupMenu();
  void addGroupChoices(QMenu& menu, const QString& title, std::string CurveGrouping::*column);
  void askGroupCondition(std::string CurveGrouping::*column);
  void xMetricMenu();
  void editChart(std::size_t index);
  void newChart(const RunChart& chart);
  void setHovered(std::optional<track::RunKey> run);
  void removeChart(std::size_t index);
  std::string metricOf(const RunChart& spec) const;
  QString unitOf(const std::string& metric) const;
  void change(const QString& what, const std::function<void(ViewState&)>& edit);

  PanelContext& m_context;
  ComparisonInput m_input;
  ShownRuns m_shown;
  std::vector<std::uint32_t> m_others;  // rows drawn as a crowd behind the shown ones
  InsightPtr m_insight;
  std::vector<Item> m_items;
  std::vector<RunChart> m_made;
  RunsLayout m_madeFor = RunsLayout::Table;
  CurveRecipe m_recipe;
  GroupedCurvesPtr m_grouped;
  std::optional<GroupRequest> m_groupedFor;
  std::vector<StudyPtr> m_studies;  // by item
  std::optional<StudyRequest> m_studiedFor;

  QWidget* m_bar = nullptr;
  Label* m_title = nullptr;
  Label* m_count = nullptr;
  SegmentedControl* m_axis = nullptr;
  QSlider* m_smoothing = nullptr;
  Label* m_smoothingText = nullptr;
  SegmentedControl* m_scale = nullptr;
  QToolButton* m_options = nullptr;
  QPushButton* m_group = nullptr;
  QPushButton* m_add = nullptr;
  QWidget* m_listCard = nullptr;
  Label* m_listTitle = nullptr;
  Label* m_listFooter = nullptr;
  RunList* m_list = nullptr;
  QScrollArea* m_scroll = nullptr;
  QWidget* m_waiting = nullptr;  // over it until the first runs are there
  QWidget* m_canvas = nullptr;
  QTabBar* m_tabs = nullptr;         // in low windows: one card at a time
  std::vector<GridPlace> m_dragged;  // where cards stand while one is being arranged
  std::optional<GridPlace> m_dragFrom;
  ChartLink* m_link = nullptr;
  SeriesCache<CurveData> m_curves;
  Pace m_groupPace;
  Pace m_studyPace;
  Pace m_insightPace;
  LatestJob<GroupedCurvesPtr> m_groupJob;
  LatestJob<std::vector<StudyPtr>> m_studyJob;
  std::function<void(Result<std::vector<StudyPtr>>)> m_reportDone;
  LatestJob<std::vector<StudyPtr>> m_reportJob;
  LatestJob<InsightPtr> m_job;  // last: gone first
};

}  // namespace tatara::ui
