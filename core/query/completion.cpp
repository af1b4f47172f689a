#include "core/query/completion.h"

#include <algorithm>

#include "core/query/internal/field_reader.h"
#include "core/query/internal/lexer.h"

namespace tatara::query {
namespace {

using Kind = Completion::Kind;

bool startsWithIgnoringCase(std::string_view text, std::string_view start) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return text.size() >= start.size() && std::equal(start.begin(), start.end(), text.begin(),
                                                   [&](char a, char b) { return lower(a) == lower(b); });
}

// Where the tokens before the cursor leave the grammar.
struct State {
  Kind expected = Kind::Field;
  Field field;
  int open = 0;  // parentheses of terms
  bool inList = false;
};

bool endsOperator(const Token& token) {
  return token.kind == Token::Kind::Operator || token.is("LIKE") || token.is("ILIKE");
}

State advance(Entity entity, Grammar grammar, State state, const Token& token) {
  switch (state.expected) {
    case Kind::Field:
    case Kind::Key:
      if (token.kind == Token::Kind::Open) {
        ++state.open;
      } else if (!token.is("NOT")) {
        const bool readable = token.kind == Token::Kind::Word || token.kind == Token::Kind::Backtick ||
                              token.kind == Token::Kind::Double;
        const auto field =
            readable ? readField(entity, token, grammar, FieldUse::Filter) : ParseResult<Field>(Field{});
        state.field = field ? *field : Field{};
        state.expected = Kind::Operator;
      }
      return state;
    case Kind::Operator:
      if (endsOperator(token)) {
        state.expected = Kind::Value;
      } else if (token.is("IN")) {
        state.expected = Kind::Value;
        state.inList = true;
      } else if (token.is("NULL")) {
        state.expected = Kind::Joint;
      }
      return state;
    case Kind::Value:
      if (state.inList) {
        if (token.kind == Token::Kind::Close) {
          state.inList = false;
          state.expected = Kind::Joint;
        }
      } else {
        state.expected = Kind::Joint;
      }
      return state;
    case Kind::Joint:
      if (token.is("AND") || token.is("OR")) {
        state.expected = Kind::Field;
      } else if (token.kind == Token::Kind::Close) {
        state.open = std::max(0, state.open - 1);
      }
      return state;
    case Kind::Nothing:
      break;
  }
  return state;
}

std::vector<std::string> fieldWords(Entity entity, Grammar grammar) {
  std::vector<std::string> words;
  for (const FieldKind kind : schemaOf(entity).keyed) {
    words.push_back(std::string(prefixOf(kind)) + ".");
  }
  for (const Attribute& attribute : schemaOf(entity).attributes) {
    if (attribute.use != Attribute::Use::Order && findAttribute(entity, attribute.name, grammar) != nullptr) {
      words.emplace_back(attribute.name);
    }
  }
  return words;
}

std::vector<std::string> operatorWords(const Field& field, Grammar grammar) {
  const bool tatara = grammar == Grammar::Tatara;
  if (field.type != FieldType::Text) {
    std::vector<std::string> words = {"<", "<=", ">", ">=", "=", "!="};
    if (tatara) {
      words.insert(words.end(), {"IS NULL", "IS NOT NULL"});
    }
    return words;
  }
  std::vector<std::string> words = {"=", "!=", "LIKE", "ILIKE"};
  const bool keyed = field.kind == FieldKind::Param || field.kind == FieldKind::Tag;
  if (tatara || !keyed) {
    words.insert(words.end(), {"IN", "NOT IN"});
  }
  if (tatara || keyed) {
    words.insert(words.end(), {"IS NULL", "IS NOT NULL"});
  }
  if (tatara && keyed) {
    words.insert(words.end(), {"<", "<=", ">", ">="});
  }
  return words;
}

std::vector<std::string> jointWords(const State& state, Grammar grammar) {
  std::vector<std::string> words = {"AND"};
  if (grammar == Grammar::Tatara) {
    words.emplace_back("OR");
    if (state.open > 0) {
      words.emplace_back(")");
    }
  }
  return words;
}

bool isTypedFreely(const Token& token) {
  return token.kind == Token::Kind::Number || token.kind == Token::Kind::Operator ||
         token.kind == Token::Kind::Bad;
}

// Behind a prefix with its dot, the key is completed in place of the field.
void turnToKeys(Completion& result, std::vector<std::string>& words) {
  const std::size_t dot = result.typed.find('.');
  const auto kind =
      dot == std::string::npos ? std::nullopt : findKind(std::string_view(result.typed).substr(0, dot));
  if (kind && *kind != FieldKind::Attribute) {
    result.kind = Kind::Key;
    result.field = Field{*kind, {}, *kind == FieldKind::Metric ? FieldType::Number : FieldType::Text};
    result.begin += dot + 1;
    result.typed.erase(0, dot + 1);
    words.clear();
    if (*kind == FieldKind::Dataset) {
      words.assign(datasetKeys().begin(), datasetKeys().end());
    }
  }
}

}  // namespace

Completion completionAt(Entity entity, std::string_view text, std::size_t cursor, Grammar grammar) {
  cursor = std::min(cursor, text.size());
  std::vector<Token> tokens = tokenize(text.substr(0, cursor));
  tokens.pop_back();
  Completion result;
  result.begin = result.end = cursor;
  // A token that ends at the cursor is still being written, unless it is closed.
  std::optional<Token> current;
  if (!tokens.empty() && tokens.back().end() == cursor) {
    const Token last = tokens.back();
    const bool open =
        last.kind == Token::Kind::Word || last.kind == Token::Kind::Unclosed || isTypedFreely(last);
    if (open) {
      current = last;
      tokens.pop_back();
    }
  }
  State state;
  for (const Token& token : tokens) {
    state = advance(entity, grammar, state, token);
  }
  result.kind = state.expected;
  result.field = state.field;
  if (current) {
    result.typed = std::string(current->text);
    result.begin = current->begin;
  }
  if (current && current->kind == Token::Kind::Operator) {
    result.typed.clear();
    result.begin = cursor;
    result.kind = Kind::Value;
    return result;
  }
  if (current && (current->kind == Token::Kind::Number || current->kind == Token::Kind::Bad)) {
    result.kind = Kind::Nothing;
    return result;
  }
  std::vector<std::string> words;
  switch (state.expected) {
    case Kind::Field:
      words = fieldWords(entity, grammar);
      turnToKeys(result, words);
      break;
    case Kind::Operator:
      words = operatorWords(state.field, grammar);
      break;
    case Kind::Joint:
      words = jointWords(state, grammar);
      break;
    default:
      break;
  }
  for (std::string& word : words) {
    if (startsWithIgnoringCase(word, result.typed)) {
      result.candidates.push_back(std::move(word));
    }
  }
  return result;
}

}  // namespace tatara::query
