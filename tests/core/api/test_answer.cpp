// Points written many at a time are the bytes of points written one by one.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/api/internal/answer.h"
#include "core/base/seeded_random.h"

namespace tatara::api {
namespace {

std::vector<series::Point> oddPoints() {
  const double infinity = std::numeric_limits<double>::infinity();
  std::vector<series::Point> points;
  for (const double value : {0.0, -0.0, 1.0, -3.0, 0.1, 1.0 / 3, 5e-324, 1.7976931348623157e308, 1e21, 1e22,
                             123456789012345680.0, infinity, -infinity, std::nan("")}) {
    points.push_back({static_cast<std::int64_t>(points.size()) - 3, 1'700'000'000'000, value});
  }
  points.push_back(
      {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::min(), -1e-300});
  points.push_back(
      {std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::max(), -2.5e-308});
  SeededRandom random(7);
  for (int i = 0; i < 2'000; ++i) {
    points.push_back({i, 1'700'000'000'000 + i,
                      (random.uniform() - 0.5) * std::pow(10.0, static_cast<double>(random.below(40)) - 20)});
  }
  return points;
}

std::string oneByOne(std::string_view key, std::span<const series::Point> points, std::string_view run) {
  JsonOut out;
  out.beginArray();
  for (const series::Point& point : points) {
    writePoint(out, key, point, run);
  }
  return out.endArray().take();
}

std::string manyAtATime(std::string_view key, std::span<const series::Point> points, std::string_view run) {
  JsonOut out;
  out.beginArray();
  writePoints(out, key, points, run);
  return out.endArray().take();
}

TEST(AnswerTest, ManyPointsAreWrittenAsEachByItself) {
  const std::vector<series::Point> points = oddPoints();
  const std::string longKey(40'000, 'k');  // more than the writer has room for at once
  for (const std::string_view key :
       {std::string_view("loss"), std::string_view("\"größe\"\n"), std::string_view(longKey)}) {
    const auto some = std::span(points).first(key.size() > 1'000 ? 20 : points.size());
    for (const std::string_view run :
         {std::string_view(), std::string_view("0123456789abcdef0123456789abcdef")}) {
      EXPECT_TRUE(manyAtATime(key, some, run) == oneByOne(key, some, run)) << key.substr(0, 20);
      EXPECT_EQ(manyAtATime(key, {}, run), "[]");
    }
  }
  JsonOut out;
  out.beginArray();
  writePoints(out, "a", std::span(points).first(2));
  writePoints(out, "b", std::span(points).subspan(2, 1));
  EXPECT_EQ(
      out.endArray().take(),
      R"([{"key":"a","value":0.0,"timestamp":1700000000000,"step":-3},{"key":"a","value":-0.0,"timestamp":1700000000000,"step":-2},{"key":"b","value":1.0,"timestamp":1700000000000,"step":-1}])");
}

}  // namespace
}  // namespace tatara::api
