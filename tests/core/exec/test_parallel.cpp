#include <gtest/gtest.h>

#include <atomic>
#include <latch>
#include <memory>
#include <vector>

#include "core/exec/parallel.h"
#include "core/exec/thread_pool.h"

namespace tatara::exec {
namespace {

TEST(ParallelTest, EveryPartIsDoneOnceBeforeItReturns) {
  for (const std::size_t parts : {0U, 1U, 2U, 7U, 1000U}) {
    std::vector<std::atomic<int>> times(parts);
    inParallel(parts, [&](std::size_t part) { ++times[part]; });
    for (const std::atomic<int>& one : times) {
      EXPECT_EQ(one, 1);
    }
  }
}

TEST(ParallelTest, ABusyPoolDoesNotHoldItUp) {
  const auto finish = std::make_shared<std::latch>(1);
  for (int i = 0; i < 64; ++i) {  // more than it has threads
    sharedPool().post([finish] { finish->wait(); });
  }
  std::atomic<std::size_t> sum = 0;
  inParallel(100, [&](std::size_t part) { sum += part; });
  EXPECT_EQ(sum, 4950U);
  finish->count_down();
}

TEST(ParallelTest, PartsMayThemselvesBeParted) {
  std::atomic<int> count = 0;
  inParallel(8, [&](std::size_t) { inParallel(8, [&](std::size_t) { ++count; }); });
  EXPECT_EQ(count, 64);
}

}  // namespace
}  // namespace tatara::exec
