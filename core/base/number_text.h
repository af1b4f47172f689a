// Numbers and sizes as text, and back; never through the locale.
//
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tatara {

// The shortest text that reads back as the same double; "NaN", "Infinity", "-Infinity".
std::string toText(double value);

// The whole text as a number; surrounding blanks are not accepted. Accepts nan, inf, infinity in any case and
// sign.
std::optional<double> parseDouble(std::string_view text);
std::optional<std::int64_t> parseInt(std::string_view text);

// 1234567 → "1,234,567".
std::string withThousands(std::int64_t value);
// 19500000 → "19.5 MB" (decimal units, as file managers show them).
std::string toByteText(std::uint64_t bytes);

// The candidate nearest to `word` by edit distance, when it is near enough to be what was meant.
template <typename Range>
std::optional<std::string> nearestWord(std::string_view word, const Range& candidates);
int editDistance(std::string_view left, std::string_view right);

template <typename Range>
std::optional<std::string> nearestWord(std::string_view word, const Range& candidates) {
  std::optional<std::string> best;
  int bestDistance = static_cast<int>(word.size()) / 3 + 2;
  for (const auto& candidate : candidates) {
    const int distance = editDistance(word, candidate);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = std::string(candidate);
    }
  }
  return best;
}

}  // namespace tatara
