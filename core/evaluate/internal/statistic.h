// A set of numbers of resampled rows: what the bootstrap asks for, thousands of times.
//
// Counts say how often each row was drawn, of kLanes draws side by side: counts[row · kLanes + lane]. A byte
// is enough: that one of n rows is drawn more than 255 times in n draws has a probability below 1/256!.
//
// Threads: constant after construction; any number of threads may ask.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/evaluate/scores.h"

namespace tatara::evaluate {

inline constexpr std::size_t kLanes = 4;

class Statistic {
 public:
  virtual ~Statistic() = default;
  // How many numbers it gives.
  virtual std::size_t size() const = 0;
  // Of all rows once; NaN where undefined.
  virtual void whole(std::span<double> values) const = 0;
  // values[i · kLanes + lane].
  virtual void ofDraws(const std::uint8_t* counts, std::span<double> values) const = 0;
  // Each number without each of the `rows` in turn; none of a number for which that would take longer than
  // the draws.
  virtual std::vector<std::vector<double>> leaveOneOut(std::size_t rows) const = 0;
};

// Sums over rows, cell by cell, and what is made of them. Rows belong to one cell each, or (−1) to none.
struct SumTable {
  std::size_t terms = 0;
  std::size_t cells = 0;
  std::vector<std::uint32_t> rows;  // by cell, ascending inside
  std::vector<std::size_t> ends;    // of each cell, in `rows`
  std::vector<double> values;       // rows.size() × terms

  // `cellOf` empty: one cell. `values` come in the order of rows, terms of a row side by side.
  static SumTable make(std::size_t terms, std::span<const double> values,
                       std::span<const std::int32_t> cellOf = {}, std::size_t cells = 1);
  // cells × terms; compensated.
  std::vector<double> totals() const;
  // sums[(cell · terms + term) · kLanes + lane].
  void sum(const std::uint8_t* counts, std::span<double> sums) const;
};

// From cells × terms sums to the values.
using Finish = std::function<void(std::span<const double> sums, std::span<double> values)>;

class SumStatistic final : public Statistic {
 public:
  SumStatistic(SumTable table, std::size_t size, Finish finish);
  std::size_t size() const override { return m_size; }
  void whole(std::span<double> values) const override;
  void ofDraws(const std::uint8_t* counts, std::span<double> values) const override;
  std::vector<std::vector<double>> leaveOneOut(std::size_t rows) const override;

 private:
  SumTable m_table;
  std::size_t m_size;
  Finish m_finish;
  std::vector<double> m_totals;
};

// roc_auc and average_precision of a column of probabilities against truth 0 and 1.
class RankStatistic final : public Statistic {
 public:
  RankStatistic(std::span<const double> truth, std::span<const double> scores,
                std::span<const double> weights);
  std::size_t size() const override { return 2; }
  void whole(std::span<double> values) const override;
  void ofDraws(const std::uint8_t* counts, std::span<double> values) const override;
  std::vector<std::vector<double>> leaveOneOut(std::size_t rows) const override;

 private:
  template <typename CountOf>
  void walk(const CountOf& countOf, std::span<double> values) const;
  std::vector<double> leaveOneOutArea() const;
  std::vector<double> leaveOneOutPrecision() const;

  struct Entry {
    std::uint32_t row = 0;
    bool positive = false;
    bool last = false;  // of those with the same score
    double weight = 1;
  };
  std::vector<Entry> m_entries;  // by falling score
  bool m_weighted = false;
};

// The mean of several areas under the curve: one class against the others, each in turn.
class OneVersusRest final : public Statistic {
 public:
  explicit OneVersusRest(const Scores& scores);
  std::size_t size() const override { return 1; }
  void whole(std::span<double> values) const override;
  void ofDraws(const std::uint8_t* counts, std::span<double> values) const override;
  std::vector<std::vector<double>> leaveOneOut(std::size_t rows) const override;

 private:
  std::vector<std::unique_ptr<RankStatistic>> m_classes;
};

// The weighted median, of unit weights the median.
class MedianStatistic final : public Statistic {
 public:
  MedianStatistic(std::span<const double> values, std::span<const double> weights);
  std::size_t size() const override { return 1; }
  void whole(std::span<double> values) const override;
  void ofDraws(const std::uint8_t* counts, std::span<double> values) const override;
  std::vector<std::vector<double>> leaveOneOut(std::size_t rows) const override;

 private:
  std::vector<std::uint32_t> m_rows;  // by rising value
  std::vector<double> m_values;
  std::vector<double> m_weights;  // in that order; empty: one each
};

// Which metric of metricsOf() a number of a statistic is.
struct MetricStatistic {
  std::unique_ptr<Statistic> statistic;
  std::vector<std::size_t> metrics;  // for each of its numbers the place in metricsOf()
};
// Everything that can be drawn; a metric that cannot (max_error, which no resample exceeds) is in none.
std::vector<MetricStatistic> statisticsOf(const Scores& scores);

// What each row adds to log_loss and brier, without its weight; needs probabilities.
double logLoss(const Scores& scores, std::size_t row);
double brier(const Scores& scores, std::size_t row);

}  // namespace tatara::evaluate
