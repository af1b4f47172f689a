// ASCII letters without the locale, for header names and host names. Threads: pure functions.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace tatara::http {

inline char toLowerAscii(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline bool equalIgnoringCase(std::string_view left, std::string_view right) {
  return left.size() == right.size() &&
         std::equal(left.begin(), left.end(), right.begin(),
                    [](char a, char b) { return toLowerAscii(a) == toLowerAscii(b); });
}

inline std::string toLowerAscii(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) { return toLowerAscii(c); });
  return lower;
}

}  // namespace tatara::http
