#include <gtest/gtest.h>

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <vector>

#include "core/exec/finish.h"
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

TEST(SharedPoolTest, FinishingWaitsForWhatRunsForWhatIsQueuedAndForWhatTheyPost) {
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> runs = 0;
    const auto slowly = [&runs] {
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
      ++runs;
    };
    for (int i = 0; i < 8; ++i) {
      sharedPool().post([&slowly] {
        slowly();
        sharedPool().post([&slowly] {
          slowly();
          sharedPool().post(slowly);
        });
      });
    }
    finishSharedWork();
    ASSERT_EQ(runs, 24);
  }
  finishSharedWork();  // with nothing to do
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
  EXPECT_EQ(after, std::max(own, 5));
  EXPECT_EQ(niceness(), own);
}

}  // namespace
}  // namespace tatara::exec
