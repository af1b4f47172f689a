#include "ui/explore/correlation_bars.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <algorithm>
#include <cmath>

#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kRow = 20;

}  // namespace

CorrelationBars::CorrelationBars(QWidget* parent) : ChartView(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::TabFocus);
  setAccessibleName(tr("Strongest correlations"));
}

void CorrelationBars::setBars(const QString& method, std::vector<Bar> bars) {
  m_method = method;
  m_bars = std::move(bars);
  m_hovered = -1;
  updateGeometry();
  update();
}

QSize CorrelationBars::sizeHint() const {
  return {320, std::max(1, static_cast<int>(m_bars.size())) * kRow};
}

ChartTable CorrelationBars::table() const {
  ChartTable::Column names{tr("Column"), {}, {}};
  ChartTable::Column values{m_method, {}, {}};
  for (const Bar& bar : m_bars) {
    names.texts << bar.name;
    values.values.push_back(bar.value);
  }
  return {{names, values}};
}

void CorrelationBars::paintChart(QPainter& painter, const QRectF& rect) {
  const Colors& c = colors();
  const double left = rect.left() + 118;
  const double right = rect.right() - 46;
  const double zero = std::floor((left + right) / 2);
  const auto fitting = static_cast<std::size_t>(std::max(rect.height() / kRow, 0.0));
  for (std::size_t i = 0; i < std::min(m_bars.size(), fitting); ++i) {
    const double y = rect.top() + static_cast<double>(i) * kRow;
    painter.setFont(ui::font(TextRole::Cell));
    painter.setPen(static_cast<int>(i) == m_hovered ? c.acctx : c.tx2);
    painter.drawText(QRectF(rect.left(), y, 112, kRow), Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_bars[i].name, Qt::ElideMiddle, 112));
    const double value = std::clamp(m_bars[i].value, -1.0, 1.0);
    const double end = zero + value * (right - zero);
    painter.fillRect(QRectF(std::min(zero, end), y + 7, std::max(std::abs(end - zero), 1.0), 6),
                     rampColor(c.diverging, value >= 0 ? 0.86 : 0.14));
    painter.fillRect(QRectF(zero, y + 4, 1, 12), c.axis);
    painter.setPen(c.tx1);
    drawTabular(painter, QRectF(rect.right() - 44, y, 44, kRow), Qt::AlignRight,
                metricText(std::abs(m_bars[i].value) < 0.005 ? 0 : m_bars[i].value, 2));
  }
}

void CorrelationBars::paintEvent(QPaintEvent*) {
  QPainter painter(this);
  painter.setOpacity(isEnabled() ? 1 : 0.4);
  paintChart(painter, QRectF(rect()));
}

void CorrelationBars::mouseMoveEvent(QMouseEvent* event) {
  const int row = static_cast<int>(event->position().y()) / kRow;
  m_hovered = row < static_cast<int>(m_bars.size()) ? row : -1;
  m_hovered >= 0 ? setCursor(Qt::PointingHandCursor) : unsetCursor();
  update();
}

void CorrelationBars::mouseReleaseEvent(QMouseEvent* event) {
  if (event->button() == Qt::LeftButton && m_hovered >= 0) {
    Q_EMIT chosen(m_bars[static_cast<std::size_t>(m_hovered)].name);
  }
}

void CorrelationBars::keyPressEvent(QKeyEvent* event) {
  const int count = static_cast<int>(m_bars.size());
  if (count > 0 && (event->key() == Qt::Key_Down || event->key() == Qt::Key_Up)) {
    m_hovered = std::clamp(m_hovered + (event->key() == Qt::Key_Down ? 1 : -1), 0, count - 1);
    const Bar& bar = m_bars[static_cast<std::size_t>(m_hovered)];
    setAccessibleDescription(bar.name + QLatin1Char(' ') +
                             metricText(std::abs(bar.value) < 0.005 ? 0 : bar.value, 2));
    update();
  } else if (m_hovered >= 0 && (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)) {
    Q_EMIT chosen(m_bars[static_cast<std::size_t>(m_hovered)].name);
  } else {
    ChartView::keyPressEvent(event);
  }
}

void CorrelationBars::leaveEvent(QEvent*) {
  m_hovered = -1;
  update();
}

}  // namespace tatara::ui
