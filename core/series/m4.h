// A line of any number of points as at most a few values a pixel column, drawn as if every point were drawn.
//
// For each pixel column: first, last, least and greatest value of the points in it (Jugel, Jerzak,
// Hackenbroich, Markl, "M4: A Visualization-Oriented Time Series Data Aggregation", PVLDB 7(10), 2014). A
// renderer draws, for each entry, the vertical from `least` to `greatest` in its column, and where `joined`
// says so the line from the previous entry's `last` to this one's `first`. With points placed at floor(device
// x) and y snapped, that is the same set of pixels as drawing the polyline through every point.
//
// NaN and infinities break the line. A column in which the line breaks gets one entry for each unbroken
// stretch, so the picture stays exact; entries stand in order and a column may repeat. What is not finite is
// counted by column.
//
// The point just before the range and the one just after it come as entries whose column lies outside
// 0..width−1 (with that single point), so that lines run off the edge at their true slope. Columns are
// clamped to ±2^30.
//
// x must not decrease from one point to the next; it may repeat. Units of x: steps, milliseconds since 1970,
// or milliseconds since an origin.
//
// Threads: pure functions. Cost: one pass over the values in range, a binary search a column.
#pragma once

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "core/series/point.h"

namespace tatara::series {

enum class XScale { Linear, Log };
enum class XKind { Step, Time };

// The visible range and the device pixels it covers: `begin` is the left edge of column 0, `end` the right
// edge of column width − 1.
struct XAxis {
  double begin = 0;
  double end = 1;
  int width = 0;
  XScale scale = XScale::Linear;
};

// floor(device x), clamped. On a log axis what is not positive lies left of everything.
std::int32_t columnOf(const XAxis& axis, double x);
// The column of what an axis has no place for.
inline constexpr std::int32_t kNoPlace = std::numeric_limits<std::int32_t>::min();

struct M4Entry {
  std::int32_t column = 0;
  bool joined = false;  // a line comes from the entry before
  double first = 0;
  double last = 0;
  double least = 0;
  double greatest = 0;
  std::uint64_t count = 0;  // finite points in it

  bool operator==(const M4Entry&) const = default;
};

struct M4Break {
  std::int32_t column = 0;
  std::uint64_t count = 0;  // NaN and infinite points in it

  bool operator==(const M4Break&) const = default;
};

struct M4 {
  std::vector<M4Entry> entries;
  std::vector<M4Break> breaks;
  std::uint64_t finite = 0;  // in the range
  std::uint64_t nonFinite = 0;
};

M4 reduceToM4(std::span<const double> xs, std::span<const double> ys, const XAxis& axis);
// `origin` is taken from every x before it becomes a double: 0 for steps and wall time, the start for
// relative time.
M4 reduceToM4(std::span<const Point> points, XKind kind, std::int64_t origin, const XAxis& axis);
M4 reduceToM4(std::span<const std::int64_t> xs, std::span<const double> ys, std::int64_t origin,
              const XAxis& axis);

}  // namespace tatara::series
