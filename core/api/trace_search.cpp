#include "core/api/internal/trace_search.h"

#include <algorithm>
#include <array>

#include "core/api/internal/failure.h"
#include "core/base/number_text.h"
#include "core/text/json.h"

namespace tatara::api {
namespace {

using Kind = TraceField::Kind;
using query::Operator;

constexpr std::size_t kLongest = 64 * 1024;
// With a _: it is compared at every place of a text, which may be as long as a model's answer.
constexpr std::size_t kLongestPattern = 1000;

struct Token {
  enum class Type { Word, Text, Sign, End } type = Type::End;
  std::string text;
};

bool isBlank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

std::string upper(std::string text) {
  for (char& c : text) {
    c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  }
  return text;
}

// Words hold anything up to a blank or sign; a part in backticks or double quotes, as in tags.`a b`, is one
// word.
Result<std::vector<Token>> tokensOf(std::string_view text) {
  std::vector<Token> tokens;
  std::size_t i = 0;
  const auto quoted = [&](char quote) -> Result<std::string> {
    const std::size_t close = text.find(quote, i + 1);
    if (close == std::string_view::npos) {
      return invalid("Invalid clause(s) in filter string: a quote is not closed");
    }
    std::string inside(text.substr(i + 1, close - i - 1));
    i = close + 1;
    return inside;
  };
  while (i < text.size()) {
    const char c = text[i];
    if (isBlank(c)) {
      ++i;
    } else if (c == '\'' || c == '"') {
      TATARA_ASSIGN(std::string inside, quoted(c));
      tokens.push_back({Token::Type::Text, std::move(inside)});
    } else if (std::string_view("=!<>").find(c) != std::string_view::npos) {
      const std::size_t size = i + 1 < text.size() && text[i + 1] == '=' ? 2 : 1;
      tokens.push_back({Token::Type::Sign, std::string(text.substr(i, size))});
      i += size;
    } else if (c == '(' || c == ')' || c == ',') {
      tokens.push_back({Token::Type::Sign, std::string(1, c)});
      ++i;
    } else {
      Token word{Token::Type::Word, ""};
      while (i < text.size() && !isBlank(text[i]) &&
             std::string_view("=!<>(),'").find(text[i]) == std::string_view::npos) {
        if (text[i] == '`' || text[i] == '"') {
          TATARA_ASSIGN(const std::string inside, quoted(text[i]));
          word.text += inside;
        } else {
          word.text += text[i++];
        }
      }
      tokens.push_back(std::move(word));
    }
  }
  tokens.push_back({});
  return tokens;
}

// What the wire calls an attribute, by the names that it may be asked for.
constexpr std::array<std::pair<std::string_view, std::string_view>, 15> kAttributes = {
    {{"request_id", "request_id"},
     {"trace_id", "request_id"},
     {"id", "request_id"},
     {"timestamp", "timestamp_ms"},
     {"timestamp_ms", "timestamp_ms"},
     {"execution_time", "execution_time_ms"},
     {"execution_time_ms", "execution_time_ms"},
     {"end_time", "end_time_ms"},
     {"end_time_ms", "end_time_ms"},
     {"status", "status"},
     {"state", "status"},
     {"client_request_id", "client_request_id"},
     {"name", "name"},
     {"run_id", "run_id"},
     {"text", "text"}}};

Result<TraceField> fieldOf(const std::string& word) {
  const std::size_t dot = word.find('.');
  const std::string prefix = dot == std::string::npos ? "" : word.substr(0, dot);
  const std::string key = dot == std::string::npos ? word : word.substr(dot + 1);
  if (prefix == "tag" || prefix == "tags") {
    return TraceField{Kind::Tag, key};
  }
  if (prefix == "metadata" || prefix == "request_metadata") {
    return TraceField{Kind::Metadata, key};
  }
  if (prefix == "span" && (key == "name" || key == "status")) {
    return TraceField{Kind::Span, key};
  }
  if (prefix == "feedback" || prefix == "expectation") {
    return TraceField{Kind::Assessment, word};
  }
  if (prefix.empty() || prefix == "attribute" || prefix == "attributes" || prefix == "trace") {
    const auto found = std::find_if(kAttributes.begin(), kAttributes.end(),
                                    [&](const auto& each) { return each.first == key; });
    if (found != kAttributes.end()) {
      return TraceField{Kind::Attribute, std::string(found->second)};
    }
    return invalid(
        "Invalid attribute key '" + key +
        "' specified. Valid keys are client_request_id, end_time_ms, execution_time_ms, name, request_id, "
        "run_id, status, text, timestamp_ms");
  }
  return invalid("Invalid entity type '" + prefix +
                 "'. Valid values are attributes, trace, tags, metadata, span, feedback and expectation");
}

// What any of the spans says, which is no value of the trace's own.
bool isSpanText(const TraceField& field) {
  return field.kind == Kind::Attribute && field.key == "text";
}

class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : m_tokens(std::move(tokens)) {}

