// Intervals by resampling rows with replacement (Efron 1979), of one model's metrics and of the difference of
// two models on the same resamples.
//
// A draw of n rows is n indices: index j of draw d under seed s is the high 64 bits of
//   n · mix(key + (j + 1)·γ),  key = mix(s + (d + 1)·γ),
// with SplitMix64's mixing and γ = 0x9E3779B97F4A7C15. So every index can be computed alone, and draws come
// out the same whatever number of threads makes them. Both models are measured on the rows of the same draw.
//
// Intervals are the percentile interval and BCa (Efron, "Better bootstrap confidence intervals", JASA 82,
// 1987; the acceleration from leaving out each row in turn), equal to scipy.stats.bootstrap(…, paired=True)
// on the same indices. Where BCa is undefined (every draw the same, or all on one side) or leaving out rows
// one by one is out of reach (weighted average precision and median; confusions of hundreds of classes), the
// percentile interval is given and says so. A metric that some draw leaves undefined has no interval.
//
// p of a difference: twice the smaller share of draws on either side of no difference, (1 + #)/(1 + draws)
// each, ties on both sides, at most 1 (Davison and Hinkley, "Bootstrap Methods and their Application",
// 1997, 4.2.3).
//
// Threads: pure functions; bootstrap() runs `threads` of its own. Errors: Cancelled, InvalidArgument.
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/evaluate/scores.h"

namespace tatara::evaluate {

std::uint64_t resampleKey(std::uint64_t seed, std::uint64_t draw);
std::uint64_t resampleIndex(std::uint64_t key, std::uint64_t position, std::uint64_t rows);

enum class IntervalMethod : std::uint8_t { None, Percentile, Bca };
std::string_view toString(IntervalMethod method);  // "none", "percentile", "BCa"

struct Interval {
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();
  IntervalMethod method = IntervalMethod::None;
  std::string_view reason = {};  // why there is none, or why it is no BCa interval

  bool exists() const { return method != IntervalMethod::None; }
};

// `draws` in any order. `leftOut` holds the statistic without each row; empty: not known.
Interval percentileInterval(std::span<const double> draws, double confidence);
Interval bcaInterval(std::span<const double> draws, double whole, std::span<const double> leftOut,
                     double confidence);
// That differences are not of zero.
double differenceP(std::span<const double> differences);

struct BootstrapSpec {
  std::uint64_t draws = 2000;  // 100 to 100,000
  std::uint64_t seed = 0;
  double confidence = 0.95;  // above 0, below 1
  IntervalMethod method = IntervalMethod::Bca;
  int threads = 0;  // 0: as many as there are processors
};
Status check(const BootstrapSpec& spec);
// Called from the asking thread about ten times a second.
using OnDraws = std::function<void(std::uint64_t done, std::uint64_t total)>;

// One metric of one model, or of two: `difference` is the second one's less the first one's.
struct BootstrappedMetric {
  Interval first;
  Interval second;
  Interval difference;
  double p = std::numeric_limits<double>::quiet_NaN();
};
// As many as metricsOf() and in its order. `second` may be null; both have the same rows in the same order
// and are of the same task.
Result<std::vector<BootstrappedMetric>> bootstrap(const Scores& first, const Scores* second,
                                                  const BootstrapSpec& spec, const OnDraws& onDraws = {},
                                                  std::stop_token stop = {});

}  // namespace tatara::evaluate
