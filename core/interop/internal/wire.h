// The wire format of protocol buffers, read from hostile bytes field by field and written.
//
// A reader is a view over the bytes of one message; nothing is copied and nothing recurses, so depth and
// lengths of a message cost no memory. What is no wire format (a length beyond the end, a varint of more than
// ten bytes, field number 0, a group) ends the reading and `wellFormed()` says so. Source: "Encoding" of the
// Protocol Buffers documentation; field numbers stand where the messages are read.
//
// Threads: values.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace tatara::interop::internal {

struct WireField {
  enum class Type : std::uint8_t { Varint = 0, Fixed64 = 1, Bytes = 2, Fixed32 = 5 };

  std::uint32_t number = 0;
  Type type = Type::Varint;
  std::uint64_t scalar = 0;  // of the three scalar types
  std::string_view bytes;    // of Bytes

  bool isBytes() const { return type == Type::Bytes; }
  bool isVarint() const { return type == Type::Varint; }
  std::int64_t integer() const { return static_cast<std::int64_t>(scalar); }
  // Zero when the field is of another type than asked for, as an absent field is.
  double asDouble() const { return type == Type::Fixed64 ? std::bit_cast<double>(scalar) : 0; }
  float asFloat() const {
    return type == Type::Fixed32 ? std::bit_cast<float>(static_cast<std::uint32_t>(scalar)) : 0;
  }
};

class WireReader {
 public:
  explicit WireReader(std::string_view message) : m_left(message) {}

  // False at the end, and at what is malformed.
  bool next(WireField& field) {
    if (m_left.empty()) {
      return false;
    }
    std::uint64_t key = 0;
    if (!varint(key) || (key >> 3) == 0 || (key >> 3) > kMostNumber) {
      return fail();
    }
    field.number = static_cast<std::uint32_t>(key >> 3);
    switch (key & 7) {
      case 0:
        field.type = WireField::Type::Varint;
        return varint(field.scalar) || fail();
      case 1:
        field.type = WireField::Type::Fixed64;
        return fixed(field.scalar, 8) || fail();
      case 2: {
        field.type = WireField::Type::Bytes;
        std::uint64_t length = 0;
        if (!varint(length) || length > m_left.size()) {
          return fail();
        }
        field.bytes = m_left.substr(0, length);
        m_left.remove_prefix(length);
        return true;
      }
      case 5:
        field.type = WireField::Type::Fixed32;
        return fixed(field.scalar, 4) || fail();
      default:
        return fail();
    }
  }
  // One element of a packed list of varints; false at the end.
  bool nextVarint(std::uint64_t& value) { return !m_left.empty() && (varint(value) || fail()); }
  bool wellFormed() const { return m_wellFormed; }

 private:
  static constexpr std::uint64_t kMostNumber = (1U << 29) - 1;

  bool fail() {
    m_wellFormed = false;
    m_left = {};
    return false;
  }
  bool fixed(std::uint64_t& value, std::size_t bytes) {
    if (m_left.size() < bytes) {
      return false;
    }
    value = 0;
    std::memcpy(&value, m_left.data(), bytes);
    m_left.remove_prefix(bytes);
    return true;
  }
  bool varint(std::uint64_t& value) {
    const auto first = static_cast<unsigned char>(m_left.empty() ? 0x80 : m_left[0]);
    if (first < 0x80) {
      value = first;
      m_left.remove_prefix(1);
      return true;
    }
    value = 0;
    for (std::size_t i = 0; i < 10 && i < m_left.size(); ++i) {
      const auto byte = static_cast<unsigned char>(m_left[i]);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << (7 * i);
      if (byte < 0x80) {
        m_left.remove_prefix(i + 1);
        return true;
      }
    }
    return false;
  }

  std::string_view m_left;
  bool m_wellFormed = true;
};

// Appends fields to a message.
class WireWriter {
 public:
  WireWriter& varint(std::uint32_t number, std::uint64_t value) {
    put(std::uint64_t{number} << 3);
    put(value);
    return *this;
  }
  WireWriter& number(std::uint32_t number, double value) { return fixed(number, 1, &value, sizeof(value)); }
  WireWriter& number(std::uint32_t number, float value) { return fixed(number, 5, &value, sizeof(value)); }
  WireWriter& bytes(std::uint32_t number, std::string_view value) {
    put(std::uint64_t{number} << 3 | 2);
    put(value.size());
    m_message += value;
    return *this;
  }
  const std::string& message() const { return m_message; }

 private:
  void put(std::uint64_t value) {
    while (value >= 0x80) {
      m_message += static_cast<char>(value | 0x80);
      value >>= 7;
    }
    m_message += static_cast<char>(value);
  }
  WireWriter& fixed(std::uint32_t number, unsigned type, const void* value, std::size_t size) {
    put(std::uint64_t{number} << 3 | type);
    m_message.append(static_cast<const char*>(value), size);
    return *this;
  }

  std::string m_message;
};

}  // namespace tatara::interop::internal
