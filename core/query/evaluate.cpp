#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/base/number_text.h"
#include "core/query/query.h"
#include "core/text/utf8.h"

namespace tatara::query {
namespace {

// Up to so many letters are looked for at every place of a text, which takes no table.
constexpr std::size_t kSearched = 8;

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

template <typename T>
bool compare(const T& left, Operator op, const T& right) {
  switch (op) {
    case Operator::Equal:
      return left == right;
    case Operator::NotEqual:
      return left != right;
    case Operator::Less:
      return left < right;
    case Operator::LessEqual:
      return left <= right;
    case Operator::Greater:
      return left > right;
    case Operator::GreaterEqual:
      return left >= right;
    default:
      return false;
  }
}

bool textMatches(std::string_view text, const Comparison& comparison) {
  switch (comparison.op) {
    case Operator::Like:
      return isLike(text, comparison.text, LetterCase::Sensitive);
    case Operator::Ilike:
      return isLike(text, comparison.text, LetterCase::Ignored);
    case Operator::In:
    case Operator::NotIn: {
      const bool listed =
          std::find(comparison.list.begin(), comparison.list.end(), text) != comparison.list.end();
      return listed == (comparison.op == Operator::In);
    }
    default:
      break;
  }
  if (comparison.operand == Comparison::Operand::Number) {
    const auto number = parseDouble(text);
    return number && compare(*number, comparison.op, comparison.number);
  }
  return compare(text, comparison.op, std::string_view(comparison.text));
}

bool comparisonMatches(const Field& field, const Comparison& comparison, const FilterRow& row) {
  const bool nullTest = comparison.op == Operator::IsNull || comparison.op == Operator::IsNotNull;
  if (field.type != FieldType::Text) {
    const auto value = row.number(comparison.field);
    if (nullTest) {
      return value.has_value() == (comparison.op == Operator::IsNotNull);
    }
    return value && compare(*value, comparison.op, comparison.number);
  }
  auto value = row.text(comparison.field, 0);
  if (nullTest) {
    return value.has_value() == (comparison.op == Operator::IsNotNull);
  }
  if (!value) {
    return comparison.holdsWhereMissing;
  }
  for (std::size_t nth = 1; value; ++nth) {
    if (textMatches(*value, comparison)) {
      return true;
    }
    value = field.kind == FieldKind::Dataset ? row.text(comparison.field, nth) : std::nullopt;
  }
  return false;
}

bool expressionMatches(const Filter& filter, const Expression& expression, const FilterRow& row) {
  const auto holds = [&](const Expression& operand) { return expressionMatches(filter, operand, row); };
  switch (expression.kind) {
    case Expression::Kind::Comparison:
      return comparisonMatches(filter.fields[expression.comparison.field], expression.comparison, row);
    case Expression::Kind::All:
      return std::all_of(expression.operands.begin(), expression.operands.end(), holds);
    case Expression::Kind::Any:
      return std::any_of(expression.operands.begin(), expression.operands.end(), holds);
    case Expression::Kind::Not:
      break;
  }
  return !holds(expression.operands.front());
}

bool isPlainKey(std::string_view key) {
  return !key.empty() && std::all_of(key.begin(), key.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
  });
}

std::string doubled(std::string_view text, char quote) {
  std::string out(1, quote);
  for (const char c : text) {
    out.append(c == quote ? 2 : 1, c);
  }
  out.push_back(quote);
  return out;
}

// A number too large to be one was read as infinity, which has no word in the grammar.
std::string numberText(double number) {
  return std::isinf(number) ? (number > 0 ? "1e999" : "-1e999") : tatara::toText(number);
}

std::string toText(const Filter& filter, const Comparison& comparison) {
  std::string out = toText(filter.fields[comparison.field]) + " " + std::string(toText(comparison.op));
  switch (comparison.operand) {
    case Comparison::Operand::None:
      return out;
    case Comparison::Operand::Number:
      return out + " " + numberText(comparison.number);
    case Comparison::Operand::Text:
      return out + " " + quotedValue(comparison.text);
    case Comparison::Operand::List:
      break;
  }
  out += " (";
  for (std::size_t i = 0; i < comparison.list.size(); ++i) {
    out += (i > 0 ? ", " : "") + quotedValue(comparison.list[i]);
  }
  return out + ")";
}

std::string toText(const Filter& filter, const Expression& expression) {
  const auto wrapped = [&](const Expression& operand) {
    const bool compound = operand.kind == Expression::Kind::All || operand.kind == Expression::Kind::Any;
    const std::string inner = toText(filter, operand);
    return compound ? "(" + inner + ")" : inner;
  };
  if (expression.kind == Expression::Kind::Comparison) {
    return toText(filter, expression.comparison);
  }
  if (expression.kind == Expression::Kind::Not) {
    return "NOT " + wrapped(expression.operands.front());
  }
  std::string out;
  for (const Expression& operand : expression.operands) {
    out += out.empty() ? "" : expression.kind == Expression::Kind::All ? " AND " : " OR ";
    out += wrapped(operand);
  }
  return out;
}

bool sameLetter(char left, char right, LetterCase letterCase) {
  return left == right || (letterCase == LetterCase::Ignored && lower(left) == lower(right));
}

bool endsWith(std::string_view text, std::string_view end, LetterCase letterCase) {
  return text.size() >= end.size() &&
         std::equal(end.begin(), end.end(), text.end() - end.size(),
                    [&](char a, char b) { return sameLetter(a, b, letterCase); });
}

// Where `wanted` first stands. In time that grows with both and not with their product (Knuth, Morris and
// Pratt): texts may be as long as a model's answer, and both are a client's.
std::size_t findText(std::string_view text, std::string_view wanted, LetterCase letterCase) {
  std::vector<std::uint32_t> fallback(wanted.size(), 0);  // how much of it stands again at its own beginning
  for (std::size_t i = 1, matched = 0; i < wanted.size(); ++i) {
    while (matched > 0 && !sameLetter(wanted[i], wanted[matched], letterCase)) {
      matched = fallback[matched - 1];
    }
    matched += sameLetter(wanted[i], wanted[matched], letterCase) ? 1 : 0;
    fallback[i] = static_cast<std::uint32_t>(matched);
  }
  for (std::size_t i = 0, matched = 0; i < text.size(); ++i) {
    while (matched > 0 && !sameLetter(text[i], wanted[matched], letterCase)) {
      matched = fallback[matched - 1];
    }
    matched += sameLetter(text[i], wanted[matched], letterCase) ? 1 : 0;
    if (matched == wanted.size()) {
      return i + 1 - matched;
    }
  }
  return std::string_view::npos;
}

}  // namespace

