// A file or folder of data opened for reading: what its columns are, how many rows it has, what its bytes
// hash to, and its values, typed.
//
// Delimited text, JSON, SQLite and Excel are read once on opening and kept typed in a temporary file, from
// which scan(), read() and relation() serve; Parquet is read from the file itself each time.
//
// Types are found from every value, never from a sample alone: a column is of numbers, flags or times only
// when all its values are, or at least 95 in 100 of them (flags: all). Those that do not fit count as
// missing and are listed in rejected(), with line and text; so are records with too few or too many fields.
// One who needs every value asks requireAllFit(). OpenOptions corrects any of it.
//
// Missing are empty cells and the words of `missingWords()`, blanks around them ignored; what a person adds
// joins them. All other text is kept as it stands, leading blanks included. Numbers may be surrounded by
// blanks.
//
// Times are UTC; a text without an offset is taken as UTC. Whole numbers beyond 2^53 lose digits in read(),
// as they do in every 64-bit float; scan() keeps them.
//
// A file that changed shows in `digest()` only when opened anew. Threads: as Engine; scan() and read() from
// any thread, several at once, except for Parquet. Errors: NotFound, Io, Parse (names file, line and column),
// Unsupported, Cancelled.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
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

struct TypeChoice {
  std::string column;
  ColumnType type = ColumnType::Text;
  bool dayFirst = false;  // of times such as 1/2/2011
};

// What a person corrects; kept with a version as JSON. Sampling is not among it.
struct OpenOptions {
  DialectChoice dialect = {};
  std::optional<char> decimal = {};  // '.' or ','; otherwise guessed for each column
  std::vector<std::string> alsoMissing = {};
  std::vector<std::string> textColumns = {};  // never to be guessed as numbers
  std::vector<TypeChoice> types = {};
  std::string part = {};         // the table or sheet; empty: the first
  std::uint64_t sampleRows = 0;  // read about so many rows only, and no digest; 0: all

  friend bool operator==(const OpenOptions&, const OpenOptions&);
};
std::string toJsonText(const OpenOptions& options);
Result<OpenOptions> openOptionsFromJson(std::string_view json);

using OnRows = std::function<Status(const RowChunk&)>;

// pandas' own list: "", "NA", "N/A", "NaN", "null", … The `?` of older files is a value until a person says
// otherwise; a profile points at it.
const std::vector<std::string>& missingWords();

class Table {
 public:
  static Result<Table> open(Engine& engine, const std::filesystem::path& file,
                            const OpenOptions& options = {}, std::stop_token stop = {});

  const std::filesystem::path& file() const { return m_file; }
  const std::vector<ColumnInfo>& columns() const { return m_columns; }
  std::uint64_t rows() const { return m_rows; }
  std::uint64_t bytes() const { return m_bytes; }
  // SHA-256 of the file's bytes, 64 hexadecimal digits; of a folder, of its paths and digests. Empty for a
  // sample.
  const std::string& digest() const { return m_digest; }
  // "csv", "parquet", "json", "sqlite" or "xlsx".
  const std::string& format() const { return m_format; }
  // How the file is written and why it was taken so, a sentence each.
  const std::vector<text::Phrase>& reasons() const { return m_reasons; }
  const std::vector<std::string>& missing() const { return m_missing; }
  // How a delimited file was read, told and guessed together; of a sheet, where its table begins.
  const std::optional<Dialect>& dialect() const { return m_dialect; }
  bool rowPerLine() const { return m_rowPerLine; }  // JSON: no array around the rows
  // The tables or sheets of the file, where it can hold several.
  const std::vector<std::string>& parts() const { return m_parts; }
  const std::string& part() const { return m_part; }  // the one that is read
  // False: a sample, types and counts are of its rows alone; then how many rows there may be.
  bool complete() const { return m_complete; }
  std::uint64_t estimatedRows() const { return m_complete ? m_rows : m_estimatedRows; }

  const ColumnInfo* find(std::string_view name) const;
  // The column, or NotFound with the nearest name.
  Result<const ColumnInfo*> column(std::string_view name) const;
  Result<std::vector<Column>> read(std::span<const std::string> names, std::stop_token stop = {}) const;
  // The rows of some columns in the order of the file, typed, a chunk at a time, on the calling thread.
  Status scan(std::span<const std::string> names, const OnRows& onRows, std::stop_token stop = {}) const;
  // What may stand after FROM in a statement for this table's engine while the table lives: the same columns
  // by name, as BIGINT, DOUBLE, BOOLEAN, TIMESTAMP and VARCHAR. Columns of unsupported types are left out.
  enum class Order { Any, OfFile };  // Any is read by several threads
  std::string relation(Order order = Order::Any) const;

  // What did not fit: how many, and the first of them (at most 5,000) in the order of the file.
  std::uint64_t rejectedCount() const { return m_rejectedCount; }
  const std::vector<Rejected>& rejected() const { return m_rejected; }
  // An error that names the first that did not fit, and what to do; for those who need every value.
  Status requireAllFit() const;

  // "bike.csv, line 12, column 'cnt'": `row` counts from zero. Reads the file up to there.
  std::string place(std::uint64_t row, std::string_view column) const;

 private:
  Table() = default;
  Status openCells(const OpenOptions& options, std::stop_token stop);
  Status openParquet(const OpenOptions& options, std::stop_token stop);
  Status take(struct Ingested&& ingested);
  Status settleWideOfParquet(std::stop_token stop);
  Status countRoundedOfParquet(std::stop_token stop);
  Status listRejectedOfParquet(std::stop_token stop);
  Status scanParquet(std::span<const std::string> names, const OnRows& onRows, std::stop_token stop) const;
  Error parquetError(const Error& error) const;

  Engine* m_engine = nullptr;
  std::filesystem::path m_file;
  std::vector<ColumnInfo> m_columns;
  std::uint64_t m_rows = 0;
  std::uint64_t m_bytes = 0;
  std::string m_digest;
  std::string m_format;
  std::vector<text::Phrase> m_reasons;
  std::vector<std::string> m_missing;
  std::optional<Dialect> m_dialect;
  std::vector<std::string> m_parts;
  std::string m_part;
  bool m_rowPerLine = false;
  bool m_complete = true;
  std::uint64_t m_estimatedRows = 0;
  std::uint64_t m_rejectedCount = 0;
  std::vector<Rejected> m_rejected;
  std::string m_source;  // Parquet: what stands after FROM
  std::shared_ptr<const class Spool> m_spool;
  std::shared_ptr<const std::int64_t> m_published;  // the table's number among the engine's rows
};

}  // namespace tatara::dataset
