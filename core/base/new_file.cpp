#include "core/base/new_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/file_error.h"

namespace tatara {
namespace {

constexpr mode_t kSharedFolder = S_ISGID | S_IRWXG;

std::filesystem::path folderOf(const std::filesystem::path& file) {
  return file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
}

}  // namespace

bool isShared(const std::filesystem::path& folder) {
  struct stat info {};
  return ::stat(folder.c_str(), &info) == 0 && (info.st_mode & kSharedFolder) == kSharedFolder;
}

int openNewFile(const std::filesystem::path& file, int access) {
  const int descriptor = ::open(file.c_str(), access | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (descriptor < 0 || !isShared(folderOf(file))) {
    return descriptor;
  }
  if (::fchmod(descriptor, S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP) != 0) {
    const int code = errno;
    ::close(descriptor);
    ::unlink(file.c_str());
    errno = code;
    return -1;
  }
  return descriptor;
}

bool makeFolder(const std::filesystem::path& folder) {
  int made = ::mkdir(folder.c_str(), S_IRWXU);
  if (made != 0 && errno == ENOENT && folder.has_parent_path() && makeFolder(folder.parent_path())) {
    made = ::mkdir(folder.c_str(), S_IRWXU);
  }
  if (made != 0) {
    struct stat info {};
    const int code = errno;
    if (code == EEXIST && ::stat(folder.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) {
      return true;
    }
    errno = code == EEXIST ? ENOTDIR : code;
    return false;
  }
  return !isShared(folderOf(folder)) || ::chmod(folder.c_str(), S_IRWXU | kSharedFolder) == 0;
}

Status syncToDisk(const std::filesystem::path& fileOrFolder) {
  const int descriptor = ::open(fileOrFolder.c_str(), O_RDONLY | O_CLOEXEC);
  const bool synced = descriptor >= 0 && ::fsync(descriptor) == 0;
  const int code = errno;
  if (descriptor >= 0) {
    ::close(descriptor);
  }
  if (!synced) {
    return fileError(fileOrFolder.string() + " could not be written to the disk", fileOrFolder, code);
  }
  return {};
}

}  // namespace tatara
