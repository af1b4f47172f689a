#include "core/stats/tail.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "core/base/nan.h"

namespace tatara::stats {
namespace {

// Sums of thousands of logarithms keep twelve digits only with the longer ones.
using Wide = long double;
constexpr Wide kPi = std::numbers::pi_v<Wide>;

double asProbability(Wide p) {
  return static_cast<double>(std::clamp<Wide>(p, 0, 1));
}

// --- Kolmogorov's distribution ---

class Matrix {
 public:
  explicit Matrix(std::size_t size) : m_size(size), m_cells(size * size) {}

  double& at(std::size_t row, std::size_t column) { return m_cells[row * m_size + column]; }
  double at(std::size_t row, std::size_t column) const { return m_cells[row * m_size + column]; }
  int exponent = 0;  // every cell times ten to this

  Matrix times(const Matrix& other) const {
    Matrix product(m_size);
    product.exponent = exponent + other.exponent;
    for (std::size_t i = 0; i < m_size; ++i) {
      for (std::size_t k = 0; k < m_size; ++k) {
        const double factor = at(i, k);
        for (std::size_t j = 0; factor != 0 && j < m_size; ++j) {
          product.at(i, j) += factor * other.at(k, j);
        }
      }
    }
    if (product.at(m_size / 2, m_size / 2) > 1e140) {
      for (double& cell : product.m_cells) {
        cell *= 1e-140;
      }
      product.exponent += 140;
    }
    return product;
  }

 private:
  std::size_t m_size;
  std::vector<double> m_cells;
};

// Marsaglia, Tsang and Wang, "Evaluating Kolmogorov's distribution", 2003.
double durbin(double distance, std::uint64_t count) {
  const double scaled = static_cast<double>(count) * distance;
  const auto k = static_cast<std::size_t>(scaled) + 1;
  const double h = static_cast<double>(k) - scaled;
  const std::size_t size = 2 * k - 1;
  Matrix base(size);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t j = 0; j < size && j <= i + 1; ++j) {
      base.at(i, j) = 1;
    }
  }
  for (std::size_t i = 0; i < size; ++i) {
    base.at(i, 0) -= std::pow(h, static_cast<double>(i + 1));
    base.at(size - 1, i) -= std::pow(h, static_cast<double>(size - i));
  }
  base.at(size - 1, 0) += 2 * h - 1 > 0 ? std::pow(2 * h - 1, static_cast<double>(size)) : 0;
  for (std::size_t i = 0; i < size; ++i) {
    double factorial = 1;
    for (std::size_t j = i + 1; j-- > 0;) {
      factorial *= static_cast<double>(i - j + 1);
      base.at(i, j) /= factorial;
    }
  }
  Matrix power(size);
  for (std::size_t i = 0; i < size; ++i) {
    power.at(i, i) = 1;
  }
  for (std::uint64_t left = count; left; left /= 2) {
    if (left % 2) {
      power = power.times(base);
    }
    if (left > 1) {
      base = base.times(base);
    }
  }
  double p = power.at(k - 1, k - 1);
  int exponent = power.exponent;
  for (std::uint64_t i = 1; i <= count; ++i) {
    p *= static_cast<double>(i) / static_cast<double>(count);
    if (p < 1e-140) {
      p *= 1e140;
      exponent -= 140;
    }
  }
  return p * std::pow(10.0, exponent);
}

// P(D⁺ ≥ distance): distance · Σ C(n, j) (distance + j/n)^(j−1) (1 − distance − j/n)^(n−j).
Wide oneSided(double distance, std::uint64_t count) {
  const auto n = static_cast<Wide>(count);
  const auto x = static_cast<Wide>(distance);
  if (count > 1'000'000) {
    return std::exp(-std::pow(6 * n * x + 1, 2) / (18 * n));  // Maag and Dicaire 1971
  }
  Wide sum = 0;
  Wide logChoose = 0;
  const auto last = static_cast<std::uint64_t>(std::floor(n * (1 - x)));
  for (std::uint64_t j = 0; j <= last; ++j) {
    const auto at = static_cast<Wide>(j);
    const Wide rest = 1 - x - at / n;
    if (rest > 0) {
      sum += std::exp(logChoose + (at - 1) * std::log(x + at / n) + (n - at) * std::log(rest));
    } else if (j == count) {
      sum += std::exp(logChoose + (at - 1) * std::log(x + at / n));
    }
    logChoose += std::log((n - at) / (at + 1));
  }
  return sum * x;
}

