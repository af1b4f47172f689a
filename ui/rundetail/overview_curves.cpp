#include "ui/rundetail/overview_curves.h"

#include <algorithm>

#include "core/track/series_readings.h"
#include "ui/curves/block_pages.h"
#include "ui/curves/overview.h"
#include "ui/rundetail/metric_charts.h"

namespace tatara::ui {

Result<OverviewCurves> loadOverviewCurves(const OverviewWish& wish, const OverviewCurves& before,
                                          std::stop_token stop) {
  OverviewCurves curves;
  curves.run = wish.run;
  std::vector<std::string> rest;
  const auto placeOf = [&wish](const std::string& key, XUnit unit) {
    return SeriesPlace{wish.store, wish.run, key, unit, toUnixMillis(wish.started)};
  };
  for (const std::string& key : wish.lines) {
    const auto known = before.lines.find(key);
    TATARA_ASSIGN(CurvePtr paged,
                  makePagedCurve(placeOf(key, XUnit::Step),
                                 known == before.lines.end() ? CurvePtr() : known->second, stop, wish.least));
    if (paged) {
      curves.lines[key] = std::move(paged);
    } else {
      rest.push_back(key);
    }
  }
  for (const std::string& key : wish.small) {
    TATARA_ASSIGN(CurvePtr overview, makeOverviewCurve(placeOf(key, XUnit::Time), stop, wish.least));
    if (overview) {
      curves.small[key] = std::move(overview);
    } else {
      rest.push_back(key);
    }
  }
  TATARA_TRY(wish.store->read(
      [&](sql::Connection& connection) -> Status {
        TATARA_ASSIGN(curves.best, track::loadBestPoint(connection, wish.run, wish.best, wish.direction));
        if (rest.empty()) {
          return {};
        }
        TATARA_ASSIGN(const auto loaded, track::loadRunSeries(connection, wish.run, rest));
        for (const track::RunSeries& each : loaded) {
          const bool line = std::ranges::find(wish.lines, each.key) != wish.lines.end();
          if (!each.points.empty()) {
            (line ? curves.lines : curves.small)[each.key] =
                curveOf(each.points, line ? XUnit::Step : XUnit::Time, wish.started);
          }
        }
        return {};
      },
      stop));
  return curves;
}

}  // namespace tatara::ui
