#include "ui/models/internal/version_chart.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/type.h"

namespace tatara::ui {
namespace {

constexpr int kLeft = 64, kRight = 20, kTop = 14, kBottom = 30;
constexpr double kReach = 18;  // px around a point that are its own
constexpr int kLines = 4;

}  // namespace

VersionChart::VersionChart(QWidget* parent) : QWidget(parent) {
  setMouseTracking(true);
  setFocusPolicy(Qt::StrongFocus);
  setMinimumHeight(120);
}

void VersionChart::show(std::vector<VersionPoint> points, std::int64_t champion) {
  m_points = std::move(points);
  m_champion = champion;
  m_hovered = -1;
  m_low = 0;
  m_high = 1;
  if (!m_points.empty()) {
    const auto [low, high] = std::ranges::minmax_element(m_points, {}, &VersionPoint::value);
    const double spread = high->value - low->value;
    const double margin = spread > 0 ? spread * 0.15 : std::max(std::abs(high->value) * 0.05, 1e-9);
    m_low = low->value - margin;
    m_high = high->value + margin;
  }
  QStringList words;
  for (const VersionPoint& point : m_points) {
    words << QStringLiteral("v%1 %2").arg(point.version).arg(metricText(point.value));
  }
  setAccessibleDescription(words.join(QStringLiteral(", ")));
  update();
}

QRectF VersionChart::plot() const {
  return QRectF(rect()).adjusted(kLeft, kTop, -kRight, -kBottom);
}

QPointF VersionChart::place(const VersionPoint& point) const {
  const QRectF area = plot();
  const double first = static_cast<double>(m_points.front().version);
  const double span = static_cast<double>(m_points.back().version) - first;
  const double x = span > 0 ? (static_cast<double>(point.version) - first) / span : 0.5;
  const double y = (point.value - m_low) / (m_high - m_low);
  return {area.left() + x * area.width(), area.bottom() - y * area.height()};
}

void VersionChart::paintAxes(QPainter& painter) const {
  const Colors& c = colors();
  const QRectF area = plot();
  std::array<double, kLines + 1> values{};
  for (int i = 0; i <= kLines; ++i) {
    values[static_cast<std::size_t>(i)] = m_low + (m_high - m_low) * i / kLines;
  }
  const int decimals = columnDecimals(values);
  painter.setFont(ui::font(TextRole::Caption));
  for (int i = 0; i <= kLines; ++i) {
    const qreal y = std::round(area.bottom() - area.height() * i / kLines) + 0.5;
    painter.setPen(QPen(i == 0 ? c.axis : c.grid, 1));
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    painter.setPen(c.tx3);
    drawTabular(painter, QRectF(0, y - 8, kLeft - 8, 16), Qt::AlignRight | Qt::AlignVCenter,
                metricText(values[static_cast<std::size_t>(i)], decimals));
  }
  // As many names as have room.
  qreal taken = -1e9;
  for (const VersionPoint& point : m_points) {
    const QString name = QStringLiteral("v%1").arg(point.version);
    const qreal wide = painter.fontMetrics().horizontalAdvance(name);
    const qreal x = place(point).x() - wide / 2;
    if (x > taken + 10) {
      painter.drawText(QPointF(x, area.bottom() + 18), name);
      taken = x + wide;
    }
  }
}

void VersionChart::paintEvent(QPaintEvent*) {
  const Colors& c = colors();
  QPainter painter(this);
  if (m_points.empty()) {
    painter.setFont(ui::font(TextRole::Cell));
    painter.setPen(c.tx3);
    painter.drawText(rect(), Qt::AlignCenter, tr("No version's run logged a metric"));
    return;
  }
  paintAxes(painter);
  painter.setRenderHint(QPainter::Antialiasing);
  const auto champion = std::ranges::find(m_points, m_champion, &VersionPoint::version);
  if (champion != m_points.end()) {
    painter.setPen(QPen(c.champ, 1, Qt::DashLine));
    const qreal y = std::round(place(*champion).y()) + 0.5;
    painter.drawLine(QPointF(plot().left(), y), QPointF(plot().right(), y));
  }
  painter.setPen(QPen(c.barm, 1));
  for (std::size_t i = 1; i < m_points.size(); ++i) {
    painter.drawLine(place(m_points[i - 1]), place(m_points[i]));
  }
  for (std::size_t i = 0; i < m_points.size(); ++i) {
    const bool isChampion = m_points[i].version == m_champion;
    const bool hovered = static_cast<int>(i) == m_hovered;
    painter.setPen(QPen(c.bg1, 1.5));
    painter.setBrush(isChampion ? c.champ : c.acc);
    const qreal radius = (isChampion ? 5 : 4) + (hovered ? 1.5 : 0);
    painter.drawEllipse(place(m_points[i]), radius, radius);
  }
}

int VersionChart::nearest(QPointF at) const {
  int best = -1;
  double distance = kReach;
  for (std::size_t i = 0; i < m_points.size(); ++i) {
    const QPointF to = place(m_points[i]) - at;
    if (const double d = std::hypot(to.x(), to.y()); d < distance) {
      distance = d;
      best = static_cast<int>(i);
    }
  }
  return best;
}

void VersionChart::setHovered(int index) {
  if (index == m_hovered) {
    return;
  }
  m_hovered = index;
  if (index >= 0) {
    const VersionPoint& point = m_points[static_cast<std::size_t>(index)];
    setCursor(Qt::PointingHandCursor);
    QToolTip::showText(mapToGlobal(place(point).toPoint()),
                       QStringLiteral("v%1   %2").arg(point.version).arg(metricText(point.value)), this);
  } else {
    unsetCursor();
    QToolTip::hideText();
  }
  update();
}

void VersionChart::mouseMoveEvent(QMouseEvent* event) {
  setHovered(nearest(event->position()));
}

void VersionChart::mouseReleaseEvent(QMouseEvent* event) {
  const int index = nearest(event->position());
  if (event->button() == Qt::LeftButton && index >= 0) {
    Q_EMIT versionChosen(m_points[static_cast<std::size_t>(index)].version);
  }
}

void VersionChart::leaveEvent(QEvent*) {
  setHovered(-1);
}

void VersionChart::keyPressEvent(QKeyEvent* event) {
  const int last = static_cast<int>(m_points.size()) - 1;
  if (event->key() == Qt::Key_Right && last >= 0) {
    setHovered(std::min(m_hovered + 1, last));
  } else if (event->key() == Qt::Key_Left && last >= 0) {
    setHovered(std::max(m_hovered - 1, 0));
  } else if ((event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) && m_hovered >= 0) {
    Q_EMIT versionChosen(m_points[static_cast<std::size_t>(m_hovered)].version);
  } else {
    QWidget::keyPressEvent(event);
  }
}

}  // namespace tatara::ui
