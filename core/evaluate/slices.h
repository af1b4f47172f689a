// How models do on parts of the rows: by the values of a column, and where nobody thought of looking.
//
// Slices by a column are compared by one metric that is a mean over rows (rmse, mae, mse, log_loss, brier,
// accuracy), with percentile intervals of the difference from the same resamples of all rows, and p adjusted
// for the number of slices (Benjamini and Hochberg 1995). A slice of fewer rows than `leastRows` is measured
// and not judged.
//
// Weak slices are looked for among all values of all columns and all pairs of them (after Chung and others,
// "Slice Finder", ICDE 2019). One is weak when its rows' losses rank higher than those of all other rows
// (Wilcoxon's rank sum, normal approximation with ties, one-sided; ranks, because losses have long tails),
// with p times the number of slices looked at (Bonferroni) below `alpha`, and its mean loss is at least
// `leastRatio` times that of the others. A pair is told only when it is weak inside both of its columns'
// slices as well; a slice that is weak only for the pair in it is not told; of slices of nearly the same rows
// (nine in ten) the first is.
//
// Threads: pure functions; compareSlices() as bootstrap(). Errors: InvalidArgument, Cancelled.
#pragma once

#include <string>

#include "core/evaluate/bootstrap.h"
#include "core/text/phrase.h"

namespace tatara::evaluate {

struct SliceColumn {
  std::string column = {};
  std::vector<text::Phrase> labels = {};  // "spring", "10 to below 20", "missing"
  std::vector<std::int32_t> groups = {};  // of each row, a place in `labels`
};
// Every row has a group that has a label.
Status checkColumn(const SliceColumn& column, std::size_t rows);

// Each value a slice when there are at most `bins` of them; otherwise cut at quantiles (equal values stay
// together), so that slices have about as many rows. NaN is "missing". `text` writes a number in a label;
// none: values in their shortest exact form, cuts with four digits.
using NumberText = std::function<std::string(double)>;
SliceColumn sliceNumbers(std::string column, std::span<const double> values, std::size_t bins = 5,
                         const NumberText& text = {});
// The `most` most frequent texts, the rest together as "all others". Code −1 is "missing".
SliceColumn sliceTexts(std::string column, std::span<const std::int32_t> codes,
                       std::span<const std::string> texts, std::size_t most = 10);

struct SliceSpec {
  std::string metric;  // one of sliceMetrics()
  std::size_t leastRows = 30;
  BootstrapSpec bootstrap = {};
};
std::span<const std::string_view> sliceMetrics(Task task);

struct ComparedSlice {
  std::size_t column = 0;  // of those given
  std::size_t group = 0;
  std::size_t rows = 0;
  double champion = 0;
  double challenger = 0;
  Interval differenceInterval = {};  // challenger less champion
  double p = std::numeric_limits<double>::quiet_NaN();
  double adjustedP = std::numeric_limits<double>::quiet_NaN();
  double regression = std::numeric_limits<double>::quiet_NaN();  // regressionShare()
  bool judged = false;                                           // enough rows
};
struct ComparedSlices {
  std::vector<ComparedSlice> slices;  // column by column, those that have rows
  // The judged slice of the greatest regression, a place in `slices`; none when none was judged.
  std::optional<std::size_t> worst = {};
};
Result<ComparedSlices> compareSlices(const Scores& champion, const Scores& challenger,
                                     std::span<const SliceColumn> columns, const SliceSpec& spec,
                                     const OnDraws& onDraws = {}, std::stop_token stop = {});

// What each row adds: the absolute error; the log loss where probabilities are known, else 1 for a wrong
// class.
std::vector<double> lossesOf(const Scores& scores);

struct WeakSpec {
  std::size_t leastRows = 50;
  double alpha = 0.01;
  double leastRatio = 1.25;
  std::size_t most = 20;
};
struct WeakSlice {
  struct Condition {
    std::size_t column = 0;
    std::size_t group = 0;
  };
  std::vector<Condition> conditions;  // one or two, all of which hold
  std::size_t rows = 0;
  double loss = 0;    // mean
  double others = 0;  // mean of all other rows
  double p = 0;       // adjusted
};
struct WeakSlices {
  std::vector<WeakSlice> slices;  // by falling (loss − others) · rows
  std::size_t lookedAt = 0;
};
Result<WeakSlices> findWeakSlices(std::span<const double> losses, std::span<const SliceColumn> columns,
                                  const WeakSpec& spec = {}, std::stop_token stop = {});

}  // namespace tatara::evaluate
