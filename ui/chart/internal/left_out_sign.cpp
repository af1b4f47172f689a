#include "ui/chart/internal/left_out_sign.h"

#include <QPainter>

#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/tip_text.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kSignHeight = 18;
constexpr int kNamesHeight = 20;
constexpr int kArrow = 12;  // with what is free after it
constexpr QSizeF kLeastPlot(200, 60);

}  // namespace

LeftOutSign::LeftOutSign(QWidget* parent) : QAbstractButton(parent) {
  setFont(ui::font(TextRole::Caption));
  setCursor(Qt::PointingHandCursor);
  setAttribute(Qt::WA_Hover);  // painted in another ink
  setFocusPolicy(Qt::TabFocus);
  hide();
}

// Curves that fall begin above and are low at the right end, and the other way round: there it stands free.
void LeftOutSign::tell(const LineFrame& frame, bool named) {
  const bool tells =
      frame.leftOut && frame.plot.width() >= kLeastPlot.width() && frame.plot.height() >= kLeastPlot.height();
  setVisible(tells);
  if (!tells) {
    return;
  }
  const AxisRange shown = frame.map.y().range();
  m_above = frame.leftOut->high > shown.high;
  setText(m_above ? tr("beginning above") : tr("beginning below"));
  const QString far = metricText(m_above ? frame.leftOut->high : frame.leftOut->low);
  const QString tip = m_above ? tr("The steep beginning goes up to %1. Click to show all values.").arg(far)
                              : tr("The steep beginning goes down to %1. Click to show all values.").arg(far);
  setToolTip(tipText(tip));
  setAccessibleDescription(tip);
  resize(sizeHint());
  const QRect plot = frame.plot.toRect();
  move(plot.right() - width(),
       m_above ? plot.top() + (named ? kNamesHeight : 2) : plot.bottom() - height() - 2);
  update();
}

QSize LeftOutSign::sizeHint() const {
  return {kArrow + fontMetrics().horizontalAdvance(text()) + 10, kSignHeight};
}

void LeftOutSign::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  const QColor ink = underMouse() || hasFocus() ? colors().tx1 : colors().tx3;
  QColor ground = colors().bg1;
  ground.setAlphaF(0.85F);
  painter.setPen(Qt::NoPen);
  painter.setBrush(ground);
  painter.drawRoundedRect(rect(), 4, 4);
  // An arrow head towards where the values are.
  const double middle = height() / 2.0;
  const double towards = m_above ? -1 : 1;
  painter.setBrush(ink);
  painter.drawPolygon(QPolygonF({QPointF(4, middle - 2 * towards), QPointF(11, middle - 2 * towards),
                                 QPointF(7.5, middle + 2.5 * towards)}));
  painter.setFont(font());
  painter.setPen(ink);
  painter.drawText(rect().adjusted(kArrow + 3, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, text());
}

}  // namespace tatara::ui
