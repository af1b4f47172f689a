#include "core/package/file_tree.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>

#include "core/base/file_error.h"
#include "core/package/internal/output.h"

namespace tatara::package {
namespace {

constexpr std::size_t kPiece = 256 * 1024;
constexpr std::size_t kLongestPath = 1024;

Status checkPath(std::string_view path) {
  bool sound = !path.empty() && path.size() <= kLongestPath;
  for (const char c : path) {
    sound = sound && static_cast<unsigned char>(c) >= 0x20 && c != '\\' && c != 0x7f;
  }
  for (std::size_t at = 0; sound && at <= path.size();) {
    const std::size_t slash = std::min(path.find('/', at), path.size());
    const std::string_view part = path.substr(at, slash - at);
    sound = !part.empty() && part != "." && part != "..";
    at = slash + 1;
  }
  return sound ? Status()
               : makeError(ErrorKind::InvalidArgument,
                           "A file of the model has a name that no package can carry; names are relative and "
                           "without \"..\", backslashes and control characters",
                           std::string(path.substr(0, kLongestPath)));
}

}  // namespace

Status FileTree::insert(std::string_view path, TreeFile file) {
  TATARA_TRY(checkPath(path));
  const std::string key(path);
  const auto below = m_files.lower_bound(key + "/");
  bool clash = m_files.contains(key) || (below != m_files.end() && below->first.starts_with(key + "/"));
  for (std::size_t slash = key.find('/'); slash != std::string::npos; slash = key.find('/', slash + 1)) {
    clash = clash || m_files.contains(key.substr(0, slash));
  }
  if (clash) {
    return makeError(ErrorKind::InvalidArgument, "Two files of the package have the same place", key);
  }
  m_files.emplace(key, std::move(file));
  return {};
}

Status FileTree::add(std::string_view path, std::string bytes, FileMode mode) {
  return insert(path, {std::move(bytes), mode});
}

Status FileTree::addFile(std::string_view path, std::filesystem::path file, FileMode mode) {
  return insert(path, {std::move(file), mode});
}

Status FileTree::addOpenFolder(std::string_view path) {
  TATARA_TRY(checkPath(path));
  m_openFolders.emplace(path);
  return {};
}

Status FileTree::addTree(std::string_view folder, const FileTree& tree) {
  const std::string before = std::string(folder) + "/";
  for (const auto& [path, file] : tree.m_files) {
    TATARA_TRY(insert(before + path, file));
  }
  for (const std::string& path : tree.m_openFolders) {
    m_openFolders.insert(before + path);
  }
  return {};
}

std::set<std::string> FileTree::folders() const {
  std::set<std::string> folders;
  const auto addParents = [&](const std::string& path) {
    for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', slash + 1)) {
      folders.insert(path.substr(0, slash));
    }
  };
  for (const auto& [path, file] : m_files) {
    addParents(path);
  }
  for (const std::string& path : m_openFolders) {
    addParents(path);
    folders.insert(path);
  }
  return folders;
}

Result<std::uint64_t> sizeOf(const TreeFile& file) {
  if (const auto* bytes = std::get_if<std::string>(&file.content)) {
    return bytes->size();
  }
  const auto& path = std::get<std::filesystem::path>(file.content);
  std::error_code failed;
  const auto size = std::filesystem::file_size(path, failed);
  if (failed) {
    return fileError("A file of the package cannot be read", path, failed.value());
  }
  return size;
}

Result<std::uint64_t> FileTree::bytes() const {
  std::uint64_t sum = 0;
  for (const auto& [path, file] : m_files) {
    TATARA_ASSIGN(const std::uint64_t size, sizeOf(file));
    sum += size;
  }
  return sum;
}

Result<std::uint64_t> pour(const TreeFile& file, const Sink& sink) {
  if (const auto* bytes = std::get_if<std::string>(&file.content)) {
    for (std::size_t at = 0; at < bytes->size(); at += kPiece) {
      TATARA_TRY(sink(std::string_view(*bytes).substr(at, kPiece)));
    }
    return bytes->size();
  }
  const auto& path = std::get<std::filesystem::path>(file.content);
  std::ifstream input(path, std::ios::binary);
  if (!input) {
    return fileError("A file of the package cannot be read", path, errno);
  }
  std::string piece(kPiece, '\0');
  std::uint64_t seen = 0;
  while (input.read(piece.data(), static_cast<std::streamsize>(piece.size())) || input.gcount() > 0) {
    const auto got = static_cast<std::size_t>(input.gcount());
    TATARA_TRY(sink(std::string_view(piece).substr(0, got)));
    seen += got;
  }
  if (input.bad()) {
    return fileError("A file of the package cannot be read", path, EIO);
  }
  return seen;
}

Status writeFolder(const FileTree& tree, const Writing& writing, const std::filesystem::path& folder) {
  for (const std::string& name : tree.folders()) {
    const auto path = folder / name;
    const mode_t mode = tree.openFolders().contains(name) ? 01777 : 0755;
    if (::mkdir(path.c_str(), 0700) != 0 || ::chmod(path.c_str(), mode) != 0) {
      return fileError("The package cannot be written", path, errno);
    }
  }
  for (const auto& [name, file] : tree.files()) {
    TATARA_ASSIGN(OutputFile output, OutputFile::create(folder / name, file.mode));
    const auto poured = pour(file, [&](std::string_view bytes) -> Status {
      if (writing.stop.stop_requested()) {
        return makeError(ErrorKind::Cancelled, "Cancelled");
      }
      if (writing.onBytes) {
        writing.onBytes(bytes.size());
      }
      return output.write(bytes);
    });
    if (!poured) {
      return poured.error();
    }
    TATARA_TRY(output.finish(writing.time));
  }
  return {};
}

}  // namespace tatara::package
