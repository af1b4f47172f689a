#include "app/cli/endpoints_supervise.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <fstream>
#include <memory>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "app/cli/verb.h"
#include "core/api/server_state.h"
#include "core/base/clock.h"
#include "core/base/duration_text.h"
#include "core/base/new_file.h"
#include "core/exec/child.h"
#include "core/text/json.h"

namespace tatara::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

volatile std::sig_atomic_t exchangeAsked = 0;

// For who looks later, in the window or in the log: when and how the server ended that was not asked to.
void keepEnding(const store::Workspace& workspace, const std::string& words) {
  const std::string now = toIso8601(systemClock().now());
  const std::string line = text::toJson(text::Json::object().set("at", now).set("words", words)) + "\n";
  const std::string file = api::modelServerEndingFile(workspace).string();
  ::unlink(file.c_str());
  if (const int descriptor = openNewFile(file, O_WRONLY); descriptor >= 0) {
    const bool kept = ::write(descriptor, line.data(), line.size()) == static_cast<ssize_t>(line.size());
    ::close(descriptor);
    if (!kept) {
      ::unlink(file.c_str());
    }
  }
  std::ofstream(workspace.logFolder() / "model-server.log", std::ios::app)
      << now.substr(0, now.find('Z')) << " error " << words << "\n";
}

struct Pipe {
  Pipe() = default;
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    for (const int end : ends) {
      if (end >= 0) {
        ::close(end);
      }
    }
  }
  std::array<int, 2> ends{-1, -1};
};

// A server that was started, and where it says that it answers.
struct Worker {
  exec::Child child;
  std::unique_ptr<Pipe> pipe;
  steady_clock::time_point began = steady_clock::now();
  bool ready = false;

  void look(milliseconds time) {
    pollfd watched{pipe->ends[0], POLLIN, 0};
    char said = 0;
    ready = ready ||
            (::poll(&watched, 1, static_cast<int>(time.count())) > 0 && ::read(watched.fd, &said, 1) == 1);
  }
};

class Supervisor {
 public:
  Supervisor(Session& session, store::Workspace workspace, http::Listening listening)
      : m_session(session), m_workspace(std::move(workspace)), m_listening(std::move(listening)) {
    std::error_code failed;
    std::ifstream own("/proc/self/cmdline", std::ios::binary);
    for (std::string word; std::getline(own, word, '\0');) {
      m_child.command.push_back(word);
    }
    m_child.command[0] = std::filesystem::read_symlink("/proc/self/exe", failed).string();
    m_child.inheritOutput = true;
  }

  Result<int> run(const std::string& host);

