// A child process in a process group of its own, with limits, whose output is kept up to a size and drained
// beyond it, so that one that prints without end neither blocks nor fills memory.
//
// It is ended with its whole group when its Child goes; nothing is left as a zombie. Descriptors other than
// those handed over are closed in it. Threads: one owner at a time; output() from any. Errors: NotFound,
// PermissionDenied, Io (the program cannot be started).
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace tatara::exec {

struct ChildOptions {
  std::vector<std::string> command = {};                     // the program's path first
  std::optional<std::vector<std::string>> environment = {};  // "NAME=value"; otherwise this process's own
  std::filesystem::path folder = {};                         // to run in; empty: this process's
  int input = -1;                                            // becomes standard input; -1: nothing to read
  std::vector<int> handed = {};                              // become descriptors 3, 4, …
  bool inheritOutput = false;                                // not kept, but where this process writes
  // 0: no limit.
  std::uint64_t memory = 0;  // address space, bytes
  std::uint64_t processorSeconds = 0;
  bool mayWriteFiles = true;
  // Neither it nor what it starts can leave its process group, so that nothing of it outlives it (seccomp;
  // without new privileges). For foreign code.
  bool keepsGroup = false;
  // Killed by the kernel as soon as this process is gone, whatever either of them is doing (Linux:
  // PR_SET_PDEATHSIG). What the child starts itself is not: adoptOrphans().
  bool endsWithParent = false;
  std::size_t keptOutput = 256 * 1024;  // of standard output and of standard error, the first bytes of each
};

struct Ending {
  int code = 0;    // of exit()
  int signal = 0;  // that ended it, or 0
  bool sound() const { return code == 0 && signal == 0; }
  // "ended with code 3", "was ended by signal 9 (Killed)".
  std::string words() const;
  friend bool operator==(const Ending&, const Ending&) = default;
};
// Where this process ignores SIGCHLD the system forgets how its children end.
inline constexpr Ending kEndingUntold{-1, 0};

class Child {
 public:
  static Result<Child> start(const ChildOptions& options);
  Child(Child&& other) noexcept;
  Child& operator=(Child&& other) noexcept;
  ~Child();

  int pid() const;
  // Nothing while it still runs. Once it ended, the same answer ever after, and its whole output is there.
  std::optional<Ending> waitFor(std::chrono::milliseconds time);
  void ask();   // SIGTERM to the group
  void kill();  // SIGKILL to the group, and waits for it

  std::string output() const;  // what of standard output is kept
  std::string errors() const;

 private:
  struct Impl;
  explicit Child(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> m_impl;
};

// Children with `endsWithParent` are forked by a thread of their own and have its priority, which is that of
// the thread that makes it: the first that starts such a child, unless this was called before. A program some
// of whose threads step back calls it from one that does not.
void makeForkLane();

// From here on descendants whose own parents died become children of this process (Linux: a subreaper), so
// that endOrphans() finds them. False where the kernel cannot do it.
bool adoptOrphans();
// Kills such children with their groups, waits for each, and gives how many there were. For a process none of
// whose own Childs runs: it cannot tell them apart.
int endOrphans();

// The environment of a child that needs nothing of ours: PATH, HOME, LANG and where the pinned libraries are.
std::vector<std::string> plainEnvironment();

}  // namespace tatara::exec
