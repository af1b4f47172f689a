#include "bench/data/point_corpus.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>

namespace tatara::bench {
namespace {

constexpr std::int64_t kStart = 1'772'000'000'000;  // 2026-02-25
constexpr double kWarmUp = 0.05;
constexpr double kRate = 3e-4;
constexpr double kValidationRows = 10'000;

// std::uniform_real_distribution differs between libraries; this is the same everywhere.
double uniform(std::mt19937_64& random) {
  return static_cast<double>(random() >> 11) * 0x1p-53;
}

double scheduled(double part) {
  if (part < kWarmUp) {
    return kRate * part / kWarmUp;
  }
  return kRate * 0.5 * (1 + std::cos(std::numbers::pi * (part - kWarmUp) / (1 - kWarmUp)));
}

}  // namespace

std::string_view nameOf(PointClass pointClass) {
  constexpr std::array<std::string_view, 4> kNames = {"f32-noise losses", "f64 walks", "schedules",
                                                      "accuracies"};
  return kNames[static_cast<std::size_t>(pointClass)];
}

std::vector<series::Point> makePoints(PointClass pointClass, std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed * 4 + static_cast<std::uint64_t>(pointClass));
  std::vector<series::Point> points(count);
  std::int64_t stamp = kStart + static_cast<std::int64_t>(random() % 86'400'000);
  double walk = uniform(random);
  for (std::size_t i = 0; i < count; ++i) {
    const double part = static_cast<double>(i) / static_cast<double>(std::max<std::size_t>(count, 1));
    double value = 0;
    switch (pointClass) {
      case PointClass::Losses:
        value = static_cast<float>(2.3 * std::exp(-4 * part) + 0.2 + 0.1 * (uniform(random) - 0.5));
        break;
      case PointClass::Walks:
        walk += uniform(random) - 0.5;
        value = walk;
        break;
      case PointClass::Schedules:
        value = scheduled(part);
        break;
      case PointClass::Accuracies:
        value = std::round(kValidationRows * (1 - 0.9 * std::exp(-5 * part) - 0.02 * uniform(random))) /
                kValidationRows;
        break;
    }
    points[i] = {static_cast<std::int64_t>(i), stamp, value};
    stamp += 28 + static_cast<std::int64_t>(random() % 25);
  }
  return points;
}

}  // namespace tatara::bench
