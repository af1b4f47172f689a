#include "core/interop/internal/folder.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <memory>

#include "core/base/file_error.h"
#include "core/text/error_phrase.h"

namespace tatara::interop::internal {
namespace {

constexpr std::size_t kFolderPiece = 1 << 20;

bool isPlainName(std::string_view name) {
  return !name.empty() && name != "." && name != ".." && name.find('/') == std::string_view::npos &&
         name.find('\0') == std::string_view::npos;
}

Folder::Kind kindOf(int folder, const dirent& entry) {
  if (entry.d_type == DT_REG) {
    return Folder::Kind::File;
  }
  if (entry.d_type == DT_DIR) {
    return Folder::Kind::Folder;
  }
  struct stat info {};
  if (entry.d_type == DT_UNKNOWN && ::fstatat(folder, entry.d_name, &info, AT_SYMLINK_NOFOLLOW) == 0) {
    return S_ISREG(info.st_mode)   ? Folder::Kind::File
           : S_ISDIR(info.st_mode) ? Folder::Kind::Folder
                                   : Folder::Kind::Other;
  }
  return Folder::Kind::Other;
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  std::swap(m_value, other.m_value);
  return *this;
}

Descriptor::~Descriptor() {
  if (m_value >= 0) {
    ::close(m_value);
  }
}

Result<Folder> Folder::open(const std::filesystem::path& path, std::string shown) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The folder %1 cannot be opened"), {shown}, path, errno);
  }
  return Folder(Descriptor(descriptor), std::move(shown));
}

Result<std::filesystem::path> Folder::path() const {
  std::error_code failed;
  auto path = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(m_descriptor.value()), failed);
  if (failed) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The path of the folder %1 cannot be found"), {m_shown},
                              m_shown, failed.value());
  }
  return path;
}

std::optional<Folder> Folder::find(std::string_view name) const {
  if (!isPlainName(name)) {
    return std::nullopt;
  }
  const int descriptor = ::openat(m_descriptor.value(), std::string(name).c_str(),
                                  O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (descriptor < 0) {
    return std::nullopt;
  }
  return Folder(Descriptor(descriptor), shown(name));
}

std::optional<Folder> Folder::find(const std::vector<std::string>& names) const {
  std::optional<Folder> folder;
  for (const std::string& name : names) {
    folder = folder ? folder->find(name) : find(name);
    if (!folder) {
      return std::nullopt;
    }
  }
  return folder;
}

Result<std::vector<Folder::Item>> Folder::list() const {
  // A descriptor of its own, because reading moves the place that all copies of a descriptor share.
  const int own = ::openat(m_descriptor.value(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* directory = own < 0 ? nullptr : ::fdopendir(own);
  if (directory == nullptr) {
    const int code = errno;
    const Descriptor close(own);
    return text::sayFileError(TATARA_SAYS("Phrase", "The folder %1 cannot be read"), {m_shown}, m_shown,
                              code);
  }
  const std::unique_ptr<DIR, int (*)(DIR*)> close(directory, ::closedir);
  std::vector<Item> items;
  // readdir() says by errno alone whether it came to the end, and what is done with an entry may set it.
  const auto next = [&] {
    errno = 0;
    return ::readdir(directory);
  };
  while (const dirent* entry = next()) {
    if (isPlainName(entry->d_name)) {
      items.push_back({entry->d_name, kindOf(own, *entry)});
    }
  }
  if (errno != 0) {
    return text::sayFileError(TATARA_SAYS("Phrase", "The folder %1 cannot be read"), {m_shown}, m_shown,
                              errno);
  }
  std::sort(items.begin(), items.end(), [](const Item& a, const Item& b) { return a.name < b.name; });
  return items;
}

Result<Descriptor> Folder::openFile(std::string_view name) const {
  if (!isPlainName(name)) {
    return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "The file name is not one: %1"),
                          {name});
  }
  // Without O_NONBLOCK a named pipe would wait for a writer.
  Descriptor file(::openat(m_descriptor.value(), std::string(name).c_str(),
                           O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (file.value() < 0) {
    if (errno == ELOOP) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "It is a symbolic link, and those are not followed"));
    }
    return text::sayFileError(TATARA_SAYS("Phrase", "The file %1 cannot be opened"), {shown(name)},
                              shown(name), errno);
  }
  struct stat info {};
  if (::fstat(file.value(), &info) != 0 || !S_ISREG(info.st_mode)) {
    return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "It is not a regular file"));
  }
  return file;
}

std::optional<Folder::Facts> Folder::findFacts(std::string_view name) const {
  struct stat info {};
  if (!isPlainName(name) ||
      ::fstatat(m_descriptor.value(), std::string(name).c_str(), &info, AT_SYMLINK_NOFOLLOW) != 0 ||
      !S_ISREG(info.st_mode)) {
    return std::nullopt;
  }
  return Facts{info.st_size, info.st_mtim.tv_sec * 1000 + info.st_mtim.tv_nsec / 1'000'000};
}

Status Folder::stream(std::string_view name, const std::function<Status(std::string_view)>& take) const {
  TATARA_ASSIGN(const Descriptor file, openFile(name));
  std::string piece(kFolderPiece, '\0');
  while (true) {
    const ssize_t got = ::read(file.value(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return text::sayFileError(TATARA_SAYS("Phrase", "The file %1 cannot be read"), {shown(name)},
                                shown(name), errno);
    }
    if (got == 0) {
      return {};
    }
    TATARA_TRY(take(std::string_view(piece.data(), static_cast<std::size_t>(got))));
  }
}

Result<std::string> Folder::read(std::string_view name, std::int64_t limit) const {
  TATARA_ASSIGN(const Descriptor file, openFile(name));
  struct stat info {};
  const std::int64_t size = ::fstat(file.value(), &info) == 0 ? static_cast<std::int64_t>(info.st_size) : 0;
  if (size > limit) {
    return tatara::text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "It has %1 bytes, more than the %2 that are read of such a file"),
        {std::to_string(size), std::to_string(limit)});
  }
  std::string text(static_cast<std::size_t>(size), '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t got = ::read(file.value(), text.data() + filled, text.size() - filled);
    if (got < 0 && errno == EINTR) {
      continue;
    }
    if (got < 0) {
      return tatara::text::sayFileError(TATARA_SAYS("Phrase", "The file %1 cannot be read"), {shown(name)},
                                        shown(name), errno);
    }
    if (got == 0) {
      break;
    }
    filled += static_cast<std::size_t>(got);
  }
  text.resize(filled);
  return text;
}

std::optional<std::string> Folder::findText(std::string_view name, std::int64_t limit) const {
  auto text = read(name, limit);
  return text ? std::optional(std::move(*text)) : std::nullopt;
}

}  // namespace tatara::interop::internal
