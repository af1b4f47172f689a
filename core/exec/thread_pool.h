// A fixed number of threads over one queue, and a lane that runs its tasks one after the other.
//
// Tasks are `void()`; what they return they deliver themselves (a promise, a queued Qt call). A task must not
// throw. Both destructors finish what was queued and join; a task that should end early looks at its own
// std::stop_token. Threads: post() from any thread, also from inside a task.
#pragma once

#include <deque>
#include <functional>
#include <thread>
#include <vector>

#include "core/base/mutex.h"

namespace tatara::exec {

using Task = std::function<void()>;

class ThreadPool {
 public:
  // `name` (at most 15 bytes) is what debuggers and `top -H` show.
  ThreadPool(std::size_t threads, const char* name);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  void post(Task task) EXCLUDES(m_mutex);
  std::size_t queued() const EXCLUDES(m_mutex);

 private:
  void work() EXCLUDES(m_mutex);
  // The next task, or an empty one when the pool closes and nothing is left.
  Task take() EXCLUDES(m_mutex);

  mutable Mutex m_mutex;
  Condition m_wake;
  std::deque<Task> m_queue GUARDED_BY(m_mutex);
  bool m_closing GUARDED_BY(m_mutex) = false;

  std::vector<std::thread> m_threads;  // last: they use what stands above
};

class SerialLane {
 public:
  explicit SerialLane(const char* name) : m_pool(1, name) {}
  void post(Task task) { m_pool.post(std::move(task)); }

 private:
  ThreadPool m_pool;
};

// One for most work of a program: as many threads as the machine has cores, at least two.
ThreadPool& sharedPool();

}  // namespace tatara::exec
