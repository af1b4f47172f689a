// One endpoint: who serves how much, and the acts on it; below it the tabs "" (overview), "try", "requests",
// "disagreements" (once there is a shadow), "schema", "code", "logs" and "settings".
//
// The page shows and asks; the panel acts. Threads: GUI thread.
#pragma once

#include <QElapsedTimer>
#include <QJsonObject>
#include <QWidget>

#include "ui/deployments/endpoint_overview.h"
#include "ui/deployments/traffic_slider.h"

class QHBoxLayout;
class QPushButton;
class QStackedWidget;
class QTabBar;
class QToolButton;

namespace tatara::ui {

class Badge;
class Card;
class CodeBlock;
class DisagreementPage;
class LogPage;
class RequestsPage;
class SegmentedControl;
class SettingsPage;
class TextGrid;
class TryPage;

class EndpointPage final : public QWidget {
  Q_OBJECT
 public:
  explicit EndpointPage(const std::shared_ptr<store::Store>& store, QWidget* parent = nullptr);

  void show(EndpointFactsPtr facts, const ServerView& server, bool readOnly, double quantile);
  const EndpointFactsPtr& facts() const { return m_facts; }
  QString tab() const;
  void setTab(const QString& tab);  // an unknown one is the overview
  void stepTab(int by);
  // What stands under the mouse is another button than a moment ago.
  void moved() { m_moved.start(); }
  bool settled() const;
  EndpointOverview* overview() const { return m_overview; }
  TryPage* tryPage() const { return m_try; }
  DisagreementPage* disagreementPage() const { return m_disagreements; }

 Q_SIGNALS:
  void tabChanged();
  void weightsAsked(const std::vector<tatara::deploy::Route>& routes);
  void rollbackAsked();
  void holdAsked(bool held);
  void promoteAsked();
  void canaryAsked();
  void exportAsked(std::int64_t version);
  void menuAsked(QWidget* under);
  void keepAsked();
  void eraseAsked(const QString& request);
  void labelsAsked(const QString& request);
  void saveAsked(const tatara::deploy::Settings& settings);
  void deleteAsked();
  void modelAsked();
  void activityAsked();

 private:
  QWidget* makeTraffic();
  QWidget* makeSchema();
  QWidget* makeShares();
  QWidget* makeCode();
  void showTraffic();
  void showShares();
  void addExport(std::int64_t version);
  void showProposal();
  void showButtons(bool readOnly);
  void showSchema();
  void showCode();

  EndpointFactsPtr m_facts;
  ServerView m_server;
  QWidget* m_traffic = nullptr;
  Label* m_name = nullptr;
  Badge* m_state = nullptr;
  Label* m_url = nullptr;
  QPushButton* m_hold = nullptr;
  QPushButton* m_promote = nullptr;
  QPushButton* m_canary = nullptr;
  QPushButton* m_export = nullptr;
  QElapsedTimer m_pressed;  // the rollback button
  QElapsedTimer m_moved;    // the whole page
  QPushButton* m_rollback = nullptr;
  QToolButton* m_more = nullptr;
  QHBoxLayout* m_shares = nullptr;
  QString m_sharesKey;  // what stands there, so that a refresh leaves it alone
  TrafficSlider* m_slider = nullptr;
  QWidget* m_proposal = nullptr;
  Label* m_proposed = nullptr;
  QTabBar* m_tabs = nullptr;
  QStackedWidget* m_stack = nullptr;
  EndpointOverview* m_overview = nullptr;
  TryPage* m_try = nullptr;
  RequestsPage* m_requests = nullptr;
  DisagreementPage* m_disagreements = nullptr;
  Label* m_schemaNote = nullptr;
  TextGrid* m_schema = nullptr;
  SegmentedControl* m_language = nullptr;
  Card* m_codeCard = nullptr;
  CodeBlock* m_code = nullptr;
  QString m_codeAbout;  // whose row m_codeRow is
  QJsonObject m_codeRow;
  LogPage* m_log = nullptr;
  SettingsPage* m_settings = nullptr;
};

}  // namespace tatara::ui
