// What stands where a number is undefined. Threads: any.
#pragma once

#include <limits>

namespace tatara {

inline constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

}  // namespace tatara
