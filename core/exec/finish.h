// The end of a program whose workers need what it is about to take down.
#pragma once

namespace tatara::exec {

// Returns when the shared pool has done all that was posted to it, also by its own tasks. Whoever calls it
// asks the work to stop first, and posts none meanwhile. Threads: any but the pool's own.
void finishSharedWork();

}  // namespace tatara::exec
