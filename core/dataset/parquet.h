// Comma separated text of our own making, whose columns are known, as a Parquet file.
//
// The text has a header, LF line ends, RFC 4180 quotes, "nan", "inf" and "-inf" for what is no number, and
// empty fields without quotes for missing values; "" is an empty text. Nothing is guessed: a column is what
// it is said to be. Threads: any; an Engine runs one statement at a time. Errors: InvalidArgument (text that
// is not so), Io, Cancelled.
#pragma once

#include <filesystem>
#include <stop_token>
#include <string>
#include <vector>

#include "core/dataset/engine.h"

namespace tatara::dataset {

enum class ColumnKind : std::uint8_t { Text, Integer, Real };

struct KnownColumn {
  std::string name;
  ColumnKind kind = ColumnKind::Text;
};

struct KnownText {
  std::filesystem::path file;
  std::vector<KnownColumn> columns;
  std::size_t longestRow = 0;  // in bytes, at least: room that the reader takes
};

// `parquet` must not be there.
Status writeParquet(Engine& engine, const KnownText& text, const std::filesystem::path& parquet,
                    std::stop_token stop = {});

}  // namespace tatara::dataset
