// Little-endian bytes, LEB128 varints and zigzag, for the series formats. The reader never runs past its end:
// after a short read it stays failed and gives zeros, so that a decoder may check once at the end of a group
// of reads.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace tatara::series::internal {

inline std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
inline std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

inline void putByte(std::string& out, unsigned value) {
  out.push_back(static_cast<char>(value));
}

inline void putVarint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    putByte(out, static_cast<unsigned>(value & 0x7f) | 0x80U);
    value >>= 7;
  }
  putByte(out, static_cast<unsigned>(value));
}

inline void putFixed(std::string& out, std::uint64_t value, int byteCount) {
  for (int i = 0; i < byteCount; ++i) {
    putByte(out, static_cast<unsigned>(value >> (8 * i)) & 0xffU);
  }
}

inline std::size_t varintSize(std::uint64_t value) {
  std::size_t size = 1;
  while (value >= 0x80) {
    value >>= 7;
    ++size;
  }
  return size;
}

class Reader {
 public:
  explicit Reader(std::string_view bytes) : m_bytes(bytes) {}

  bool failed() const { return m_failed; }
  bool atEnd() const { return m_position == m_bytes.size(); }
  std::size_t position() const { return m_position; }
  std::size_t left() const { return m_bytes.size() - m_position; }
  void fail() { m_failed = true; }

  unsigned byte() {
    const std::string_view one = take(1);
    return one.empty() ? 0U : static_cast<unsigned char>(one[0]);
  }

  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const unsigned next = byte();
      if (shift == 63 && next > 1) {
        break;
      }
      value |= static_cast<std::uint64_t>(next & 0x7f) << shift;
      if ((next & 0x80) == 0) {
        return m_failed ? 0 : value;
      }
    }
    m_failed = true;
    return 0;
  }

  std::int64_t signedVarint() { return unzigzag(varint()); }

  std::uint64_t fixed(int byteCount) {
    const std::string_view bytes = take(static_cast<std::size_t>(byteCount));
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
      value |= static_cast<std::uint64_t>(static_cast<unsigned char>(bytes[i])) << (8 * i);
    }
    return value;
  }

  std::string_view take(std::uint64_t size) {
    if (m_failed || size > left()) {
      m_failed = true;
      return {};
    }
    const std::string_view bytes = m_bytes.substr(m_position, static_cast<std::size_t>(size));
    m_position += static_cast<std::size_t>(size);
    return bytes;
  }

 private:
  std::string_view m_bytes;
  std::size_t m_position = 0;
  bool m_failed = false;
};

}  // namespace tatara::series::internal
