#include "core/dataset/query_build.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "core/base/number_text.h"
#include "core/dataset/engine.h"
#include "core/dataset/internal/type_phrase.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

using Part = GroupBy::Part;
using AggregateKind = Aggregate::Kind;

std::string expressionOf(const GroupBy& group) {
  const std::string column = quotedName(group.column);
  switch (group.part) {
    case Part::Value:
      return column;
    case Part::Hour:
      return "hour(" + column + ")";
    case Part::Weekday:
      return "isodow(" + column + ")";
    case Part::Day:
      return "date_trunc('day', " + column + ")";
    case Part::Month:
      return "date_trunc('month', " + column + ")";
    case Part::MonthOfYear:
      return "month(" + column + ")";
    case Part::Year:
      return "year(" + column + ")";
    case Part::Bins: {
      const std::string width = tatara::toText(group.width) + "::DOUBLE";
      return "floor(" + column + " / " + width + ") * " + width;
    }
  }
  return column;
}

std::string expressionOf(const Aggregate& aggregate, const std::string& filter) {
  const std::string column = quotedName(aggregate.column);
  const auto call = [&]() -> std::string {
    switch (aggregate.kind) {
      case AggregateKind::Rows:
        return "count(*)";
      case AggregateKind::Present:
        return "count(" + column + ")";
      case AggregateKind::Missing:
        return "count(*) - count(" + column + ")";
      case AggregateKind::Distinct:
        return "count(DISTINCT " + column + ")";
      case AggregateKind::Sum:
        return "sum(" + column + ")";
      case AggregateKind::Mean:
        return "avg(" + column + ")";
      case AggregateKind::Median:
        return "median(" + column + ")";
      case AggregateKind::Least:
        return "min(" + column + ")";
      case AggregateKind::Greatest:
        return "max(" + column + ")";
      case AggregateKind::Deviation:
        return "stddev_samp(" + column + ")";
    }
    return {};
  };
  if (filter.empty()) {
    return call();
  }
  if (aggregate.kind == AggregateKind::Missing) {
    return "count(*) FILTER (" + filter + " AND " + column + " IS NULL)";
  }
  return call() + " FILTER (" + filter + ")";
}

// A name that is not taken yet.
std::string unique(std::string name, std::set<std::string>& taken) {
  const std::string plain = name;
  for (int i = 2; !taken.insert(name).second; ++i) {
    name = plain + "_" + std::to_string(i);
  }
  return name;
}

std::string filterOf(const std::optional<std::string>& value, const std::string& expression) {
  return value ? "CAST(" + expression + " AS VARCHAR) = " + quotedText(*value) : expression + " IS NULL";
}

const ColumnInfo* find(const std::vector<ColumnInfo>& columns, const std::string& name) {
  const auto found = std::ranges::find(columns, name, &ColumnInfo::name);
  return found == columns.end() ? nullptr : &*found;
}

bool number(ColumnType type) {
  return type == ColumnType::Integer || type == ColumnType::Real || type == ColumnType::Boolean;
}

// What rows have to have alike, "l" and "r" being the sides.
Result<std::string> conditionOf(const JoinRequest& request) {
  if (request.keys.empty()) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "Choose at least one column of each side to join by"));
  }
  std::string condition;
  for (const JoinKey& key : request.keys) {
    const ColumnInfo* left = find(request.leftColumns, key.left);
    const ColumnInfo* right = find(request.rightColumns, key.right);
    if (!left || !right) {
      return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no column '%1' to join by"),
                            {left ? key.right : key.left});
    }
    std::string one = "l." + quotedName(key.left);
    std::string other = "r." + quotedName(key.right);
    const bool alike = left->type == right->type;
    if (!alike && number(left->type) && number(right->type)) {
      one = "CAST(" + one + " AS DOUBLE)";
      other = "CAST(" + other + " AS DOUBLE)";
    } else if (!alike && (left->type == ColumnType::Text || right->type == ColumnType::Text)) {
      one = "CAST(" + one + " AS VARCHAR)";
      other = "CAST(" + other + " AS VARCHAR)";
    } else if (!alike) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "%1 is of type %2 and %3 of type %4; they are never equal"),
                            {key.left, typePhrase(left->type), key.right, typePhrase(right->type)});
    }
    condition += (condition.empty() ? "" : " AND ") + one + " = " + other;
  }
  return condition;
}

std::string missingKey(const JoinRequest& request, JoinSide side) {
  std::string condition;
  for (const JoinKey& key : request.keys) {
    condition += (condition.empty() ? "" : " OR ") +
                 (side == JoinSide::Left ? "l." + quotedName(key.left) : "r." + quotedName(key.right)) +
                 " IS NULL";
  }
  return condition;
}

}  // namespace

