// Wakes when the deadline of a request comes, so that who asked is told then, and not when the model returns.
//
// A request is added and removed on its way without waking anybody: the thread looks again after at most
// kLongestSleep, and is woken only for deadlines that come before that. Threads: add() and remove()
// from any; `late` is called on the watch's own thread, with no lock held.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <thread>

#include "core/base/mutex.h"

namespace tatara::deploy::internal {

struct Flight;

class DeadlineWatch {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Places = std::multimap<TimePoint, std::shared_ptr<Flight>>;
  using Late = std::function<void(const std::shared_ptr<Flight>& flight)>;
  static constexpr std::chrono::milliseconds kLongestSleep{50};

  explicit DeadlineWatch(Late late);
  ~DeadlineWatch();
  DeadlineWatch(const DeadlineWatch&) = delete;
  DeadlineWatch& operator=(const DeadlineWatch&) = delete;

  // Again with another time moves it.
  void add(const std::shared_ptr<Flight>& flight, TimePoint when) EXCLUDES(m_mutex);
  void remove(Flight& flight) EXCLUDES(m_mutex);

 private:
  void watch() EXCLUDES(m_mutex);
  void forget(Flight& flight) REQUIRES(m_mutex);

  const Late m_late;
  Mutex m_mutex;
  Condition m_wake;
  Places m_places GUARDED_BY(m_mutex);
  TimePoint m_wakesAt GUARDED_BY(m_mutex){};
  bool m_closing GUARDED_BY(m_mutex) = false;
  std::thread m_thread;  // last: it uses what stands above
};

}  // namespace tatara::deploy::internal
