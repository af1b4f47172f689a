#include "core/dataset/internal/query_result.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/base/number_text.h"

namespace tatara::dataset {
namespace {

void becomeReal(QueryColumn& column) {
  column.type = ColumnType::Real;
  column.reals.assign(column.integers.begin(), column.integers.end());
  column.integers.clear();
}

void appendInteger(QueryColumn& column, const duckdb_hugeint& value) {
  const bool fits =
      (value.upper == 0 && value.lower <= std::uint64_t{std::numeric_limits<std::int64_t>::max()}) ||
      (value.upper == -1 && value.lower > std::uint64_t{std::numeric_limits<std::int64_t>::max()});
  if (column.type == ColumnType::Integer && !fits) {
    becomeReal(column);
  }
  if (column.type == ColumnType::Integer) {
    column.integers.push_back(static_cast<std::int64_t>(value.lower));
  } else {
    column.reals.push_back(static_cast<double>(value.upper) * 18446744073709551616.0 +
                           static_cast<double>(value.lower));
  }
}

}  // namespace

std::string sqlTypeName(duckdb_type type) {
  static const std::map<int, const char*> names{{DUCKDB_TYPE_BOOLEAN, "BOOLEAN"},
                                                {DUCKDB_TYPE_TINYINT, "TINYINT"},
                                                {DUCKDB_TYPE_SMALLINT, "SMALLINT"},
                                                {DUCKDB_TYPE_INTEGER, "INTEGER"},
                                                {DUCKDB_TYPE_BIGINT, "BIGINT"},
                                                {DUCKDB_TYPE_UTINYINT, "UTINYINT"},
                                                {DUCKDB_TYPE_USMALLINT, "USMALLINT"},
                                                {DUCKDB_TYPE_UINTEGER, "UINTEGER"},
                                                {DUCKDB_TYPE_UBIGINT, "UBIGINT"},
                                                {DUCKDB_TYPE_HUGEINT, "HUGEINT"},
                                                {DUCKDB_TYPE_UHUGEINT, "UHUGEINT"},
                                                {DUCKDB_TYPE_FLOAT, "FLOAT"},
                                                {DUCKDB_TYPE_DOUBLE, "DOUBLE"},
                                                {DUCKDB_TYPE_DECIMAL, "DECIMAL"},
                                                {DUCKDB_TYPE_TIMESTAMP, "TIMESTAMP"},
                                                {DUCKDB_TYPE_DATE, "DATE"},
                                                {DUCKDB_TYPE_TIME, "TIME"},
                                                {DUCKDB_TYPE_INTERVAL, "INTERVAL"},
                                                {DUCKDB_TYPE_VARCHAR, "VARCHAR"},
                                                {DUCKDB_TYPE_BLOB, "BLOB"},
                                                {DUCKDB_TYPE_LIST, "LIST"},
                                                {DUCKDB_TYPE_STRUCT, "STRUCT"},
                                                {DUCKDB_TYPE_MAP, "MAP"},
                                                {DUCKDB_TYPE_ENUM, "ENUM"},
                                                {DUCKDB_TYPE_UUID, "UUID"},
                                                {DUCKDB_TYPE_TIMESTAMP_TZ, "TIMESTAMP WITH TIME ZONE"}};
  const auto found = names.find(static_cast<int>(type));
  return found == names.end() ? "VARCHAR" : found->second;
}

ColumnType columnTypeOf(duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
      return ColumnType::Boolean;
    case DUCKDB_TYPE_TINYINT:
    case DUCKDB_TYPE_SMALLINT:
    case DUCKDB_TYPE_INTEGER:
    case DUCKDB_TYPE_BIGINT:
    case DUCKDB_TYPE_UTINYINT:
    case DUCKDB_TYPE_USMALLINT:
    case DUCKDB_TYPE_UINTEGER:
    case DUCKDB_TYPE_UBIGINT:
    case DUCKDB_TYPE_HUGEINT:
      return ColumnType::Integer;
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
    case DUCKDB_TYPE_DECIMAL:
    case DUCKDB_TYPE_UHUGEINT:
      return ColumnType::Real;
    case DUCKDB_TYPE_TIMESTAMP:
    case DUCKDB_TYPE_TIMESTAMP_S:
    case DUCKDB_TYPE_TIMESTAMP_MS:
    case DUCKDB_TYPE_TIMESTAMP_NS:
    case DUCKDB_TYPE_TIMESTAMP_TZ:
    case DUCKDB_TYPE_DATE:
      return ColumnType::Time;
    default:
      return ColumnType::Text;
  }
}

