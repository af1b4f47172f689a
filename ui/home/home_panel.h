// Home: what needs me, and is the work getting better.
//
// Reads the run columns of all experiments on a worker, again after a change: the changes of 100 ms together,
// and none while it is hidden or the last answer is on its way. Without a run three cards stand in place of
// all regions: record one, import some, look at the example. What a person puts off, says is not theirs, and
// which figures they want is kept on this machine (Preferences). Threads: GUI thread.
#pragma once

#include <QTimer>

#include "ui/async/latest_job.h"
#include "ui/home/home_data.h"
#include "ui/home/home_figures.h"
#include "ui/shell/panel.h"

class QMenu;
class QStackedLayout;
class QVBoxLayout;

namespace tatara::ui {

class ActivityList;
class AttentionList;
class BestChart;
class Card;
class ExperimentList;
class KpiStrip;
class Label;
class RecentList;
class SegmentedControl;

class HomePanel final : public Panel {
  Q_OBJECT
 public:
  HomePanel(PanelContext& context, QWidget* parent);
  ~HomePanel() override;

  void open(const Route& route) override;
  Route current() const override { return HomeRoute{}; }
  std::vector<Crumb> breadcrumb() const override { return {}; }
  bool settled() const override { return m_settled; }

 protected:
  void showEvent(QShowEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;

 private:
  void buildHeader(QVBoxLayout* column);
  QWidget* makeRegions();
  void makeAttention(QWidget* page);
  void makeBest(QWidget* page);
  void makeRecent(QWidget* page);
  void makeExperiments(QWidget* page);
  void makeActivity(QWidget* page);
  QWidget* makeFirstUse();
  void reload();
  void reloadSoon();
  void showState(const HomeState& state);
  void showError(const Error& error);
  void showKpis();
  void wantLiveError();
  void chooseFigure(int cell, QPoint at);
  void showAttention();
  const Attention& shownItem(int row) const;
  void showAttentionMenu(int row, QPoint at);
  void dismiss(const QString& said, const std::function<void(Dismissals&)>& change);
  void bringBack();
  void readDismissals();
  void writeDismissals();
  QString dismissalKey() const;
  // Open, in a new window, copy id and link.
  void addPlaceActions(QMenu& menu, const Route& route, const QString& id);
  void showPlaceMenu(const Route& route, const QString& id, QPoint at);
  void showBest();
  void showActivity(Timestamp now);
  void chooseExperiment(QWidget* button);
  static Route routeOf(const Attention& item);

  PanelContext& m_context;
  QStackedLayout* m_pages;
  QWidget* m_regions = nullptr;
  QWidget* m_firstUse = nullptr;
  QWidget* m_failure = nullptr;
  Label* m_date = nullptr;
  KpiStrip* m_kpis = nullptr;
  Card* m_attentionCard = nullptr;
  QStackedLayout* m_attentionPages = nullptr;
  AttentionList* m_attention = nullptr;
  SegmentedControl* m_scope = nullptr;
  Card* m_bestCard = nullptr;
  BestChart* m_best = nullptr;
  SegmentedControl* m_period = nullptr;
  Card* m_recentCard = nullptr;
  RecentList* m_recent = nullptr;
  Card* m_experimentCard = nullptr;
  ExperimentList* m_experiments = nullptr;
  Card* m_activityCard = nullptr;
  ActivityList* m_activity = nullptr;

  std::shared_ptr<const track::RunTable> m_table;
  HomeData m_data;
  Dismissals m_dismissals;
  ShownAttention m_shownAttention;
  bool m_scopeChosen = false;  // by a person; until then the team's where nothing is mine
  std::optional<LiveError> m_live;
  std::optional<Timestamp> m_liveAsked;
  std::shared_ptr<deploy::LiveMetricReader> m_liveReader = std::make_shared<deploy::LiveMetricReader>();
  std::vector<PlacedFigure> m_figures;  // on screen
  std::optional<track::ExperimentId> m_chosen;
  store::ChangeSet m_pending;  // not yet shown
  std::size_t m_asked = 0;     // how many of them the running job knows
  QTimer m_soon;               // joins changes that follow one another
  QTimer m_minute;             // "12 min ago" goes on
  bool m_settled = false;
  LatestJob<HomeState> m_load;  // last: nothing arrives after the rest is gone
  LatestJob<std::optional<LiveError>> m_liveJob;
};

PanelInfo homePanel();

}  // namespace tatara::ui
