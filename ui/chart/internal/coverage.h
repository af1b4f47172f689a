// The one definition of how much of a pixel a stroke covers. The rasteriser and the test that draws every
// point use it, so that they can only differ in which strokes they draw and where.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "ui/chart/raster.h"

namespace tatara::ui {

// The spine from (column0, row0) to (column1, row1) of pixel centres.
struct Spine {
  Spine(std::int32_t column0, std::int32_t row0, std::int32_t column1, std::int32_t row1)
      : x(column0),
        y(row0),
        dx(static_cast<double>(column1) - column0),
        dy(static_cast<double>(row1) - row0) {
    const double length2 = dx * dx + dy * dy;
    inverse = length2 > 0 ? 1 / length2 : 0;
  }

  // Square of the distance from the centre of a pixel.
  double distance2(double column, double row) const {
    const double px = column - x;
    const double py = row - y;
    const double t = std::min(std::max((px * dx + py * dy) * inverse, 0.0), 1.0);
    const double ex = px - t * dx;
    const double ey = py - t * dy;
    return ex * ex + ey * ey;
  }

  double x;
  double y;
  double dx;
  double dy;
  double inverse;
};

inline std::uint8_t coverageAt(double distance2, double radius, Antialiasing antialiasing) {
  if (antialiasing == Antialiasing::Off) {
    return distance2 <= radius * radius ? 255 : 0;
  }
  const double covered = std::min(std::max(radius + 0.5 - std::sqrt(distance2), 0.0), 1.0);
  return static_cast<std::uint8_t>(covered * 255 + 0.5);
}

// The part of a column that dashes leave, 0…255.
inline std::uint8_t dashAt(const DashPattern& dash, int column, Antialiasing antialiasing) {
  if (dash.off <= 0) {
    return 255;
  }
  const double period = dash.on + dash.off;
  double phase = std::fmod(column + 0.5 - dash.origin, period);
  phase = phase < 0 ? phase + period : phase;
  // Distance to the middle of the dash, around the period.
  const double half = dash.on / 2;
  const double away = std::min(std::abs(phase - half), period - std::abs(phase - half));
  const double covered = std::min(std::max(half + 0.5 - away, 0.0), 1.0);
  if (antialiasing == Antialiasing::Off) {
    return covered >= 0.5 ? 255 : 0;
  }
  return static_cast<std::uint8_t>(covered * 255 + 0.5);
}

inline std::uint32_t scaled(std::uint32_t value, std::uint32_t by) {
  const std::uint32_t product = value * by + 128;
  return (product + (product >> 8U)) >> 8U;
}

// Puts `colour` (opaque RGB) with `alpha` under what the pixel already holds.
inline std::uint32_t under(std::uint32_t pixel, std::uint32_t colour, std::uint32_t alpha) {
  const std::uint32_t room = scaled(255U - (pixel >> 24U), alpha);
  const std::uint32_t red = scaled((colour >> 16U) & 255U, room);
  const std::uint32_t green = scaled((colour >> 8U) & 255U, room);
  const std::uint32_t blue = scaled(colour & 255U, room);
  return pixel + ((room << 24U) | (red << 16U) | (green << 8U) | blue);
}

}  // namespace tatara::ui
