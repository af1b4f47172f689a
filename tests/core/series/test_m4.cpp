#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <set>

#include "core/base/nan.h"
#include "core/series/m4.h"
#include "core/series/pyramid.h"

namespace tatara::series {
namespace {

using Random = std::mt19937_64;
using Pixels = std::set<std::pair<int, int>>;

constexpr int kHeight = 60;

double uniform(Random& random) {
  return static_cast<double>(random() >> 11) * 0x1.0p-53;
}

// Rows above and below the picture exist: what leaves it must do so at the same slope.
int rowOf(double y) {
  return static_cast<int>(std::floor(std::clamp((y + 3) / 6 * kHeight, -500.0, 500.0)));
}

// Bresenham, clipped to the width only.
void line(Pixels& pixels, int width, int x0, int y0, int x1, int y1) {
  const std::int64_t dx = std::abs(static_cast<std::int64_t>(x1) - x0);
  const std::int64_t dy = -std::abs(static_cast<std::int64_t>(y1) - y0);
  const int sx = x0 < x1 ? 1 : -1;
  const int sy = y0 < y1 ? 1 : -1;
  std::int64_t error = dx + dy;
  while (true) {
    if (x0 >= 0 && x0 < width) {
      pixels.emplace(x0, y0);
    }
    if (x0 == x1 && y0 == y1) {
      return;
    }
    const std::int64_t twice = 2 * error;
    if (twice >= dy) {
      error += dy;
      x0 += sx;
    }
    if (twice <= dx) {
      error += dx;
      y0 += sy;
    }
  }
}

int near(int column, int width) {
  return std::clamp(column, -5000, width + 5000);
}

Pixels drawEveryPoint(std::span<const double> xs, std::span<const double> ys, const XAxis& axis) {
  Pixels pixels;
  for (std::size_t i = 0; i < xs.size(); ++i) {
    if (!std::isfinite(ys[i])) {
      continue;
    }
    const int x = near(columnOf(axis, xs[i]), axis.width);
    line(pixels, axis.width, x, rowOf(ys[i]), x, rowOf(ys[i]));
    if (i > 0 && std::isfinite(ys[i - 1])) {
      line(pixels, axis.width, near(columnOf(axis, xs[i - 1]), axis.width), rowOf(ys[i - 1]), x,
           rowOf(ys[i]));
    }
  }
  return pixels;
}

Pixels drawReduced(const M4& reduced, const XAxis& axis) {
  Pixels pixels;
  for (std::size_t i = 0; i < reduced.entries.size(); ++i) {
    const M4Entry& entry = reduced.entries[i];
    const int x = near(entry.column, axis.width);
    line(pixels, axis.width, x, rowOf(entry.least), x, rowOf(entry.greatest));
    if (entry.joined) {
      const M4Entry& previous = reduced.entries[i - 1];
      line(pixels, axis.width, near(previous.column, axis.width), rowOf(previous.last), x,
           rowOf(entry.first));
    }
  }
  return pixels;
}

struct Curve {
  std::vector<Point> points;
  std::vector<double> xs;
  std::vector<std::int64_t> steps;
  std::vector<double> ys;
};

Curve makeCurve(Random& random, std::size_t size, double brokenShare) {
  Curve curve;
  double walk = 0;
  std::int64_t step = static_cast<std::int64_t>(random() % 100) - 50;
  for (std::size_t i = 0; i < size; ++i) {
    step += static_cast<std::int64_t>(random() % 4 == 0 ? random() % 50 : random() % 3);
    walk += (uniform(random) - 0.5) * 0.3 - walk * 0.01;
    double y = random() % 97 == 0 ? walk + 2 : walk;
    if (uniform(random) < brokenShare) {
      const double broken[] = {kNan, HUGE_VAL, -HUGE_VAL};
      y = broken[random() % 3];
    }
    curve.points.push_back({step, 1760000000000 + step * 7, y});
    curve.xs.push_back(static_cast<double>(step));
    curve.steps.push_back(step);
    curve.ys.push_back(y);
  }
  return curve;
}

XAxis makeView(Random& random, const Curve& curve, XScale scale) {
  const double low = curve.xs.front();
  const double range = std::max(1.0, curve.xs.back() - low);
  double begin = low + range * (uniform(random) * 1.4 - 0.3);
  if (scale == XScale::Log) {
    begin = std::max(begin, 0.5);
  }
  const double end = begin + range * (0.001 + uniform(random) * uniform(random) * 1.5);
  return {begin, end, static_cast<int>(1 + random() % 200), scale};
}

TEST(M4Test, TheReducedLineCoversExactlyThePixelsOfEveryPointOnAThousandViews) {
  Random random(101);
  for (int i = 0; i < 1000; ++i) {
    const double broken[] = {0, 0.01, 0.3, 0.9};
    const Curve curve = makeCurve(random, 1 + random() % 400, broken[i % 4]);
    const XAxis axis = makeView(random, curve, i % 3 == 0 ? XScale::Log : XScale::Linear);
    const M4 reduced = reduceToM4(curve.xs, curve.ys, axis);
    ASSERT_EQ(drawReduced(reduced, axis), drawEveryPoint(curve.xs, curve.ys, axis)) << "view " << i;
    EXPECT_EQ(reduced.entries, reduceToM4(curve.points, XKind::Step, 0, axis).entries);
    EXPECT_EQ(reduced.breaks, reduceToM4(curve.steps, curve.ys, 0, axis).breaks);
  }
}

TEST(M4Test, WhatIsNotFiniteIsCountedByColumnAndInTheRangeOnly) {
  Random random(7);
  for (int i = 0; i < 200; ++i) {
    const Curve curve = makeCurve(random, 300, 0.2);
    const XAxis axis = makeView(random, curve, XScale::Linear);
    const M4 reduced = reduceToM4(curve.xs, curve.ys, axis);
    std::vector<std::uint64_t> expected(static_cast<std::size_t>(axis.width), 0);
    std::uint64_t finite = 0;
    for (std::size_t j = 0; j < curve.xs.size(); ++j) {
      const int column = columnOf(axis, curve.xs[j]);
      if (column >= 0 && column < axis.width) {
        (std::isfinite(curve.ys[j]) ? finite : expected[static_cast<std::size_t>(column)]) += 1;
      }
    }
    EXPECT_EQ(reduced.finite, finite);
    std::vector<std::uint64_t> found(expected.size(), 0);
    std::uint64_t sum = 0;
    for (const M4Break& broken : reduced.breaks) {
      found[static_cast<std::size_t>(broken.column)] += broken.count;
      sum += broken.count;
    }
    EXPECT_EQ(found, expected);
    EXPECT_EQ(reduced.nonFinite, sum);
  }
}

TEST(M4Test, AnUnbrokenLineHasOneEntryAColumnAndTheNeighboursOfTheRange) {
  std::vector<double> xs(100000);
  std::vector<double> ys(xs.size());
  for (std::size_t i = 0; i < xs.size(); ++i) {
    xs[i] = static_cast<double>(i);
    ys[i] = std::sin(static_cast<double>(i) / 500);
  }
  const M4 reduced = reduceToM4(xs, ys, {20000, 70000, 100, XScale::Linear});
  ASSERT_EQ(reduced.entries.size(), 102U);
  EXPECT_EQ(reduced.entries.front().column, -1);
  EXPECT_EQ(reduced.entries.front().last, ys[19999]);
  EXPECT_FALSE(reduced.entries.front().joined);
  EXPECT_EQ(reduced.entries.back().column, 100);
  EXPECT_EQ(reduced.entries.back().first, ys[70000]);
  EXPECT_EQ(reduced.finite, 50000U);
  for (std::size_t i = 1; i < 102; ++i) {
    EXPECT_TRUE(reduced.entries[i].joined);
  }
}

TEST(M4Test, AnEmptySeriesAnEmptyRangeAndNoWidthGiveNothing) {
  EXPECT_TRUE(reduceToM4(std::span<const Point>(), XKind::Step, 0, {0, 1, 10}).entries.empty());
  const std::vector<Point> one = {{5, 5, 1}};
  EXPECT_TRUE(reduceToM4(one, XKind::Step, 0, {0, 10, 0}).entries.empty());
  EXPECT_TRUE(reduceToM4(one, XKind::Step, 0, {10, 10, 10}).entries.empty());
  EXPECT_TRUE(reduceToM4(one, XKind::Step, 0, {kNan, 10, 10}).entries.empty());
}

TEST(M4Test, RelativeTimeKeepsMillisecondsAndExtremeTimesDoNotOverflow) {
  const std::vector<Point> points = {
      {0, INT64_MIN, 1}, {1, 1760000000001, 2}, {2, 1760000000002, 3}, {3, INT64_MAX, 4}};
  const M4 reduced = reduceToM4(points, XKind::Time, 1760000000000, {0, 4, 4, XScale::Linear});
  ASSERT_EQ(reduced.entries.size(), 4U);
  EXPECT_EQ(reduced.entries[1].column, 1);
  EXPECT_EQ(reduced.entries[2].column, 2);
  EXPECT_EQ(reduced.entries[3].column, 1 << 30);
}

Bucket naive(std::span<const Point> points) {
  Bucket bucket;
  bucket.firstStep = points.front().step;
  bucket.lastStep = points.back().step;
  bucket.firstTime = points.front().timestamp;
  bucket.lastTime = points.back().timestamp;
  bucket.startsBroken = !std::isfinite(points.front().value);
  bucket.endsBroken = !std::isfinite(points.back().value);
  bucket.timesSorted = std::is_sorted(
      points.begin(), points.end(), [](const Point& a, const Point& b) { return a.timestamp < b.timestamp; });
  std::vector<double> finite;
  for (const Point& point : points) {
    if (std::isfinite(point.value)) {
      finite.push_back(point.value);
    }
  }
  bucket.count = points.size();
  bucket.nonFinite = points.size() - finite.size();
  if (!finite.empty()) {
    bucket.first = finite.front();
    bucket.last = finite.back();
    bucket.least = *std::min_element(finite.begin(), finite.end());
    bucket.greatest = *std::max_element(finite.begin(), finite.end());
  }
  return bucket;
}

TEST(PyramidTest, EveryBucketOfEveryLevelEqualsTheNaiveOneHoweverThePointsArrive) {
  Random random(13);
  for (int round = 0; round < 20; ++round) {
    const Curve curve = makeCurve(random, 1 + random() % 20000, round % 2 == 0 ? 0.4 : 0.001);
    Pyramid pyramid;
    for (std::size_t i = 0; i < curve.points.size();) {
      const std::size_t take = std::min<std::size_t>(curve.points.size() - i, 1 + random() % 3000);
      pyramid.append(std::span(curve.points).subspan(i, take));
      i += take;
    }
    std::size_t span = kBucketPoints;
    for (std::size_t level = 0; level < pyramid.levels(); ++level, span *= kPyramidFan) {
      const auto buckets = pyramid.level(level);
      ASSERT_EQ(buckets.size(), (curve.points.size() + span - 1) / span);
      for (std::size_t i = 0; i < buckets.size(); ++i) {
        const std::size_t begin = i * span;
        EXPECT_EQ(buckets[i],
                  naive(std::span(curve.points).subspan(begin, std::min(span, curve.points.size() - begin))));
      }
    }
    EXPECT_EQ(pyramid.level(pyramid.levels() - 1).size(), 1U);
    EXPECT_EQ(pyramid.total(), naive(curve.points));
    const auto back = Pyramid::parse(pyramid.serialise());
    ASSERT_TRUE(back.has_value()) << back.error().message;
    EXPECT_TRUE(std::equal(back->level(0).begin(), back->level(0).end(), pyramid.level(0).begin(),
                           pyramid.level(0).end()));
    EXPECT_EQ(back->total(), pyramid.total());
  }
}

TEST(PyramidTest, SummariesOfSealedBlocksJoinToTheSummaryOfAll) {
  Random random(17);
  const Curve curve = makeCurve(random, 9000, 0.05);
  Pyramid joined;
  for (std::size_t begin = 0; begin < curve.points.size(); begin += 4096) {
    Pyramid part;
    part.append(
        std::span(curve.points).subspan(begin, std::min<std::size_t>(4096, curve.points.size() - begin)));
    joined.append(part.level(0));
  }
  Pyramid whole;
  whole.append(curve.points);
  EXPECT_EQ(joined.total(), whole.total());
  EXPECT_TRUE(std::equal(joined.level(1).begin(), joined.level(1).end(), whole.level(1).begin(),
                         whole.level(1).end()));
}

TEST(PyramidTest, StretchesAreTheFinestLevelThatIsShortEnough) {
  Random random(23);
  for (const std::size_t most : {1U, 2U, 3U, 7U, 64U}) {
    for (int round = 0; round < 25; ++round) {
      const Curve curve = makeCurve(random, 1 + random() % 60000, 0.01);
      Pyramid pyramid;
      pyramid.append(curve.points);
      Stretches stretches(most);
      for (auto rest = pyramid.level(0); !rest.empty();) {
        const std::size_t take = std::min<std::size_t>(rest.size(), 1 + random() % 20);
        stretches.append(rest.first(take));
        rest = rest.subspan(take);
      }
      std::size_t level = 0;
      while (pyramid.level(level).size() > most) {
        ++level;
      }
      const std::vector<Bucket> found = std::move(stretches).take();
      EXPECT_TRUE(std::ranges::equal(found, pyramid.level(level)))
          << most << " of " << pyramid.level(0).size() << ": " << found.size();
    }
  }
  EXPECT_TRUE(Stretches(5).take().empty());
}

TEST(PyramidTest, BucketsAreReadBehindThoseThatAreThereAndDamagedOnesLeaveThem) {
  Random random(29);
  Pyramid first;
  first.append(makeCurve(random, 3000, 0.1).points);
  Pyramid second;
  second.append(makeCurve(random, 700, 0.1).points);
  std::vector<Bucket> joined(first.level(0).begin(), first.level(0).end());
  joined.insert(joined.end(), second.level(0).begin(), second.level(0).end());
  std::vector<Bucket> read;
  ASSERT_TRUE(Pyramid::parseBuckets(first.serialise(), read));
  ASSERT_TRUE(Pyramid::parseBuckets(second.serialise(), read));
  EXPECT_EQ(read, joined);
  std::string damaged = first.serialise();
  damaged[damaged.size() / 2] = static_cast<char>(damaged[damaged.size() / 2] ^ 1);
  EXPECT_EQ(Pyramid::parseBuckets(damaged, read).error().kind, ErrorKind::Corrupt);
  EXPECT_EQ(read, joined);
}

TEST(PyramidTest, AnEmptyPyramidIsWrittenAndReadAndDamageIsNamed) {
  const std::string bytes = Pyramid().serialise();
  const auto back = Pyramid::parse(bytes);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(back->levels(), 0U);
  EXPECT_EQ(Pyramid::parse("").error().kind, ErrorKind::Corrupt);
  EXPECT_EQ(Pyramid::parse("\2" + bytes.substr(1)).error().kind, ErrorKind::Unsupported);
  Random random(3);
  Pyramid some;
  some.append(makeCurve(random, 3000, 0.1).points);
  const std::string whole = some.serialise();
  for (int i = 0; i < 2000; ++i) {
    std::string damaged = whole;
    damaged[1 + random() % (damaged.size() - 1)] = static_cast<char>(random());
    if (damaged != whole) {
      EXPECT_EQ(Pyramid::parse(damaged).error().kind, ErrorKind::Corrupt);
    }
  }
}

}  // namespace
}  // namespace tatara::series
