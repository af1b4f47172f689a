#include "core/dataset/internal/duck_instance.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <system_error>
#include <thread>

#include "core/base/log.h"
#include "core/base/new_file.h"
#include "core/base/random.h"

namespace tatara::dataset {

Result<DuckInstance> openInstance(const DuckApi& api, const DuckInstanceOptions& options) {
  DuckInstance instance;
  std::error_code failed;
  const auto base = options.temporaryFolder.empty() ? std::filesystem::temp_directory_path(failed)
                                                    : options.temporaryFolder;
  instance.folder = base / (options.prefix + randomHex(8));
  // The folder above may be one that a group shares: each makes their own in it.
  if (!makeFolder(base) || (!std::filesystem::create_directory(instance.folder, failed) && failed)) {
    return makeError(ErrorKind::Io, "No temporary folder can be made in " + base.string(),
                     failed ? failed.message() : std::generic_category().message(errno));
  }
  std::filesystem::permissions(instance.folder, std::filesystem::perms::owner_all, failed);

  const int threads = options.threads > 0
                          ? options.threads
                          : static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
  std::vector<std::pair<std::string, std::string>> settings{
      {"autoinstall_known_extensions", "false"},
      {"autoload_known_extensions", "false"},
      {"allow_community_extensions", "false"},
      {"temp_directory", instance.folder.string()},
      {"extension_directory", instance.folder.string()},
      {"memory_limit", std::to_string(options.memoryLimit / 1000) + "KB"},
      {"threads", std::to_string(threads)}};
  if (!options.folderSetting.empty()) {
    settings.emplace_back(options.folderSetting, instance.folder.string());
  }
  settings.insert(settings.end(), options.settings.begin(), options.settings.end());
  settings.emplace_back("lock_configuration", "true");

  duckdb_config config = nullptr;
  api.createConfig(&config);
  bool accepted = true;
  for (const auto& [name, value] : settings) {
    accepted = api.setConfig(config, name.c_str(), value.c_str()) == DuckDBSuccess && accepted;
  }
  char* words = nullptr;
  const bool opened = accepted && api.open(nullptr, &instance.database, config, &words) == DuckDBSuccess &&
                      api.connect(instance.database, &instance.connection) == DuckDBSuccess;
  api.destroyConfig(&config);
  if (!opened) {
    const std::string detail = words ? words : "";
    api.free(words);
    closeInstance(api, std::move(instance));
    return makeError(ErrorKind::Internal, options.failure, detail);
  }
  return instance;
}

duckdb_state executeStatement(const DuckApi& api, duckdb_pending_result pending, duckdb_result* result) {
  constexpr std::chrono::microseconds kPause{50};
  for (;;) {
    const duckdb_pending_state state = api.executeTask(pending);
    if (state == DUCKDB_PENDING_RESULT_READY || state == DUCKDB_PENDING_ERROR) {
      return api.executePending(pending, result);
    }
    if (state == DUCKDB_PENDING_NO_TASKS_AVAILABLE) {
      std::this_thread::sleep_for(kPause);
    }
  }
}

void closeInstance(const DuckApi& api, DuckInstance instance) {
  api.disconnect(&instance.connection);
  api.close(&instance.database);
  std::error_code failed;
  std::filesystem::remove_all(instance.folder, failed);
  if (failed) {
    log::warning("the temporary folder " + instance.folder.string() + " stays: " + failed.message());
  }
}

}  // namespace tatara::dataset
