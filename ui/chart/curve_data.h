// The points of one curve, ready to be drawn at any zoom.
//
// Points are kept sorted by x; among equal x the order they came in stands. A y that is NaN or infinite stays
// where it is and breaks the line; a point whose x is not finite has no place and is counted in
// `withoutPlace`. Over the points lies a pyramid: for every 64, 128, … 65,536 of them the smallest and
// largest finite y and the number of others, so that the extremes of any stretch cost a few reads, and a
// picture of any width finds buckets of half a column to a whole one.
//
// Threads: immutable once made; share it by shared_ptr<const CurveData>.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace tatara::ui {

struct Extremes {
  double low = std::numeric_limits<double>::infinity();
  double high = -std::numeric_limits<double>::infinity();
  std::uint32_t broken = 0;  // values that are NaN or infinite
  void include(double y);
  void include(const Extremes& other);
};

class CurveData;
using CurvePtr = std::shared_ptr<const CurveData>;

class CurveData {
 public:
  static constexpr int kLevels = 11;
  static constexpr std::size_t kBucket = 64;  // of the lowest level; each next is kFanOut times as wide
  static constexpr std::size_t kFanOut = 2;

  static CurvePtr make(std::vector<double> x, std::vector<double> y);
  // Curves over the same x (trials logged at the same rounds) share it. `x` must be finite and sorted.
  static CurvePtr makeShared(std::shared_ptr<const std::vector<double>> x, std::vector<double> y);

  std::size_t size() const { return m_y.size(); }
  const std::vector<double>& x() const { return *m_x; }
  const std::vector<double>& y() const { return m_y; }
  std::shared_ptr<const std::vector<double>> sharedX() const { return m_x; }

  // Of all finite y; low > high when there is none.
  const Extremes& extremes() const { return m_extremes; }
  std::size_t withoutPlace() const { return m_withoutPlace; }
  // Finite y that are zero or below, which a logarithmic axis leaves out.
  std::size_t notPositive() const { return m_notPositive; }

  // Over the points [begin, end).
  Extremes extremesOf(std::size_t begin, std::size_t end) const;
  static std::size_t bucketSize(int level);
  const std::vector<Extremes>& level(int index) const { return m_levels[static_cast<std::size_t>(index)]; }

  // The same points with every y ≤ 0 turned into a gap; this curve itself when it has none.
  static CurvePtr positiveOnly(const CurvePtr& curve);

 private:
  CurveData() = default;
  void build();

  std::shared_ptr<const std::vector<double>> m_x;
  std::vector<double> m_y;
  std::array<std::vector<Extremes>, kLevels> m_levels;
  Extremes m_extremes;
  std::size_t m_withoutPlace = 0;
  std::size_t m_notPositive = 0;
};

}  // namespace tatara::ui
