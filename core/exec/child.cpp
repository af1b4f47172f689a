#include "core/exec/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <future>
#include <thread>
#include <utility>

#include "core/base/file_error.h"
#include "core/base/mutex.h"
#include "core/exec/internal/seccomp_filter.h"
#include "core/exec/thread_pool.h"

extern char** environ;

namespace tatara::exec {
namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr bool kLimitsMemory = false;  // its shadow takes terabytes of address space
#else
constexpr bool kLimitsMemory = true;
#endif

class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int descriptor) : m_descriptor(descriptor) {}
  Descriptor(Descriptor&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}
  Descriptor& operator=(Descriptor&& other) noexcept {
    std::swap(m_descriptor, other.m_descriptor);
    return *this;
  }
  ~Descriptor() {
    if (m_descriptor >= 0) {
      ::close(m_descriptor);
    }
  }
  int get() const { return m_descriptor; }

 private:
  int m_descriptor = -1;
};

struct Pipe {
  Descriptor read;
  Descriptor write;

  static Result<Pipe> create() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
      return makeError(ErrorKind::Io, std::string("No pipe can be made: ") + std::strerror(errno));
    }
    return Pipe{Descriptor(ends[0]), Descriptor(ends[1])};
  }
};

// All that the child needs between fork and exec, prepared before: nothing there may allocate.
struct Launch {
  std::vector<char*> arguments;
  std::vector<char*> environment;
  const char* folder = nullptr;
  int input = -1;
  int output = -1;
  int errors = -1;
  int failure = -1;
  std::vector<int> handed;
  std::array<std::pair<int, rlimit>, 4> limits{};
  std::size_t limitCount = 0;
  SeccompFilter* filter = nullptr;
  pid_t parent = 0;  // with which it ends; 0: with none
};

void forbidLeavingTheGroup(SeccompFilter& filter) {
  filter.always(SYS_setsid);
  filter.always(SYS_setpgid);
  filter.finish();
}

std::vector<char*> pointersTo(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) {
    pointers.push_back(text.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

[[noreturn]] void giveUp(int failure, int code) {
  if (::write(failure, &code, sizeof code) < 0) {
    ::_exit(126);
  }
  ::_exit(127);
}

// Runs in the child. Descriptors are lifted above all targets first, so that none overwrites another.
[[noreturn]] void becomeProgram(Launch& launch) {
  const int lifted = 3 + static_cast<int>(launch.handed.size());
  ::setpgid(0, 0);
  sigset_t none;
  sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::signal(SIGPIPE, SIG_DFL);
  int failure = launch.failure;
  const auto lift = [&failure, lifted](int& descriptor) {
    const int above = ::fcntl(descriptor, F_DUPFD_CLOEXEC, lifted);
    if (above < 0) {
      giveUp(failure, errno == EINVAL ? EMFILE : errno);  // EINVAL: no number so high is allowed
    }
    descriptor = above;
  };
  lift(failure);
  if (launch.input < 0 && (launch.input = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) < 0) {
    giveUp(failure, errno);
  }
  lift(launch.input);
  if (launch.output >= 0) {
    lift(launch.output);
    lift(launch.errors);
  }
  for (int& descriptor : launch.handed) {
    lift(descriptor);
  }
  ::dup2(launch.input, 0);
  if (launch.output >= 0) {
    ::dup2(launch.output, 1);
    ::dup2(launch.errors, 2);
  }
  int next = 3;
  for (const int descriptor : launch.handed) {
    ::dup2(descriptor, next++);
  }
  constexpr unsigned kCloseOnExec =
      1u << 2;  // CLOSE_RANGE_CLOEXEC; older kernels refuse, ours are marked anyway
  ::syscall(SYS_close_range, static_cast<unsigned>(next), ~0u, kCloseOnExec);
  if (launch.folder && ::chdir(launch.folder) != 0) {
    giveUp(failure, errno);
  }
  for (std::size_t i = 0; i < launch.limitCount; ++i) {
    ::setrlimit(static_cast<__rlimit_resource>(launch.limits[i].first), &launch.limits[i].second);
  }
  if (launch.parent != 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != launch.parent) {
      ::_exit(126);  // it was gone before the kernel knew
    }
  }
  if (launch.filter && (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 || !launch.filter->apply())) {
    giveUp(failure, errno);
  }
  ::execve(launch.arguments[0], launch.arguments.data(), launch.environment.data());
  giveUp(failure, errno);
}

// The signal of PR_SET_PDEATHSIG comes when the thread that forked ends, so a child that is to end with the
// process is forked by one that lasts as long.
SerialLane& forkLane() {
  static auto* lane = new SerialLane("fork");  // never destroyed: children may be there until the very end
  return *lane;
}

pid_t forkToEndWithParent(Launch& launch) {
  std::promise<std::pair<pid_t, int>> forked;
  launch.parent = ::getpid();
  forkLane().post([&] {
    const pid_t pid = ::fork();
    if (pid == 0) {
      becomeProgram(launch);
    }
    forked.set_value({pid, errno});
  });
  const auto [pid, code] = forked.get_future().get();
  errno = code;
  return pid;
}

pid_t startProcess(Launch& launch, bool endsWithParent) {
  if (endsWithParent) {
    return forkToEndWithParent(launch);
  }
  const pid_t pid = ::fork();
  if (pid == 0) {
    becomeProgram(launch);
  }
  return pid;
}

std::vector<pid_t> ownChildren() {
  std::vector<pid_t> children;
  std::error_code failed;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task", failed)) {
    std::ifstream list(task.path() / "children");
    for (pid_t pid = 0; list >> pid;) {
      children.push_back(pid);
    }
  }
  return children;
}

}  // namespace

