// What a group of runs does at each x: mean, median, spread and how many runs it is of, over every point of
// every run.
//
// NaN and infinities of a run are left out at that x and lower the count, as NumPy's nan-functions do.
// `deviation` divides by n − 1; with fewer than two values it, the error and the interval are NaN. The
// interval is the mean ± Student's t times the standard error. Quartiles interpolate linearly. An x at which
// no run has a finite value is left out.
//
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/series/align.h"
#include "core/series/point.h"

namespace tatara::series {

struct GroupCurve {
  std::vector<double> x;
  std::vector<std::uint32_t> count;
  std::vector<double> mean;
  std::vector<double> median;
  std::vector<double> deviation;
  std::vector<double> error;
  std::vector<double> intervalLow;
  std::vector<double> intervalHigh;
  std::vector<double> lowerQuartile;
  std::vector<double> upperQuartile;
  std::vector<double> least;
  std::vector<double> greatest;

  std::size_t size() const { return x.size(); }
};

// Aligned on step: an x for each step that any run logged.
GroupCurve groupOnSteps(std::span<const PointSpan> series, double confidence = 0.95);

// Interpolated on time: `origins[i]` is the time at which run i is taken to start, `times` the x to answer
// at, in milliseconds after it, ascending.
GroupCurve groupOnTimes(std::span<const PointSpan> series, std::span<const std::int64_t> origins,
                        std::span<const double> times, double confidence = 0.95);

}  // namespace tatara::series
