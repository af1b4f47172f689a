// Pictures of many columns at once: the matrix of correlations, a heat map of two columns with a time series
// below it, and the scatter of a pair.
//
// They hold what they show; the numbers are computed elsewhere. Threads: GUI thread.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include <QString>
#include <QStringList>

#include "ui/chart/chart_view.h"
#include "ui/chart/plain_plot.h"

namespace tatara::ui {

class CorrelationPlot final : public ChartView {
  Q_OBJECT
 public:
  struct Content {
    QStringList names;
    std::vector<double> values;    // row by row; NaN: not defined
    std::vector<double> strength;  // of each column: the strongest are shown where not all have room
    bool oneSided = false;         // 0 … 1 instead of −1 … 1
  };
  explicit CorrelationPlot(QWidget* parent = nullptr);
  void setContent(Content content);
  void setChosen(std::optional<std::pair<int, int>> cell);
  void setMenu(QList<QAction*> actions) { m_menu = std::move(actions); }

  ChartTable table() const override;
  QString note() const override;
  QList<QAction*> chartActions() override { return m_menu; }
  void paintChart(QPainter& painter, const QRectF& rect) override;
  QSize sizeHint() const override { return {400, 270}; }

 Q_SIGNALS:
  void chosen(int row, int column);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Grid {
    QRectF area;
    double width = 0, height = 0;
    std::vector<int> shown;  // columns that have room, in order
  };
  Grid grid(const QRectF& rect) const;
  std::optional<std::pair<int, int>> cellAt(QPointF at) const;
  double value(int row, int column) const;

  Content m_content;
  std::optional<std::pair<int, int>> m_chosen;
  QList<QAction*> m_menu;
};

// A value for each pair of groups, above; below, the same value over time with its least and greatest.
class HeatTimePlot final : public ChartView {
  Q_OBJECT
 public:
  struct Heat {
    QStringList rows, columns;
    std::vector<double> values;  // row by row; NaN: no rows
    std::vector<std::int64_t> counts;
    QString value, row, column;  // "mean cnt", "weekday", "hour"
  };
  struct Series {
    std::vector<double> times;  // seconds, the start of each bucket
    std::vector<double> mean, low, high;
    QString title;  // "cnt per day: mean, min–max band"
    QString bucket;
  };
  explicit HeatTimePlot(QWidget* parent = nullptr);
  void setHeat(std::optional<Heat> heat);
  void setSeries(std::optional<Series> series);
  bool empty() const { return !m_heat && !m_series; }
  void setMenu(QList<QAction*> actions) { m_menu = std::move(actions); }
  std::pair<double, double> range() const { return {m_low, m_high}; }

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;
  QList<QAction*> chartActions() override;
  QSize sizeHint() const override { return {380, 270}; }

 Q_SIGNALS:
  void cellClicked(int row, int column);
  void spanBrushed(double fromSeconds, double toSeconds);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  bool event(QEvent* event) override;

 private:
  struct Layout {
    QRectF heat, cells, series;
    double cellWidth = 0, cellHeight = 0;
    PlainPlot plot;
  };
  Layout layout(const QRectF& rect) const;
  void paintHeat(QPainter& painter, const Layout& at) const;
  void paintSeries(QPainter& painter, const Layout& at) const;
  std::optional<std::pair<int, int>> cellAt(const Layout& at, QPointF position) const;
  ChartTable seriesTable() const;

  std::optional<Heat> m_heat;
  std::optional<Series> m_series;
  double m_low = 0, m_high = 1;  // of the heat map
  QList<QAction*> m_menu;
  QAction* m_copySeries;
  std::optional<double> m_dragFrom;
  double m_dragTo = 0;
};

// Every row of two columns: points where they stand apart, density where they overlap (counts of a grid).
class PairPlot final : public ChartView {
  Q_OBJECT
 public:
  struct Content {
    QString x, y;
    AxisRange xRange, yRange;
    int wide = 0, high = 0;
    std::vector<double> counts;  // row by row from the lowest y
  };
  using ChartView::ChartView;
  void setContent(Content content);

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;
  QSize sizeHint() const override { return {340, 200}; }

 protected:
  void paintEvent(QPaintEvent* event) override;
  bool event(QEvent* event) override;

 private:
  Content m_content;
};

}  // namespace tatara::ui
