// The table of values beside the cross-hair: best first, the hovered run bold. A child of the window, so that
// it may reach over the card's edge; it lets the pointer through.
#pragma once

#include <QColor>
#include <QWidget>
#include <vector>

#include "ui/base/run_color.h"

namespace tatara::ui {

class ChartTooltip final : public QWidget {
  Q_OBJECT
 public:
  struct Row {
    QString label;
    QString value;
    QColor color;
    bool bold = false;
    bool warns = false;  // NaN, infinities
  };

  explicit ChartTooltip(QWidget* window);

  void setContent(const QString& title, const QString& remark, std::vector<Row> rows, int more);
  // Beside the vertical at `x` (window coordinates), on the side with room, away from `avoidY` inside [top,
  // bottom].
  void place(double x, double avoidY, double top, double bottom);

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  QString m_title;
  QString m_remark;
  QString m_more;
  std::vector<Row> m_rows;
};

}  // namespace tatara::ui
