#include "core/dataset/parquet.h"

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

Status writeParquet(Engine& engine, const std::filesystem::path& csv, std::span<const KnownColumn> columns,
                    const std::filesystem::path& parquet, std::stop_token stop) {
  std::error_code ignored;
  if (std::filesystem::exists(parquet, ignored)) {
    return makeError(ErrorKind::AlreadyExists, parquet.string() + " is there already");
  }
  std::string types;
  for (const KnownColumn& column : columns) {
    types += (types.empty() ? "" : ", ") + quotedText(column.name) + ": " + quotedText(sqlType(column.kind));
  }
  return engine.run("COPY (SELECT * FROM read_csv(" + quotedText(csv.string()) + ", columns = {" + types +
                        "}, header = true, auto_detect = false, delim = ',', quote = '\"', escape = '\"', "
                        "new_line = '\\n', nullstr = '', allow_quoted_nulls = false, parallel = false, "
                        "max_line_size = 67108864)) TO " +
                        quotedText(parquet.string()) + " (FORMAT parquet, COMPRESSION zstd)",
                    std::move(stop));
}

}  // namespace tatara::dataset
