// OpenOptions as JSON, as they are kept with a version.
#include <algorithm>

#include "core/dataset/table.h"
#include "core/text/error_phrase.h"
#include "core/text/json.h"

namespace tatara::dataset {
namespace {

using text::Json;

constexpr ColumnType kTypes[] = {ColumnType::Integer, ColumnType::Real, ColumnType::Boolean, ColumnType::Time,
                                 ColumnType::Text};

Json list(const std::vector<std::string>& words) {
  Json array = Json::array();
  for (const auto& word : words) {
    array.append(word);
  }
  return array;
}

std::vector<std::string> words(const Json& array) {
  std::vector<std::string> result;
  for (const auto& item : array.items()) {
    if (const auto* text = item.asString()) {
      result.push_back(*text);
    }
  }
  return result;
}

void readCharacter(const Json& value, std::optional<char>& to) {
  if (const auto* text = value.asString(); text && text->size() == 1) {
    to = text->front();
  }
}

}  // namespace

std::optional<ColumnType> parseColumnType(std::string_view word) {
  const auto found = std::ranges::find(kTypes, word, [](ColumnType type) { return toString(type); });
  return found == std::end(kTypes) ? std::nullopt : std::optional(*found);
}

bool operator==(const OpenOptions& left, const OpenOptions& right) {
  return left.sampleRows == right.sampleRows && toJsonText(left) == toJsonText(right);
}

std::string toJsonText(const OpenOptions& options) {
  Json json = Json::object();
  const auto character = [&json](const char* key, const std::optional<char>& value) {
    if (value) {
      json.set(key, std::string(1, *value));
    }
  };
  character("delimiter", options.dialect.delimiter);
  character("quote", options.dialect.quote);
  character("decimal", options.decimal);
  if (options.dialect.header) {
    json.set("header", *options.dialect.header);
  }
  if (options.dialect.encoding) {
    json.set("encoding", *options.dialect.encoding);
  }
  if (options.dialect.skipLines) {
    json.set("skip_lines", static_cast<std::int64_t>(*options.dialect.skipLines));
  }
  if (options.dialect.comment) {
    json.set("comment", *options.dialect.comment);
  }
  if (!options.alsoMissing.empty()) {
    json.set("also_missing", list(options.alsoMissing));
  }
  if (!options.textColumns.empty()) {
    json.set("text_columns", list(options.textColumns));
  }
  if (!options.types.empty()) {
    Json types = Json::array();
    for (const auto& choice : options.types) {
      Json one = Json::object();
      one.set("column", choice.column).set("type", toString(choice.type));
      if (choice.dayFirst) {
        one.set("day_first", true);
      }
      types.append(std::move(one));
    }
    json.set("types", std::move(types));
  }
  if (!options.part.empty()) {
    json.set("part", options.part);
  }
  return text::toJson(json);
}

Result<OpenOptions> openOptionsFromJson(std::string_view json) {
  TATARA_ASSIGN(const Json value, text::parseJson(json));
  OpenOptions options;
  readCharacter(value["delimiter"], options.dialect.delimiter);
  readCharacter(value["quote"], options.dialect.quote);
  readCharacter(value["decimal"], options.decimal);
  options.dialect.header = value["header"].asBool();
  if (const auto* encoding = value["encoding"].asString()) {
    options.dialect.encoding = *encoding;
  }
  if (const auto lines = value["skip_lines"].asInt(); lines && *lines >= 0) {
    options.dialect.skipLines = static_cast<std::uint64_t>(*lines);
  }
  if (const auto* comment = value["comment"].asString()) {
    options.dialect.comment = *comment;
  }
  options.alsoMissing = words(value["also_missing"]);
  options.textColumns = words(value["text_columns"]);
  for (const auto& one : value["types"].items()) {
    const auto* column = one["column"].asString();
    const auto* word = one["type"].asString();
    const auto type = word ? parseColumnType(*word) : std::nullopt;
    if (!column || !type) {
      return text::sayError(
          ErrorKind::Corrupt,
          TATARA_SAYS("Phrase", "The kept corrections of a dataset are damaged: a type is not known"));
    }
    options.types.push_back({*column, *type, one["day_first"].asBool().value_or(false)});
  }
  if (const auto* part = value["part"].asString()) {
    options.part = *part;
  }
  return options;
}

}  // namespace tatara::dataset
