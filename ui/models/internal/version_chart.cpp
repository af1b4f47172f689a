#include "ui/models/internal/version_chart.h"

#include <algorithm>
#include <cmath>

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QToolTip>

#include "ui/base/number_text.h"
#include "ui/base/theme.h"
#include "ui/base/type.h"
#include "ui/chart/ticks.h"

namespace tatara::ui {
namespace {

constexpr int kLeft = 64, kRight = 20, kTop = 14, kBottom = 30;
constexpr double kReach = 18;  // px around a point that are its own
constexpr double kInset = 14;  // of the first and last point from the ends of the axis

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
  tellItemsChanged(this);
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
  return {area.left() + kInset + x * (area.width() - 2 * kInset), area.bottom() - y * area.height()};
}

void VersionChart::paintAxes(QPainter& painter) const {
  const Colors& c = colors();
  const QRectF area = plot();
  painter.setFont(ui::font(TextRole::Caption));
  const auto line = [&](double value, const QColor& color) {
    const qreal y = std::round(area.bottom() - (value - m_low) / (m_high - m_low) * area.height()) + 0.5;
    painter.setPen(QPen(color, 1));
    painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
    return y;
  };
  for (const Tick& tick :
       linearTicks(m_low, m_high, std::max(2, static_cast<int>(area.height()) / 48)).ticks) {
    const qreal y = line(tick.value, c.grid);
    painter.setPen(c.tx3);
    drawTabular(painter, QRectF(0, y - 8, kLeft - 8, 16), Qt::AlignRight | Qt::AlignVCenter, tick.label);
  }
  line(m_low, c.axis);
  // As many names as have room.
  qreal taken = -1e9;
  painter.setPen(c.tx3);
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

// A dashed line through all versions with its meaning where no point is in the way.
void VersionChart::paintChampion(QPainter& painter) const {
  const auto champion = std::ranges::find(m_points, m_champion, &VersionPoint::version);
  if (champion == m_points.end()) {
    return;
  }
  const Colors& c = colors();
  const QRectF area = plot();
  const qreal y = std::round(place(*champion).y()) + 0.5;
  painter.setPen(QPen(c.champ, 1, Qt::DashLine));
  painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y));
  const QString words = tr("champion v%1, %2").arg(m_champion).arg(metricText(champion->value));
  painter.setFont(ui::font(TextRole::Caption));
  const qreal wide = painter.fontMetrics().horizontalAdvance(words);
  for (const double left : {area.right() - wide, area.left() + 4, area.center().x() - wide / 2}) {
    for (const double top : {y - 19, y + 4}) {
      const QRectF place(left, top, wide, 15);
      if (area.contains(place) && !isCrossed(place)) {
        painter.setPen(c.champ);
        painter.drawText(place, Qt::AlignLeft | Qt::AlignVCenter, words);
        return;
      }
    }
  }
}

// Whether the line through the points, or a point, passes here.
bool VersionChart::isCrossed(const QRectF& area) const {
  const QRectF wide = area.adjusted(-4, -4, 4, 4);
  for (std::size_t i = 0; i < m_points.size(); ++i) {
    const QPointF to = place(m_points[i]);
    const QPointF from = i > 0 ? place(m_points[i - 1]) : to;
    constexpr int kParts = 64;
    for (int part = 0; part <= kParts; ++part) {
      if (wide.contains(from + (to - from) * part / kParts)) {
        return true;
      }
    }
  }
  return false;
}

QString VersionChart::itemName(int item) const {
  const VersionPoint& point = m_points[static_cast<std::size_t>(item)];
  return QStringLiteral("v%1, %2").arg(point.version).arg(metricText(point.value));
}

QRect VersionChart::itemRect(int item) const {
  const QPointF at = place(m_points[static_cast<std::size_t>(item)]);
  return QRectF(at - QPointF(12, 12), QSizeF(24, 24)).toRect();
}

void VersionChart::pressItem(int item) {
  Q_EMIT versionChosen(m_points[static_cast<std::size_t>(item)].version);
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
  paintChampion(painter);
  painter.setPen(QPen(c.bar, 1.5));
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
    tellCurrentItem(this);
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
