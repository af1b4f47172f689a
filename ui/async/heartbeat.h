// Whether the GUI thread answers: a 10 ms timer that remembers the longest time between two of its ticks.
//
// Threads: GUI thread.
#pragma once

#include <chrono>

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

namespace tatara::ui {

class Heartbeat final : public QObject {
  Q_OBJECT
 public:
  explicit Heartbeat(QObject* parent = nullptr);

  void start();
  // Since start() or the last call.
  std::chrono::milliseconds takeWorstGap();

 private:
  void tick();

  QTimer m_timer;
  QElapsedTimer m_since;
  qint64 m_worstNs = 0;
};

}  // namespace tatara::ui
