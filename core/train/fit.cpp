#include "core/train/fit.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "core/text/error_phrase.h"

namespace tatara::train {
namespace {

// Regression and two classes have one column of predictions, more classes one a class; multi:softmax one of
// classes.
std::string metricKey(const infer::MetricValue& value) {
  return value.matrix + "_" + value.metric;
}

std::vector<Metric> toMetrics(const std::vector<infer::MetricValue>& values) {
  std::vector<Metric> metrics;
  for (const auto& value : values) {
    metrics.push_back({metricKey(value), value.value});
  }
  return metrics;
}

Result<std::vector<Importance>> readImportances(const infer::Booster& booster,
                                                const infer::FeatureSchema& schema) {
  std::map<std::string, Importance> byName;
  for (const auto& [kind, member] : std::initializer_list<std::pair<const char*, double Importance::*>>{
           {"gain", &Importance::gain},
           {"total_gain", &Importance::totalGain},
           {"weight", &Importance::weight},
           {"cover", &Importance::cover}}) {
    const auto scores = booster.featureScores(kind);
    if (!scores) {
      // A linear booster knows only weights.
      if (std::string_view(kind) == "weight") {
        return scores.error();
      }
      continue;
    }
    for (const auto& score : *scores) {
      byName[score.feature].*member = score.value;
    }
  }
  std::vector<Importance> importances;
  for (const auto& name : schema.names) {
    Importance importance = byName[name];
    importance.feature = name;
    importances.push_back(std::move(importance));
  }
  std::ranges::stable_sort(importances, [](const Importance& left, const Importance& right) {
    return std::pair(left.totalGain, left.weight) > std::pair(right.totalGain, right.weight);
  });
  return importances;
}

std::vector<Metric> regressionQuality(std::span<const float> labels, const infer::Predictions& predictions) {
  double mean = 0;
  for (const float label : labels) {
    mean += static_cast<double>(label) / static_cast<double>(labels.size());
  }
  double residual = 0;
  double total = 0;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    residual += std::pow(static_cast<double>(labels[row]) - static_cast<double>(predictions.values[row]), 2);
    total += std::pow(static_cast<double>(labels[row]) - mean, 2);
  }
  if (total == 0) {
    return {};  // a constant target explains nothing
  }
  return {{"val_r2", 1 - residual / total}};
}

}  // namespace

std::size_t predictedClass(Task task, const infer::Predictions& predictions, std::size_t row) {
  if (task == Task::Binary) {
    return predictions.values[row] > 0.5F ? 1 : 0;
  }
  if (predictions.columns == 1) {
    return static_cast<std::size_t>(predictions.values[row]);
  }
  const auto begin = predictions.values.begin() + static_cast<std::ptrdiff_t>(row * predictions.columns);
  return static_cast<std::size_t>(
      std::max_element(begin, begin + static_cast<std::ptrdiff_t>(predictions.columns)) - begin);
}

std::vector<Metric> qualityOf(Task task, std::size_t classes, std::span<const float> labels,
                              const infer::Predictions& predictions) {
  if (task == Task::Regression) {
    return regressionQuality(labels, predictions);
  }
  std::vector<double> truths(classes);
  std::vector<double> guesses(classes);
  std::vector<double> hits(classes);
  double right = 0;
  for (std::size_t row = 0; row < labels.size(); ++row) {
    const auto truth = static_cast<std::size_t>(labels[row]);
    const std::size_t guess = std::min(predictedClass(task, predictions, row), classes - 1);
    truths[truth] += 1;
    guesses[guess] += 1;
    hits[truth] += truth == guess ? 1 : 0;
    right += truth == guess ? 1 : 0;
  }
  std::vector<Metric> metrics{{"val_accuracy", right / static_cast<double>(labels.size())}};
  // 2·hits / (truths + guesses) is the harmonic mean of precision and recall, and defined where one of them
  // is not.
  const auto f1 = [&](std::size_t one) {
    const double sum = truths[one] + guesses[one];
    return sum == 0 ? 0 : 2 * hits[one] / sum;
  };
  if (task == Task::Binary) {
    metrics.push_back({"val_precision", guesses[1] == 0 ? 0 : hits[1] / guesses[1]});
    metrics.push_back({"val_recall", truths[1] == 0 ? 0 : hits[1] / truths[1]});
    metrics.push_back({"val_f1", f1(1)});
    return metrics;
  }
  double sum = 0;
  double present = 0;
  for (std::size_t one = 0; one < classes; ++one) {
    if (truths[one] > 0) {
      sum += f1(one);
      present += 1;
    }
  }
  metrics.push_back({"val_macro_f1", sum / present});
  return metrics;
}

