// How much a test with many rounds tries: little in the everyday run, all where its line in
// tests/thorough.txt begins with a plus (ctest sets TATARA_THOROUGH for those runs) and with TATARA_LONG.
#pragma once

#include <cstdlib>

namespace tatara::tests {

template <typename T>
T effort(T little, T all) {
  const bool whole = std::getenv("TATARA_THOROUGH") != nullptr || std::getenv("TATARA_LONG") != nullptr;
  return whole ? all : little;
}

}  // namespace tatara::tests
