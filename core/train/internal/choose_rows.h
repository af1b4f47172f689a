// Which rows of a table a condition is true of, and columns of these rows alone.
//
// The condition is a person's SQL: it runs inside a dataset::Query, which reaches nothing but the rows.
// Errors: InvalidArgument (DuckDB's words, or no condition over single rows), PermissionDenied, Cancelled,
// Io.
#pragma once

#include <cstdint>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/engine.h"
#include "core/dataset/table.h"

namespace tatara::train {

// Numbers of rows in the file, rising. A condition that is unknown (of a missing value) is not true.
Result<std::vector<std::uint64_t>> chooseRows(dataset::Engine& engine, const dataset::Table& table,
                                              const std::string& condition, std::stop_token stop);

// The column as if the file had no other rows: missing values counted and words listed anew.
dataset::Column onlyRows(const dataset::Column& column, std::span<const std::uint64_t> rows);

}  // namespace tatara::train
