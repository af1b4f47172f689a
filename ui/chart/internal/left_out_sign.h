// A small sign in the corner of a plot: the axis leaves out a steep beginning, on which side, and how far
// that goes. Pressing it shows all values. Threads: GUI thread.
#pragma once

#include <QAbstractButton>

#include "ui/chart/line_frame.h"

namespace tatara::ui {

class LeftOutSign final : public QAbstractButton {
  Q_OBJECT
 public:
  explicit LeftOutSign(QWidget* parent);

  // Nothing to tell, or no room for it: it hides. `named`: the top of the plot has names of marks.
  void tell(const LineFrame& frame, bool named);
  QSize sizeHint() const override;

 protected:
  void paintEvent(QPaintEvent* event) override;

 private:
  bool m_above = true;
};

}  // namespace tatara::ui
