// One metric over the versions of a model, oldest at the left; the champion's value as a dashed line that
// says so. A click on a point opens the version. Threads: GUI thread.
#pragma once

#include <cstdint>
#include <vector>

#include <QWidget>

#include "ui/base/painted_items.h"

namespace tatara::ui {

struct VersionPoint {
  std::int64_t version = 0;
  double value = 0;  // finite
};

class VersionChart final : public QWidget, public PaintedItems {
  Q_OBJECT
 public:
  explicit VersionChart(QWidget* parent = nullptr);
  // Points by version, ascending. `champion` 0: none.
  void show(std::vector<VersionPoint> points, std::int64_t champion);

  int itemCount() const override { return static_cast<int>(m_points.size()); }
  QString itemName(int item) const override;
  QRect itemRect(int item) const override;
  int currentItem() const override { return m_hovered; }
  void pressItem(int item) override;

 Q_SIGNALS:
  void versionChosen(std::int64_t version);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void leaveEvent(QEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QRectF plot() const;
  QPointF place(const VersionPoint& point) const;
  int nearest(QPointF at) const;
  void paintAxes(QPainter& painter) const;
  void paintChampion(QPainter& painter) const;
  bool isCrossed(const QRectF& area) const;
  void setHovered(int index);

  std::vector<VersionPoint> m_points;
  std::int64_t m_champion = 0;
  double m_low = 0, m_high = 1;
  int m_hovered = -1;
};

}  // namespace tatara::ui
