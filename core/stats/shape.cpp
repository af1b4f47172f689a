#include "core/stats/shape.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/nan.h"

namespace tatara::stats {
namespace {

constexpr std::size_t kShapeBlock = 512;

class Compensated {
 public:
  void add(double value) {
    const double total = m_sum + value;
    m_lost += std::abs(m_sum) >= std::abs(value) ? (m_sum - total) + value : (value - total) + m_sum;
    m_sum = total;
  }
  double value() const { return std::isfinite(m_sum) ? m_sum + m_lost : m_sum; }

 private:
  double m_sum = 0;
  double m_lost = 0;
};

}  // namespace

double preciseSum(std::span<const double> values) {
  Compensated total;
  for (std::size_t start = 0; start < values.size(); start += kShapeBlock) {
    std::array<double, 4> sums{};
    const std::size_t end = std::min(values.size(), start + kShapeBlock);
    std::size_t i = start;
    for (; i + 4 <= end; i += 4) {
      for (std::size_t lane = 0; lane < 4; ++lane) {
        sums[lane] += values[i + lane];
      }
    }
    for (; i < end; ++i) {
      sums[0] += values[i];
    }
    total.add((sums[0] + sums[1]) + (sums[2] + sums[3]));
  }
  return total.value();
}

Shape shapeOf(std::span<const double> values) {
  const auto n = static_cast<double>(values.size());
  Shape shape{kNan, kNan, kNan, kNan};
  if (values.empty()) {
    return shape;
  }
  shape.mean = preciseSum(values) / n;
  if (!std::isfinite(shape.mean)) {
    return shape;
  }
  const double mean = shape.mean;
  const bool equal = std::ranges::all_of(values, [&](double value) { return value == values.front(); });
  Compensated first;  // what the rounded mean is off
  Compensated second;
  Compensated third;
  Compensated fourth;
  for (std::size_t start = 0; start < values.size() && !equal; start += kShapeBlock) {
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    double s4 = 0;
    for (std::size_t i = start; i < std::min(values.size(), start + kShapeBlock); ++i) {
      const double distance = values[i] - mean;
      const double square = distance * distance;
      s1 += distance;
      s2 += square;
      s3 += square * distance;
      s4 += square * square;
    }
    first.add(s1);
    second.add(s2);
    third.add(s3);
    fourth.add(s4);
  }
  const double off = first.value() / n;
  const double m2 = second.value() - n * off * off;
  const double m3 = third.value() - 3 * off * second.value() + 2 * n * off * off * off;
  const double m4 = fourth.value() - 4 * off * third.value() + 6 * off * off * second.value() -
                    3 * n * off * off * off * off;
  shape.sd = n < 2 ? kNan : std::sqrt(m2 / (n - 1));
  if (n >= 3 && !equal) {
    shape.skew = n * std::sqrt(n - 1) / (n - 2) * (m3 / (m2 * std::sqrt(m2)));
  }
  if (n >= 4 && !equal) {
    const double below = (n - 2) * (n - 3);
    shape.kurtosis = n * (n + 1) * (n - 1) * m4 / (below * m2 * m2) - 3 * (n - 1) * (n - 1) / below;
  }
  return shape;
}

}  // namespace tatara::stats
