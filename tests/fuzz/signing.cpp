// SSH keys and signatures, and the targets of requests.
#include "core/crypto/ssh_signature.h"
#include "core/http/target.h"
#include "core/text/percent.h"
#include "tests/fuzz/fuzz.h"

namespace tatara::fuzz {

std::vector<std::string> seeds() {
  using std::string_literals::operator""s;
  return {
      "\0ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPKSUEyaTAgMTcLSqOXL+pVgD1lHB5HG0jS6o8z7yXk me@here"s,
      "\1-----BEGIN SSH SIGNATURE-----\nU1NIU0lHAAAAAQAAADMAAAALc3NoLWVkMjU1MTkAAAAg\n-----END SSH SIGNATURE-----\n"s,
      "\2/api/2.0/mlflow-artifacts/artifacts/1/ab/%2e%2e/x"s, "\2/a/b%2Fc%252e"s, "\3a=1&b=x+y&c=%41"s};
}

void tryBytes(std::string_view bytes) {
  switch (takeChoice(bytes) % 4) {
    case 0:
      if (const auto key = crypto::parseSshPublicKey(bytes)) {
        const auto again = crypto::parseSshPublicKey(key->text());
        expect(again && *again == *key, "a key written again is the same key");
      }
      return;
    case 1:
      expect(!crypto::sshVerify(bytes, "a message", "tatara"), "no mutation signs a message");
      return;
    case 2:
      if (const auto path = http::decodePath(bytes)) {
        expect(path->find("/../") == std::string::npos && !path->ends_with("/.."), "no path leads upwards");
      }
      return;
    default:
      http::parseQuery(bytes);
      expect(text::percentDecode(text::percentEncode(bytes)) == bytes, "what is encoded decodes to itself");
  }
}

}  // namespace tatara::fuzz
