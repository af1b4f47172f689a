#include "core/artifact/internal/files.h"
#include "core/base/new_file.h"
#include "core/base/whole_write.h"
#include "core/text/error_phrase.h"

#include <fcntl.h>
#include <sys/file.h>
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

BlobLock::BlobLock(const fs::path& root, For purpose)
    : m_descriptor(::open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)),
      m_held(m_descriptor >= 0 && ::flock(m_descriptor, purpose == For::Keep ? LOCK_SH : LOCK_EX) == 0) {}

BlobLock::~BlobLock() {
  if (m_descriptor >= 0) {
    ::close(m_descriptor);
  }
}

namespace {

// Whether the same bytes are there already; touched, so that a garbage collection under way spares them.
bool keepStanding(const fs::path& root, const fs::path& target, std::int64_t size) {
  const BlobLock lock(root, BlobLock::For::Keep);
  struct stat info {};
  return lock.held() && ::stat(target.c_str(), &info) == 0 && info.st_size == size &&
         ::utimensat(AT_FDCWD, target.c_str(), nullptr, 0) == 0;
}

}  // namespace

Status placeBlob(const fs::path& root, const fs::path& written, int descriptor, const StoredBlob& blob) {
  const fs::path target = blobFile(root, blob.digest);
  if (keepStanding(root, target, blob.size)) {
    return syncToDisk(target.parent_path());  // who put it there may not have come to that yet
  }
  const bool newFolder = ::access(target.parent_path().c_str(), F_OK) != 0;
  if (!makeFolder(target.parent_path())) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The folder for artifacts cannot be made"), {},
                              target.parent_path(), errno);
  }
  if (::fdatasync(descriptor) != 0) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The artifact cannot be written"), {}, written, errno);
  }
  if (::rename(written.c_str(), target.c_str()) != 0) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The artifact cannot be put in its place"), {}, target,
                              errno);
  }
  TATARA_TRY(syncToDisk(target.parent_path()));
  return newFolder ? syncToDisk(root) : Status();
}

Status append(int descriptor, const fs::path& file, std::string_view bytes, std::uint64_t& length) {
  constexpr std::uint64_t kBegunAtOnce = 8U << 20;
  const std::uint64_t before = length;
  if (!writeWhole(descriptor, bytes, length)) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The artifact cannot be written"), {}, file, errno);
  }
  const std::uint64_t begin = before / kBegunAtOnce * kBegunAtOnce;
  const std::uint64_t end = length / kBegunAtOnce * kBegunAtOnce;
  if (end > begin) {  // only a beginning: what fails here is told by the sync
    ::sync_file_range(descriptor, static_cast<off_t>(begin), static_cast<off_t>(end - begin),
                      SYNC_FILE_RANGE_WRITE);
  }
  return {};
}

Status readFile(const fs::path& file, const Sink& sink, const std::stop_token& stop) {
  const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The file %1 cannot be read"), {file.string()}, file,
                              errno);
  }
  const auto close = std::shared_ptr<void>(nullptr, [descriptor](void*) { ::close(descriptor); });
  struct stat info {};
  if (::fstat(descriptor, &info) != 0 || !S_ISREG(info.st_mode)) {
    return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "%1 is not a regular file"),
                          {file.string()});
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
      return text::sayFileError(TATARA_SAYS("Phrase", "The file %1 cannot be read"), {file.string()}, file,
                                errno);
    }
    if (got == 0) {
      return {};
    }
    TATARA_TRY(sink({buffer.data(), static_cast<std::size_t>(got)}));
  }
}

}  // namespace tatara::artifact::internal
