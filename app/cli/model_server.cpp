#include "app/cli/model_server.h"

#include <chrono>
#include <cstdlib>

#include "core/api/server_state.h"

namespace tatara::cli {

using std::chrono::milliseconds;

Result<BorrowedModelServer> BorrowedModelServer::find(Session& session, const store::Workspace& workspace) {
  BorrowedModelServer server;
  if (const auto running = api::findRunningServer(api::modelServerFile(workspace))) {
    server.m_url = running->url;
    return server;
  }
  std::error_code failed;
  const std::string program = std::filesystem::read_symlink("/proc/self/exe", failed).string();
  exec::ChildOptions options;
  options.command = {program,  "endpoints", "serve",  "--workspace", workspace.root.string(),
                     "--port", "0",         "--quiet"};
  ::setenv("TATARA_ENDPOINTS_BOUND", "1", 1);
  TATARA_ASSIGN(auto child, exec::Child::start(options));
  const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < until && !session.stop().stop_requested()) {
    if (const auto ending = child.waitFor(milliseconds(50))) {
      return makeError(ErrorKind::Io, "The model server " + ending->words(), child.errors());
    }
    const auto running = api::findRunningServer(api::modelServerFile(workspace));
    if (running && running->pid == child.pid()) {
      server.m_url = running->url;
      server.m_child.emplace(std::move(child));
      return server;
    }
  }
  return makeError(ErrorKind::Io, "The model server did not come up within twenty seconds", child.errors());
}

BorrowedModelServer::~BorrowedModelServer() {
  if (m_child) {
    m_child->ask();
    m_child->waitFor(std::chrono::seconds(25));  // what is left after that goes with the child
  }
}

}  // namespace tatara::cli
