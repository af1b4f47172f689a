#include "core/dataset/internal/value_grid.h"

#include <cmath>
#include <cstdlib>
#include <numeric>

namespace tatara::dataset {
namespace {

constexpr double kMostScale = 10'000;     // four decimals
constexpr double kFar = 281474976710656;  // 2^48: times the scale it still is a whole number of 64 bits
constexpr double kMostStepsOfBar = 20;

}  // namespace

ValueGrid::ValueGrid(double least, double greatest, double bars)
    : m_range(greatest - least), m_bars(bars), m_least(least), m_worthwhile(m_range > 0) {}

bool ValueGrid::take(double value) {
  if (!m_worthwhile) {
    return false;
  }
  double scaled = std::nearbyint(value * m_scale);
  while (scaled / m_scale != value) {
    m_scale *= 10;
    if (m_scale > kMostScale) {
      m_worthwhile = false;
      return false;
    }
    m_first *= 10;
    m_step *= 10;
    scaled = std::nearbyint(value * m_scale);
  }
  if (std::abs(scaled) > kFar) {
    m_worthwhile = false;
    return false;
  }
  const auto whole = static_cast<std::int64_t>(scaled);
  if (!m_any) {
    m_any = true;
    m_first = whole;
  } else if (m_step == 0 || (whole - m_first) % m_step != 0) {
    m_step = std::gcd(m_step, std::abs(whole - m_first));
    m_worthwhile = m_step == 0 || m_range / step() <= m_bars * kMostStepsOfBar;
  }
  return m_worthwhile;
}

double ValueGrid::stepsOfBar() const {
  return std::ceil((std::round(m_range / step()) + 1) / m_bars);
}

double ValueGrid::at(double steps) const {
  return (std::nearbyint(m_least * m_scale) + steps * static_cast<double>(m_step)) / m_scale;
}

}  // namespace tatara::dataset
