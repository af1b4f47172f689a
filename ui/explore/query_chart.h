// The chart of a query's result: the first column of numbers that is not the first column, against the first
// column. Words give bars from zero, numbers and times a line in the order of x.
//
// Threads: GUI thread.
#pragma once

#include "core/dataset/query.h"
#include "ui/chart/chart_view.h"
#include "ui/chart/plain_plot.h"

namespace tatara::ui {

class QueryChart final : public ChartView {
  Q_OBJECT
 public:
  explicit QueryChart(QWidget* parent = nullptr);
  void setResult(std::shared_ptr<const dataset::QueryResult> result);
  // Why there is none; empty: there is a chart.
  QString refusal() const { return m_refusal; }

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;
  QString note() const override { return m_note; }

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  std::shared_ptr<const dataset::QueryResult> m_result;
  QString m_refusal, m_note, m_xName, m_yName;
  bool m_bars = false;
  bool m_time = false;
  std::vector<double> m_x, m_y;
  QStringList m_labels;
};

}  // namespace tatara::ui
