// Parquet files and folders of them, read by DuckDB.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <fstream>

#include "core/base/number_text.h"
#include "core/crypto/digest.h"
#include "core/dataset/internal/byte_source.h"
#include "core/dataset/internal/cells.h"
#include "core/dataset/internal/values.h"
#include "core/dataset/table.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

constexpr std::size_t kMostFiles = 100'000;

bool isPlainText(std::string_view type) {
  return type == "VARCHAR" || type == "UUID" || type.starts_with("ENUM(");
}

// Lists, structs, maps, bytes, times of day and the like are shown as DuckDB writes them.
ColumnType parquetType(std::string_view type) {
  if (type.ends_with("]")) {
    return ColumnType::Text;
  }
  if (type == "BOOLEAN") {
    return ColumnType::Boolean;
  }
  for (const std::string_view integer :
       {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"}) {
    if (type == integer) {
      return ColumnType::Integer;
    }
  }
  // The widest integers do not fit into 64 bits; settleWide() looks whether these do.
  for (const std::string_view real : {"FLOAT", "DOUBLE", "UBIGINT", "HUGEINT", "UHUGEINT"}) {
    if (type == real) {
      return ColumnType::Real;
    }
  }
  if (type.starts_with("DECIMAL")) {
    return ColumnType::Real;
  }
  if (type == "DATE" || type.starts_with("TIMESTAMP")) {
    return ColumnType::Time;
  }
  return ColumnType::Text;
}

// Whole numbers that may be wider than 64 bits.
bool isWide(std::string_view type) {
  return type == "UBIGINT" || type == "HUGEINT" || type == "UHUGEINT" ||
         (type.starts_with("DECIMAL(") && type.ends_with(",0)"));
}

// "DECIMAL(18,2)", of more digits than a double always keeps.
bool isLongDecimal(std::string_view type) {
  constexpr std::string_view kName = "DECIMAL(";
  constexpr std::int64_t kAlwaysKept = 15;
  return type.starts_with(kName) && !type.ends_with("]") &&
         parseInt(type.substr(kName.size(), type.find(',') - kName.size())).value_or(0) > kAlwaysKept;
}

// Texts as they are; what is no single value as text, of which a long one ends in its digest, so that texts
// of whatever length stay apart in little memory.
std::string textSql(const ColumnInfo& info, const std::string& own) {
  const bool nested = !isPlainText(info.sourceType) && !isWide(info.sourceType);
  const std::string text = own + "::VARCHAR";
  return !nested ? text
                 : "CASE WHEN length(" + text + ") <= 200 THEN " + text + " ELSE left(" + text +
                       ", 160) || '… ' || md5(" + text + ") END";
}

// A column as SQL of the types that relation() promises. Times beyond the range of 64-bit microseconds and
// infinite ones are missing.
std::string typedSql(const ColumnInfo& info) {
  const std::string own = quotedName(info.name);
  switch (info.type) {
    case ColumnType::Integer:
      return own + "::BIGINT";
    case ColumnType::Real:
      return "CASE WHEN isnan(" + own + "::DOUBLE) THEN NULL ELSE " + own + "::DOUBLE END";
    case ColumnType::Boolean:
      return own;
    case ColumnType::Time:
      return info.sourceType.find("TIME ZONE") != std::string::npos
                 ? "CASE WHEN isfinite(" + own + ") THEN make_timestamp(epoch_us(" + own + ")) END"
                 : "CASE WHEN isfinite(" + own + ") THEN TRY_CAST(" + own + " AS TIMESTAMP) END";
    default:
      return textSql(info, own);
  }
}

// A footer that claims more than there is, is told here, in words and before anything is allocated.
Status checkFooter(const std::filesystem::path& file, std::uint64_t bytes) {
  const std::string name = file.filename().string();
  std::ifstream input(file, std::ios::binary);
  std::array<char, 8> end{};
  constexpr std::uint64_t kLeast = 12;
  if (bytes >= kLeast) {
    input.seekg(-static_cast<std::streamoff>(end.size()), std::ios::end);
    input.read(end.data(), end.size());
  }
  if (bytes < kLeast || !input || std::string_view(end.data() + 4, 4) != "PAR1") {
    return text::sayError(
        ErrorKind::Parse,
        TATARA_SAYS("Phrase", "%1 begins as a Parquet file and is cut off; fetch or write it again"), {name});
  }
  std::uint32_t footer = 0;
  std::memcpy(&footer, end.data(), sizeof footer);
  if (footer + kLeast > bytes) {
    return text::sayError(
        ErrorKind::Parse,
        TATARA_SAYS(
            "Phrase",
            "%1 is a damaged Parquet file: its footer claims %2 where the file has %3; write it again"),
        {name, toByteText(footer), toByteText(bytes)});
  }
  return {};
}

struct FolderFiles {
  std::vector<std::filesystem::path> files;  // sorted
  bool partitioned = false;
  std::uint64_t bytes = 0;
};

// Files whose names begin with '_' or '.' are the writers' own, as Spark and Glue leave them. Links to files
// are followed only where they are our own.
Result<FolderFiles> filesOf(const std::filesystem::path& folder, bool followLinks,
                            const std::stop_token& stop) {
  namespace fs = std::filesystem;
  FolderFiles found;
  std::error_code failed;
  for (fs::recursive_directory_iterator at(folder, failed), end; !failed && at != end; at.increment(failed)) {
    if (stop.stop_requested()) {
      return readCancelled();
    }
    const std::string name = at->path().filename().string();
    if (name.starts_with("_") || name.starts_with(".")) {
      at.disable_recursion_pending();
      continue;
    }
    const auto kind = followLinks ? at->status(failed).type() : at->symlink_status(failed).type();
    if (kind == fs::file_type::regular && name.find(".parquet") != std::string::npos &&
        !name.ends_with(".crc")) {
      found.bytes += at->file_size(failed);
      found.partitioned = found.partitioned || at->path().parent_path().string().find(
                                                   '=', folder.string().size()) != std::string::npos;
      found.files.push_back(at->path());
      if (found.files.size() > kMostFiles) {
        return text::sayError(ErrorKind::Unsupported,
                              TATARA_SAYS("Phrase", "%1 holds more than 100,000 Parquet files"),
                              {folder.string()});
      }
    }
  }
  if (failed) {
    return text::sayError(ErrorKind::Io, TATARA_SAYS("Phrase", "%1 cannot be listed"), {folder.string()},
                          failed.message());
  }
  if (found.files.empty()) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "%1 is not a file, and as a folder it holds no .parquet files"),
        {folder.string()});
  }
  std::ranges::sort(found.files);
  return found;
}

