// How often something is worked out again for data that keep coming.
//
// While a training logs, what is shown is out of date ten times a second. What takes a moment is done every
// time; what takes long gets a tenth of the time, or it would hold a processor as long as the training runs.
// A person's own question does not wait here: start the work at once and say began().
//
//   Pace m_pace{[this] { startStatistics(); }};   // startStatistics() says began(), its answer ended()
//   m_pace.want();                                // the data have changed
//
// Threads: GUI thread.
#pragma once

#include <chrono>
#include <functional>

#include <QElapsedTimer>
#include <QTimer>

namespace tatara::ui {

// What follows work of that length before it is done again unasked: nothing after a twentieth of a second,
// else nine times as long, at most half a minute.
std::chrono::nanoseconds restAfter(std::chrono::nanoseconds work);

class Pace final {
 public:
  explicit Pace(std::function<void()> work);

  // Does the work now, or when the one under way has ended and its rest is over. Many wishes are one.
  void want();
  // Work was started, whoever asked for it; what was wanted before is answered by it.
  void began();
  // It came to its end or was given up.
  void ended();
  // While nobody looks, nothing is begun; what was wanted meanwhile is done once, afterwards.
  void hold(bool held);

 private:
  void schedule();

  std::function<void()> m_work;
  QTimer m_timer;
  QElapsedTimer m_since;  // it began, or ended
  std::chrono::nanoseconds m_rest{0};
  bool m_running = false;
  bool m_wanted = false;
  bool m_held = false;
};

}  // namespace tatara::ui
