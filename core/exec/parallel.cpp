#include "core/exec/parallel.h"

#include <algorithm>
#include <atomic>
#include <memory>
#include <thread>

#include "core/base/mutex.h"
#include "core/exec/thread_pool.h"

namespace tatara::exec {
namespace {

// Outlives the call: a helper that comes too late finds nothing left to take.
struct Shared {
  explicit Shared(std::size_t count) : parts(count) {}

  const std::size_t parts;
  std::atomic<std::size_t> next = 0;
  Mutex mutex;
  Condition wake;
  std::size_t done GUARDED_BY(mutex) = 0;
};

// `work` is only touched for a part that was taken, and the caller stays until those are done.
void takeParts(Shared& shared, const std::function<void(std::size_t)>& work) {
  std::size_t own = 0;
  for (std::size_t part = shared.next++; part < shared.parts; part = shared.next++) {
    work(part);
    ++own;
  }
  if (own > 0) {
    Lock lock(shared.mutex);
    shared.done += own;
    shared.wake.notifyAll();
  }
}

}  // namespace

void inParallel(std::size_t parts, const std::function<void(std::size_t)>& work) {
  if (parts == 0) {
    return;
  }
  const auto shared = std::make_shared<Shared>(parts);
  const std::size_t cores = std::max<std::size_t>(std::thread::hardware_concurrency(), 2);
  for (std::size_t helper = 1; helper < std::min(cores, parts); ++helper) {
    sharedPool().post([shared, &work] { takeParts(*shared, work); });
  }
  takeParts(*shared, work);
  Lock lock(shared->mutex);
  while (shared->done < parts) {
    shared->wake.wait(shared->mutex);
  }
}

}  // namespace tatara::exec