bool suits(Aggregate::Kind kind, ColumnType type) {
  switch (kind) {
    case AggregateKind::Rows:
    case AggregateKind::Present:
    case AggregateKind::Missing:
    case AggregateKind::Distinct:
      return true;
    case AggregateKind::Sum:
    case AggregateKind::Mean:
    case AggregateKind::Median:
    case AggregateKind::Deviation:
      return type == ColumnType::Integer || type == ColumnType::Real;
    case AggregateKind::Least:
    case AggregateKind::Greatest:
      return type != ColumnType::Unsupported;
  }
  return false;
}

std::string nameOf(const Aggregate& aggregate) {
  constexpr const char* kWords[] = {"rows", "present", "missing", "distinct", "sum",
                                    "mean", "median",  "min",     "max",      "sd"};
  const std::string word = kWords[static_cast<std::size_t>(aggregate.kind)];
  return aggregate.kind == AggregateKind::Rows ? word : word + " " + aggregate.column;
}

std::string nameOf(const GroupBy& group) {
  constexpr const char* kWords[] = {"", "hour", "weekday", "day", "month", "month of the year", "year", ""};
  if (group.part == Part::Value) {
    return group.column;
  }
  if (group.part == Part::Bins) {
    return group.column + " by " + tatara::toText(group.width);
  }
  return std::string(kWords[static_cast<std::size_t>(group.part)]) + " of " + group.column;
}

std::string columnValuesSql(const PivotRequest& request) {
  const std::string expression = request.columns ? expressionOf(*request.columns) : "NULL";
  return "SELECT CAST(v AS VARCHAR) AS value FROM (SELECT DISTINCT " + expression + " AS v FROM " +
         quotedName(request.relation) + (request.where.empty() ? "" : " WHERE " + request.where) +
         ") ORDER BY v NULLS LAST LIMIT " + std::to_string(kMostPivotColumns + 1);
}

Result<std::string> pivotSql(const PivotRequest& request) {
  if (request.rows.empty() && !request.columns) {
    return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "Choose a column to group by"));
  }
  if (request.values.empty()) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "Choose what to tell of each group"));
  }
  for (const GroupBy& group : request.rows) {
    if (group.part == Part::Bins && !(group.width > 0 && std::isfinite(group.width))) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "The width of bins has to be above zero"));
    }
  }
  if (request.columnValues.size() > kMostPivotColumns) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "%1 has more than %2 values; put it into the rows, or choose one with fewer"),
        {nameOf(*request.columns), std::to_string(kMostPivotColumns)});
  }
  std::set<std::string> taken;
  std::string list;
  std::string order;
  const auto append = [&](const std::string& expression, const std::string& name) {
    list += (list.empty() ? "\n  " : ",\n  ") + expression + " AS " + quotedName(unique(name, taken));
  };
  for (std::size_t i = 0; i < request.rows.size(); ++i) {
    append(expressionOf(request.rows[i]), nameOf(request.rows[i]));
    order += (i > 0 ? ", " : "") + std::to_string(i + 1);
  }
  if (!request.columns) {
    for (const Aggregate& value : request.values) {
      append(expressionOf(value, {}), nameOf(value));
    }
  } else {
    const std::string expression = expressionOf(*request.columns);
    for (const auto& value : request.columnValues) {
      const std::string name = value ? (value->empty() ? "(empty)" : *value) : "missing";
      for (const Aggregate& aggregate : request.values) {
        append(expressionOf(aggregate, filterOf(value, expression)),
               request.values.size() == 1 ? name : name + " " + nameOf(aggregate));
      }
    }
  }
  std::string sql = "SELECT" + list + "\nFROM " + quotedName(request.relation);
  sql += request.where.empty() ? "" : "\nWHERE " + request.where;
  if (!order.empty()) {
    std::string places = order;
    sql += "\nGROUP BY " + places + "\nORDER BY ";
    std::string sorted;
    for (std::size_t i = 0; i < request.rows.size(); ++i) {
      sorted += (i > 0 ? ", " : "") + std::to_string(i + 1) + " NULLS LAST";
    }
    sql += sorted;
  }
  return sql;
}

std::vector<JoinKey> guessKeys(const std::vector<ColumnInfo>& left, const std::vector<ColumnInfo>& right) {
  std::vector<JoinKey> keys;
  for (const ColumnInfo& column : left) {
    const ColumnInfo* other = find(right, column.name);
    // Measurements of one name are hardly what rows are found by.
    const bool fits = other && column.type == other->type && column.type != ColumnType::Real &&
                      column.type != ColumnType::Unsupported;
    if (fits) {
      keys.push_back({column.name, column.name});
    }
  }
  return keys;
}

