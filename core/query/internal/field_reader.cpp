#include "core/query/internal/field_reader.h"

#include <algorithm>

#include "core/base/number_text.h"
#include "core/text/error_phrase.h"

namespace tatara::query {
namespace {

using text::Phrase;

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

Phrase sayList(const std::vector<std::string>& words) {
  return Phrase::join(TATARA_SAYS("Phrase", "%1, %2"), {words.begin(), words.end()});
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
  const auto& keyed = schemaOf(entity).keyed;
  if (const auto near = nearestWord(name, names)) {
    return problemAt(token, Phrase::say(TATARA_SAYS("Phrase", "There is no attribute %1; did you mean %2?"),
                                        {inQuotes(name), *near}));
  }
  if (keyed.size() > 1) {
    return problemAt(
        token,
        Phrase::say(
            TATARA_SAYS(
                "Phrase",
                "There is no attribute %1; write metrics.%2, params.%2 or tags.%2 for what was logged"),
            {inQuotes(name), name}));
  }
  return problemAt(token,
                   Phrase::say(TATARA_SAYS("Phrase", "There is no attribute %1; there are %2, and tags.KEY"),
                               {inQuotes(name), sayList(names)}));
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
  const Phrase entityName = Phrase::say(schemaOf(entity).name);
  if (const auto near = nearestWord(prefix, prefixes)) {
    return problemAt(token, Phrase::say(TATARA_SAYS("Phrase", "A %1 has no %2; did you mean %3?"),
                                        {entityName, inQuotes(prefix), *near}));
  }
  return problemAt(token, Phrase::say(TATARA_SAYS("Phrase", "A %1 has no %2; a key follows %3"),
                                      {entityName, inQuotes(prefix), sayList(prefixes)}));
}

}  // namespace

FilterProblem problemAt(const Token& token, const Phrase& said) {
  FilterProblem problem;
  const bool isPattern = said != Phrase(said.english());
  static_cast<Error&>(problem) = isPattern ? text::phraseError(ErrorKind::InvalidArgument, said)
                                           : makeError(ErrorKind::InvalidArgument, said.english());
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
    return tl::unexpected(problemAt(
        token, Phrase::say(TATARA_SAYS("Phrase", "A key is missing after %1"), {inQuotes(prefix + ".")})));
  }
  if (*kind == FieldKind::Dataset) {
    const auto keys = datasetKeys();
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      return tl::unexpected(problemAt(
          token,
          grammar == Grammar::Mlflow
              ? Phrase("Invalid dataset key '" + key + "' specified. Valid keys are name, digest and context")
              : Phrase::say(TATARA_SAYS("Phrase", "A dataset has a name, a digest and a context, but no %1"),
                            {inQuotes(key)})));
    }
  }
  return Field{*kind, key, *kind == FieldKind::Metric ? FieldType::Number : FieldType::Text};
}

}  // namespace tatara::query