bool matches(const Filter& filter, const FilterRow& row) {
  return filter.conditions.empty() || expressionMatches(filter, filter.conditions.front(), row);
}

// Greedy, with one place to come back to: the last % seen. Quadratic only in what stands between a % and a
// later _, never exponential.
bool isLike(std::string_view text, std::string_view pattern, LetterCase letterCase) {
  std::string_view afterPercent;
  std::string_view resume;
  bool seenPercent = false;
  while (!text.empty()) {
    if (!pattern.empty() && pattern.front() == '%') {
      pattern.remove_prefix(1);
      const std::size_t special = pattern.find_first_of("%_");
      if (special == std::string_view::npos) {
        return endsWith(text, pattern, letterCase);
      }
      if (special > kSearched && pattern[special] == '%') {
        const std::size_t found = findText(text, pattern.substr(0, special), letterCase);
        if (found == std::string_view::npos) {
          return false;
        }
        text.remove_prefix(found + special);
        pattern.remove_prefix(special);
        continue;
      }
      afterPercent = pattern;
      resume = text;
      seenPercent = true;
    } else if (!pattern.empty() && pattern.front() == '_') {
      pattern.remove_prefix(1);
      text::takeCodePoint(text);
    } else if (!pattern.empty() && sameLetter(text.front(), pattern.front(), letterCase)) {
      pattern.remove_prefix(1);
      text.remove_prefix(1);
    } else if (seenPercent) {
      text::takeCodePoint(resume);
      text = resume;
      pattern = afterPercent;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('%') == std::string_view::npos;
}

std::string toText(const Filter& filter) {
  return filter.conditions.empty() ? "" : toText(filter, filter.conditions.front());
}

std::string toText(const Field& field) {
  if (field.kind == FieldKind::Attribute) {
    return field.key;
  }
  const std::string prefix = std::string(prefixOf(field.kind)) + ".";
  const bool plain = isPlainKey(field.key);
  return prefix +
         (plain ? field.key : doubled(field.key, field.key.find('"') == std::string::npos ? '"' : '`'));
}

std::string quotedValue(std::string_view value) {
  return doubled(value, '\'');
}

}  // namespace tatara::query
