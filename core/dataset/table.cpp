#include "core/dataset/table.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <set>

#include "core/base/number_text.h"
#include "core/crypto/digest.h"
#include "core/dataset/internal/source_file.h"

namespace tatara::dataset {
namespace {

constexpr std::size_t kSampleBytes = 256 << 10;
constexpr std::size_t kMostColumns = 10'000;

// DuckDB tells of a broken row in a paragraph: "CSV Error on Line: 3 / Original Line: … / Expected Number of
// Columns: …".
// Its "line" counts records, quoted line breaks not.
Error csvError(const Error& error, const std::filesystem::path& file, const std::filesystem::path& readable) {
  if (error.kind != ErrorKind::InvalidArgument) {
    return error;
  }
  const std::string& words = error.message;
  const auto after = [&words](std::string_view label) -> std::string {
    const auto at = words.find(label);
    if (at == std::string::npos) {
      return {};
    }
    const auto start = words.find_first_not_of(' ', at + label.size());
    return words.substr(start, words.find_first_of(" \n", start) - start);
  };
  const std::string name = file.filename().string();
  const auto record = parseInt(after("CSV Error on Line:"));
  if (!record || *record < 1) {
    return makeError(ErrorKind::Parse, name + " cannot be read: " + words.substr(0, words.find('\n')), words);
  }
  std::string what = "cannot be read";
  const std::string expected = after("Expected Number of Columns:");
  const std::string found = after("Found:");
  if (!expected.empty() && !found.empty()) {
    what = "has " + found + (found == "1" ? " field" : " fields") + " where " + expected +
           " are expected; correct it, or name the delimiter";
  } else if (words.find("nterminated quote") != std::string::npos) {
    what = "has a quote that is never closed, or text after a closing quote";
  } else if (words.find("Maximum line size") != std::string::npos) {
    what = "is longer than 2 MB; a quote may be left open above it";
  } else if (words.find("unicode") != std::string::npos || words.find("utf-8") != std::string::npos) {
    what = "is not valid UTF-8; name its character set";
  }
  return makeError(ErrorKind::Parse,
                   name + ", line " +
                       std::to_string(lineOfRecord(readable, static_cast<std::uint64_t>(*record - 1))) +
                       ": the row " + what,
                   words);
}

ColumnType parquetType(std::string_view type) {
  if (type == "BOOLEAN") {
    return ColumnType::Boolean;
  }
  for (const std::string_view integer :
       {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}) {
    if (type == integer) {
      return ColumnType::Integer;
    }
  }
  // The widest integers do not fit into 64 bits.
  if (type == "UBIGINT" || type == "HUGEINT" || type == "UHUGEINT") {
    return ColumnType::Real;
  }
  if (type == "FLOAT" || type == "DOUBLE" || type.starts_with("DECIMAL")) {
    return type.ends_with("[]") ? ColumnType::Unsupported : ColumnType::Real;
  }
  if (type == "DATE" || (type.starts_with("TIMESTAMP") && !type.ends_with("]"))) {
    return ColumnType::Time;
  }
  if (type == "VARCHAR" || type == "UUID" || type.starts_with("ENUM(")) {
    return ColumnType::Text;
  }
  return ColumnType::Unsupported;
}

}  // namespace

std::string_view toString(ColumnType type) {
  switch (type) {
    case ColumnType::Integer:
      return "integer";
    case ColumnType::Real:
      return "real";
    case ColumnType::Boolean:
      return "boolean";
    case ColumnType::Time:
      return "time";
    case ColumnType::Text:
      return "text";
    case ColumnType::Unsupported:
      return "unsupported";
  }
  return "";
}

const std::vector<std::string>& missingWords() {
  // The list of pandas.read_csv (`na_values`), and the question mark of the UCI repository.
  static const std::vector<std::string> words{
      "",     "#N/A", "#N/A N/A", "#NA",  "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
      "<NA>", "N/A",  "NA",       "NULL", "NaN",     "None",     "n/a",  "nan",  "null",   "?"};
  return words;
}

bool Column::missing(std::size_t row) const {
  return info.type == ColumnType::Text ? codes[row] < 0 : std::isnan(numbers[row]);
}

std::size_t Column::distinct() const {
  if (info.type == ColumnType::Text) {
    return categories.size();
  }
  std::vector<double> present;
  std::ranges::copy_if(numbers, std::back_inserter(present), [](double value) { return !std::isnan(value); });
  std::ranges::sort(present);
  return static_cast<std::size_t>(std::unique(present.begin(), present.end()) - present.begin());
}

Result<Table> Table::open(Engine& engine, const std::filesystem::path& file, const OpenOptions& options,
                          std::stop_token stop) {
  Table table;
  table.m_engine = &engine;
  table.m_file = file;
  table.m_readable = file;
  TATARA_ASSIGN(const FileFacts facts, readFileFacts(file, stop));
  table.m_digest = facts.digest;
  table.m_bytes = facts.bytes;
  if (facts.parquet) {
    TATARA_TRY(table.openParquet(stop));
    return table;
  }
  if (facts.bytes == 0) {
    return makeError(ErrorKind::Parse, file.filename().string() + " is empty");
  }
  const Charset charset = options.dialect.charset.value_or(guessCharset(facts.firstBytes, facts.validUtf8));
  table.m_reasons.push_back("Characters: " + std::string(toString(charset)) +
                            (options.dialect.charset           ? ", as told"
                             : charset == Charset::Windows1252 ? ", because the bytes are not valid UTF-8"
                             : charset == Charset::Utf8        ? ""
                                                               : ", by its byte order mark"));
  if (charset != Charset::Utf8) {
    table.m_readable = engine.temporaryFolder() / (facts.digest.substr(0, 16) + ".csv");
    TATARA_TRY(withContext(copyAsUtf8(file, table.m_readable, charset, stop), file.filename().string()));
  } else if (facts.nulLine) {
    return makeError(ErrorKind::Parse, file.filename().string() + ", line " + std::to_string(*facts.nulLine) +
                                           ": the file holds NUL bytes and is no text in UTF-8");
  }
  TATARA_TRY(table.openDelimited(options, stop));
  return table;
}

Status Table::openDelimited(const OpenOptions& options, std::stop_token stop) {
  std::ifstream input(m_readable, std::ios::binary);
  std::string sample(kSampleBytes, '\0');
  input.read(sample.data(), static_cast<std::streamsize>(sample.size()));
  sample.resize(static_cast<std::size_t>(input.gcount()));
  const bool whole = sample.size() < kSampleBytes;
  std::string_view text = sample;
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  TATARA_ASSIGN(m_dialect,
                withContext(guessDialect(text, whole, options.dialect), m_file.filename().string()));
  m_reasons.insert(m_reasons.end(), m_dialect.reasons.begin(), m_dialect.reasons.end());
  if (m_dialect.names.size() > kMostColumns) {
    return makeError(ErrorKind::Unsupported,
                     m_file.filename().string() + " has " +
                         withThousands(static_cast<std::int64_t>(m_dialect.names.size())) +
                         " columns; at most 10,000 are read");
  }
  m_format = "csv";
  m_missing = missingWords();
  for (const auto& word : options.alsoMissing) {
    if (std::ranges::find(m_missing, word) == m_missing.end()) {
      m_missing.push_back(word);
    }
  }
  std::string columns;
  for (const auto& name : m_dialect.names) {
    columns += (columns.empty() ? "" : ", ") + quotedText(name) + ": 'VARCHAR'";
    m_columns.push_back({.name = name});
  }
  m_source = "read_csv(" + quotedText(m_readable.string()) +
             ", auto_detect=false, delim=" + quotedText(std::string(1, m_dialect.delimiter)) +
             ", quote='\"', escape='\"', header=" + (m_dialect.header ? "true" : "false") +
             (m_dialect.windowsLineEnds ? ", new_line='\\r\\n'" : "") + ", columns={" + columns + "})";
  for (const auto& name : options.textColumns) {
    TATARA_TRY(column(name));
  }
  if (Status status = guessTypes(options, stop); !status) {
    return csvError(status.error(), m_file, m_readable);
  }
  return {};
}

Status Table::openParquet(std::stop_token stop) {
  m_format = "parquet";
  m_source = "read_parquet(" + quotedText(m_file.string()) + ")";
  const auto wrap = [this](const Error& error) {
    if (error.kind != ErrorKind::InvalidArgument) {
      return error;
    }
    return makeError(ErrorKind::Parse, m_file.filename().string() + " is a damaged Parquet file",
                     error.message);
  };
  auto described =
      m_engine->table("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + m_source + ")", stop);
  if (!described) {
    return wrap(described.error());
  }
  std::string counts = "SELECT count(*)";
  for (const auto& row : *described) {
    const ColumnType type = parquetType(row[1]);
    m_columns.push_back({.name = row[0], .type = type, .reason = "Parquet type " + row[1]});
    const std::string name = quotedName(row[0]);
    counts +=
        ", count(" + name + ")" +
        (row[1] == "FLOAT" || row[1] == "DOUBLE" ? " - count(*) FILTER (WHERE isnan(" + name + "))" : "");
  }
  auto counted = m_engine->table(counts + " FROM " + m_source, stop);
  if (!counted) {
    return wrap(counted.error());
  }
  const auto& row = counted->front();
  m_rows = static_cast<std::uint64_t>(parseInt(row[0]).value_or(0));
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    m_columns[i].missing = m_rows - static_cast<std::uint64_t>(parseInt(row[i + 1]).value_or(0));
  }
  m_reasons.push_back("Parquet: types and names are the file's own; missing are nulls and NaN");
  return {};
}

