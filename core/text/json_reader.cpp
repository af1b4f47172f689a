// A recursive descent over the bytes. Depth and the number of values are bounded, so neither the stack nor
// the heap can be made to grow by a small text.
#include <charconv>
#include <utility>

#include "core/base/number_text.h"
#include "core/text/internal/repeated_keys.h"
#include "core/text/json.h"
#include "core/text/utf8.h"

namespace tatara::text {
namespace {

bool isDigit(char c) {
  return c >= '0' && c <= '9';
}

class Reader {
 public:
  Reader(std::string_view text, const JsonLimits& limits)
      : m_begin(text.data()), m_at(text.data()), m_end(text.data() + text.size()), m_limits(limits) {}

  Result<Json> document() {
    Json value;
    skipBlanks();
    if (!readValue(value, 0)) {
      return error();
    }
    skipBlanks();
    if (m_at != m_end) {
      fail("there is more after the end of the value");
      return error();
    }
    return value;
  }

 private:
  bool fail(std::string what) {
    if (m_problem.empty()) {
      m_problem = std::move(what);
    }
    return false;
  }

  Error error() const {
    const TextPlace place = placeOf(std::string_view(m_begin, static_cast<std::size_t>(m_end - m_begin)),
                                    static_cast<std::size_t>(m_at - m_begin));
    return makeError(ErrorKind::Parse, "This is not valid JSON: " + m_problem + " (line " +
                                           std::to_string(place.line) + ", column " +
                                           std::to_string(place.column) + ")");
  }

  void skipBlanks() {
    while (m_at != m_end && (*m_at == ' ' || *m_at == '\n' || *m_at == '\r' || *m_at == '\t')) {
      ++m_at;
    }
  }

  bool take(char wanted) {
    if (m_at == m_end || *m_at != wanted) {
      return false;
    }
    ++m_at;
    return true;
  }

  bool readValue(Json& value, int depth) {
    if (++m_values > m_limits.maxValues) {
      return fail("it holds more than " + std::to_string(m_limits.maxValues) + " values");
    }
    if (m_at == m_end) {
      return fail("it ends where a value should be");
    }
    switch (*m_at) {
      case '{':
        return readObject(value, depth);
      case '[':
        return readArray(value, depth);
      case '"': {
        std::string string;
        if (!readString(string)) {
          return false;
        }
        value = Json(std::move(string));
        return true;
      }
      case 't':
        value = Json(true);
        return readWord("true");
      case 'f':
        value = Json(false);
        return readWord("false");
      case 'n':
        return readWord("null");
      default:
        return readNumber(value);
    }
  }

  bool readWord(std::string_view word) {
    if (std::string_view(m_at, static_cast<std::size_t>(m_end - m_at)).substr(0, word.size()) != word) {
      return fail("a value is expected here");
    }
    m_at += word.size();
    return true;
  }

  bool enter(int depth) {
    if (depth >= m_limits.maxDepth) {
      return fail("it is nested deeper than " + std::to_string(m_limits.maxDepth) + " levels");
    }
    ++m_at;
    skipBlanks();
    return true;
  }

  bool readArray(Json& value, int depth) {
    if (!enter(depth)) {
      return false;
    }
    Json::Array items;
    if (!take(']')) {
      do {
        skipBlanks();
        if (!readValue(items.emplace_back(), depth + 1)) {
          return false;
        }
        skipBlanks();
      } while (take(','));
      if (!take(']')) {
        return fail("a comma or ] is expected here");
      }
    }
    value = Json(std::move(items));
    return true;
  }

  bool readObject(Json& value, int depth) {
    if (!enter(depth)) {
      return false;
    }
    Json::Object members;
    if (!take('}')) {
      do {
        skipBlanks();
        if (m_at == m_end || *m_at != '"') {
          return fail("a key in double quotes is expected here");
        }
        JsonMember& member = members.emplace_back();
        if (!readString(member.key)) {
          return false;
        }
        skipBlanks();
        if (!take(':')) {
          return fail("a colon is expected here");
        }
        skipBlanks();
        if (!readValue(member.value, depth + 1)) {
          return false;
        }
        skipBlanks();
      } while (take(','));
      if (!take('}')) {
        return fail("a comma or } is expected here");
      }
    }
    keepLastOfRepeatedKeys(members);
    value = Json(std::move(members));
    return true;
  }

