// A grid of charts, one a metric, of one run and its baseline; also the system metrics over relative time.
// The points of long series stay in the store (ui/curves).
//
// Charts are made for the metrics that the search leaves, at most kMostCharts at a time ("Show more" for the
// rest), and their points are read by one job for all. While a run is being logged, `refresh()` reads the
// points anew and every chart keeps its zoom. Threads: GUI thread; points are read on workers.
#pragma once

#include <QPointer>
#include <QWidget>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/track/metrics.h"
#include "ui/async/latest_job.h"
#include "ui/base/run_color.h"
#include "ui/chart/chart_link.h"
#include "ui/chart/line_chart.h"
#include "ui/rundetail/run_facts.h"

class QGridLayout;
class QPushButton;
class QScrollArea;

namespace tatara::ui {

class ChartCard;
class SearchField;
class SegmentedControl;
class Label;

// The points of one series as a curve over the chosen x.
CurvePtr curveOf(const std::vector<series::Point>& points, XUnit unit, Timestamp started);
// Null when there is none.
CurvePtr curveIn(const std::map<std::string, CurvePtr>& curves, const std::string& key);

class MetricCharts final : public QWidget {
  Q_OBJECT
 public:
  enum class Kind { Metrics, System };
  MetricCharts(Kind kind, std::shared_ptr<store::Store> store, QWidget* parent = nullptr);

  void setRun(const RunFactsPtr& facts, const RunStyle& style, const RunStyle& baselineStyle);
  void refresh();
  bool settled() const;
  QWidget* filterField();

 protected:
  void resizeEvent(QResizeEvent* event) override;
  void showEvent(QShowEvent* event) override;

 private:
  // What is drawn of one run, by metric.
  using Curves = std::map<std::string, CurvePtr>;
  struct Loaded {
    XUnit unit = XUnit::Step;
    Curves own;
    Curves baseline;
  };
  // Of `before` what has not changed is kept.
  struct Wanted {
    std::shared_ptr<store::Store> store;
    std::vector<std::string> keys;
    XUnit unit = XUnit::Step;
    std::size_t least = 0;  // points of a series that stays in the store
  };
  static Result<Curves> load(const Wanted& wanted, const track::RunInfo& run, const Curves& before,
                             std::stop_token stop);

  std::vector<std::string> wantedKeys() const;
  void rebuild();
  void place();
  void take(Result<Loaded> loaded);
  void fill(const std::string& key);
  XUnit unit() const;

  Kind m_kind;
  std::shared_ptr<store::Store> m_store;
  RunFactsPtr m_facts;
  RunStyle m_style;
  RunStyle m_baselineStyle;
  ChartLink m_link;
  SearchField* m_search;
  SegmentedControl* m_axis;
  Label* m_count;
  QScrollArea* m_area;
  QWidget* m_grid;
  QPushButton* m_more;
  std::map<std::string, ChartCard*> m_cards;
  std::vector<std::string> m_order;
  Loaded m_loaded;
  std::size_t m_limit;
  bool m_again = false;
  LatestJob<Loaded> m_job;
};

}  // namespace tatara::ui
