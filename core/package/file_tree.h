// What a package consists of, before it is written: paths with bytes or with files of this machine, in the
// order of their paths, so that the same content always becomes the same bytes.
//
// Paths are relative, without empty parts, "." and "..", backslashes and control characters; add() refuses
// others, since a model's file names are hostile. Folders are those that the paths imply, and those named.
// Threads: values. Errors: InvalidArgument.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <variant>

#include "core/base/clock.h"
#include "core/base/result.h"

namespace tatara::package {

enum class FileMode : std::uint8_t { Plain, Executable };

struct TreeFile {
  std::variant<std::string, std::filesystem::path> content;  // bytes, or the file that holds them
  FileMode mode = FileMode::Plain;
};

class FileTree {
 public:
  Status add(std::string_view path, std::string bytes, FileMode mode = FileMode::Plain);
  Status addFile(std::string_view path, std::filesystem::path file, FileMode mode = FileMode::Plain);
  // A folder that everybody may write to, as /tmp.
  Status addOpenFolder(std::string_view path);
  // Everything of another tree, below a folder.
  Status addTree(std::string_view folder, const FileTree& tree);

  const std::map<std::string, TreeFile>& files() const { return m_files; }
  const std::set<std::string>& openFolders() const { return m_openFolders; }
  // Every folder, parents before what is in them.
  std::set<std::string> folders() const;
  Result<std::uint64_t> bytes() const;

 private:
  Status insert(std::string_view path, TreeFile file);

  std::map<std::string, TreeFile> m_files;
  std::set<std::string> m_openFolders;
};

// Takes bytes in their order; an error ends the writing and is given back.
using Sink = std::function<Status(std::string_view)>;
// The bytes of a file of a tree, piece by piece; gives how many. Io when the file cannot be read.
Result<std::uint64_t> pour(const TreeFile& file, const Sink& sink);
// How many bytes pour() will give.
Result<std::uint64_t> sizeOf(const TreeFile& file);

// What goes on while a package is written, and the wish to stop.
struct Writing {
  Timestamp time{};  // of every file; nothing of a package tells when it was written
  std::function<void(std::uint64_t bytes)> onBytes = {};
  std::stop_token stop = {};
};

// The tree in a POSIX archive (ustar; names that do not fit get a pax record), owned by root, sorted.
Status writeTar(const FileTree& tree, const Writing& writing, const Sink& sink);
// The tree in a ZIP archive, with modes; at most 4 GB (Unsupported beyond). `file` is a descriptor open for
// writing, at its begin.
Status writeZip(const FileTree& tree, const Writing& writing, int file);
// The tree below a folder, which is there and empty.
Status writeFolder(const FileTree& tree, const Writing& writing, const std::filesystem::path& folder);

}  // namespace tatara::package
