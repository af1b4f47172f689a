#include "core/crypto/base64.h"

#include <algorithm>
#include <cstdint>

namespace tatara::crypto {
namespace {

constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::string toBase64(std::string_view bytes) {
  std::string out;
  out.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t bits = 0;
    const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
    for (std::size_t j = 0; j < 3; ++j) {
      bits = bits << 8 | (j < count ? static_cast<std::uint8_t>(bytes[i + j]) : 0U);
    }
    for (std::size_t j = 0; j < 4; ++j) {
      out.push_back(j <= count ? kDigits[bits >> (18 - 6 * j) & 63] : '=');
    }
  }
  return out;
}

std::optional<std::string> fromBase64(std::string_view text) {
  if (text.size() % 4 != 0) {
    return std::nullopt;
  }
  std::string out;
  out.reserve(text.size() / 4 * 3);
  std::uint32_t bits = 0;
  std::size_t padding = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t value = kDigits.find(text[i]);
    if (text[i] == '=' && i + 2 >= text.size()) {
      ++padding;
      bits <<= 6;
    } else if (value == std::string_view::npos || padding > 0) {
      return std::nullopt;
    } else {
      bits = bits << 6 | static_cast<std::uint32_t>(value);
    }
    if (i % 4 == 3) {
      for (int shift = 16; shift >= 0; shift -= 8) {
        out.push_back(static_cast<char>(bits >> shift & 255));
      }
      bits = 0;
    }
  }
  out.resize(out.size() - padding);
  // Bits below the last byte must be zero, so that a text means one value and a value has one text.
  return toBase64(out) == text ? std::optional(std::move(out)) : std::nullopt;
}

}  // namespace tatara::crypto
