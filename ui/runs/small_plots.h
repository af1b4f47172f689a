// The smaller pictures of a comparison: error against cost with its Pareto front, and the heat map of
// two parameters.
//
// They hold what they show (insight.h); hovering and clicking are told by signals. Threads: GUI thread.
#pragma once

#include <QPolygonF>
#include <unordered_map>

#include "ui/chart/chart_view.h"
#include "ui/chart/plain_plot.h"
#include "ui/runs/insight.h"
#include "ui/runs/shown_run.h"

namespace tatara::ui {

class ScatterPlot final : public ChartView {
  Q_OBJECT

 public:
  explicit ScatterPlot(QWidget* parent = nullptr);
  void setData(InsightPtr insight, ShownRuns shown);
  void setHovered(std::optional<track::RunKey> run);

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;
  QSize sizeHint() const override { return {320, 180}; }

 Q_SIGNALS:
  void hovered(std::optional<tatara::track::RunKey> run);
  void clicked(tatara::track::RunKey run);
  void lassoed(const std::vector<tatara::track::RunKey>& runs);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void finishLasso();
  void step(int by, bool upwards);
  PlainPlot layout(const QRectF& rect) const;
  std::optional<std::size_t> pointNear(QPointF at) const;
  void paintDots(QPainter& painter, const PlainPlot& plot, const QRectF& rect);
  void paintFront(QPainter& painter, const PlainPlot& plot) const;
  void paintShown(QPainter& painter, const PlainPlot& plot) const;
  struct DotName {
    int rank;  // the weightiest first
    QPointF at;
    QString words;
  };
  static void paintNames(QPainter& painter, const QRectF& area, std::vector<DotName> names);

  InsightPtr m_insight;
  ShownRuns m_shown;
  std::optional<track::RunKey> m_hovered;
  QPolygonF m_lasso;  // while it is drawn
  bool m_lassoing = false;
  QImage m_dots;  // of many points, for the size and the color they were last painted in
  QColor m_dotColor;
};

class HeatPlot final : public ChartView {
  Q_OBJECT

 public:
  explicit HeatPlot(QWidget* parent = nullptr);
  void setData(InsightPtr insight, ShownRuns shown);

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;
  QSize sizeHint() const override { return {320, 240}; }

 Q_SIGNALS:
  void clicked(const std::vector<tatara::track::RunKey>& runs);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  bool event(QEvent* event) override;

 private:
  void choose(std::pair<int, int> place);
  struct Grid {
    QRectF area;
    double cellWidth = 0;
    double cellHeight = 0;
  };
  Grid grid(const QRectF& rect) const;
  std::optional<std::pair<int, int>> cellAt(QPointF at) const;

  InsightPtr m_insight;
  ShownRuns m_shown;
  std::optional<std::pair<int, int>> m_current;  // the keyboard's cell
};

}  // namespace tatara::ui
