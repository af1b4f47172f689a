#include "core/deploy/internal/deadline_watch.h"

#include "core/deploy/internal/dispatch.h"

namespace tatara::deploy::internal {

using std::chrono::steady_clock;

DeadlineWatch::DeadlineWatch(Late late) : m_late(std::move(late)), m_thread([this] { watch(); }) {}

DeadlineWatch::~DeadlineWatch() {
  {
    const Lock lock(m_mutex);
    m_closing = true;
  }
  m_wake.notifyAll();
  m_thread.join();
}

void DeadlineWatch::forget(Flight& flight) {
  if (flight.watched) {
    m_places.erase(flight.place);
    flight.watched = false;
  }
}

void DeadlineWatch::add(const std::shared_ptr<Flight>& flight, TimePoint when) {
  bool sooner = false;
  {
    const Lock lock(m_mutex);
    forget(*flight);
    flight->place = m_places.emplace(when, flight);
    flight->watched = true;
    sooner = when < m_wakesAt;
  }
  if (sooner) {
    m_wake.notifyAll();
  }
}

void DeadlineWatch::remove(Flight& flight) {
  const Lock lock(m_mutex);
  forget(flight);
}

void DeadlineWatch::watch() {
  while (true) {
    std::vector<std::shared_ptr<Flight>> late;
    {
      const Lock lock(m_mutex);
      const auto now = steady_clock::now();
      while (!m_places.empty() && m_places.begin()->first <= now) {
        late.push_back(m_places.begin()->second);
        forget(*late.back());
      }
      if (late.empty()) {
        if (m_closing) {
          return;
        }
        m_wakesAt = now + kLongestSleep;
        if (!m_places.empty()) {
          m_wakesAt = std::min(m_wakesAt, m_places.begin()->first);
        }
        m_wake.waitFor(m_mutex, m_wakesAt - now);
      }
    }
    for (const auto& flight : late) {
      m_late(flight);
    }
  }
}

}  // namespace tatara::deploy::internal
