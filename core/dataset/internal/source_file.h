// One pass over a file's bytes before DuckDB sees it, its copy in UTF-8, and the line on which a record
// stands.
//
// Threads: pure functions over files. Errors: NotFound, Io, Parse (bytes that the character set lacks),
// Cancelled.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>

#include "core/base/result.h"
#include "core/dataset/dialect.h"

namespace tatara::dataset {

struct FileFacts {
  std::string digest;  // SHA-256
  std::uint64_t bytes = 0;
  std::string firstBytes;
  bool validUtf8 = true;
  bool parquet = false;  // begins and ends with PAR1
  std::optional<std::uint64_t> nulLine;
};

Result<FileFacts> readFileFacts(const std::filesystem::path& file, std::stop_token stop);
Status copyAsUtf8(const std::filesystem::path& from, const std::filesystem::path& to, Charset charset,
                  std::stop_token stop);
// The line, counted from one, on which record `index` begins; blank lines are no records.
std::uint64_t lineOfRecord(const std::filesystem::path& file, std::uint64_t index);

}  // namespace tatara::dataset
