#include "core/text/utf8.h"

#include <algorithm>
#include <cstring>

namespace tatara::text {
namespace {

constexpr std::uint32_t kReplacement = 0xFFFD;

struct Sequence {
  std::uint32_t point = kReplacement;
  std::size_t length = 0;  // 0 when the first byte begins no valid sequence
};

Sequence readSequence(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) {
    return {first, 1};
  }
  std::size_t length = 0;
  std::uint32_t point = 0;
  std::uint32_t smallest = 0;
  if (first >= 0xC2 && first <= 0xDF) {
    length = 2;
    point = first & 0x1Fu;
    smallest = 0x80;
  } else if (first >= 0xE0 && first <= 0xEF) {
    length = 3;
    point = first & 0x0Fu;
    smallest = 0x800;
  } else if (first >= 0xF0 && first <= 0xF4) {
    length = 4;
    point = first & 0x07u;
    smallest = 0x10000;
  }
  if (length == 0 || text.size() < length) {
    return {};
  }
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0u) != 0x80u) {
      return {};
    }
    point = (point << 6) | (byte(i) & 0x3Fu);
  }
  const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
  if (point < smallest || point > 0x10FFFF || surrogate) {
    return {};
  }
  return {point, length};
}

// How many bytes at the front are ASCII, eight at a time.
std::size_t asciiRun(std::string_view text) {
  std::size_t at = 0;
  while (at + 8 <= text.size()) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    if ((word & 0x8080808080808080u) != 0) {
      break;
    }
    at += 8;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) {
    ++at;
  }
  return at;
}

}  // namespace

std::optional<std::size_t> findInvalidUtf8(std::string_view text) {
  std::size_t at = 0;
  while (true) {
    at += asciiRun(text.substr(at));
    if (at == text.size()) {
      return std::nullopt;
    }
    const Sequence sequence = readSequence(text.substr(at));
    if (sequence.length == 0) {
      return at;
    }
    at += sequence.length;
  }
}

bool isValidUtf8(std::string_view text) {
  return !findInvalidUtf8(text).has_value();
}

std::string replaceInvalidUtf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const std::size_t valid = findInvalidUtf8(text).value_or(text.size());
    out.append(text, 0, valid);
    text.remove_prefix(valid);
    if (!text.empty()) {
      appendCodePoint(out, kReplacement);
      text.remove_prefix(1);
    }
  }
  return out;
}

void appendCodePoint(std::string& out, std::uint32_t point) {
  const auto push = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (point < 0x80) {
    push(point);
  } else if (point < 0x800) {
    push(0xC0 | (point >> 6));
    push(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    push(0xE0 | (point >> 12));
    push(0x80 | ((point >> 6) & 0x3F));
    push(0x80 | (point & 0x3F));
  } else {
    push(0xF0 | (point >> 18));
    push(0x80 | ((point >> 12) & 0x3F));
    push(0x80 | ((point >> 6) & 0x3F));
    push(0x80 | (point & 0x3F));
  }
}

std::uint32_t takeCodePoint(std::string_view& text) {
  const Sequence sequence = readSequence(text);
  text.remove_prefix(std::max<std::size_t>(sequence.length, 1));
  return sequence.point;
}

std::size_t codePointCount(std::string_view text) {
  std::size_t count = 0;
  while (!text.empty()) {
    takeCodePoint(text);
    ++count;
  }
  return count;
}

std::string_view firstCodePoints(std::string_view text, std::size_t count) {
  std::string_view rest = text;
  while (!rest.empty() && count > 0) {
    takeCodePoint(rest);
    --count;
  }
  return text.substr(0, text.size() - rest.size());
}

TextPlace placeOf(std::string_view text, std::size_t offset) {
  std::string_view before = text.substr(0, std::min(offset, text.size()));
  TextPlace place;
  place.line = 1 + static_cast<int>(std::count(before.begin(), before.end(), '\n'));
  if (const std::size_t lastBreak = before.rfind('\n'); lastBreak != std::string_view::npos) {
    before.remove_prefix(lastBreak + 1);
  }
  place.column = 1 + static_cast<int>(codePointCount(before));
  return place;
}

}  // namespace tatara::text
