// The function table over LightGBM's C API (LightGBM/c_api.h of 4.7.0). The functions are declared here by
// hand, since no package holds the header alone; their signatures are the same in every version since 3.0.
//
// Threads: filled once, then constant.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "core/base/result.h"

namespace tatara::infer {

inline constexpr const char* kLightgbmVersion = "4.7.0";  // as packaging/deps/manifest.json pins it

struct LightgbmApi {
  const char* (*lastError)() = nullptr;
  int (*registerLogCallback)(void (*callback)(const char*)) = nullptr;
  int (*load)(const char* text, int* iterations, void** booster) = nullptr;
  int (*free)(void* booster) = nullptr;
  int (*classes)(void* booster, int* count) = nullptr;
  int (*features)(void* booster, int* count) = nullptr;
  int (*featureNames)(void* booster, int length, int* count, std::size_t bytes, std::size_t* needed,
                      char** names) = nullptr;
  int (*predict)(void* booster, const void* data, int type, std::int32_t rows, std::int32_t columns,
                 int rowMajor, int kind, int firstRound, int rounds, const char* parameters,
                 std::int64_t* count, double* values) = nullptr;
};

// Opens the library on the first call; the same table or the same error ever after.
Result<const LightgbmApi*> lightgbmApi();

}  // namespace tatara::infer
