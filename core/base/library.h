// Heavy shared libraries (DuckDB, XGBoost) that are opened on first use, so that no command pays for one it
// does not call, and found where the packaging put them rather than on the system's search path.
//
// Searched: $TATARA_DEPS/lib, then `../lib/tatara` beside the running program, which is a link to the fetched
// files in a build tree. A relative name such as "libduckdb.so" is looked for in each. A library stays open
// until the process ends: none of these survives being unloaded.
//
// Threads: any. Errors: NotFound (with every place that was looked at), Unsupported (a symbol is missing).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tatara {

// Where they are looked for, whether there is such a folder or not.
std::vector<std::filesystem::path> libraryFolders();

class SharedLibrary {
 public:
  static Result<SharedLibrary> open(const std::filesystem::path& relativeName);
  // One that the system provides, by its soname ("libgit2.so.1.5"), on the system's own search path.
  static Result<SharedLibrary> openOfSystem(const std::string& soname);

  const std::filesystem::path& file() const { return m_file; }

  // Fills a function pointer, e.g. `TATARA_TRY(library.load("duckdb_open", table.open))`.
  template <typename Function>
  Status load(const char* symbol, Function*& target) const {
    TATARA_ASSIGN(void* address, find(symbol));
    target = reinterpret_cast<Function*>(address);
    return {};
  }

 private:
  SharedLibrary(std::filesystem::path file, void* handle) : m_file(std::move(file)), m_handle(handle) {}
  Result<void*> find(const char* symbol) const;

  std::filesystem::path m_file;
  void* m_handle = nullptr;
};

}  // namespace tatara