Result<std::string> joinSql(const JoinRequest& request) {
  TATARA_ASSIGN(const std::string condition, conditionOf(request));
  std::set<std::string> taken;
  std::string list;
  const auto append = [&](const std::string& expression, const std::string& name) {
    list += (list.empty() ? "\n  " : ",\n  ") + expression + " AS " + quotedName(name);
  };
  for (const ColumnInfo& column : request.leftColumns) {
    if (column.type == ColumnType::Unsupported) {
      continue;
    }
    std::string expression = "l." + quotedName(column.name);
    const auto key = std::ranges::find(request.keys, column.name, &JoinKey::left);
    const ColumnInfo* other = key == request.keys.end() ? nullptr : find(request.rightColumns, key->right);
    if (request.kind == JoinRequest::Kind::Full && other) {
      // A row of the right alone brings its key along.
      expression = other->type == column.type
                       ? "coalesce(" + expression + ", r." + quotedName(other->name) + ")"
                       : "coalesce(CAST(" + expression + " AS VARCHAR), CAST(r." + quotedName(other->name) +
                             " AS VARCHAR))";
    }
    append(expression, unique(column.name, taken));
  }
  for (const ColumnInfo& column : request.rightColumns) {
    if (column.type == ColumnType::Unsupported ||
        std::ranges::find(request.keys, column.name, &JoinKey::right) != request.keys.end()) {
      continue;
    }
    const std::string name = taken.contains(column.name) ? column.name + "_right" : column.name;
    append("r." + quotedName(column.name), unique(name, taken));
  }
  constexpr const char* kJoins[] = {"JOIN", "LEFT JOIN", "FULL JOIN"};
  return "SELECT" + list + "\nFROM " + quotedName(request.left) + " AS l\n" +
         kJoins[static_cast<std::size_t>(request.kind)] + " " + quotedName(request.right) + " AS r ON " +
         condition;
}

Result<std::string> joinCountsSql(const JoinRequest& request) {
  TATARA_ASSIGN(const std::string condition, conditionOf(request));
  const std::string left = quotedName(request.left) + " AS l";
  const std::string right = quotedName(request.right) + " AS r";
  const auto keys = [&](JoinSide side) {
    std::string list;
    for (const JoinKey& key : request.keys) {
      list += (list.empty() ? "" : ", ") + quotedName(side == JoinSide::Left ? key.left : key.right);
    }
    return list;
  };
  const auto repeated = [&](JoinSide side) {
    const std::string& relation = side == JoinSide::Left ? request.left : request.right;
    return "(SELECT coalesce(sum(n - 1), 0)::BIGINT FROM (SELECT count(*) AS n FROM " + quotedName(relation) +
           " GROUP BY " + keys(side) + "))";
  };
  const auto partners = [&](JoinSide side, const char* kind) {
    return "(SELECT count(*) FROM " +
           (side == JoinSide::Left ? left + " " + kind + " JOIN " + right
                                   : right + " " + kind + " JOIN " + left) +
           " ON " + condition + ")";
  };
  const auto missing = [&](JoinSide side) {
    return "(SELECT count(*) FROM " + (side == JoinSide::Left ? left : right) + " WHERE " +
           missingKey(request, side) + ")";
  };
  std::string sql =
      "SELECT (SELECT count(*) FROM " + left + " JOIN " + right + " ON " + condition + ") AS matched";
  for (const JoinSide side : {JoinSide::Left, JoinSide::Right}) {
    const std::string name = side == JoinSide::Left ? "left" : "right";
    sql += ",\n  " + partners(side, "SEMI") + " AS " + name + "_with";
    sql += ",\n  " + partners(side, "ANTI") + " AS " + name + "_without";
    sql += ",\n  " + missing(side) + " AS " + name + "_missing";
  }
  return sql + ",\n  " + repeated(JoinSide::Left) + " AS left_repeated,\n  " + repeated(JoinSide::Right) +
         " AS right_repeated";
}

Result<std::string> unmatchedSql(const JoinRequest& request, JoinSide side) {
  TATARA_ASSIGN(const std::string condition, conditionOf(request));
  const std::string left = quotedName(request.left) + " AS l";
  const std::string right = quotedName(request.right) + " AS r";
  return side == JoinSide::Left ? "SELECT l.*\nFROM " + left + "\nANTI JOIN " + right + " ON " + condition
                                : "SELECT r.*\nFROM " + right + "\nANTI JOIN " + left + " ON " + condition;
}

}  // namespace tatara::dataset
