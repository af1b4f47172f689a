// The line chart of metrics: curves of runs over steps, relative or wall time, exact at any zoom.
//
// The picture is a LineFrame made on a worker; the widget shows the newest finished one and lays cross-hair,
// dots, the hovered run and names over it, so that pointing never redraws a curve. New points (`setCurves`
// with longer data) keep zoom, hover and cross-hair, and the old picture stands until the new one is ready.
//
// Pointer: drag zooms x, with Ctrl both axes to the rectangle, with Shift it is a lasso that names the runs
// of the lines in it; Space+drag or dragging with the middle button pans, wheel over an axis zooms that axis,
// double-click shows all again, click on a line names its run. Keys: ←/→ move the cross-hair a point (with
// Shift ten; with Ctrl they pan), ↑/↓ go from run to run (with Ctrl they zoom y), Enter names the run,
// Home/End go to the ends, + and − zoom, 0 shows all, Backspace goes back in the zooms, Esc lets go of a drag
// or of the cross-hair. Cross-hair, visible x range and
// hovered run are shared through the ChartLink with all charts of the same x unit.
//
// Of curves whose points are not kept (curve_data.h) the readings under the cross-hair come from a worker, a
// moment later. Threads: GUI thread; the worker sees only immutable copies.
#pragma once

#include <QPointer>
#include <QPolygonF>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "ui/async/latest_job.h"
#include "ui/base/run_color.h"
#include "ui/base/theme.h"
#include "ui/chart/chart_link.h"
#include "ui/chart/chart_marks.h"
#include "ui/chart/chart_view.h"
#include "ui/chart/line_frame.h"
#include "ui/chart/readings.h"

namespace tatara::ui {

class ChartTooltip;
class LeftOutSign;

struct Curve {
  QString key;     // what it belongs to in every chart: the run's id
  QString label;   // the run's name
  QString detail;  // a second line under the label where there is room: "5 folds, min–max"
  RunStyle style;
  std::optional<ColorRole> role;  // instead of the run's colour
  double width = 1.6;
  bool muted = false;  // grey at 38 %: not among the selected
  CurvePtr data;
  CurveBand band;   // over the x of `data`
  CurvePtr counts;  // how many runs each point is of, over the same x; nothing: one run
};

enum class Better { Lower, Higher };

struct LineOptions {
  XUnit xUnit = XUnit::Step;
  QString xName;  // of the cross-hair's header: "Round"; empty: by the unit
  AxisScale xScale = AxisScale::Linear;
  AxisScale yScale = AxisScale::Linear;
  YFit fit = YFit::Focus;
  Smoothing smoothing;
  bool spread = false;              // see line_frame.h
  std::optional<AxisRange> yRange;  // fixed; a zoom goes before it
  bool gaps = false;                // NaN is where nothing was to be seen, and no fault to be told
  Better better = Better::Lower;
  friend bool operator==(const LineOptions&, const LineOptions&) = default;
};

class LineChart final : public ChartView {
  Q_OBJECT
 public:
  // `link` outlives the chart; without one the chart keeps to itself.
  explicit LineChart(ChartLink* link, QWidget* parent = nullptr);
  ~LineChart() override;

  // Drawn with the first on top. Labels, tooltip and table follow.
  void setCurves(std::vector<Curve> curves);
  const std::vector<Curve>& curves() const { return m_curves; }
  void setOptions(const LineOptions& options);
  const LineOptions& options() const { return m_options; }
  void setMarks(std::vector<ChartMark> marks);
  void setLevels(std::vector<ChartLevel> levels);
  void setPhases(std::vector<ChartPhase> phases);
  void resetZoom();
  void zoomBack();

  // Whether what is shown is the final picture of what was set.
  bool settled() const { return !m_running && !m_stale && m_frame; }
  const LineFramePtr& frame() const { return m_frame; }

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;
  QString note() const override;
  QString currentValue() const override;
  QList<QAction*> chartActions() override;
  QSize sizeHint() const override { return {480, 240}; }
  QSize minimumSizeHint() const override { return {160, 96}; }

