// Numbers as JSON, for writers of many.
#pragma once

#include <cstddef>

namespace tatara::text {

inline constexpr std::size_t kJsonNumberBytes = 32;

// What `appendJsonNumber` of json.h appends, into a buffer with room for kJsonNumberBytes; returns where it
// ends.
char* writeJsonNumber(char* out, double value);

}  // namespace tatara::text
