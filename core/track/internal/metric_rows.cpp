#include "core/track/internal/metric_rows.h"

#include "core/series/block.h"
#include "core/series/pack.h"
#include "core/track/internal/tail.h"

namespace tatara::track::internal {
namespace {

void addAll(std::vector<series::PackedSeries>&& read, PointsBySeries& points, bool all) {
  for (series::PackedSeries& one : read) {
    const auto place = points.find(one.id);
    if (place != points.end()) {
      place->second.insert(place->second.end(), one.points.begin(), one.points.end());
    } else if (all) {
      points.emplace(one.id, std::move(one.points));
    }
  }
}

}  // namespace

Status readTails(sql::Connection& connection, RunKey run, PointsBySeries& points, bool all,
                 std::int64_t last) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT payload FROM metric_tail WHERE run_key = ? AND tail_key "
                                            "<= ? ORDER BY tail_key",
                                            run, last));
  while (rows.next()) {
    TATARA_ASSIGN(auto read, decodeTail(asText(rows.blob(0))));
    addAll(std::move(read), points, all);
  }
  return rows.status();
}

Status readPacks(sql::Connection& connection, RunKey run, PointsBySeries& points, bool all) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT payload FROM metric_block "
                                            "WHERE run_key = ? AND series_key IS NULL ORDER BY block_key",
                                            run));
  while (rows.next()) {
    TATARA_ASSIGN(auto read, series::decodePack(asText(rows.blob(0))));
    addAll(std::move(read), points, all);
  }
  return rows.status();
}

Status readBlocks(sql::Connection& connection, RunKey run, std::int64_t seriesKey,
                  std::vector<series::Point>& points) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT payload FROM metric_block "
                                 "WHERE run_key = ? AND series_key = ? ORDER BY first_step, block_key",
                                 run, seriesKey));
  while (rows.next()) {
    TATARA_ASSIGN(const auto read, series::decodeBlock(asText(rows.blob(0))));
    points.insert(points.end(), read.begin(), read.end());
  }
  return rows.status();
}

}  // namespace tatara::track::internal
