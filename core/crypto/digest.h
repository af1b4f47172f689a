// Digests of bytes (OpenSSL's EVP interface) and their comparison.
//
// SHA-256 (FIPS 180-4) names content. MD5 (RFC 1321) serves one purpose: dataset digests that must equal
// MLflow's. Threads: a `Sha256` belongs to one thread at a time; the functions are pure. Errors: none;
// OpenSSL can fail here only when the process is out of memory, which ends it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace tatara::crypto {

using Sha256Digest = std::array<std::uint8_t, 32>;

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(Sha256&&) noexcept;
  Sha256& operator=(Sha256&&) noexcept;

  void update(std::string_view bytes);
  // The digest of all bytes so far; starts anew afterwards.
  Sha256Digest finish();

 private:
  struct Context;
  std::unique_ptr<Context> m_context;
};

Sha256Digest sha256(std::string_view bytes);
// 64 lower-case hexadecimal digits.
std::string sha256Hex(std::string_view bytes);
// 32 lower-case hexadecimal digits.
std::string md5Hex(std::string_view bytes);

std::string toHex(std::span<const std::uint8_t> bytes);

// Takes the same time wherever the first difference is; texts of different lengths are unequal at once.
bool equalInConstantTime(std::string_view left, std::string_view right);

}  // namespace tatara::crypto
