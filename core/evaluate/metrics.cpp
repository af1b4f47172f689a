#include <algorithm>
#include <array>
#include <cmath>

#include "core/evaluate/internal/statistic.h"

#include "core/base/nan.h"
#include "core/text/phrase.h"

namespace tatara::evaluate {
namespace {

enum Regression : std::size_t {
  kRmse,
  kMae,
  kMedianError,
  kR2,
  kMape,
  kRmsle,
  kBias,
  kMse,
  kExplained,
  kMaxError,
  kPoisson,
  kGamma
};
constexpr std::array<MetricInfo, 12> kRegression{{
    {"rmse", TATARA_SAYS("Phrase", "Root mean squared error"), Better::Lower},
    {"mae", TATARA_SAYS("Phrase", "Mean absolute error"), Better::Lower},
    {"median_absolute_error", TATARA_SAYS("Phrase", "Median absolute error"), Better::Lower},
    {"r2", TATARA_SAYS("Phrase", "R²"), Better::Higher},
    {"mape", TATARA_SAYS("Phrase", "Mean absolute percentage error"), Better::Lower},
    {"rmsle", TATARA_SAYS("Phrase", "Root mean squared logarithmic error"), Better::Lower},
    {"bias", TATARA_SAYS("Phrase", "Mean error"), Better::NearZero},
    {"mse", TATARA_SAYS("Phrase", "Mean squared error"), Better::Lower},
    {"explained_variance", TATARA_SAYS("Phrase", "Explained variance"), Better::Higher},
    {"max_error", TATARA_SAYS("Phrase", "Greatest error"), Better::Lower},
    {"poisson_deviance", TATARA_SAYS("Phrase", "Mean Poisson deviance"), Better::Lower},
    {"gamma_deviance", TATARA_SAYS("Phrase", "Mean gamma deviance"), Better::Lower},
}};

enum Binary : std::size_t {
  kLogLoss,
  kRocAuc,
  kAveragePrecision,
  kBrier,
  kAccuracy,
  kBalanced,
  kPrecision,
  kRecall,
  kSpecificity,
  kF1,
  kMcc,
  kKappa
};
constexpr std::array<MetricInfo, 12> kBinary{{
    {"log_loss", TATARA_SAYS("Phrase", "Log loss"), Better::Lower},
    {"roc_auc", TATARA_SAYS("Phrase", "Area under the ROC curve"), Better::Higher},
    {"average_precision", TATARA_SAYS("Phrase", "Average precision"), Better::Higher},
    {"brier", TATARA_SAYS("Phrase", "Brier score"), Better::Lower},
    {"accuracy", TATARA_SAYS("Phrase", "Accuracy"), Better::Higher},
    {"balanced_accuracy", TATARA_SAYS("Phrase", "Balanced accuracy"), Better::Higher},
    {"precision", TATARA_SAYS("Phrase", "Precision"), Better::Higher},
    {"recall", TATARA_SAYS("Phrase", "Recall"), Better::Higher},
    {"specificity", TATARA_SAYS("Phrase", "Specificity"), Better::Higher},
    {"f1", TATARA_SAYS("Phrase", "F1"), Better::Higher},
    {"mcc", TATARA_SAYS("Phrase", "Matthews correlation"), Better::Higher},
    {"kappa", TATARA_SAYS("Phrase", "Cohen's kappa"), Better::Higher},
}};

enum Multi : std::size_t {
  kMultiLogLoss,
  kMultiAuc,
  kMultiBrier,
  kMultiAccuracy,
  kMultiBalanced,
  kMacroF1,
  kWeightedF1,
  kMacroPrecision,
  kMacroRecall,
  kWeightedPrecision,
  kMultiMcc,
  kMultiKappa
};
constexpr std::array<MetricInfo, 12> kMulti{{
    {"log_loss", TATARA_SAYS("Phrase", "Log loss"), Better::Lower},
    {"roc_auc_ovr", TATARA_SAYS("Phrase", "Area under the ROC curve, one class against the others"),
     Better::Higher},
    {"brier", TATARA_SAYS("Phrase", "Brier score"), Better::Lower},
    {"accuracy", TATARA_SAYS("Phrase", "Accuracy"), Better::Higher},
    {"balanced_accuracy", TATARA_SAYS("Phrase", "Balanced accuracy"), Better::Higher},
    {"macro_f1", TATARA_SAYS("Phrase", "F1, mean of the classes"), Better::Higher},
    {"weighted_f1", TATARA_SAYS("Phrase", "F1, mean by rows"), Better::Higher},
    {"macro_precision", TATARA_SAYS("Phrase", "Precision, mean of the classes"), Better::Higher},
    {"macro_recall", TATARA_SAYS("Phrase", "Recall, mean of the classes"), Better::Higher},
    {"weighted_precision", TATARA_SAYS("Phrase", "Precision, mean by rows"), Better::Higher},
    {"mcc", TATARA_SAYS("Phrase", "Matthews correlation"), Better::Higher},
    {"kappa", TATARA_SAYS("Phrase", "Cohen's kappa"), Better::Higher},
}};

double ratio(double part, double whole) {
  return whole > 0 ? part / whole : kNan;
}

// --- regression: sums of w, w·d, w·d², w|e|, w·c, w·c², and of what percentage, logarithm, Poisson and gamma
// say, with e the error, d the error less its mean and c the truth less its mean. Taking the means off first
// keeps the digits that sums of squares of large numbers lose.
constexpr std::size_t kRegressionTerms = 10;

struct Centre {
  double truth = 0;
  double error = 0;
};

Centre centreOf(const Scores& scores) {
  Centre centre;
  double weight = 0;
  for (std::size_t row = 0; row < scores.rows(); ++row) {
    const double w = scores.weight(row);
    weight += w;
    centre.truth += w * scores.actual[row];
    centre.error += w * (scores.predicted[row] - scores.actual[row]);
  }
  return {centre.truth / weight, centre.error / weight};
}

// y·ln(y/p) with 0·ln 0 = 0.
double timesLog(double y, double p) {
  return y == 0 ? 0 : y * std::log(y / p);
}

std::vector<double> regressionTerms(const Scores& scores, const Centre& centre) {
  std::vector<double> terms;
  terms.reserve(scores.rows() * kRegressionTerms);
  for (std::size_t row = 0; row < scores.rows(); ++row) {
    const double y = scores.actual[row];
    const double p = scores.predicted[row];
    const double w = scores.weight(row);
    const double error = p - y;
    const double logarithms = y > -1 && p > -1 ? std::log1p(y) - std::log1p(p) : kNan;
    for (const double term :
         {1.0, error - centre.error, (error - centre.error) * (error - centre.error), std::abs(error),
          y - centre.truth, (y - centre.truth) * (y - centre.truth),
          y != 0 ? std::abs(error) / std::max(std::abs(y), std::numeric_limits<double>::epsilon()) : kNan,
          logarithms * logarithms, y >= 0 && p > 0 ? 2 * (timesLog(y, p) - y + p) : kNan,
          y > 0 && p > 0 ? 2 * (std::log(p / y) + y / p - 1) : kNan}) {
      terms.push_back(w == 0 ? 0 : w * term);
    }
  }
  return terms;
}

// The metrics that come from these sums, in the order of finishRegression().
constexpr std::array<std::size_t, 10> kRegressionSums{kRmse, kMae, kR2,        kMape,    kRmsle,
                                                      kBias, kMse, kExplained, kPoisson, kGamma};

void finishRegression(const Centre& centre, std::span<const double> sums, std::span<double> values) {
  const double weight = sums[0];
  if (!(weight > 0)) {
    std::ranges::fill(values, kNan);
    return;
  }
  const double shifted = sums[1] / weight;
  const double spread = sums[2] / weight;  // mean squared distance of the error from the centre
  const double bias = centre.error + shifted;
  const double mse = std::max(0.0, spread + 2 * centre.error * shifted + centre.error * centre.error);
  const double truth = sums[5] / weight - (sums[4] / weight) * (sums[4] / weight);
  // A truth that is the same in all rows leaves nothing but rounding.
  const double scale = sums[5] / weight + centre.truth * centre.truth;
  const double variance = truth > 1e-24 * scale ? truth : 0;
  values[0] = std::sqrt(mse);
  values[1] = sums[3] / weight;
  values[2] = variance > 0 ? 1 - mse / variance : kNan;
  values[3] = sums[6] / weight;
  values[4] = std::sqrt(sums[7] / weight);
  values[5] = bias;
  values[6] = mse;
  values[7] = variance > 0 ? 1 - (spread - shifted * shifted) / variance : kNan;
  values[8] = sums[8] / weight;
  values[9] = sums[9] / weight;
}

// --- classes: confusion in cells, the rest in sums of w, w·log loss, w·Brier.

struct Counts {
  std::vector<double> truths;
  std::vector<double> guesses;
  std::vector<double> hits;
  double total = 0;
};

Counts countsOf(std::span<const double> cells, std::size_t classes) {
  Counts counts{std::vector<double>(classes), std::vector<double>(classes), std::vector<double>(classes)};
  for (std::size_t truth = 0; truth < classes; ++truth) {
    for (std::size_t guess = 0; guess < classes; ++guess) {
      const double cell = cells[truth * classes + guess];
      counts.truths[truth] += cell;
      counts.guesses[guess] += cell;
      counts.total += cell;
    }
    counts.hits[truth] = cells[truth * classes + truth];
  }
  return counts;
}

// The covariance of truth and decision over the root of their own (Gorodkin 2004).
double matthews(const Counts& counts) {
  double right = 0;
  double together = 0;
  double truths = 0;
  double guesses = 0;
  for (std::size_t i = 0; i < counts.hits.size(); ++i) {
    right += counts.hits[i];
    together += counts.truths[i] * counts.guesses[i];
    truths += counts.truths[i] * counts.truths[i];
    guesses += counts.guesses[i] * counts.guesses[i];
  }
  const double square = counts.total * counts.total;
  const double ofTruth = square - truths;
  const double ofGuess = square - guesses;
  const double least = 1e-14 * square;
  return ofTruth > least && ofGuess > least
             ? (right * counts.total - together) / std::sqrt(ofTruth) / std::sqrt(ofGuess)
             : kNan;
}

double cohen(const Counts& counts) {
  double right = 0;
  double chance = 0;
  for (std::size_t i = 0; i < counts.hits.size(); ++i) {
    right += counts.hits[i];
    chance += counts.truths[i] * counts.guesses[i] / counts.total;
  }
  const double room = counts.total - chance;
  return room > 1e-14 * counts.total ? (right - chance) / room : kNan;
}

double accuracyOf(const Counts& counts) {
  double right = 0;
  for (const double hits : counts.hits) {
    right += hits;
  }
  return ratio(right, counts.total);
}

double balancedOf(const Counts& counts) {
  double sum = 0;
  double present = 0;
  for (std::size_t i = 0; i < counts.hits.size(); ++i) {
    if (counts.truths[i] > 0) {
      sum += counts.hits[i] / counts.truths[i];
      present += 1;
    }
  }
  return ratio(sum, present);
}

constexpr std::array<std::size_t, 8> kBinaryCells{kAccuracy,    kBalanced, kPrecision, kRecall,
                                                  kSpecificity, kF1,       kMcc,       kKappa};

void finishBinary(std::span<const double> cells, std::span<double> values) {
  const Counts counts = countsOf(cells, 2);
  values[0] = accuracyOf(counts);
  values[1] = balancedOf(counts);
  values[2] = ratio(counts.hits[1], counts.guesses[1]);
  values[3] = ratio(counts.hits[1], counts.truths[1]);
  values[4] = ratio(counts.hits[0], counts.truths[0]);
  values[5] = ratio(2 * counts.hits[1], counts.truths[1] + counts.guesses[1]);
  values[6] = matthews(counts);
  values[7] = cohen(counts);
}

constexpr std::array<std::size_t, 9> kMultiCells{kMultiAccuracy,     kMultiBalanced,  kMacroF1,
                                                 kWeightedF1,        kMacroPrecision, kMacroRecall,
                                                 kWeightedPrecision, kMultiMcc,       kMultiKappa};

void finishMulti(std::size_t classes, std::span<const double> cells, std::span<double> values) {
  const Counts counts = countsOf(cells, classes);
  struct Mean {
    double sum = 0;
    double weight = 0;
    void add(double value, double by) {
      if (!std::isnan(value)) {
        sum += value * by;
        weight += by;
      }
    }
    double value() const { return ratio(sum, weight); }
  };
  Mean macroF1;
  Mean weightedF1;
  Mean macroPrecision;
  Mean weightedPrecision;
  Mean macroRecall;
  for (std::size_t i = 0; i < classes; ++i) {
    const double f1 = ratio(2 * counts.hits[i], counts.truths[i] + counts.guesses[i]);
    const double precision = ratio(counts.hits[i], counts.guesses[i]);
    macroF1.add(f1, 1);
    weightedF1.add(f1, counts.truths[i]);
    macroPrecision.add(precision, 1);
    weightedPrecision.add(precision, counts.truths[i]);
    macroRecall.add(ratio(counts.hits[i], counts.truths[i]), 1);
  }
  values[0] = accuracyOf(counts);
  values[1] = balancedOf(counts);
  values[2] = macroF1.value();
  values[3] = weightedF1.value();
  values[4] = macroPrecision.value();
  values[5] = macroRecall.value();
  values[6] = weightedPrecision.value();
  values[7] = matthews(counts);
  values[8] = cohen(counts);
}

void addClassStatistics(const Scores& scores, std::vector<MetricStatistic>& list) {
  const std::size_t classes = scores.classes;
  std::vector<std::int32_t> cells;
  std::vector<double> weights;
  for (std::size_t row = 0; row < scores.rows(); ++row) {
    cells.push_back(static_cast<std::int32_t>(scores.actual[row]) * static_cast<std::int32_t>(classes) +
                    static_cast<std::int32_t>(scores.predicted[row]));
    weights.push_back(scores.weight(row));
  }
  const bool binary = scores.task == Task::Binary;
  Finish finish = finishBinary;
  if (!binary) {
    finish = [classes](std::span<const double> sums, std::span<double> values) {
      finishMulti(classes, sums, values);
    };
  }
  const auto metrics = binary ? std::vector<std::size_t>(kBinaryCells.begin(), kBinaryCells.end())
                              : std::vector<std::size_t>(kMultiCells.begin(), kMultiCells.end());
  list.push_back({std::make_unique<SumStatistic>(SumTable::make(1, weights, cells, classes * classes),
                                                 metrics.size(), finish),
                  metrics});
}

void addProbabilityStatistics(const Scores& scores, std::vector<MetricStatistic>& list) {
  std::vector<double> terms;
  for (std::size_t row = 0; row < scores.rows(); ++row) {
    const double weight = scores.weight(row);
    terms.insert(terms.end(), {weight, weight * logLoss(scores, row), weight * brier(scores, row)});
  }
  const bool binary = scores.task == Task::Binary;
  list.push_back({std::make_unique<SumStatistic>(SumTable::make(3, terms), 2,
                                                 [](std::span<const double> sums, std::span<double> values) {
                                                   values[0] = ratio(sums[1], sums[0]);
                                                   values[1] = ratio(sums[2], sums[0]);
                                                 }),
                  binary ? std::vector<std::size_t>{kLogLoss, kBrier}
                         : std::vector<std::size_t>{kMultiLogLoss, kMultiBrier}});
  if (binary) {
    list.push_back({std::make_unique<RankStatistic>(scores.actual, scores.probabilities, scores.weights),
                    {kRocAuc, kAveragePrecision}});
  } else {
    list.push_back({std::make_unique<OneVersusRest>(scores), {kMultiAuc}});
  }
}

double greatestError(const Scores& scores) {
  double greatest = 0;
  for (std::size_t row = 0; row < scores.rows(); ++row) {
    if (scores.weight(row) > 0) {
      greatest = std::max(greatest, std::abs(scores.predicted[row] - scores.actual[row]));
    }
  }
  return greatest;
}

// Why a metric of these scores is not a number.
std::string_view whyUndefined(const Scores& scores, std::size_t metric) {
  if (scores.task == Task::Regression) {
    switch (metric) {
      case kR2:
      case kExplained:
        return TATARA_SAYS("Phrase", "the truth is the same in every row");
      case kMape:
        return TATARA_SAYS("Phrase", "the truth is zero in some rows");
      case kRmsle:
        return TATARA_SAYS("Phrase", "the truth or a prediction is −1 or less in some rows");
      case kPoisson:
        return TATARA_SAYS("Phrase", "the truth is negative or a prediction not positive in some rows");
      case kGamma:
        return TATARA_SAYS("Phrase", "the truth or a prediction is not positive in some rows");
      default:
        return TATARA_SAYS("Phrase", "the numbers are too large");
    }
  }
  const bool multi = scores.task == Task::Multiclass;
  if (scores.probabilities.empty() && (multi ? metric <= kMultiBrier : metric <= kBrier)) {
    return TATARA_SAYS("Phrase", "no probabilities are known");
  }
  if (multi) {
    return metric == kMultiAuc ? TATARA_SAYS("Phrase", "some class has no rows, or all")
                               : TATARA_SAYS("Phrase", "all rows are of one class");
  }
  switch (metric) {
    case kRocAuc:
      return TATARA_SAYS("Phrase", "all rows are of one class");
    case kAveragePrecision:
    case kRecall:
      return TATARA_SAYS("Phrase", "no row is of the positive class");
    case kSpecificity:
      return TATARA_SAYS("Phrase", "no row is of the negative class");
    case kPrecision:
      return TATARA_SAYS("Phrase", "no row was decided for the positive class");
    case kF1:
      return TATARA_SAYS("Phrase", "no row is of the positive class or decided for it");
    default:
      return "truth or decision is the same in every row";
  }
}

}  // namespace

std::span<const MetricInfo> metricsOf(Task task) {
  switch (task) {
    case Task::Regression:
      return kRegression;
    case Task::Binary:
      return kBinary;
    case Task::Multiclass:
      return kMulti;
  }
  return {};
}

const MetricInfo* findMetric(Task task, std::string_view name) {
  const auto metrics = metricsOf(task);
  const auto found = std::ranges::find(metrics, name, &MetricInfo::name);
  return found == metrics.end() ? nullptr : &*found;
}

double logLoss(const Scores& scores, std::size_t row) {
  constexpr double kLeast = std::numeric_limits<double>::epsilon();
  double probability = 0;
  if (scores.task == Task::Binary) {
    probability = scores.actual[row] == 1 ? scores.probabilities[row] : 1 - scores.probabilities[row];
  } else {
    probability = scores.probabilities[row * scores.classes + static_cast<std::size_t>(scores.actual[row])];
  }
  return -std::log(std::clamp(probability, kLeast, 1 - kLeast));
}

double brier(const Scores& scores, std::size_t row) {
  if (scores.task == Task::Binary) {
    const double distance = scores.probabilities[row] - scores.actual[row];
    return distance * distance;
  }
  double sum = 0;
  for (std::size_t one = 0; one < scores.classes; ++one) {
    const double distance = scores.probabilities[row * scores.classes + one] -
                            (scores.actual[row] == static_cast<double>(one) ? 1 : 0);
    sum += distance * distance;
  }
  return sum;
}

std::vector<MetricStatistic> statisticsOf(const Scores& scores) {
  std::vector<MetricStatistic> list;
  if (scores.task == Task::Regression) {
    const Centre centre = centreOf(scores);
    list.push_back(
        {std::make_unique<SumStatistic>(SumTable::make(kRegressionTerms, regressionTerms(scores, centre)),
                                        kRegressionSums.size(),
                                        [centre](std::span<const double> sums, std::span<double> values) {
                                          finishRegression(centre, sums, values);
                                        }),
         {kRegressionSums.begin(), kRegressionSums.end()}});
    std::vector<double> errors;
    for (std::size_t row = 0; row < scores.rows(); ++row) {
      errors.push_back(std::abs(scores.predicted[row] - scores.actual[row]));
    }
    list.push_back({std::make_unique<MedianStatistic>(errors, scores.weights), {kMedianError}});
    return list;
  }
  addClassStatistics(scores, list);
  if (!scores.probabilities.empty()) {
    addProbabilityStatistics(scores, list);
  }
  return list;
}

std::vector<Measure> measure(const Scores& scores) {
  std::vector<Measure> measures(metricsOf(scores.task).size());
  for (const auto& [statistic, metrics] : statisticsOf(scores)) {
    std::vector<double> values(statistic->size());
    statistic->whole(values);
    for (std::size_t i = 0; i < values.size(); ++i) {
      measures[metrics[i]].value = values[i];
    }
  }
  if (scores.task == Task::Regression) {
    measures[kMaxError].value = greatestError(scores);
  }
  for (std::size_t metric = 0; metric < measures.size(); ++metric) {
    if (!std::isfinite(measures[metric].value)) {
      measures[metric] = {kNan, whyUndefined(scores, metric)};
    }
  }
  return measures;
}

std::vector<double> confusion(const Scores& scores) {
  std::vector<double> cells(scores.classes * scores.classes);
  for (std::size_t row = 0; row < scores.rows(); ++row) {
    cells[static_cast<std::size_t>(scores.actual[row]) * scores.classes +
          static_cast<std::size_t>(scores.predicted[row])] += scores.weight(row);
  }
  return cells;
}

std::vector<ClassMeasures> measureClasses(const Scores& scores) {
  const Counts counts = countsOf(confusion(scores), scores.classes);
  std::vector<ClassMeasures> measures;
  const auto measured = [](double value, std::string_view why) {
    return std::isnan(value) ? Measure{kNan, why} : Measure{value};
  };
  for (std::size_t i = 0; i < scores.classes; ++i) {
    measures.push_back(
        {counts.truths[i], counts.guesses[i],
         measured(ratio(counts.hits[i], counts.guesses[i]),
                  TATARA_SAYS("Phrase", "no row was decided for the class")),
         measured(ratio(counts.hits[i], counts.truths[i]), TATARA_SAYS("Phrase", "no row is of the class")),
         measured(ratio(2 * counts.hits[i], counts.truths[i] + counts.guesses[i]),
                  "no row is of the class or decided for it")});
  }
  return measures;
}

}  // namespace tatara::evaluate
