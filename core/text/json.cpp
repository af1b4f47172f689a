#include "core/text/json.h"

#include <algorithm>
#include <limits>

namespace tatara::text {

std::string_view Json::typeName() const {
  static constexpr std::string_view kNames[] = {"null",     "a boolean", "a number", "a number",
                                                "a string", "an array",  "an object"};
  return kNames[m_value.index()];
}

std::optional<bool> Json::asBool() const {
  const bool* value = std::get_if<bool>(&m_value);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<std::int64_t> Json::asInt() const {
  const std::int64_t* value = std::get_if<std::int64_t>(&m_value);
  return value == nullptr ? std::nullopt : std::optional(*value);
}

std::optional<double> Json::asNumber() const {
  if (const std::int64_t* integer = std::get_if<std::int64_t>(&m_value)) {
    return static_cast<double>(*integer);
  }
  if (const double* number = std::get_if<double>(&m_value)) {
    return *number;
  }
  if (const std::string* text = asString()) {
    if (*text == "NaN") {
      return std::numeric_limits<double>::quiet_NaN();
    }
    if (*text == "Infinity") {
      return std::numeric_limits<double>::infinity();
    }
    if (*text == "-Infinity") {
      return -std::numeric_limits<double>::infinity();
    }
  }
  return std::nullopt;
}

const Json::Array& Json::items() const {
  static const Array kNone;
  const Array* array = std::get_if<Array>(&m_value);
  return array == nullptr ? kNone : *array;
}

const Json::Object& Json::members() const {
  static const Object kNone;
  const Object* object = std::get_if<Object>(&m_value);
  return object == nullptr ? kNone : *object;
}

const Json* Json::find(std::string_view key) const {
  for (const JsonMember& member : members()) {
    if (member.key == key) {
      return &member.value;
    }
  }
  return nullptr;
}

Json* Json::find(std::string_view key) {
  return const_cast<Json*>(std::as_const(*this).find(key));
}

const Json& Json::operator[](std::string_view key) const {
  static const Json kNull;
  const Json* value = find(key);
  return value == nullptr ? kNull : *value;
}

Json& Json::set(std::string_view key, Json value) {
  if (isNull()) {
    m_value = Object{};
  }
  if (Json* present = find(key)) {
    *present = std::move(value);
  } else if (Object* object = asObject()) {
    object->push_back(JsonMember{std::string(key), std::move(value)});
  }
  return *this;
}

Json& Json::append(Json value) {
  if (isNull()) {
    m_value = Array{};
  }
  if (Array* array = asArray()) {
    array->push_back(std::move(value));
  }
  return *this;
}

bool operator==(const Json& left, const Json& right) {
  return left.m_value == right.m_value;
}

}  // namespace tatara::text
