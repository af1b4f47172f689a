#include "core/evaluate/bootstrap.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <thread>

#include "core/base/nan.h"
#include "core/evaluate/internal/draws.h"
#include "core/stats/normal.h"
#include "core/stats/quantile.h"

#include "core/text/error_phrase.h"
#include "core/text/phrase.h"

namespace tatara::evaluate {
namespace {

constexpr std::uint64_t kGoldenRatio = 0x9E3779B97F4A7C15;

inline std::uint64_t mix(std::uint64_t z) {
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
  z = (z ^ z >> 27) * 0x94D049BB133111EB;
  return z ^ z >> 31;
}

__extension__ using Wide = unsigned __int128;

inline std::uint64_t indexOf(std::uint64_t key, std::uint64_t position, std::uint64_t rows) {
  return static_cast<std::uint64_t>(Wide{mix(key + (position + 1) * kGoldenRatio)} * rows >> 64);
}

// How often each row was drawn, kLanes draws side by side; lanes beyond the last draw repeat it.
void count(const BootstrapSpec& spec, std::uint64_t firstDraw, std::size_t rows,
           std::vector<std::uint8_t>& counts) {
  std::ranges::fill(counts, std::uint8_t{0});
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const std::uint64_t key = resampleKey(spec.seed, std::min(firstDraw + lane, spec.draws - 1));
    std::uint8_t* target = counts.data() + lane;
    for (std::uint64_t position = 0; position < rows; ++position) {
      ++target[indexOf(key, position, rows) * kLanes];
    }
  }
}

class Work {
 public:
  Work(std::span<const Statistic* const> statistics, std::size_t rows, const BootstrapSpec& spec,
       Distribution& distribution)
      : m_statistics(statistics), m_rows(rows), m_spec(spec), m_distribution(distribution) {}

  // Takes draws until none is left.
  void run(std::stop_token stop, const OnDraws& onDraws) {
    std::vector<std::uint8_t> counts(m_rows * kLanes);
    std::vector<double> values;
    auto told = std::chrono::steady_clock::now();
    while (!stop.stop_requested()) {
      const std::uint64_t first = m_next.fetch_add(kLanes);
      if (first >= m_spec.draws) {
        return;
      }
      count(m_spec, first, m_rows, counts);
      std::size_t number = 0;
      for (const Statistic* statistic : m_statistics) {
        values.resize(statistic->size() * kLanes);
        statistic->ofDraws(counts.data(), values);
        for (std::size_t i = 0; i < statistic->size(); ++i, ++number) {
          for (std::size_t lane = 0; lane < kLanes && first + lane < m_spec.draws; ++lane) {
            m_distribution[number][first + lane] = values[i * kLanes + lane];
          }
        }
      }
      const std::uint64_t done = m_done.fetch_add(kLanes) + kLanes;
      const auto now = std::chrono::steady_clock::now();
      if (onDraws && now - told >= std::chrono::milliseconds(100)) {
        told = now;
        onDraws(std::min(done, m_spec.draws), m_spec.draws);
      }
    }
  }

