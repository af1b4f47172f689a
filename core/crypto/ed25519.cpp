#include <sodium.h>

#include "core/crypto/internal/ed25519.h"

namespace tatara::crypto::internal {
namespace {

const unsigned char* bytesAt(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

bool ed25519Fits(std::string_view publicKey, std::string_view signature, std::string_view data) {
  static const bool ready = sodium_init() >= 0;
  return ready && publicKey.size() == crypto_sign_PUBLICKEYBYTES && signature.size() == crypto_sign_BYTES &&
         crypto_sign_verify_detached(bytesAt(signature), bytesAt(data), data.size(), bytesAt(publicKey)) == 0;
}

}  // namespace tatara::crypto::internal
