// Blocks, packs and tails of a run, read back as points by series key.
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/series/point.h"
#include "core/sql/connection.h"
#include "core/track/types.h"

namespace tatara::track::internal {

using PointsBySeries = std::unordered_map<std::int64_t, std::vector<series::Point>>;

inline std::string_view asText(sql::Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Each adds to `points`; those of series that are not in it are passed over, unless `all`. Of the tail, the
// batches up to the one with the key `last`.
Status readTails(sql::Connection& connection, RunKey run, PointsBySeries& points, bool all,
                 std::int64_t last = INT64_MAX);
Status readPacks(sql::Connection& connection, RunKey run, PointsBySeries& points, bool all);
Status readBlocks(sql::Connection& connection, RunKey run, std::int64_t seriesKey,
                  std::vector<series::Point>& points);

}  // namespace tatara::track::internal
