#include "ui/explore/rows_filter.h"

#include <QCoreApplication>
#include <algorithm>

#include "core/base/number_text.h"
#include "core/dataset/engine.h"
#include "core/dataset/frame_aggregate.h"
#include "core/text/json.h"

namespace tatara::ui {
namespace {

using dataset::Filter;

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  return begin == std::string_view::npos ? std::string_view()
                                         : text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

std::vector<std::string_view> split(std::string_view text, char mark) {
  std::vector<std::string_view> parts;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(mark, at), text.size());
    parts.push_back(trimmed(text.substr(at, end - at)));
    at = end + 1;
  }
  return parts;
}

// A value of a column that is compared as a number; a day, month or year covers more than a moment.
struct Span {
  double first = 0;
  double last = 0;
  bool open = false;  // `last` is not in it
};

std::optional<Span> timeSpan(std::string_view text) {
  using Period = dataset::GroupKey::Period;
  const bool year = text.size() == 4 && parseInt(text);
  const bool month = text.size() == 7 && text[4] == '-';
  const std::string whole = std::string(text) + (year ? "-01-01" : month ? "-01" : "");
  const auto time = dataset::timeOf(whole);
  if (!time) {
    return std::nullopt;
  }
  if (whole.size() > 10) {
    return Span{*time, *time, false};
  }
  const Period period = year ? Period::Year : month ? Period::Month : Period::Day;
  return Span{*time, dataset::nextPeriod(period, *time), true};
}

class Parser {
 public:
  explicit Parser(const dataset::FrameColumn& column) : m_column(column), m_name(column.info.name) {}

  Result<std::optional<Filter>> parse(std::string_view typed) const {
    const std::string_view text = trimmed(typed);
    if (text.empty()) {
      return std::optional<Filter>();
    }
    const Filter missing = dataset::MissingCondition{m_name};
    if (text == "missing" || text == "–") {
      return std::optional(missing);
    }
    if (text == "!missing") {
      return std::optional(dataset::noneOf(missing));
    }
    auto found = m_column.isText() ? Result<Filter>(textFilter(text)) : numberFilter(text);
    if (!found) {
      return found.error();
    }
    return std::optional(std::move(*found));
  }

 private:
  Filter textFilter(std::string_view text) const {
    if (text.front() == '!' && text.size() > 1 && text[1] != '=') {
      return dataset::noneOf(dataset::ContainsCondition{m_name, std::string(trimmed(text.substr(1)))});
    }
    const bool unequal = text.starts_with("!=");
    if (text.front() != '=' && !unequal) {
      return dataset::ContainsCondition{m_name, std::string(text)};
    }
    dataset::SetCondition set{m_name, {}};
    const std::string_view rest = text.substr(unequal ? 2 : 1);
    const bool list = rest.find(", =") != std::string_view::npos || rest.find(",=") != std::string_view::npos;
    for (std::string_view part : list ? split(rest, ',') : std::vector{trimmed(rest)}) {
      set.values.emplace_back(part.starts_with("=") ? trimmed(part.substr(1)) : part);
    }
    return unequal ? dataset::noneOf(set) : Filter(set);
  }

  std::optional<Span> value(std::string_view text) const {
    if (m_column.info.type == dataset::ColumnType::Time) {
      return timeSpan(text);
    }
    if (m_column.info.type == dataset::ColumnType::Boolean && (text == "true" || text == "false")) {
      return Span{text == "true" ? 1.0 : 0.0, text == "true" ? 1.0 : 0.0, false};
    }
    const auto number = parseDouble(text);
    return number ? std::optional(Span{*number, *number, false}) : std::nullopt;
  }

