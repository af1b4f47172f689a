// JSON (RFC 8259) as a value: read from hostile bytes, built, looked through and written again.
//
// `Json` is null, a boolean, a 64-bit integer, a double, a UTF-8 string, an array or an object. Objects keep
// the order of their keys. A number without fraction and exponent that fits into 64 bits is an integer and
// stays exact; every other number is a double. JSON has no NaN: the writer writes the strings "NaN",
// "Infinity" and "-Infinity" as MLflow does, and the reader leaves such strings as strings (`asNumber`
// understands them).
//
// Reading: a repeated key takes its last value, as in Python. Sizes are checked before anything is allocated.
// Errors: Parse, with line and column. Invalid UTF-8 and lone surrogates are errors. Writing never fails:
// bytes that are not UTF-8 are written as U+FFFD. Threads: values; no shared state.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/result.h"

namespace tatara::text {

struct JsonMember;

class Json {
 public:
  using Array = std::vector<Json>;
  using Object = std::vector<JsonMember>;

  Json();
  Json(std::nullptr_t);
  template <std::same_as<bool> T>
  Json(T value);
  template <std::integral T>
  requires(!std::same_as<T, bool>) Json(T value);
  Json(double value);
  Json(std::string value);
  Json(std::string_view value);
  Json(const char* value);
  Json(Array value);
  Json(Object value);

  static Json object();
  static Json array();

  bool isNull() const { return std::holds_alternative<std::monostate>(m_value); }
  bool isBool() const { return std::holds_alternative<bool>(m_value); }
  bool isInt() const { return std::holds_alternative<std::int64_t>(m_value); }
  bool isDouble() const { return std::holds_alternative<double>(m_value); }
  bool isNumber() const { return isInt() || isDouble(); }
  bool isString() const { return std::holds_alternative<std::string>(m_value); }
  bool isArray() const { return std::holds_alternative<Array>(m_value); }
  bool isObject() const { return std::holds_alternative<Object>(m_value); }
  // "null", "a boolean", "a number", "a string", "an array", "an object".
  std::string_view typeName() const;

  // Strictly the type asked for, else nullopt or null.
  std::optional<bool> asBool() const;
  std::optional<std::int64_t> asInt() const;
  const std::string* asString() const { return std::get_if<std::string>(&m_value); }
  // Integers, doubles, and the strings "NaN", "Infinity", "-Infinity".
  std::optional<double> asNumber() const;

  // The elements, or none when this is not an array; likewise the members of an object.
  const Array& items() const;
  const Object& members() const;
  Array* asArray() { return std::get_if<Array>(&m_value); }
  Object* asObject() { return std::get_if<Object>(&m_value); }

  // The member's value, null when this is no object or lacks the key.
  const Json* find(std::string_view key) const;
  Json* find(std::string_view key);
  // The same, with JSON's null for what is not there: `body["run"]["info"]["run_id"].asString()`.
  const Json& operator[](std::string_view key) const;

  // Turns a null into an object, replaces or appends the member and returns this.
  Json& set(std::string_view key, Json value);
  // Turns a null into an array and appends.
  Json& append(Json value);

  // Objects are equal when they have the same members in the same order; 1 and 1.0 differ.
  friend bool operator==(const Json& left, const Json& right);

 private:
  std::variant<std::monostate, bool, std::int64_t, double, std::string, Array, Object> m_value;
};

struct JsonMember {
  std::string key;
  Json value;

  friend bool operator==(const JsonMember&, const JsonMember&) = default;
};

// Here rather than in the class, where JsonMember is not complete yet.
inline Json::Json() = default;
inline Json::Json(std::nullptr_t) {}
template <std::same_as<bool> T>
Json::Json(T value) : m_value(value) {}
template <std::integral T>
requires(!std::same_as<T, bool>) Json::Json(T value) : m_value(static_cast<std::int64_t>(value)) {}
inline Json::Json(double value) : m_value(value) {}
inline Json::Json(std::string value) : m_value(std::move(value)) {}
inline Json::Json(std::string_view value) : m_value(std::string(value)) {}
inline Json::Json(const char* value) : m_value(std::string(value)) {}
inline Json::Json(Array value) : m_value(std::move(value)) {}
inline Json::Json(Object value) : m_value(std::move(value)) {}
inline Json Json::object() {
  return Json(Object{});
}
inline Json Json::array() {
  return Json(Array{});
}

struct JsonLimits {
  std::size_t maxBytes = 64u << 20;
  std::size_t maxValues = 4'000'000;
  int maxDepth = 100;
};

// The whole text as one value; blanks may surround it, a byte order mark may precede it.
Result<Json> parseJson(std::string_view text, const JsonLimits& limits = {});

// On one line, without blanks.
std::string toJson(const Json& value);
// Indented by two blanks, without a line break at the end.
std::string toPrettyJson(const Json& value);

// For writers that build large answers without values: appends the text as a JSON string, quotes included.
void appendJsonString(std::string& out, std::string_view text);
// Appends the shortest text that reads back as the same double, with ".0" where it would look like an
// integer.
void appendJsonNumber(std::string& out, double value);

}  // namespace tatara::text
