// Children that end in every bad way, by the thousand: none is left behind, neither they nor their own
// children, no zombie, no descriptor. TATARA_LONG: ten thousand.
#include <gtest/gtest.h>

#include <dirent.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <random>
#include <set>

#include "core/base/random.h"
#include "core/exec/child.h"

namespace tatara::exec {
namespace {

using std::chrono::milliseconds;

int openDescriptors() {
  int count = 0;
  DIR* folder = ::opendir("/proc/self/fd");
  while (::readdir(folder)) {
    ++count;
  }
  ::closedir(folder);
  return count;
}

// Processes, zombies apart, with the mark in their environment.
std::set<int> processesWith(const std::string& mark) {
  std::set<int> found;
  DIR* folder = ::opendir("/proc");
  while (const dirent* entry = ::readdir(folder)) {
    const int pid = std::atoi(entry->d_name);
    if (pid <= 0) {
      continue;
    }
    std::ifstream file("/proc/" + std::string(entry->d_name) + "/environ");
    const std::string all((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (all.find(mark) != std::string::npos) {
      found.insert(pid);
    }
  }
  ::closedir(folder);
  return found;
}

// Exit, crash, hang, fork (also away from its group), flood.
constexpr const char* kDeeds[] = {"exit 3",
                                  "kill -SEGV $$",
                                  "exec sleep 1000",
                                  "sleep 1000 & sleep 1000 & exit 0",
                                  "setsid sleep 1000 & setsid -f sleep 1000; exec sleep 1000",
                                  "exec yes",
                                  "yes & yes >&2 & exit 1"};

TEST(StormTest, NothingIsLeftOfChildrenThatEndInEveryBadWay) {
  const int count = std::getenv("TATARA_LONG") ? 10'000 : 210;
  const std::string mark = "TATARA_STORM=" + randomHex(16);
  const int before = openDescriptors();
  std::mt19937_64 random(7);
  for (int i = 0; i < count; ++i) {
    ChildOptions options{
        .command = {"/bin/sh", "-c", kDeeds[static_cast<std::size_t>(i) % std::size(kDeeds)]}};
    options.environment = {mark, "PATH=/usr/bin:/bin"};
    options.keepsGroup = true;
    options.keptOutput = 1000;
    auto child = Child::start(options);
    ASSERT_TRUE(child) << child.error().message;
    switch (random() % 4) {
      case 0:
        child->waitFor(milliseconds(random() % 8));
        break;
      case 1:
        child->kill();
        break;
      case 2:
        child->ask();
        child->waitFor(milliseconds(random() % 5));
        break;
      default:
        break;  // it goes with its owner
    }
    EXPECT_LE(child->output().size(), 1000u);
  }
  EXPECT_EQ(openDescriptors(), before);
  int status = 0;
  EXPECT_EQ(::waitpid(-1, &status, WNOHANG), -1);
  EXPECT_EQ(errno, ECHILD);
  // Who was killed needs a moment to go.
  std::set<int> left = processesWith(mark);
  for (int i = 0; i < 200 && !left.empty(); ++i) {
    ::usleep(10'000);
    left = processesWith(mark);
  }
  EXPECT_TRUE(left.empty()) << left.size() << " processes are left";
}

TEST(StormTest, AChildOfForeignCodeCannotLeaveItsGroup) {
  ChildOptions options{.command = {"/bin/sh", "-c", "setsid true && echo left"}};
  options.keepsGroup = true;
  auto kept = Child::start(options);
  ASSERT_TRUE(kept && kept->waitFor(std::chrono::seconds(10)));
  EXPECT_EQ(kept->output(), "");
}

}  // namespace
}  // namespace tatara::exec
