// Which shared libraries a program needs, read from the files themselves (System V ABI, "Dynamic Section"):
// nothing is executed, as `ldd` would do.
//
// A library is looked for as the loader does: in the folders that the file names ($ORIGIN understood), in
// those of /etc/ld.so.conf, in the loader's standard ones. The files are taken for hostile: every offset and
// size is checked. 64-bit little-endian files only. Threads: any. Errors: Unsupported (no such file form),
// Corrupt, NotFound (a library that is nowhere), Io.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tatara::package {

struct ElfFacts {
  std::string architecture;  // "amd64", "arm64": the words of OCI images
  std::string interpreter;   // of programs: the loader's path
  std::vector<std::string> needed;
  std::vector<std::string> folders;  // RUNPATH, else RPATH, as they stand there
};
Result<ElfFacts> readElf(const std::filesystem::path& file);

struct Library {
  std::string name;  // as it is asked for: "libz.so.1"
  std::filesystem::path file;
};
// All that `files` need, and what those need, sorted by name; the loader is the last one.
Result<std::vector<Library>> librariesOf(const std::vector<std::filesystem::path>& files);

}  // namespace tatara::package