namespace {

// What the rounds gave, and which of them was the best.
struct Course {
  std::vector<std::vector<Metric>> history;  // of every round that ran
  std::string deciding;                      // the metric that tells the best
  int bestRound = 0;
  double best = 0;
  bool stoppedEarly = false;

  int rounds() const { return static_cast<int>(history.size()); }
};

// Judges the newest round; whether so many rounds passed without a better one that training ends.
bool endsEarly(Course& course, const std::vector<infer::MetricValue>& values, int earlyStopping) {
  const auto decides =
      std::ranges::find_if(values, [](const infer::MetricValue& value) { return value.matrix == "val"; });
  if (decides == values.end()) {
    return false;
  }
  const int round = course.rounds() - 1;
  course.deciding = metricKey(*decides);
  const double value = decides->value;
  const bool better =
      round == 0 || (higherIsBetter(decides->metric) ? value > course.best : value < course.best);
  if (better || std::isnan(course.best)) {
    course.best = value;
    course.bestRound = round;
    return false;
  }
  return earlyStopping > 0 && round - course.bestRound >= earlyStopping;
}

// Without early stopping the last round counts as the best.
Status cutToBest(infer::Booster& booster, const Prepared& data, const BoosterSpec& spec, Course& course) {
  const bool linear = given(spec.parameters, "booster") == "gblinear";  // has no rounds to cut to
  if (spec.earlyStopping == 0 || course.bestRound + 1 == course.rounds() || linear) {
    course.bestRound = course.rounds() - 1;
    return {};
  }
  TATARA_ASSIGN(booster, booster.firstRounds(course.bestRound + 1));
  return booster.setSchema(data.schema);
}

}  // namespace

Result<Fitted> fit(const Prepared& data, const BoosterSpec& spec, const OnRound& onRound,
                   std::stop_token stop) {
  TATARA_TRY(checkParameters(spec.parameters));
  if (spec.rounds < 1) {
    return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "At least one round is needed"));
  }
  (void)infer::takeWarnings();
  TATARA_ASSIGN(auto train, infer::Matrix::create(data.train.values, data.schema));
  TATARA_TRY(train.setLabels(data.train.labels));
  TATARA_ASSIGN(auto validation, infer::Matrix::create(data.validation.values, data.schema));
  TATARA_TRY(validation.setLabels(data.validation.labels));

  infer::Parameters parameters = fullParameters(spec, data.task, data.classes.size(), data.spec.seed);
  const std::vector<const infer::Matrix*> matrices{&train, &validation};
  TATARA_ASSIGN(auto booster, infer::Booster::create(parameters, matrices));
  TATARA_TRY(booster.setSchema(data.schema));
  const std::vector<infer::Watched> watched{{&train, "train"}, {&validation, "val"}};

  Course course;
  for (int round = 0; round < spec.rounds; ++round) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled,
                       "Training was stopped after " + std::to_string(round) + " rounds");
    }
    TATARA_TRY(booster.update(round, train));
    TATARA_ASSIGN(const auto values, booster.evaluate(round, watched));
    course.history.push_back(toMetrics(values));
    if (onRound) {
      onRound({round, spec.rounds, course.history.back()});
    }
    if (endsEarly(course, values, spec.earlyStopping)) {
      course.stoppedEarly = true;
      break;
    }
  }
  TATARA_ASSIGN(std::string configuration, booster.configuration());
  TATARA_TRY(cutToBest(booster, data, spec, course));
  TATARA_ASSIGN(auto predictions, booster.predict(validation));
  std::vector<Metric> finalMetrics = course.history[static_cast<std::size_t>(course.bestRound)];
  for (auto& metric : qualityOf(data.task, data.classes.size(), data.validation.labels, predictions)) {
    finalMetrics.push_back(std::move(metric));
  }
  TATARA_ASSIGN(auto importances, readImportances(booster, data.schema));
  return Fitted{std::move(booster),       std::move(parameters),  std::move(course.deciding),
                course.rounds(),          course.bestRound,       course.stoppedEarly,
                std::move(finalMetrics),  std::move(predictions), std::move(importances),
                std::move(configuration), infer::takeWarnings()};
}

}  // namespace tatara::train
