// A series of a run by name, and the points that something made of metrics needs. Threads: pure; `loadNeeded`
// inside a read lease.
#pragma once

#include <compare>
#include <functional>
#include <string>
#include <vector>

#include "core/track/metrics.h"

namespace tatara::ui {

struct SeriesName {
  track::RunKey run;
  std::string key;
  friend auto operator<=>(const SeriesName&, const SeriesName&) = default;
};

// The metrics that a key is made of.
using SeriesNeeds = std::function<std::vector<std::string>(const std::string& key)>;

// Of one run's loaded series, the points of `key`; empty when it has none.
const std::vector<series::Point>& pointsOf(const std::vector<track::RunSeries>& loaded,
                                           const std::string& key);
// What `keys` need of a run, each metric once; the keys are metrics where `needs` is empty.
Result<std::vector<track::RunSeries>> loadNeeded(sql::Connection& connection, track::RunKey run,
                                                 const std::vector<std::string>& keys,
                                                 const SeriesNeeds& needs);

}  // namespace tatara::ui
