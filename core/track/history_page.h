// A part of a metric's history in the order in which MLflow answers it: by timestamp, then step, then value.
//
// Reads only the blocks that hold it where timestamps never go back, as nearly always, and else the whole
// series. Threads: inside a read lease. Errors: those of the store, Corrupt.
#pragma once

#include <string_view>
#include <vector>

#include "core/series/point.h"
#include "core/sql/connection.h"
#include "core/track/types.h"

namespace tatara::track {

struct HistoryPage {
  std::vector<series::Point> points;
  std::size_t total = 0;  // of the whole history
};

// Up to `most` points from `offset` on. Nothing of a metric that the run does not have.
Result<HistoryPage> loadHistoryPage(sql::Connection& connection, RunKey run, std::string_view key,
                                    std::size_t offset, std::size_t most);

// All of it.
Result<std::vector<series::Point>> loadHistory(sql::Connection& connection, RunKey run, std::string_view key);

}  // namespace tatara::track
