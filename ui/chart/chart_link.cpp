#include "ui/chart/chart_link.h"

namespace tatara::ui {

void ChartLink::setCrossHair(std::optional<CrossHair> crossHair) {
  if (m_crossHair != crossHair) {
    m_crossHair = crossHair;
    Q_EMIT crossHairChanged();
  }
}

void ChartLink::setHovered(const QString& key) {
  if (m_hovered != key) {
    m_hovered = key;
    Q_EMIT hoveredChanged();
  }
}

std::optional<AxisRange> ChartLink::range(XUnit unit) const {
  const auto found = m_ranges.find(unit);
  return found == m_ranges.end() ? std::nullopt : std::optional(found->second);
}

void ChartLink::setRange(XUnit unit, std::optional<AxisRange> range) {
  if (this->range(unit) == range) {
    return;
  }
  if (range) {
    m_ranges[unit] = *range;
  } else {
    m_ranges.erase(unit);
  }
  Q_EMIT rangeChanged(unit);
}

}  // namespace tatara::ui
