// Pieces of Python that a person may run: literals, and how pandas reads what a table was opened from.
//
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

#include "core/dataset/table.h"

namespace tatara::dataset {

// A literal of Python: double-quoted JSON strings are.
std::string python(std::string_view text);
// df["name"]
std::string pythonColumn(const std::string& name);
// Lines that read `file` into `df` as the table was read: dialect, sheet, missing words, numbers, times.
std::string pandasReading(const Table& table, std::string_view file);

}  // namespace tatara::dataset
