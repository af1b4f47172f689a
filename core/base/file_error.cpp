#include "core/base/file_error.h"

#include <cerrno>
#include <system_error>

namespace tatara {
namespace {

ErrorKind kindOf(int code) {
  switch (code) {
    case EACCES:
    case EPERM:
    case EROFS:
      return ErrorKind::PermissionDenied;
    case EEXIST:
      return ErrorKind::AlreadyExists;
    case ENOENT:
      return ErrorKind::NotFound;
    default:
      return ErrorKind::Io;
  }
}

}  // namespace

Error fileError(std::string message, const std::filesystem::path& file, int code) {
  const std::string words = std::generic_category().message(code);
  return makeError(kindOf(code), std::move(message) + " (" + words + ")", file.string() + ": " + words);
}

}  // namespace tatara
