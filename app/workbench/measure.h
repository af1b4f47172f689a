// What bench/ asks of the running program (`--measure SECONDS`): when its first frame with rows of a
// table and its first full frame were painted, when it painted later, how long its thread did not answer, how
// much memory it takes.
//
// Times are nanoseconds of the monotonic clock, so that another process can compare them with its own. A
// paint counts when it is over. Threads: GUI thread.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include <QObject>

#include "ui/async/heartbeat.h"
#include "ui/shell/main_window.h"

namespace tatara::workbench {

// Prints one line of JSON and quits the application `seconds` after the first frame in which the window shows
// everything it was asked for; quits with 1 when there is none within a minute.
class Measurement final : public QObject {
  Q_OBJECT
 public:
  Measurement(ui::MainWindow& window, int seconds);

 protected:
  bool eventFilter(QObject* object, QEvent* event) override;

 private:
  void painted(bool populated, bool settled);
  void finish();

  ui::MainWindow& m_window;
  int m_seconds;
  bool m_pending = false;
  std::int64_t m_populatedFrame = 0;
  std::int64_t m_firstFrame = 0;
  std::vector<std::int64_t> m_paints;
  // When more lines than before were drawn in charts, and how many.
  std::vector<std::pair<std::int64_t, std::size_t>> m_lines;
  ui::Heartbeat m_heartbeat;
};

}  // namespace tatara::workbench
