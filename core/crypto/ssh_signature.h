// Signatures with a person's Ed25519 SSH key that anyone can check with OpenSSH alone.
//
// Format: SSHSIG as OpenSSH's PROTOCOL.sshsig describes it, version 1, hash sha512, key type ssh-ed25519 (RFC
// 8709); what is kept is the base64 of the blob without its "-----BEGIN SSH SIGNATURE-----" armour, which
// armoured() adds for `ssh-keygen -Y verify -n NAMESPACE`.
//
// Keys: a private key file of OpenSSH ("openssh-key-v1") without a passphrase, or a public key file whose
// private half an ssh-agent holds (SSH_AUTH_SOCK). A private key is read when it signs and wiped afterwards.
//
// Errors: NotFound (no such file; no agent has the key), Unsupported (another kind of key, a passphrase),
// Corrupt (not a key, not a signature), PermissionDenied (the agent refused; a private key that others can
// read), Io. Threads: pure functions; sshSign() blocks on the agent for at most 20 s.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace tatara::crypto {

struct SshPublicKey {
  std::array<std::uint8_t, 32> bytes{};
  std::string comment;

  // "ssh-ed25519 AAAA…", without the comment.
  std::string text() const;
  // "SHA256:…" as ssh-keygen -l prints it.
  std::string fingerprint() const;
  friend bool operator==(const SshPublicKey& left, const SshPublicKey& right) {
    return left.bytes == right.bytes;
  }
};

// A line of an authorized_keys or .pub file: "ssh-ed25519 AAAA… comment".
Result<SshPublicKey> parseSshPublicKey(std::string_view line);

// Of a .pub file or a private key file.
Result<SshPublicKey> loadSshPublicKey(const std::filesystem::path& file);

// Signs with the key in `file`: a private one, or a .pub whose private half lies beside it or in the agent.
Result<std::string> sshSign(const std::filesystem::path& file, std::string_view message,
                            std::string_view nameSpace);

// Checks the signature and gives the key that made it; Corrupt when it does not fit the message.
Result<SshPublicKey> sshVerify(std::string_view signature, std::string_view message,
                               std::string_view nameSpace);

// The signature as a file that ssh-keygen reads.
std::string armoured(std::string_view signature);

}  // namespace tatara::crypto
