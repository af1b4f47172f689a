// One reader of untrusted bytes, held against whatever comes: a NAME.cpp defines both functions and is built
// into two programs. `fuzz_NAME` (seeded.cpp) tries seeded mutations and runs with the tests; with the preset
// `fuzz` the same reader is a libFuzzer target (libfuzzer.cpp), led by coverage, under ASan and UBSan.
//
// tryBytes() may refuse the bytes in words, but never crash, hang, or answer what contradicts itself: what it
// finds wrong it says through `expect`, which ends the program.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace tatara::fuzz {

// Small, well-formed inputs to begin with.
std::vector<std::string> seeds();
void tryBytes(std::string_view bytes);

inline void expect(bool holds, const char* law) {
  if (!holds) {
    std::fprintf(stderr, "does not hold: %s\n", law);
    std::abort();
  }
}

// Of a Result.
inline void expectTold(const auto& result) {
  expect(result || !result.error().message.empty(), "what cannot be read is said in words");
}

// The first byte, for targets with several readers; 0 when there is none.
inline unsigned takeChoice(std::string_view& bytes) {
  if (bytes.empty()) {
    return 0;
  }
  const auto choice = static_cast<unsigned char>(bytes.front());
  bytes.remove_prefix(1);
  return choice;
}

}  // namespace tatara::fuzz
