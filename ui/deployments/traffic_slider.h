// How the traffic is shared, as a bar with a handle between each two versions. Moving one only proposes:
// whoever listens shows Apply and Cancel.
//
// Drag, or ←/→ for 1 %, with Shift 5 %; Up and Down go from handle to handle. Threads: GUI thread.
#pragma once

#include <vector>

#include <QWidget>

#include "core/deploy/endpoints.h"

namespace tatara::ui {

struct SliderShare {
  std::int64_t version = 0;
  int weight = 0;  // hundredths of a percent
  friend bool operator==(const SliderShare&, const SliderShare&) = default;
};

class TrafficSlider final : public QWidget {
  Q_OBJECT
 public:
  explicit TrafficSlider(QWidget* parent = nullptr);

  // A proposal stays while what it began from is the same.
  void setShares(std::vector<SliderShare> shares);
  const std::vector<SliderShare>& shares() const { return m_shares; }
  const std::vector<SliderShare>& proposed() const { return m_proposed; }
  bool moved() const { return m_proposed != m_shares; }
  void reset();
  // Not to be moved, and why.
  void setLocked(const QString& reason);

  QSize sizeHint() const override { return {400, 26}; }
  QSize minimumSizeHint() const override { return {120, 26}; }

 Q_SIGNALS:
  void proposedChanged();

 protected:
  void paintEvent(QPaintEvent* event) override;
  void mousePressEvent(QMouseEvent* event) override;
  void mouseMoveEvent(QMouseEvent* event) override;
  void mouseReleaseEvent(QMouseEvent* event) override;
  void keyPressEvent(QKeyEvent* event) override;

 private:
  QRectF bar() const;
  int handles() const { return static_cast<int>(m_proposed.size()) - 1; }
  double placeOf(int handle) const;
  int handleAt(double x) const;
  // Moves the boundary to this many hundredths of a percent from the left, whole percents.
  void moveTo(int handle, int sum);
  void updateWords();

  std::vector<SliderShare> m_shares;
  std::vector<SliderShare> m_proposed;
  QString m_locked;
  int m_handle = 0;
  bool m_dragging = false;
};

}  // namespace tatara::ui
