// Pictures of one column and of a pair: the histogram that is dragged over to filter, a statistic by group,
// bars of correlation.
//
// They hold what they show and tell what a person did; the numbers are computed elsewhere. Threads: GUI
// thread.
#pragma once

#include <optional>
#include <vector>

#include <QString>
#include <QStringList>

#include "ui/chart/chart_view.h"
#include "ui/chart/plain_plot.h"

namespace tatara::ui {

// The bars of a column: ranges of numbers or times, or values one by one. The same for the small histogram of
// a table row and the large one.
struct ColumnBars {
  enum class Kind { None, Ranges, Values };
  enum class Scale { Number, Time };  // Time: edges are seconds since 1970 UTC

  struct Bar {
    double low = 0;  // Ranges: low ≤ x < high, the last one closed
    double high = 0;
    QString value = {};  // Values
    double count = 0;
    double shown = -1;  // rows inside the brushes; below 0: not known, or no brush
  };

  Kind kind = Kind::None;
  Scale scale = Scale::Number;
  bool whole = false;  // ranges hold whole numbers only
  std::vector<Bar> bars;

  bool empty() const { return bars.empty(); }
  double most() const;
};

// "20 to 40: 1,204 rows".
QString barText(const ColumnBars& bars, std::size_t index);
// The range or the value alone.
QString barRangeText(const ColumnBars& bars, std::size_t index);
// 120×20 in a table row: `rect` is filled from its bottom. `hovered` is painted stronger.
void paintBars(QPainter& painter, const QRectF& rect, const ColumnBars& bars, bool strong, int hovered);
// Which bar is at `x`; −1: none.
int barAt(const QRectF& rect, const ColumnBars& bars, double x);

class ColumnHistogram final : public ChartView {
  Q_OBJECT
 public:
  enum class Axes { Linear, LogX, LogY };
  struct Content {
    QString name;
    ColumnBars bars;
    std::optional<double> mean;
    std::optional<double> median;
    std::optional<std::pair<double, double>> brushed;  // the column's own range brush
  };

  explicit ColumnHistogram(QWidget* parent = nullptr);
  void setContent(Content content);
  void setAxes(Axes axes);
  Axes axes() const { return m_axes; }
  // Whether there are positive values for a logarithmic x axis.
  bool canLogX() const;

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;
  QString note() const override;
  QSize sizeHint() const override { return {340, 150}; }

 Q_SIGNALS:
  void rangeBrushed(double low, double high, bool closed);
  void barClicked(int bar);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  struct Layout {
    PlainPlot plot;
    std::vector<QRectF> rects;  // one a bar; empty: not shown (values ≤ 0 on a logarithmic axis)
  };
  Layout layout(const QRectF& rect) const;
  double valueAt(const Layout& layout, double x) const;
  void showTip(QPoint position, int bar);

  Content m_content;
  Axes m_axes = Axes::Linear;
  int m_hovered = -1;
  std::optional<double> m_dragFrom;  // pixels
  double m_dragTo = 0;
};

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

// Name, a bar from zero to the left or the right, value.
class CorrelationBars final : public ChartView {
  Q_OBJECT
 public:
  struct Bar {
    QString name;
    double value = 0;
  };
  explicit CorrelationBars(QWidget* parent = nullptr);
  void setBars(const QString& method, std::vector<Bar> bars);

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;
  QSize sizeHint() const override;

 Q_SIGNALS:
  void chosen(const QString& column);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  QString m_method;
  std::vector<Bar> m_bars;
  int m_hovered = -1;
};

}  // namespace tatara::ui
