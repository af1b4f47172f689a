#include "core/series/point.h"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tatara::series {
namespace {

// An integer that orders as the number does, −0 just below +0.
std::int64_t rank(double number) {
  const auto bits = std::bit_cast<std::int64_t>(number);
  return bits < 0 ? ~(bits & INT64_MAX) : bits;
}

}  // namespace

std::strong_ordering compare(const Point& left, const Point& right) {
  if (left.step != right.step) {
    return left.step <=> right.step;
  }
  if (left.timestamp != right.timestamp) {
    return left.timestamp <=> right.timestamp;
  }
  const bool leftNan = std::isnan(left.value);
  const bool rightNan = std::isnan(right.value);
  if (leftNan != rightNan) {
    return leftNan ? std::strong_ordering::greater : std::strong_ordering::less;
  }
  if (leftNan) {
    return std::bit_cast<std::uint64_t>(left.value) <=> std::bit_cast<std::uint64_t>(right.value);
  }
  return rank(left.value) <=> rank(right.value);
}

void normalise(std::vector<Point>& points) {
  const auto disorder = std::adjacent_find(points.begin(), points.end(), [](const Point& a, const Point& b) {
    return a.step >= b.step && compare(a, b) >= 0;
  });
  if (disorder == points.end()) {
    return;
  }
  std::sort(points.begin(), points.end(), before);
  points.erase(std::unique(points.begin(), points.end(), samePoint), points.end());
}

std::vector<Point> merge(std::span<const Point> left, std::span<const Point> right) {
  std::vector<Point> all;
  all.reserve(left.size() + right.size());
  std::set_union(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(all), before);
  return all;
}

}  // namespace tatara::series
