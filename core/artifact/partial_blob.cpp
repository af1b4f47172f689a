#include "core/artifact/partial_blob.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cerrno>
#include <cstring>
#include <utility>

#include "core/artifact/internal/files.h"
#include "core/base/file_error.h"
#include "core/base/new_file.h"

namespace tatara::artifact {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kSyncedAtOnce = 64U << 20;
constexpr const char* kStateSuffix = ".state";

fs::path fileOf(const fs::path& root, const std::string& name) {
  return internal::uploadFolder(root) / name;
}

Result<std::uint64_t> hashFile(int descriptor, const fs::path& file, std::uint64_t length,
                               crypto::Sha256& sha) {
  std::vector<char> buffer(256 * 1024);
  std::uint64_t at = 0;
  while (at < length) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(buffer.size(), length - at));
    const ssize_t got = ::pread(descriptor, buffer.data(), wanted, static_cast<off_t>(at));
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return fileError("What came of the upload cannot be read", file, errno);
    }
    if (got == 0) {
      break;
    }
    sha.update({buffer.data(), static_cast<std::size_t>(got)});
    at += static_cast<std::uint64_t>(got);
  }
  return at;
}

Status writeState(int descriptor, const fs::path& file, PartialBlob::State state) {
  static_assert(std::endian::native == std::endian::little);
  const std::array<std::uint64_t, 2> numbers{state.length, state.total};
  if (::pwrite(descriptor, numbers.data(), sizeof(numbers), 0) != sizeof(numbers)) {
    return fileError("How far the upload came cannot be written down", file, errno);
  }
  return {};
}

}  // namespace

PartialBlob::PartialBlob(fs::path root, std::string name, std::uint64_t total)
    : m_root(std::move(root)), m_name(std::move(name)), m_total(total) {}

PartialBlob::PartialBlob(PartialBlob&& other) noexcept
    : m_root(std::move(other.m_root)),
      m_name(std::move(other.m_name)),
      m_descriptor(std::exchange(other.m_descriptor, -1)),
      m_stateDescriptor(std::exchange(other.m_stateDescriptor, -1)),
      m_sha(std::move(other.m_sha)),
      m_length(other.m_length),
      m_synced(other.m_synced),
      m_total(other.m_total) {}

PartialBlob::~PartialBlob() {
  for (const int descriptor : {m_descriptor, m_stateDescriptor}) {
    if (descriptor >= 0) {
      ::close(descriptor);
    }
  }
}

fs::path PartialBlob::file() const {
  return fileOf(m_root, m_name);
}

fs::path PartialBlob::stateFile() const {
  return fileOf(m_root, m_name + kStateSuffix);
}

Result<PartialBlob> PartialBlob::begin(const fs::path& root, const std::string& name, std::uint64_t total) {
  const fs::path folder = internal::uploadFolder(root);
  if (!makeFolder(folder)) {
    return fileError("The folder for uploads cannot be made", folder, errno);
  }
  remove(root, name);
  PartialBlob made(root, name, total);
  made.m_descriptor = openNewFile(made.file(), O_RDWR);
  if (made.m_descriptor < 0) {
    return fileError("The artifact cannot be written", made.file(), errno);
  }
  made.m_stateDescriptor = openNewFile(made.stateFile(), O_WRONLY);
  if (made.m_stateDescriptor < 0) {
    return fileError("The artifact cannot be written", made.stateFile(), errno);
  }
  TATARA_TRY(writeState(made.m_stateDescriptor, made.stateFile(), {0, total}));
  return made;
}

Result<PartialBlob> PartialBlob::resume(const fs::path& root, const std::string& name) {
  const auto state = find(root, name);
  if (!state) {
    return makeError(ErrorKind::NotFound, "Nothing is kept of this upload");
  }
  PartialBlob found(root, name, state->total);
  found.m_descriptor = ::open(found.file().c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW);
  found.m_stateDescriptor = ::open(found.stateFile().c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (found.m_descriptor < 0 || found.m_stateDescriptor < 0) {
    return fileError("What came of the upload cannot be opened", found.file(), errno);
  }
  TATARA_ASSIGN(found.m_length, hashFile(found.m_descriptor, found.file(), state->length, found.m_sha));
  if (::ftruncate(found.m_descriptor, static_cast<off_t>(found.m_length)) != 0 ||
      ::lseek(found.m_descriptor, 0, SEEK_END) < 0) {
    return fileError("What came of the upload cannot be gone on with", found.file(), errno);
  }
  found.m_synced = found.m_length;
  return found;
}

std::optional<PartialBlob::State> PartialBlob::find(const fs::path& root, const std::string& name) {
  const fs::path file = fileOf(root, name);
  const int descriptor =
      ::open((file.string() + kStateSuffix).c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
  if (descriptor < 0) {
    return std::nullopt;
  }
  std::array<std::uint64_t, 2> numbers{};
  const bool whole = ::pread(descriptor, numbers.data(), sizeof(numbers), 0) == sizeof(numbers);
  ::close(descriptor);
  struct stat info {};
  if (!whole || ::lstat(file.c_str(), &info) != 0 || !S_ISREG(info.st_mode)) {
    return std::nullopt;
  }
  const auto there = static_cast<std::uint64_t>(info.st_size);
  return State{std::min({numbers[0], there, numbers[1]}), numbers[1]};
}

void PartialBlob::remove(const fs::path& root, const std::string& name) {
  ::unlink(fileOf(root, name + kStateSuffix).c_str());
  ::unlink(fileOf(root, name).c_str());
}

std::vector<PartialBlob::Kept> PartialBlob::list(const fs::path& root) {
  std::vector<Kept> kept;
  std::error_code error;
  for (fs::directory_iterator it(internal::uploadFolder(root), error), end; !error && it != end;
       it.increment(error)) {
    std::error_code ignored;
    if (it->path().extension() != kStateSuffix) {
      kept.push_back({it->path().filename().string(), fs::last_write_time(it->path(), ignored)});
    }
  }
  return kept;
}

Status PartialBlob::write(std::string_view bytes) {
  m_sha.update(bytes);
  TATARA_TRY(internal::append(m_descriptor, file(), bytes, m_length));
  return m_length - m_synced >= kSyncedAtOnce ? sync() : Status();
}

Status PartialBlob::sync() {
  if (m_synced == m_length) {
    return {};
  }
  if (::fdatasync(m_descriptor) != 0) {
    return fileError("The artifact cannot be written", file(), errno);
  }
  m_synced = m_length;
  return writeState(m_stateDescriptor, stateFile(), {m_length, m_total});
}

Result<StoredBlob> PartialBlob::finish() {
  const StoredBlob blob{Digest{m_sha.finish()}, static_cast<std::int64_t>(m_length)};
  TATARA_TRY(internal::placeBlob(m_root, file(), m_descriptor, blob));
  remove(m_root, m_name);
  return blob;
}

}  // namespace tatara::artifact
