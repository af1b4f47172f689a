#include "ui/base/run_color.h"

#include <array>

#include <QPainter>
#include <QPainterPath>

#include "ui/base/metrics.h"
#include "ui/base/theme.h"

namespace tatara::ui {

int preferredSlot(std::string_view runId) {
  std::uint32_t hash = 2166136261U;
  for (const char c : runId) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  }
  return static_cast<int>(hash % kRunSlots);
}

QColor slotColor(int slot) {
  return slot < 0 ? colors().ctl : colors().runs[static_cast<std::size_t>(slot % kRunSlots)];
}

QPen runPen(const RunStyle& style, qreal width) {
  QPen pen(slotColor(style.slot), width, Qt::SolidLine, Qt::FlatCap, Qt::RoundJoin);
  if (style.dash != RunDash::Solid) {
    const qreal unit = 1.0 / std::max<qreal>(width, 0.1);  // Qt counts dashes in pen widths
    pen.setDashPattern(style.dash == RunDash::Long ? QVector<qreal>{6 * unit, 3 * unit}
                                                   : QVector<qreal>{2 * unit, 2 * unit});
  }
  return pen;
}

void drawMarker(QPainter& painter, RunMarker marker, QPointF center, qreal radius) {
  const qreal x = center.x();
  const qreal y = center.y();
  switch (marker) {
    case RunMarker::Circle:
      painter.drawEllipse(center, radius, radius);
      return;
    case RunMarker::Square: {
      const qreal half = radius * 0.886;  // the area of the circle
      painter.drawRect(QRectF(x - half, y - half, 2 * half, 2 * half));
      return;
    }
    case RunMarker::Diamond: {
      const qreal half = radius * 1.253;
      painter.drawPolygon(QPolygonF({{x, y - half}, {x + half, y}, {x, y + half}, {x - half, y}}));
      return;
    }
    case RunMarker::Triangle: {
      const qreal half = radius * 1.2;
      painter.drawPolygon(QPolygonF({{x, y - half}, {x + half, y + half * 0.8}, {x - half, y + half * 0.8}}));
      return;
    }
  }
}

void drawSwatch(QPainter& painter, QPointF topLeft, const RunStyle& style, SwatchRing ring) {
  const QRectF box(topLeft, QSizeF(10, 10));
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  if (ring == SwatchRing::Bg1) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(colors().bg1);
    painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), kCheckRadius + 1, kCheckRadius + 1);
  }
  if (style.dash == RunDash::Solid) {
    painter.setPen(Qt::NoPen);
    painter.setBrush(slotColor(style.slot));
    painter.drawRoundedRect(box, kCheckRadius, kCheckRadius);
  } else {
    painter.setBrush(Qt::NoBrush);
    QPen pen(slotColor(style.slot), 2);
    painter.setPen(pen);
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), kCheckRadius - 1, kCheckRadius - 1);
    if (style.dash == RunDash::Short) {
      painter.setPen(Qt::NoPen);
      painter.setBrush(slotColor(style.slot));
      painter.drawEllipse(box.center(), 1.5, 1.5);
    }
  }
  painter.restore();
}

void drawEmptySwatch(QPainter& painter, QPointF topLeft) {
  painter.save();
  painter.setRenderHint(QPainter::Antialiasing);
  painter.setPen(QPen(colors().ctl, 1));
  painter.setBrush(Qt::NoBrush);
  painter.drawRoundedRect(QRectF(topLeft, QSizeF(10, 10)).adjusted(0.5, 0.5, -0.5, -0.5), kCheckRadius,
                          kCheckRadius);
  painter.restore();
}

std::vector<std::string> RunSlots::assign(const std::vector<std::string>& shown) {
  std::array<bool, kRunSlots> used{};
  for (const std::string& id : shown) {
    if (const auto found = m_slots.find(id); found != m_slots.end() && found->second >= 0) {
      used[static_cast<std::size_t>(found->second % kRunSlots)] = true;
    }
  }
  std::vector<std::string> added;
  for (const std::string& id : shown) {
    if (m_slots.contains(id)) {
      continue;
    }
    const int preferred = preferredSlot(id);
    int slot = preferred;
    for (int step = 0; step < kRunSlots; ++step) {
      const int candidate = (preferred + step) % kRunSlots;
      if (!used[static_cast<std::size_t>(candidate)]) {
        slot = candidate;
        break;
      }
    }
    used[static_cast<std::size_t>(slot)] = true;
    m_slots.emplace(id, slot);
    added.push_back(id);
  }
  return added;
}

int RunSlots::slotOf(const std::string& runId) const {
  const auto found = m_slots.find(runId);
  return found == m_slots.end() ? preferredSlot(runId) : found->second;
}

std::vector<RunStyle> RunSlots::styles(const std::vector<std::string>& shown,
                                       const std::string& baseline) const {
  std::array<int, kRunSlots> seen{};
  std::vector<RunStyle> result;
  result.reserve(shown.size());
  for (std::size_t i = 0; i < shown.size(); ++i) {
    RunStyle style;
    if (i < kColoredRuns) {
      style.slot = slotOf(shown[i]) % kRunSlots;
      const int turn = seen[static_cast<std::size_t>(style.slot)]++;
      style.dash = static_cast<RunDash>(turn % 3);
      style.marker = static_cast<RunMarker>(turn % 4);
      // Slots 7 and 9 look alike to tritanopes, and slots over 6 lie close to the first six.
      if (style.slot >= 6 && turn == 0) {
        style.marker = RunMarker::Square;
      }
    }
    if (shown[i] == baseline) {
      style.dash = RunDash::Long;
    }
    result.push_back(style);
  }
  return result;
}

}  // namespace tatara::ui