 private:
  std::span<const Statistic* const> m_statistics;
  std::size_t m_rows;
  const BootstrapSpec& m_spec;
  Distribution& m_distribution;  // each thread writes draws of its own
  std::atomic<std::uint64_t> m_next{0};
  std::atomic<std::uint64_t> m_done{0};
};

bool hasUndefined(std::span<const double> draws) {
  return std::ranges::any_of(draws, [](double value) { return !std::isfinite(value); });
}

Interval betweenShares(std::vector<double> draws, double low, double high, IntervalMethod method) {
  // With an order of its own: the linker would else take another source's sort, made without optimisation.
  std::sort(draws.begin(), draws.end(), [](double a, double b) { return a < b; });
  return {stats::quantileOfSorted(draws, low), stats::quantileOfSorted(draws, high), method};
}

constexpr std::string_view kUndefinedDraws = TATARA_SAYS("Phrase", "undefined in some of the resamples");

// The statistics of one model with, for each metric, where its number is.
struct Measured {
  struct Place {
    bool drawn = false;
    std::size_t number = 0;  // in the distribution
    double whole = 0;
    std::vector<double> leftOut = {};  // empty: not known
  };
  std::vector<MetricStatistic> statistics;
  std::vector<Place> places;  // by metric
};

Measured measured(const Scores& scores, const BootstrapSpec& spec, std::vector<const Statistic*>& all,
                  std::size_t& numbers) {
  Measured result{statisticsOf(scores), {}};
  result.places.resize(metricsOf(scores.task).size());
  for (const auto& [statistic, metrics] : result.statistics) {
    std::vector<double> whole(statistic->size());
    statistic->whole(whole);
    std::vector<std::vector<double>> leftOut(whole.size());
    if (spec.method == IntervalMethod::Bca) {
      leftOut = statistic->leaveOneOut(scores.rows());
    }
    for (std::size_t i = 0; i < metrics.size(); ++i) {
      result.places[metrics[i]] = {true, numbers + i, whole[i], std::move(leftOut[i])};
    }
    numbers += statistic->size();
    all.push_back(statistic.get());
  }
  return result;
}

// Element by element; of what is not known, nothing.
std::vector<double> lessOf(std::span<const double> left, std::span<const double> right) {
  std::vector<double> differences;
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    differences.push_back(left[i] - right[i]);
  }
  return differences;
}

Status checkPair(const Scores& first, const Scores* second) {
  TATARA_TRY(check(first));
  if (!second) {
    return {};
  }
  TATARA_TRY(check(*second));
  if (first.task != second->task || first.classes != second->classes || first.rows() != second->rows()) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "Two models can be compared only on the same rows, classes and task"));
  }
  return {};
}

}  // namespace

std::uint64_t resampleKey(std::uint64_t seed, std::uint64_t draw) {
  return mix(seed + (draw + 1) * kGoldenRatio);
}

std::uint64_t resampleIndex(std::uint64_t key, std::uint64_t position, std::uint64_t rows) {
  return indexOf(key, position, rows);
}

std::string_view toString(IntervalMethod method) {
  switch (method) {
    case IntervalMethod::None:
      return "none";
    case IntervalMethod::Percentile:
      return "percentile";
    case IntervalMethod::Bca:
      return "BCa";
  }
  return "";
}

Status check(const BootstrapSpec& spec) {
  if (spec.draws < 100 || spec.draws > 100'000) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "Between 100 and 100,000 resamples are drawn"));
  }
  if (!(spec.confidence > 0 && spec.confidence < 1)) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The confidence of an interval lies between 0 and 1"));
  }
  return {};
}

Interval percentileInterval(std::span<const double> draws, double confidence) {
  if (draws.empty() || hasUndefined(draws)) {
    return {kNan, kNan, IntervalMethod::None, kUndefinedDraws};
  }
  const double alpha = (1 - confidence) / 2;
  return betweenShares({draws.begin(), draws.end()}, alpha, 1 - alpha, IntervalMethod::Percentile);
}

Interval bcaInterval(std::span<const double> draws, double whole, std::span<const double> leftOut,
                     double confidence) {
  Interval fallback = percentileInterval(draws, confidence);
  if (!fallback.exists()) {
    return fallback;
  }
  fallback.reason =
      TATARA_SAYS("Phrase", "a percentile interval: leaving out rows one by one is out of reach here");
  if (leftOut.empty()) {
    return fallback;
  }
  fallback.reason = TATARA_SAYS("Phrase", "a percentile interval: BCa is undefined for these resamples");
  const auto rows = static_cast<double>(leftOut.size());
  double mean = 0;
  for (const double value : leftOut) {
    mean += value / rows;
  }
  double cubes = 0;
  double squares = 0;
  for (const double value : leftOut) {
    const double influence = (rows - 1) * (mean - value);
    cubes += influence * influence * influence / (rows * rows * rows);
    squares += influence * influence / (rows * rows);
  }
  const double acceleration = cubes / 6 / std::pow(squares, 1.5);
  double below = 0;
  for (const double value : draws) {
    below += value < whole ? 1 : (value == whole ? 0.5 : 0);
  }
  const double bias = stats::normalQuantile(below / static_cast<double>(draws.size()));
  const auto shareAt = [&](double z) {
    const double sum = bias + z;
    return stats::normalCdf(bias + sum / (1 - acceleration * sum));
  };
  const double z = stats::normalQuantile((1 - confidence) / 2);
  const double low = shareAt(z);
  const double high = shareAt(-z);
  if (!std::isfinite(bias) || std::isnan(low) || std::isnan(high)) {
    return fallback;
  }
  return betweenShares({draws.begin(), draws.end()}, low, high, IntervalMethod::Bca);
}

