#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "core/artifact/artifact_store.h"
#include "core/artifact/internal/files.h"
#include "core/base/new_file.h"
#include "core/base/random.h"
#include "core/text/error_phrase.h"

namespace tatara::artifact {

namespace fs = std::filesystem;

struct BlobWriter::Impl {
  fs::path root;
  fs::path temporary;
  int descriptor = -1;
  crypto::Sha256 sha;
  std::uint64_t size = 0;

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
  return internal::append(m_impl->descriptor, m_impl->temporary, bytes, m_impl->size);
}

// The temporary file goes with this writer, if it is still there.
Result<StoredBlob> BlobWriter::finish() {
  const StoredBlob blob{Digest{m_impl->sha.finish()}, static_cast<std::int64_t>(m_impl->size)};
  TATARA_TRY(internal::placeBlob(m_impl->root, m_impl->temporary, m_impl->descriptor, blob));
  return blob;
}

Result<BlobWriter> ArtifactStore::newBlob() const {
  auto impl = std::make_unique<BlobWriter::Impl>();
  impl->root = m_root;
  const fs::path folder = internal::temporaryFolder(m_root);
  if (!makeFolder(folder)) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The folder for artifacts cannot be made"), {}, folder,
                              errno);
  }
  impl->temporary = folder / randomHex(16);
  impl->descriptor = openNewFile(impl->temporary, O_WRONLY);
  if (impl->descriptor < 0) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The artifact cannot be written"), {}, impl->temporary,
                              errno);
  }
  return BlobWriter(std::move(impl));
}

}  // namespace tatara::artifact
