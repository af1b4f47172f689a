// UTF-8 (RFC 3629) as bytes: checking, mending, cutting, and places within a text.
//
// Overlong forms, surrogates and code points above U+10FFFF are invalid. Threads: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tatara::text {

bool isValidUtf8(std::string_view text);
// The byte offset of the first byte that is not part of a valid sequence.
std::optional<std::size_t> findInvalidUtf8(std::string_view text);
// Every byte that is not part of a valid sequence becomes U+FFFD.
std::string replaceInvalidUtf8(std::string_view text);

void appendCodePoint(std::string& out, std::uint32_t point);
// Takes one code point off the front of a text that is not empty; an invalid byte gives U+FFFD.
std::uint32_t takeCodePoint(std::string_view& text);
std::size_t codePointCount(std::string_view text);
// At most `count` code points from the front, never half of one.
std::string_view firstCodePoints(std::string_view text, std::size_t count);

// Counted from one; the column counts code points.
struct TextPlace {
  int line = 1;
  int column = 1;
};
TextPlace placeOf(std::string_view text, std::size_t offset);

}  // namespace tatara::text
