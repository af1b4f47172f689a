#include "core/exec/thread_pool.h"

#include <pthread.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <string>
#include <utility>

#include "core/exec/priority.h"

namespace tatara::exec {
namespace {

constexpr int kGivesWay = 5;
std::atomic<bool> g_giveWay = false;

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
    setpriority(PRIO_PROCESS, static_cast<id_t>(gettid()), kGivesWay);  // of this thread; refused: as before
  }
  while (Task task = take()) {
    task();
  }
}

ThreadPool& sharedPool() {
  static ThreadPool pool(std::max<std::size_t>(2, std::thread::hardware_concurrency()), "tatara-pool");
  return pool;
}

}  // namespace tatara::exec
