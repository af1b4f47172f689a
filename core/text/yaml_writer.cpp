#include <cmath>

#include "core/text/internal/yaml_scalar.h"
#include "core/text/utf8.h"
#include "core/text/yaml.h"

namespace tatara::text {
namespace {

constexpr std::size_t kLongestImplicitKey = 1024;  // YAML 1.2, section 7.4

// Letters, digits and what cannot begin or end anything in YAML.
bool isPlain(std::string_view text) {
  if (text.empty() || isAmbiguousPlainScalar(text) || text.back() == ' ' || text.back() == ':') {
    return false;
  }
  const auto word = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '/' ||
           static_cast<unsigned char>(c) >= 0x80;
  };
  if (!word(text.front()) || !isValidUtf8(text) || text.find("\xC2\x85") != std::string_view::npos ||
      text.find("\xE2\x80") != std::string_view::npos ||
      text.find("\xEF\xBB\xBF") != std::string_view::npos) {
    return false;
  }
  for (const char c : text) {
    const bool other =
        (c >= '0' && c <= '9') || std::string_view(" ._-/+()=<>%").find(c) != std::string_view::npos;
    if (!word(c) && !other) {
      return false;
    }
  }
  return true;
}

std::string scalar(const Json& value) {
  if (const std::string* string = value.asString()) {
    std::string out;
    if (isPlain(*string)) {
      return *string;
    }
    appendJsonString(out, *string);
    return out;
  }
  if (value.isDouble() && !std::isfinite(*value.asNumber())) {
    return std::isnan(*value.asNumber()) ? ".nan" : *value.asNumber() > 0 ? ".inf" : "-.inf";
  }
  if (value.isDouble()) {
    // YAML 1.1 asks for a point before an exponent and a sign in it: 1e-05 becomes 1.0e-05.
    std::string out;
    appendJsonNumber(out, *value.asNumber());
    const std::size_t exponent = out.find('e');
    if (exponent != std::string::npos && out.find('.') == std::string::npos) {
      out.insert(exponent, ".0");
    }
    return out;
  }
  return toJson(value);
}

bool isEmptyOrScalar(const Json& value) {
  return value.items().empty() && value.members().empty();
}

void write(std::string& out, const Json& value, std::size_t indent) {
  const std::string blanks(indent, ' ');
  for (const JsonMember& member : value.members()) {
    const std::string key = scalar(Json(member.key));
    out += blanks + (key.size() > kLongestImplicitKey ? "? " + key + "\n" + blanks : key) + ":";
    if (isEmptyOrScalar(member.value)) {
      out += " " + scalar(member.value) + "\n";
    } else {
      out += "\n";
      write(out, member.value, indent + 2);
    }
  }
  for (const Json& item : value.items()) {
    if (isEmptyOrScalar(item)) {
      out += blanks + "- " + scalar(item) + "\n";
    } else {
      // The first line of the item stands beside the dash.
      std::string nested;
      write(nested, item, indent + 2);
      nested.replace(indent, 2, "- ");
      out += nested;
    }
  }
}

}  // namespace

std::string toYaml(const Json& value) {
  if (isEmptyOrScalar(value)) {
    return scalar(value) + "\n";
  }
  std::string out;
  write(out, value, 0);
  return out;
}

}  // namespace tatara::text
