// Percent-encoding, as RFC 3986 has it: section 2.1 the form, 2.3 the characters that never need it.
//
// Threads: pure functions.
#pragma once

#include <string>
#include <string_view>

namespace tatara::text {

// "a b/ü" → "a%20b%2F%C3%BC", for one part of a path or a query: everything but letters, digits and -._~
std::string percentEncode(std::string_view part);
// The same, with every '/' as it is.
std::string percentEncodePath(std::string_view path);

// In a query '+' is a blank (application/x-www-form-urlencoded), elsewhere it is itself.
enum class PlusSign { Literal, Space };
// %41 becomes A; a % without two hexadecimal digits stays.
std::string percentDecode(std::string_view text, PlusSign plus = PlusSign::Literal);

}  // namespace tatara::text
