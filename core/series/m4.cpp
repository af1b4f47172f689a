#include "core/series/m4.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace tatara::series {
namespace {

constexpr double kColumnLimit = 1 << 30;

struct Extent {
  double least = 0;
  double greatest = 0;
  bool finite = true;
};

// Four lanes, so that the compiler keeps four comparisons in flight. A NaN or infinity makes the check sum
// NaN.
template <typename Y>
Extent extentOf(const Y& y, std::size_t begin, std::size_t end) {
  double least[4];
  double greatest[4];
  double check[4] = {0, 0, 0, 0};
  std::fill_n(least, 4, y(begin));
  std::fill_n(greatest, 4, y(begin));
  const auto visit = [&](std::size_t lane, double value) {
    least[lane] = value < least[lane] ? value : least[lane];
    greatest[lane] = value > greatest[lane] ? value : greatest[lane];
    check[lane] += value - value;
  };
  std::size_t i = begin;
  for (; i + 4 <= end; i += 4) {
    visit(0, y(i));
    visit(1, y(i + 1));
    visit(2, y(i + 2));
    visit(3, y(i + 3));
  }
  for (; i < end; ++i) {
    visit(0, y(i));
  }
  return {*std::min_element(least, least + 4), *std::max_element(greatest, greatest + 4),
          check[0] + check[1] + check[2] + check[3] == 0};
}

// The first index in [begin, end) whose column is at least `column`, found by doubling steps from `begin`.
template <typename X>
std::size_t firstAt(const X& x, const XAxis& axis, std::size_t begin, std::size_t end, std::int32_t column) {
  std::size_t step = 1;
  std::size_t low = begin;
  std::size_t high = begin;
  while (high < end && columnOf(axis, x(high)) < column) {
    low = high + 1;
    high = std::min(end, high + step);
    step *= 2;
  }
  while (low < high) {
    const std::size_t middle = low + (high - low) / 2;
    if (columnOf(axis, x(middle)) < column) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

class Writer {
 public:
  explicit Writer(M4& out) : m_out(out) {}

  template <typename Y>
  void column(std::int32_t column, const Y& y, std::size_t begin, std::size_t end, bool inside) {
    const Extent extent = extentOf(y, begin, end);
    if (extent.finite) {
      entry({column, m_joins, y(begin), y(end - 1), extent.least, extent.greatest, end - begin}, inside);
    } else {
      brokenColumn(column, y, begin, end, inside);
    }
  }

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
  template <typename Y>
  void brokenColumn(std::int32_t column, const Y& y, std::size_t begin, std::size_t end, bool inside) {
    std::uint64_t broken = 0;
    bool joins = m_joins;
    std::optional<M4Entry> open;
    for (std::size_t i = begin; i < end; ++i) {
      const double value = y(i);
      if (!std::isfinite(value)) {
        ++broken;
        if (open) {
          entry(*open, inside);
          open.reset();
        }
        joins = false;
        continue;
      }
      if (!open) {
        open = M4Entry{column, joins, value, value, value, value, 0};
      }
      open->last = value;
      open->least = std::min(open->least, value);
      open->greatest = std::max(open->greatest, value);
      ++open->count;
      joins = true;
    }
    breaks(column, broken, inside);
    if (open) {
      entry(*open, inside);
    }
  }

  M4& m_out;
  bool m_joins = false;
};

template <typename X, typename Y>
M4 reduceAny(std::size_t size, const X& x, const Y& y, const XAxis& axis) {
  M4 out;
  if (size == 0 || axis.width <= 0 || !(axis.begin < axis.end)) {
    return out;
  }
  // Galloping from the front costs log n as a plain binary search does.
  const std::size_t begin = firstAt(x, axis, 0, size, 0);
  const std::size_t end = firstAt(x, axis, begin, size, axis.width);
  out.entries.reserve(std::min<std::size_t>(end - begin, static_cast<std::size_t>(axis.width)) + 2);
  Writer writer(out);
  if (begin > 0) {
    writer.column(columnOf(axis, x(begin - 1)), y, begin - 1, begin, false);
  }
  for (std::size_t i = begin; i < end;) {
    const std::int32_t column = columnOf(axis, x(i));
    const std::size_t next = firstAt(x, axis, i + 1, end, column + 1);
    writer.column(column, y, i, next, true);
    i = next;
  }
  if (end < size) {
    writer.column(columnOf(axis, x(end)), y, end, end + 1, false);
  }
  return out;
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
  return static_cast<std::int32_t>(std::floor(std::clamp(position, -kColumnLimit, kColumnLimit)));
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
