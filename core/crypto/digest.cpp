#include "core/crypto/digest.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include <cstdlib>

#include "core/base/log.h"

namespace tatara::crypto {
namespace {

void check(int code) {
  if (code != 1) {
    log::error("OpenSSL could not compute a digest");
    std::abort();
  }
}

// Looked up once: EVP_sha256() makes OpenSSL 3 look for its implementation in every digest.
const EVP_MD* sha256Method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return method ? method : EVP_sha256();
}

struct FreeContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

}  // namespace

struct Sha256::Context {
  Context() : handle(EVP_MD_CTX_new()) { begin(); }
  void begin() { check(EVP_DigestInit_ex(handle.get(), sha256Method(), nullptr)); }

  std::unique_ptr<EVP_MD_CTX, FreeContext> handle;
};

Sha256::Sha256() : m_context(std::make_unique<Context>()) {}
Sha256::~Sha256() = default;
Sha256::Sha256(Sha256&&) noexcept = default;
Sha256& Sha256::operator=(Sha256&&) noexcept = default;

void Sha256::update(std::string_view bytes) {
  check(EVP_DigestUpdate(m_context->handle.get(), bytes.data(), bytes.size()));
}

Sha256Digest Sha256::finish() {
  Sha256Digest digest{};
  check(EVP_DigestFinal_ex(m_context->handle.get(), digest.data(), nullptr));
  m_context->begin();
  return digest;
}

Sha256Digest sha256(std::string_view bytes) {
  Sha256Digest digest{};
  thread_local const std::unique_ptr<EVP_MD_CTX, FreeContext> context(EVP_MD_CTX_new());
  check(EVP_DigestInit_ex(context.get(), sha256Method(), nullptr));
  check(EVP_DigestUpdate(context.get(), bytes.data(), bytes.size()));
  check(EVP_DigestFinal_ex(context.get(), digest.data(), nullptr));
  return digest;
}

std::string sha256Hex(std::string_view bytes) {
  return toHex(sha256(bytes));
}

std::string md5Hex(std::string_view bytes) {
  std::array<std::uint8_t, 16> digest{};
  check(EVP_Digest(bytes.data(), bytes.size(), digest.data(), nullptr, EVP_md5(), nullptr));
  return toHex(digest);
}

std::string toHex(std::span<const std::uint8_t> bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    out.push_back(kDigits[byte >> 4]);
    out.push_back(kDigits[byte & 15]);
  }
  return out;
}

bool equalInConstantTime(std::string_view left, std::string_view right) {
  return left.size() == right.size() && CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace tatara::crypto
