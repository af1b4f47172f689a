#include "core/exec/thread_pool.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <barrier>
#include <memory>
#include <string>
#include <utility>

#include "core/exec/finish.h"
#include "core/exec/priority.h"

namespace tatara::exec {
namespace {

constexpr int kGivesWay = 5;
std::atomic<bool> g_giveWay = false;

std::size_t sharedThreads() {
  return std::max<std::size_t>(2, std::thread::hardware_concurrency());
}

}  // namespace

void letOthersGoFirst() {
  g_giveWay = true;
}

ThreadPool::ThreadPool(std::size_t threads, const char* name) {
  for (std::size_t i = 0; i < threads; ++i) {
    m_threads.emplace_back([this] { work(); });
    pthread_setname_np(m_threads.back().native_handle(), std::string(name).substr(0, 15).c_str());
  }
}

ThreadPool::~ThreadPool() {
  {
    Lock lock(m_mutex);
    m_closing = true;
  }
  m_wake.notifyAll();
  for (std::thread& thread : m_threads) {
    thread.join();
  }
}

void ThreadPool::post(Task task) {
  {
    Lock lock(m_mutex);
    m_queue.push_back(std::move(task));
  }
  m_wake.notifyOne();
}

std::size_t ThreadPool::queued() const {
  Lock lock(m_mutex);
  return m_queue.size();
}

Task ThreadPool::take() {
  Lock lock(m_mutex);
  while (m_queue.empty() && !m_closing) {
    m_wake.wait(m_mutex);
  }
  if (m_queue.empty()) {
    return {};
  }
  Task task = std::move(m_queue.front());
  m_queue.pop_front();
  return task;
}

void ThreadPool::work() {
  if (g_giveWay) {
    // Of this thread; refused: as before. Who was started with less keeps it.
    const auto thread = static_cast<id_t>(gettid());
    setpriority(PRIO_PROCESS, thread, std::max(kGivesWay, getpriority(PRIO_PROCESS, thread)));
  }
  while (Task task = take()) {
    task();
  }
}

ThreadPool& sharedPool() {
  static ThreadPool pool(sharedThreads(), "tatara-pool");
  return pool;
}

void finishSharedWork() {
  ThreadPool& pool = sharedPool();
  std::size_t left = 0;
  do {
    // Threads that wait for one another do nothing else: what is queued then is all that is left.
    const auto look = [&]() noexcept { left = pool.queued(); };
    const auto met = std::make_shared<std::barrier<decltype(look)>>(
        static_cast<std::ptrdiff_t>(sharedThreads() + 1), look);
    for (std::size_t i = 0; i < sharedThreads(); ++i) {
      pool.post([met] { met->arrive_and_wait(); });
    }
    met->arrive_and_wait();
  } while (left > 0);
}

}  // namespace tatara::exec
