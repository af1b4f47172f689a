// A table of a SQLite file as cells, through core/sql: nothing in the file is run but one SELECT of ours,
// of the columns that are stored.
//
// Binary values and text that is not UTF-8 are told as not fitting. Errors: NotFound (no such table, with the
// nearest name), Parse (damaged), Cancelled.
#pragma once

#include <filesystem>
#include <string>

#include "core/dataset/internal/cells.h"

namespace tatara::dataset {

Result<OpenedCells> openSqlite(const std::filesystem::path& file, const std::string& part,
                               std::stop_token stop);

}  // namespace tatara::dataset
