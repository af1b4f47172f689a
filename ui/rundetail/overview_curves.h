// What the first page of a run draws of its metrics: the learning curve with the curve of training, and small
// curves of the machine. A long series stays in the store (ui/curves): the learning curve is read block by
// block, a small one is drawn from the stored summary, and the best point from the block that holds it.
//
// Threads: any but the GUI's.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/track/metric_meaning.h"
#include "core/track/metrics.h"
#include "ui/chart/curve_data.h"

namespace tatara::ui {

struct OverviewWish {
  std::shared_ptr<store::Store> store;
  track::RunKey run;
  Timestamp started{};
  std::vector<std::string> lines;  // by step
  std::vector<std::string> small;  // by time
  std::string best;                // one of the lines, or nothing
  track::Direction direction = track::Direction::Unknown;
  std::size_t least = 0;  // from so many points on a series stays in the store
};

// By metric; those without a point are not there.
struct OverviewCurves {
  track::RunKey run;
  std::map<std::string, CurvePtr> lines;
  std::map<std::string, CurvePtr> small;
  std::optional<series::Point> best;
};

// `before`: of the same run, what of it is still so is not read again.
Result<OverviewCurves> loadOverviewCurves(const OverviewWish& wish, const OverviewCurves& before,
                                          std::stop_token stop);

}  // namespace tatara::ui
