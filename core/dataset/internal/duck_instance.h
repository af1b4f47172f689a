// A DuckDB in memory of its own: private folder, bounded, no extension ever fetched or loaded, configuration
// locked.
//
// Threads: as DuckDB's C API, one statement at a time on a connection.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/dataset/internal/duck_api.h"

namespace tatara::dataset {

struct DuckInstanceOptions {
  std::string prefix;                     // of the folder's name
  std::filesystem::path temporaryFolder;  // empty: the system's
  int threads = 0;                        // 0: one a processor
  std::uint64_t memoryLimit = 0;          // bytes
  std::string failure;                    // what is said when it does not start
  // Names and values beside those that every instance has.
  std::vector<std::pair<std::string, std::string>> settings;
  std::string folderSetting;  // one more setting whose value is the private folder; empty: none
};

struct DuckInstance {
  std::filesystem::path folder;
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
};

// Errors: Io without a folder, Internal where DuckDB does not start; nothing stays behind then.
Result<DuckInstance> openInstance(const DuckApi& api, const DuckInstanceOptions& options);
// duckdb_execute_pending() alone keeps a processor busy while the last tasks are with other threads; here the
// calling thread does the tasks there are and sleeps when there is none.
duckdb_state executeStatement(const DuckApi& api, duckdb_pending_result pending, duckdb_result* result);
// Closes it and removes its folder. A default one is nothing to close.
void closeInstance(const DuckApi& api, DuckInstance instance);

}  // namespace tatara::dataset