  Result<std::vector<TraceClause>> filter() {
    std::vector<TraceClause> clauses;
    while (now().type != Token::Type::End) {
      if (!clauses.empty() && !take("AND")) {
        return wrong();
      }
      TATARA_ASSIGN(TraceClause clause, this->clause());
      clauses.push_back(std::move(clause));
    }
    return clauses;
  }

 private:
  const Token& now() const { return m_tokens[m_at]; }
  Token next() { return m_tokens[m_at + 1 < m_tokens.size() ? m_at++ : m_at]; }
  bool take(std::string_view keyword) {
    const bool there = now().type == Token::Type::Word && upper(now().text) == keyword;
    m_at += there ? 1 : 0;
    return there;
  }
  bool takeSign(std::string_view sign) {
    const bool there = now().type == Token::Type::Sign && now().text == sign;
    m_at += there ? 1 : 0;
    return there;
  }
  Error wrong() const { return invalid("Invalid clause(s) in filter string: '" + now().text + "'"); }

  Result<TraceClause> clause();
  Result<Operator> comparator();
  Status values(TraceClause& clause);

  std::vector<Token> m_tokens;
  std::size_t m_at = 0;
};

Result<Operator> Parser::comparator() {
  constexpr std::array<std::pair<std::string_view, Operator>, 6> kSigns = {{{"=", Operator::Equal},
                                                                            {"!=", Operator::NotEqual},
                                                                            {"<", Operator::Less},
                                                                            {"<=", Operator::LessEqual},
                                                                            {">", Operator::Greater},
                                                                            {">=", Operator::GreaterEqual}}};
  for (const auto& [sign, op] : kSigns) {
    if (takeSign(sign)) {
      return op;
    }
  }
  if (take("LIKE")) {
    return Operator::Like;
  }
  if (take("ILIKE")) {
    return Operator::Ilike;
  }
  if (take("IN")) {
    return Operator::In;
  }
  if (take("NOT")) {
    return take("IN") ? Result<Operator>(Operator::NotIn) : Result<Operator>(wrong());
  }
  if (take("IS")) {
    const bool negated = take("NOT");
    if (!take("NULL")) {
      return wrong();
    }
    return negated ? Operator::IsNotNull : Operator::IsNull;
  }
  if (take("RLIKE")) {
    return invalid("RLIKE is not among the comparisons of this server; LIKE and ILIKE are");
  }
  return wrong();
}

Status Parser::values(TraceClause& clause) {
  const bool list = clause.op == Operator::In || clause.op == Operator::NotIn;
  if (list && !takeSign("(")) {
    return wrong();
  }
  do {
    const Token value = next();
    if (clause.field.number()) {
      const auto number = value.type == Token::Type::Word ? parseDouble(value.text) : std::nullopt;
      if (!number || list) {
        return invalid("Expected numeric value type for numeric attribute: " + clause.field.key + ". Found " +
                       value.text);
      }
      clause.number = *number;
    } else if (value.type == Token::Type::Text ||
               (clause.field.kind == Kind::Assessment && value.type == Token::Type::Word)) {
      const bool pattern = clause.op == Operator::Like || clause.op == Operator::Ilike;
      if (pattern && value.text.size() > kLongestPattern && value.text.find('_') != std::string::npos) {
        return invalid("A pattern with _ in it has at most 1,000 characters");
      }
      clause.texts.push_back(value.text);
    } else {
      return invalid("Expected a quoted string value for " + clause.field.key + ". Got value " + value.text);
    }
  } while (list && takeSign(","));
  return list && !takeSign(")") ? Status(wrong()) : Status();
}

Result<TraceClause> Parser::clause() {
  TraceClause clause;
  if (now().type != Token::Type::Word) {
    return wrong();
  }
  TATARA_ASSIGN(clause.field, fieldOf(next().text));
  TATARA_ASSIGN(clause.op, comparator());
  const bool ordering = clause.op == Operator::Less || clause.op == Operator::LessEqual ||
                        clause.op == Operator::Greater || clause.op == Operator::GreaterEqual;
  const bool equality = clause.op == Operator::Equal || clause.op == Operator::NotEqual;
  const bool looksForNothing = clause.op == Operator::IsNull || clause.op == Operator::IsNotNull;
  if (clause.field.number() ? !(ordering || equality)
                            : (ordering && clause.field.kind != Kind::Assessment) ||
                                  (looksForNothing && isSpanText(clause.field))) {
    return invalid("Invalid comparator '" + std::string(query::toText(clause.op)) + "' for " +
                   clause.field.key);
  }
  if (!looksForNothing) {
    TATARA_TRY(values(clause));
  }
  return clause;
}

std::optional<double> numberOf(const track::Trace& trace, const std::string& key) {
  const auto started = static_cast<double>(toUnixMillis(trace.started));
  if (key == "timestamp_ms") {
    return started;
  }
  if (!trace.duration) {
    return std::nullopt;
  }
  const auto duration = static_cast<double>(trace.duration->count());
  return key == "end_time_ms" ? started + duration : duration;
}

std::optional<std::string> copied(const std::string* text) {
  return text ? std::optional(*text) : std::nullopt;
}

std::optional<std::string> textOf(const track::Trace& trace, const TraceField& field) {
  if (field.kind == Kind::Tag) {
    return copied(trace.tag(field.key));
  }
  if (field.kind == Kind::Metadata) {
    return copied(trace.meta(field.key));
  }
  if (field.key == "name") {
    return copied(trace.tag(track::kTraceName));
  }
  if (field.key == "run_id") {
    return copied(trace.meta(track::kTraceRun));
  }
  if (field.key == "status") {
    return std::string(track::toString(trace.state));
  }
  if (field.key == "client_request_id") {
    return trace.clientRequestId.empty() ? std::nullopt : std::optional(trace.clientRequestId);
  }
  return trace.id;
}

bool compareNumber(double left, Operator op, double right) {
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
    default:
      return left >= right;
  }
}