std::string Ending::words() const {
  if (*this == kEndingUntold) {
    return "ended, and the system does not tell how";
  }
  if (signal != 0) {
    const char* name = ::strsignal(signal);
    return "was ended by signal " + std::to_string(signal) + " (" + (name ? name : "unknown") + ")";
  }
  return "ended with code " + std::to_string(code);
}

struct Child::Impl {
  pid_t pid = -1;
  Descriptor handle;  // of the process, readable once it ended
  Descriptor stopDrain;
  Descriptor outputEnd;
  Descriptor errorEnd;
  std::size_t kept = 0;
  std::optional<Ending> ending;
  std::thread drain;

  Mutex mutex;
  std::string output GUARDED_BY(mutex);
  std::string errors GUARDED_BY(mutex);

  ~Impl() {
    if (pid > 0 && !ending) {
      ::kill(-pid, SIGKILL);
      reap(0);
    }
  }

  // Whether it ended; with WNOHANG in `flags` without waiting for it. What it left in its group is killed
  // before it is reaped: afterwards its number may be another's.
  bool reap(int flags) {
    siginfo_t seen{};
    int status = 0;
    while (::waitid(P_PID, static_cast<id_t>(pid), &seen, WEXITED | WNOWAIT | flags) != 0) {
      if (errno != EINTR) {  // this process ignores SIGCHLD, or somebody else reaped it
        ending = kEndingUntold;
        finishDrain();
        return true;
      }
    }
    if (seen.si_pid == 0) {
      return false;
    }
    ::kill(-pid, SIGKILL);
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    ending = Ending{WIFEXITED(status) ? WEXITSTATUS(status) : 0, WIFSIGNALED(status) ? WTERMSIG(status) : 0};
    finishDrain();
    return true;
  }

  void finishDrain() {
    if (drain.joinable()) {
      const std::uint64_t one = 1;
      if (::write(stopDrain.get(), &one, sizeof one) != sizeof one) {
        std::abort();  // an eventfd takes a first 1 always
      }
      drain.join();
    }
  }

  void run() EXCLUDES(mutex) {
    std::array<pollfd, 3> watched{
        {{outputEnd.get(), POLLIN, 0}, {errorEnd.get(), POLLIN, 0}, {stopDrain.get(), POLLIN, 0}}};
    while (watched[0].fd >= 0 || watched[1].fd >= 0) {
      if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) {
        return;
      }
      bool any = false;
      for (const std::size_t i : {std::size_t{0}, std::size_t{1}}) {
        if (watched[i].fd >= 0 && watched[i].revents != 0) {
          any = true;
          if (!take(watched[i].fd, i == 0)) {
            watched[i].fd = -1;
          }
        }
      }
      if (!any && watched[2].revents != 0) {
        return;  // asked to stop, and nothing waits
      }
    }
  }

  bool take(int descriptor, bool isOutput) EXCLUDES(mutex) {
    std::array<char, 65536> buffer;
    const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
    if (count <= 0) {
      return count < 0 && errno == EINTR;
    }
    const Lock lock(mutex);
    std::string& text = isOutput ? output : errors;
    text.append(buffer.data(), std::min(static_cast<std::size_t>(count), kept - std::min(kept, text.size())));
    return true;
  }
};

