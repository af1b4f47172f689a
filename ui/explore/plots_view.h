// Paints the answer of the Plots tab, and selects rows in it by rectangle, lasso or click.
//
// The answer is complete; what stands here is axes, labels and the picture on screen. A drag selects (a
// rectangle, or a lasso in its mode or with Shift); a click on a bar, box or cell selects its rows;
// double-click clears. Threads: GUI thread.
#pragma once

#include <functional>

#include "ui/chart/chart_view.h"
#include "ui/explore/plots_data.h"

namespace tatara::ui {

class PlotsView final : public ChartView {
  Q_OBJECT
 public:
  enum class Mode { Rectangle, Lasso };

  explicit PlotsView(QWidget* parent = nullptr);

  void setAnswer(PlotAnswerPtr answer);
  void setUpdating(bool updating);
  void setMode(Mode mode) { m_mode = mode; }

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;
  QString note() const override;
  QSize sizeHint() const override { return {720, 480}; }

 Q_SIGNALS:
  // `key` is the column, or both of a plane, by which a brush is known.
  void brushed(const QString& key, const tatara::dataset::Filter& filter, const QString& label);
  void clearAsked();
  void resized();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  std::vector<QRectF> plots(const QRectF& rect) const;
  void paintPanel(QPainter& painter, const PlotPanel& panel, const QRectF& plot) const;
  void paintAxes(QPainter& painter, const PlotPanel& panel, const QRectF& plot) const;
  void paintLegend(QPainter& painter, const QRectF& rect) const;
  std::optional<std::size_t> panelAt(const QPointF& at) const;
  void finishRectangle(const PlotPanel& panel, const QRectF& plot);
  void finishLasso(const PlotPanel& panel, const QRectF& plot);
  void click(const PlotPanel& panel, const QRectF& plot, const QPointF& at);
  // The rows of a stretch of an axis; none when it is a count.
  static std::optional<dataset::Filter> stretch(const PlotScale& scale, double from, double to,
                                                QString& label);

  PlotAnswerPtr m_answer;
  bool m_updating = false;
  Mode m_mode = Mode::Rectangle;
  std::optional<std::size_t> m_panel;  // in which a drag began
  bool m_lasso = false;
  std::vector<QPointF> m_drag;
  QString m_tip;
  QPointF m_tipAt;
};

}  // namespace tatara::ui
