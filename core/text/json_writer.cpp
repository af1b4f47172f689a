#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/base/number_text.h"
#include "core/text/json.h"
#include "core/text/json_number.h"
#include "core/text/utf8.h"

namespace tatara::text {
namespace {

void appendEscaped(std::string& out, unsigned char c) {
  static constexpr char kHex[] = "0123456789abcdef";
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out.push_back(kHex[c >> 4]);
      out.push_back(kHex[c & 15]);
  }
}

void appendInteger(std::string& out, std::int64_t value) {
  char buffer[24];
  const auto [end, code] = std::to_chars(buffer, buffer + sizeof buffer, value);
  out.append(buffer, end);
}

enum class Layout { Compact, Pretty };

class Writer {
 public:
  Writer(std::string& out, Layout layout) : m_out(out), m_layout(layout) {}

  void write(const Json& value, int depth) {
    if (value.isNull()) {
      m_out += "null";
    } else if (const auto boolean = value.asBool()) {
      m_out += *boolean ? "true" : "false";
    } else if (const auto integer = value.asInt()) {
      appendInteger(m_out, *integer);
    } else if (const std::string* string = value.asString()) {
      appendJsonString(m_out, *string);
    } else if (value.isDouble()) {
      appendJsonNumber(m_out, *value.asNumber());
    } else if (value.isArray()) {
      writeArray(value.items(), depth);
    } else {
      writeObject(value.members(), depth);
    }
  }

 private:
  void writeArray(const Json::Array& items, int depth) {
    m_out.push_back('[');
    for (std::size_t i = 0; i < items.size(); ++i) {
      separate(i, depth + 1);
      write(items[i], depth + 1);
    }
    close(items.empty(), depth, ']');
  }

  void writeObject(const Json::Object& members, int depth) {
    m_out.push_back('{');
    for (std::size_t i = 0; i < members.size(); ++i) {
      separate(i, depth + 1);
      appendJsonString(m_out, members[i].key);
      m_out += m_layout == Layout::Pretty ? ": " : ":";
      write(members[i].value, depth + 1);
    }
    close(members.empty(), depth, '}');
  }

  void separate(std::size_t index, int depth) {
    if (index > 0) {
      m_out.push_back(',');
    }
    newLine(depth);
  }

  void close(bool empty, int depth, char bracket) {
    if (!empty) {
      newLine(depth);
    }
    m_out.push_back(bracket);
  }

  void newLine(int depth) {
    if (m_layout == Layout::Pretty) {
      m_out.push_back('\n');
      m_out.append(static_cast<std::size_t>(depth) * 2, ' ');
    }
  }

  std::string& m_out;
  Layout m_layout;
};

}  // namespace

void appendJsonString(std::string& out, std::string_view text) {
  std::string mended;
  if (!isValidUtf8(text)) {
    mended = replaceInvalidUtf8(text);
    text = mended;
  }
  out.push_back('"');
  std::size_t run = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c < 0x20 || c == '"' || c == '\\') {
      out.append(text, run, i - run);
      appendEscaped(out, c);
      run = i + 1;
    }
  }
  out.append(text, run);
  out.push_back('"');
}

void appendJsonNumber(std::string& out, double value) {
  char buffer[kJsonNumberBytes];
  out.append(buffer, writeJsonNumber(buffer, value));
}

char* writeJsonNumber(char* out, double value) {
  if (!std::isfinite(value)) {
    *out++ = '"';
    const std::string name = toText(value);
    out = std::copy(name.begin(), name.end(), out);
    *out++ = '"';
    return out;
  }
  char* end = std::to_chars(out, out + kJsonNumberBytes, value).ptr;
  if (std::none_of(out, end, [](char c) { return c == '.' || c == 'e'; })) {
    *end++ = '.';
    *end++ = '0';
  }
  return end;
}

std::string toJson(const Json& value) {
  std::string out;
  Writer(out, Layout::Compact).write(value, 0);
  return out;
}

std::string toPrettyJson(const Json& value) {
  std::string out;
  Writer(out, Layout::Pretty).write(value, 0);
  return out;
}

}  // namespace tatara::text
