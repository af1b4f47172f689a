// What a cross-hair meets on the curves of a finished picture. Threads: pure functions; on a worker where
// `needsReading`. Curves that are overviews have no values to tell.
#pragma once

#include <optional>
#include <vector>

#include "ui/chart/line_frame.h"

namespace tatara::ui {

// A point of one curve.
struct Reading {
  std::size_t curve = 0;
  std::size_t point = 0;
  double x = 0;
  double y = 0;
};

// Whether points, or only their x, are not in memory.
bool needsReading(const LineFrame& frame);
bool needsReadingX(const LineFrame& frame);

// The x of a visible point nearest to `x`, of any curve.
std::optional<double> nearestX(const LineFrame& frame, double x);
// The value each curve shows at x: its point there, else the nearest one if the line is drawn over x at all.
std::vector<Reading> readingsAt(const LineFrame& frame, double x, std::stop_token stop = {});

// Along one curve's visible points: `by` of them from `x`, or to the first or last one.
inline constexpr int kAllPoints = 1 << 30;
std::optional<double> steppedX(const LineFrame& frame, std::size_t curve, std::optional<double> x, int by);

}  // namespace tatara::ui
