// The least or greatest value that each run of a table ever logged of a metric: the column of best values
// beside that of the latest ones.
//
// It is read from the summaries of the series, not from points, and only for the tables that ask for it, so
// that the others need no memory for it. A run without a finite value has none.
//
// Errors: those of the store. Threads: inside a read lease.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "core/track/run_table.h"

namespace tatara::track {

enum class Extreme : std::uint8_t { Least, Greatest };

// As it was read for a table before; runs that are not in `changed` are not read again.
struct KnownBest {
  std::shared_ptr<const MetricColumn> column;
  std::shared_ptr<const RunTable> table;
  std::span<const RunKey> changed;  // ascending
};

Result<std::shared_ptr<const MetricColumn>> loadBest(sql::Connection& connection, const RunTable& table,
                                                     std::string_view key, Extreme extreme,
                                                     const KnownBest& known = {});

// Of some rows only, in their order; NaN where a run has none.
Result<std::vector<double>> loadBestOf(sql::Connection& connection, const RunTable& table,
                                       std::span<const std::uint32_t> rows, std::string_view key,
                                       Extreme extreme);

}  // namespace tatara::track
