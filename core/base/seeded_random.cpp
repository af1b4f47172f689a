#include "core/base/seeded_random.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace tatara {

std::uint64_t SeededRandom::next() {
  m_state += 0x9E3779B97F4A7C15;
  std::uint64_t z = m_state;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
  return z ^ (z >> 31);
}

std::uint64_t SeededRandom::below(std::uint64_t bound) {
  // Values of the last, incomplete run of `bound` would favour small results: they are drawn anew.
  const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
  std::uint64_t value = next();
  while (value >= limit) {
    value = next();
  }
  return value % bound;
}

double SeededRandom::uniform() {
  return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

double SeededRandom::normal() {
  const double radius = std::sqrt(-2 * std::log(1 - uniform()));
  return radius * std::cos(2 * std::numbers::pi * uniform());
}

std::int64_t SeededRandom::poisson(double mean) {
  if (mean <= 0) {
    return 0;
  }
  if (mean > 30) {
    return std::max<std::int64_t>(0, std::llround(mean + std::sqrt(mean) * normal()));
  }
  const double limit = std::exp(-mean);
  double product = uniform();
  std::int64_t count = 0;
  while (product > limit) {
    product *= uniform();
    ++count;
  }
  return count;
}

}  // namespace tatara
