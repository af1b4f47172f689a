// One logged value of a metric, and the one order in which points stand.
//
// `timestamp` is milliseconds since 1970 UTC; `step` is whatever the training script says and may be
// negative, repeated or out of order; `value` is any double, NaN payloads and the sign of zero included.
//
// Order: step, then timestamp, then value; −0 before +0, every NaN after every number (NaNs by their bits).
// The latest point of a metric is the greatest one, as MLflow's `latest_metrics` has it. Two points are the
// same point when step, timestamp and the bits of the value agree: MLflow's primary key refuses the second
// one silently, so do we.
//
// Threads: values and pure functions.
#pragma once

#include <bit>
#include <compare>
#include <cstdint>
#include <span>
#include <vector>

namespace tatara::series {

struct Point {
  std::int64_t step = 0;
  std::int64_t timestamp = 0;
  double value = 0;
};

// The total order above; `equal` means the same point.
std::strong_ordering compare(const Point& left, const Point& right);

inline bool before(const Point& left, const Point& right) {
  return compare(left, right) < 0;
}

inline bool samePoint(const Point& left, const Point& right) {
  return left.step == right.step && left.timestamp == right.timestamp &&
         std::bit_cast<std::uint64_t>(left.value) == std::bit_cast<std::uint64_t>(right.value);
}

// Sorts into the order above and drops repeated points. Costs one pass when they already stand so.
void normalise(std::vector<Point>& points);

// Two ranges that each are normalised, as one.
std::vector<Point> merge(std::span<const Point> left, std::span<const Point> right);

}  // namespace tatara::series