// Pelz and Good, "Approximating the lower tail-areas of the Kolmogorov–Smirnov one-sample statistic", 1976.
Wide pelzGood(double distance, std::uint64_t count) {
  const auto n = static_cast<Wide>(count);
  const Wide z = std::sqrt(n) * static_cast<Wide>(distance);
  const Wide z2 = z * z;
  const Wide z4 = z2 * z2;
  const Wide z6 = z4 * z2;
  const Wide pi2 = kPi * kPi;
  const Wide pi4 = pi2 * pi2;
  const Wide pi6 = pi4 * pi2;
  Wide terms[4] = {0, 0, 0, 0};
  Wide extra2 = 0;
  Wide extra3 = 0;
  const int most = static_cast<int>(std::ceil(16 * z / kPi)) + 1;
  for (int k = most; k >= 1; --k) {
    const Wide odd = 2 * k - 1;
    const Wide o2 = odd * odd;
    const Wide o4 = o2 * o2;
    const Wide weight = std::exp(-pi2 * o2 / (8 * z2));
    terms[0] += weight;
    terms[1] += weight * (-z2 + pi2 / 4 * o2);
    terms[2] += weight * (6 * z6 + 2 * z4 + (2 * z4 - 5 * z2) * pi2 / 4 * o2 + pi4 * (1 - 2 * z2) / 16 * o4);
    terms[3] += weight * (-30 * z6 - 90 * z4 * z4 + pi2 * (135 * z4 - 96 * z6) / 4 * o2 +
                          pi4 * (-60 * z2 + 212 * z4) / 16 * o4 + pi6 * (5 - 30 * z2) / 64 * o4 * o2);
    const Wide k2 = static_cast<Wide>(k) * static_cast<Wide>(k);
    const Wide even = std::exp(-pi2 * k2 / (2 * z2));
    extra2 += k2 * even;
    extra3 += (3 * z2 - pi2 * k2) * k2 * even;
  }
  const Wide root = std::sqrt(2 * kPi);
  const Wide k0 = terms[0] * root / z;
  const Wide k1 = terms[1] * root / (6 * z4);
  const Wide k2 = terms[2] * root / (72 * z6 * z) - extra2 * pi2 * root / (36 * z2 * z);
  const Wide k3 = terms[3] * root / (6480 * z6 * z4) + extra3 * pi2 * root / (216 * z6);
  return k0 + k1 / std::sqrt(n) + k2 / n + k3 / (n * std::sqrt(n));
}

// --- two samples ---

// The chance that a random order of `left` and `right` values strays `reach` or farther from the diagonal,
// as the sum over the places where it first does: every term is positive, so that small ones keep their
// digits. Distances are whole numbers: |i·right − j·left| / gcd.
double strayed(std::uint64_t left, std::uint64_t right, std::uint64_t reach) {
  const std::uint64_t common = std::gcd(left, right);
  const auto up = static_cast<std::int64_t>(right / common);   // for a value of the left
  const auto down = static_cast<std::int64_t>(left / common);  // for a value of the right
  const auto bound = static_cast<std::int64_t>(reach);
  // inside[j]: chance of coming to (i, j) without having strayed.
  std::vector<double> inside(right + 2, 0.0);
  Wide outside = 0;
  const auto n = static_cast<std::int64_t>(right);
  for (std::int64_t i = 0; i <= static_cast<std::int64_t>(left); ++i) {
    // Places with |i·up − j·down| < bound.
    const std::int64_t low = i * up - bound + 1 <= 0 ? 0 : (i * up - bound + 1 + down - 1) / down;
    const std::int64_t high = std::min(n, (i * up + bound - 1) / down);
    if (i > 0) {
      // What came from the row below to places that are beyond.
      const std::int64_t lowBefore =
          (i - 1) * up - bound + 1 <= 0 ? 0 : ((i - 1) * up - bound + 1 + down - 1) / down;
      for (std::int64_t j = lowBefore; j < std::min(low, n + 1); ++j) {
        outside += inside[static_cast<std::size_t>(j)] *
                   (static_cast<double>(left) - static_cast<double>(i - 1)) /
                   static_cast<double>(static_cast<std::int64_t>(left) + n - (i - 1) - j);
        inside[static_cast<std::size_t>(j)] = 0;
      }
    }
    double arrived = 0;  // from the place before in this row
    for (std::int64_t j = low; j <= high; ++j) {
      double& cell = inside[static_cast<std::size_t>(j)];
      double chance = i == 0 && j == 0 ? 1.0 : arrived;
      if (i > 0) {
        chance += cell * (static_cast<double>(left) - static_cast<double>(i - 1)) /
                  static_cast<double>(static_cast<std::int64_t>(left) + n - (i - 1) - j);
      }
      cell = chance;
      const std::int64_t rest = static_cast<std::int64_t>(left) + n - i - j;
      arrived = rest > 0 ? chance * static_cast<double>(n - j) / static_cast<double>(rest) : 0;
    }
    if (high < n && low <= high) {
      outside += arrived;
    }
  }
  return asProbability(outside);
}

