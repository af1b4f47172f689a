#include <gtest/gtest.h>

#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <vector>

#include "core/exec/priority.h"
#include "core/exec/thread_pool.h"

namespace tatara::exec {
namespace {

TEST(ThreadPoolTest, EveryPostedTaskRunsOnceEvenWhenThePoolIsDestroyedAtOnce) {
  std::atomic<int> runs = 0;
  {
    ThreadPool pool(3, "test");
    for (int i = 0; i < 1000; ++i) {
      pool.post([&] { ++runs; });
    }
  }
  EXPECT_EQ(runs, 1000);
}

TEST(ThreadPoolTest, ATaskMayPostAnother) {
  std::atomic<int> runs = 0;
  {
    ThreadPool pool(2, "test");
    pool.post([&] { pool.post([&] { ++runs; }); });
  }
  EXPECT_EQ(runs, 1);
}

TEST(SerialLaneTest, TasksRunInOrderWithoutOverlap) {
  std::vector<int> order;  // touched by the lane's thread alone
  {
    SerialLane lane("lane");
    for (int i = 0; i < 500; ++i) {
      lane.post([&order, i] { order.push_back(i); });
    }
  }
  ASSERT_EQ(order.size(), 500u);
  for (int i = 0; i < 500; ++i) {
    EXPECT_EQ(order[static_cast<std::size_t>(i)], i);
  }
}

TEST(PriorityTest, PoolsGiveWayOnceAskedToAndTheCallerDoesNot) {
  const auto niceness = [] { return getpriority(PRIO_PROCESS, static_cast<id_t>(gettid())); };
  const int own = niceness();
  std::atomic<int> before = -1, after = -1;
  {
    ThreadPool pool(1, "before");
    pool.post([&] { before = niceness(); });
  }
  letOthersGoFirst();
  {
    ThreadPool pool(1, "after");
    pool.post([&] { after = niceness(); });
  }
  EXPECT_EQ(before, own);
  EXPECT_GT(after, own);
  EXPECT_EQ(niceness(), own);
}

}  // namespace
}  // namespace tatara::exec
