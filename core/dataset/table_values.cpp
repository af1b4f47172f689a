// Types by looking at every value, and columns as vectors.
#include <algorithm>
#include <cmath>
#include <numeric>
#include <unordered_map>

#include "core/base/number_text.h"
#include "core/dataset/table.h"

namespace tatara::dataset {
namespace {

constexpr double kNearlyAll = 0.95;

// Conditions upon a trimmed text `v`.
std::string isInteger(const std::string& v) {
  return "regexp_full_match(" + v + ", '[+-]?[0-9]{1,18}')";
}
// DuckDB also takes 1_000 for a number, which nobody else does.
std::string isNumber(const std::string& v) {
  return "(TRY_CAST(" + v + " AS DOUBLE) IS NOT NULL AND NOT contains(" + v + ", '_'))";
}
std::string isFlag(const std::string& v) {
  return "lower(" + v + ") IN ('true', 'false')";
}
// Dates with the year first; DuckDB would otherwise read 1/1/11 as a day of the year one.
std::string isIsoTime(const std::string& v) {
  return "(regexp_matches(" + v + ", '^[0-9]{4}[-/]') AND TRY_CAST(" + v + " AS TIMESTAMP) IS NOT NULL)";
}

// What the first rows suggest is worth testing on every row.
struct Candidates {
  bool number = false;
  bool flag = false;
  bool isoTime = false;
  std::vector<std::string> timeFormats;
};

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

// The strptime formats that a text like "1/31/11 14:00" may be of; month first before day first, as pandas
// reads.
std::vector<std::string> timeFormatsFor(std::string_view text) {
  const std::size_t space = text.find_first_of(" T", text.find_first_of("/.-"));
  const std::string_view date = text.substr(0, space);
  const std::string_view time = space == std::string_view::npos ? "" : text.substr(space + 1);
  const std::size_t separator = date.find_first_of("/.-");
  if (separator == 0 || separator == std::string_view::npos || text.size() > 40) {
    return {};
  }
  const char mark = date[separator];
  const std::size_t second = date.find(mark, separator + 1);
  if (second == std::string_view::npos || date.find(mark, second + 1) != std::string_view::npos) {
    return {};
  }
  const std::string_view year = date.substr(second + 1);
  if ((year.size() != 2 && year.size() != 4) || !std::ranges::all_of(year, isDigit)) {
    return {};
  }
  const std::string_view middle = date.substr(separator + 1, second - separator - 1);
  std::string suffix;
  const auto colons = std::ranges::count(time, ':');
  if (!time.empty()) {
    suffix = std::string(1, text[space]) + (colons == 2 ? "%H:%M:%S" : "%H:%M");
  }
  const std::string last = year.size() == 4 ? "%Y" : "%y";
  const std::string m(1, mark);
  if (!middle.empty() && !isDigit(middle.front())) {
    return {"%d" + m + "%b" + m + last + suffix};
  }
  if (mark == '.') {
    return {"%d.%m." + last + suffix};
  }
  return {"%m" + m + "%d" + m + last + suffix, "%d" + m + "%m" + m + last + suffix};
}

Candidates candidatesFor(const std::vector<std::string>& values) {
  Candidates candidates;
  if (values.empty()) {  // nothing seen yet: everything is possible
    candidates.number = true;
    candidates.flag = true;
    return candidates;
  }
  for (const auto& value : values) {
    candidates.number = candidates.number || parseDouble(value).has_value();
  }
  const std::string& first = values.front();
  std::string lower = first;
  std::ranges::transform(lower, lower.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  candidates.flag = lower == "true" || lower == "false";
  candidates.isoTime = first.size() >= 8 && std::ranges::all_of(first.substr(0, 4), isDigit) &&
                       (first[4] == '-' || first[4] == '/');
  if (!candidates.isoTime) {
    candidates.timeFormats = timeFormatsFor(first);
  }
  return candidates;
}

std::uint64_t asCount(const std::string& text) {
  return static_cast<std::uint64_t>(parseInt(text).value_or(0));
}

}  // namespace

Status Table::guessTypes(const OpenOptions& options, std::stop_token stop) {
  std::string firstRows;
  for (const auto& info : m_columns) {
    firstRows += (firstRows.empty() ? "SELECT " : ", ") + cell(info.name, true);
  }
  TATARA_ASSIGN(const auto sample, m_engine->table(firstRows + " FROM " + m_source + " LIMIT 1000", stop));

  std::vector<Candidates> all;
  std::string cells;
  std::string counts = "SELECT count(*)";
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    std::vector<std::string> values;
    for (const auto& row : sample) {
      if (!row[i].empty()) {
        values.push_back(row[i]);
      }
    }
    Candidates candidates = candidatesFor(values);
    if (std::ranges::find(options.textColumns, m_columns[i].name) != options.textColumns.end()) {
      candidates = {};
    }
    const std::string v = "c" + std::to_string(i);
    cells += (cells.empty() ? "SELECT " : ", ") + cell(m_columns[i].name, true) + " AS " + v;
    const auto count = [&counts](const std::string& condition) {
      counts += ", count(*) FILTER (WHERE " + condition + ")";
    };
    count(v + " IS NOT NULL");
    if (candidates.number) {
      count(isInteger(v));
      count(isNumber(v));
    }
    if (candidates.flag) {
      count(isFlag(v));
    }
    if (candidates.isoTime) {
      count(isIsoTime(v));
    }
    for (const auto& format : candidates.timeFormats) {
      count("try_strptime(" + v + ", " + quotedText(format) + ") IS NOT NULL");
    }
    all.push_back(std::move(candidates));
  }
  TATARA_ASSIGN(const auto counted,
                m_engine->table(counts + " FROM (" + cells + " FROM " + m_source + ")", stop));
  const auto& row = counted.front();
  std::size_t at = 0;
  m_rows = asCount(row[at++]);
  for (std::size_t i = 0; i < m_columns.size(); ++i) {
    ColumnInfo& info = m_columns[i];
    const std::uint64_t present = asCount(row[at++]);
    info.missing = m_rows - present;
    std::uint64_t integers = 0;
    std::uint64_t numbers = 0;
    if (all[i].number) {
      integers = asCount(row[at++]);
      numbers = asCount(row[at++]);
    }
    const std::uint64_t flags = all[i].flag ? asCount(row[at++]) : 0;
    const std::uint64_t isoTimes = all[i].isoTime ? asCount(row[at++]) : 0;
    std::vector<std::string> formats;
    for (const auto& format : all[i].timeFormats) {
      if (asCount(row[at++]) == present) {
        formats.push_back(format);
      }
    }
    const std::string allOf = "all " + withThousands(static_cast<std::int64_t>(present)) + " values are ";
    if (present == 0) {
      info.type = ColumnType::Real;
      info.reason = "every value is missing";
    } else if (integers == present) {
      info.type = ColumnType::Integer;
      info.reason = allOf + "whole numbers";
    } else if (numbers == present) {
      info.type = ColumnType::Real;
      info.reason = allOf + "numbers";
    } else if (flags == present) {
      info.type = ColumnType::Boolean;
      info.reason = allOf + "true or false";
    } else if (isoTimes == present) {
      info.type = ColumnType::Time;
      info.reason = allOf + "times with the year first";
    } else if (!formats.empty()) {
      info.type = ColumnType::Time;
      info.timeFormat = formats.front();
      info.reason = allOf + "times written as " + formats.front() +
                    (formats.size() > 1 ? ", and might be " + formats[1] + " as well" : "");
    } else if (static_cast<double>(numbers) >= kNearlyAll * static_cast<double>(present)) {
      return notNumber(i, numbers, stop);
    } else {
      info.type = ColumnType::Text;
      info.reason = numbers == 0
                        ? "its values are words"
                        : "only " + withThousands(static_cast<std::int64_t>(numbers)) + " of its " +
                              withThousands(static_cast<std::int64_t>(present)) + " values are numbers";
    }
  }
  return {};
}

Error Table::notNumber(std::size_t index, std::uint64_t numbers, std::stop_token stop) const {
  const std::string& name = m_columns[index].name;
  const std::string sql = "SELECT i, w FROM (SELECT row_number() OVER () - 1 AS i, " + cell(name, true) +
                          " AS v, " + quotedName(name) + " AS w FROM " + m_source +
                          ") WHERE v IS NOT NULL AND NOT " + isNumber("v") + " ORDER BY i LIMIT 1";
  const auto found = m_engine->table(sql, stop);
  if (!found) {
    return found.error();
  }
  if (found->empty()) {
    return makeError(ErrorKind::Internal, "The value that is no number was not found again", sql);
  }
  const std::string& word = found->front()[1];
  return makeError(
      ErrorKind::Parse,
      place(asCount(found->front()[0]), name) + ": '" + word.substr(0, 60) + "' is no number, though " +
          withThousands(static_cast<std::int64_t>(numbers)) +
          " other values of the column are; correct it, add the word to the missing ones, or take the "
          "column as text");
}

std::string Table::typed(const ColumnInfo& info) const {
  const std::string own = quotedName(info.name);
  const bool csv = m_format == "csv";
  switch (info.type) {
    case ColumnType::Integer:
      return csv ? "TRY_CAST(" + cell(info.name, true) + " AS BIGINT)" : own + "::BIGINT";
    case ColumnType::Real: {
      const std::string real = csv ? "TRY_CAST(" + cell(info.name, true) + " AS DOUBLE)" : own + "::DOUBLE";
      return "CASE WHEN isnan(" + real + ") THEN NULL ELSE " + real + " END";
    }
    case ColumnType::Boolean:
      return csv ? "lower(" + cell(info.name, true) + ") = 'true'" : own;
    case ColumnType::Time:
      return !csv ? own + "::TIMESTAMP"
             : info.timeFormat.empty()
                 ? "TRY_CAST(" + cell(info.name, true) + " AS TIMESTAMP)"
                 : "try_strptime(" + cell(info.name, true) + ", " + quotedText(info.timeFormat) + ")";
    case ColumnType::Text:
    case ColumnType::Unsupported:
      return csv ? cell(info.name, false) : own + "::VARCHAR";
  }
  return own;
}

std::string Table::relation() const {
  std::string columns;
  for (const auto& info : m_columns) {
    if (info.type != ColumnType::Unsupported) {
      columns += (columns.empty() ? "" : ", ") + typed(info) + " AS " + quotedName(info.name);
    }
  }
  return "(SELECT " + columns + " FROM " + m_source + ")";
}

Status Table::requireAllFit() const {
  if (m_rejected.empty()) {
    return {};
  }
  const Rejected& first = m_rejected.front();
  return makeError(ErrorKind::Parse,
                   place(first.row, first.column) + ": '" + first.text.substr(0, 60) + "' " + first.reason);
}

Status Table::scan(std::span<const std::string> names, const OnRows& onRows, std::stop_token stop) const {
  RowChunk rows;
  std::string sql;
  for (const auto& name : names) {
    TATARA_ASSIGN(const ColumnInfo* info, column(name));
    if (info->type == ColumnType::Unsupported) {
      return makeError(ErrorKind::Unsupported, "The column '" + name + "' of " + m_file.filename().string() +
                                                   " holds no single values (" + info->reason + ")");
    }
    const bool whole = info->type == ColumnType::Boolean;
    const bool time = info->type == ColumnType::Time;
    sql += (sql.empty() ? "SELECT " : ", ") + (whole  ? "(" + typed(*info) + ")::BIGINT"
                                               : time ? "epoch_us(" + typed(*info) + ")"
                                                      : typed(*info));
    rows.columns.push_back({.type = info->type});
  }
  std::vector<std::vector<std::string_view>> texts(names.size());
  return m_engine->run(
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
        Status status = onRows(rows);
        rows.firstRow += rows.rows;
        return status;
      },
      stop);
}

