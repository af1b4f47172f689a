#include "core/store/internal/private_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace tatara::store::internal {

Error fileError(std::string message, const std::filesystem::path& file, int code) {
  ErrorKind kind = ErrorKind::Io;
  if (code == EACCES || code == EPERM || code == EROFS) {
    kind = ErrorKind::PermissionDenied;
  } else if (code == EEXIST) {
    kind = ErrorKind::AlreadyExists;
  }
  const std::string words = std::generic_category().message(code);
  return makeError(kind, std::move(message) + " (" + words + ")", file.string() + ": " + words);
}

Status makePrivateFile(const std::filesystem::path& file, std::string_view text) {
  const int descriptor = ::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return fileError("The file " + file.string() + " cannot be made", file, errno);
  }
  int code = 0;
  if (::write(descriptor, text.data(), text.size()) != static_cast<ssize_t>(text.size()) ||
      ::fsync(descriptor) != 0) {
    code = errno != 0 ? errno : EIO;
  }
  ::close(descriptor);
  if (code != 0) {
    ::unlink(file.c_str());
    return fileError("The file " + file.string() + " cannot be written", file, code);
  }
  return {};
}

}  // namespace tatara::store::internal
