// A workspace of any number of runs, the same for the same seed: what a search over a booster would leave.
//
// Every run has 8 params, 6 metrics of `pointsPerMetric` points, 3 tags; one in 200 has no metrics (failed),
// one in 50 lacks a param, one in 1,000 has a NaN. `moreParams` and `moreMetrics` come on top, with a value
// in every run. Errors: those of the store. Threads: waits for the store's writer lane.
#pragma once

#include <cstdint>

#include "core/store/store.h"

namespace tatara::bench {

struct RunPlan {
  std::int64_t runs = 100'000;
  int pointsPerMetric = 1;
  std::uint64_t seed = 1;
  int moreParams = 0;
  int moreMetrics = 0;
};

// Makes the experiment "Search" with the runs of `plan`.
Status generateRuns(store::Store& store, const RunPlan& plan);

}  // namespace tatara::bench
