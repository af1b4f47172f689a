#include "core/crypto/ssh_signature.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "core/base/file_error.h"
#include "core/crypto/base64.h"
#include "core/crypto/digest.h"
#include "core/crypto/internal/ed25519.h"
#include "core/crypto/internal/ssh_wire.h"

namespace tatara::crypto {
namespace {

namespace fs = std::filesystem;
using internal::kEd25519;
using internal::keyBlob;
using internal::putNumber;
using internal::putText;
using internal::WireReader;

constexpr std::string_view kMagic = "SSHSIG";
constexpr std::uint32_t kVersion = 1;
constexpr std::string_view kHash = "sha512";
constexpr std::string_view kKeyBegin = "-----BEGIN OPENSSH PRIVATE KEY-----";
constexpr std::string_view kKeyEnd = "-----END OPENSSH PRIVATE KEY-----";
constexpr std::string_view kKeyMagic{"openssh-key-v1\0", 15};
constexpr std::size_t kKeyFileBytes = 64 * 1024;
constexpr std::size_t kKeyBytes = 32;
constexpr std::size_t kSignatureBytes = 64;

struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
struct FreeDigestContext {
  void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
};

const unsigned char* bytesOf(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Text that is overwritten when it goes.
struct Secret {
  std::string text;
  Secret() = default;
  explicit Secret(std::string given) : text(std::move(given)) {}
  Secret(Secret&&) = default;
  Secret& operator=(Secret&&) = default;
  ~Secret() { OPENSSL_cleanse(text.data(), text.size()); }
};

std::string sha512(std::string_view message) {
  std::string digest(64, '\0');
  unsigned int length = 0;
  EVP_Digest(message.data(), message.size(), reinterpret_cast<unsigned char*>(digest.data()), &length,
             EVP_sha512(), nullptr);
  return digest;
}

// What is signed in the message's place.
std::string signedData(std::string_view message, std::string_view nameSpace) {
  std::string data(kMagic);
  putText(data, nameSpace);
  putText(data, "");
  putText(data, kHash);
  putText(data, sha512(message));
  return data;
}

SshPublicKey publicKeyOf(std::string_view bytes, std::string_view comment) {
  SshPublicKey key;
  std::copy(bytes.begin(), bytes.end(), key.bytes.begin());
  key.comment = comment;
  return key;
}

// The 32 bytes of a key blob.
Result<std::string_view> keyBytes(std::string_view blob) {
  WireReader reader(blob);
  const auto kind = reader.text();
  if (kind && *kind != kEd25519) {
    return makeError(ErrorKind::Unsupported,
                     "Only Ed25519 keys sign here; \"ssh-keygen -t ed25519\" makes one", std::string(*kind));
  }
  const auto bytes = reader.text();
  if (!kind || !bytes || bytes->size() != kKeyBytes || !reader.rest().empty()) {
    return makeError(ErrorKind::Corrupt, "This is not an Ed25519 key");
  }
  return *bytes;
}

struct KeyFile {
  Secret text;
  bool openToOthers = false;
};

Result<KeyFile> readKeyFile(const fs::path& file) {
  const int handle = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
  if (handle < 0) {
    return fileError("The key " + file.string() + " cannot be read", file, errno);
  }
  struct stat status {};
  KeyFile read;
  read.text.text.resize(kKeyFileBytes + 1);
  std::size_t have = 0;
  ssize_t got = ::fstat(handle, &status) == 0 && S_ISREG(status.st_mode) ? 1 : -1;
  while (got > 0 && have < read.text.text.size()) {
    got = ::read(handle, read.text.text.data() + have, read.text.text.size() - have);
    have += got > 0 ? static_cast<std::size_t>(got) : 0;
  }
  ::close(handle);
  if (got < 0 || have > kKeyFileBytes) {
    return makeError(ErrorKind::Corrupt, file.string() + " is not a key", file.string());
  }
  read.text.text.resize(have);
  read.openToOthers = (status.st_mode & 077) != 0;
  return read;
}

struct PrivateKey {
  Secret seed;  // 32 bytes
  SshPublicKey publicKey;
};

Error notAKey(const fs::path& file) {
  return makeError(ErrorKind::Corrupt, file.string() + " is not a private key of OpenSSH", file.string());
}

Result<PrivateKey> parsePrivateKey(std::string_view text, const fs::path& file) {
  const std::size_t begin = text.find(kKeyBegin);
  const std::size_t end = text.find(kKeyEnd);
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) {
    return notAKey(file);
  }
  Secret base64(std::string(text.substr(begin + kKeyBegin.size(), end - begin - kKeyBegin.size())));
  std::erase_if(base64.text, [](char c) { return c == '\n' || c == '\r'; });
  auto decoded = fromBase64(base64.text);
  if (!decoded) {
    return notAKey(file);
  }
  const Secret blob(std::move(*decoded));
  WireReader reader(blob.text);
  const bool known = reader.take(kKeyMagic);
  const auto cipher = reader.text();
  if (known && cipher && *cipher != "none") {
    return makeError(
        ErrorKind::Unsupported,
        "The key " + file.string() + " has a passphrase; \"ssh-add\" it to an ssh-agent, which then signs");
  }
  const auto derivation = reader.text();
  const auto options = reader.text();
  const auto count = reader.number();
  const auto publicBlob = reader.text();
  const auto secret = reader.text();
  if (!known || !cipher || !derivation || !options || count != 1U || !publicBlob || !secret) {
    return notAKey(file);
  }
  TATARA_ASSIGN(const auto publicBytes, keyBytes(*publicBlob));
  WireReader inner(*secret);
  const auto firstCheck = inner.number();
  const auto secondCheck = inner.number();
  const auto kind = inner.text();
  const auto again = inner.text();
  const auto both = inner.text();
  const auto comment = inner.text();
  if (!firstCheck || firstCheck != secondCheck || kind != kEd25519 || again != publicBytes || !both ||
      both->size() != 2 * kKeyBytes || !comment) {
    return notAKey(file);
  }
  PrivateKey key;
  key.seed.text = both->substr(0, kKeyBytes);
  key.publicKey = publicKeyOf(publicBytes, *comment);
  return key;
}

bool isPrivateKey(std::string_view text) {
  return text.find(kKeyBegin) != std::string_view::npos;
}

// The signature blob: its kind and 64 bytes.
Result<std::string> signHere(const PrivateKey& key, std::string_view data) {
  const std::unique_ptr<EVP_PKEY, FreeKey> handle(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, bytesOf(key.seed.text), key.seed.text.size()));
  const std::unique_ptr<EVP_MD_CTX, FreeDigestContext> context(EVP_MD_CTX_new());
  std::string bytes(kSignatureBytes, '\0');
  std::size_t length = bytes.size();
  if (!handle || !context ||
      EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, handle.get()) != 1 ||
      EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(bytes.data()), &length, bytesOf(data),
                     data.size()) != 1) {
    return makeError(ErrorKind::Internal, "OpenSSL could not sign");
  }
  std::string blob;
  putText(blob, kEd25519);
  putText(blob, bytes);
  return blob;
}

