// A data file (CSV, TSV, Parquet) opened for reading: what its columns are, how many rows it has, what its
// bytes hash to, and the values of a column as vectors for training.
//
// Types are found by looking at every value, never at a sample: a column is of numbers, flags or times only
// when all its values are. A column in which nearly all values are numbers (at least 95 in 100, and one
// number at least) but some are not is an error that names the first of them with its line, because both
// guesses would be wrong: the one who opens the file corrects it, declares the word to mean missing, or calls
// the column text.
//
// Missing are empty cells and the words of `missingWords()`, blanks around them ignored; what a person adds
// joins them. All other text is kept as it stands, leading blanks included. Numbers may be surrounded by
// blanks.
//
// Times are seconds since 1970-01-01T00:00:00 UTC; a text without an offset is taken as UTC. Whole numbers
// beyond 2^53 lose digits, as they do in every 64-bit float.
//
// A Table reads the file again for each call; a file that changed meanwhile shows in `digest()` only when
// opened anew. Threads: as Engine. Errors: NotFound, Io, Parse (names file, line and column), Unsupported,
// Cancelled.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/column.h"
#include "core/dataset/dialect.h"
#include "core/dataset/engine.h"

namespace tatara::dataset {

struct OpenOptions {
  DialectChoice dialect = {};
  std::vector<std::string> alsoMissing = {};
  std::vector<std::string> textColumns = {};  // never to be guessed as numbers
};

using OnRows = std::function<Status(const RowChunk&)>;

// pandas' own list and `?`: "", "NA", "N/A", "NaN", "null", …
const std::vector<std::string>& missingWords();

class Table {
 public:
  static Result<Table> open(Engine& engine, const std::filesystem::path& file,
                            const OpenOptions& options = {}, std::stop_token stop = {});

  const std::filesystem::path& file() const { return m_file; }
  const std::vector<ColumnInfo>& columns() const { return m_columns; }
  std::uint64_t rows() const { return m_rows; }
  std::uint64_t bytes() const { return m_bytes; }
  const std::string& digest() const {
    return m_digest;
  }  // SHA-256 of the file's bytes, 64 hexadecimal digits
  const std::string& format() const { return m_format; }  // "csv" or "parquet"
  // How the file is written and why it was taken so, a sentence each.
  const std::vector<std::string>& reasons() const { return m_reasons; }
  const std::vector<std::string>& missing() const { return m_missing; }

  const ColumnInfo* find(std::string_view name) const;
  // The column, or NotFound with the nearest name.
  Result<const ColumnInfo*> column(std::string_view name) const;
  Result<std::vector<Column>> read(std::span<const std::string> names, std::stop_token stop = {}) const;
  // The rows of some columns in the order of the file, typed, a chunk at a time, on the calling thread.
  Status scan(std::span<const std::string> names, const OnRows& onRows, std::stop_token stop = {}) const;
  // What may stand after FROM in a statement for this table's engine: the same columns by name, as BIGINT,
  // DOUBLE, BOOLEAN, TIMESTAMP and VARCHAR. Columns of unsupported types are left out.
  std::string relation() const;

  // What did not fit: how many, and the first of them (at most 5,000) in the order of the file.
  std::uint64_t rejectedCount() const { return m_rejectedCount; }
  const std::vector<Rejected>& rejected() const { return m_rejected; }
  // An error that names the first that did not fit, and what to do; for those who need every value.
  Status requireAllFit() const;

  // "bike.csv, line 12, column 'cnt'": `row` counts from zero. Reads the file up to there.
  std::string place(std::uint64_t row, std::string_view column) const;

 private:
  Table() = default;
  Status openDelimited(const OpenOptions& options, std::stop_token stop);
  Status openParquet(std::stop_token stop);
  Status guessTypes(const OpenOptions& options, std::stop_token stop);
  Error notNumber(std::size_t column, std::uint64_t numbers, std::stop_token stop) const;
  // One column as SQL of the types that relation() promises.
  std::string typed(const ColumnInfo& info) const;
  // The cell with the missing words made NULL; blanks around it taken off when `trim`.
  std::string cell(std::string_view name, bool trim) const;

  Engine* m_engine = nullptr;
  std::filesystem::path m_file;
  std::filesystem::path m_readable;  // m_file, or its copy in UTF-8
  std::vector<ColumnInfo> m_columns;
  std::uint64_t m_rows = 0;
  std::uint64_t m_bytes = 0;
  std::string m_digest;
  std::string m_format;
  std::string m_source;  // what stands after FROM
  std::vector<std::string> m_reasons;
  std::vector<std::string> m_missing;
  std::uint64_t m_rejectedCount = 0;
  std::vector<Rejected> m_rejected;
  Dialect m_dialect;
};

}  // namespace tatara::dataset
