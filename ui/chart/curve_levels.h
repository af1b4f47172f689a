// The extremes of a curve's values over every 128, 512, … 131,072 points, so that those of any stretch cost a
// few reads, and over every 32 in floats.
//
// Values that are NaN or infinite are counted and are no extremes. The fine buckets are rounded outwards, so
// that they hold what they are of; one with a value that is not finite, or that no float is near to, is NaN.
//
// A curve whose points are not kept has a sketch of them besides, four bits a point: whether it is the least
// or the greatest of its fine bucket, else in which fourteenth of the bucket's range it lies. A part of a
// bucket then has bounds, which nearly always tell the device row of its extremes, and the points need not
// be read. The part of a value is chosen by the very numbers that `bounds` answers, so that rounding cannot
// put a value outside of them.
//
// Building: `append` points in order, `finish` once. Half a byte a point, with a sketch one.
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

// What is known of the least and greatest of some finite values without looking at them: each lies between
// two numbers.
struct Bounds {
  double lowOuter = std::numeric_limits<double>::infinity();  // ≤ the least ≤
  double lowInner = std::numeric_limits<double>::infinity();
  double highInner = -std::numeric_limits<double>::infinity();  // ≤ the greatest ≤
  double highOuter = -std::numeric_limits<double>::infinity();
  void include(const Bounds& other);
  static Bounds of(double low, double high) { return {low, low, high, high}; }
};

class CurveLevels {
 public:
  static constexpr int kLevels = 6;
  static constexpr std::size_t kBucket = 128;  // of the lowest level; each next is kFanOut times as wide
  static constexpr std::size_t kFanOut = 4;
  static constexpr std::size_t kFine = 32;

  struct Fine {
    float low = std::numeric_limits<float>::infinity();
    float high = -std::numeric_limits<float>::infinity();
    bool broken() const { return low != low; }
  };

  enum class Sketch { No, Yes };
  explicit CurveLevels(Sketch sketch = Sketch::No) : m_sketched(sketch == Sketch::Yes) {}

  void reserve(std::size_t points);
  void append(std::span<const double> y);
  void finish();
  // The first `points`, a multiple of kBucket, to be appended to.
  CurveLevels beginning(std::size_t points) const;

  std::size_t size() const { return m_size; }
  std::size_t bytes() const;
  static std::size_t bucketSize(int level);
  Extremes bucket(int level, std::size_t index) const;
  const std::vector<Fine>& fine() const { return m_fine; }
  // Of all points of a fine bucket that is not broken.
  Bounds bounds(std::size_t fine) const;
  // Of the points [begin, end), which lie in one fine bucket that is not broken. Needs the sketch.
  Bounds bounds(std::size_t begin, std::size_t end) const;
  // For pictures that move. Least and greatest over the buckets [begin, end) of a level; of the fine buckets
  // [begin, end), rounded outwards; and of the points [begin, end), as near as the sketch tells. None of them
  // may be broken.
  struct Range {
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();
  };
  Range ofBuckets(int level, std::size_t begin, std::size_t end) const;
  Range ofFine(std::size_t begin, std::size_t end) const;
  Range ofSketch(std::size_t begin, std::size_t end) const;
  // Appends numbers near the values of the points [begin, end); NaN where a bucket is broken. Needs the
  // sketch.
  void sketched(std::size_t begin, std::size_t end, std::vector<double>& y) const;
  // Of all points.
  const Extremes& total() const { return m_total; }
  // Finite values that are zero or below.
  std::size_t notPositive() const { return m_notPositive; }

 private:
  struct Counts {
    std::uint8_t broken = 0;
    std::uint8_t notPositive = 0;
  };

  void appendFine(std::span<const double> y);
  void sketchPending();
  unsigned partOf(std::size_t point) const { return (m_sketch[point / 2] >> (point % 2 * 4)) & 15U; }
  std::uint32_t brokenIn(int level, std::size_t index) const;

  std::size_t m_size = 0;
  std::vector<Fine> m_fine;
  bool m_sketched = false;
  std::vector<std::uint8_t> m_sketch;  // four bits a point, whole fine buckets
  std::vector<double> m_pending;       // of the fine bucket that is being filled
  std::array<std::vector<Range>, kLevels> m_ranges;
  std::vector<Counts> m_counts;                              // of the lowest level
  std::array<std::vector<std::uint32_t>, kLevels> m_broken;  // above it; empty while nothing is broken
  Extremes m_total;
  std::size_t m_notPositive = 0;
};

}  // namespace tatara::ui
