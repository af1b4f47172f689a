// Boosting rounds over prepared data: metrics of both parts in each round, early stopping, and the saved
// model.
//
// With early stopping the saved model is cut to the round that was best on the validation part, so that
// whoever loads the file predicts with the best rounds. Stopping (the token) is looked at between rounds.
//
// Threads: one call, one thread, and XGBoost's own inside it; `onRound` is called on the caller's thread.
// Errors: Cancelled, InvalidArgument (XGBoost's words).
#pragma once

#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/infer/xgboost.h"
#include "core/train/prepare.h"
#include "core/train/spec.h"

namespace tatara::train {

// "train_rmse", "val_rmse": the part and XGBoost's name.
struct Metric {
  std::string key;
  double value = 0;
};

struct Round {
  int round = 0;  // from 0
  int rounds = 0;
  std::vector<Metric> metrics;
};
using OnRound = std::function<void(const Round&)>;

struct Importance {
  std::string feature;
  double gain = 0;
  double totalGain = 0;
  double weight = 0;
  double cover = 0;
};

struct Fitted {
  infer::Booster booster;
  infer::Parameters parameters;  // all that were set
  std::string decidingMetric;    // "val_rmse"
  int roundsRun = 0;
  int bestRound = 0;  // from 0; the last one without early stopping
  bool stoppedEarly = false;
  std::vector<Metric> finalMetrics;  // of the saved model: XGBoost's and those computed from its predictions
  infer::Predictions validation;     // of the saved model
  std::vector<Importance> importances;  // by falling total gain; every feature
  std::string configuration;            // XGBoost's own JSON, defaults included
  std::vector<std::string> warnings;    // XGBoost's
};

Result<Fitted> fit(const Prepared& data, const BoosterSpec& spec, const OnRound& onRound,
                   std::stop_token stop = {});

// What is said of predictions beside XGBoost's metrics. Regression: r2 (1 − SSE/SST). Classes: accuracy; two
// classes: precision, recall and f1 of the second class at probability 0.5; more: macro_f1, classes without
// rows left out.
std::vector<Metric> qualityOf(Task task, std::size_t classes, std::span<const float> labels,
                              const infer::Predictions& predictions);
// The class of the greatest probability; the first of equals.
std::size_t predictedClass(Task task, const infer::Predictions& predictions, std::size_t row);

}  // namespace tatara::train
