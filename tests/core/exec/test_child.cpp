#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>

#include "core/exec/child.h"
#include "core/exec/sandbox.h"
#include "tests/support/processes.h"

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
