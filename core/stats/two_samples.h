// Whether two samples are of one distribution: the Kolmogorov–Smirnov distance, Wasserstein's and the
// population stability index. How probable such a distance is by chance: tail.h.
//
// Threads: pure functions; a SampleWalk belongs to one thread. NaN with an empty side.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tatara::stats {

// The greatest distance between the two empirical distribution functions (Smirnov 1939); both ascend and hold
// no NaN. As SciPy's ks_2samp.
double kolmogorovSmirnov(std::span<const double> left, std::span<const double> right);

// Σ (q − p) ln(q / p) over bins, p and q the shares of the old and the new counts, each count raised by a
// half so that empty bins do not weigh infinitely (Siddiqi, "Credit Risk Scorecards", 2006; the half is
// ours). Below 0.1 is commonly taken as stable, above 0.25 as shifted. The spans are equally long.
double populationStability(std::span<const std::uint64_t> before, std::span<const std::uint64_t> after);

// Both samples seen once together in ascending order, value by value, so that neither has to be held.
//
// The bins are those of the stability index: at most ten, cut at the deciles of the old values (the smallest
// value with at least that share at or below it, Hyndman and Fan's type 1), each closed above; what is beyond
// the old extremes joins the outermost.
class SampleWalk {
 public:
  // So many values will come of either.
  SampleWalk(std::uint64_t before, std::uint64_t after);
  // `value` is greater than the last one; how often it occurs in either.
  void add(double value, std::uint64_t before, std::uint64_t after);

  double kolmogorovSmirnov() const;
  // The area between the two empirical distribution functions (the first Wasserstein distance), in the
  // values' unit. As SciPy's wasserstein_distance. NaN when there is an infinite value.
  double wasserstein() const;
  const std::vector<std::uint64_t>& binsBefore() const { return m_binsBefore; }
  const std::vector<std::uint64_t>& binsAfter() const { return m_binsAfter; }
  // The upper end of each bin but the last.
  const std::vector<double>& cuts() const { return m_cuts; }

 private:
  std::uint64_t m_totalBefore;
  std::uint64_t m_totalAfter;
  std::uint64_t m_seenBefore = 0;
  std::uint64_t m_seenAfter = 0;
  double m_last = 0;
  double m_greatest = 0;
  double m_area = 0;
  double m_areaLost = 0;
  bool m_open = false;  // whether the newest bin takes more
  std::vector<std::uint64_t> m_binsBefore;
  std::vector<std::uint64_t> m_binsAfter;
  std::vector<double> m_cuts;
};

}  // namespace tatara::stats
