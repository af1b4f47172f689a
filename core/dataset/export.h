// A table's rows as a file of another kind: comma or tab separated text, JSON lines or Parquet, by the file's
// ending.
//
// Text has a header, LF line ends and quotes where a field needs them; reals are the shortest text that reads
// back as the same number, times ISO 8601 in UTC, missing values empty fields or null. The file is written
// beside its place and renamed, so that a file of the name is whole or as it was.
//
// Threads: any. Errors: InvalidArgument (an ending that is not known), AlreadyExists, those of Table, Io,
// Cancelled.
#pragma once

#include <filesystem>
#include <functional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/dataset/engine.h"
#include "core/dataset/table.h"

namespace tatara::dataset {

struct ExportOptions {
  std::vector<std::string> columns = {};  // empty: all but those of unsupported types
  bool replace = false;                   // a file that is there
  std::function<void(std::uint64_t rows)> onProgress = {};
};

// `engine` is the one that opened the table.
Status exportRows(Engine& engine, const Table& table, const std::filesystem::path& file,
                  const ExportOptions& options = {}, std::stop_token stop = {});

// A value of scan() as text; empty when it is missing.
std::string valueText(const RowChunk::Values& values, std::size_t row);
// Quoted where it holds the delimiter, a quote, a line end, or blanks at its ends.
std::string csvField(std::string_view text, char delimiter);

}  // namespace tatara::dataset
