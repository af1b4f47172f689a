#include <gtest/gtest.h>

#include <atomic>
#include <vector>

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

}  // namespace
}  // namespace tatara::exec
