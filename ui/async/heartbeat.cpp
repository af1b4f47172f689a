#include "ui/async/heartbeat.h"

#include <algorithm>
#include <utility>

namespace tatara::ui {

Heartbeat::Heartbeat(QObject* parent) : QObject(parent) {
  m_timer.setInterval(10);
  m_timer.setTimerType(Qt::PreciseTimer);
  connect(&m_timer, &QTimer::timeout, this, &Heartbeat::tick);
}

void Heartbeat::start() {
  m_worstNs = 0;
  m_since.start();
  m_timer.start();
}

std::chrono::milliseconds Heartbeat::takeWorstGap() {
  tick();
  return std::chrono::milliseconds(std::exchange(m_worstNs, 0) / 1'000'000);
}

void Heartbeat::tick() {
  m_worstNs = std::max(m_worstNs, m_since.nsecsElapsed());
  m_since.restart();
}

}  // namespace tatara::ui
