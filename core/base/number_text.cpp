#include "core/base/number_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>
#include <numeric>
#include <vector>

namespace tatara {
namespace {

bool equalsIgnoringCase(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() &&
         std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
         });
}

std::optional<double> parseSpecial(std::string_view text) {
  bool negative = false;
  if (!text.empty() && (text.front() == '+' || text.front() == '-')) {
    negative = text.front() == '-';
    text.remove_prefix(1);
  }
  if (equalsIgnoringCase(text, "nan")) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  if (equalsIgnoringCase(text, "inf") || equalsIgnoringCase(text, "infinity")) {
    const double infinity = std::numeric_limits<double>::infinity();
    return negative ? -infinity : infinity;
  }
  return std::nullopt;
}

// Of a decimal number that is not zero: whether its first digit that counts lies behind the point, the
// exponent considered.
bool isBelowOne(std::string_view number) {
  const std::size_t mark = number.find_first_of("eE");
  const std::string_view mantissa = number.substr(0, mark);
  const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
  const std::size_t first = mantissa.find_first_of("123456789");
  std::int64_t exponent = 0;
  if (mark != std::string_view::npos) {
    const char* text = number.data() + mark + 1;
    text += *text == '+' ? 1 : 0;
    if (std::from_chars(text, number.data() + number.size(), exponent).ec == std::errc::result_out_of_range) {
      exponent = std::numeric_limits<std::int32_t>::max();
      exponent *= *text == '-' ? -1 : 1;
    }
  }
  return static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first) + exponent <= 0;
}

std::string format(const char* pattern, double value) {
  char buffer[64];
  const int length = std::snprintf(buffer, sizeof buffer, pattern, value);
  return std::string(buffer, static_cast<std::size_t>(length));
}

}  // namespace

std::string toText(double value) {
  if (std::isnan(value)) {
    return "NaN";
  }
  if (std::isinf(value)) {
    return value > 0 ? "Infinity" : "-Infinity";
  }
  char buffer[64];
  const auto [end, code] = std::to_chars(buffer, buffer + sizeof buffer, value);
  return code == std::errc{} ? std::string(buffer, end) : std::string("NaN");
}

std::optional<double> parseDouble(std::string_view text) {
  std::string_view digits = text;
  if (digits.size() > 1 && digits.front() == '+' && digits[1] != '-' && digits[1] != '+') {
    digits.remove_prefix(1);
  }
  double value = 0;
  const auto [end, code] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (code == std::errc{} && end == digits.data() + digits.size() && !digits.empty()) {
    return value;
  }
  if (code == std::errc::result_out_of_range && end == digits.data() + digits.size()) {
    // from_chars leaves the value untouched; strtod's rule: overflow is infinite, underflow is zero.
    const bool negative = digits.front() == '-';
    const double magnitude = isBelowOne(digits) ? 0.0 : std::numeric_limits<double>::infinity();
    return negative ? -magnitude : magnitude;
  }
  return parseSpecial(text);
}

std::optional<std::int64_t> parseInt(std::string_view text) {
  std::int64_t value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (code != std::errc{} || end != text.data() + text.size() || text.empty()) {
    return std::nullopt;
  }
  return value;
}

std::string withThousands(std::int64_t value) {
  std::string digits = std::to_string(value);
  const std::size_t first = value < 0 ? 1 : 0;
  for (std::size_t at = digits.size(); at > first + 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string toByteText(std::uint64_t bytes) {
  if (bytes < 1000) {
    return std::to_string(bytes) + " B";
  }
  static constexpr const char* kUnits[] = {"KB", "MB", "GB", "TB", "PB", "EB"};
  double value = static_cast<double>(bytes) / 1000;
  std::size_t unit = 0;
  while (value >= 999.5 && unit + 1 < std::size(kUnits)) {
    value /= 1000;
    ++unit;
  }
  return format(value < 9.995 ? "%.1f" : value < 99.95 ? "%.1f" : "%.0f", value) + " " + kUnits[unit];
}

int editDistance(std::string_view left, std::string_view right) {
  std::vector<int> row(right.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 0; i < left.size(); ++i) {
    int diagonal = row[0]++;
    for (std::size_t j = 0; j < right.size(); ++j) {
      const int above = row[j + 1];
      const int substitute = diagonal + (left[i] == right[j] ? 0 : 1);
      row[j + 1] = std::min({above + 1, row[j] + 1, substitute});
      diagonal = above;
    }
  }
  return row.back();
}

}  // namespace tatara