const ColumnInfo* Table::find(std::string_view name) const {
  const auto found = std::ranges::find(m_columns, name, &ColumnInfo::name);
  return found == m_columns.end() ? nullptr : &*found;
}

Result<const ColumnInfo*> Table::column(std::string_view name) const {
  if (const ColumnInfo* found = find(name)) {
    return found;
  }
  std::vector<std::string> names;
  std::string all;
  for (const auto& info : m_columns) {
    names.push_back(info.name);
    all += (all.empty() ? "" : ", ") + info.name;
  }
  const auto near = nearestWord(name, names);
  return makeError(ErrorKind::NotFound,
                   m_file.filename().string() + " has no column '" + std::string(name) + "'" +
                       (near ? "; the nearest name is '" + *near + "'" : "; it has " + all),
                   "columns: " + all);
}

std::string Table::place(std::uint64_t row, std::string_view name) const {
  std::string result = m_file.filename().string();
  if (m_format == "parquet") {
    result += ", row " + std::to_string(row + 1);
  } else {
    result += ", line " + std::to_string(lineOfRecord(m_readable, row + (m_dialect.header ? 1 : 0)));
  }
  return name.empty() ? result : result + ", column '" + std::string(name) + "'";
}

std::string Table::cell(std::string_view name, bool trim) const {
  const std::string column = quotedName(name);
  std::string words;
  for (const auto& word : m_missing) {
    words += (words.empty() ? "" : ",") + quotedText(word);
  }
  return "CASE WHEN trim(" + column + ") IN (" + words + ") THEN NULL ELSE " +
         (trim ? "trim(" + column + ")" : column) + " END";
}

}  // namespace tatara::dataset
