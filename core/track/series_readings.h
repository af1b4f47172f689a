// What one number says of a long series: its best point, its last values, its value where another metric was
// at its best. Of a series with blocks of its own the summaries say which blocks can hold it, and only those
// are decoded; any other is read whole. The answer is that of all points either way.
//
// Errors: those of the store; NotFound when sealing has put a block in another's place. Threads: inside a
// read lease.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/series/align.h"
#include "core/sql/connection.h"
#include "core/track/metric_meaning.h"
#include "core/track/types.h"

namespace tatara::track {

// The first of the best finite points; nothing for a direction that is not known.
Result<std::optional<series::Point>> loadBestPoint(sql::Connection& connection, RunKey run,
                                                   std::string_view key, Direction direction);
std::optional<series::Point> bestPoint(series::PointSpan points, Direction direction);

// At most `count` finite values from the end, the last one first.
Result<std::vector<double>> loadLastValues(sql::Connection& connection, RunKey run, std::string_view key,
                                           std::size_t count);
std::vector<double> lastValues(series::PointSpan points, std::size_t count);

// The value of `key` at the first of the steps that both have at which `other` is best, finite or not; NaN
// when there is none. A direction that is not known counts as lower is better.
Result<double> loadValueAtBest(sql::Connection& connection, RunKey run, std::string_view key,
                               std::string_view other, Direction direction);
double valueAtBest(series::PointSpan points, series::PointSpan other, Direction direction);

}  // namespace tatara::track
