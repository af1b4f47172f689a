// Children that end in every bad way, by the thousand: none is left behind, neither they nor their own
// children, no zombie, no descriptor. TATARA_LONG: ten thousand.
#include <gtest/gtest.h>

#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <iostream>
#include <random>
#include <set>
#include <thread>

#include "core/base/random.h"
#include "core/exec/child.h"
#include "tests/support/processes.h"

namespace tatara::exec {
namespace {

using std::chrono::milliseconds;
using tests::openDescriptors;
using tests::processesLeftWith;
using tests::processesWith;

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
  const std::set<int> left = processesLeftWith(mark);
  EXPECT_TRUE(left.empty()) << left.size() << " processes are left";
}

TEST(StormTest, AChildOfForeignCodeCannotLeaveItsGroup) {
  ChildOptions options{.command = {"/bin/sh", "-c", "setsid true && echo left"}};
  options.keepsGroup = true;
  auto kept = Child::start(options);
  ASSERT_TRUE(kept && kept->waitFor(std::chrono::seconds(10)));
  EXPECT_EQ(kept->output(), "");
}

// Lines of what the child printed so far, until `wanted` stands in it.
std::string outputWith(const Child& child, const std::string& wanted) {
  for (int i = 0; i < 1000 && child.output().find(wanted) == std::string::npos; ++i) {
    std::this_thread::sleep_for(milliseconds(10));
  }
  return child.output();
}

// Has two children, of which one is to end with it, and waits to be killed.
[[maybe_unused]] const bool kParent = tests::addRole("parent", [] {
  ChildOptions options{.command = {"/bin/sh", "-c", "exec sleep 1000"}};
  options.environment = {std::string("TATARA_BOUND=") + std::getenv("TATARA_ROLE_MARK")};
  options.endsWithParent = true;
  std::optional<Child> bound;
  // The thread that starts it is not what it ends with.
  std::thread([&] {
    if (auto started = Child::start(options)) {
      bound.emplace(std::move(*started));
    }
  }).join();
  options.environment = {std::string("TATARA_FREE=") + std::getenv("TATARA_ROLE_MARK")};
  options.endsWithParent = false;
  const auto free = Child::start(options);
  std::this_thread::sleep_for(milliseconds(300));
  if (!free || !bound || bound->waitFor(milliseconds(0))) {
    return 1;
  }
  std::cout << "both are there" << std::endl;
  std::this_thread::sleep_for(std::chrono::seconds(60));
  return 0;
});

TEST(StormTest, AChildEndsWithItsParentThoughNobodyIsLeftToEndIt) {
  const std::string mark = randomHex(16);
  ::setenv("TATARA_ROLE_MARK", mark.c_str(), 1);
  auto role = Child::start({.command = tests::roleCommand("parent")});
  ASSERT_TRUE(role) << role.error().message;
  ASSERT_NE(outputWith(*role, "both are there").find("both are there"), std::string::npos) << role->output();
  EXPECT_EQ(processesWith("TATARA_BOUND=" + mark).size(), 1u);
  const std::set<int> free = processesWith("TATARA_FREE=" + mark);
  EXPECT_EQ(free.size(), 1u);
  ::kill(role->pid(), SIGKILL);
  EXPECT_TRUE(processesLeftWith("TATARA_BOUND=" + mark).empty());
  EXPECT_EQ(processesWith("TATARA_FREE=" + mark), free);  // what was not asked to stays
  for (const int pid : free) {
    ::kill(pid, SIGKILL);
  }
}

// Its child leaves a grandchild in a group of its own, and that one a further.
[[maybe_unused]] const bool kAdopter = tests::addRole("adopter", [] {
  if (!adoptOrphans()) {
    return 1;
  }
  {
    auto child = Child::start(
        {.command = {"/bin/sh", "-c", "setsid sh -c 'setsid sleep 1000 & sleep 1000' & sleep 0.2; exit 0"}});
    if (!child || !child->waitFor(std::chrono::seconds(10))) {
      return 2;
    }
  }
  std::cout << "ended " << endOrphans() << std::endl;
  return endOrphans() == 0 ? 0 : 3;
});

TEST(StormTest, WhatADeadChildLeftIsFoundAndEnded) {
  const std::string mark = randomHex(16);
  ::setenv("TATARA_ROLE_MARK", mark.c_str(), 1);
  auto role = Child::start({.command = tests::roleCommand("adopter")});
  ASSERT_TRUE(role);
  const auto ending = role->waitFor(std::chrono::seconds(30));
  ASSERT_TRUE(ending && ending->sound()) << role->output();
  EXPECT_EQ(role->output().find("ended 0"), std::string::npos) << role->output();
  EXPECT_TRUE(processesLeftWith("TATARA_ROLE_MARK=" + mark, ::getpid()).empty());
}

}  // namespace
}  // namespace tatara::exec
