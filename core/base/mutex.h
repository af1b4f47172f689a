// Mutexes that clang's -Wthread-safety understands (clang documentation, "Thread Safety Analysis").
//
// Locks are leaves: nothing that takes another lock, waits, or calls back is done while one is held. Where an
// order is unavoidable it is written at the mutex with ACQUIRED_AFTER.
#pragma once

#include <condition_variable>
#include <mutex>

#if defined(__clang__)
#define TATARA_ANNOTATE(x) __attribute__((x))
#else
#define TATARA_ANNOTATE(x)
#endif

#define CAPABILITY(x) TATARA_ANNOTATE(capability(x))
#define SCOPED_CAPABILITY TATARA_ANNOTATE(scoped_lockable)
#define GUARDED_BY(x) TATARA_ANNOTATE(guarded_by(x))
#define PT_GUARDED_BY(x) TATARA_ANNOTATE(pt_guarded_by(x))
#define ACQUIRED_AFTER(...) TATARA_ANNOTATE(acquired_after(__VA_ARGS__))
#define REQUIRES(...) TATARA_ANNOTATE(requires_capability(__VA_ARGS__))
#define EXCLUDES(...) TATARA_ANNOTATE(locks_excluded(__VA_ARGS__))
#define ACQUIRE(...) TATARA_ANNOTATE(acquire_capability(__VA_ARGS__))
#define RELEASE(...) TATARA_ANNOTATE(release_capability(__VA_ARGS__))
#define TRY_ACQUIRE(...) TATARA_ANNOTATE(try_acquire_capability(__VA_ARGS__))

namespace tatara {

class CAPABILITY("mutex") Mutex {
 public:
  void lock() ACQUIRE() { m_mutex.lock(); }
  void unlock() RELEASE() { m_mutex.unlock(); }
  bool try_lock() TRY_ACQUIRE(true) { return m_mutex.try_lock(); }

 private:
  friend class Condition;
  std::mutex m_mutex;
};

class SCOPED_CAPABILITY Lock {
 public:
  explicit Lock(Mutex& mutex) ACQUIRE(mutex) : m_mutex(mutex) { m_mutex.lock(); }
  ~Lock() RELEASE() { m_mutex.unlock(); }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

 private:
  Mutex& m_mutex;
};

// Waits in a loop at the caller: `while (!ready) condition.wait(m_mutex);`
class Condition {
 public:
  void wait(Mutex& mutex) REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.m_mutex, std::adopt_lock);
    m_condition.wait(lock);
    lock.release();
  }
  // False when the time ran out.
  template <typename Duration>
  bool waitFor(Mutex& mutex, Duration duration) REQUIRES(mutex) {
    std::unique_lock<std::mutex> lock(mutex.m_mutex, std::adopt_lock);
    const bool woken = m_condition.wait_for(lock, duration) == std::cv_status::no_timeout;
    lock.release();
    return woken;
  }
  void notifyOne() { m_condition.notify_one(); }
  void notifyAll() { m_condition.notify_all(); }

 private:
  std::condition_variable m_condition;
};

}  // namespace tatara
