// Lassos against the crossing test of every row.
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/seeded_random.h"
#include "core/dataset/frame_filter.h"
#include "tests/core/dataset/frame_fixture.h"
#include "tests/support/effort.h"

namespace tatara::dataset {
namespace {

// Whole numbers (a bin each), reals over several powers of ten with infinities, zeros and missing cells, and
// a column of both signs.
const Frame& points() {
  static const FrameFixture shared = [] {
    SeededRandom random(20261122);
    std::string csv = "whole,wide,signed\n";
    for (int i = 0; i < 6'000; ++i) {
      csv += std::to_string(random.below(60)) + ',';
      const std::uint64_t kind = random.below(50);
      csv += kind == 0   ? "inf"
             : kind == 1 ? "0"
             : kind == 2 ? ""
                         : std::to_string(std::exp(random.normal() * 3));
      csv += ',' + std::to_string(random.normal() * 40) + '\n';
    }
    return FrameFixture(csv);
  }();
  return *shared.frame;
}

bool crossed(const PolygonCondition& polygon, double x, double y) {
  x = polygon.logX ? std::log10(x) : x;
  y = polygon.logY ? std::log10(y) : y;
  if (!std::isfinite(x) || !std::isfinite(y)) {
    return false;
  }
  bool inside = false;
  for (std::size_t i = 0, j = polygon.corners.size() - 1; i < polygon.corners.size(); j = i++) {
    const auto [xi, yi] = polygon.corners[i];
    const auto [xj, yj] = polygon.corners[j];
    inside ^= (yi > y) != (yj > y) && x < (xj - xi) * (y - yi) / (yj - yi) + xi;
  }
  return inside;
}

// A corner anywhere in the plot, on a point of the data, or on an edge of its bins.
double corner(SeededRandom& random, const std::string& name, bool log) {
  const std::size_t column = points().find(name).value();
  const Bins& bins = points().column(column).bins;
  double at = points().number(column, random.below(points().rows()));
  if (random.below(3) == 0 && bins.kind == Bins::Kind::Ranges) {
    at = bins.edge(random.below(bins.count + 1));
  } else if (random.below(2) == 0) {
    at *= 0.5 + random.uniform();
  }
  at = std::isfinite(at) ? at : 1;
  return log ? std::log10(std::max(at, 1e-6)) : at;
}

PolygonCondition randomLasso(SeededRandom& random) {
  const std::vector<std::string> names{"whole", "wide", "signed"};
  PolygonCondition polygon{.x = names[random.below(3)], .y = names[random.below(3)], .corners = {}};
  polygon.logX = random.below(3) == 0;
  polygon.logY = random.below(3) == 0;
  const std::uint64_t corners = random.below(4) == 0 ? 3 + random.below(200) : 3 + random.below(8);
  for (std::uint64_t i = 0; i < corners; ++i) {
    polygon.corners.emplace_back(corner(random, polygon.x, polygon.logX),
                                 corner(random, polygon.y, polygon.logY));
  }
  return polygon;
}

TEST(LassoTest, HoldsExactlyThePointsThatTheCrossingTestOfEachFinds) {
  SeededRandom random(7);
  std::uint64_t held = 0;
  for (int round = 0; round < tests::effort(20, 60); ++round) {
    const PolygonCondition polygon = randomLasso(random);
    const Selection selection = select(points(), Filter(polygon)).value();
    const std::size_t x = points().find(polygon.x).value(), y = points().find(polygon.y).value();
    for (std::uint64_t row = 0; row < points().rows(); ++row) {
      const bool expected = crossed(polygon, points().number(x, row), points().number(y, row));
      ASSERT_EQ(selection.contains(row), expected) << "round " << round << ", row " << row;
      held += expected;
    }
  }
  EXPECT_GT(held, 60U * points().rows() / 20);  // lassos that hold nothing would prove nothing
}

TEST(LassoTest, ALassoWithACornerThatIsNoNumberEndsInNoRowsBeyondItsOtherSides) {
  const double nan = std::nan("");
  const PolygonCondition polygon{
      .x = "whole", .y = "signed", .corners = {{0, -50}, {nan, nan}, {60, 50}, {0, 50}}};
  const Selection selection = select(points(), Filter(polygon)).value();
  const std::size_t x = points().find("whole").value(), y = points().find("signed").value();
  for (std::uint64_t row = 0; row < points().rows(); ++row) {
    ASSERT_EQ(selection.contains(row), crossed(polygon, points().number(x, row), points().number(y, row)));
  }
}

}  // namespace
}  // namespace tatara::dataset
