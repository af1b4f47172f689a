// Curves of a two-class model over all its thresholds, how well its probabilities are calibrated, and which
// threshold costs least.
//
// A point of a curve stands for deciding for the positive class from its probability on (≥); ties share one
// point. Points, areas and bins are scikit-learn's (roc_curve with drop_intermediate=False,
// precision_recall_curve, calibration_curve). The interval at each point is Wilson's of the share (normal.h),
// pointwise: it says how sure the one point is, not the whole curve. With weights there is none.
//
// Threads: pure functions over checked scores of Task::Binary with probabilities.
#pragma once

#include <vector>

#include "core/evaluate/scores.h"
#include "core/stats/normal.h"

namespace tatara::evaluate {

struct CurvePoint {
  double threshold = 0;  // ∞ at the first point: nothing is decided for
  double truePositives = 0;
  double falsePositives = 0;
  // Shares; NaN where undefined: the recall without positive rows, the false positive rate without negative
  // ones, the precision where nothing is decided for (scikit-learn ends its curve with 1 there).
  double recall = 0;
  double falsePositiveRate = 0;
  double precision = 0;
  stats::Range recallRange;
  stats::Range falsePositiveRateRange;
  stats::Range precisionRange;
};
struct Curve {
  std::vector<CurvePoint> points;  // by falling threshold
  double positives = 0;
  double negatives = 0;
};
Curve curveOf(const Scores& scores, double confidence = 0.95);
// At most `most` of the points, both ends among them, such that both curves keep their shape: those that lie
// farthest from the line between their neighbours stay (Visvalingam's areas in the ROC plane).
Curve thinned(const Curve& curve, std::size_t most);

enum class Binning : std::uint8_t { Uniform, Quantile };
struct CalibrationBin {
  double predicted = 0;  // mean probability
  double observed = 0;   // share of positive rows
  double rows = 0;       // weighted
  stats::Range observedRange;
};
struct Calibration {
  std::vector<CalibrationBin> bins;  // those with rows
  // Mean distance of predicted and observed by rows (Naeini, Cooper and Hauskrecht, "Obtaining well
  // calibrated probabilities using Bayesian binning", 2015), and the greatest one.
  double expectedError = 0;
  double greatestError = 0;
};
Calibration calibrationOf(const Scores& scores, std::size_t bins = 10, Binning binning = Binning::Uniform,
                          double confidence = 0.95);

// What one decision costs, right ones too; gains are negative.
struct Costs {
  double truePositive = 0;
  double falsePositive = 1;
  double falseNegative = 1;
  double trueNegative = 0;
};
struct ThresholdCost {
  double threshold = 0;  // in the sense of decide(): between the probabilities of two rows
  double total = 0;
  double mean = 0;  // by row
};
// At the threshold that decide() is given.
ThresholdCost costAt(const Scores& scores, const Costs& costs, double threshold);
// The threshold of least cost; of several, the one nearest to a half.
ThresholdCost leastCost(const Scores& scores, const Costs& costs);

}  // namespace tatara::evaluate
