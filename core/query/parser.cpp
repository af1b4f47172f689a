#include <algorithm>
#include <cmath>

#include "core/base/clock.h"
#include "core/base/number_text.h"
#include "core/query/internal/field_reader.h"
#include "core/query/internal/lexer.h"
#include "core/query/query.h"
#include "core/text/utf8.h"

namespace tatara::query {
namespace {

using text::Phrase;

constexpr std::size_t kMaxLength = 64u << 10;
constexpr std::size_t kMaxTerms = 1000;
constexpr std::size_t kMaxSortKeys = 32;
constexpr int kMaxDepth = 50;
constexpr std::string_view kPromptTag = "mlflow.prompt.is_prompt";

struct OperatorWord {
  std::string_view text;
  Operator op;
};
constexpr OperatorWord kSigns[] = {{"=", Operator::Equal},        {"==", Operator::Equal},
                                   {"!=", Operator::NotEqual},    {"<>", Operator::NotEqual},
                                   {"<", Operator::Less},         {"<=", Operator::LessEqual},
                                   {">", Operator::Greater},      {">=", Operator::GreaterEqual},
                                   {"LIKE", Operator::Like},      {"ILIKE", Operator::Ilike},
                                   {"IN", Operator::In},          {"NOT IN", Operator::NotIn},
                                   {"IS NULL", Operator::IsNull}, {"IS NOT NULL", Operator::IsNotNull}};

bool isOrdering(Operator op) {
  return op == Operator::Less || op == Operator::LessEqual || op == Operator::Greater ||
         op == Operator::GreaterEqual;
}
bool isEquality(Operator op) {
  return op == Operator::Equal || op == Operator::NotEqual;
}
bool isList(Operator op) {
  return op == Operator::In || op == Operator::NotIn;
}
bool isNullTest(Operator op) {
  return op == Operator::IsNull || op == Operator::IsNotNull;
}
bool isPattern(Operator op) {
  return op == Operator::Like || op == Operator::Ilike;
}

class Parser {
 public:
  Parser(Entity entity, std::string_view text, Grammar grammar)
      : m_entity(entity), m_text(text), m_grammar(grammar), m_tokens(tokenize(text)) {}

  ParseResult<Filter> run() {
    if (peek().kind != Token::Kind::End) {
      auto root = mlflow() ? conjunction() : either(0);
      if (!root) {
        return tl::unexpected(root.error());
      }
      if (peek().kind != Token::Kind::End) {
        return fail(peek(), afterComparison(peek()));
      }
      m_filter.conditions.push_back(std::move(*root));
    }
    return std::move(m_filter);
  }

 private:
  const Token& peek(std::size_t ahead = 0) const {
    return m_tokens[std::min(m_at + ahead, m_tokens.size() - 1)];
  }
  const Token& take() { return m_tokens[std::min(m_at++, m_tokens.size() - 1)]; }
  bool mlflow() const { return m_grammar == Grammar::Mlflow; }

  // A pattern of TATARA_SAYS.
  static tl::unexpected<FilterProblem> fail(const Token& token, const Phrase& said) {
    return tl::unexpected(problemAt(token, said));
  }

  std::string invalidClause(const Token& token) const {
    if (token.text == ";" && token.end() < m_text.size()) {
      return "Search filter contained multiple expression '" + std::string(m_text) +
             "'. Provide AND-ed expression list.";
    }
    return "Invalid clause(s) in filter string: '" + std::string(spanOf(token)) + "'";
  }

  // The token, or from an opening parenthesis to the one that closes it.
  std::string_view spanOf(const Token& token) const {
    int depth = 0;
    for (const Token& other : m_tokens) {
      if (other.begin < token.begin) {
        continue;
      }
      depth += other.kind == Token::Kind::Open ? 1 : other.kind == Token::Kind::Close ? -1 : 0;
      if (depth <= 0) {
        return m_text.substr(token.begin, other.end() - token.begin);
      }
    }
    return m_text.substr(token.begin);
  }

