// Entry point of libFuzzer (LLVM's documentation, "Fuzz Target").
#include <cstddef>

#include "tests/fuzz/fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  tatara::fuzz::tryBytes({reinterpret_cast<const char*>(data), size});
  return 0;
}
