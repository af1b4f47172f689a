// How much memory this process has taken, in kilobytes, for tests that say how much something may take.
#pragma once

#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

namespace tatara::tests {

// The most since forgetPeak().
inline long peakMemory() {
  std::ifstream status("/proc/self/status");
  constexpr std::string_view kPeak = "VmHWM:";
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(kPeak)) {
      return std::strtol(line.c_str() + kPeak.size(), nullptr, 10);
    }
  }
  return 0;
}

inline void forgetPeak() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

}  // namespace tatara::tests
