// Charts whose marks are few: importance bars, a histogram, boxes by group, and the density of two
// quantities.
//
// Each is a ChartView, so each has its table, PNG, SVG and CSV. They hold what they show; the numbers are
// computed elsewhere. Threads: GUI thread.
#pragma once

#include <QStringList>
#include <vector>

#include "ui/base/theme.h"
#include "ui/chart/chart_view.h"
#include "ui/chart/plot_map.h"

namespace tatara::ui {

// Name, bar from zero, value. Longest first is the caller's order; what does not fit is counted in the last
// row.
class BarList final : public ChartView {
  Q_OBJECT
 public:
  struct Bar {
    QString label;
    double value = 0;
  };
  explicit BarList(QWidget* parent = nullptr);
  void setBars(const QString& valueName, std::vector<Bar> bars);

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;
  QSize sizeHint() const override { return {240, 180}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  double labelWidth(double width) const;

  QString m_valueName;
  std::vector<Bar> m_bars;
};

struct Bins {
  AxisRange range;
  std::vector<double> counts;
};

class Histogram final : public ChartView {
  Q_OBJECT
 public:
  using ChartView::ChartView;
  void setBins(Bins bins);

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  Bins m_bins;
};

// Boxes from the lower to the upper quartile with a line at the median, whiskers from p5 to p95; a line at
// zero.
class BoxChart final : public ChartView {
  Q_OBJECT
 public:
  struct Box {
    QString label;
    double p5 = 0;
    double p25 = 0;
    double p50 = 0;
    double p75 = 0;
    double p95 = 0;
    std::size_t count = 0;
  };
  using ChartView::ChartView;
  void setBoxes(const QString& groupName, std::vector<Box> boxes);

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  int boxAt(QPointF position) const;

  QString m_groupName;
  std::vector<Box> m_boxes;
};

// Counts on a grid, more = further from the background, with the diagonal where both are equal.
class DensityPlot final : public ChartView {
  Q_OBJECT
 public:
  struct Grid {
    QString xName;
    QString yName;
    AxisRange range;             // of both axes
    int side = 0;                // cells along each
    std::vector<double> counts;  // row by row from the lowest y; side × side
  };
  using ChartView::ChartView;
  void setGrid(Grid grid);

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  Grid m_grid;
};

}  // namespace tatara::ui
