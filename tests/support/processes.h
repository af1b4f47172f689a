// What /proc says of processes: to show that nothing is left behind.
#pragma once

#include <gtest/gtest.h>

#include <dirent.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <set>
#include <string>
#include <vector>

namespace tatara::tests {

inline int openDescriptors() {
  int count = 0;
  DIR* folder = ::opendir("/proc/self/fd");
  while (::readdir(folder)) {
    ++count;
  }
  ::closedir(folder);
  return count;
}

// Processes, zombies apart, with the mark in their environment.
inline std::set<int> processesWith(const std::string& mark) {
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

// The same once those that were killed had their moment to go: at most ten seconds.
inline std::set<int> processesLeftWith(const std::string& mark, int but = 0) {
  std::set<int> left = processesWith(mark);
  left.erase(but);
  for (int i = 0; i < 1000 && !left.empty(); ++i) {
    ::usleep(10'000);
    left = processesWith(mark);
    left.erase(but);
  }
  return left;
}

// A part that this very program plays as a process of its own, instead of its tests: a server that is killed,
// a parent that has children.
//
//   const bool kServer = addRole("server", [] { return serve(); });   // gives the exit code
//   Child::start({.command = roleCommand("server")});
class Role final : public testing::Environment {
 public:
  Role(std::string name, std::function<int()> play) : m_name(std::move(name)), m_play(std::move(play)) {}
  void SetUp() override {
    const char* wanted = std::getenv("TATARA_TEST_ROLE");
    if (wanted && m_name == wanted) {
      ::_exit(m_play());
    }
  }

 private:
  const std::string m_name;
  const std::function<int()> m_play;
};
inline bool addRole(std::string name, std::function<int()> play) {
  return testing::AddGlobalTestEnvironment(new Role(std::move(name), std::move(play))) != nullptr;
}
inline std::vector<std::string> roleCommand(const std::string& name) {
  return {"/usr/bin/env", "TATARA_TEST_ROLE=" + name,
          std::filesystem::read_symlink("/proc/self/exe").string()};
}

}  // namespace tatara::tests
