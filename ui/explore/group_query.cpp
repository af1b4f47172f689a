// The pictures of the Profile tab as statements and as pandas code.
#include "core/dataset/engine.h"
#include "core/text/json.h"
#include "ui/explore/group_view.h"

namespace tatara::ui {
namespace {

using dataset::GroupKey;
using dataset::Measure;

std::string pythonName(const std::string& name) {
  std::string text = "df[";
  text::appendJsonString(text, name);
  return text + "]";
}

std::string sqlKey(const std::string& column, GroupKey::Kind kind) {
  const std::string name = dataset::quotedName(column);
  return kind == GroupKey::Kind::HourOfDay     ? "hour(" + name + ")"
         : kind == GroupKey::Kind::Weekday     ? "isodow(" + name + ")"
         : kind == GroupKey::Kind::MonthOfYear ? "month(" + name + ")"
                                               : name;
}

std::string pandasKey(const std::string& column, GroupKey::Kind kind) {
  const std::string name = pythonName(column);
  return kind == GroupKey::Kind::HourOfDay     ? name + ".dt.hour"
         : kind == GroupKey::Kind::Weekday     ? name + ".dt.weekday + 1"
         : kind == GroupKey::Kind::MonthOfYear ? name + ".dt.month"
                                               : name;
}

struct Function {
  const char* sql;
  const char* pandas;
};

Function functionOf(Measure::Kind kind) {
  switch (kind) {
    case Measure::Kind::Sum:
      return {"sum", "sum"};
    case Measure::Kind::Least:
      return {"min", "min"};
    case Measure::Kind::Greatest:
      return {"max", "max"};
    case Measure::Kind::Deviation:
      return {"stddev_samp", "std"};
    case Measure::Kind::Quantile:
      return {"median", "median"};
    case Measure::Kind::Count:
      return {"count", "size"};
    case Measure::Kind::Mean:
      break;
  }
  return {"avg", "mean"};
}

bool filters(const dataset::Filter& filter) {
  return filter.kind != dataset::Filter::Kind::All || !filter.parts.empty();
}

std::string filteredRows(const dataset::Frame& frame, const dataset::Filter& filter) {
  return filters(filter) ? "df[" + toPandas(frame, filter) + "]" : "df";
}

std::string fromWhere(const dataset::Frame& frame, const dataset::Filter& filter, const std::string& table) {
  return "\nFROM " + dataset::quotedName(table) +
         (filters(filter) ? "\nWHERE " + toSql(frame, filter) : std::string());
}

}  // namespace

std::string heatQuery(const dataset::Frame& frame, const HeatRequest& heat, const dataset::Filter& filter,
                      const std::string& table, RowsFormat format) {
  const auto nameOf = [&](std::size_t column) { return frame.column(column).info.name; };
  const std::string rows = nameOf(heat.rows.key.column);
  const std::string columns = nameOf(heat.columns.key.column);
  const bool count = heat.measure.kind == Measure::Kind::Count;
  const Function function = functionOf(heat.measure.kind);
  if (format == RowsFormat::Sql) {
    const std::string value =
        count ? "count(*)"
              : std::string(function.sql) + "(" + dataset::quotedName(nameOf(heat.measure.column)) + ")";
    return "SELECT " + sqlKey(rows, heat.rows.key.kind) + " AS " +
           dataset::quotedName(heat.rows.name.toStdString()) + ", " + sqlKey(columns, heat.columns.key.kind) +
           " AS " + dataset::quotedName(heat.columns.name.toStdString()) + ", " + value + " AS " +
           dataset::quotedName(heat.valueName.toStdString()) + fromWhere(frame, filter, table) +
           "\nGROUP BY 1, 2\nORDER BY 1, 2;";
  }
  std::string code = filteredRows(frame, filter) + ".groupby([" + pandasKey(rows, heat.rows.key.kind) + ", " +
                     pandasKey(columns, heat.columns.key.kind) + "])";
  if (!count) {
    code += pythonName(nameOf(heat.measure.column)).substr(2);
  }
  return code + "." + function.pandas + "().unstack()";
}

std::string correlationQuery(const dataset::Frame& frame, const std::vector<std::string>& columns,
                             bool spearman, const dataset::Filter& filter, const std::string& table,
                             RowsFormat format) {
  if (format == RowsFormat::Pandas) {
    std::string list;
    for (const std::string& name : columns) {
      list += list.empty() ? "" : ", ";
      text::appendJsonString(list, name);
    }
    return filteredRows(frame, filter) + "[[" + list + "]].corr(method=\"" +
           (spearman ? "spearman" : "pearson") + "\")";
  }
  std::string pairs;
  const auto number = [&](const std::string& name) {
    const auto found = frame.find(name);
    const bool flag = found && frame.column(*found).info.type == dataset::ColumnType::Boolean;
    return flag ? "CAST(" + dataset::quotedName(name) + " AS DOUBLE)" : dataset::quotedName(name);
  };
  for (std::size_t i = 0; i < columns.size() && !spearman; ++i) {
    for (std::size_t k = i + 1; k < columns.size(); ++k) {
      pairs += (pairs.empty() ? "\n  corr(" : ",\n  corr(") + number(columns[i]) + ", " + number(columns[k]) +
               ") AS " + dataset::quotedName(columns[i] + ", " + columns[k]);
    }
  }
  return pairs.empty() ? std::string() : "SELECT" + pairs + fromWhere(frame, filter, table) + ";";
}

}  // namespace tatara::ui
