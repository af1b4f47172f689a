#include "core/text/phrase.h"

namespace tatara::text {
namespace {

constexpr std::size_t kMostValues = 9;
constexpr std::size_t kLongest = 64 << 10;
constexpr int kDeepest = 64;

std::string filled(const std::string& pattern, const std::vector<std::string>& values) {
  std::string text;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const bool place = pattern[i] == '%' && i + 1 < pattern.size() && pattern[i + 1] >= '1' &&
                       pattern[i + 1] <= '9' &&
                       static_cast<std::size_t>(pattern[i + 1] - '1') < values.size();
    if (place) {
      text += values[static_cast<std::size_t>(pattern[++i] - '1')];
    } else {
      text += pattern[i];
    }
  }
  return text;
}

}  // namespace

Phrase Phrase::say(std::string_view pattern, std::vector<Phrase> values) {
  Phrase phrase{pattern};
  phrase.m_values = std::move(values);
  phrase.m_pattern = true;
  return phrase;
}

Phrase Phrase::join(std::string_view pattern, const std::vector<Phrase>& parts) {
  Phrase whole;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    whole = i == 0 ? parts[i] : say(pattern, {std::move(whole), parts[i]});
  }
  return whole;
}

std::string Phrase::english() const {
  return told([](const std::string& pattern) { return pattern; });
}

std::string Phrase::told(const std::function<std::string(const std::string&)>& patternOf) const {
  if (!m_pattern) {
    return m_text;
  }
  std::vector<std::string> values;
  for (const Phrase& value : m_values) {
    values.push_back(value.told(patternOf));
  }
  return filled(patternOf(m_text), values);
}

Json Phrase::json() const {
  if (!m_pattern) {
    return m_text;
  }
  Json with = Json::array();
  for (const Phrase& value : m_values) {
    with.append(value.json());
  }
  return Json::object().set("say", m_text).set("with", std::move(with));
}

namespace {

std::optional<Phrase> readAt(const Json& json, int depth) {
  if (const std::string* text = json.asString()) {
    return text->size() <= kLongest ? std::optional<Phrase>(*text) : std::nullopt;
  }
  const std::string* pattern = json["say"].asString();
  const Json::Array& with = json["with"].items();
  if (!pattern || pattern->size() > kLongest || with.size() > kMostValues || depth >= kDeepest) {
    return std::nullopt;
  }
  std::vector<Phrase> values;
  for (const Json& one : with) {
    auto value = readAt(one, depth + 1);
    if (!value) {
      return std::nullopt;
    }
    values.push_back(*std::move(value));
  }
  return Phrase::say(*pattern, std::move(values));
}

}  // namespace

std::optional<Phrase> Phrase::read(const Json& json) {
  return readAt(json, 0);
}

}  // namespace tatara::text
