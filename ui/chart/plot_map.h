// From values to device pixels, and back.
//
// A plot is `width` × `height` device pixels; column 0 is its left, row 0 its top. A point lies in the pixel
// (column(x), row(y)), and everything drawn is drawn from those whole numbers: that is what makes a reduced
// curve equal the full one. Both functions are monotone, so the extremes of a set of values are the extremes
// of its pixels. Pixels far outside are clamped to ±kFarPixel, which keeps the arithmetic of lines exact.
//
// On a logarithmic axis values of zero and below have no place; callers leave them out (`hasPlace…`).
// Threads: a value.
#pragma once

#include <cmath>
#include <cstdint>

namespace tatara::ui {

enum class AxisScale { Linear, Log };

struct AxisRange {
  double low = 0;
  double high = 1;
  friend bool operator==(const AxisRange&, const AxisRange&) = default;
};

inline constexpr double kFarPixel = 16777216;

class PlotAxis {
 public:
  PlotAxis() = default;
  // `range` must be finite with low < high, and above zero on a logarithmic axis.
  PlotAxis(AxisRange range, AxisScale scale, int pixels)
      : m_range(range),
        m_scale(scale),
        m_pixels(pixels),
        m_low(toScale(range.low)),
        m_high(toScale(range.high)) {
    m_perUnit = pixels / (m_high - m_low);
  }

  AxisRange range() const { return m_range; }
  AxisScale scale() const { return m_scale; }
  int pixels() const { return m_pixels; }
  bool hasPlace(double value) const {
    return std::isfinite(value) && (m_scale == AxisScale::Linear || value > 0);
  }

  // Device pixels from the low end, not yet snapped.
  double position(double value) const { return (toScale(value) - m_low) * m_perUnit; }
  // Device pixels from the high end: for y axes, whose rows count downwards.
  double positionFromHigh(double value) const { return (m_high - toScale(value)) * m_perUnit; }
  // Of a device pixel, on a linear axis.
  double pixelSize() const { return 1 / m_perUnit; }
  double valueAt(double position) const { return fromScale(m_low + position / m_perUnit); }

 private:
  double toScale(double value) const { return m_scale == AxisScale::Log ? std::log10(value) : value; }
  double fromScale(double value) const { return m_scale == AxisScale::Log ? std::pow(10.0, value) : value; }

  AxisRange m_range;
  AxisScale m_scale = AxisScale::Linear;
  int m_pixels = 1;
  double m_low = 0;
  double m_high = 1;
  double m_perUnit = 1;
};

class PlotMap {
 public:
  PlotMap() = default;
  PlotMap(PlotAxis x, PlotAxis y) : m_x(x), m_y(y) {}

  const PlotAxis& x() const { return m_x; }
  const PlotAxis& y() const { return m_y; }
  int width() const { return m_x.pixels(); }
  int height() const { return m_y.pixels(); }

  std::int32_t column(double x) const { return snap(m_x.position(x)); }
  std::int32_t row(double y) const { return snap(m_y.positionFromHigh(y)); }

 private:
  // std::floor of what lies within ±kFarPixel; written out, because a call for every value is what a frame of
  // many curves would spend most of its time on.
  static std::int32_t snap(double pixel) {
    const double near = pixel < -kFarPixel ? -kFarPixel : pixel > kFarPixel ? kFarPixel : pixel;
    const auto whole = static_cast<std::int32_t>(near);
    return whole - (near < whole ? 1 : 0);
  }

  PlotAxis m_x;
  PlotAxis m_y;
};

}  // namespace tatara::ui
