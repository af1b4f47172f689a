#include "core/text/internal/yaml_scalar.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>

#include "core/base/number_text.h"

namespace tatara::text {
namespace {

bool isYamlDigit(char c) {
  return c >= '0' && c <= '9';
}

template <std::size_t N>
bool isOneOf(std::string_view text, const std::string_view (&words)[N]) {
  return std::find(std::begin(words), std::end(words), text) != std::end(words);
}

std::optional<bool> toBool(std::string_view text, YamlDialect dialect) {
  static constexpr std::string_view kTrue[] = {"true", "True", "TRUE"};
  static constexpr std::string_view kFalse[] = {"false", "False", "FALSE"};
  static constexpr std::string_view kOldTrue[] = {"yes", "Yes", "YES", "on", "On", "ON"};
  static constexpr std::string_view kOldFalse[] = {"no", "No", "NO", "off", "Off", "OFF"};
  const bool old = dialect == YamlDialect::Python;
  if (isOneOf(text, kTrue) || (old && isOneOf(text, kOldTrue))) {
    return true;
  }
  if (isOneOf(text, kFalse) || (old && isOneOf(text, kOldFalse))) {
    return false;
  }
  return std::nullopt;
}

std::optional<double> toSpecialNumber(std::string_view text) {
  static constexpr std::string_view kInfinity[] = {".inf", ".Inf", ".INF"};
  static constexpr std::string_view kNan[] = {".nan", ".NaN", ".NAN"};
  if (isOneOf(text, kNan)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) {
    text.remove_prefix(1);
  }
  if (!isOneOf(text, kInfinity)) {
    return std::nullopt;
  }
  const double infinity = std::numeric_limits<double>::infinity();
  return negative ? -infinity : infinity;
}

// Sign, digits and base, once it is known to be an integer. Too large: the text itself.
Json integerOf(bool negative, const std::string& digits, int base, std::string_view text) {
  std::int64_t value = 0;
  const std::string signedDigits = (negative ? "-" : "") + digits;
  const auto [end, code] =
      std::from_chars(signedDigits.data(), signedDigits.data() + signedDigits.size(), value, base);
  if (code != std::errc{} || end != signedDigits.data() + signedDigits.size()) {
    return Json(text);
  }
  return Json(value);
}

std::string withoutUnderscores(std::string_view text) {
  std::string out(text);
  std::erase(out, '_');
  return out;
}

bool consistsOf(std::string_view text, std::string_view allowed) {
  return !text.empty() && text.find_first_not_of(allowed) == std::string_view::npos;
}

constexpr std::string_view kDecimal = "0123456789";
constexpr std::string_view kHexadecimal = "0123456789abcdefABCDEF";

std::optional<Json> toCoreNumber(std::string_view text) {
  if (text.starts_with("0x") && consistsOf(text.substr(2), kHexadecimal)) {
    return integerOf(false, std::string(text.substr(2)), 16, text);
  }
  if (text.starts_with("0o") && consistsOf(text.substr(2), "01234567")) {
    return integerOf(false, std::string(text.substr(2)), 8, text);
  }
  std::string_view body = text;
  const bool negative = body.starts_with('-');
  if (negative || body.starts_with('+')) {
    body.remove_prefix(1);
  }
  if (consistsOf(body, kDecimal)) {
    return integerOf(negative, std::string(body), 10, text);
  }
  // [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )?
  if (body.empty() ||
      !(isYamlDigit(body[0]) || (body[0] == '.' && body.size() > 1 && isYamlDigit(body[1])))) {
    return std::nullopt;
  }
  if (body.find_first_not_of("0123456789.eE+-") != std::string_view::npos) {
    return std::nullopt;
  }
  const auto value = parseDouble(text);
  return value ? std::optional<Json>(Json(*value)) : std::nullopt;
}

// "190:20:30" in base sixty, whole or with a fraction.
std::optional<Json> toSexagesimal(bool negative, std::string_view body) {
  double value = 0;
  std::size_t parts = 0;
  const bool fraction = body.find('.') != std::string_view::npos;
  while (true) {
    const std::size_t colon = body.find(':');
    const std::string_view part = body.substr(0, colon);
    const bool last = colon == std::string_view::npos;
    const std::string_view digits = part.substr(0, last ? part.find('.') : std::string_view::npos);
    const std::string plain = withoutUnderscores(digits);
    if (!consistsOf(plain, kDecimal) ||
        (parts > 0 && (digits.size() > 2 || digits != plain || plain > "59")) ||
        (!fraction && parts == 0 && plain[0] == '0')) {
      return std::nullopt;
    }
    const auto number = parseDouble(last ? withoutUnderscores(part) : plain);
    if (!number) {
      return std::nullopt;
    }
    value = value * 60 + *number;
    ++parts;
    if (last) {
      break;
    }
    body.remove_prefix(colon + 1);
  }
  value = negative ? -value : value;
  if (parts < 2) {
    return std::nullopt;
  }
  const bool whole = !fraction && value > -9e15 && value < 9e15;
  return whole ? Json(static_cast<std::int64_t>(value)) : Json(value);
}

// The exponent must carry a sign, and there must be a point, or PyYAML calls it a string.
bool isPythonFloat(std::string_view body) {
  const std::size_t exponent = body.find_first_of("eE");
  std::string_view mantissa = body.substr(0, exponent);
  if (exponent != std::string_view::npos) {
    const std::string_view power = body.substr(exponent + 1);
    if (power.size() < 2 || (power[0] != '+' && power[0] != '-') || !consistsOf(power.substr(1), kDecimal)) {
      return false;
    }
  }
  const std::size_t point = mantissa.find('.');
  if (point == std::string_view::npos ||
      mantissa.find_first_not_of("0123456789_.") != std::string_view::npos ||
      mantissa.find('.', point + 1) != std::string_view::npos) {
    return false;
  }
  return point == 0 ? mantissa.size() > 1 && isYamlDigit(mantissa[1]) : isYamlDigit(mantissa[0]);
}

std::optional<Json> toPythonNumber(std::string_view text) {
  std::string_view body = text;
  const bool negative = body.starts_with('-');
  const bool isSigned = negative || body.starts_with('+');
  if (isSigned) {
    body.remove_prefix(1);
  }
  if (body.empty() || !(isYamlDigit(body[0]) || body[0] == '.')) {
    return std::nullopt;
  }
  if (body == "0") {
    return Json(std::int64_t{0});
  }
  if (body.starts_with("0b") && consistsOf(body.substr(2), "01_")) {
    return integerOf(negative, withoutUnderscores(body.substr(2)), 2, text);
  }
  if (body.starts_with("0x") && consistsOf(body.substr(2), "0123456789abcdefABCDEF_")) {
    return integerOf(negative, withoutUnderscores(body.substr(2)), 16, text);
  }
  if (body[0] == '0' && consistsOf(body.substr(1), "01234567_")) {
    return integerOf(negative, withoutUnderscores(body), 8, text);
  }
  if (body[0] != '0' && consistsOf(body, "0123456789_") && isYamlDigit(body[0])) {
    return integerOf(negative, withoutUnderscores(body), 10, text);
  }
  if (body.find(':') != std::string_view::npos) {
    return isYamlDigit(body[0]) ? toSexagesimal(negative, body) : std::nullopt;
  }
  // A leading point allows no sign in PyYAML's expression.
  if (!isPythonFloat(body) || (body[0] == '.' && isSigned)) {
    return std::nullopt;
  }
  const auto value = parseDouble(withoutUnderscores(body));
  return value ? std::optional<Json>(Json(negative ? -*value : *value)) : std::nullopt;
}

}  // namespace

Json resolvePlainScalar(std::string_view text, YamlDialect dialect) {
  static constexpr std::string_view kNull[] = {"", "~", "null", "Null", "NULL"};
  if (isOneOf(text, kNull)) {
    return Json();
  }
  if (const auto boolean = toBool(text, dialect)) {
    return Json(*boolean);
  }
  if (const auto special = toSpecialNumber(text)) {
    return Json(*special);
  }
  auto number = dialect == YamlDialect::Core ? toCoreNumber(text) : toPythonNumber(text);
  return number ? std::move(*number) : Json(text);
}

bool isAmbiguousPlainScalar(std::string_view text) {
  const bool numeric =
      !text.empty() && (isYamlDigit(text[0]) || text[0] == '.' || text[0] == '-' || text[0] == '+');
  return numeric || text == "<<" || text == "=" || !resolvePlainScalar(text, YamlDialect::Core).isString() ||
         !resolvePlainScalar(text, YamlDialect::Python).isString();
}

}  // namespace tatara::text
