// The large histogram of a column: a bar is clicked and a range dragged over to filter, on linear or
// logarithmic axes, with mean and median.
//
// It holds what it shows and tells what a person did; the numbers are computed elsewhere. Threads: GUI
// thread.
#pragma once

#include <optional>
#include <vector>

#include <QString>

#include "ui/chart/chart_view.h"
#include "ui/chart/plain_plot.h"
#include "ui/explore/column_bars.h"

namespace tatara::ui {

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

}  // namespace tatara::ui
