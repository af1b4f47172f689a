#include "core/base/whole_write.h"

#include <unistd.h>

#include <cerrno>

namespace tatara {

bool writeWhole(int descriptor, std::string_view bytes, std::uint64_t& length) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written <= 0) {
      errno = written == 0 ? EIO : errno;
      return false;
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
    length += static_cast<std::uint64_t>(written);
  }
  return true;
}

bool writeWhole(int descriptor, std::string_view bytes) {
  std::uint64_t length = 0;
  return writeWhole(descriptor, bytes, length);
}

}  // namespace tatara
