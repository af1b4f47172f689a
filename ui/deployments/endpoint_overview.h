// How an endpoint fares: its canary, four charts over the same time, checks, facts and events.
//
// An event chosen is marked in the charts by the cross-hair. Narrow windows put the right column below the
// charts. Threads: GUI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "ui/deployments/deployments_data.h"

class QBoxLayout;
class QGridLayout;

namespace tatara::ui {

class CanaryStrip;
class Card;
class ChartCard;
class ChartLink;
class FactList;
class Label;
class LineChart;

struct ServerView {
  bool serving = false;
  QString address;
};

// What is checked, from what the store knows. Shared with tests.
struct CheckRow {
  QString text;
  QString value;
  QString limit;
  enum class State { Pass, Fail, Waiting } state = State::Pass;
};
std::vector<CheckRow> checksOf(const EndpointFacts& facts);

class EndpointOverview final : public QWidget {
  Q_OBJECT
 public:
  explicit EndpointOverview(QWidget* parent = nullptr);

  void show(const EndpointFactsPtr& facts, const ServerView& server, double quantile);
  bool settled() const;
  // Greys what is shown while something newer is read for another endpoint or span.
  void showLoading();

 Q_SIGNALS:
  void modelAsked();
  void activityAsked();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  bool eventFilter(QObject* watched, QEvent* event) override;  // of the view that it is scrolled in

 private:
  struct Chart {
    ChartCard* card = nullptr;
    LineChart* line = nullptr;
  };
  Chart makeChart(const QString& title, const QString& subtitle);
  void showCanary(const ServerView& server);
  void showCharts(double quantile);
  void showLive();
  void showChecks();
  void showServing(const ServerView& server);
  void showEvents();
  void arrange();

  EndpointFactsPtr m_facts;
  ChartLink* m_link;
  Card* m_canaryCard;
  CanaryStrip* m_canary;
  Label* m_canaryWords;
  Chart m_latency;
  Chart m_throughput;
  Chart m_errors;
  Chart m_live;
  QGridLayout* m_grid;
  QBoxLayout* m_columns;
  QWidget* m_right;
  Card* m_checksCard;
  FactList* m_checks;
  FactList* m_serving;
  FactList* m_events;
};

}  // namespace tatara::ui
