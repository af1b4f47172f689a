// The folders below another that hold event files: TensorBoard's runs.
//
// Threads: pure but for reading folders.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/interop/internal/folder.h"
#include "core/interop/internal/mlflow_source.h"

namespace tatara::interop::internal {

struct EventFile {
  std::string name;
  std::int64_t size = 0;
  std::int64_t modifiedMillis = 0;
};

struct EventFolder {
  std::vector<std::string> names;  // of the folders that lead there
  std::string path;                // the same as "a/b"; "." for the folder itself
  std::vector<EventFile> files;    // by name, which is the order in which TensorBoard reads them
};

// Sorted by path, so that a folder stands after those above it.
Result<std::vector<EventFolder>> findEventFolders(const Folder& root, Problems& problems);

}  // namespace tatara::interop::internal
