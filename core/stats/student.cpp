#include "core/stats/student.h"

#include <cmath>
#include <numbers>

namespace tatara::stats {
namespace {

constexpr std::uint64_t kClosedFormUpTo = 1000;

// The mass between −t and t, where t = tan(angle) · sqrt(freedom).
double mass(double angle, std::uint64_t freedom) {
  const double sine = std::sin(angle);
  const double cosine = std::cos(angle);
  const double square = cosine * cosine;
  double sum = 0;
  if (freedom % 2 == 1) {
    double term = cosine;
    for (std::uint64_t k = 3; k <= freedom; k += 2) {
      sum += term;
      term *= square * static_cast<double>(k - 1) / static_cast<double>(k);
    }
    return 2 / std::numbers::pi * (angle + sine * sum);
  }
  double term = 1;
  for (std::uint64_t k = 2; k <= freedom; k += 2) {
    sum += term;
    term *= square * static_cast<double>(k - 1) / static_cast<double>(k);
  }
  return sine * sum;
}

template <typename Function>
double solve(double low, double high, double target, const Function& growing) {
  for (int i = 0; i < 200 && low < high; ++i) {
    const double middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) {
      break;
    }
    (growing(middle) < target ? low : high) = middle;
  }
  return low + (high - low) / 2;
}

}  // namespace

double studentHalfWidth(double confidence, std::uint64_t freedom) {
  const auto n = static_cast<double>(freedom);
  if (freedom <= kClosedFormUpTo) {
    const double angle = solve(0, std::numbers::pi / 2, confidence,
                               [freedom](double candidate) { return mass(candidate, freedom); });
    return std::tan(angle) * std::sqrt(n);
  }
  const double z =
      solve(0, 40, confidence, [](double candidate) { return std::erf(candidate / std::numbers::sqrt2); });
  const double z3 = z * z * z;
  const double z5 = z3 * z * z;
  const double z7 = z5 * z * z;
  return z + (z3 + z) / (4 * n) + (5 * z5 + 16 * z3 + 3 * z) / (96 * n * n) +
         (3 * z7 + 19 * z5 + 17 * z3 - 15 * z) / (384 * n * n * n);
}

}  // namespace tatara::stats