// Places of the p-values that are there, the smallest first.
std::vector<std::size_t> ascending(std::span<const double> p) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (!std::isnan(p[i])) {
      order.push_back(i);
    }
  }
  std::ranges::sort(order, [&](std::size_t a, std::size_t b) { return p[a] < p[b]; });
  return order;
}

}  // namespace

double chiSquareTail(double statistic, double freedom) {
  if (std::isnan(statistic) || !(freedom > 0)) {
    return kNan;
  }
  if (statistic <= 0) {
    return 1;
  }
  if (std::isinf(statistic)) {
    return 0;
  }
  const Wide a = static_cast<Wide>(freedom) / 2;
  const Wide x = static_cast<Wide>(statistic) / 2;
  const Wide front = std::exp(-x + a * std::log(x) - std::lgamma(a));
  constexpr int kMost = 10'000'000;
  if (x < a + 1) {
    Wide term = 1 / a;
    Wide sum = term;
    for (int i = 1; i < kMost && term > sum * 1e-20L; ++i) {
      term *= x / (a + i);
      sum += term;
    }
    return asProbability(1 - sum * front);
  }
  constexpr Wide kTiny = 1e-300L;
  Wide b = x + 1 - a;
  Wide c = 1 / kTiny;
  Wide d = 1 / b;
  Wide h = d;
  for (int i = 1; i < kMost; ++i) {
    const Wide factor = -static_cast<Wide>(i) * (static_cast<Wide>(i) - a);
    b += 2;
    d = factor * d + b;
    d = 1 / (std::abs(d) < kTiny ? kTiny : d);
    c = b + factor / c;
    c = std::abs(c) < kTiny ? kTiny : c;
    h *= d * c;
    if (std::abs(d * c - 1) < 1e-19L) {
      break;
    }
  }
  return asProbability(front * h);
}

double kolmogorovTail(double distance, std::uint64_t count) {
  if (std::isnan(distance) || count == 0) {
    return kNan;
  }
  const auto n = static_cast<double>(count);
  const double scaled = n * distance;
  if (scaled <= 0.5) {
    return 1;
  }
  if (distance >= 1) {
    return 0;
  }
  if (scaled <= 1) {
    const Wide logP = std::lgamma(static_cast<Wide>(n) + 1) - static_cast<Wide>(n) * std::log(Wide(n)) +
                      static_cast<Wide>(n) * std::log(static_cast<Wide>(2 * scaled - 1));
    return asProbability(1 - std::exp(logP));
  }
  const double squared = scaled * distance;
  if (distance >= 0.5 || squared >= (count <= 140 ? 4 : 2.2)) {
    return squared >= 370 ? 0 : asProbability(2 * oneSided(distance, count));
  }
  if (count <= 140 || (count <= 100'000 && n * std::pow(distance, 1.5) <= 1.4)) {
    return asProbability(1 - Wide(durbin(distance, count)));
  }
  return asProbability(1 - pelzGood(distance, count));
}

TwoSampleTail kolmogorovSmirnovTail(double distance, std::uint64_t left, std::uint64_t right) {
  if (std::isnan(distance) || left == 0 || right == 0) {
    return {kNan, false};
  }
  constexpr std::uint64_t kMostExact = 10'000;
  if (std::max(left, right) <= kMostExact) {
    const std::uint64_t multiple = left / std::gcd(left, right) * right;
    const auto reach = static_cast<std::uint64_t>(std::llround(distance * static_cast<double>(multiple)));
    return {reach == 0 ? 1.0 : strayed(left, right, reach), true};
  }
  const auto m = static_cast<double>(std::max(left, right));
  const auto n = static_cast<double>(std::min(left, right));
  // To the nearest even where it lies in the middle, as NumPy rounds.
  const double effective = std::nearbyint(m * n / (m + n));
  return {kolmogorovTail(distance, static_cast<std::uint64_t>(effective)), false};
}

std::vector<double> falseDiscoveryAdjusted(std::span<const double> p) {
  const std::vector<std::size_t> order = ascending(p);
  std::vector<double> result(p.size(), kNan);
  double least = 1;
  for (std::size_t rank = order.size(); rank-- > 0;) {
    const double scaled = p[order[rank]] * static_cast<double>(order.size()) / static_cast<double>(rank + 1);
    least = std::min(least, scaled);
    result[order[rank]] = least;
  }
  return result;
}

std::vector<double> holmAdjusted(std::span<const double> p) {
  const std::vector<std::size_t> order = ascending(p);
  std::vector<double> result(p.size(), kNan);
  double greatest = 0;
  for (std::size_t rank = 0; rank < order.size(); ++rank) {
    greatest = std::max(greatest, p[order[rank]] * static_cast<double>(order.size() - rank));
    result[order[rank]] = std::min(greatest, 1.0);
  }
  return result;
}

}  // namespace tatara::stats