 Q_SIGNALS:
  void curveClicked(const QString& key);
  void curvesChosen(const QStringList& keys);  // by lasso
  void framed();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void showEvent(QShowEvent* event) override;
  void hideEvent(QHideEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void wheelEvent(QWheelEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void keyReleaseEvent(QKeyEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  struct Zoom {
    std::optional<AxisRange> x;
    std::optional<AxisRange> y;
    friend bool operator==(const Zoom&, const Zoom&) = default;
  };
  enum class Drag { None, Zoom, Rectangle, Lasso, Pan };
  enum class Motion { Settled, Moving };

  bool hasPaged() const;
  bool hasOverview() const;
  void restyle(Motion motion = Motion::Settled);  // asks the worker for a new frame
  LineRequest makeRequest(const QSizeF& size, qreal ratio) const;
  void take(LineFramePtr frame);
  QColor colorOf(const Curve& curve) const;
  bool usesLegend() const;
  double legendHeight(double width) const;
  bool usesEndLabels(const QSizeF& size) const;

  void paintPhases(QPainter& painter, const LineFrame& frame) const;
  void paintGrid(QPainter& painter, const LineFrame& frame) const;
  void paintAxes(QPainter& painter, const LineFrame& frame) const;
  void paintLevels(QPainter& painter, const LineFrame& frame) const;
  void paintMarks(QPainter& painter, const LineFrame& frame) const;
  void paintEndLabels(QPainter& painter, const LineFrame& frame) const;
  void paintLegend(QPainter& painter, const LineFrame& frame) const;
  void paintBandsAsPaths(QPainter& painter, const LineFrame& frame) const;
  void paintCurvesAsPaths(QPainter& painter, const LineFrame& frame) const;
  void paintDrag(QPainter& painter) const;
  void paintCrossHair(QPainter& painter, const LineFrame& frame) const;
  void paintHovered(QPainter& painter, const LineFrame& frame);
  QRectF pillRect(const LineFrame& frame, double x, const QString& text) const;

  void applyZoom(const Zoom& zoom, Motion motion);
  void rememberZoom();
  void zoomAxis(Qt::Orientation axis, double factor, QPointF around);
  void pan(QPointF by);
  QRectF dragged() const;  // as far as it lies in the plot
  void finishZoom(Drag drag);
  void finishLasso();
  void pointAt(QPointF position);
  void leavePointer();
  void clicked(const QString& key);
  void stepCrossHair(int by);
  void stepCurve(int by);
  int curveNear(QPointF position, double within) const;
  void putCrossHair(std::optional<double> x);
  // Asks for what the cross-hair meets, where it has to be read.
  void wantReadings();
  // Empty while it is under way.
  std::vector<Reading> readings(double x) const;
  void findX(std::function<std::optional<double>(const LineFrame&)> find,
             std::function<void(std::optional<double>)> found);
  QString valueText(const Reading& reading, int decimals) const;
  QString xText(double x) const;
  void updateTooltip();
  void updateDescription();
  void tellLeftOut();

  ChartLink* m_link;
  std::unique_ptr<ChartLink> m_ownLink;
  std::vector<Curve> m_curves;
  LineOptions m_options;
  std::vector<ChartMark> m_marks;
  std::vector<ChartLevel> m_levels;
  std::vector<ChartPhase> m_phases;

  LineFramePtr m_frame;
  bool m_running = false;
  bool m_runsLong = false;  // the frame under way reads points: a moving one need not wait for it
  bool m_stale = true;

  Zoom m_zoom;
  std::vector<Zoom> m_history;
  Drag m_drag = Drag::None;
  bool m_space = false;
  bool m_moved = false;
  QPointF m_pressed;
  QPointF m_last;
  QPolygonF m_lasso;
  Zoom m_dragZoom;

  QImage m_bold;  // the hovered curve, 2.6 px
  QString m_boldKey;
  const LineFrame* m_boldFrame = nullptr;
  bool m_tooltipHere = false;  // the pointer or the keyboard cross-hair is in this chart
  QPointer<ChartTooltip> m_tooltip;
  LeftOutSign* m_leftOut = nullptr;  // a child, once there is something to tell
  struct Readings {
    LineFramePtr frame;
    double x = 0;
    std::vector<Reading> all;
  };
  Readings m_readings;  // of paged curves
  std::function<void(std::optional<double>)> m_foundX;
  LatestJob<Readings> m_readingJob;
  LatestJob<std::optional<double>> m_findJob;
  LatestJob<LineFramePtr> m_job;  // last: gone first
};

}  // namespace tatara::ui
