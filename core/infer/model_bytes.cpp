#include "core/infer/internal/model_bytes.h"

#include <cstdint>
#include <optional>
#include <string>

#include "core/text/error_phrase.h"

namespace tatara::infer {
namespace {

// A tree of a boosted model stands seven levels deep; nothing sound comes near this.
constexpr int kMaxDepth = 64;

Error damaged(std::size_t offset, const std::string& what) {
  return text::sayError(ErrorKind::Corrupt, TATARA_SAYS("Phrase", "The model file is damaged"), {},
                        what + " at byte " + std::to_string(offset));
}

class UbjsonReader {
 public:
  explicit UbjsonReader(std::string_view bytes) : m_bytes(bytes) {}

  Status document() {
    TATARA_TRY(value(marker(), 0));
    if (m_at != m_bytes.size()) {
      return damaged(m_at, "bytes after the end");
    }
    return {};
  }

 private:
  std::size_t left() const { return m_bytes.size() - m_at; }

  // The next marker, 0 at the end. 'N' is a no-op that may stand anywhere.
  char marker() {
    while (m_at < m_bytes.size() && m_bytes[m_at] == 'N') {
      ++m_at;
    }
    return m_at < m_bytes.size() ? m_bytes[m_at++] : '\0';
  }

  char peek() const { return m_at < m_bytes.size() ? m_bytes[m_at] : '\0'; }

  static std::optional<std::size_t> fixedSize(char type) {
    switch (type) {
      case 'Z':
      case 'T':
      case 'F':
        return 0;
      case 'i':
      case 'U':
      case 'C':
        return 1;
      case 'I':
        return 2;
      case 'l':
      case 'd':
        return 4;
      case 'L':
      case 'D':
        return 8;
      default:
        return std::nullopt;
    }
  }

  // A length: an integer marker and a big-endian number, never negative, never more than the bytes that
  // follow.
  Result<std::size_t> length() {
    const std::size_t start = m_at;
    const char type = marker();
    const auto size = fixedSize(type);
    if (!size || *size == 0 || type == 'C' || type == 'd' || type == 'D' || left() < *size) {
      return damaged(start, "no length");
    }
    std::uint64_t number = 0;
    for (std::size_t i = 0; i < *size; ++i) {
      number = number << 8 | static_cast<unsigned char>(m_bytes[m_at++]);
    }
    // A negative length has its sign bit set and, read without sign, is far beyond what follows; one byte is
    // the exception.
    if ((type == 'i' && number > 127) || number > left()) {
      return damaged(start, "a length of more than the file holds");
    }
    return static_cast<std::size_t>(number);
  }

  Status skip(std::size_t bytes) {
    if (left() < bytes) {
      return damaged(m_at, "the end of the file inside a value");
    }
    m_at += bytes;
    return {};
  }

  Status text() {
    TATARA_ASSIGN(const std::size_t bytes, length());
    return skip(bytes);
  }

  Status value(char type, int depth) {
    if (const auto size = fixedSize(type)) {
      return skip(*size);
    }
    switch (type) {
      case 'S':
      case 'H':
        return text();
      case '[':
      case '{':
        if (depth >= kMaxDepth) {
          return damaged(m_at, "more than 64 levels of nesting");
        }
        return container(type, depth + 1);
      default:
        return damaged(m_at, "an unknown marker");
    }
  }

  Status container(char opening, int depth) {
    char type = '\0';
    if (peek() == '$') {
      ++m_at;
      type = marker();
      if (peek() != '#') {
        return damaged(m_at, "a typed container without a count");
      }
    }
    if (peek() == '#') {
      ++m_at;
      return counted(opening, type, depth);
    }
    const char closing = opening == '[' ? ']' : '}';
    while (true) {
      while (peek() == 'N') {
        ++m_at;
      }
      if (peek() == closing) {
        ++m_at;
        return {};
      }
      if (opening == '{') {
        TATARA_TRY(text());
      }
      TATARA_TRY(value(marker(), depth));
    }
  }

  Status counted(char opening, char type, int depth) {
    TATARA_ASSIGN(const std::size_t count, length());
    const auto size = type ? fixedSize(type) : std::nullopt;
    if (opening == '[' && size) {
      if (*size != 0 && count > left() / *size) {
        return damaged(m_at, "an array of more than the file holds");
      }
      return skip(count * *size);
    }
    for (std::size_t i = 0; i < count; ++i) {
      if (opening == '{') {
        TATARA_TRY(text());
      }
      TATARA_TRY(value(type ? type : marker(), depth));
    }
    return {};
  }

  std::string_view m_bytes;
  std::size_t m_at = 0;
};

}  // namespace

Status checkJsonForm(std::string_view bytes) {
  std::string open;
  bool inText = false;
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    const char c = bytes[at];
    if (inText) {
      if (c == '\\') {
        ++at;
      } else if (c == '"') {
        inText = false;
      }
    } else if (c == '"') {
      inText = true;
    } else if (c == '{' || c == '[') {
      open.push_back(c == '{' ? '}' : ']');
      if (open.size() > kMaxDepth) {
        return damaged(at, "more than 64 levels of nesting");
      }
    } else if (c == '}' || c == ']') {
      if (open.empty() || open.back() != c) {
        return damaged(at, "a bracket that closes nothing");
      }
      open.pop_back();
    }
  }
  if (inText || !open.empty()) {
    return damaged(bytes.size(), "the end of the file inside a value");
  }
  return {};
}

Status checkUbjsonForm(std::string_view bytes) {
  return UbjsonReader(bytes).document();
}

}  // namespace tatara::infer