  Phrase afterComparison(const Token& token) const {
    if (mlflow()) {
      return invalidClause(token);
    }
    if (token.kind == Token::Kind::Close) {
      return Phrase::say(TATARA_SAYS("Phrase", "This parenthesis closes none"));
    }
    return Phrase::say(TATARA_SAYS("Phrase", "AND or OR is expected here, not %1"), {token.text});
  }

  // MLflow drops every AND and takes what is left, so that "a = 1 AND" and "a = 1 b = 2" are filters.
  ParseResult<Expression> conjunction() {
    Expression all;
    all.kind = Expression::Kind::All;
    while (peek().kind != Token::Kind::End) {
      if (peek().is("AND")) {
        take();
        continue;
      }
      auto next = term(0);
      if (!next) {
        return next;
      }
      all.operands.push_back(std::move(*next));
    }
    if (all.operands.size() == 1) {
      return std::move(all.operands.front());
    }
    return all;
  }

  ParseResult<Expression> chain(Expression::Kind kind, std::string_view keyword, int depth) {
    const auto operand = [&] {
      return kind == Expression::Kind::Any ? chain(Expression::Kind::All, "AND", depth) : term(depth);
    };
    auto first = operand();
    if (!first || !peek().is(keyword)) {
      return first;
    }
    Expression all;
    all.kind = kind;
    all.operands.push_back(std::move(*first));
    while (peek().is(keyword)) {
      take();
      auto next = operand();
      if (!next) {
        return next;
      }
      all.operands.push_back(std::move(*next));
    }
    return all;
  }

  ParseResult<Expression> either(int depth) { return chain(Expression::Kind::Any, "OR", depth); }

  ParseResult<Expression> term(int depth) {
    const Token& token = peek();
    const bool negated = token.is("NOT");
    if (!negated && token.kind != Token::Kind::Open) {
      return comparison();
    }
    if (mlflow()) {
      return fail(token, invalidClause(token));
    }
    if (depth >= kMaxDepth) {
      return fail(token, Phrase::say(TATARA_SAYS("Phrase", "The filter is nested deeper than %1 levels"),
                                     {std::to_string(kMaxDepth)}));
    }
    take();
    if (negated) {
      auto inner = term(depth + 1);
      if (!inner) {
        return inner;
      }
      Expression result;
      result.kind = Expression::Kind::Not;
      result.operands.push_back(std::move(*inner));
      return result;
    }
    auto inner = either(depth + 1);
    if (!inner) {
      return inner;
    }
    if (peek().kind != Token::Kind::Close) {
      return fail(peek().kind == Token::Kind::End ? token : peek(),
                  peek().kind == Token::Kind::End
                      ? Phrase::say(TATARA_SAYS("Phrase", "This parenthesis is not closed"))
                      : afterComparison(peek()));
    }
    take();
    return inner;
  }

  ParseResult<Expression> comparison() {
    const Token fieldToken = take();
    if (++m_terms > kMaxTerms) {
      return fail(fieldToken, Phrase::say(TATARA_SAYS("Phrase", "The filter has more than %1 comparisons"),
                                          {std::to_string(kMaxTerms)}));
    }
    if (const auto problem = notAField(fieldToken)) {
      return fail(fieldToken, *problem);
    }
    auto field = readField(m_entity, fieldToken, m_grammar, FieldUse::Filter);
    if (!field) {
      return tl::unexpected(field.error());
    }
    const Token opToken = peek();
    const auto op = readOperator();
    if (!op) {
      return fail(opToken, notAnOperator(opToken, fieldToken));
    }
    Expression result;
    result.comparison.op = *op;
    if (const auto problem = mlflow() ? std::nullopt : checkOperator(*field, *op, opToken)) {
      return fail(opToken, *problem);
    }
    if (mlflow() && peek().kind == Token::Kind::End && !isNullTest(*op)) {
      return fail(opToken, "Invalid clause(s) in filter string: '" + std::string(fieldToken.text) + "', '" +
                               std::string(opToken.text) + "'");
    }
    const auto read = readOperand(*field, result.comparison);
    if (!read) {
      return tl::unexpected(read.error());
    }
    // MLflow looks at the value first.
    if (const auto problem = mlflow() ? checkOperator(*field, *op, opToken) : std::nullopt) {
      return fail(opToken, *problem);
    }
    const Comparison& made = result.comparison;
    result.comparison.holdsWhereMissing =
        (m_entity == Entity::RegisteredModel || m_entity == Entity::ModelVersion) &&
        field->kind == FieldKind::Tag && field->key == kPromptTag &&
        ((made.op == Operator::Equal && made.text == "false") ||
         (made.op == Operator::NotEqual && made.text == "true"));
    result.comparison.field = indexOf(std::move(*field));
    return result;
  }

