#include "core/dataset/table.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <future>

#include "core/base/number_text.h"
#include "core/dataset/internal/byte_source.h"
#include "core/dataset/internal/delimited.h"
#include "core/dataset/internal/ingest.h"
#include "core/dataset/internal/json_source.h"
#include "core/dataset/internal/rows_function.h"
#include "core/dataset/internal/source_kind.h"
#include "core/dataset/internal/sqlite_source.h"
#include "core/dataset/internal/xlsx_source.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

Result<OpenedCells> openSource(SourceKind kind, const std::filesystem::path& file, const OpenOptions& options,
                               const std::stop_token& stop) {
  switch (kind) {
    case SourceKind::Json:
      return openJson(file, options.sampleRows, stop);
    case SourceKind::Sqlite:
      return openSqlite(file, options.part, stop);
    case SourceKind::Xlsx:
      return openXlsx(file, {options.part, options.dialect.header, options.dialect.skipLines}, stop);
    default:
      return openDelimited(file, options.dialect, stop);
  }
}

// The digest takes a processor of its own while another one reads.
class DigestJob {
 public:
  DigestJob(const std::filesystem::path& file, bool wanted, const std::stop_token& stop)
      : m_forward(stop, [this] { m_own.request_stop(); }) {
    if (wanted) {
      m_result = std::async(std::launch::async,
                            [file, token = m_own.get_token()] { return digestOfFile(file, token); });
    }
  }
  ~DigestJob() {
    m_own.request_stop();
    if (m_result.valid()) {
      m_result.wait();
    }
  }
  DigestJob(const DigestJob&) = delete;
  DigestJob& operator=(const DigestJob&) = delete;
  Result<std::string> get() { return m_result.valid() ? m_result.get() : Result<std::string>(std::string()); }

 private:
  std::stop_source m_own;
  std::stop_callback<std::function<void()>> m_forward;
  std::future<Result<std::string>> m_result;
};

Result<IngestOptions> ingestOptions(const OpenOptions& options, const std::vector<std::string>& names,
                                    const std::string& file) {
  IngestOptions ingest;
  ingest.name = file;
  ingest.names = names;
  ingest.decimal = options.decimal;
  ingest.sampleRows = options.sampleRows;
  ingest.told.resize(names.size());
  const auto tell = [&](const std::string& name, const ColumnPlan& plan) -> Status {
    const auto found = std::ranges::find(names, name);
    if (found == names.end()) {
      const auto near = nearestWord(name, names);
      return text::sayError(ErrorKind::NotFound,
                            near ? TATARA_SAYS("Phrase", "%1 has no column '%2'; the nearest name is '%3'")
                                 : TATARA_SAYS("Phrase", "%1 has no column '%2'"),
                            {file, name, near.value_or("")});
    }
    ingest.told[static_cast<std::size_t>(found - names.begin())] = plan;
    return {};
  };
  for (const auto& name : options.textColumns) {
    TATARA_TRY(tell(name, {.type = ColumnType::Text}));
  }
  for (const auto& choice : options.types) {
    if (choice.type == ColumnType::Unsupported) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "A column cannot be made unsupported"));
    }
    TATARA_TRY(
        tell(choice.column,
             {.type = choice.type, .dayFirst = choice.dayFirst, .decimal = options.decimal.value_or('.')}));
  }
  ingest.missing = missingWords();
  for (const auto& word : options.alsoMissing) {
    const std::string trimmed(trimBlanks(word));
    if (std::ranges::find(ingest.missing, trimmed) == ingest.missing.end()) {
      ingest.missing.push_back(trimmed);
    }
  }
  return ingest;
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
  // The list of pandas.read_csv (`na_values`).
  static const std::vector<std::string> words{
      "",     "#N/A", "#N/A N/A", "#NA",  "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN",
      "<NA>", "N/A",  "NA",       "NULL", "NaN",     "None",     "n/a",  "nan",  "null"};
  return words;
}

bool Column::missing(std::size_t row) const {
  return info.type == ColumnType::Text ? codes[row] < 0 : std::isnan(numbers[row]);
}

std::uint64_t Column::bits(std::size_t row) const {
  // Adding zero makes the two zeros one.
  return wholes.empty() ? std::bit_cast<std::uint64_t>(numbers[row] + 0.0)
                        : static_cast<std::uint64_t>(wholes[row]);
}

std::size_t Column::distinct() const {
  if (info.type == ColumnType::Text) {
    return categories.size();
  }
  if (!wholes.empty()) {
    std::vector<std::uint64_t> present;
    for (std::size_t row = 0; row < numbers.size(); ++row) {
      if (!missing(row)) {
        present.push_back(bits(row));
      }
    }
    std::ranges::sort(present);
    return static_cast<std::size_t>(std::unique(present.begin(), present.end()) - present.begin());
  }
  std::vector<double> present;
  std::ranges::copy_if(numbers, std::back_inserter(present), [](double value) { return !std::isnan(value); });
  std::ranges::sort(present);
  return static_cast<std::size_t>(std::unique(present.begin(), present.end()) - present.begin());
}

