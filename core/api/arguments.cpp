#include "core/api/internal/arguments.h"

#include "core/api/internal/failure.h"
#include "core/base/number_text.h"

namespace tatara::api {
namespace {

using text::Json;

constexpr std::string_view kSeeDocs = " See the API docs for more information about request parameters.";
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::string_view pythonType(const Json& value) {
  if (value.isString()) {
    return "str";
  }
  if (value.isInt()) {
    return "int";
  }
  if (value.isDouble()) {
    return "float";
  }
  if (value.isBool()) {
    return "bool";
  }
  if (value.isArray()) {
    return "list";
  }
  return value.isObject() ? "dict" : "NoneType";
}

std::string encodeBase64(std::string_view bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      out.push_back(i + k > bytes.size() ? '=' : kBase64[group >> (18 - 6 * k) & 63]);
    }
  }
  return out;
}

Json queryAsJson(const http::Request& request) {
  Json object = Json::object();
  for (const auto& [key, value] : request.query) {
    Json* already = object.find(key);
    if (!already) {
      object.set(key, Json(value));
    } else if (already->isArray()) {
      already->append(Json(value));
    } else {
      Json list = Json::array();
      list.append(std::move(*already));
      list.append(Json(value));
      *already = std::move(list);
    }
  }
  return object;
}

std::optional<std::int64_t> integerOf(const Json& value) {
  if (const auto number = value.asInt()) {
    return number;
  }
  if (value.isDouble()) {
    // protobuf's JSON reader takes 5.0 for the integer 5.
    const double number = *value.asNumber();
    if (number >= -9.0e18 && number <= 9.0e18 &&
        static_cast<double>(static_cast<std::int64_t>(number)) == number) {
      return static_cast<std::int64_t>(number);
    }
    return std::nullopt;
  }
  const std::string* text = value.asString();
  return text ? parseInt(*text) : std::nullopt;
}

}  // namespace

std::optional<std::string> decodeBase64(std::string_view text) {
  if (text.size() % 4 != 0) {
    return std::nullopt;
  }
  while (text.ends_with('=')) {
    text.remove_suffix(1);
  }
  std::string out;
  std::uint32_t bits = 0;
  int count = 0;
  for (const char c : text) {
    const std::size_t value = kBase64.find(c);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    bits = bits << 6 | static_cast<std::uint32_t>(value);
    count += 6;
    if (count >= 8) {
      count -= 8;
      out.push_back(static_cast<char>(bits >> count & 255));
    }
  }
  return out;
}

Error missingValue(std::string_view path) {
  return invalid("Missing value for required parameter '" + std::string(path) + "'." + std::string(kSeeDocs));
}

Error invalidValue(std::string_view path, const Json& value, std::string_view hint) {
  std::string shown = text::toJson(value);
  if (shown.size() > 500) {
    shown = shown.substr(0, 500) + "...";
  }
  return invalid("Invalid value " + shown + " for parameter '" + std::string(path) +
                 "' supplied: " + std::string(hint));
}

Error wrongType(std::string_view path, const Json& value) {
  return invalidValue(
      path, value,
      " Hint: Value was of type '" + std::string(pythonType(value)) + "'." + std::string(kSeeDocs));
}

Status checkContentType(const http::Request& request) {
  const auto type = request.field("content-type");
  if (!type) {
    return invalid("Bad Request. Content-Type header is missing.");
  }
  std::string_view name = type->substr(0, type->find(';'));
  while (name.ends_with(' ')) {
    name.remove_suffix(1);
  }
  if (name != "application/json") {
    return invalid("Bad Request. Content-Type must be one of ['application/json'].");
  }
  return {};
}

Result<Arguments> Arguments::read(const http::Request& request) {
  if (request.method == http::Method::Get || request.method == http::Method::Head) {
    return Arguments(queryAsJson(request), request);
  }
  // Some DELETEs have no body, and then nobody says of what type it would be.
  if (request.method == http::Method::Delete && request.body.empty() && !request.field("content-type")) {
    return Arguments(Json::object(), request);
  }
  TATARA_TRY(checkContentType(request));
  if (request.body.empty()) {
    return Arguments(Json::object(), request);
  }
  TATARA_ASSIGN(Json json, text::parseJson(request.body));
  if (const std::string* inner = json.asString()) {  // old clients encode twice
    const std::string copy = *inner;
    TATARA_ASSIGN(json, text::parseJson(copy));
  }
  if (json.isNull()) {
    json = Json::object();
  }
  if (!json.isObject()) {
    return invalid("The request's body must be a JSON object, not " + std::string(json.typeName()) + ".");
  }
  return Arguments(std::move(json), request);
}

std::string Fields::pathOf(std::string_view name) const {
  return m_path.empty() ? std::string(name) : m_path + "." + std::string(name);
}

Result<std::string> Fields::text(std::string_view name) const {
  const Json& value = at(name);
  if (value.isNull()) {
    return std::string();
  }
  if (const std::string* text = value.asString()) {
    return *text;
  }
  return wrongType(pathOf(name), value);
}

Result<std::string> Fields::requiredText(std::string_view name) const {
  TATARA_ASSIGN(std::string value, text(name));
  if (value.empty()) {
    return missingValue(pathOf(name));
  }
  return value;
}

Status Fields::require(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names) {
    const std::string* text = at(name).asString();
    if (at(name).isNull() || (text && text->empty())) {
      return missingValue(pathOf(name));
    }
  }
  return {};
}

