// Whether an Ed25519 signature (RFC 8032) fits, by libsodium: OpenSSL's own check takes about twice as long,
// and a chain may hold a signature for every act. Stricter than RFC 8032 asks for: keys of small order, and
// points and numbers that are not in their one form, never fit.
//
// Threads: pure function.
#pragma once

#include <string_view>

namespace tatara::crypto::internal {

// A key of 32 bytes and a signature of 64; of any other length it does not fit.
bool ed25519Fits(std::string_view publicKey, std::string_view signature, std::string_view data);

}  // namespace tatara::crypto::internal
