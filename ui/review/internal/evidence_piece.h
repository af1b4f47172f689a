// Looking into the body of a piece of evidence: what is not there, or of another kind than expected, is
// empty.
//
// Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/text/json.h"
#include "core/text/phrase.h"
#include "ui/review/review_data.h"

namespace tatara::ui::piece {

inline constexpr std::size_t kMostLines = 1000;

std::string word(const text::Json& json);
// Finite.
std::optional<double> number(const text::Json& json);
std::optional<Span> span(const text::Json& interval);
// Of a piece that was frozen; null for any other.
const text::Json& body(const ReviewFacts& facts, std::string_view name);
// What a piece says in words: a phrase, or the English text of a piece from before there were phrases.
text::Phrase phrase(const text::Json& said, const text::Json& english);
// As evidence writes labels of slices: in English, beside it the phrase where it is more than a value.
text::Phrase label(const text::Json& json, const std::string& key);

}  // namespace tatara::ui::piece
