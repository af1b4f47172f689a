#include "ui/chart/readings.h"

#include <algorithm>
#include <cmath>

namespace tatara::ui {

bool needsReading(const LineFrame& frame) {
  return std::any_of(frame.curves.begin(), frame.curves.end(),
                     [](const DerivedCurve& curve) { return curve.shown->paged(); });
}

bool needsReadingX(const LineFrame& frame) {
  return std::any_of(frame.curves.begin(), frame.curves.end(),
                     [](const DerivedCurve& curve) { return !curve.placed->knowsX(); });
}

std::optional<double> nearestX(const LineFrame& frame, double x) {
  std::optional<double> best;
  const AxisRange visible = frame.map.x().range();
  for (const DerivedCurve& derived : frame.curves) {
    if (derived.raw->overview()) {
      continue;
    }
    CurveReader reader(*derived.placed);
    const std::size_t after = reader.indexFrom(x);
    for (std::size_t i = after == 0 ? 0 : after - 1; i < std::min(after + 1, reader.size()); ++i) {
      const double at = reader.x(i);
      if (at >= visible.low && at <= visible.high && (!best || std::abs(at - x) < std::abs(*best - x))) {
        best = at;
      }
    }
  }
  return best;
}

std::vector<Reading> readingsAt(const LineFrame& frame, double x, std::stop_token stop) {
  std::vector<Reading> read;
  const double near = frame.xResolution() * frame.ratio * 4;
  for (std::size_t i = 0; i < frame.curves.size(); ++i) {
    const CurveData& curve = *frame.curves[i].shown;
    if (curve.size() == 0 || frame.curves[i].raw->overview() || x < curve.firstX() - near ||
        x > curve.lastX() + near) {
      continue;
    }
    CurveReader reader(curve, stop);
    std::size_t at = reader.indexFrom(x);
    if (at == reader.size() || (at > 0 && x - reader.x(at - 1) < reader.x(at) - x)) {
      --at;
    }
    // Of several points at one x the last logged one counts.
    at = reader.indexAfter(reader.x(at)) - 1;
    read.push_back({i, at, reader.x(at), reader.y(at)});
  }
  return read;
}

std::optional<double> steppedX(const LineFrame& frame, std::size_t curve, std::optional<double> x, int by) {
  if (frame.curves[curve].raw->overview()) {
    return std::nullopt;
  }
  CurveReader reader(*frame.curves[curve].placed);
  const AxisRange visible = frame.map.x().range();
  const auto first = static_cast<std::ptrdiff_t>(reader.indexFrom(visible.low));
  const auto last = static_cast<std::ptrdiff_t>(reader.indexAfter(visible.high)) - 1;
  if (last < first) {
    return std::nullopt;
  }
  std::ptrdiff_t at = by == -kAllPoints || (by > 0 && by < kAllPoints) ? first : last;
  if (std::abs(by) < kAllPoints && x) {
    // Past all points at one x.
    const auto from = static_cast<std::ptrdiff_t>(by > 0 ? reader.indexAfter(*x) - 1 : reader.indexFrom(*x));
    at = from + by;
  }
  at = std::clamp<std::ptrdiff_t>(at, first, last);
  return reader.x(static_cast<std::size_t>(at));
}

}  // namespace tatara::ui
