// Parallel coordinates: every matching run as a line through its parameters to its metric, the shown ones in
// colour.
//
// Drag on an axis brushes (the table filters), drag the edges of a brush to adjust it, a click beside it
// removes it; drag a title to reorder, double-click it to flip, right-click for a logarithmic axis or to hide
// it. With the keyboard: ←/→ choose an axis, with Shift move it; ↑/↓ move the upper end of its brush, with
// Shift the lower; Backspace takes the brush away; F flips the axis, L makes it logarithmic, H hides it. Up
// to 600 lines are drawn one by one; more become a density, each pixel as dark as many lines cross it. The
// background is painted by a worker. Threads: GUI thread.
#pragma once

#include <map>
#include <set>

#include "ui/async/latest_job.h"
#include "ui/chart/chart_view.h"
#include "ui/runs/insight.h"
#include "ui/runs/shown_run.h"
#include "ui/runs/view_state.h"

namespace tatara::ui {

class ParallelPlot final : public ChartView {
  Q_OBJECT

 public:
  explicit ParallelPlot(QWidget* parent = nullptr);

  void setData(InsightPtr insight, ShownRuns shown);
  void setArrangement(AxisArrangement arrangement);
  void setBrushes(std::map<QString, Brush> brushes);
  void setHovered(std::optional<track::RunKey> run);
  bool settled() const { return !m_job.running(); }

  ChartTable table() const override;
  void paintChart(QPainter& painter, const QRectF& rect) override;
  QString note() const override;
  QList<QAction*> chartActions() override;
  QSize sizeHint() const override { return {480, 200}; }

 Q_SIGNALS:
  void arranged(const tatara::ui::AxisArrangement& arrangement);  // by hand
  void brushed(const QString& axis, std::optional<tatara::ui::Brush> brush);
  void hovered(std::optional<tatara::track::RunKey> run);
  void clicked(tatara::track::RunKey run);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void changeEvent(QEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void mouseDoubleClickEvent(QMouseEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;
  void focusInEvent(QFocusEvent* event) override;
  void focusOutEvent(QFocusEvent* event) override;

 private:
  // An axis on screen. y of a value = top + place × height; NaN places have no line.
  struct Axis {
    const ParallelAxis* data = nullptr;
    double x = 0;
    bool log = false;
    bool flipped = false;
    double place(double value) const;
    double value(double place) const;
  };
  struct Area {
    double top = 0;
    double height = 1;
  };
  enum class Drag { None, Brush, Title };
  enum class Edge { Top, Bottom };

  std::vector<Axis> axes(const QRectF& rect) const;
  Area area(const QRectF& rect) const;
  void repaintBackground();
  void paintAxes(QPainter& painter, const QRectF& rect) const;
  void paintRuns(QPainter& painter, const QRectF& rect) const;
  void paintBrush(QPainter& painter, const Axis& axis, const Area& area, const Brush& brush) const;
  QString valueText(const ParallelAxis& axis, double value) const;
  int axisNear(QPointF at, bool title) const;
  std::optional<std::size_t> lineNear(QPointF at) const;
  const ParallelAxis* currentAxis() const;  // of the keyboard
  void chooseAxis(int index);
  void moveAxis(int by);
  void moveBrush(double by, Edge edge);
  using AxisSet = std::set<std::string> AxisArrangement::*;
  void toggleAxis(AxisSet set);
  void toggleColumn(AxisSet set, const std::string& column);
  void rearrange(AxisArrangement arrangement);
  void describeAxis();

  InsightPtr m_insight;
  ShownRuns m_shown;
  std::map<QString, Brush> m_brushes;
  std::optional<track::RunKey> m_hovered;
  AxisArrangement m_arrangement;
  int m_axis = -1;  // the keyboard's
  Drag m_drag = Drag::None;
  int m_dragAxis = -1;
  QPointF m_pressed;
  QPointF m_at;
  Brush m_dragBrush;
  QImage m_background;
  LatestJob<QImage> m_job;  // last: gone first
};

}  // namespace tatara::ui
