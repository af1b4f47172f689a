#include "core/crypto/internal/ssh_wire.h"

namespace tatara::crypto::internal {

void putNumber(std::string& out, std::uint32_t number) {
  for (int shift = 24; shift >= 0; shift -= 8) {
    out.push_back(static_cast<char>(number >> shift & 255));
  }
}

void putText(std::string& out, std::string_view text) {
  putNumber(out, static_cast<std::uint32_t>(text.size()));
  out += text;
}

std::optional<std::uint32_t> WireReader::number() {
  if (m_rest.size() < 4) {
    return std::nullopt;
  }
  std::uint32_t number = 0;
  for (int i = 0; i < 4; ++i) {
    number = number << 8 | static_cast<std::uint8_t>(m_rest[static_cast<std::size_t>(i)]);
  }
  m_rest.remove_prefix(4);
  return number;
}

std::optional<std::string_view> WireReader::text() {
  const auto length = number();
  if (!length || *length > m_rest.size()) {
    return std::nullopt;
  }
  const std::string_view text = m_rest.substr(0, *length);
  m_rest.remove_prefix(*length);
  return text;
}

bool WireReader::take(std::string_view expected) {
  if (!m_rest.starts_with(expected)) {
    return false;
  }
  m_rest.remove_prefix(expected.size());
  return true;
}

std::string keyBlob(std::string_view publicKey) {
  std::string blob;
  putText(blob, kEd25519);
  putText(blob, publicKey);
  return blob;
}

}  // namespace tatara::crypto::internal
