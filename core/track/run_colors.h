// The colour slot of a run: given the first time it is shown, kept in the store, and the same in every chart
// and theme. Which slot to prefer is the interface's affair; this only keeps it. Functions with a Writer run
// inside a write task.
#pragma once

#include <span>
#include <unordered_map>

#include "core/sql/connection.h"
#include "core/store/store.h"
#include "core/track/types.h"

namespace tatara::track {

// Of those among `runs` that have one.
Result<std::unordered_map<RunKey, int>> loadColorSlots(sql::Connection& connection,
                                                       std::span<const RunKey> runs);
// Of all runs that were ever shown.
Result<std::unordered_map<RunKey, int>> loadAllColorSlots(sql::Connection& connection);
Status setColorSlot(store::Writer& writer, RunKey run, int slot);

}  // namespace tatara::track