std::string listOf(std::span<const std::filesystem::path> files) {
  std::string list;
  for (const auto& file : files) {
    list += (list.empty() ? "[" : ", ") + quotedText(file.string());
  }
  return list + "]";
}

text::Phrase reasonOf(const FolderFiles& folder) {
  return text::Phrase::say(
      folder.partitioned ? TATARA_SAYS("Phrase",
                                       "A folder of %1 Parquet files, joined by column name; its partitions "
                                       "(name=value) are columns")
                         : TATARA_SAYS("Phrase", "A folder of %1 Parquet files, joined by column name"),
      {withThousands(static_cast<std::int64_t>(folder.files.size()))});
}

// From rows of name and Parquet type.
std::vector<ColumnInfo> columnsOf(const std::vector<std::vector<std::string>>& described) {
  std::vector<ColumnInfo> columns;
  for (const auto& row : described) {
    const ColumnType type = parquetType(row[1]);
    columns.push_back(
        {.name = row[0],
         .type = type,
         .reason = text::Phrase::say(type == ColumnType::Text && !isPlainText(row[1])
                                         ? TATARA_SAYS("Phrase", "Parquet type %1, shown as text")
                                         : TATARA_SAYS("Phrase", "Parquet type %1"),
                                     {row[1]}),
         .sourceType = row[1]});
  }
  return columns;
}

// All rows, then of each column how many hold something and how many of these fit its type.
std::string countsOf(const std::vector<ColumnInfo>& columns) {
  std::string counts = "SELECT count(*)";
  for (const ColumnInfo& info : columns) {
    // A text is there where its value is; typing it only to count would cost a pass over all of it.
    const std::string own = "count(" + quotedName(info.name) + ")";
    counts += ", " + own + ", " + (info.type == ColumnType::Text ? own : "count(" + typedSql(info) + ")");
  }
  return counts;
}

std::uint64_t countAt(const std::vector<std::string>& row, std::size_t at) {
  return static_cast<std::uint64_t>(parseInt(row[at]).value_or(0));
}

// What countsOf() asked for; how many values are out of range.
std::uint64_t takeCounts(const std::vector<std::string>& row, std::vector<ColumnInfo>& columns) {
  std::uint64_t rejected = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    ColumnInfo& info = columns[i];
    const std::uint64_t held = countAt(row, 2 * i + 1);
    const std::uint64_t typed = countAt(row, 2 * i + 2);
    info.missing = countAt(row, 0) - typed;
    if (info.type == ColumnType::Time && held > typed) {
      info.rejected = held - typed;
      info.reason = text::Phrase::say(
          TATARA_SAYS("Phrase", "%1; %2 out of range"),
          {std::move(info.reason), withThousands(static_cast<std::int64_t>(info.rejected))});
      rejected += info.rejected;
    }
  }
  return rejected;
}

}  // namespace

