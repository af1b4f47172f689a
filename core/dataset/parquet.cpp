#include "core/dataset/parquet.h"

#include <algorithm>

namespace tatara::dataset {
namespace {

const char* sqlType(ColumnKind kind) {
  switch (kind) {
    case ColumnKind::Integer:
      return "BIGINT";
    case ColumnKind::Real:
      return "DOUBLE";
    case ColumnKind::Text:
      break;
  }
  return "VARCHAR";
}

}  // namespace

Status writeParquet(Engine& engine, const KnownText& text, const std::filesystem::path& parquet,
                    std::stop_token stop) {
  std::error_code ignored;
  if (std::filesystem::exists(parquet, ignored)) {
    return makeError(ErrorKind::AlreadyExists, parquet.string() + " is there already");
  }
  std::string types;
  for (const KnownColumn& column : text.columns) {
    types += (types.empty() ? "" : ", ") + quotedText(column.name) + ": " + quotedText(sqlType(column.kind));
  }
  // By itself the reader would take sixteen times the longest row.
  constexpr std::size_t kRow = 2 << 20;
  constexpr std::size_t kBuffer = 32 << 20;
  const std::size_t row = std::max(kRow, text.longestRow + 1);
  return engine.run(
      "COPY (SELECT * FROM read_csv(" + quotedText(text.file.string()) + ", columns = {" + types +
          "}, header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', "
          "new_line = '\\n', nullstr = '', allow_quoted_nulls = false, parallel = false, "
          "max_line_size = " +
          std::to_string(row) + ", buffer_size = " + std::to_string(std::max(kBuffer, 2 * row)) + ")) TO " +
          quotedText(parquet.string()) + " (FORMAT parquet, COMPRESSION zstd)",
      std::move(stop));
}

}  // namespace tatara::dataset
