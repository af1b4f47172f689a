// Deployments: move traffic safely, go back in one click. The endpoints of the workspace as cards, one of
// them at large, and the model server that answers at them: a process of its own, never a model in this one.
//
// Everything is read from the store on workers, every five seconds while live and after every change; acts go
// through core/deploy alone, which asks the policy. Threads: GUI thread.
#pragma once

#include <functional>

#include <QTimer>

#include "ui/async/latest_job.h"
#include "ui/deployments/deploy_sheets.h"
#include "ui/deployments/deployments_data.h"
#include "ui/deployments/endpoint_overview.h"
#include "ui/shell/panel.h"

class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace tatara::ui {

class Badge;
class EndpointList;
class EndpointPage;
class Label;
class SegmentedControl;

class DeploymentsPanel final : public Panel {
  Q_OBJECT
 public:
  explicit DeploymentsPanel(PanelContext& context, QWidget* parent = nullptr);
  ~DeploymentsPanel() override;

  void open(const Route& route) override;
  Route current() const override { return m_place; }
  std::vector<Crumb> breadcrumb() const override;
  std::vector<SidebarItem> sidebarItems() const override;
  bool settled() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  using Task = std::function<Status(store::Writer&, const registry::Actor&, Timestamp)>;

  QWidget* makeHeader();
  void connectPage();
  void connectDisagreements();
  void storeChanged(const store::ChangeSet& changes);
  void loadList();
  void loadPlace();
  void takeLines(Result<EndpointLines> lines);
  void takeFacts(Result<EndpointFactsPtr> facts);
  void showPage();
  void showServer();
  void showBanner();
  void showState(QWidget* state);
  void showEmpty(const QString& champion);
  void offerChampion();
  void deployChampion(const QString& model);
  ServerView serverView() const;
  Look look() const;

  void act(const QString& doing, Task task, std::function<void()> done = {});
  void rollBack(bool offerUndo);
  void newEndpoint(const QString& model, std::int64_t version);
  void makeEndpoint(const deploy::NewEndpoint& wanted, MakeMode mode, EndpointMade told);
  void startCanary(std::int64_t version);  // chosen beforehand; 0: none
  void keepRequests();
  void keepDisagreements(const QStringList& filter);
  void exportDisagreements(const QString& file, const QStringList& filter);
  void runDisagreements(const QString& title, const QStringList& options, const std::optional<DataRoute>& to);
  void exportVersion(std::int64_t version);
  void erase(const QString& request);
  void addLabels(const QString& request);
  void deleteEndpoint();
  void setShadow(std::int64_t version);
  void openMenu(QWidget* under);
  void startServer();
  void sendExampleTraffic();

  PanelContext& m_context;
  DeploymentsRoute m_place;
  EndpointLines m_lines;
  EndpointFactsPtr m_facts;
  const std::shared_ptr<deploy::LiveMetricReader> m_liveMetric = std::make_shared<deploy::LiveMetricReader>();
  TimeSpan m_span = TimeSpan::Hour;
  double m_quantile = 0.95;
  std::int64_t m_canaryWanted = 0;

  Label* m_count = nullptr;
  Badge* m_serverBadge = nullptr;
  QPushButton* m_serverButton = nullptr;
  QPushButton* m_live = nullptr;
  QPushButton* m_new = nullptr;
  EndpointList* m_list = nullptr;
  QStackedWidget* m_stack = nullptr;
  QVBoxLayout* m_bannerPlace = nullptr;
  QWidget* m_banner = nullptr;
  QString m_bannerKey;
  EndpointPage* m_page = nullptr;
  QWidget* m_state = nullptr;
  QTimer m_timer;
  QTimer m_soon;
  LatestJob<EndpointLines> m_listJob;
  LatestJob<EndpointFactsPtr> m_factsJob;
  LatestJob<std::shared_ptr<const std::vector<ModelChoice>>> m_choicesJob;
  std::function<void(std::shared_ptr<const std::vector<ModelChoice>>)> m_withChoices;
  std::optional<QString>
      m_offered;  // while there is no endpoint: the model whose champion is offered, or none
};

PanelInfo deploymentsPanel();

}  // namespace tatara::ui
