#include "core/artifact/internal/files.h"
#include "core/base/file_error.h"
#include "core/base/new_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

namespace tatara::artifact::internal {

namespace fs = std::filesystem;

fs::path blobFile(const fs::path& root, const Digest& digest) {
  const std::string hex = digest.hex();
  return root / hex.substr(0, 2) / hex.substr(2);
}

fs::path temporaryFolder(const fs::path& root) {
  return root / "tmp";
}

fs::path uploadFolder(const fs::path& root) {
  return root / "uploads";
}

Status placeBlob(const fs::path& root, const fs::path& written, int descriptor, const StoredBlob& blob) {
  const fs::path target = blobFile(root, blob.digest);
  struct stat info {};
  if (::stat(target.c_str(), &info) == 0 && info.st_size == blob.size) {
    // The same bytes are there; touched, so that a garbage collection under way spares them.
    ::utimensat(AT_FDCWD, target.c_str(), nullptr, 0);
    return {};
  }
  if (!makeFolder(target.parent_path())) {
    return fileError("The folder for artifacts cannot be made", target.parent_path(), errno);
  }
  if (::fdatasync(descriptor) != 0) {
    return fileError("The artifact cannot be written", written, errno);
  }
  if (::rename(written.c_str(), target.c_str()) != 0) {
    return fileError("The artifact cannot be put in its place", target, errno);
  }
  return syncFolder(target.parent_path());
}

Status syncFolder(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0 || ::fsync(descriptor) != 0) {
    const int code = errno;
    if (descriptor >= 0) {
      ::close(descriptor);
    }
    return fileError("The folder for artifacts cannot be synced", folder, code);
  }
  ::close(descriptor);
  return {};
}

Status readFile(const fs::path& file, const Sink& sink, const std::stop_token& stop) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) {
    return fileError("The file " + file.string() + " cannot be read", file, errno);
  }
  const auto close = std::shared_ptr<void>(nullptr, [descriptor](void*) { ::close(descriptor); });
  struct stat info {};
  if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) {
    return makeError(ErrorKind::InvalidArgument, file.string() + " is not a regular file");
  }
  constexpr std::size_t kPiece = 256 * 1024;
  std::vector<char> buffer(kPiece);
  while (true) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Cancelled");
    }
    const ssize_t got = ::read(descriptor, buffer.data(), buffer.size());
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return fileError("The file " + file.string() + " cannot be read", file, errno);
    }
    if (got == 0) {
      return {};
    }
    TATARA_TRY(sink({buffer.data(), static_cast<std::size_t>(got)}));
  }
}

}  // namespace tatara::artifact::internal
