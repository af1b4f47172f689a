// The extremes of a curve's values over every 64, 256, … 65,536 points, so that those of any stretch cost a
// few reads, and over every 16 in floats for pictures that move.
//
// Values that are NaN or infinite are counted and are no extremes. The fine buckets are rounded outwards, so
// that they hold what they are of; one with a value that is not finite, or that no float is near to, is NaN.
// Building: `append` points in order, `finish` once. Less than a byte a point.
// Threads: a value.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace tatara::ui {

struct Extremes {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  std::uint32_t broken = 0;  // values that are NaN or infinite
  void include(double y);
  void include(const Extremes& other);
};

class CurveLevels {
 public:
  static constexpr int kLevels = 6;
  static constexpr std::size_t kBucket = 64;  // of the lowest level; each next is kFanOut times as wide
  static constexpr std::size_t kFanOut = 4;
  static constexpr std::size_t kFine = 16;

  struct Fine {
    float low = std::numeric_limits<float>::infinity();
    float high = -std::numeric_limits<float>::infinity();
    bool broken() const { return low != low; }
  };

  void reserve(std::size_t points);
  void append(std::span<const double> y);
  void finish();
  // The first `points`, a multiple of kBucket, to be appended to.
  CurveLevels beginning(std::size_t points) const;

  std::size_t size() const { return m_size; }
  static std::size_t bucketSize(int level);
  Extremes bucket(int level, std::size_t index) const;
  const std::vector<Fine>& fine() const { return m_fine; }
  // Of all points.
  const Extremes& total() const { return m_total; }
  // Finite values that are zero or below.
  std::size_t notPositive() const { return m_notPositive; }

 private:
  struct Range {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
  };
  struct Counts {
    std::uint8_t broken = 0;
    std::uint8_t notPositive = 0;
  };

  void appendFine(std::span<const double> y);
  std::uint32_t brokenIn(int level, std::size_t index) const;

  std::size_t m_size = 0;
  std::vector<Fine> m_fine;
  std::array<std::vector<Range>, kLevels> m_ranges;
  std::vector<Counts> m_counts;                              // of the lowest level
  std::array<std::vector<std::uint32_t>, kLevels> m_broken;  // above it; empty while nothing is broken
  Extremes m_total;
  std::size_t m_notPositive = 0;
};

}  // namespace tatara::ui
