// Taking points of metrics away again; for imports that follow another program's rule about restarts.
//
// Threads: inside a write task.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "core/store/store.h"
#include "core/track/types.h"

namespace tatara::track {

// Takes away the points at `step` and later, of one series or (no key) of all; returns how many. A series
// that nothing is left of goes.
Result<std::int64_t> removePointsFrom(store::Writer& writer, RunKey run, std::optional<std::string_view> key,
                                      std::int64_t step);

}  // namespace tatara::track