bool compareText(const std::string& value, const TraceClause& clause) {
  const auto& texts = clause.texts;
  const bool among = std::find(texts.begin(), texts.end(), value) != texts.end();
  switch (clause.op) {
    case Operator::Equal:
    case Operator::In:
      return among;
    case Operator::NotEqual:
    case Operator::NotIn:
      return !among;
    case Operator::Like:
      return query::isLike(value, texts.front(), query::LetterCase::Sensitive);
    case Operator::Ilike:
      return query::isLike(value, texts.front(), query::LetterCase::Ignored);
    default: {
      const auto left = parseDouble(value);
      const auto right = parseDouble(texts.front());
      return left && right && compareNumber(*left, clause.op, *right);
    }
  }
}

bool holds(const TraceClause& clause, const std::optional<std::string>& value) {
  if (clause.op == Operator::IsNull || clause.op == Operator::IsNotNull) {
    return value.has_value() == (clause.op == Operator::IsNotNull);
  }
  return value && compareText(*value, clause);
}

// The value of the assessment that `field` ("feedback.NAME") names, as it would be written in a filter.
std::optional<std::string> assessedAs(const track::Trace& trace, const std::string& field) {
  const std::size_t dot = field.find('.');
  for (const track::Assessment& assessment : trace.assessments) {
    const auto body = assessment.name == field.substr(dot + 1) ? text::parseJson(assessment.body)
                                                               : Result<text::Json>(text::Json());
    const text::Json* value = body ? body->find(field.substr(0, dot)) : nullptr;
    if (value) {
      const text::Json& inside = (*value)["value"];
      return inside.asString() ? *inside.asString() : text::toJson(inside);
    }
  }
  return std::nullopt;
}

std::string valueOfSpan(const track::Span& span, const std::string& key) {
  constexpr std::array<const char*, 3> kStatuses = {"UNSET", "OK", "ERROR"};
  return key == "name" ? span.name : kStatuses[static_cast<std::size_t>(span.status)];
}

// The spans of one trace, read and written as texts once however many clauses ask for them.
class SpansRead {
 public:
  SpansRead(const track::Trace& trace, const SpansOf& spansOf) : m_trace(trace), m_spansOf(spansOf) {}