 private:
  static constexpr milliseconds kLeast{500};
  static constexpr milliseconds kMost{30'000};

  Result<Worker> begin();
  Status announce(const std::string& host);
  void exchange();
  // Waits before the next try; false when there is to be none.
  bool pauseAfter(const exec::Ending& ending);
  int end();

  Session& m_session;
  const store::Workspace m_workspace;
  const http::Listening m_listening;
  exec::ChildOptions m_child;
  std::optional<Worker> m_worker;
  std::optional<Worker> m_next;
  std::vector<exec::Child> m_leaving;
  std::optional<api::ServerStateFile> m_file;
  milliseconds m_pause = kLeast;
};

Result<Worker> Supervisor::begin() {
  auto pipe = std::make_unique<Pipe>();
  if (::pipe2(pipe->ends.data(), O_CLOEXEC) != 0) {
    return makeError(ErrorKind::Io, std::string("No pipe can be made: ") + std::strerror(errno));
  }
  m_child.handed = {m_listening.descriptor(), pipe->ends[1]};
  TATARA_ASSIGN(auto child, exec::Child::start(m_child));
  ::close(std::exchange(pipe->ends[1], -1));
  return Worker{std::move(child), std::move(pipe)};
}

// Once: a server that takes another's place answers at the same address.
Status Supervisor::announce(const std::string& host) {
  if (m_file) {
    return {};
  }
  const std::string shown = host.find(':') == std::string::npos ? host : "[" + host + "]";
  const api::ServerState state{.pid = ::getpid(),
                               .url = "http://" + shown + ":" + std::to_string(m_listening.port()),
                               .host = host,
                               .port = m_listening.port(),
                               .started = systemClock().now()};
  TATARA_ASSIGN(auto file, api::ServerStateFile::write(api::modelServerFile(m_workspace), state));
  m_file.emplace(std::move(file));
  m_session.print(state.url + "\n");
  return m_session.finish();
}

void Supervisor::exchange() {
  if (std::exchange(exchangeAsked, 0) != 0 && !m_next) {
    auto next = begin();
    if (next) {
      m_next = *std::move(next);
    } else {
      m_session.remark(next.error().message);
    }
  }
  if (!m_next) {
    return;
  }
  m_next->look(milliseconds(20));
  if (m_next->ready) {
    ::kill(m_worker->child.pid(), kExchangeSignal);
    m_leaving.push_back(std::move(m_worker->child));
    m_worker.reset();
    m_worker.emplace(std::move(*m_next));
    m_next.reset();
    m_session.remark("A new model server answers");
  } else if (const auto ending = m_next->child.waitFor(milliseconds(0))) {
    m_next.reset();
    m_session.remark("The new model server " + ending->words() + "; the one before goes on");
  }
}

bool Supervisor::pauseAfter(const exec::Ending& ending) {
  m_pause = steady_clock::now() - m_worker->began > std::chrono::minutes(1) ? kLeast : m_pause;
  const std::string words =
      "The model server " + ending.words() + "; it is started again in " + toDurationText(m_pause.count());
  keepEnding(m_workspace, words);
  m_session.remark(words);
  for (auto left = m_pause; left.count() > 0 && !m_session.stop().stop_requested();
       left -= milliseconds(50)) {
    std::this_thread::sleep_for(milliseconds(50));
  }
  m_pause = std::min(m_pause * 2, kMost);
  return !m_session.stop().stop_requested();
}

int Supervisor::end() {
  m_worker->child.ask();
  if (!m_worker->child.waitFor(std::chrono::seconds(25))) {
    m_worker->child.kill();
  }
  m_next.reset();
  m_leaving.clear();
  exec::endOrphans();
  m_session.remark("Stopped");
  return kDone;
}

Result<int> Supervisor::run(const std::string& host) {
  std::signal(kExchangeSignal, [](int) { exchangeAsked = 1; });
  exec::adoptOrphans();  // of a worker that was killed: what its models' Python started
  TATARA_ASSIGN(auto first, begin());
  m_worker.emplace(std::move(first));
  while (true) {
    if (!m_worker->ready) {
      m_worker->look(milliseconds(20));
      TATARA_TRY(m_worker->ready ? announce(host) : Status());
    } else {
      exchange();
    }
    const auto ending = m_worker->child.waitFor(milliseconds(m_worker->ready && !m_next ? 100 : 0));
    if (m_session.stop().stop_requested()) {
      return end();
    }
    std::erase_if(m_leaving, [](exec::Child& one) { return one.waitFor(milliseconds(0)).has_value(); });
    if (!ending) {
      continue;
    }
    if (m_leaving.empty() && !m_next) {
      exec::endOrphans();
    }
    if (ending->signal == 0 && !m_next) {
      return ending->code;
    }
    if (!m_next && !pauseAfter(*ending)) {
      return kDone;
    }
    if (!m_next) {
      TATARA_ASSIGN(auto again, begin());
      m_next.emplace(std::move(again));
    }
    m_worker.emplace(std::move(*m_next));
    m_next.reset();
  }
}

}  // namespace

Result<int> superviseModelServer(Session& session, const store::Workspace& workspace,
                                 http::Listening listening, const std::string& host) {
  return Supervisor(session, workspace, std::move(listening)).run(host);
}

}  // namespace tatara::cli
