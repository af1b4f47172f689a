// What /proc says of processes: to show that nothing is left behind.
#pragma once

#include <dirent.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
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

// The command that runs one disabled test of this very program, as a process of its own.
inline std::vector<std::string> roleCommand(const std::string& test) {
  return {std::filesystem::read_symlink("/proc/self/exe").string(), "--gtest_also_run_disabled_tests",
          "--gtest_filter=" + test};
}

}  // namespace tatara::tests
