#include "ui/runs/series_name.h"

#include <algorithm>

namespace tatara::ui {

const std::vector<series::Point>& pointsOf(const std::vector<track::RunSeries>& loaded,
                                           const std::string& key) {
  static const std::vector<series::Point> kNone;
  const auto found = std::ranges::find(loaded, key, &track::RunSeries::key);
  return found == loaded.end() ? kNone : found->points;
}

Result<std::vector<track::RunSeries>> loadNeeded(sql::Connection& connection, track::RunKey run,
                                                 const std::vector<std::string>& keys,
                                                 const SeriesNeeds& needs) {
  std::vector<std::string> metrics = keys;
  if (needs) {
    metrics.clear();
    for (const std::string& key : keys) {
      const std::vector<std::string> some = needs(key);
      metrics.insert(metrics.end(), some.begin(), some.end());
    }
    std::sort(metrics.begin(), metrics.end());
    metrics.erase(std::unique(metrics.begin(), metrics.end()), metrics.end());
  }
  if (metrics.empty()) {  // an empty list would mean all
    return std::vector<track::RunSeries>();
  }
  return track::loadRunSeries(connection, run, metrics);
}

}  // namespace tatara::ui
