// Blocks, packs and pyramids as the store holds them: what decodes is what encodes to the same points again.
#include <cmath>
#include <limits>

#include "core/series/block.h"
#include "core/series/pack.h"
#include "core/series/pyramid.h"
#include "tests/fuzz/fuzz.h"

namespace tatara::fuzz {
namespace {

std::vector<series::Point> somePoints(std::size_t count) {
  std::vector<series::Point> points;
  for (std::size_t i = 0; i < count; ++i) {
    const auto at = static_cast<std::int64_t>(i);
    points.push_back({at, 1'700'000'000'000 + at * 37, std::sin(static_cast<double>(i))});
  }
  return points;
}

bool same(const std::vector<series::Point>& left, const std::vector<series::Point>& right) {
  if (left.size() != right.size()) {
    return false;
  }
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (!series::samePoint(left[i], right[i])) {
      return false;
    }
  }
  return true;
}

void tryBlock(std::string_view bytes) {
  const auto points = series::decodeBlock(bytes);
  const auto columns = series::decodeColumns(bytes);
  expect(points.has_value() == columns.has_value(), "both readers of a block agree on whether it is one");
  if (points) {
    expect(columns->size() == points->size(), "both readers of a block find as many points");
    const auto again = series::encodeBlock(*points);
    expect(again.has_value(), "what a block held can be a block again");
    const auto reread = series::decodeBlock(*again);
    expect(reread && same(*points, *reread), "a block written again holds the same points");
  }
}

void tryPack(std::string_view bytes) {
  const auto packed = series::decodePack(bytes);
  if (packed && !packed->empty()) {
    const auto one = series::decodeFromPack(bytes, packed->front().id);
    expect(one && same(*one, packed->front().points), "one series of a pack is what it is among all");
  }
}

void tryPyramid(std::string_view bytes) {
  if (const auto pyramid = series::Pyramid::parse(bytes)) {
    const auto again = series::Pyramid::parse(pyramid->serialise());
    expect(again && again->levels() == pyramid->levels(), "a pyramid written again has the same levels");
  }
}

}  // namespace

std::vector<std::string> seeds() {
  std::vector<std::string> result;
  std::vector<series::Point> odd = somePoints(20);
  odd[3].value = std::numeric_limits<double>::quiet_NaN();
  odd[4].value = -std::numeric_limits<double>::infinity();
  odd[5] = {-5, std::numeric_limits<std::int64_t>::max(), 5e-324};
  for (const auto& points : {somePoints(1), somePoints(300), odd}) {
    result.push_back('\0' + series::encodeBlock(points).value_or(""));
  }
  const std::vector<series::PackedSeries> packed = {{1, somePoints(3)}, {7, somePoints(10)}, {9, odd}};
  result.push_back('\1' + series::encodePack(packed).value_or(""));
  series::Pyramid pyramid;
  pyramid.append(somePoints(3'000));
  result.push_back('\2' + pyramid.serialise());
  return result;
}

void tryBytes(std::string_view bytes) {
  switch (takeChoice(bytes) % 3) {
    case 0:
      return tryBlock(bytes);
    case 1:
      return tryPack(bytes);
    default:
      return tryPyramid(bytes);
  }
}

}  // namespace tatara::fuzz
