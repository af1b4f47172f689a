#include "core/evaluate/signature_change.h"

#include <algorithm>

namespace tatara::evaluate {
namespace {

using text::Json;
using text::Phrase;

std::string member(const Json& column, std::string_view key) {
  const std::string* text = column[key].asString();
  return text ? *text : std::string();
}

std::string nameOf(const Json& column) {
  return member(column, "name");
}

// Tensors have no column type; what they are is said by their whole description.
std::string typeOf(const Json& column) {
  const std::string type = member(column, "type");
  return type.empty() || type == "tensor" ? text::toJson(column) : type;
}

bool required(const Json& column) {
  return column["required"].asBool().value_or(true);
}

const Json* find(const Json& columns, std::string_view name) {
  const auto found =
      std::ranges::find_if(columns.items(), [name](const Json& column) { return nameOf(column) == name; });
  return found == columns.items().end() ? nullptr : &*found;
}

// How much a numeric type holds; 0 for all others.
int width(std::string_view type) {
  constexpr std::string_view kNumbers[] = {"integer", "long", "float", "double"};
  const auto found = std::ranges::find(kNumbers, type);
  return found == std::end(kNumbers) ? 0 : static_cast<int>(found - kNumbers) + 1;
}

bool takes(std::string_view type, std::string_view given) {
  return type == given || (width(given) > 0 && width(type) > width(given));
}

void compareInputs(const Json& champion, const Json& challenger, SignatureComparison& result) {
  for (const Json& input : challenger.items()) {
    const std::string name = nameOf(input);
    const Json* before = find(champion, name);
    const bool needed = required(input);
    if (!before) {
      result.changes.push_back({Phrase::say(needed ? TATARA_SAYS("Phrase", "input '%1' is new and required")
                                                   : TATARA_SAYS("Phrase", "input '%1' is new and optional"),
                                            {name}),
                                needed});
      continue;
    }
    if (typeOf(*before) != typeOf(input)) {
      result.changes.push_back({Phrase::say(TATARA_SAYS("Phrase", "input '%1' takes %2 where it took %3"),
                                            {name, typeOf(input), typeOf(*before)}),
                                !takes(typeOf(input), typeOf(*before))});
    }
    if (needed != required(*before)) {
      result.changes.push_back(
          {Phrase::say(needed ? TATARA_SAYS("Phrase", "input '%1' is required and was optional")
                              : TATARA_SAYS("Phrase", "input '%1' is optional and was required"),
                       {name}),
           needed});
    }
  }
  for (const Json& input : champion.items()) {
    if (!find(challenger, nameOf(input))) {
      result.changes.push_back(
          {Phrase::say(TATARA_SAYS("Phrase", "input '%1' is no longer used"), {nameOf(input)}), false});
    }
  }
}

void compareOutputs(const Json& champion, const Json& challenger, SignatureComparison& result) {
  for (const Json& output : champion.items()) {
    const Json* now = find(challenger, nameOf(output));
    const std::string name = nameOf(output);
    if (!now) {
      result.changes.push_back({Phrase::say(TATARA_SAYS("Phrase", "output '%1' is gone"), {name}), true});
    } else if (typeOf(*now) != typeOf(output)) {
      result.changes.push_back({Phrase::say(TATARA_SAYS("Phrase", "output '%1' is %2 and was %3"),
                                            {name, typeOf(*now), typeOf(output)}),
                                true});
    }
  }
  for (const Json& output : challenger.items()) {
    if (!find(champion, nameOf(output))) {
      result.changes.push_back(
          {Phrase::say(TATARA_SAYS("Phrase", "output '%1' is new"), {nameOf(output)}), false});
    }
  }
}

}  // namespace

SignatureComparison compareSignatures(const Json& champion, const Json& challenger) {
  SignatureComparison result;
  result.known = !champion["inputs"].items().empty() && !challenger["inputs"].items().empty();
  if (!result.known) {
    return result;
  }
  compareInputs(champion["inputs"], challenger["inputs"], result);
  compareOutputs(champion["outputs"], challenger["outputs"], result);
  result.compatible = std::ranges::none_of(result.changes, &SignatureChange::breaks);
  return result;
}

}  // namespace tatara::evaluate
