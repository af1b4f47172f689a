// A server of a workspace, as the window sees it: the tracking server (`tatara server`) or the model server
// (`tatara endpoints serve`), a process of its own, found through its file in .tatara, so that it goes on
// when the window closes and the next window finds it again.
//
// The file is read on a worker every second; a pid that is gone counts as stopped. Starting never blocks: a
// server that does not come up within ten seconds, or ends at once, is an error with its own words. Threads:
// GUI thread.
#pragma once

#include <chrono>
#include <filesystem>
#include <memory>
#include <optional>

#include <QObject>
#include <QString>
#include <QTimer>

#include "core/base/result.h"
#include "core/store/workspace.h"
#include "ui/async/latest_job.h"

namespace tatara::ui {

struct ServerInfo {
  QString address;  // "http://127.0.0.1:5000"
  std::int64_t pid = 0;
  friend bool operator==(const ServerInfo&, const ServerInfo&) = default;
};

// What server.json says, when its process lives. Touches the disk: not on the GUI thread.
Result<std::optional<ServerInfo>> readServerFile(const std::filesystem::path& file);

// The `tatara` program beside this one, else on the PATH; empty when there is none.
QString findTatara();

enum class ServerKind { Tracking, Models };

enum class ServerState { Unknown, Stopped, Starting, Running, Stopping };

class ServerControl final : public QObject {
  Q_OBJECT
 public:
  explicit ServerControl(store::Workspace workspace, ServerKind kind = ServerKind::Tracking,
                         QObject* parent = nullptr);
  ~ServerControl() override;

  ServerState state() const { return m_state; }
  const ServerInfo& info() const { return m_info; }
  // Where it listens, or would when it is started.
  QString address() const;
  const std::optional<Error>& failure() const { return m_failure; }

  void start(int port);
  void stop();

 Q_SIGNALS:
  void changed();

 private:
  void poll();
  void take(Result<std::optional<ServerInfo>> found);
  void setState(ServerState state);
  void fail(Error error);

  std::filesystem::path stateFile() const;
  QString notAnswering() const;

  store::Workspace m_workspace;
  ServerKind m_kind;
  ServerState m_state = ServerState::Unknown;
  ServerInfo m_info;
  std::optional<Error> m_failure;
  QTimer m_timer;
  std::chrono::steady_clock::time_point m_startedAt;
  LatestJob<std::optional<ServerInfo>> m_read;
};

}  // namespace tatara::ui