Result<std::optional<std::int64_t>> Fields::integer(std::string_view name) const {
  const Json& value = at(name);
  if (value.isNull()) {
    return std::optional<std::int64_t>();
  }
  const auto number = integerOf(value);
  if (!number) {
    return wrongType(pathOf(name), value);
  }
  return number;
}

Result<std::int64_t> Fields::requiredInteger(std::string_view name) const {
  TATARA_ASSIGN(const auto value, integer(name));
  if (!value) {
    return missingValue(pathOf(name));
  }
  return *value;
}

Result<bool> Fields::flag(std::string_view name) const {
  const Json& value = at(name);
  if (value.isNull()) {
    return false;
  }
  if (const auto given = value.asBool()) {
    return *given;
  }
  const std::string* text = value.asString();
  if (text && (*text == "true" || *text == "false")) {
    return *text == "true";
  }
  return wrongType(pathOf(name), value);
}

Result<std::vector<std::string>> Fields::texts(std::string_view name) const {
  const Json& value = at(name);
  std::vector<std::string> out;
  if (value.isNull()) {
    return out;
  }
  if (const std::string* single = value.asString(); single && m_path.empty()) {  // a query with the key once
    out.push_back(*single);
    return out;
  }
  if (!value.isArray()) {
    return wrongType(pathOf(name), value);
  }
  for (const Json& item : value.items()) {
    if (const std::string* text = item.asString()) {
      out.push_back(*text);
    } else if (const auto number = item.asInt()) {
      out.push_back(std::to_string(*number));
    } else {
      return wrongType(pathOf(name), value);
    }
  }
  return out;
}

Result<std::vector<Fields>> Fields::objects(std::string_view name) const {
  const Json& value = at(name);
  std::vector<Fields> out;
  if (value.isNull()) {
    return out;
  }
  if (!value.isArray()) {
    return wrongType(pathOf(name), value);
  }
  const std::string path = pathOf(name);
  for (std::size_t i = 0; i < value.items().size(); ++i) {
    const Json& item = value.items()[i];
    if (!item.isObject()) {
      return wrongType(path + "[" + std::to_string(i) + "]", item);
    }
    out.emplace_back(item, path + "[" + std::to_string(i) + "]");
  }
  return out;
}

Result<std::vector<track::KeyValue>> Fields::keyValues(std::string_view name) const {
  TATARA_ASSIGN(const std::vector<Fields> items, objects(name));
  std::vector<track::KeyValue> out;
  out.reserve(items.size());
  for (const Fields& item : items) {
    track::KeyValue pair;
    TATARA_ASSIGN(pair.key, item.requiredText("key"));
    TATARA_ASSIGN(pair.value, item.text("value"));
    out.push_back(std::move(pair));
  }
  return out;
}

Result<track::RunId> runIdOf(const Fields& fields) {
  TATARA_ASSIGN(std::string id, fields.text("run_id"));
  if (id.empty()) {
    TATARA_ASSIGN(id, fields.text("run_uuid"));
  }
  if (id.empty()) {
    return missingValue("run_id");
  }
  return track::RunId(std::move(id));
}

Status checkRunId(const track::RunId& run) {
  constexpr std::size_t kLongest = 256;
  const std::string& id = run.value();
  const auto isLetter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  };
  const bool good =
      !id.empty() && id.size() <= kLongest && isLetter(id.front()) &&
      std::all_of(id.begin(), id.end(), [&](char c) { return isLetter(c) || c == '_' || c == '-'; });
  return good ? Status() : Status(invalidValue("run_id", Json(id), ""));
}

Result<track::ExperimentId> parseExperimentId(std::string_view text) {
  const auto number = parseInt(text);
  if (!number) {
    return invalid("Invalid experiment ID '" + std::string(text) +
                   "'. Experiment ID must be a valid integer.");
  }
  return track::ExperimentId(*number);
}

Result<track::ExperimentId> experimentIdOf(const Fields& fields) {
  if (const auto number = fields.at("experiment_id").asInt()) {
    return track::ExperimentId(*number);
  }
  TATARA_ASSIGN(const std::string id, fields.requiredText("experiment_id"));
  return parseExperimentId(id);
}

std::string pageToken(std::size_t offset) {
  return encodeBase64("{\"offset\": " + std::to_string(offset) + "}");
}

Result<Page> pageOf(const Fields& fields, PageLimits limits) {
  const std::string* text = fields.at("max_results").asString();
  std::optional<std::int64_t> size;
  if (!limits.emptyIsStandard || text == nullptr || !text->empty()) {
    TATARA_ASSIGN(size, fields.integer("max_results"));
  }
  if (size && *size == 0 && limits.zeroIsStandard) {
    size.reset();
  }
  if (size && *size <= 0) {
    return invalid("Invalid value " + std::to_string(*size) +
                   " for parameter 'max_results' supplied. It must be a positive integer.");
  }
  if (size && *size > limits.most) {
    return invalid("Invalid value " + std::to_string(*size) +
                   " for parameter 'max_results' supplied. It must be at most " +
                   std::to_string(limits.most));
  }
  Page page;
  page.size = static_cast<std::size_t>(size.value_or(limits.standard));
  TATARA_ASSIGN(const std::string token, fields.text("page_token"));
  if (token.empty()) {
    return page;
  }
  const auto decoded = token.size() <= 256 ? decodeBase64(token) : std::nullopt;
  const auto json = decoded ? text::parseJson(*decoded) : Result<Json>(Json());
  const auto offset = json ? (*json)["offset"].asInt() : std::nullopt;
  if (!offset || *offset < 0) {
    return invalid("Invalid page token, could not base64-decode");
  }
  page.offset = static_cast<std::size_t>(*offset);
  return page;
}

}  // namespace tatara::api
