// All of some bytes into a descriptor, however few write(2) takes at once. Threads: any.
#pragma once

#include <cstdint>
#include <string_view>

namespace tatara {

// False with errno; what was written before stays. `length` grows by what was written, then too.
bool writeWhole(int descriptor, std::string_view bytes, std::uint64_t& length);
bool writeWhole(int descriptor, std::string_view bytes);

}  // namespace tatara
