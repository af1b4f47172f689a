#include "ui/review/internal/evidence_piece.h"

#include <cmath>

namespace tatara::ui::piece {

using text::Json;

std::string word(const Json& json) {
  return json.asString() ? *json.asString() : std::string();
}

std::optional<double> number(const Json& json) {
  const auto value = json.asNumber();
  return value && std::isfinite(*value) ? value : std::nullopt;
}

std::optional<Span> span(const Json& interval) {
  const auto low = number(interval["low"]);
  const auto high = number(interval["high"]);
  return low && high ? std::optional(Span{*low, *high}) : std::nullopt;
}

const Json& body(const ReviewFacts& facts, std::string_view name) {
  static const Json nothing;
  const registry::Evidence* piece = findEvidence(facts.review, name);
  return piece ? piece->body : nothing;
}

text::Phrase phrase(const Json& said, const Json& english) {
  auto read = text::Phrase::read(said);
  return read && !said.isNull() ? *std::move(read) : text::Phrase(word(english));
}

text::Phrase label(const Json& json, const std::string& key) {
  return text::Phrase::read(json[key + "_said"]).value_or(word(json[key]));
}

}  // namespace tatara::ui::piece