Result<Table> Table::open(Engine& engine, const std::filesystem::path& file, const OpenOptions& options,
                          std::stop_token stop) {
  if (stop.stop_requested()) {
    return readCancelled();
  }
  Table table;
  table.m_engine = &engine;
  table.m_file = file;
  TATARA_ASSIGN(const SourceKind kind, sourceKindOf(file));
  if (kind == SourceKind::ParquetFolder) {
    TATARA_TRY(table.openParquet(options, stop));
    return table;
  }
  std::error_code failed;
  table.m_bytes = std::filesystem::file_size(file, failed);
  DigestJob digest(file, options.sampleRows == 0, stop);
  TATARA_TRY(kind == SourceKind::Parquet ? table.openParquet(options, stop) : table.openCells(options, stop));
  TATARA_ASSIGN(table.m_digest, digest.get());
  return table;
}

Status Table::openCells(const OpenOptions& options, std::stop_token stop) {
  TATARA_ASSIGN(const SourceKind kind, sourceKindOf(m_file));
  OpenOptions tried = options;
  const std::string name = m_file.filename().string();
  for (;;) {
    TATARA_ASSIGN(OpenedCells opened, openSource(kind, m_file, tried, stop));
    TATARA_ASSIGN(IngestOptions reading, ingestOptions(options, opened.names, name));
    reading.folder = m_engine->temporaryFolder();
    auto ingested = ingest(*opened.source, reading, stop);
    if (!ingested) {
      // Bytes far behind the first ones tell that it is no UTF-8 after all.
      const auto better = tried.dialect.encoding ? std::nullopt : betterEncoding(*opened.source);
      if (!better) {
        return ingested.error();
      }
      tried.dialect.encoding = better;
      continue;
    }
    m_format = opened.format;
    m_parts = std::move(opened.parts);
    m_missing = std::move(reading.missing);
    m_reasons = std::move(opened.reasons);
    m_dialect = std::move(opened.dialect);
    m_part = opened.part;
    m_rowPerLine = opened.rowPerLine;
    if (const auto leftOut = opened.source->leftOut(ingested->complete)) {
      m_reasons.push_back(*leftOut);
    }
    if (tried.dialect.encoding != options.dialect.encoding) {
      std::ranges::replace(m_reasons, charactersReason(*tried.dialect.encoding, asTold()),
                           charactersReason(*tried.dialect.encoding, notUtf8()));
    }
    return take(std::move(*ingested));
  }
}

Status Table::take(Ingested&& ingested) {
  m_columns = std::move(ingested.columns);
  m_rows = ingested.spool->rows();
  m_rejected = std::move(ingested.rejected);
  m_rejectedCount = ingested.rejectedCount;
  m_complete = ingested.complete;
  m_estimatedRows = ingested.estimatedRows;
  m_spool = ingested.spool;
  std::vector<std::string> names;
  for (const auto& info : m_columns) {
    names.push_back(info.name);
  }
  const auto registry = m_engine->rows();
  const std::int64_t number = registry->add({m_spool, std::move(names)});
  m_published =
      std::shared_ptr<const std::int64_t>(new std::int64_t(number), [registry](const std::int64_t* id) {
        registry->remove(*id);
        delete id;
      });
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
  constexpr std::size_t kMostTold = 50;
  std::vector<std::string> names;
  std::string all;
  for (const auto& info : m_columns) {
    names.push_back(info.name);
    all += names.size() > kMostTold ? "" : (all.empty() ? "" : ", ") + info.name;
  }
  all += names.size() > kMostTold ? ", …" : "";
  const auto near = nearestWord(name, names);
  return text::sayError(ErrorKind::NotFound,
                        near ? TATARA_SAYS("Phrase", "%1 has no column '%2'; the nearest name is '%3'")
                             : TATARA_SAYS("Phrase", "%1 has no column '%2'; it has %3"),
                        {m_file.filename().string(), std::string(name), near.value_or(all)},
                        "columns: " + all);
}

std::string Table::place(std::uint64_t row, std::string_view name) const {
  const std::uint64_t line = m_spool ? m_spool->lineOf(row) : 0;
  std::string result = m_file.filename().string() +
                       (line > 0 ? ", line " + std::to_string(line) : ", row " + std::to_string(row + 1));
  return name.empty() ? result : result + ", column '" + std::string(name) + "'";
}

Status Table::requireAllFit() const {
  if (m_rejectedCount == 0) {
    return {};
  }
  const std::string file = m_file.filename().string();
  if (m_rejected.empty()) {
    return makeError(ErrorKind::Parse, file + " has values that do not fit their column");
  }
  const Rejected& first = m_rejected.front();
  if (first.column.empty()) {
    return makeError(ErrorKind::Parse, place(first.row, "") + ": the row " + first.reason.english() +
                                           "; correct it, or name the delimiter");
  }
  const ColumnInfo* info = find(first.column);
  constexpr std::size_t kMostShown = 60;
  return makeError(
      ErrorKind::Parse,
      place(first.row, first.column) + ": '" + first.text.substr(0, kMostShown) + "' " +
          first.reason.english() + ", though " +
          withThousands(static_cast<std::int64_t>(m_rows - (info ? info->missing : 0))) +
          " other values of the column are; correct it, add the word to the missing ones, or take the "
          "column as text");
}

}  // namespace tatara::dataset