double differenceP(std::span<const double> differences) {
  if (differences.empty() || hasUndefined(differences)) {
    return kNan;
  }
  double below = 1;
  double above = 1;
  for (const double value : differences) {
    below += value <= 0 ? 1 : 0;
    above += value >= 0 ? 1 : 0;
  }
  return std::min(1.0, 2 * std::min(below, above) / (1 + static_cast<double>(differences.size())));
}

Interval intervalOf(std::span<const double> draws, double whole, std::span<const double> leftOut,
                    const BootstrapSpec& spec) {
  return spec.method == IntervalMethod::Bca ? bcaInterval(draws, whole, leftOut, spec.confidence)
                                            : percentileInterval(draws, spec.confidence);
}

Result<Distribution> drawAll(std::span<const Statistic* const> statistics, std::size_t rows,
                             const BootstrapSpec& spec, const OnDraws& onDraws, std::stop_token stop) {
  TATARA_TRY(check(spec));
  std::size_t numbers = 0;
  for (const Statistic* statistic : statistics) {
    numbers += statistic->size();
  }
  Distribution distribution(numbers, std::vector<double>(spec.draws));
  Work work(statistics, rows, spec, distribution);
  const int wanted = spec.threads > 0 ? spec.threads : static_cast<int>(std::thread::hardware_concurrency());
  {
    std::vector<std::jthread> helpers;
    for (int i = 1; i < wanted; ++i) {
      helpers.emplace_back([&work, stop] { work.run(stop, {}); });
    }
    work.run(stop, onDraws);
  }
  if (stop.stop_requested()) {
    return makeError(ErrorKind::Cancelled, "Stopped");
  }
  return distribution;
}

Result<std::vector<BootstrappedMetric>> bootstrap(const Scores& first, const Scores* second,
                                                  const BootstrapSpec& spec, const OnDraws& onDraws,
                                                  std::stop_token stop) {
  TATARA_TRY(checkPair(first, second));
  TATARA_TRY(check(spec));
  std::vector<const Statistic*> all;
  std::size_t numbers = 0;
  const Measured one = measured(first, spec, all, numbers);
  const Measured two = second ? measured(*second, spec, all, numbers) : Measured{};
  TATARA_ASSIGN(const Distribution draws, drawAll(all, first.rows(), spec, onDraws, stop));
  constexpr Interval kNotDrawn{kNan, kNan, IntervalMethod::None,
                               TATARA_SAYS("Phrase", "no resample tells how it would vary")};
  std::vector<BootstrappedMetric> result(metricsOf(first.task).size(), {kNotDrawn, kNotDrawn, kNotDrawn});
  for (std::size_t metric = 0; metric < result.size(); ++metric) {
    BootstrappedMetric& made = result[metric];
    const Measured::Place& left = one.places[metric];
    if (left.drawn) {
      made.first = intervalOf(draws[left.number], left.whole, left.leftOut, spec);
    }
    if (!second || !two.places[metric].drawn) {
      continue;
    }
    const Measured::Place& right = two.places[metric];
    made.second = intervalOf(draws[right.number], right.whole, right.leftOut, spec);
    if (left.drawn) {
      const auto differences = lessOf(draws[right.number], draws[left.number]);
      made.difference =
          intervalOf(differences, right.whole - left.whole, lessOf(right.leftOut, left.leftOut), spec);
      made.p = differenceP(differences);
    }
  }
  return result;
}

}  // namespace tatara::evaluate
