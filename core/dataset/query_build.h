// Statements that people get without writing SQL: groups with a pivot, and joins with what found no partner.
//
// A request is data; the statement is written from quoted names and literals only, names relations of a Query
// (query.h) and runs there like any other. Columns are taken by name from the relation; which there are the
// caller knows.
//
// Threads: pure functions. Errors: InvalidArgument (in words: nothing to group by, types that do not go
// together).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/column.h"

namespace tatara::dataset {

struct GroupBy {
  enum class Part { Value, Hour, Weekday, Day, Month, MonthOfYear, Year, Bins };
  std::string column;
  Part part = Part::Value;  // Weekday: 1 is Monday; all but Value and Bins are of times, in UTC
  double width = 1;         // Bins: of the numbers from the multiple of it at or below
  friend bool operator==(const GroupBy&, const GroupBy&) = default;
};

struct Aggregate {
  enum class Kind { Rows, Present, Missing, Distinct, Sum, Mean, Median, Least, Greatest, Deviation };
  Kind kind = Kind::Rows;
  std::string column = {};  // none for Rows
  friend bool operator==(const Aggregate&, const Aggregate&) = default;
};
// Whether it can be told of a column of this type.
bool suits(Aggregate::Kind kind, ColumnType type);
// The name of its column: "mean rentals", "hour of time".
std::string nameOf(const Aggregate& aggregate);
std::string nameOf(const GroupBy& group);

struct PivotRequest {
  std::string relation;
  std::vector<GroupBy> rows;
  // The values of this one become columns: one for each of `columnValues` and aggregate.
  std::optional<GroupBy> columns = {};
  std::vector<std::optional<std::string>> columnValues = {};  // as columnValuesSql() gave them; none: missing
  std::vector<Aggregate> values;
  std::string where = {};  // a condition in SQL, as toSql(Filter) writes it; may be empty
};
inline constexpr std::size_t kMostPivotColumns = 200;

// The values that become columns, as text in the order of the values; at most one more than
// kMostPivotColumns.
std::string columnValuesSql(const PivotRequest& request);
// Groups in their order, missing last.
Result<std::string> pivotSql(const PivotRequest& request);

struct JoinKey {
  std::string left;
  std::string right;
  friend bool operator==(const JoinKey&, const JoinKey&) = default;
};
struct JoinRequest {
  enum class Kind { Inner, Left, Full };
  std::string left;  // relations
  std::string right;
  std::vector<ColumnInfo> leftColumns;
  std::vector<ColumnInfo> rightColumns;
  std::vector<JoinKey> keys;
  Kind kind = Kind::Left;
};
// Keys that suggest themselves: columns of one name and kind.
std::vector<JoinKey> guessKeys(const std::vector<ColumnInfo>& left, const std::vector<ColumnInfo>& right);

// Left columns, then those of the right that are no key; a name that both have gets "_right". Numbers are
// equal by value; a key that is a text on one side only is compared as text. A missing key has no partner.
Result<std::string> joinSql(const JoinRequest& request);
// One row of whole numbers: rows of the join; of the left with a partner, without one, and of those with a
// missing key; the same of the right; rows of the left and of the right whose key occurs there before.
Result<std::string> joinCountsSql(const JoinRequest& request);
enum class JoinSide { Left, Right };
// The rows of one side that found no partner.
Result<std::string> unmatchedSql(const JoinRequest& request, JoinSide side);

}  // namespace tatara::dataset
