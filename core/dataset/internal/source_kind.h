// What a file is, by its first bytes; its name counts only between JSON and delimited text.
//
// Threads: pure functions over files. Errors: NotFound, Io, InvalidArgument, Unsupported (formats that are
// known and not read, with what to do instead).
#pragma once

#include <filesystem>

#include "core/base/result.h"

namespace tatara::dataset {

enum class SourceKind { Delimited, Parquet, ParquetFolder, Json, Sqlite, Xlsx };

Result<SourceKind> sourceKindOf(const std::filesystem::path& path);

}  // namespace tatara::dataset