Error Table::parquetError(const Error& error) const {
  if (error.kind != ErrorKind::InvalidArgument) {
    return error;
  }
  if (error.message.starts_with("Out of Memory")) {
    return text::sayError(ErrorKind::Unsupported,
                          TATARA_SAYS("Phrase",
                                      "%1 needs more memory than is allowed; it may be damaged, or write it "
                                      "again with smaller row groups"),
                          {m_file.filename().string()}, error.message);
  }
  return text::sayError(ErrorKind::Parse,
                        TATARA_SAYS("Phrase", "%1 is a damaged Parquet file; write it again"),
                        {m_file.filename().string()}, error.message);
}

Status Table::openParquet(const OpenOptions& options, std::stop_token stop) {
  m_format = "parquet";
  std::error_code failed;
  std::string files = quotedText(m_file.string());
  std::string more;
  if (std::filesystem::is_directory(m_file, failed)) {
    TATARA_ASSIGN(const FolderFiles folder,
                  filesOf(m_file, m_file.string().starts_with(m_engine->temporaryFolder().string()), stop));
    m_bytes = folder.bytes;
    files = listOf(folder.files);
    std::string digests;
    for (const auto& file : folder.files) {
      TATARA_TRY(checkFooter(file, std::filesystem::file_size(file, failed)));
      if (options.sampleRows == 0) {
        TATARA_ASSIGN(const std::string digest, digestOfFile(file, stop));
        digests += file.lexically_relative(m_file).string() + "\n" + digest + "\n";
      }
    }
    more = std::string(", union_by_name=true, hive_partitioning=") + (folder.partitioned ? "true" : "false");
    m_digest = options.sampleRows == 0 ? crypto::sha256Hex(digests) : "";
    m_reasons.push_back(reasonOf(folder));
  } else {
    TATARA_TRY(checkFooter(m_file, m_bytes));
  }
  m_source = "read_parquet(" + files + more + ")";
  auto described =
      m_engine->table("SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM " + m_source + ")", stop);
  if (!described) {
    return parquetError(described.error());
  }
  if (described->size() > kMostColumns) {
    return text::sayError(ErrorKind::Unsupported,
                          TATARA_SAYS("Phrase", "%1 has more than 10,000 columns, the most that are read"),
                          {m_file.filename().string()});
  }
  if (options.sampleRows > 0) {
    auto counted = m_engine->table("SELECT count(*) FROM " + m_source, stop);
    if (!counted) {
      return parquetError(counted.error());
    }
    m_estimatedRows = static_cast<std::uint64_t>(parseInt(counted->front()[0]).value_or(0));
    m_complete = m_estimatedRows <= options.sampleRows;
    m_source = m_complete
                   ? m_source
                   : "(SELECT * FROM " + m_source + " LIMIT " + std::to_string(options.sampleRows) + ")";
  }
  m_columns = columnsOf(*described);
  TATARA_TRY(settleWideOfParquet(stop));
  TATARA_TRY(countRoundedOfParquet(stop));
  auto counted = m_engine->table(countsOf(m_columns) + " FROM " + m_source, stop);
  if (!counted) {
    return parquetError(counted.error());
  }
  m_rows = countAt(counted->front(), 0);
  m_rejectedCount += takeCounts(counted->front(), m_columns);
  TATARA_TRY(listRejectedOfParquet(stop));
  m_reasons.push_back(text::Phrase::say(
      TATARA_SAYS("Phrase", "Parquet: types and names are the file's own; missing are nulls and NaN")));
  return {};
}

// Whole numbers wider than 64 bits are integers where they fit, and else text, so that no digit is lost.
Status Table::settleWideOfParquet(std::stop_token stop) {
  std::string sql;
  std::vector<ColumnInfo*> wide;
  for (ColumnInfo& info : m_columns) {
    if (isWide(info.sourceType)) {
      const std::string own = quotedName(info.name);
      // The least integer stands for a missing one where values are kept.
      sql += (sql.empty() ? "SELECT " : ", ") + ("coalesce(max(" + own + ") <= 9223372036854775807 AND min(" +
                                                 own + ") >= -9223372036854775807, true)");
      wide.push_back(&info);
    }
  }
  if (wide.empty()) {
    return {};
  }
  auto fits = m_engine->table(sql + " FROM " + m_source, stop);
  if (!fits) {
    return parquetError(fits.error());
  }
  for (std::size_t i = 0; i < wide.size(); ++i) {
    const bool all = fits->front()[i] == "true";
    wide[i]->type = all ? ColumnType::Integer : ColumnType::Text;
    if (!all) {
      wide[i]->reason = text::Phrase::say(
          TATARA_SAYS("Phrase",
                      "%1; its whole numbers have more digits than 64 bits hold, and keep them all as text"),
          {std::move(wide[i]->reason)});
    }
  }
  return {};
}

