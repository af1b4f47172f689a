// The columns that go most with another, each with a bar of how much.
//
// Threads: GUI thread.
#pragma once

#include <vector>

#include <QString>

#include "ui/chart/chart_view.h"

namespace tatara::ui {

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
