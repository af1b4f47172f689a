#include "core/stats/two_samples.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/nan.h"

namespace tatara::stats {
namespace {}

double kolmogorovSmirnov(std::span<const double> left, std::span<const double> right) {
  if (left.empty() || right.empty()) {
    return kNan;
  }
  std::size_t i = 0;
  std::size_t k = 0;
  double greatest = 0;
  while (i < left.size() && k < right.size()) {
    const double value = std::min(left[i], right[k]);
    while (i < left.size() && left[i] == value) {
      ++i;
    }
    while (k < right.size() && right[k] == value) {
      ++k;
    }
    greatest = std::max(greatest, std::abs(static_cast<double>(i) / static_cast<double>(left.size()) -
                                           static_cast<double>(k) / static_cast<double>(right.size())));
  }
  return greatest;
}

double populationStability(std::span<const std::uint64_t> before, std::span<const std::uint64_t> after) {
  double totalBefore = 0;
  double totalAfter = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    totalBefore += static_cast<double>(before[i]) + 0.5;
    totalAfter += static_cast<double>(after[i]) + 0.5;
  }
  if (before.empty() || totalBefore <= 0.5 * static_cast<double>(before.size()) ||
      totalAfter <= 0.5 * static_cast<double>(before.size())) {
    return kNan;
  }
  double sum = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double p = (static_cast<double>(before[i]) + 0.5) / totalBefore;
    const double q = (static_cast<double>(after[i]) + 0.5) / totalAfter;
    sum += (q - p) * std::log(q / p);
  }
  return sum;
}

SampleWalk::SampleWalk(std::uint64_t before, std::uint64_t after)
    : m_totalBefore(before), m_totalAfter(after) {}

void SampleWalk::add(double value, std::uint64_t before, std::uint64_t after) {
  if (m_totalBefore == 0 || m_totalAfter == 0) {
    return;
  }
  if (m_seenBefore + m_seenAfter > 0) {
    const double apart = std::abs(static_cast<double>(m_seenBefore) / static_cast<double>(m_totalBefore) -
                                  static_cast<double>(m_seenAfter) / static_cast<double>(m_totalAfter));
    // Neumaier's sum.
    const double piece = apart == 0 ? 0.0 : apart * (value - m_last);
    const double total = m_area + piece;
    m_areaLost += m_area >= piece ? (m_area - total) + piece : (piece - total) + m_area;
    m_area = total;
  }
  if (!m_open && m_seenBefore < m_totalBefore) {
    if (!m_binsBefore.empty()) {
      m_cuts.push_back(m_last);
    }
    m_binsBefore.push_back(0);
    m_binsAfter.push_back(0);
    m_open = true;
  }
  m_last = value;
  const std::uint64_t tenthBefore = m_seenBefore * 10 / m_totalBefore;
  m_seenBefore += before;
  m_seenAfter += after;
  if (!m_binsBefore.empty()) {
    m_binsBefore.back() += before;
    m_binsAfter.back() += after;
  }
  if (before > 0) {
    m_open = m_seenBefore * 10 / m_totalBefore == tenthBefore;
  }
  m_greatest =
      std::max(m_greatest, std::abs(static_cast<double>(m_seenBefore) / static_cast<double>(m_totalBefore) -
                                    static_cast<double>(m_seenAfter) / static_cast<double>(m_totalAfter)));
}

double SampleWalk::kolmogorovSmirnov() const {
  return m_totalBefore == 0 || m_totalAfter == 0 ? kNan : m_greatest;
}

double SampleWalk::wasserstein() const {
  const double area = m_area + m_areaLost;
  return m_totalBefore == 0 || m_totalAfter == 0 || !std::isfinite(area) ? kNan : area;
}

}  // namespace tatara::stats
