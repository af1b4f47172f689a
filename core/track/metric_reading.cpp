#include <algorithm>
#include <set>

#include "core/track/internal/metric_rows.h"
#include "core/track/metrics.h"

namespace tatara::track {
namespace {

struct Wanted {
  std::string key;
  std::int64_t seriesKey = 0;
};

Result<std::vector<Wanted>> findSeries(sql::Connection& connection, RunKey run,
                                       std::span<const std::string> keys) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT text, series_key FROM metric_series JOIN name USING(name_id) "
                                 "WHERE run_key = ? ORDER BY text",
                                 run));
  const std::set<std::string_view> named(keys.begin(), keys.end());
  std::vector<Wanted> wanted;
  while (rows.next()) {
    if (named.empty() || named.contains(rows.text(0))) {
      wanted.push_back({std::string(rows.text(0)), rows.integer(1)});
    }
  }
  TATARA_TRY(rows.status());
  return wanted;
}

}  // namespace

Result<std::vector<RunSeries>> loadRunSeries(sql::Connection& connection, RunKey run,
                                             std::span<const std::string> keys) {
  TATARA_ASSIGN(const auto wanted, findSeries(connection, run, keys));
  std::vector<RunSeries> result;
  if (wanted.empty()) {
    return result;
  }
  internal::PointsBySeries points;
  for (const Wanted& one : wanted) {
    TATARA_TRY(internal::readBlocks(connection, run, one.seriesKey, points[one.seriesKey]));
  }
  TATARA_TRY(internal::readPacks(connection, run, points, false));
  TATARA_TRY(internal::readTails(connection, run, points, false));
  for (const Wanted& one : wanted) {
    std::vector<series::Point>& own = points[one.seriesKey];
    series::normalise(own);
    result.push_back({run, one.key, std::move(own)});
  }
  return result;
}

Result<std::vector<series::Point>> loadSeries(sql::Connection& connection, RunKey run, std::string_view key) {
  const std::string keys[] = {std::string(key)};
  TATARA_ASSIGN(auto loaded, loadRunSeries(connection, run, keys));
  return loaded.empty() ? std::vector<series::Point>() : std::move(loaded.front().points);
}

}  // namespace tatara::track
