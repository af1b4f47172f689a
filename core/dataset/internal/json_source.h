// JSON as cells: one value after the other (JSON lines), or the elements of one array.
//
// An object is a row; what is nested becomes "a.b", an array inside stays JSON text. An array is a row of
// column_1, column_2, …; any other value is a row of the column "value". The columns are all keys that occur,
// in the order of their first appearance, found in a pass over the whole file. Null is missing.
//
// Bounded: a value has at most 16 MB and 100 levels, a table 10,000 columns. Errors: Parse with the line.
#pragma once

#include <filesystem>

#include "core/dataset/internal/cells.h"

namespace tatara::dataset {

Result<OpenedCells> openJson(const std::filesystem::path& file, std::uint64_t sampleRows,
                             std::stop_token stop);

}  // namespace tatara::dataset
