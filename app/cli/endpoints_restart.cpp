// tatara endpoints restart
#include <csignal>
#include <fstream>
#include <set>
#include <thread>

#include "app/cli/endpoints_log.h"
#include "app/cli/endpoints_supervise.h"
#include "app/cli/session.h"
#include "core/api/server_state.h"

namespace tatara::cli {
namespace {

// The processes that it started, by the kernel.
std::set<std::int64_t> childrenOf(std::int64_t pid) {
  const std::string process = "/proc/" + std::to_string(pid);
  std::ifstream file(process + "/task/" + std::to_string(pid) + "/children");
  std::set<std::int64_t> children;
  for (std::int64_t child = 0; file >> child;) {
    children.insert(child);
  }
  return children;
}

}  // namespace

Verb endpointsRestartVerb() {
  Verb verb{
      .path = "endpoints restart",
      .summary = "Exchange the model server that runs for a new one, without a request that fails",
      .details =
          "A new server begins beside the old one, on the same port. When it answers, the old one takes no "
          "more connections and ends with its last answer. When the new one cannot begin, the old one goes "
          "on."};
  verb.takesFormat = false;
  verb.run = [](Session& session) -> Result<int> {
    TATARA_ASSIGN(const store::Workspace workspace, session.workspace());
    const auto running = api::findRunningServer(api::modelServerFile(workspace));
    if (!running) {
      return makeError(ErrorKind::NotFound,
                       "No model server of this workspace runs; \"tatara endpoints serve\" starts one");
    }
    const auto before = childrenOf(running->pid);
    if (::kill(static_cast<pid_t>(running->pid), kExchangeSignal) != 0) {
      return makeError(ErrorKind::PermissionDenied, "The model server is another account's");
    }
    constexpr std::chrono::seconds kMost{60};
    const auto until = std::chrono::steady_clock::now() + kMost;
    while (std::chrono::steady_clock::now() < until && !session.stop().stop_requested()) {
      const auto now = childrenOf(running->pid);
      const bool gone = std::ranges::none_of(before, [&](std::int64_t pid) { return now.contains(pid); });
      if (gone && !now.empty()) {
        session.remark("A new model server answers at " + running->url);
        return kDone;
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(50));
    }
    return makeError(ErrorKind::Io, "No new model server answered within a minute; the one before goes on");
  };
  return verb;
}

}  // namespace tatara::cli
