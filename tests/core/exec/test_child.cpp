#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <thread>

#include "core/exec/child.h"
#include "core/exec/sandbox.h"
#include "tests/support/processes.h"
#include "tests/support/sanitized.h"
#include "tests/support/temp_folder.h"

namespace tatara::exec {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::HasSubstr;

ChildOptions shell(const std::string& script) {
  return {.command = {"/bin/sh", "-c", script}};
}

TEST(ChildTest, OutputAndCodeAreKept) {
  auto child = Child::start(shell("echo out; echo bad >&2; exit 3"));
  ASSERT_TRUE(child);
  const auto ending = child->waitFor(seconds(10));
  ASSERT_TRUE(ending);
  EXPECT_EQ(ending->code, 3);
  EXPECT_EQ(child->output(), "out\n");
  EXPECT_EQ(child->errors(), "bad\n");
  EXPECT_EQ(ending->words(), "ended with code 3");
}

TEST(ChildTest, AProgramThatIsNotThereIsNamed) {
  const auto child = Child::start({.command = {"/no/such/program"}});
  ASSERT_FALSE(child);
  EXPECT_EQ(child.error().kind, ErrorKind::NotFound);
}

TEST(ChildTest, AFloodIsDrainedAndNotKept) {
  ChildOptions options = shell("head -c 50000000 /dev/zero; head -c 1000000 /dev/zero >&2; exit 0");
  options.keptOutput = 1000;
  auto child = Child::start(options);
  ASSERT_TRUE(child);
  const auto ending = child->waitFor(seconds(20));
  ASSERT_TRUE(ending);
  EXPECT_TRUE(ending->sound());
  EXPECT_EQ(child->output().size(), 1000u);
}

TEST(ChildTest, AHangingChildIsEndedWithAllItsOwnChildren) {
  auto child = Child::start(shell("sleep 1000 & echo $!; sleep 1000"));
  ASSERT_TRUE(child);
  EXPECT_FALSE(child->waitFor(milliseconds(200)));
  const int grandchild = std::atoi(child->output().c_str());
  ASSERT_GT(grandchild, 0);
  child->kill();
  EXPECT_EQ(child->waitFor(milliseconds(0))->signal, SIGKILL);
  for (int i = 0; i < 100 && ::kill(grandchild, 0) == 0; ++i) {
    std::ifstream stat("/proc/" + std::to_string(grandchild) + "/stat");
    std::string text;
    std::getline(stat, text);
    if (text.find(") Z") != std::string::npos) {
      return;  // ended; who reaps it is the machine's first process
    }
    ::usleep(10'000);
  }
  EXPECT_NE(::kill(grandchild, 0), 0);
}

TEST(ChildTest, MemoryAndDescriptorsAreLimited) {
  TATARA_NOT_UNDER_ADDRESS_SANITIZER();
  ChildOptions greedy = shell("ls /proc/self/fd | wc -l; ulimit -v");
  greedy.memory = 1u << 30;
  auto child = Child::start(greedy);
  ASSERT_TRUE(child);
  ASSERT_TRUE(child->waitFor(seconds(10)));
  EXPECT_EQ(child->output(), "4\n1048576\n");
}

TEST(ChildTest, AStormLeavesNoZombieAndNoDescriptor) {
  const int before = tests::openDescriptors();
  for (int i = 0; i < 100; ++i) {
    auto child = Child::start(shell(i % 3 == 0 ? "exit 1" : i % 3 == 1 ? "kill -SEGV $$" : "sleep 100"));
    ASSERT_TRUE(child);
    if (i % 2 == 0) {
      child->waitFor(milliseconds(5));
    }
  }
  EXPECT_EQ(tests::openDescriptors(), before);
  int status = 0;
  EXPECT_EQ(::waitpid(-1, &status, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
}

// A process that is nobody's Child, in a group of its own; it goes by itself after a while.
pid_t startStranger() {
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::setpgid(0, 0);
    ::alarm(5);
    ::pause();
    ::_exit(0);
  }
  ::setpgid(pid, pid);
  return pid;
}
// Now and for the moment that a signal takes to do its work.
bool staysRunning(pid_t pid) {
  bool running = true;
  for (int i = 0; i < 20 && running; ++i) {
    ::usleep(10'000);
    running = ::waitpid(pid, nullptr, WNOHANG) == 0;
  }
  return running;
}
void endStranger(pid_t pid) {
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
}

TEST(ChildTest, WithoutDescriptorsNothingStartsAndNoOtherChildIsTouched) {
  const pid_t stranger = startStranger();
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit few{400, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  std::vector<int> taken;
  for (int one = 0; (one = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;) {
    taken.push_back(one);
  }
  constexpr std::size_t kNeeded = 12;  // three pipes, what ends the draining, and what the child lifts
  std::vector<ErrorKind> kinds;
  std::vector<std::string> words;
  for (std::size_t free = 0; free < kNeeded; ++free) {
    const auto child = Child::start(shell("exit 0"));
    kinds.push_back(child ? ErrorKind::Internal : child.error().kind);
    words.push_back(child ? "" : child.error().message);
    ::close(taken.back());
    taken.pop_back();
  }
  for (const int one : taken) {
    ::close(one);
  }
  ::setrlimit(RLIMIT_NOFILE, &before);
  EXPECT_EQ(kinds, std::vector<ErrorKind>(kNeeded, ErrorKind::Io));
  EXPECT_THAT(words, testing::Each(HasSubstr("Too many open files")));
  EXPECT_TRUE(staysRunning(stranger));
  endStranger(stranger);
}

TEST(ChildTest, StartsWithAFewDescriptorsAndWhatItIsHandedArrives) {
  const tests::TempFolder folder;
  std::vector<int> handed;
  for (int i = 0; i < 5; ++i) {
    const std::string file = (folder.path() / std::to_string(i)).string();
    std::ofstream(file) << i << '\n';
    handed.push_back(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  }
  std::ranges::reverse(handed);  // so that each stands where another one is to come
  ChildOptions options = shell("cat <&3; cat <&4; cat <&5; cat <&6; cat <&7; echo bad >&2");
  options.handed = handed;
  rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &before), 0);
  const rlimit few{64, before.rlim_max};
  ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
  auto child = Child::start(options);
  ::setrlimit(RLIMIT_NOFILE, &before);
  for (const int one : handed) {
    ::close(one);
  }
  ASSERT_TRUE(child) << child.error().message;
  ASSERT_TRUE(child->waitFor(seconds(10)));
  EXPECT_EQ(child->output(), "4\n3\n2\n1\n0\n");
  EXPECT_EQ(child->errors(), "bad\n");
}

TEST(ChildTest, WhoGetsItsNumberLaterIsLeftAlone) {
  auto child = Child::start(shell("exit 0"));
  ASSERT_TRUE(child);
  ASSERT_TRUE(child->waitFor(seconds(10)));
  const pid_t number = child->pid();
  pid_t stranger = 0;
  for (int i = 0; i < 100 && stranger != number; ++i) {
    std::ofstream last("/proc/sys/kernel/ns_last_pid");
    if (!(last << number - 1 << std::flush)) {
      GTEST_SKIP() << "only the system's own user may choose the number of a process";
    }
    stranger = startStranger();
    if (stranger != number) {
      endStranger(stranger);
    }
  }
  ASSERT_EQ(stranger, number);
  child->kill();
  { const Child gone = std::move(*child); }
  EXPECT_TRUE(staysRunning(stranger));
  endStranger(stranger);
}

TEST(ChildTest, WhereTheSystemForgetsEndingsAChildIsEndedAllTheSame) {
  ::signal(SIGCHLD, SIG_IGN);
  auto hanging = Child::start(shell("sleep 100"));
  auto sound = Child::start(shell("exit 0"));
  ASSERT_TRUE(hanging && sound);
  hanging->kill();
  const auto ending = sound->waitFor(seconds(10));
  ::signal(SIGCHLD, SIG_DFL);
  ASSERT_TRUE(ending);
  EXPECT_FALSE(ending->sound());
  EXPECT_EQ(ending->words(), "ended, and the system does not tell how");
}

// Plays a program whose first child is started by a thread that stepped back.
const bool kStepsBack = tests::addRole("steps-back", [] {
  makeForkLane();
  std::thread([usual = ::getpriority(PRIO_PROCESS, 0)] {
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), usual + 10);
    ChildOptions options{.command = {"/usr/bin/nice"}};
    options.endsWithParent = true;
    auto child = Child::start(options);
    ::_exit(child && child->waitFor(seconds(10)) && child->output() == std::to_string(usual) + "\n" ? 0 : 1);
  }).join();
  return 2;
});

TEST(ChildTest, AChildDoesNotStepBackWithWhoStartsIt) {
  ASSERT_TRUE(kStepsBack);
  auto program = Child::start({.command = tests::roleCommand("steps-back")});
  ASSERT_TRUE(program);
  const auto ending = program->waitFor(seconds(20));
  ASSERT_TRUE(ending);
  EXPECT_TRUE(ending->sound()) << ending->words();
}

// The sandbox is for good, so it is entered in a child; the child tells by its code what it could still do.
int inSandbox(int (*tries)()) {
  const pid_t pid = ::fork();
  if (pid == 0) {
    ::_exit(enterSandbox() ? tries() : 100);
  }
  int status = 0;
  ::waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

TEST(SandboxTest, NothingCanBeWrittenStartedOrReached) {
  EXPECT_EQ(inSandbox([] { return std::fopen("/tmp/tatara-sandbox-test", "w") ? 1 : 0; }), 0);
  EXPECT_EQ(inSandbox([] { return ::fork() >= 0 ? 1 : 0; }), 0);
  EXPECT_EQ(inSandbox([] { return std::system("true") == 0 ? 1 : 0; }), 0);
  EXPECT_EQ(inSandbox([] { return ::unlink("/tmp/x") != 0 && errno == EPERM ? 0 : 1; }), 0);
  EXPECT_EQ(inSandbox([] { return ::kill(::getppid(), 0) != 0 && errno == EPERM ? 0 : 1; }), 0);
}

TEST(SandboxTest, FilesAreStillRead) {
  EXPECT_EQ(inSandbox([] { return std::fopen("/proc/self/status", "r") ? 0 : 1; }), 0);
}

}  // namespace
}  // namespace tatara::exec
