// Who acts, and when, in the tests of the registry.
#pragma once

#include "core/base/clock.h"
#include "core/registry/registry.h"

namespace tatara::registry {

inline constexpr Timestamp kNow = Timestamp(Millis(1'700'000'000'000));
inline const Actor kAna{"ana", "test"};
inline const Actor kMika{"mika", "test"};

}  // namespace tatara::registry
