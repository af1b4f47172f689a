// Several series side by side: at the same steps, or interpolated onto the same times.
//
// On steps nothing is invented: a series has a value at a step where it logged one, and where it logged
// several the greatest in the order of point.h (the latest) counts. On times, which never coincide between
// runs, values are interpolated linearly between neighbouring points and are NaN outside a series and beside
// a NaN.
//
// Series given stand in the order of point.h. Threads: pure functions.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "core/series/point.h"

namespace tatara::series {

using PointSpan = std::span<const Point>;

// Calls back once for each step that any series has, ascending, with the points there: `indices[i]` is the
// series that `values[i]` is of. Holds no more than one step at a time.
using StepVisitor = std::function<void(std::int64_t step, std::span<const std::size_t> indices,
                                       std::span<const double> values)>;
void walkSteps(std::span<const PointSpan> series, const StepVisitor& visit);

// Calls back once for each step at which every series has a point, ascending, with the latest point of each
// there.
using CommonVisitor = std::function<void(std::span<const Point> points)>;
void walkCommonSteps(std::span<const PointSpan> series, const CommonVisitor& visit);

// One row a series, one column a step of the union; NaN where the series has none.
struct StepGrid {
  std::vector<std::int64_t> steps;
  std::vector<std::vector<double>> rows;
};
StepGrid alignOnSteps(std::span<const PointSpan> series);

// The series' value at each of `times` (ascending milliseconds after `origin`).
std::vector<double> interpolateAt(PointSpan series, std::int64_t origin, std::span<const double> times);

}  // namespace tatara::series
