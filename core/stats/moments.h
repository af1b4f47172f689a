// Count, mean, variance and extremes of a stream of numbers, in one pass and without cancellation.
//
// Welford's update and Chan, Golub and LeVeque's merge (1983), so that parts may be computed apart and
// joined. NaN and infinities are counted and left out of everything else. With no finite value the mean is
// NaN; the variance divides by n − 1 and is NaN below two values.
//
// Threads: a value.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

namespace tatara::stats {

class Moments {
 public:
  void add(double value);
  void add(std::span<const double> values);
  void merge(const Moments& other);

  std::uint64_t count() const { return m_count; }
  std::uint64_t nonFinite() const { return m_nonFinite; }
  double mean() const;
  double variance() const;
  double standardDeviation() const;
  double standardError() const;
  double least() const { return m_least; }
  double greatest() const { return m_greatest; }

 private:
  std::uint64_t m_count = 0;
  std::uint64_t m_nonFinite = 0;
  double m_mean = 0;
  double m_squares = 0;  // sum of squared distances from the mean
  double m_least = std::numeric_limits<double>::quiet_NaN();
  double m_greatest = std::numeric_limits<double>::quiet_NaN();
};

}  // namespace tatara::stats