// The private key that stands in the file or, for a .pub, beside it; none where an agent has to do it.
Result<std::optional<PrivateKey>> findPrivateKey(const fs::path& file) {
  std::error_code ignored;
  const fs::path own = file.extension() == ".pub" ? fs::path(file).replace_extension() : file;
  if (!fs::exists(own, ignored)) {
    return std::optional<PrivateKey>();
  }
  TATARA_ASSIGN(const KeyFile read, readKeyFile(own));
  if (!isPrivateKey(read.text.text)) {
    return std::optional<PrivateKey>();
  }
  if (read.openToOthers) {
    return makeError(ErrorKind::PermissionDenied,
                     "Other accounts may read the private key " + own.string() + "; \"chmod 600\" it first");
  }
  auto key = parsePrivateKey(read.text.text, own);
  if (!key && key.error().kind == ErrorKind::Unsupported) {
    return std::optional<PrivateKey>();  // a passphrase: the agent may hold it
  }
  if (!key) {
    return key.error();
  }
  return std::optional(std::move(*key));
}

}  // namespace

std::string SshPublicKey::text() const {
  const std::string_view raw(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return std::string(kEd25519) + " " + toBase64(keyBlob(raw));
}

std::string SshPublicKey::fingerprint() const {
  const std::string_view raw(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const Sha256Digest digest = sha256(keyBlob(raw));
  std::string text = toBase64({reinterpret_cast<const char*>(digest.data()), digest.size()});
  text.erase(text.find('='));
  return "SHA256:" + text;
}

Result<SshPublicKey> parseSshPublicKey(std::string_view line) {
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r' || line.back() == ' ')) {
    line.remove_suffix(1);
  }
  const std::size_t kindEnd = line.find(' ');
  const std::size_t keyEnd = line.find(' ', kindEnd == std::string_view::npos ? kindEnd : kindEnd + 1);
  if (kindEnd == std::string_view::npos) {
    return makeError(ErrorKind::Corrupt,
                     "A public key is written \"ssh-ed25519 AAAA…\", as in a .pub file of ssh-keygen");
  }
  if (line.substr(0, kindEnd) != kEd25519) {
    return makeError(ErrorKind::Unsupported,
                     "Only keys of the kind ssh-ed25519 sign here; \"ssh-keygen -t ed25519\" makes one");
  }
  const auto blob = fromBase64(line.substr(kindEnd + 1, keyEnd - kindEnd - 1));
  if (!blob) {
    return makeError(ErrorKind::Corrupt, "The public key is cut off or mistyped");
  }
  TATARA_ASSIGN(const auto bytes, keyBytes(*blob));
  return publicKeyOf(bytes, keyEnd == std::string_view::npos ? "" : line.substr(keyEnd + 1));
}

Result<SshPublicKey> loadSshPublicKey(const fs::path& file) {
  TATARA_ASSIGN(const KeyFile read, readKeyFile(file));
  if (!isPrivateKey(read.text.text)) {
    return parseSshPublicKey(read.text.text.substr(0, read.text.text.find('\n')));
  }
  std::error_code ignored;
  const fs::path beside = file.string() + ".pub";
  if (fs::exists(beside, ignored)) {
    return loadSshPublicKey(beside);  // also for a private key with a passphrase
  }
  TATARA_ASSIGN(const PrivateKey key, parsePrivateKey(read.text.text, file));
  return key.publicKey;
}

Result<std::string> sshSign(const fs::path& file, std::string_view message, std::string_view nameSpace) {
  const std::string data = signedData(message, nameSpace);
  TATARA_ASSIGN(const auto privateKey, findPrivateKey(file));
  SshPublicKey key;
  std::string made;
  if (privateKey) {
    key = privateKey->publicKey;
    TATARA_ASSIGN(made, signHere(*privateKey, data));
  } else {
    TATARA_ASSIGN(key, loadSshPublicKey(file));
    const std::string_view raw(reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size());
    TATARA_ASSIGN(made, internal::signWithAgent(keyBlob(raw), data));
  }
  std::string blob(kMagic);
  putNumber(blob, kVersion);
  putText(blob, keyBlob({reinterpret_cast<const char*>(key.bytes.data()), key.bytes.size()}));
  putText(blob, nameSpace);
  putText(blob, "");
  putText(blob, kHash);
  putText(blob, made);
  std::string signature = toBase64(blob);
  TATARA_TRY(withContext(sshVerify(signature, message, nameSpace), "checking the signature just made"));
  return signature;
}

Result<SshPublicKey> sshVerify(std::string_view signature, std::string_view message,
                               std::string_view nameSpace) {
  const Error wrong = makeError(ErrorKind::Corrupt, "The signature is damaged or of another kind");
  constexpr std::size_t kMostBytes = 4096;
  const auto blob = signature.size() <= kMostBytes ? fromBase64(signature) : std::nullopt;
  if (!blob) {
    return wrong;
  }
  WireReader reader(*blob);
  const bool known = reader.take(kMagic) && reader.number() == kVersion;
  const auto keyText = reader.text();
  const auto space = reader.text();
  const auto reserved = reader.text();
  const auto hash = reader.text();
  const auto made = reader.text();
  if (!known || !keyText || space != nameSpace || !reserved || !reserved->empty() || hash != kHash || !made ||
      !reader.rest().empty()) {
    return wrong;
  }
  TATARA_ASSIGN(const auto key, keyBytes(*keyText));
  WireReader inner(*made);
  const auto kind = inner.text();
  const auto bytes = inner.text();
  if (kind != kEd25519 || !bytes || bytes->size() != kSignatureBytes || !inner.rest().empty()) {
    return wrong;
  }
  if (!internal::ed25519Fits(key, *bytes, signedData(message, nameSpace))) {
    return makeError(ErrorKind::Corrupt, "The signature does not fit what it stands below");
  }
  return publicKeyOf(key, "");
}

std::string armoured(std::string_view signature) {
  constexpr std::size_t kLine = 70;
  std::string text = "-----BEGIN SSH SIGNATURE-----\n";
  for (std::size_t at = 0; at < signature.size(); at += kLine) {
    text += signature.substr(at, kLine);
    text += '\n';
  }
  return text + "-----END SSH SIGNATURE-----\n";
}

}  // namespace tatara::crypto
