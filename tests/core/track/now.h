// When everything happens in the tests of runs.
#pragma once

#include "core/base/clock.h"

namespace tatara::track {

inline constexpr Timestamp kNow = Timestamp(Millis(1'700'000'000'000));

}  // namespace tatara::track
