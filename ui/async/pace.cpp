#include "ui/async/pace.h"

#include <algorithm>
#include <utility>

namespace tatara::ui {

std::chrono::nanoseconds restAfter(std::chrono::nanoseconds work) {
  using namespace std::chrono_literals;
  return work < 50ms ? 0ns : std::min<std::chrono::nanoseconds>(9 * work, 30s);
}

Pace::Pace(std::function<void()> work) : m_work(std::move(work)) {
  m_timer.setSingleShot(true);
  QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] {
    if (!m_held && std::exchange(m_wanted, false)) {
      m_work();
    }
  });
}

void Pace::want() {
  m_wanted = true;
  if (!m_held && !m_running && !m_timer.isActive()) {
    schedule();
  }
}

void Pace::hold(bool held) {
  m_held = held;
  if (m_wanted) {
    want();
  }
}

void Pace::began() {
  m_timer.stop();
  m_wanted = false;
  m_running = true;
  m_since.start();
}

void Pace::ended() {
  if (!std::exchange(m_running, false)) {
    return;
  }
  m_rest = restAfter(std::chrono::nanoseconds(m_since.nsecsElapsed()));
  m_since.start();
  if (m_wanted) {
    want();
  }
}

void Pace::schedule() {
  const std::chrono::nanoseconds rested(m_since.isValid() ? m_since.nsecsElapsed() : m_rest.count());
  if (rested < m_rest) {
    m_timer.start(std::chrono::ceil<std::chrono::milliseconds>(m_rest - rested));
    return;
  }
  m_wanted = false;
  m_work();
}

}  // namespace tatara::ui
