// One piece of work in several parts, on the caller's thread and those of the shared pool that are free.
//
// The caller takes parts itself until none is left, so that it never waits for a pool whose threads all do
// something else (its own thread may be one of them); it returns when every part is done. `work` is called
// with 0 … parts − 1, at once on several threads, and must not throw. Threads: any.
#pragma once

#include <cstddef>
#include <functional>

namespace tatara::exec {

void inParallel(std::size_t parts, const std::function<void(std::size_t)>& work);

}  // namespace tatara::exec
