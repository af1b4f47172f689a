// Where a server of a workspace listens, told by a file beside the store while it runs.
//
//   .tatara/model-server.json  the model server's (core/api/inference.h); its pid is the supervising parent's
//   .tatara/server.json   {"pid": 4711, "processStart": 123456, "url": "http://127.0.0.1:5000", "host":
//   "127.0.0.1",
//                          "port": 5000, "started": "2026-11-20T14:02:05Z"}
//
// A file whose process is gone, or whose number another process has by now (its start differs), is stale: a
// server that was killed leaves one. Errors: Io. Threads: pure functions over the file system.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/store/workspace.h"

namespace tatara::api {

struct ServerState {
  std::int64_t pid = 0;
  std::string url;
  std::string host;
  std::uint16_t port = 0;
  Timestamp started{};
};

// Nothing when no server of this file runs.
std::optional<ServerState> findRunningServer(const std::filesystem::path& file);
inline std::optional<ServerState> findRunningServer(const store::Workspace& workspace) {
  return findRunningServer(workspace.serverFile());
}
inline std::filesystem::path modelServerFile(const store::Workspace& workspace) {
  return workspace.stateFolder() / "model-server.json";
}

// {"at": "…", "words": "…"}: how the model server last ended without being asked to.
inline std::filesystem::path modelServerEndingFile(const store::Workspace& workspace) {
  return workspace.stateFolder() / "model-server-ending.json";
}

// Writes the file for the process of `state.pid`; removes it when it goes.
class ServerStateFile {
 public:
  static Result<ServerStateFile> write(const std::filesystem::path& path, const ServerState& state);
  static Result<ServerStateFile> write(const store::Workspace& workspace, const ServerState& state) {
    return write(workspace.serverFile(), state);
  }
  ServerStateFile(ServerStateFile&& other) noexcept;
  ServerStateFile& operator=(ServerStateFile&&) = delete;
  ~ServerStateFile();

 private:
  explicit ServerStateFile(std::string file) : m_file(std::move(file)) {}
  std::string m_file;
};

}  // namespace tatara::api
