// The best value of a metric over time: a step line of the best, a dot a run. A click on a dot opens its run.
// Threads: GUI thread.
#pragma once

#include <optional>

#include <QWidget>

#include "ui/home/home_data.h"

namespace tatara::ui {

class BestChart final : public QWidget {
  Q_OBJECT
 public:
  explicit BestChart(QWidget* parent = nullptr);

  // `from`: where the time axis begins; none: at the first run.
  void show(BestSeries series, std::optional<Timestamp> from, Timestamp now);

 Q_SIGNALS:
  void runChosen(const tatara::track::RunId& run);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;

 private:
  struct Axis {
    double from = 0, to = 1, step = 1;
    int decimals = 0;
  };
  void layOut();
  QRectF plot() const;
  QPointF position(const BestPoint& point) const;
  int pointAt(QPointF at) const;
  void paintAxes(QPainter& painter) const;
  void paintSteps(QPainter& painter) const;
  void paintLabel(QPainter& painter, const BestPoint& point) const;

  BestSeries m_series;
  std::vector<BestPoint> m_shown;
  double m_before = 0;  // the best when the axis begins
  bool m_hasBefore = false;
  Timestamp m_from{}, m_to{};
  Axis m_axis;
  int m_hovered = -1;
};

}  // namespace tatara::ui