  Error refusal(std::string_view text) const {
    const bool time = m_column.info.type == dataset::ColumnType::Time;
    const QString hint =
        time ? QCoreApplication::translate("tatara::ui::RowsFilter",
                                           "Type a day or time, such as 2011-03-04, >2011-03 or 2011..2012")
             : QCoreApplication::translate("tatara::ui::RowsFilter",
                                           "Type a number, such as 5, >5, 3..7 or 1, 2");
    return makeError(ErrorKind::Parse,
                     QCoreApplication::translate("tatara::ui::RowsFilter", "“%1” cannot be read. %2")
                         .arg(QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size())), hint)
                         .toStdString());
  }

  Filter within(const Span& first, const Span& last) const {
    return dataset::RangeCondition{
        .column = m_name, .least = first.first, .greatest = last.last, .openAbove = last.open};
  }

  Result<Filter> numberFilter(std::string_view text) const {
    if (const auto dots = text.find(".."); dots != std::string_view::npos) {
      const auto low = value(trimmed(text.substr(0, dots)));
      const auto high = value(trimmed(text.substr(dots + 2)));
      return low && high ? Result<Filter>(within(*low, *high)) : refusal(text);
    }
    for (const std::string_view sign : {">=", "<=", "!=", "==", ">", "<", "="}) {
      if (!text.starts_with(sign)) {
        continue;
      }
      const auto bound = value(trimmed(text.substr(sign.size())));
      if (!bound) {
        return refusal(text);
      }
      dataset::RangeCondition range{.column = m_name};
      if (sign == ">=" || sign == ">") {
        const bool after = sign == ">";
        range.least = after ? bound->last : bound->first;
        range.openBelow = after && !bound->open;
      } else if (sign == "<=" || sign == "<") {
        const bool until = sign == "<=";
        range.greatest = until ? bound->last : bound->first;
        range.openAbove = until ? bound->open : true;
      } else {
        return sign == "!=" ? dataset::noneOf(within(*bound, *bound)) : within(*bound, *bound);
      }
      return Filter(range);
    }
    std::vector<Filter> parts;
    for (const std::string_view part : split(text, ',')) {
      const auto one = value(part);
      if (!one) {
        return refusal(text);
      }
      parts.push_back(within(*one, *one));
    }
    return parts.size() == 1 ? parts.front() : dataset::anyOf(std::move(parts));
  }

  const dataset::FrameColumn& m_column;
  const std::string& m_name;
};

void appendCell(std::string& out, std::string_view text, RowsFormat format) {
  const char mark = format == RowsFormat::Tsv ? '\t' : ',';
  if (text.find_first_of("\"\r\n") == std::string_view::npos && text.find(mark) == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    out += c;
    if (c == '"') {
      out += c;
    }
  }
  out += '"';
}

std::string pythonText(std::string_view text) {
  std::string result;
  text::appendJsonString(result, text);
  return result;
}

}  // namespace

Result<std::optional<Filter>> parseCellFilter(const dataset::FrameColumn& column, std::string_view text) {
  return Parser(column).parse(text);
}

Result<std::string> rowsText(const dataset::Frame& frame, const RowsText& what, RowsFormat format,
                             std::span<const std::uint64_t> rows, std::stop_token stop) {
  const char mark = format == RowsFormat::Tsv ? '\t' : ',';
  std::string out;
  for (std::size_t i = 0; i < what.columns.size(); ++i) {
    out += i > 0 ? std::string(1, mark) : std::string();
    appendCell(out, frame.column(what.columns[i]).info.name, format);
  }
  out += '\n';
  for (const std::uint64_t row : rows) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Copying was cancelled");
    }
    for (std::size_t i = 0; i < what.columns.size(); ++i) {
      out += i > 0 ? std::string(1, mark) : std::string();
      appendCell(out, frame.text(what.columns[i], row), format);
    }
    out += '\n';
  }
  return out;
}

std::string rowsQuery(const dataset::Frame& frame, const RowsText& what, RowsFormat format) {
  const bool sql = format == RowsFormat::Sql;
  std::string columns;
  for (const std::size_t column : what.columns) {
    const std::string& name = frame.column(column).info.name;
    columns += (columns.empty() ? "" : ", ") + (sql ? dataset::quotedName(name) : pythonText(name));
  }
  const bool filtered = what.filter.kind != Filter::Kind::All || !what.filter.parts.empty();
  std::string keys;
  std::string directions;
  for (const dataset::OrderKey& key : what.order) {
    const std::string& name = frame.column(key.column).info.name;
    keys += (keys.empty() ? "" : ", ") +
            (sql ? dataset::quotedName(name) + (key.descending ? " DESC" : "") + " NULLS LAST"
                 : pythonText(name));
    directions += (directions.empty() ? "" : ", ") + std::string(key.descending ? "False" : "True");
  }
  if (sql) {
    return "SELECT " + columns + "\nFROM " + dataset::quotedName(what.table) +
           (filtered ? "\nWHERE " + toSql(frame, what.filter) : "") +
           (keys.empty() ? "" : "\nORDER BY " + keys) + ";";
  }
  return "df.loc[" + (filtered ? toPandas(frame, what.filter) : ":") + ", [" + columns + "]]" +
         (keys.empty() ? ""
                       : ".sort_values([" + keys + "], ascending=[" + directions + "], kind=\"stable\")");
}

}  // namespace tatara::ui
