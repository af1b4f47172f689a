#include "core/series/m4.h"

#include <algorithm>
#include <cmath>

#include "core/series/m4_stream.h"

namespace tatara::series {
namespace {

constexpr double kColumnLimit = 1 << 30;

class Writer {
 public:
  explicit Writer(M4& out) : m_out(out) {}

  void entry(const M4Entry& entry, bool inside) {
    m_out.entries.push_back(entry);
    m_joins = true;
    m_out.finite += inside ? entry.count : 0;
  }

  void breaks(std::int32_t column, std::uint64_t count, bool inside) {
    m_joins = false;
    if (inside && count > 0) {
      m_out.nonFinite += count;
      m_out.breaks.push_back({column, count});
    }
  }

  bool joins() const { return m_joins; }
  void cut() { m_joins = false; }

 private:
  M4& m_out;
  bool m_joins = false;
};

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

struct BucketView {
  XKind kind;
  std::int64_t origin;
  const XAxis& axis;

  std::int32_t firstColumn(const Bucket& bucket) const {
    return columnOf(axis, toX(kind == XKind::Step ? bucket.firstStep : bucket.firstTime, origin));
  }
  std::int32_t lastColumn(const Bucket& bucket) const {
    return columnOf(axis, toX(kind == XKind::Step ? bucket.lastStep : bucket.lastTime, origin));
  }
};

void writeBucket(Writer& writer, const Bucket& bucket, std::int32_t column, bool inside) {
  if (bucket.startsBroken) {
    writer.cut();
  }
  const bool joins = writer.joins();
  writer.breaks(column, bucket.nonFinite, inside);
  if (bucket.finite() > 0) {
    writer.entry({column, joins, bucket.first, bucket.last, bucket.least, bucket.greatest, bucket.finite()},
                 inside);
  }
  if (bucket.endsBroken) {
    writer.cut();
  }
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

std::optional<M4> approximateM4(const Pyramid& pyramid, XKind kind, std::int64_t origin, const XAxis& axis) {
  if (pyramid.levels() == 0 || axis.width <= 0 || !(axis.begin < axis.end) ||
      (kind == XKind::Time && !pyramid.total().timesSorted)) {
    return std::nullopt;
  }
  const BucketView view{kind, origin, axis};
  for (std::size_t level = pyramid.levels(); level-- > 0;) {
    const auto buckets = pyramid.level(level);
    const auto begin = std::partition_point(buckets.begin(), buckets.end(),
                                            [&](const Bucket& b) { return view.lastColumn(b) < 0; });
    const auto end = std::partition_point(begin, buckets.end(),
                                          [&](const Bucket& b) { return view.firstColumn(b) < axis.width; });
    const bool fine = std::all_of(
        begin, end, [&](const Bucket& b) { return view.lastColumn(b) - view.firstColumn(b) <= 1; });
    if (!fine) {
      continue;
    }
    M4 out;
    Writer writer(out);
    if (begin != buckets.begin()) {
      writeBucket(writer, *(begin - 1), view.lastColumn(*(begin - 1)), false);
    }
    for (auto bucket = begin; bucket != end; ++bucket) {
      const std::int32_t first = view.firstColumn(*bucket);
      writeBucket(writer, *bucket, first >= 0 ? first : view.lastColumn(*bucket), true);
    }
    if (end != buckets.end()) {
      writeBucket(writer, *end, view.firstColumn(*end), false);
    }
    return out;
  }
  return std::nullopt;
}

}  // namespace tatara::series
