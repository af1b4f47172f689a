// How far predicted numbers lie from the truth: along the predictions, and as a distribution.
//
// A residual is truth − prediction: above zero where the model says too little. Groups hold equally many rows
// by rising prediction, equal predictions in the order of their rows; a group's quantiles are NumPy's, the
// interval of its mean is Student's. Rows count once each: weights are not looked at.
//
// Threads: pure functions over checked scores of Task::Regression.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/evaluate/scores.h"
#include "core/stats/normal.h"

namespace tatara::evaluate {

struct ResidualGroup {
  double predicted = 0;  // mean of its predictions
  std::size_t rows = 0;
  double mean = 0;
  stats::Range meanRange{};  // NaN of one row
  double p5 = 0, p25 = 0, p50 = 0, p75 = 0, p95 = 0;
};
// At most `most` groups of at least five rows each; one where there are fewer.
std::vector<ResidualGroup> residualGroups(const Scores& scores, std::size_t most = 12,
                                          double confidence = 0.95);

// Equal bins over [low, high], the last one closed, as numpy.histogram's.
struct ResidualHistogram {
  double low = 0;
  double high = 0;
  std::vector<std::int64_t> counts;
  std::int64_t below = 0;
  std::int64_t above = 0;
};
// Where the middle 99 % of both models' residuals lie (`second` may be null), so that their histograms can be
// laid over each other. Never empty: a half around residuals that are all the same.
stats::Range residualSpan(const Scores& first, const Scores* second);
ResidualHistogram residualHistogram(const Scores& scores, stats::Range span, std::size_t bins = 30);

}  // namespace tatara::evaluate
