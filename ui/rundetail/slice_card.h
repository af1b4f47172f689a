// The card of worst slices: a row each with its rows, its loss, what the baseline says of the same rows, and
// both as a bar with a mark.
//
// Threads: GUI thread; the slices are found on a worker.
#pragma once

#include "ui/async/latest_job.h"
#include "ui/chart/chart_view.h"
#include "ui/rundetail/slice_data.h"

namespace tatara::ui {

class ChartCard;

class SliceChart final : public ChartView {
  Q_OBJECT
 public:
  using ChartView::ChartView;
  void setSlices(evaluate::RunSlices slices, const QString& unit);

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Places {
    double name, rows, loss, delta, bar, end;  // right edges, but of `bar` the left one
  };
  Places placesIn(const QRectF& rect) const;
  void paintHeader(QPainter& painter, const QRectF& rect, const Places& places) const;
  void paintRow(QPainter& painter, const QRectF& row, const Places& places,
                const evaluate::RunSlice& slice) const;
  double greatest() const;

  evaluate::RunSlices m_slices;
  QString m_unit;
  int m_decimals = 2;
};

// "hour 17 · workingday 1"
QString sliceName(const evaluate::RunSlice& slice);
// "MAE", "log loss", "error rate"
QString measureName(std::string_view measure);

// Fills a card as runs are opened; hidden for runs that kept no predictions with their data.
class SliceCard final : public QObject {
  Q_OBJECT
 public:
  SliceCard(std::shared_ptr<store::Store> store, QWidget* stage, QWidget* parent);

  void setRun(const RunFactsPtr& facts);
  bool settled() const { return !m_job.running(); }
  ChartCard* card() const { return m_card; }

 private:
  void start(SliceCause cause);
  void take(Result<SliceAnswer> answer);

  std::shared_ptr<store::Store> m_store;
  RunFactsPtr m_facts;
  QString m_shownFor;  // the runs and files that the slices were found in
  SliceChart* m_chart;
  ChartCard* m_card;
  LatestJob<SliceAnswer> m_job;
};

}  // namespace tatara::ui