  Result<bool> anyHolds(const TraceClause& clause) {
    if (!m_spans) {
      TATARA_ASSIGN(m_spans, m_spansOf(m_trace));
    }
    if (clause.field.kind == Kind::Span) {
      return std::ranges::any_of(*m_spans, [&](const track::Span& span) {
        return holds(clause, valueOfSpan(span, clause.field.key));
      });
    }
    if (m_texts.empty()) {
      for (const track::Span& span : *m_spans) {
        TATARA_ASSIGN(const text::Json json, track::spanToJson(span.body));
        m_texts.push_back(text::toJson(json));
      }
    }
    return std::ranges::any_of(m_texts, [&](const std::string& text) { return compareText(text, clause); });
  }

 private:
  const track::Trace& m_trace;
  const SpansOf& m_spansOf;
  std::optional<std::vector<track::Span>> m_spans;
  std::vector<std::string> m_texts;
};

}  // namespace

Result<std::vector<TraceClause>> parseTraceFilter(std::string_view text) {
  if (text.size() > kLongest) {
    return invalid("The filter is longer than 64 KiB");
  }
  TATARA_ASSIGN(auto tokens, tokensOf(text));
  return Parser(std::move(tokens)).filter();
}

Result<bool> matches(const std::vector<TraceClause>& filter, const track::Trace& trace,
                     const SpansOf& spansOf) {
  SpansRead spans(trace, spansOf);
  for (const TraceClause& clause : filter) {
    bool ok = false;
    if (clause.field.kind == Kind::Span || isSpanText(clause.field)) {
      TATARA_ASSIGN(ok, spans.anyHolds(clause));
    } else if (clause.field.number()) {
      const auto value = numberOf(trace, clause.field.key);
      ok = value && compareNumber(*value, clause.op, clause.number);
    } else if (clause.field.kind == Kind::Assessment) {
      ok = holds(clause, assessedAs(trace, clause.field.key));
    } else {
      ok = holds(clause, textOf(trace, clause.field));
    }
    if (!ok) {
      return false;
    }
  }
  return true;
}

Result<std::vector<TraceOrder>> parseTraceOrder(const std::vector<std::string>& order) {
  std::vector<TraceOrder> parsed;
  for (const std::string& term : order) {
    TATARA_ASSIGN(const auto tokens, tokensOf(term));
    const std::string direction = tokens.size() > 2 ? upper(tokens[1].text) : "ASC";
    if (tokens.size() < 2 || tokens.size() > 3 || (direction != "ASC" && direction != "DESC")) {
      return invalid("Invalid order_by clause '" + term + "'");
    }
    TATARA_ASSIGN(TraceField field, fieldOf(tokens[0].text));
    parsed.push_back({std::move(field), direction == "DESC"});
  }
  return parsed;
}

void sortTraces(std::vector<track::Trace>& traces, const std::vector<TraceOrder>& order) {
  // The last key first: a stable sort by the first then leaves the others as ties.
  for (auto term = order.rbegin(); term != order.rend(); ++term) {
    const auto& [field, descending] = *term;
    std::stable_sort(traces.begin(), traces.end(), [&](const track::Trace& left, const track::Trace& right) {
      if (field.number()) {
        const auto a = numberOf(left, field.key);
        const auto b = numberOf(right, field.key);
        return !a || !b ? a.has_value() && !b : descending ? *b < *a : *a < *b;
      }
      const auto a = textOf(left, field);
      const auto b = textOf(right, field);
      return !a || !b ? a.has_value() && !b : descending ? *b < *a : *a < *b;
    });
  }
}

track::TraceParts partsFor(const std::vector<TraceClause>& filter, const std::vector<TraceOrder>& order) {
  track::TraceParts parts{.previews = false, .tags = false, .metadata = false, .assessments = false};
  const auto add = [&](const TraceField& field) {
    parts.tags = parts.tags || field.kind == Kind::Tag || field.key == "name";
    parts.metadata = parts.metadata || field.kind == Kind::Metadata || field.key == "run_id";
    parts.assessments = parts.assessments || field.kind == Kind::Assessment;
  };
  for (const TraceClause& clause : filter) {
    add(clause.field);
  }
  for (const TraceOrder& term : order) {
    add(term.field);
  }
  return parts;
}

}  // namespace tatara::api
