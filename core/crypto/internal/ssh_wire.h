// The wire format of SSH (RFC 4251 §5): lengths of four bytes, big end first. Threads: values.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace tatara::crypto::internal {

void putNumber(std::string& out, std::uint32_t number);
void putText(std::string& out, std::string_view text);

// Takes from the front; nothing when what is left is too short.
class WireReader {
 public:
  explicit WireReader(std::string_view bytes) : m_rest(bytes) {}
  std::optional<std::uint32_t> number();
  std::optional<std::string_view> text();
  bool take(std::string_view expected);
  std::string_view rest() const { return m_rest; }

 private:
  std::string_view m_rest;
};

inline constexpr std::string_view kEd25519 = "ssh-ed25519";
// The public key as a blob: "ssh-ed25519" and its 32 bytes.
std::string keyBlob(std::string_view publicKey);

// Acts are signed inside a write to the store, which other programs wait for: less than the 5 s after which
// they would give up. A person who has to confirm has that long.
inline constexpr std::chrono::milliseconds kAgentWait{4000};

// Asks the agent at SSH_AUTH_SOCK for a signature (draft-miller-ssh-agent): a blob of kind and 64 bytes.
// Waits `wait` for all of the answer.
Result<std::string> signWithAgent(std::string_view publicKeyBlob, std::string_view message,
                                  std::chrono::milliseconds wait = kAgentWait);

}  // namespace tatara::crypto::internal
