// One run on the whole panel: header, tabs, and what it left behind; live while it runs.
//
// Route "run/<id>[/<tab>]". Everything is read on workers; a change in the store that concerns the run reads
// it again, at most one reading under way and one waiting. Keys: F2 renames, [ and ] change the tab, Delete
// deletes (undone from the toast). Threads: GUI thread.
#pragma once

#include <memory>
#include <optional>

#include "core/store/change.h"
#include "ui/async/latest_job.h"
#include "ui/base/run_color.h"
#include "ui/rundetail/run_facts.h"
#include "ui/shell/panel.h"

class QMenu;
class QStackedWidget;
class QTabBar;
class QToolButton;
class QVBoxLayout;

namespace tatara::ui {

class ArtifactsPage;
class CodePage;
class LogsPage;
class MetricCharts;
class OverviewPage;
class ParametersPage;
class RunHeader;
class TracesPage;
struct RepeatedRuns;
struct ReproduceWish;

class RunDetailPanel final : public Panel {
  Q_OBJECT
 public:
  RunDetailPanel(PanelContext& context, QWidget* parent);

  void open(const Route& route) override;
  Route current() const override;
  std::vector<Crumb> breadcrumb() const override;
  std::vector<SidebarItem> sidebarItems() const override { return m_experiments; }
  QWidget* filterField() override;
  bool settled() const override;

 private:
  enum class Tab { Overview, Metrics, Parameters, Artifacts, Code, System, Logs, Traces };

  void makePages();
  void addActions();
  void load();
  void take(Result<RunFactsPtr> facts);
  void showTabs();
  void showBanner();
  void loadExperiments();
  void storeChanged(const store::ChangeSet& changes);
  void setTab(Tab tab);
  Tab tab() const;
  void stepTab(int by);
  void pickBaseline();
  void showChoices(Result<std::vector<BaselineChoice>> choices);
  void openMenu(QToolButton* under);
  void editNote();
  void registerModel();
  void reproduce();
  void startReproducing(const ReproduceWish& wish);
  void showReproduction(const RepeatedRuns& runs);
  void stopRun();
  void rename();
  void editTags();
  void remove();
  void write(const QString& doing, store::WriteTask task, std::function<void()> done = {});
  RunStyle styleOf(const track::RunId& id) const;

  PanelContext& m_context;
  track::RunId m_run;
  QString m_wantedTab;
  RunFactsPtr m_facts;
  RunHeader* m_header;
  QTabBar* m_tabs;
  QVBoxLayout* m_layout;
  QWidget* m_banner = nullptr;
  QWidget* m_failure = nullptr;
  QStackedWidget* m_stack;
  OverviewPage* m_overview = nullptr;
  MetricCharts* m_metrics = nullptr;
  ParametersPage* m_parameters = nullptr;
  ArtifactsPage* m_artifacts = nullptr;
  CodePage* m_code = nullptr;
  MetricCharts* m_system = nullptr;
  LogsPage* m_logs = nullptr;
  TracesPage* m_traces = nullptr;
  bool m_again = false;
  LatestJob<RunFactsPtr> m_job;
  LatestJob<std::vector<BaselineChoice>> m_choices;
  std::vector<SidebarItem> m_experiments;
  LatestJob<std::vector<SidebarItem>> m_experimentsJob;
};

PanelInfo runDetailPanel();

}  // namespace tatara::ui