  // Moves over decimal digits; false when there is none.
  bool skipDigits() {
    const char* first = m_at;
    while (m_at != m_end && isDigit(*m_at)) {
      ++m_at;
    }
    return m_at != first;
  }

  bool readNumber(Json& value) {
    const char* start = m_at;
    take('-');
    const char* digits = m_at;
    if (!skipDigits()) {
      m_at = start;
      return fail("a value is expected here");
    }
    if (*digits == '0' && m_at - digits > 1) {
      return fail("a number must not begin with 0");
    }
    bool integral = true;
    if (take('.')) {
      integral = false;
      if (!skipDigits()) {
        return fail("a digit must follow the decimal point");
      }
    }
    if (take('e') || take('E')) {
      integral = false;
      if (!take('+')) {
        take('-');
      }
      if (!skipDigits()) {
        return fail("a digit must follow the exponent");
      }
    }
    std::int64_t integer = 0;
    if (integral && std::from_chars(start, m_at, integer).ec == std::errc{}) {
      value = Json(integer);
      return true;
    }
    value = Json(parseDouble(std::string_view(start, static_cast<std::size_t>(m_at - start))).value_or(0.0));
    return true;
  }

  bool readString(std::string& out) {
    ++m_at;
    while (true) {
      const char* run = m_at;
      while (m_at != m_end && *m_at != '"' && *m_at != '\\' && static_cast<unsigned char>(*m_at) >= 0x20) {
        ++m_at;
      }
      out.append(run, static_cast<std::size_t>(m_at - run));
      if (m_at == m_end) {
        return fail("a string is not closed");
      }
      if (*m_at == '"') {
        ++m_at;
        return true;
      }
      if (*m_at != '\\') {
        return fail("a control character must be escaped in a string");
      }
      ++m_at;
      if (!readEscape(out)) {
        return false;
      }
    }
  }

  bool readEscape(std::string& out) {
    static constexpr std::string_view kEscapes = "\"\\/bfnrt";
    static constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (m_at == m_end) {
      return fail("a string is not closed");
    }
    const char c = *m_at++;
    if (c == 'u') {
      return readUnicodeEscape(out);
    }
    const std::size_t index = kEscapes.find(c);
    if (index == std::string_view::npos) {
      --m_at;
      return fail("this character cannot follow a backslash");
    }
    out.push_back(kMeanings[index]);
    return true;
  }

  bool readUnicodeEscape(std::string& out) {
    std::uint32_t point = 0;
    if (!readHex(point)) {
      return false;
    }
    if (point >= 0xD800 && point < 0xDC00) {
      std::uint32_t low = 0;
      if (m_end - m_at < 2 || m_at[0] != '\\' || m_at[1] != 'u') {
        return fail("half of a surrogate pair stands alone");
      }
      m_at += 2;
      if (!readHex(low)) {
        return false;
      }
      if (low < 0xDC00 || low > 0xDFFF) {
        return fail("half of a surrogate pair stands alone");
      }
      point = 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    } else if (point >= 0xDC00 && point < 0xE000) {
      return fail("half of a surrogate pair stands alone");
    }
    appendCodePoint(out, point);
    return true;
  }

  bool readHex(std::uint32_t& point) {
    if (m_end - m_at < 4) {
      return fail("four hexadecimal digits must follow \\u");
    }
    const auto [end, code] = std::from_chars(m_at, m_at + 4, point, 16);
    if (code != std::errc{} || end != m_at + 4) {
      return fail("four hexadecimal digits must follow \\u");
    }
    m_at += 4;
    return true;
  }

  const char* m_begin;
  const char* m_at;
  const char* m_end;
  const JsonLimits& m_limits;
  std::size_t m_values = 0;
  std::string m_problem;
};

}  // namespace

Result<Json> parseJson(std::string_view text, const JsonLimits& limits) {
  if (text.size() > limits.maxBytes) {
    return makeError(ErrorKind::Parse, "The JSON text is " + toByteText(text.size()) + " long; at most " +
                                           toByteText(limits.maxBytes) + " are read");
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    text.remove_prefix(3);
  }
  if (const auto invalid = findInvalidUtf8(text)) {
    const TextPlace place = placeOf(text, *invalid);
    return makeError(ErrorKind::Parse, "This is not valid JSON: a byte is not UTF-8 (line " +
                                           std::to_string(place.line) + ", column " +
                                           std::to_string(place.column) + ")");
  }
  return Reader(text, limits).document();
}

}  // namespace tatara::text
