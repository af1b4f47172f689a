// What a model said of rows whose truth is known, and the numbers that sum it up.
//
// Classes are codes 0, 1, …; of two classes, code 1 is the positive one. A row decides for code 1 when its
// probability exceeds the threshold, of more classes for the greatest probability, the first of equals.
//
// Every metric equals scikit-learn's of the same meaning to 1e-9. Where scikit-learn warns and answers 0, 1
// or a value of something else, the metric is undefined here and says why. Formulas, with w the weights, y
// the truth, p the prediction and W = Σw:
//
//   rmse √(Σw(y−p)²/W), mse, mae Σw|y−p|/W, median_absolute_error (weighted: the mean of the two values
//   around half of W, averaged_inverted_cdf), max_error max|y−p|, bias Σw(p−y)/W, r2 1 − Σw(y−p)²/Σw(y−ȳ)²,
//   explained_variance 1 − Var(y−p)/Var(y), mape Σw|y−p|/|y|/W, rmsle √(Σw(ln(1+y)−ln(1+p))²/W),
//   poisson_deviance 2Σw(y ln(y/p) − y + p)/W, gamma_deviance 2Σw(ln(p/y) + y/p − 1)/W.
//
//   log_loss −Σw ln(p of the true class)/W, each p moved into [ε, 1−ε] with ε = 2⁻⁵² as scikit-learn does
//   with doubles; brier Σw(p−y)²/W, of more classes summed over them (0 to 2); roc_auc the share of pairs of
//   a positive and a negative row that are in order, ties half; average_precision Σ(Rₖ−Rₖ₋₁)Pₖ over the
//   distinct probabilities (no interpolation); precision, recall, specificity, f1 of code 1;
//   balanced_accuracy the mean recall of the classes that have rows; mcc and kappa of Matthews (1975; of more
//   classes Gorodkin 2004) and Cohen (1960). macro_… is the mean over classes that occur or are predicted,
//   weighted_… the mean by rows of a class; classes for which the part is undefined are left out
//   (scikit-learn's zero_division=nan). roc_auc_ovr is the mean of each class's roc_auc against all others.
//
// Threads: pure functions. Errors: InvalidArgument in sentences that name the row, from zero.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tatara::evaluate {

enum class Task : std::uint8_t { Regression, Binary, Multiclass };
std::string_view toString(Task task);  // "regression", "binary", "multiclass"
std::optional<Task> parseTask(std::string_view text);

struct Scores {
  Task task = Task::Regression;
  std::size_t classes = 0;            // Binary: 2; Multiclass: at least 2, at most kMostClasses
  std::span<const double> actual;     // values, or codes
  std::span<const double> predicted;  // the same
  // Binary: of code 1; Multiclass: `classes` a row (also of two classes); empty: not known.
  std::span<const double> probabilities;
  std::span<const double> weights;  // empty: one each

  std::size_t rows() const { return actual.size(); }
  double weight(std::size_t row) const { return weights.empty() ? 1 : weights[row]; }
};
inline constexpr std::size_t kMostClasses = 1000;

// Sizes agree, codes are codes, numbers are finite, probabilities within 0 and 1, weights not negative and
// not all zero. Everything else here takes scores that passed.
Status check(const Scores& scores);

// The codes that probabilities decide for: of two classes one probability a row, of more as many as classes.
std::vector<double> decide(std::span<const double> probabilities, std::size_t classes,
                           double threshold = 0.5);

enum class Better : std::uint8_t { Lower, Higher, NearZero };

struct MetricInfo {
  std::string_view name;   // "rmse"
  std::string_view title;  // "Root mean squared error"
  Better better = Better::Lower;
};
// In the order in which they are shown; the first one decides unless told otherwise.
std::span<const MetricInfo> metricsOf(Task task);
const MetricInfo* findMetric(Task task, std::string_view name);

struct Measure {
  double value = std::numeric_limits<double>::quiet_NaN();
  std::string_view undefined = {};  // why there is no value; a sentence without a full stop

  bool defined() const { return undefined.empty(); }
};
// As many as metricsOf() and in its order.
std::vector<Measure> measure(const Scores& scores);

// Weighted rows by truth and decision: row by row, `classes` × `classes`.
std::vector<double> confusion(const Scores& scores);

struct ClassMeasures {
  double rows = 0;       // weighted, that are of the class
  double predicted = 0;  // weighted, that were decided for it
  Measure precision;
  Measure recall;
  Measure f1;
};
std::vector<ClassMeasures> measureClasses(const Scores& scores);

}  // namespace tatara::evaluate