Result<Child> Child::start(const ChildOptions& options) {
  std::vector<std::string> command = options.command;
  std::vector<std::string> environment;
  Launch launch;
  launch.arguments = pointersTo(command);
  if (options.environment) {
    environment = *options.environment;
    launch.environment = pointersTo(environment);
  } else {
    for (char** entry = environ; *entry; ++entry) {
      launch.environment.push_back(*entry);
    }
    launch.environment.push_back(nullptr);
  }
  const std::string folder = options.folder.string();
  launch.folder = folder.empty() ? nullptr : folder.c_str();
  launch.input = options.input;
  launch.handed = options.handed;
  const auto limit = [&launch](int resource, rlim_t value) {
    launch.limits[launch.limitCount++] = {resource, rlimit{value, value}};
  };
  limit(RLIMIT_CORE, 0);
  if (kLimitsMemory && options.memory > 0) {
    limit(RLIMIT_AS, options.memory);
  }
  if (options.processorSeconds > 0) {
    limit(RLIMIT_CPU, options.processorSeconds);
  }
  if (!options.mayWriteFiles) {
    limit(RLIMIT_FSIZE, 0);
  }

  SeccompFilter filter;
  if (options.keepsGroup && kSeccompArchitecture != 0) {
    forbidLeavingTheGroup(filter);
    launch.filter = &filter;
  }
  auto impl = std::make_unique<Impl>();
  impl->kept = options.keptOutput;
  TATARA_ASSIGN(Pipe output, Pipe::create());
  TATARA_ASSIGN(Pipe errors, Pipe::create());
  TATARA_ASSIGN(Pipe failure, Pipe::create());
  impl->stopDrain = Descriptor(::eventfd(0, EFD_CLOEXEC));
  if (impl->stopDrain.get() < 0) {
    return makeError(ErrorKind::Io, std::string("No process can be started: ") + std::strerror(errno));
  }
  if (!options.inheritOutput) {
    launch.output = output.write.get();
    launch.errors = errors.write.get();
  }
  launch.failure = failure.write.get();
  impl->pid = startProcess(launch, options.endsWithParent);
  if (impl->pid < 0) {
    return makeError(ErrorKind::Io, std::string("No process can be started: ") + std::strerror(errno));
  }
  ::setpgid(impl->pid, impl->pid);  // both sides do it, so that the group is there whoever is first
  output.write = Descriptor();
  errors.write = Descriptor();
  failure.write = Descriptor();
  int code = 0;
  ssize_t told = 0;
  while ((told = ::read(failure.read.get(), &code, sizeof code)) < 0 && errno == EINTR) {
  }
  if (told == sizeof code) {
    return fileError("The program cannot be started", options.command.front(), code);
  }
  impl->handle = Descriptor(static_cast<int>(::syscall(SYS_pidfd_open, impl->pid, 0)));
  impl->outputEnd = std::move(output.read);
  impl->errorEnd = std::move(errors.read);
  impl->drain = std::thread([raw = impl.get()] { raw->run(); });
  return Child(std::move(impl));
}

Child::Child(std::unique_ptr<Impl> impl) : m_impl(std::move(impl)) {}
Child::Child(Child&& other) noexcept = default;
Child& Child::operator=(Child&& other) noexcept = default;
Child::~Child() = default;

int Child::pid() const {
  return m_impl->pid;
}

std::optional<Ending> Child::waitFor(std::chrono::milliseconds time) {
  if (m_impl->ending) {
    return m_impl->ending;
  }
  constexpr std::int64_t kLongestPoll = 1'000'000;
  constexpr std::int64_t kWithoutHandle = 20;  // no descriptor was left for one: look again and again
  pollfd watched{m_impl->handle.get(), POLLIN, 0};
  const auto until = std::chrono::steady_clock::now() + time;
  while (!m_impl->reap(WNOHANG)) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
    if (left.count() <= 0) {
      return std::nullopt;
    }
    const std::int64_t most = watched.fd < 0 ? kWithoutHandle : kLongestPoll;
    ::poll(&watched, 1, static_cast<int>(std::min<std::int64_t>(left.count() + 1, most)));
  }
  return m_impl->ending;
}

void Child::ask() {
  if (!m_impl->ending) {
    ::kill(-m_impl->pid, SIGTERM);
  }
}

void Child::kill() {
  if (!m_impl->ending) {
    ::kill(-m_impl->pid, SIGKILL);
    m_impl->reap(0);
  }
}

std::string Child::output() const {
  const Lock lock(m_impl->mutex);
  return m_impl->output;
}

std::string Child::errors() const {
  const Lock lock(m_impl->mutex);
  return m_impl->errors;
}

void makeForkLane() {
  forkLane();
}

bool adoptOrphans() {
  return ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0;
}

// One that is killed may leave children of its own, which come here next.
int endOrphans() {
  int ended = 0;
  for (std::vector<pid_t> children = ownChildren(); !children.empty(); children = ownChildren()) {
    for (const pid_t pid : children) {
      const pid_t group = ::getpgid(pid);
      if (group > 1 && group != ::getpgrp()) {
        ::kill(-group, SIGKILL);
      }
      ::kill(pid, SIGKILL);
      ended += ::waitpid(pid, nullptr, 0) == pid ? 1 : 0;
    }
  }
  return ended;
}

std::vector<std::string> plainEnvironment() {
  std::vector<std::string> environment{"LANG=C.UTF-8", "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1",
                                       "OMP_WAIT_POLICY=passive"};
  for (const char* name : {"PATH", "HOME", "TATARA_DEPS", "TMPDIR"}) {
    if (const char* value = std::getenv(name)) {
      environment.push_back(std::string(name) + "=" + value);
    }
  }
  return environment;
}

}  // namespace tatara::exec
