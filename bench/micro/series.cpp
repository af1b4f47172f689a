// Blocks, packs and M4: what stands between a stored point and a pixel.
#include <benchmark/benchmark.h>

#include <cmath>
#include <random>

#include "core/series/block.h"
#include "core/series/m4.h"
#include "core/series/pyramid.h"
#include "core/series/smooth.h"

namespace tatara::series {
namespace {

std::vector<Point> curve(std::size_t count) {
  std::mt19937_64 random(1);
  std::vector<Point> points(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double noise = static_cast<double>(random() >> 11) * 0x1p-53;
    points[i] = {static_cast<std::int64_t>(i), 1'772'000'000'000 + static_cast<std::int64_t>(i) * 37,
                 std::exp(-static_cast<double>(i) / 5e4) + 0.1 * noise};
  }
  return points;
}

void encode(benchmark::State& state) {
  const auto points = curve(kBlockPoints);
  std::size_t bytes = 0;
  for (auto _ : state) {
    bytes = encodeBlock(points)->size();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(points.size()));
  state.counters["bytes_a_point"] = static_cast<double>(bytes) / static_cast<double>(points.size());
}
BENCHMARK(encode);

void decode(benchmark::State& state) {
  const auto block = encodeBlock(curve(kBlockPoints)).value();
  for (auto _ : state) {
    benchmark::DoNotOptimize(decodeColumns(block));
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kBlockPoints));
}
BENCHMARK(decode);

void exactM4(benchmark::State& state) {
  const auto points = curve(1'000'000);
  const XAxis axis{0, 1e6, 1920, XScale::Linear};
  for (auto _ : state) {
    benchmark::DoNotOptimize(reduceToM4(points, XKind::Step, 0, axis));
  }
  state.SetItemsProcessed(state.iterations() * 1'000'000);
}
BENCHMARK(exactM4)->Unit(benchmark::kMillisecond);

void smoothExponential(benchmark::State& state) {
  std::vector<double> values;
  for (const Point& point : curve(1'000'000)) {
    values.push_back(point.value);
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(exponential(values, 0.9));
  }
  state.SetItemsProcessed(state.iterations() * 1'000'000);
}
BENCHMARK(smoothExponential)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace tatara::series
