#include "core/series/m4.h"

#include <algorithm>
#include <cmath>

#include "core/series/m4_stream.h"

namespace tatara::series {
namespace {

constexpr double kColumnLimit = 1 << 30;

template <typename X, typename Y>
M4 reduceAny(std::size_t size, const X& x, const Y& y, const XAxis& axis) {
  if (size == 0 || axis.width <= 0 || !(axis.begin < axis.end)) {
    return {};
  }
  M4Stream stream([&axis](double at) { return columnOf(axis, at); }, 0, axis.width);
  stream.add(size, x, y);
  return stream.finish();
}

// The integer difference is formed first, so that milliseconds since 1970 lose nothing.
double toX(std::int64_t x, std::int64_t origin) {
  std::int64_t difference = 0;
  if (__builtin_sub_overflow(x, origin, &difference)) {
    return static_cast<double>(static_cast<long double>(x) - static_cast<long double>(origin));
  }
  return static_cast<double>(difference);
}

}  // namespace

std::int32_t columnOf(const XAxis& axis, double x) {
  double position = 0;
  if (axis.scale == XScale::Linear) {
    position = (x - axis.begin) / (axis.end - axis.begin) * axis.width;
  } else {
    if (!(x > 0)) {
      return -static_cast<std::int32_t>(kColumnLimit);
    }
    const double left = std::log(axis.begin);
    position = (std::log(x) - left) / (std::log(axis.end) - left) * axis.width;
  }
  // std::floor, written out: a call for every point is what a reduction would spend most of its time on.
  const double near = std::clamp(position, -kColumnLimit, kColumnLimit);
  const auto whole = static_cast<std::int32_t>(near);
  return whole - (near < whole ? 1 : 0);
}

M4 reduceToM4(std::span<const double> xs, std::span<const double> ys, const XAxis& axis) {
  return reduceAny(
      std::min(xs.size(), ys.size()), [xs](std::size_t i) { return xs[i]; },
      [ys](std::size_t i) { return ys[i]; }, axis);
}

M4 reduceToM4(std::span<const Point> points, XKind kind, std::int64_t origin, const XAxis& axis) {
  const auto y = [points](std::size_t i) { return points[i].value; };
  if (kind == XKind::Step) {
    return reduceAny(
        points.size(), [&](std::size_t i) { return toX(points[i].step, origin); }, y, axis);
  }
  return reduceAny(
      points.size(), [&](std::size_t i) { return toX(points[i].timestamp, origin); }, y, axis);
}

M4 reduceToM4(std::span<const std::int64_t> xs, std::span<const double> ys, std::int64_t origin,
              const XAxis& axis) {
  return reduceAny(
      std::min(xs.size(), ys.size()), [&](std::size_t i) { return toX(xs[i], origin); },
      [ys](std::size_t i) { return ys[i]; }, axis);
}

}  // namespace tatara::series
