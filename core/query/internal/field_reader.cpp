#include "core/query/internal/field_reader.h"

#include <algorithm>

#include "core/base/number_text.h"

namespace tatara::query {
namespace {

std::string inQuotes(std::string_view word) {
  return "\"" + std::string(word) + "\"";
}

std::string listOf(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += (i == 0 ? "" : i + 1 == words.size() ? " and " : ", ") + words[i];
  }
  return out;
}

bool serves(const Attribute& attribute, FieldUse use) {
  return attribute.use == Attribute::Use::Both ||
         attribute.use == (use == FieldUse::Filter ? Attribute::Use::Filter : Attribute::Use::Order);
}

std::vector<std::string> attributeNames(Entity entity, Grammar grammar, FieldUse use) {
  std::vector<std::string> names;
  for (const Attribute& attribute : schemaOf(entity).attributes) {
    if (serves(attribute, use) && findAttribute(entity, attribute.name, grammar) != nullptr) {
      names.emplace_back(attribute.name);
    }
  }
  return names;
}

FilterProblem unknownAttribute(Entity entity, const Token& token, const std::string& name, Grammar grammar,
                               FieldUse use) {
  const auto names = attributeNames(entity, grammar, use);
  if (grammar == Grammar::Mlflow) {
    return problemAt(token,
                     "Invalid attribute key '" + name + "' specified. Valid keys are " + listOf(names));
  }
  std::string message = "There is no attribute " + inQuotes(name);
  const auto& keyed = schemaOf(entity).keyed;
  if (const auto near = nearestWord(name, names)) {
    message += "; did you mean " + *near + "?";
  } else if (keyed.size() > 1) {
    message += "; write metrics." + name + ", params." + name + " or tags." + name + " for what was logged";
  } else {
    message += "; there are " + listOf(names) + ", and tags.KEY";
  }
  return problemAt(token, message);
}

FilterProblem unknownPrefix(Entity entity, const Token& token, const std::string& prefix, Grammar grammar) {
  if (grammar == Grammar::Mlflow) {
    const bool registryLike = schemaOf(entity).keyed.size() == 1;
    return problemAt(token, registryLike
                                ? "Invalid entity type '" + prefix +
                                      "'. Valid entity types are ('attribute', 'tag', 'tags')"
                                : "Invalid entity type '" + prefix +
                                      "'. Valid values are ['metric', 'parameter', 'tag', 'attribute', "
                                      "'dataset']");
  }
  std::vector<std::string> prefixes;
  for (const FieldKind kind : schemaOf(entity).keyed) {
    prefixes.emplace_back(prefixOf(kind));
  }
  std::string message = "A " + std::string(schemaOf(entity).name) + " has no " + inQuotes(prefix);
  if (const auto near = nearestWord(prefix, prefixes)) {
    message += "; did you mean " + *near + "?";
  } else {
    message += "; a key follows " + listOf(prefixes);
  }
  return problemAt(token, message);
}

}  // namespace

FilterProblem problemAt(const Token& token, std::string message) {
  FilterProblem problem;
  problem.kind = ErrorKind::InvalidArgument;
  problem.message = std::move(message);
  problem.begin = token.begin;
  problem.end = token.end();
  return problem;
}

std::string unquoted(std::string_view quotedText, Grammar grammar) {
  const char quote = quotedText.front();
  const std::string_view inner = quotedText.substr(1, quotedText.size() - 2);
  if (grammar == Grammar::Mlflow) {
    return std::string(inner);
  }
  std::string out;
  for (std::size_t i = 0; i < inner.size(); ++i) {
    out.push_back(inner[i]);
    if (inner[i] == quote) {
      ++i;
    }
  }
  return out;
}

ParseResult<Field> readField(Entity entity, const Token& token, Grammar grammar, FieldUse use) {
  std::string prefix;
  std::string key;
  const std::size_t dot = token.kind == Token::Kind::Word ? token.text.find('.') : std::string_view::npos;
  if (dot == std::string_view::npos) {
    key = token.kind == Token::Kind::Word ? std::string(token.text) : unquoted(token.text, grammar);
  } else {
    prefix = token.text.substr(0, dot);
    const std::string_view rest = token.text.substr(dot + 1);
    const bool wrapped = rest.size() >= 2 && (rest.front() == '`' || rest.front() == '"');
    key = wrapped ? unquoted(rest, grammar) : std::string(rest);
  }
  const auto kind = prefix.empty() && dot == std::string_view::npos ? FieldKind::Attribute : findKind(prefix);
  const auto& keyed = schemaOf(entity).keyed;
  const bool known =
      kind && (*kind == FieldKind::Attribute || std::find(keyed.begin(), keyed.end(), *kind) != keyed.end());
  if (!known) {
    return tl::unexpected(unknownPrefix(entity, token, prefix, grammar));
  }
  if (*kind == FieldKind::Attribute) {
    const Attribute* attribute = findAttribute(entity, key, grammar);
    if (attribute == nullptr || !serves(*attribute, use)) {
      return tl::unexpected(unknownAttribute(entity, token, key, grammar, use));
    }
    return Field{FieldKind::Attribute, std::string(attribute->name), attribute->type};
  }
  if (key.empty()) {
    return tl::unexpected(problemAt(token, "A key is missing after " + inQuotes(prefix + ".")));
  }
  if (*kind == FieldKind::Dataset) {
    const auto keys = datasetKeys();
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      return tl::unexpected(problemAt(
          token, grammar == Grammar::Mlflow
                     ? "Invalid dataset key '" + key + "' specified. Valid keys are name, digest and context"
                     : "A dataset has a name, a digest and a context, but no " + inQuotes(key)));
    }
  }
  return Field{*kind, key, *kind == FieldKind::Metric ? FieldType::Number : FieldType::Text};
}

}  // namespace tatara::query