  std::optional<Phrase> notAField(const Token& token) const {
    switch (token.kind) {
      case Token::Kind::Word:
        if (!token.is("AND") && !token.is("OR") && !token.is("IN") && !token.is("LIKE") && !token.is("IS")) {
          return std::nullopt;
        }
        break;
      case Token::Kind::Backtick:
      case Token::Kind::Double:
        return std::nullopt;
      case Token::Kind::Unclosed:
        return Phrase::say(TATARA_SAYS("Phrase", "This quote is not closed"));
      case Token::Kind::End:
        return Phrase::say(
            TATARA_SAYS("Phrase", "A comparison such as metrics.rmse < 40 is expected at the end"));
      default:
        break;
    }
    return mlflow()
               ? Phrase(invalidClause(token))
               : Phrase::say(
                     TATARA_SAYS(
                         "Phrase",
                         "A field such as metrics.rmse, params.depth or status is expected here, not %1"),
                     {token.text});
  }

  Phrase notAnOperator(const Token& opToken, const Token& fieldToken) const {
    if (mlflow()) {
      return invalidClause(opToken.kind == Token::Kind::End ? fieldToken : opToken);
    }
    static constexpr std::string_view kWords[] = {"LIKE", "ILIKE", "IN", "NOT IN", "IS NULL", "IS NOT NULL"};
    std::string upper(opToken.text);
    std::transform(upper.begin(), upper.end(), upper.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    const auto near = upper.size() > 1 ? nearestWord(upper, kWords) : std::nullopt;
    return near ? Phrase::say(TATARA_SAYS("Phrase",
                                          "An operator (= != < <= > >= LIKE ILIKE IN, IS NULL) is expected "
                                          "after %1; did you mean %2?"),
                              {fieldToken.text, *near})
                : Phrase::say(
                      TATARA_SAYS("Phrase",
                                  "An operator (= != < <= > >= LIKE ILIKE IN, IS NULL) is expected after %1"),
                      {fieldToken.text});
  }

  std::optional<Operator> readOperator() {
    std::string word(peek().text);
    std::size_t tokens = 1;
    if (peek().kind == Token::Kind::Word) {
      std::transform(word.begin(), word.end(), word.begin(),
                     [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
      if (peek().is("NOT") && peek(1).is("IN")) {
        word = "NOT IN";
        tokens = 2;
      } else if (peek().is("IS") && peek(1).is("NULL")) {
        word = "IS NULL";
        tokens = 2;
      } else if (peek().is("IS") && peek(1).is("NOT") && peek(2).is("NULL")) {
        word = "IS NOT NULL";
        tokens = 3;
      }
    } else if (peek().kind != Token::Kind::Operator) {
      return std::nullopt;
    }
    for (const OperatorWord& known : kSigns) {
      if (known.text == word) {
        m_at += tokens;
        return known.op;
      }
    }
    return std::nullopt;
  }

  std::optional<Phrase> checkOperator(const Field& field, Operator op, const Token& opToken) const {
    const bool numeric = field.type != FieldType::Text;
    bool allowed = true;
    if (mlflow()) {
      if (opToken.text == "==" || opToken.text == "<>") {
        allowed = false;
      } else if (numeric) {
        allowed = isOrdering(op) || isEquality(op);
      } else if (field.kind == FieldKind::Attribute || field.kind == FieldKind::Dataset) {
        allowed = isEquality(op) || isPattern(op) || isList(op);
      } else {
        allowed = isEquality(op) || isPattern(op) || (isNullTest(op) && m_entity != Entity::LoggedModel);
      }
    } else {
      allowed = numeric ? !isPattern(op) && !isList(op) : true;
    }
    if (allowed) {
      return std::nullopt;
    }
    if (!mlflow()) {
      return Phrase::say(TATARA_SAYS("Phrase", "%1 asks for text, but %2 is a number"),
                         {toText(op), toText(field)});
    }
    if (isNullTest(op)) {
      const std::string_view kind = field.kind == FieldKind::Attribute ? "attribute"
                                    : field.kind == FieldKind::Metric  ? "metric"
                                                                       : prefixOf(field.kind);
      return "IS NULL / IS NOT NULL is only supported for tags and params, not for '" + std::string(kind) +
             "' '" + field.key + "'";
    }
    return "Invalid comparator '" + std::string(opToken.text) + "' for '" + field.key + "'";
  }

  ParseResult<bool> readOperand(const Field& field, Comparison& made) {
    if (isNullTest(made.op)) {
      return true;
    }
    if (isList(made.op)) {
      return readList(field, made);
    }
    const Token token = take();
    if (token.kind == Token::Kind::Unclosed) {
      return fail(token, Phrase::say(TATARA_SAYS("Phrase", "This quote is not closed")));
    }
    const bool isText = token.kind == Token::Kind::Single || token.kind == Token::Kind::Double;
    if (field.type != FieldType::Text) {
      return readNumber(field, token, isText, made);
    }
    if (isText) {
      made.operand = Comparison::Operand::Text;
      made.text = unquoted(token.text, m_grammar);
      if (isOrdering(made.op) && mlflow()) {
        return fail(token,
                    "Invalid comparator '" + std::string(toText(made.op)) + "' for '" + field.key + "'");
      }
      return true;
    }
    if (token.kind == Token::Kind::Number && !mlflow() && !isPattern(made.op)) {
      made.operand = Comparison::Operand::Number;
      made.number = parseDouble(token.text).value_or(0);
      return true;
    }
    return fail(token, textExpected(field, token));
  }

  Phrase textExpected(const Field& field, const Token& token) const {
    const std::string found(spanOf(token));
    if (!mlflow()) {
      return token.kind == Token::Kind::End
                 ? Phrase::say(TATARA_SAYS("Phrase", "A value such as 'text' is expected at the end"))
             : token.kind == Token::Kind::Word
                 ? Phrase::say(TATARA_SAYS("Phrase", "Put the value in quotes: '%1'"), {found})
                 : Phrase::say(TATARA_SAYS("Phrase", "A value in quotes is expected here, not %1"), {found});
    }
    if (token.kind == Token::Kind::Word || token.kind == Token::Kind::Backtick) {
      return "Parameter value is either not quoted or unidentified quote types used for string value " +
             found + ". Use either single or double quotes.";
    }
    if (field.kind == FieldKind::Param || field.kind == FieldKind::Tag) {
      return std::string("Expected a quoted string value for ") +
             (field.kind == FieldKind::Param ? "parameter" : "tag") + " (e.g. 'my-value'). Got value " +
             found;
    }
    return std::string("Expected a quoted string value for ") +
           (field.kind == FieldKind::Dataset ? "dataset attributes" : "attributes") + ". Got value " + found;
  }

  ParseResult<bool> readNumber(const Field& field, const Token& token, bool isText, Comparison& made) {
    made.operand = Comparison::Operand::Number;
    if (token.kind == Token::Kind::Number) {
      made.number = parseDouble(token.text).value_or(0);
      return true;
    }
    const std::string found(token.text);
    if (mlflow() && isText && field.key == "version_number") {
      if (const auto number = parseDouble(unquoted(token.text, m_grammar)); number && !std::isnan(*number)) {
        made.number = *number;
        return true;
      }
    }
    if (mlflow()) {
      return fail(token, field.kind == FieldKind::Metric
                             ? "Expected numeric value type for metric. Found " + found
                             : "Expected numeric value type for numeric attribute: " + field.key +
                                   ". Found " + found);
    }
    if (field.type == FieldType::Time && isText) {
      if (const auto time = parseIso8601(unquoted(token.text, m_grammar))) {
        made.number = static_cast<double>(toUnixMillis(*time));
        return true;
      }
      return fail(token,
                  Phrase::say(TATARA_SAYS(
                      "Phrase", "This is no time; write it as '2026-11-20' or '2026-11-20T14:02:05Z'")));
    }
    if (token.kind == Token::Kind::End) {
      return fail(token, Phrase::say(TATARA_SAYS("Phrase", "A number is expected at the end")));
    }
    return fail(token,
                isText ? Phrase::say(TATARA_SAYS("Phrase", "%1 is a number; write the value without quotes"),
                                     {toText(field)})
                       : Phrase::say(TATARA_SAYS("Phrase", "%1 is a number; write the value as a number"),
                                     {toText(field)}));
  }

  ParseResult<bool> readList(const Field& field, Comparison& made) {
    made.operand = Comparison::Operand::List;
    if (mlflow() &&
        (field.type != FieldType::Text || field.kind == FieldKind::Param || field.kind == FieldKind::Tag)) {
      const Token token = peek();
      return field.type == FieldType::Text ? fail(token, textExpected(field, token))
                                           : readNumber(field, token, false, made);
    }
    if (mlflow() && field.kind == FieldKind::Attribute) {
      const Attribute* attribute = findAttribute(m_entity, field.key, m_grammar);
      if (attribute != nullptr && attribute->lists == Attribute::Lists::No) {
        std::string supported;
        for (const Attribute& other : schemaOf(m_entity).attributes) {
          if (other.lists == Attribute::Lists::Yes) {
            supported += (supported.empty() ? "'" : ", '") + std::string(other.name) + "'";
          }
        }
        return fail(peek(), "Only [" + supported +
                                "] attributes support comparison with a list of quoted string values.");
      }
    }
    const Token open = take();
    if (open.kind != Token::Kind::Open) {
      return fail(
          open, mlflow() ? Phrase(invalidClause(open))
                         : Phrase::say(TATARA_SAYS("Phrase", "A list such as ('a', 'b') is expected here")));
    }
    while (true) {
      const Token token = take();
      if (token.kind == Token::Kind::Close && mlflow() && made.list.empty()) {
        return fail(token,
                    "While parsing a list in the query, expected a non-empty list of string values, but got "
                    "empty list");
      }
      if (token.kind == Token::Kind::Close && !made.list.empty()) {
        return true;  // a comma may stand before the parenthesis
      }
      if (token.kind == Token::Kind::Unclosed) {
        return fail(token, Phrase::say(TATARA_SAYS("Phrase", "This quote is not closed")));
      }
      if (token.kind != Token::Kind::Single && token.kind != Token::Kind::Double) {
        return fail(token, mlflow() ? Phrase("While parsing a list in the query, expected a non-empty list "
                                             "of string values, but got "
                                             "ill-formed list.")
                                    : Phrase::say(TATARA_SAYS("Phrase",
                                                              "A value in quotes is expected in the list")));
      }
      made.list.push_back(unquoted(token.text, m_grammar));
      if (peek().kind == Token::Kind::Close) {
        take();
        return true;
      }
      if (peek().kind != Token::Kind::Comma) {
        return fail(peek().kind == Token::Kind::End ? open : peek(),
                    peek().kind == Token::Kind::End
                        ? Phrase::say(TATARA_SAYS("Phrase", "This list is not closed"))
                        : Phrase::say(TATARA_SAYS("Phrase", "A comma or ) is expected here")));
      }
      take();
    }
  }

  std::size_t indexOf(Field field) {
    const auto found = std::find(m_filter.fields.begin(), m_filter.fields.end(), field);
    if (found != m_filter.fields.end()) {
      return static_cast<std::size_t>(found - m_filter.fields.begin());
    }
    m_filter.fields.push_back(std::move(field));
    return m_filter.fields.size() - 1;
  }

  Entity m_entity;
  std::string_view m_text;
  Grammar m_grammar;
  std::vector<Token> m_tokens;
  std::size_t m_at = 0;
  std::size_t m_terms = 0;
  Filter m_filter;
};

std::optional<FilterProblem> checkText(std::string_view text) {
  if (text.size() > kMaxLength) {
    return problemAt(
        Token{Token::Kind::Bad, text.substr(kMaxLength), kMaxLength},
        Phrase::say(TATARA_SAYS("Phrase", "The filter is longer than %1"), {toByteText(kMaxLength)}));
  }
  if (const auto invalid = text::findInvalidUtf8(text)) {
    return problemAt(Token{Token::Kind::Bad, text.substr(*invalid, 1), *invalid},
                     Phrase::say(TATARA_SAYS("Phrase", "The filter is not valid UTF-8")));
  }
  return std::nullopt;
}

}  // namespace

ParseResult<Filter> parseFilter(Entity entity, std::string_view text, Grammar grammar) {
  if (auto problem = checkText(text)) {
    return tl::unexpected(std::move(*problem));
  }
  return Parser(entity, text, grammar).run();
}

ParseResult<std::vector<OrderBy>> parseOrderBy(Entity entity, std::string_view text, Grammar grammar) {
  if (auto problem = checkText(text)) {
    return tl::unexpected(std::move(*problem));
  }
  const std::vector<Token> tokens = tokenize(text);
  const Token whole{Token::Kind::Bad, text, 0};
  const auto invalid = [&](const Token& token, const std::string& message) {
    return tl::unexpected(
        grammar == Grammar::Mlflow
            ? problemAt(whole, "Invalid order_by clause '" + std::string(text) + "'. Could not be parsed.")
            : problemAt(token, message));
  };
  std::vector<OrderBy> keys;
  std::size_t at = 0;
  while (true) {
    const Token& token = tokens[at];
    const bool named = token.kind == Token::Kind::Word || token.kind == Token::Kind::Backtick ||
                       token.kind == Token::Kind::Double;
    if (!named) {
      return invalid(token, "A field to sort by is expected here");
    }
    auto field = readField(entity, token, grammar, FieldUse::Order);
    if (!field) {
      return tl::unexpected(field.error());
    }
    OrderBy key{std::move(*field), OrderBy::Direction::Ascending};
    if (key.field.kind == FieldKind::Dataset) {
      return invalid(token, "Rows cannot be sorted by their datasets");
    }
    const Token& direction = tokens[at + 1];
    if (direction.is("DESC") || direction.is("ASC")) {
      key.direction = direction.is("DESC") ? OrderBy::Direction::Descending : OrderBy::Direction::Ascending;
      ++at;
    } else if (direction.kind == Token::Kind::Word && grammar == Grammar::Mlflow) {
      return tl::unexpected(
          problemAt(direction, "Invalid ordering key in order_by clause '" + std::string(text) + "'."));
    }
    const bool repeated =
        std::any_of(keys.begin(), keys.end(), [&](const OrderBy& other) { return other.field == key.field; });
    if (repeated) {
      return invalid(token, toText(key.field) + " is named twice");
    }
    if (keys.size() == kMaxSortKeys) {
      return invalid(token, "Rows can be sorted by at most " + std::to_string(kMaxSortKeys) + " fields");
    }
    keys.push_back(std::move(key));
    const Token& next = tokens[at + 1];
    if (next.kind == Token::Kind::End) {
      break;
    }
    if (next.kind != Token::Kind::Comma || grammar == Grammar::Mlflow) {
      return invalid(next, "ASC, DESC or a comma is expected here");
    }
    at += 2;
  }
  return keys;
}

std::string_view toText(Operator op) {
  for (const OperatorWord& known : kSigns) {
    if (known.op == op) {
      return known.text;
    }
  }
  return "";
}

}  // namespace tatara::query
