// The best value of a metric over time: a step line of the best, a dot a run, a dashed line for the champion.
// A click on a dot opens its run; Left and Right go from run to run, Enter opens. Threads: GUI thread.
#pragma once

#include <optional>

#include <QWidget>

#include "ui/base/painted_items.h"
#include "ui/home/home_data.h"

namespace tatara::ui {

class BestChart final : public QWidget, public PaintedItems {
  Q_OBJECT
 public:
  explicit BestChart(QWidget* parent = nullptr);

  // `from`: where the time axis begins; none: at the first run.
  void show(BestSeries series, std::optional<Timestamp> from, Timestamp now);

  int itemCount() const override { return static_cast<int>(m_shown.size()); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override;
  int currentItem() const override { return m_current; }
  void pressItem(int item) override;
  QAccessible::Role itemsRole() const override { return QAccessible::Chart; }

  // Where names stand now; empty where there is none. They never cover one another.
  QRectF runLabelRect() const;
  QRectF championLabelRect() const;

 Q_SIGNALS:
  void runChosen(const tatara::track::RunId& run);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  struct Axis {
    double from = 0, to = 1, step = 1;
    int decimals = 0;
  };
  void layOut();
  QString championText() const;
  QRectF plot() const;
  QPointF position(const BestPoint& point) const;
  int pointAt(QPointF at) const;
  void paintAxes(QPainter& painter) const;
  void paintSteps(QPainter& painter) const;
  bool championShown() const;
  // The run that is named: the one pointed at, else the best.
  const BestPoint* named() const;
  static QString runText(const BestPoint& point);
  void paintChampion(QPainter& painter) const;
  void paintLabels(QPainter& painter) const;

  BestSeries m_series;
  std::vector<BestPoint> m_shown;
  double m_before = 0;  // the best when the axis begins
  bool m_hasBefore = false;
  Timestamp m_from{}, m_to{};
  Axis m_axis;
  int m_hovered = -1;
  int m_current = -1;  // of the keyboard
};

}  // namespace tatara::ui
