#include "core/dataset/internal/parallel.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>

#include "core/base/mutex.h"
#include "core/exec/thread_pool.h"

namespace tatara::dataset {
namespace {

struct SharedWork {
  std::size_t blocks = 0;
  const std::function<void(std::size_t, std::size_t)>* work = nullptr;
  std::stop_token stop;
  std::atomic<std::size_t> next{0};

  Mutex mutex;
  Condition idle;
  std::size_t running GUARDED_BY(mutex) = 0;

  void run(std::size_t lane) {
    while (!stop.stop_requested()) {
      const std::size_t block = next.fetch_add(1);
      if (block >= blocks) {
        return;
      }
      (*work)(block, lane);
    }
  }
};

}  // namespace

std::size_t laneCount() {
  return std::max<std::size_t>(2, std::thread::hardware_concurrency());
}

Status forBlocks(std::size_t blocks, const std::function<void(std::size_t, std::size_t)>& work,
                 std::stop_token stop) {
  auto shared = std::make_shared<SharedWork>();
  shared->blocks = blocks;
  shared->work = &work;
  shared->stop = std::move(stop);
  for (std::size_t lane = 1; lane < laneCount() && lane < blocks; ++lane) {
    exec::sharedPool().post([shared, lane] {
      {
        Lock lock(shared->mutex);
        if (shared->next >= shared->blocks || shared->stop.stop_requested()) {
          return;  // too late: the caller may be gone, and with it the work
        }
        ++shared->running;
      }
      shared->run(lane);
      Lock lock(shared->mutex);
      --shared->running;
      shared->idle.notifyAll();
    });
  }
  shared->run(0);
  Lock lock(shared->mutex);
  shared->next = std::max(shared->next.load(), blocks);
  while (shared->running > 0) {
    shared->idle.wait(shared->mutex);
  }
  if (shared->stop.stop_requested()) {
    return makeError(ErrorKind::Cancelled, "The computation was cancelled");
  }
  return {};
}

}  // namespace tatara::dataset
