// The filter language: MLflow's search grammar and a superset of it, as a tree that any table of rows can
// answer.
//
//   metrics.rmse < 40 AND params.booster = 'gbtree'              both grammars
//   (metrics."val/rmse" < 40 OR tags.keep IS NOT NULL) AND NOT status = 'FAILED'     Tatara only
//   params.max_depth >= 6 AND start_time > '2026-11-01'          Tatara only: a number asked of a parameter,
//   a date
//
// Grammar (keywords in any case):
//   filter     := [ either ]
//   either     := both { OR both }
//   both       := term { AND term }
//   term       := NOT term | ( either ) | comparison
//   comparison := field op value | field [NOT] IN ( value {, value} ) | field IS [NOT] NULL
//   field      := attribute | prefix . key       the key bare, in `backticks` or in "double quotes"; split at
//   the
//                                                first dot, so that keys may hold dots
//   value      := number | 'text' | "text"
// In Grammar::Mlflow: no OR, NOT, parentheses; which operator goes with which field as MLflow has it.
//
// Meaning: a row that lacks the key satisfies no comparison but IS NULL (`!=` included); NOT is two-valued,
// so `NOT metrics.a > 1` holds where there is no a. NaN satisfies only `!=`. LIKE: % any text, _ one
// character; ILIKE ignores the case of ASCII letters. A dataset condition holds when one of the run's
// datasets satisfies it.
//
// Errors: InvalidArgument with the place in the text. Depth (50), terms (1,000), sort keys (32) and length
// (64 KiB) are bounded. Threads: values.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <vector>

#include "core/base/result.h"
#include "core/query/schema.h"

namespace tatara::query {

struct Field {
  FieldKind kind = FieldKind::Attribute;
  std::string key;  // an attribute's canonical name, else the user's key
  FieldType type = FieldType::Text;

  friend bool operator==(const Field&, const Field&) = default;
};

enum class Operator {
  Equal,
  NotEqual,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Like,
  Ilike,
  In,
  NotIn,
  IsNull,
  IsNotNull
};

// "=", "NOT IN", ...
std::string_view toText(Operator op);

struct Comparison {
  std::size_t field = 0;  // index into Filter::fields
  Operator op = Operator::Equal;
  enum class Operand { None, Number, Text, List } operand = Operand::None;
  double number = 0;
  std::string text;
  std::vector<std::string> list;
  // MLflow's clients hide prompts by `tags.mlflow.prompt.is_prompt != 'true'`, meant to match where there is
  // no tag.
  bool holdsWhereMissing = false;

  friend bool operator==(const Comparison&, const Comparison&) = default;
};

struct Expression {
  enum class Kind { Comparison, All, Any, Not };
  Kind kind = Kind::Comparison;
  Comparison comparison;
  std::vector<Expression> operands;  // of All and Any at least two, of Not one

  friend bool operator==(const Expression&, const Expression&) = default;
};

struct Filter {
  std::vector<Field> fields;           // each once; a table binds them to its columns before it looks at rows
  std::vector<Expression> conditions;  // none: everything matches; else one
};

// What is wrong and where: bytes [begin, end) of the text, for an underline.
struct FilterProblem : Error {
  std::size_t begin = 0;
  std::size_t end = 0;
};

template <typename T>
using ParseResult = tl::expected<T, FilterProblem>;

ParseResult<Filter> parseFilter(Entity entity, std::string_view text, Grammar grammar = Grammar::Tatara);

// One row, asked for the fields of the filter by their index.
class FilterRow {
 public:
  virtual ~FilterRow() = default;
  // For fields of type Number and Time. Absent: the row lacks it.
  virtual std::optional<double> number(std::size_t field) const = 0;
  // For fields of type Text: the nth value. Only dataset fields have more than the one at 0.
  virtual std::optional<std::string_view> text(std::size_t field, std::size_t nth) const = 0;
};

bool matches(const Filter& filter, const FilterRow& row);

// SQL's LIKE over UTF-8; `%` and `_` have no escape, as in MLflow.
enum class LetterCase { Sensitive, Ignored };
bool isLike(std::string_view text, std::string_view pattern, LetterCase letterCase);

// Text that parses to the same: for chips, copied snippets and saved views.
std::string toText(const Filter& filter);
std::string toText(const Field& field);
std::string quotedValue(std::string_view value);

struct OrderBy {
  Field field;
  enum class Direction { Ascending, Descending } direction = Direction::Ascending;

  friend bool operator==(const OrderBy&, const OrderBy&) = default;
};

// "metrics.rmse DESC, start_time". In Grammar::Mlflow exactly one key.
// NaN and missing values come last in both directions; that is for whoever sorts.
ParseResult<std::vector<OrderBy>> parseOrderBy(Entity entity, std::string_view text,
                                               Grammar grammar = Grammar::Tatara);

}  // namespace tatara::query