// What the vector of a result column holds after this cast.
const char* castOf(ColumnType type) {
  switch (type) {
    case ColumnType::Boolean:
      return "BOOLEAN";
    case ColumnType::Integer:
      return "HUGEINT";
    case ColumnType::Real:
      return "DOUBLE";
    case ColumnType::Time:
      return "TIMESTAMP";
    default:
      return "VARCHAR";
  }
}

std::size_t append(QueryColumn& column, ColumnType read, duckdb_vector vector, std::size_t row,
                   bool missing) {
  const void* data = (**duckApi()).vectorData(vector);
  column.missing.push_back(missing);
  switch (read) {
    case ColumnType::Integer:
      appendInteger(column, missing ? duckdb_hugeint{} : static_cast<const duckdb_hugeint*>(data)[row]);
      return 8;
    case ColumnType::Boolean:
      column.integers.push_back(!missing && static_cast<const bool*>(data)[row] ? 1 : 0);
      return 8;
    case ColumnType::Time:
      column.integers.push_back(missing ? 0 : static_cast<const std::int64_t*>(data)[row]);
      return 8;
    case ColumnType::Real:
      column.reals.push_back(missing ? std::numeric_limits<double>::quiet_NaN()
                                     : static_cast<const double*>(data)[row]);
      return 8;
    default:
      break;
  }
  if (missing) {
    column.texts.emplace_back();
    return sizeof(std::string);
  }
  constexpr std::uint32_t kInlined = 12;  // duckdb.h: longer ones are behind a pointer
  const auto& text = static_cast<const duckdb_string_t*>(data)[row];
  const std::uint32_t length = text.value.inlined.length;
  column.texts.emplace_back(length <= kInlined ? text.value.inlined.inlined : text.value.pointer.ptr, length);
  return sizeof(std::string) + length;
}

void clearRows(QueryResult& result) {
  for (QueryColumn& column : result.columns) {
    column.integers.clear();
    column.reals.clear();
    column.texts.clear();
    column.missing.clear();
  }
}

double QueryColumn::number(std::size_t row) const {
  constexpr double kMicros = 1e6;
  if (missing[row] || type == ColumnType::Text) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  if (type == ColumnType::Real) {
    return reals[row];
  }
  const auto value = static_cast<double>(integers[row]);
  return type == ColumnType::Time ? value / kMicros : value;
}

std::string QueryColumn::text(std::size_t row) const {
  if (missing[row]) {
    return {};
  }
  switch (type) {
    case ColumnType::Boolean:
      return integers[row] ? "true" : "false";
    case ColumnType::Integer:
      return std::to_string(integers[row]);
    case ColumnType::Real:
      return toText(reals[row]);
    case ColumnType::Time:
      return timeText(number(row));
    default:
      return texts[row];
  }
}

std::string csvRecord(const std::vector<std::string>& cells) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    line += i ? "," : "";
    const std::string& cell = cells[i];
    const bool quote = cell.find_first_of(",\"\r\n") != std::string::npos ||
                       (!cell.empty() && (cell.front() == ' ' || cell.back() == ' '));
    if (!quote) {
      line += cell;
      continue;
    }
    line += '"';
    for (const char c : cell) {
      line += c;
      line += c == '"' ? "\"" : "";
    }
    line += '"';
  }
  return line + '\n';
}

}  // namespace tatara::dataset
