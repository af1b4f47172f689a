#include "app/workbench/measure.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>

#include <QAbstractItemView>
#include <QApplication>
#include <QEvent>
#include <QTimer>

#include "ui/chart/line_chart.h"

namespace tatara::workbench {
namespace {

constexpr int kLongestMeasureMs = 60'000;
constexpr std::size_t kMostPaints = 100'000;

std::int64_t monotonicNow() {
  return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::int64_t residentKilobytes() {
  std::ifstream file("/proc/self/statm");
  std::int64_t total = 0, resident = 0;
  file >> total >> resident;
  return resident * sysconf(_SC_PAGESIZE) / 1024;
}

bool showsRows(const ui::MainWindow& window) {
  const auto views = window.findChildren<const QAbstractItemView*>();
  return std::any_of(views.begin(), views.end(), [](const QAbstractItemView* view) {
    return view->isVisible() && view->model() != nullptr && view->model()->rowCount() > 0;
  });
}

// Of all charts on screen, in the pictures that they show.
std::size_t linesIn(const ui::MainWindow& window) {
  std::size_t lines = 0;
  for (const auto* chart : window.findChildren<const ui::LineChart*>()) {
    lines += chart->isVisible() && chart->frame() ? chart->frame()->curves.size() : 0;
  }
  return lines;
}

}  // namespace

Measurement::Measurement(ui::MainWindow& window, int seconds)
    : QObject(&window), m_window(window), m_seconds(seconds) {
  qApp->installEventFilter(this);
  m_heartbeat.start();
  QTimer::singleShot(kLongestMeasureMs, this, [this] {
    if (m_firstFrame == 0) {
      std::cerr << "tatara-workbench: no full frame within a minute\n";
      QApplication::exit(1);
    }
  });
}

bool Measurement::eventFilter(QObject* object, QEvent* event) {
  if (event->type() == QEvent::Paint && !m_pending) {
    const auto* widget = qobject_cast<QWidget*>(object);
    if (widget && widget->window() == &m_window) {
      m_pending = true;
      const bool settled = m_window.settled();
      const bool populated = m_populatedFrame != 0 || settled || showsRows(m_window);
      // Runs when this round of painting is done and flushed.
      QMetaObject::invokeMethod(
          this, [this, populated, settled] { painted(populated, settled); }, Qt::QueuedConnection);
    }
  }
  return false;
}

void Measurement::painted(bool populated, bool settled) {
  m_pending = false;
  if (m_paints.size() < kMostPaints) {
    m_paints.push_back(monotonicNow());
  }
  if (populated && m_populatedFrame == 0) {
    m_populatedFrame = monotonicNow();
  }
  if (const std::size_t lines = linesIn(m_window); m_lines.empty() || lines > m_lines.back().second) {
    m_lines.emplace_back(monotonicNow(), lines);
  }
  if (settled && m_firstFrame == 0) {
    m_firstFrame = monotonicNow();
    QTimer::singleShot(m_seconds * 1000, this, &Measurement::finish);
  }
}

void Measurement::finish() {
  std::cout << "{\"populated_ns\":" << m_populatedFrame << ",\"first_frame_ns\":" << m_firstFrame
            << ",\"worst_gap_ms\":" << m_heartbeat.takeWorstGap().count()
            << ",\"rss_kb\":" << residentKilobytes() << ",\"lines\":[";
  for (std::size_t i = 0; i < m_lines.size(); ++i) {
    std::cout << (i ? ",[" : "[") << m_lines[i].first << "," << m_lines[i].second << "]";
  }
  std::cout << "],\"paints_ns\":[";
  for (std::size_t i = 0; i < m_paints.size(); ++i) {
    std::cout << (i ? "," : "") << m_paints[i];
  }
  std::cout << "]}" << std::endl;
  QApplication::quit();
}

}  // namespace tatara::workbench
