#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/artifact/artifact_store.h"
#include "core/artifact/internal/files.h"
#include "core/base/file_error.h"
#include "core/base/new_file.h"
#include "core/base/random.h"

namespace tatara::artifact {

namespace fs = std::filesystem;

struct BlobWriter::Impl {
  fs::path root;
  fs::path temporary;
  int descriptor = -1;
  crypto::Sha256 sha;
  std::int64_t size = 0;

  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() {
    if (descriptor >= 0) {
      ::close(descriptor);
      ::unlink(temporary.c_str());
    }
  }
};

BlobWriter::BlobWriter(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
BlobWriter::BlobWriter(BlobWriter&&) noexcept = default;
BlobWriter::~BlobWriter() = default;

Status BlobWriter::write(std::string_view bytes) {
  m_impl->sha.update(bytes);
  m_impl->size += static_cast<std::int64_t>(bytes.size());
  while (!bytes.empty()) {
    const ssize_t written = ::write(m_impl->descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) {
      continue;
    }
    if (written < 0) {
      return fileError("The artifact cannot be written", m_impl->temporary, errno);
    }
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

Result<StoredBlob> BlobWriter::finish() {
  const StoredBlob blob{Digest{m_impl->sha.finish()}, m_impl->size};
  const fs::path target = internal::blobFile(m_impl->root, blob.digest);
  struct stat info {};
  if (::stat(target.c_str(), &info) == 0 && info.st_size == blob.size) {
    // The same bytes are there; touched, so that a garbage collection under way spares them.
    ::utimensat(AT_FDCWD, target.c_str(), nullptr, 0);
    return blob;  // the temporary file goes with this writer
  }
  if (!makeFolder(target.parent_path())) {
    return fileError("The folder for artifacts cannot be made", target.parent_path(), errno);
  }
  if (::fdatasync(m_impl->descriptor) != 0) {
    return fileError("The artifact cannot be written", m_impl->temporary, errno);
  }
  if (::rename(m_impl->temporary.c_str(), target.c_str()) != 0) {
    return fileError("The artifact cannot be put in its place", target, errno);
  }
  ::close(m_impl->descriptor);
  m_impl->descriptor = -1;
  TATARA_TRY(internal::syncFolder(target.parent_path()));
  return blob;
}

Result<BlobWriter> ArtifactStore::newBlob() const {
  auto impl = std::make_unique<BlobWriter::Impl>();
  impl->root = m_root;
  const fs::path folder = internal::temporaryFolder(m_root);
  if (!makeFolder(folder)) {
    return fileError("The folder for artifacts cannot be made", folder, errno);
  }
  impl->temporary = folder / randomHex(16);
  impl->descriptor = openNewFile(impl->temporary, O_WRONLY);
  if (impl->descriptor < 0) {
    return fileError("The artifact cannot be written", impl->temporary, errno);
  }
  return BlobWriter(std::move(impl));
}

}  // namespace tatara::artifact
