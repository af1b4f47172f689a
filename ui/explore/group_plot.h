// A statistic of one column by the groups of another.
//
// Threads: GUI thread.
#pragma once

#include <cstdint>
#include <vector>

#include <QString>

#include "ui/chart/chart_view.h"
#include "ui/chart/plain_plot.h"

namespace tatara::ui {

// Median and the band from p10 to p90 of a column, by the groups of another: a line over numbers and times,
// points with whiskers over words.
class GroupPlot final : public ChartView {
  Q_OBJECT
 public:
  struct Point {
    double x = 0;  // on a number axis; else its place
    QString label;
    double p10 = 0, median = 0, p90 = 0;
    std::int64_t rows = 0;
  };
  struct Content {
    QString column, group;
    bool numeric = false;
    bool time = false;
    std::vector<Point> points;
  };
  using ChartView::ChartView;
  void setContent(Content content);

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;
  QSize sizeHint() const override { return {340, 170}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  PlainPlot layout(const QRectF& rect) const;
  Content m_content;
};

}  // namespace tatara::ui
