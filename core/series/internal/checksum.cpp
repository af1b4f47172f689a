#include "core/series/internal/checksum.h"

#include "core/base/crc32c.h"
#include "core/series/internal/bytes.h"

namespace tatara::series::internal {

void putChecksum(std::string& out) {
  putFixed(out, crc32c(out), 4);
}

Result<std::string_view> checkedBody(std::string_view bytes, std::string_view what) {
  if (bytes.size() < 6) {
    return makeError(ErrorKind::Corrupt, "The " + std::string(what) + " is cut short: it has " +
                                             std::to_string(bytes.size()) + " bytes");
  }
  const std::string_view body = bytes.substr(0, bytes.size() - 4);
  const auto stored = static_cast<std::uint32_t>(Reader(bytes.substr(body.size())).fixed(4));
  if (crc32c(body) != stored) {
    return makeError(ErrorKind::Corrupt,
                     "The " + std::string(what) + " is damaged: its checksum does not agree");
  }
  return body;
}

}  // namespace tatara::series::internal
