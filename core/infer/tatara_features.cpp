#include "core/infer/internal/tatara_features.h"

#include <algorithm>
#include <ctime>
#include <limits>
#include <optional>

#include "core/base/clock.h"
#include "core/base/number_text.h"
#include "core/text/error_phrase.h"

namespace tatara::infer {
namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();
constexpr double kSecondsADay = 86400;

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) {
    text.remove_prefix(1);
  }
  while (text.ends_with(' ')) {
    text.remove_suffix(1);
  }
  return text;
}

// By a format as strptime's (POSIX), seconds since 1970 UTC. "%f", which POSIX lacks, stands last but for
// "%p".
std::optional<double> timeByFormat(const std::string& text, std::string format) {
  double fraction = 0;
  std::string clean = text;
  if (const std::size_t at = format.find(".%f"); at != std::string::npos) {
    format.erase(at, 3);
    const std::size_t dot = clean.rfind('.');
    if (dot == std::string::npos) {
      return std::nullopt;
    }
    const std::size_t end = std::min(clean.find_first_not_of("0123456789", dot + 1), clean.size());
    fraction = parseDouble("0" + clean.substr(dot, end - dot)).value_or(0);
    clean.erase(dot, end - dot);
  }
  std::tm parts{};
  parts.tm_mday = 1;
  const char* rest = ::strptime(clean.c_str(), format.c_str(), &parts);
  if (!rest || *rest != '\0') {
    return std::nullopt;
  }
  return static_cast<double>(::timegm(&parts)) + fraction;
}

std::optional<double> timeOf(const std::string& text, const std::string& format) {
  if (!format.empty()) {
    return timeByFormat(text, format);
  }
  const auto time = parseIso8601(text);
  return time ? std::optional(static_cast<double>(toUnixMillis(*time)) / 1000) : std::nullopt;
}

}  // namespace

Result<TataraFeatures> TataraFeatures::parse(std::string_view json) {
  TATARA_ASSIGN(const text::Json file, text::parseJson(json));
  if (file["format"].asInt() != 1 || file["features"].items().empty()) {
    return text::sayError(
        ErrorKind::Unsupported,
        TATARA_SAYS("Phrase", "The model's tatara_features.json is not of a form that this version knows"));
  }
  TataraFeatures result;
  for (const text::Json& item : file["features"].items()) {
    Feature feature;
    const std::string* name = item["name"].asString();
    const std::string* type = item["type"].asString();
    if (!name || !type) {
      return text::sayError(
          ErrorKind::Parse,
          TATARA_SAYS("Phrase", "A feature of tatara_features.json has no name or no type"));
    }
    feature.name = *name;
    feature.kind = *type == "text"      ? Kind::Text
                   : *type == "time"    ? Kind::Time
                   : *type == "boolean" ? Kind::Boolean
                                        : Kind::Number;
    if (const std::string* format = item["time_format"].asString()) {
      feature.timeFormat = *format;
    }
    float code = 0;
    for (const text::Json& category : item["categories"].items()) {
      if (const std::string* word = category.asString()) {
        feature.codes.emplace(*word, code);
      }
      code += 1;
    }
    result.m_features.push_back(std::move(feature));
  }
  for (const text::Json& one : file["classes"].items()) {
    result.m_classes.push_back(one.asString() ? *one.asString() : std::string());
  }
  for (const text::Json& word : file["missing_words"].items()) {
    if (word.asString()) {
      result.m_missing.insert(*word.asString());
    }
  }
  return result;
}

bool TataraFeatures::isMissing(const Tensor& column, std::size_t row) const {
  if (column.isMissing(row)) {
    return true;
  }
  return column.type == ElementType::String && m_missing.contains(std::string(trimmed(column.texts[row])));
}

Result<float> TataraFeatures::codeOne(const Feature& feature, const Tensor& column, std::size_t row) const {
  if (isMissing(column, row)) {
    return kMissing;
  }
  const bool text = column.type == ElementType::String;
  if (feature.kind == Kind::Text) {
    const std::string word = text ? column.texts[row] : toText(column.number(row));
    const auto code = feature.codes.find(word);
    return code == feature.codes.end() ? kMissing : code->second;
  }
  if (!text) {
    return static_cast<float>(column.number(row));
  }
  const std::string& value = column.texts[row];
  if (feature.kind == Kind::Boolean) {
    std::string word(trimmed(value));
    std::ranges::transform(word, word.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return word == "true" ? 1.0f : word == "false" ? 0.0f : kMissing;
  }
  const auto number =
      feature.kind == Kind::Time ? timeOf(value, feature.timeFormat) : parseDouble(trimmed(value));
  if (!number) {
    const std::string place = placeText(row, feature.name);
    return feature.kind == Kind::Time
               ? text::sayError(ErrorKind::InvalidArgument,
                                TATARA_SAYS("Phrase", "%1: '%2' is no time in the form of the training data"),
                                {place, value.substr(0, 40)})
               : text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "%1: '%2' is no number"),
                                {place, value.substr(0, 40)});
  }
  return static_cast<float>(feature.kind == Kind::Time ? *number / kSecondsADay : *number);
}

Result<std::vector<float>> TataraFeatures::code(const Signature& signature, const Batch& inputs) const {
  const std::size_t rows = inputs.empty() ? 0 : inputs[0].rows();
  std::vector<float> values(rows * m_features.size());
  for (std::size_t f = 0; f < m_features.size(); ++f) {
    const Feature& feature = m_features[f];
    const Field* field = signature.findInput(feature.name);
    if (!field) {
      return text::sayError(ErrorKind::Corrupt,
                            TATARA_SAYS("Phrase", "The model's feature '%1' is not in its signature"),
                            {feature.name});
    }
    const Tensor& column = inputs[static_cast<std::size_t>(field - signature.inputs.data())];
    for (std::size_t row = 0; row < rows; ++row) {
      TATARA_ASSIGN(values[row * m_features.size() + f], codeOne(feature, column, row));
    }
  }
  return values;
}

Result<Batch> TataraFeatures::outputs(std::span<const float> values, std::size_t rows,
                                      std::size_t width) const {
  const auto length = static_cast<std::int64_t>(rows);
  Batch batch;
  if (m_classes.empty()) {
    batch.push_back(Tensor::make("prediction", ElementType::Float64, {length}));
    std::copy_n(values.begin(), rows, batch[0].values<double>().begin());
    return batch;
  }
  const bool binary = width == 1 && m_classes.size() == 2;
  if (!binary && width != m_classes.size()) {
    return text::sayError(
        ErrorKind::Corrupt,
        TATARA_SAYS("Phrase", "The model gives another number of classes than it was trained with"));
  }
  batch.push_back(Tensor::make("prediction", ElementType::String, {length}));
  for (const std::string& one : m_classes) {
    batch.push_back(Tensor::make("probability_" + one, ElementType::Float64, {length}));
  }
  for (std::size_t row = 0; row < rows; ++row) {
    const auto own = values.subspan(row * width, width);
    const std::size_t chosen = binary ? (own[0] > 0.5f ? 1 : 0)
                                      : static_cast<std::size_t>(std::ranges::max_element(own) - own.begin());
    batch[0].texts[row] = m_classes[chosen];
    for (std::size_t c = 0; c < m_classes.size(); ++c) {
      const float probability = binary ? (c == 1 ? own[0] : 1.0f - own[0]) : own[c];
      batch[c + 1].values<double>()[row] = static_cast<double>(probability);
    }
  }
  return batch;
}

}  // namespace tatara::infer
