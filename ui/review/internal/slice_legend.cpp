#include "ui/review/internal/slice_legend.h"

#include <array>

#include <QPainter>

#include "ui/base/metrics.h"
#include "ui/base/number_text.h"
#include "ui/base/type.h"

namespace tatara::ui {

SliceLegend::SliceLegend(QWidget* parent) : QWidget(parent) {
  setFixedHeight(24);
}

void SliceLegend::show(const ReviewFacts& facts) {
  const registry::ReviewInfo& info = facts.review.info;
  const QString ours = QStringLiteral("v%1").arg(info.version);
  m_entries.clear();
  m_gap.clear();
  setVisible(info.replaces > 0);
  m_entries = {{QStringLiteral("v%1").arg(info.replaces), &Colors::tx3, false},
               {tr("%1 better").arg(ours), &Colors::ok, true},
               {tr("%1 worse").arg(ours), &Colors::err, true}};
  const auto gap = [&](std::optional<double> SliceLine::*side) {
    double low = 1e300, high = -1e300;
    for (const SliceLine& line : facts.slices) {
      if (line.judged && line.*side) {
        low = std::min(low, *(line.*side));
        high = std::max(high, *(line.*side));
      }
    }
    return high - low;
  };
  const double before = gap(&SliceLine::champion);
  const double after = gap(&SliceLine::challenger);
  if (before >= 0 && after >= 0) {
    const int decimals = columnDecimals(std::array{before, after});
    m_gap = tr("largest gap %1 → %2").arg(metricText(before, decimals), metricText(after, decimals));
  }
  update();
}

void SliceLegend::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setFont(tatara::ui::font(TextRole::Caption));
  qreal x = kCardPadding;
  for (const Entry& entry : m_entries) {
    const QColor color = colors().*entry.color;
    painter.setPen(QPen(color, 1.5));
    painter.setBrush(entry.filled ? QBrush(color) : QBrush(colors().bg1));
    painter.drawEllipse(QPointF(x + 4, height() / 2.0), 3.5, 3.5);
    painter.setPen(colors().tx2);
    const qreal wide = painter.fontMetrics().horizontalAdvance(entry.text);
    painter.drawText(QRectF(x + 12, 0, wide + 2, height()), Qt::AlignVCenter, entry.text);
    x += wide + 28;
  }
  const qreal wide = painter.fontMetrics().horizontalAdvance(m_gap);
  if (x + wide + kCardPadding < width()) {
    painter.drawText(rect().adjusted(0, 0, -kCardPadding, 0), Qt::AlignRight | Qt::AlignVCenter, m_gap);
  }
}

}  // namespace tatara::ui
