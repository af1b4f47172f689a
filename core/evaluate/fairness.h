// How a two-class model treats groups of rows: whom it decides for, and whose errors it makes.
//
// The rates of each group, and over all groups the greatest less the least (difference) and the least over
// the greatest (ratio), as Fairlearn 0.15 defines them:
//
//   demographic parity   selection rate: rows decided for, of all
//   equal opportunity    true positive rate: rows decided for, of the positive ones
//   equalized odds       the worse one of true and false positive rates
//   accuracy, and calibration: the mean probability less the share of positive rows
//
// A rate without rows to be a share of is undefined and left out of differences and ratios, where Fairlearn
// takes it for 0. A group of fewer rows than `leastRows` is measured and left out too: three people are no
// evidence. Intervals of rates are Wilson's; those of differences are percentile intervals of resamples in
// which every group has its rates.
//
// Threads and errors: as bootstrap(). Weights count.
#pragma once

#include <string>

#include "core/evaluate/bootstrap.h"
#include "core/evaluate/slices.h"
#include "core/stats/normal.h"

namespace tatara::evaluate {

struct Rate {
  Measure value = {};
  stats::Range range = {std::numeric_limits<double>::quiet_NaN(),
                        std::numeric_limits<double>::quiet_NaN()};  // NaN with weights
};
struct GroupRates {
  std::size_t group = 0;  // of the column
  std::size_t rows = 0;
  bool judged = false;  // has enough rows
  Rate selection;
  Rate truePositive;
  Rate falsePositive;
  Rate accuracy;
  Measure probability;       // mean; undefined without probabilities
  double observed = 0;       // share of positive rows
  Measure calibration;       // probability less observed
  Measure calibrationError;  // expected calibration error in ten bins
};

struct Disparity {
  std::string_view name;  // "demographic_parity"
  Measure difference = {};
  Measure ratio = {};
  Interval interval = {};  // of the difference
  std::size_t lowest = 0;  // group of the least rate; of equalized odds that of the worse rate
  std::size_t highest = 0;
};
struct Fairness {
  std::vector<GroupRates> groups;  // those that have rows
  // demographic_parity, equal_opportunity, equalized_odds, accuracy, calibration.
  std::vector<Disparity> disparities;
};

// `leastRows` 1 judges every group, as Fairlearn does.
Result<Fairness> measureFairness(const Scores& scores, const SliceColumn& column, std::size_t leastRows,
                                 const BootstrapSpec& spec, const OnDraws& onDraws = {},
                                 std::stop_token stop = {});

}  // namespace tatara::evaluate
