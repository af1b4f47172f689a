// Work on blocks side by side: on the calling thread and on those of the shared pool that are idle.
//
// The caller takes blocks like everyone else and waits only for helpers that have begun, so that a task of
// the pool itself may call this. `work` gets the block and a lane number below laneCount(), of which each is
// in use once at a time: lanes own partial results. Threads: any. Errors: Cancelled.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>

#include "core/base/result.h"

namespace tatara::dataset {

std::size_t laneCount();

Status forBlocks(std::size_t blocks, const std::function<void(std::size_t block, std::size_t lane)>& work,
                 std::stop_token stop);

// Rows in a block: small enough that its bytes of several columns stay in the second cache.
inline constexpr std::uint64_t kBlockRows = 1 << 16;

inline std::size_t blockCount(std::uint64_t rows) {
  return static_cast<std::size_t>((rows + kBlockRows - 1) / kBlockRows);
}

}  // namespace tatara::dataset
