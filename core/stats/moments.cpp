#include "core/stats/moments.h"

#include <cmath>

#include "core/base/nan.h"

namespace tatara::stats {
namespace {}

void Moments::add(double value) {
  if (!std::isfinite(value)) {
    ++m_nonFinite;
    return;
  }
  ++m_count;
  const double distance = value - m_mean;
  m_mean += distance / static_cast<double>(m_count);
  m_squares += distance * (value - m_mean);
  m_least = m_count == 1 ? value : std::fmin(m_least, value);
  m_greatest = m_count == 1 ? value : std::fmax(m_greatest, value);
}

void Moments::add(std::span<const double> values) {
  for (const double value : values) {
    add(value);
  }
}

void Moments::merge(const Moments& other) {
  m_nonFinite += other.m_nonFinite;
  if (other.m_count == 0) {
    return;
  }
  const auto mine = static_cast<double>(m_count);
  const auto theirs = static_cast<double>(other.m_count);
  const double distance = other.m_mean - m_mean;
  m_mean += distance * theirs / (mine + theirs);
  m_squares += other.m_squares + distance * distance * mine * theirs / (mine + theirs);
  m_count += other.m_count;
  m_least = std::fmin(m_least, other.m_least);
  m_greatest = std::fmax(m_greatest, other.m_greatest);
}

double Moments::mean() const {
  return m_count == 0 ? kNan : m_mean;
}

double Moments::variance() const {
  return m_count < 2 ? kNan : m_squares / static_cast<double>(m_count - 1);
}

double Moments::standardDeviation() const {
  return std::sqrt(variance());
}

double Moments::standardError() const {
  return standardDeviation() / std::sqrt(static_cast<double>(m_count));
}

}  // namespace tatara::stats