// Decimals of more digits than a double always keeps: those that its shortest text does not give back.
Status Table::countRoundedOfParquet(std::stop_token stop) {
  std::string sql;
  std::vector<ColumnInfo*> decimals;
  for (ColumnInfo& info : m_columns) {
    if (info.type == ColumnType::Real && isLongDecimal(info.sourceType)) {
      const std::string own = quotedName(info.name);
      sql += (sql.empty() ? "SELECT " : ", ") +
             ("count(*) FILTER (WHERE " + own + " IS NOT NULL AND TRY_CAST(" + own + "::DOUBLE::VARCHAR AS " +
              info.sourceType + ") IS DISTINCT FROM " + own + ")");
      decimals.push_back(&info);
    }
  }
  if (decimals.empty()) {
    return {};
  }
  auto found = m_engine->table(sql + " FROM " + m_source, stop);
  if (!found) {
    return parquetError(found.error());
  }
  for (std::size_t i = 0; i < decimals.size(); ++i) {
    ColumnInfo& info = *decimals[i];
    info.rounded = static_cast<std::uint64_t>(parseInt(found->front()[i]).value_or(0));
    if (info.rounded > 0) {
      info.reason = roundedReason(std::move(info.reason), info.rounded);
    }
  }
  return {};
}

Status Table::listRejectedOfParquet(std::stop_token stop) {
  for (const auto& info : m_columns) {
    if (info.rejected == 0) {
      continue;
    }
    const std::string own = quotedName(info.name);
    auto found =
        m_engine->table("SELECT place, told FROM (SELECT row_number() OVER () - 1 AS place, " + own +
                            "::VARCHAR AS told, " + typedSql(info) + " AS typed FROM " + m_source +
                            ") WHERE typed IS NULL AND told IS NOT NULL LIMIT " + std::to_string(kMostListed),
                        stop);
    if (!found) {
      return parquetError(found.error());
    }
    for (auto& row : *found) {
      m_rejected.push_back(
          {.row = static_cast<std::uint64_t>(parseInt(row[0]).value_or(0)),
           .column = info.name,
           .text = std::move(row[1]),
           .reason = text::Phrase::say(TATARA_SAYS("Phrase", "is out of the range of times"))});
    }
  }
  std::ranges::stable_sort(m_rejected, {}, &Rejected::row);
  if (m_rejected.size() > kMostListed) {
    m_rejected.resize(kMostListed);
  }
  return {};
}

Status Table::scanParquet(std::span<const std::string> names, const OnRows& onRows,
                          std::stop_token stop) const {
  RowChunk rows;
  std::string sql;
  for (const auto& name : names) {
    TATARA_ASSIGN(const ColumnInfo* info, column(name));
    const std::string typed = typedSql(*info);
    sql += (sql.empty() ? "SELECT " : ", ") + (info->type == ColumnType::Boolean ? "(" + typed + ")::BIGINT"
                                               : info->type == ColumnType::Time  ? "epoch_us(" + typed + ")"
                                                                                 : typed);
    rows.columns.push_back({.type = info->type});
  }
  std::vector<std::vector<std::string_view>> texts(names.size());
  const Status status = m_engine->run(
      sql + " FROM " + m_source,
      [&](const Chunk& chunk) {
        rows.rows = chunk.rows();
        for (std::size_t i = 0; i < names.size(); ++i) {
          auto& values = rows.columns[i];
          values.present = chunk.present(i);
          if (values.type == ColumnType::Real) {
            values.reals = chunk.reals(i);
          } else if (values.type != ColumnType::Text) {
            values.integers = chunk.integers(i);
          } else {
            texts[i].resize(chunk.rows());
            for (std::size_t row = 0; row < chunk.rows(); ++row) {
              texts[i][row] = chunk.missing(i, row) ? std::string_view() : chunk.text(i, row);
            }
            values.texts = texts[i].data();
          }
        }
        Status told = onRows(rows);
        rows.firstRow += rows.rows;
        return told;
      },
      stop);
  return status ? status : parquetError(status.error());
}

std::string Table::relation(Order order) const {
  if (m_published) {
    return "tatara_rows(" + std::to_string(*m_published) + (order == Order::OfFile ? ", true)" : ", false)");
  }
  std::string columns;
  for (const auto& info : m_columns) {
    if (info.type != ColumnType::Unsupported) {
      columns += (columns.empty() ? "" : ", ") + typedSql(info) + " AS " + quotedName(info.name);
    }
  }
  return "(SELECT " + columns + " FROM " + m_source + ")";
}

}  // namespace tatara::dataset