Result<std::vector<Column>> Table::read(std::span<const std::string> names, std::stop_token stop) const {
  std::vector<Column> columns;
  std::vector<std::unordered_map<std::string, std::int32_t>> dictionaries(names.size());
  std::string sql;
  for (const auto& name : names) {
    TATARA_ASSIGN(const ColumnInfo* info, column(name));
    Column& target = columns.emplace_back();
    target.info = *info;
    const std::string own = quotedName(name);
    const bool csv = m_format == "csv";
    std::string value;
    switch (info->type) {
      case ColumnType::Integer:
      case ColumnType::Real:
        value = csv ? "TRY_CAST(" + cell(name, true) + " AS DOUBLE)" : own + "::DOUBLE";
        break;
      case ColumnType::Boolean:
        value =
            csv ? "(lower(" + cell(name, true) + ") = 'true')::INTEGER::DOUBLE" : own + "::INTEGER::DOUBLE";
        break;
      case ColumnType::Time:
        value = !csv                       ? "epoch_us(" + own + ")"
                : info->timeFormat.empty() ? "epoch_us(TRY_CAST(" + cell(name, true) + " AS TIMESTAMP))"
                                           : "epoch_us(try_strptime(" + cell(name, true) + ", " +
                                                 quotedText(info->timeFormat) + "))";
        value += "::DOUBLE / 1e6";
        break;
      case ColumnType::Text:
        value = csv ? cell(name, false) : own + "::VARCHAR";
        break;
      case ColumnType::Unsupported:
        return makeError(ErrorKind::Unsupported, "The column '" + name + "' of " +
                                                     m_file.filename().string() +
                                                     " holds no single values (" + info->reason + ")");
    }
    if (info->type == ColumnType::Text) {
      target.codes.reserve(m_rows);
    } else {
      target.numbers.reserve(m_rows);
    }
    sql += (sql.empty() ? "SELECT " : ", ") + value;
  }
  TATARA_TRY(m_engine->run(
      sql + " FROM " + m_source,
      [&](const Chunk& chunk) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
          Column& target = columns[i];
          for (std::size_t row = 0; row < chunk.rows(); ++row) {
            const bool missing = chunk.missing(i, row);
            if (target.info.type != ColumnType::Text) {
              target.numbers.push_back(missing ? std::nan("") : chunk.real(i, row));
            } else if (missing) {
              target.codes.push_back(-1);
            } else {
              const auto next = static_cast<std::int32_t>(dictionaries[i].size());
              target.codes.push_back(
                  dictionaries[i].try_emplace(std::string(chunk.text(i, row)), next).first->second);
            }
          }
        }
        return Status{};
      },
      stop));
  for (std::size_t i = 0; i < columns.size(); ++i) {
    Column& target = columns[i];
    if (target.rows() != m_rows) {
      return makeError(ErrorKind::Conflict,
                       m_file.filename().string() + " changed while it was read; open it again");
    }
    std::vector<const std::pair<const std::string, std::int32_t>*> entries;
    for (const auto& entry : dictionaries[i]) {
      entries.push_back(&entry);
    }
    std::ranges::sort(entries, {}, [](const auto* entry) -> const std::string& { return entry->first; });
    std::vector<std::int32_t> place(entries.size());
    for (std::size_t k = 0; k < entries.size(); ++k) {
      place[static_cast<std::size_t>(entries[k]->second)] = static_cast<std::int32_t>(k);
      target.categories.push_back(entries[k]->first);
    }
    for (auto& code : target.codes) {
      code = code < 0 ? code : place[static_cast<std::size_t>(code)];
    }
  }
  return columns;
}

}  // namespace tatara::dataset
