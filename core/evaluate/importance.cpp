#include "core/evaluate/importance.h"

#include <algorithm>
#include <cmath>

#include "core/base/seeded_random.h"
#include "core/evaluate/bootstrap.h"
#include "core/text/error_phrase.h"

namespace tatara::evaluate {
namespace {

constexpr std::size_t kRun = 1000;  // rows between two looks at the stop token

Result<double> metricOf(const Model& model, std::span<const float> values, std::span<const double> actual,
                        std::size_t metric, std::stop_token stop) {
  const Subject& subject = model.subject();
  TATARA_ASSIGN(const auto predictions, model.predict(values, stop));
  const auto predicted = decisionsOf(subject, predictions);
  Scores scores{subject.task, subject.classes.size(), actual, predicted, {}, {}};
  if (subject.task != Task::Regression) {
    scores.probabilities = predictions;
  }
  TATARA_TRY(check(scores));
  return measure(scores)[metric].value;
}

// Whether inputs and expectation of each row and class give its margin.
Status checkSums(const Contributions& made, std::size_t firstRow, const infer::Predictions& margins) {
  const std::size_t width = made.inputs + 1;
  for (std::size_t at = 0; at < margins.values.size(); ++at) {
    const float* parts = made.values.data() + (firstRow * made.classes + at) * width;
    double sum = 0;
    double largest = 1;
    for (std::size_t i = 0; i < width; ++i) {
      sum += static_cast<double>(parts[i]);
      largest = std::max(largest, std::abs(static_cast<double>(parts[i])));
    }
    const double margin = static_cast<double>(margins.values[at]);
    // Hundreds of trees are added up in single precision on either side.
    if (std::abs(sum - margin) > 1e-4 * std::max(largest, std::abs(margin))) {
      return makeError(ErrorKind::Internal, "The contributions of row " +
                                                std::to_string(firstRow + at / made.classes) +
                                                " do not add up to the model's prediction");
    }
  }
  return {};
}

double distanceOf(const Scores& first, const Scores& second, std::size_t row) {
  if (first.task == Task::Regression) {
    return std::abs(first.predicted[row] - second.predicted[row]);
  }
  if (first.probabilities.empty() || second.probabilities.empty()) {
    return first.predicted[row] == second.predicted[row] ? 0 : 1;
  }
  if (first.task == Task::Binary) {
    return std::abs(first.probabilities[row] - second.probabilities[row]);
  }
  double sum = 0;
  for (std::size_t i = row * first.classes; i < (row + 1) * first.classes; ++i) {
    sum += std::abs(first.probabilities[i] - second.probabilities[i]) / 2;
  }
  return sum;
}

}  // namespace

Result<std::vector<PermutedInput>> permutationImportance(const Model& model, std::span<const float> values,
                                                         std::span<const double> actual,
                                                         const PermutationSpec& spec, std::stop_token stop) {
  const Subject& subject = model.subject();
  const MetricInfo* info = findMetric(subject.task, spec.metric);
  if (!info || spec.repeats == 0) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "\"%1\" is no metric of this task"), {spec.metric});
  }
  const auto metric = static_cast<std::size_t>(info - metricsOf(subject.task).data());
  const double direction = info->better == Better::Higher ? -1 : 1;
  TATARA_ASSIGN(const double whole, metricOf(model, values, actual, metric, stop));
  const std::size_t width = subject.features.size();
  const std::size_t rows = actual.size();
  std::vector<float> shuffled(values.begin(), values.end());
  std::vector<PermutedInput> result;
  for (std::size_t input = 0; input < width; ++input) {
    PermutedInput made{subject.features[input].name};
    std::vector<double> losses;
    for (std::size_t repeat = 0; repeat < spec.repeats; ++repeat) {
      SeededRandom random(resampleKey(spec.seed, input * spec.repeats + repeat));
      for (std::size_t row = 0; row < rows; ++row) {
        shuffled[row * width + input] = values[row * width + input];
      }
      for (std::size_t row = rows; row > 1; --row) {
        std::swap(shuffled[(row - 1) * width + input], shuffled[random.below(row) * width + input]);
      }
      TATARA_ASSIGN(const double value, metricOf(model, shuffled, actual, metric, stop));
      losses.push_back(direction * (value - whole));
      made.mean += losses.back() / static_cast<double>(spec.repeats);
    }
    for (const double loss : losses) {
      made.deviation += (loss - made.mean) * (loss - made.mean) / static_cast<double>(spec.repeats);
    }
    made.deviation = std::sqrt(made.deviation);
    for (std::size_t row = 0; row < rows; ++row) {
      shuffled[row * width + input] = values[row * width + input];
    }
    result.push_back(std::move(made));
  }
  return result;
}

std::vector<double> Contributions::meanMagnitudes() const {
  std::vector<double> means(inputs);
  for (std::size_t at = 0; at < rows * classes; ++at) {
    for (std::size_t input = 0; input < inputs; ++input) {
      means[input] +=
          std::abs(static_cast<double>(values[at * (inputs + 1) + input])) / static_cast<double>(rows);
    }
  }
  return means;
}

Result<Contributions> explain(const Model& model, std::span<const float> values,
                              const OnContributions& onContributions, std::stop_token stop) {
  const Subject& subject = model.subject();
  Contributions result;
  result.inputs = subject.features.size();
  result.classes = subject.task == Task::Multiclass ? subject.classes.size() : 1;
  const std::size_t total = values.size() / result.inputs;
  result.values.reserve(total * result.classes * (result.inputs + 1));
  while (result.rows < total) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Stopped");
    }
    const std::size_t count = std::min(kRun, total - result.rows);
    TATARA_ASSIGN(const auto matrix,
                  infer::Matrix::create(values.subspan(result.rows * result.inputs, count * result.inputs),
                                        model.schema()));
    TATARA_ASSIGN(const auto run, model.booster().predict(matrix, infer::PredictionKind::Contributions));
    TATARA_ASSIGN(const auto margins, model.booster().predict(matrix, infer::PredictionKind::Margin));
    if (run.columns != result.classes * (result.inputs + 1) || margins.columns != result.classes) {
      return text::sayError(ErrorKind::Unsupported,
                            TATARA_SAYS("Phrase", "%1 gives no contributions of its inputs"),
                            {subject.label});
    }
    result.values.insert(result.values.end(), run.values.begin(), run.values.end());
    TATARA_TRY(checkSums(result, result.rows, margins));
    result.rows += count;
    if (onContributions) {
      onContributions(result, total);
    }
  }
  return result;
}

std::vector<Disagreement> disagreements(const Scores& first, const Scores& second, std::size_t most) {
  std::vector<Disagreement> all;
  for (std::size_t row = 0; row < first.rows(); ++row) {
    if (const double distance = distanceOf(first, second, row); distance > 0) {
      all.push_back({row, distance});
    }
  }
  const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(most, all.size()));
  std::partial_sort(all.begin(), end, all.end(), [](const Disagreement& left, const Disagreement& right) {
    return left.distance != right.distance ? left.distance > right.distance : left.row < right.row;
  });
  all.erase(end, all.end());
  return all;
}

}  // namespace tatara::evaluate
