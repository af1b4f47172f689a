// The look of a run: its colour slot, and dash and marker where a slot is shared. A run keeps its slot in
// every chart and in both themes.
//
// Preferred slot = FNV-1a (32 bit, offset 2166136261, prime 16777619) of the run id, modulo 12; else the next
// that no run on screen uses. Dash: solid, 6-3, 2-2 for the first, second and third run on one slot; the
// baseline is always 6-3. Past 36 shown runs the rest are grey. Threads: values; any.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <QColor>
#include <QPen>
#include <QPointF>

class QPainter;

namespace tatara::ui {

inline constexpr int kRunSlots = 12;
inline constexpr int kColoredRuns = 36;

enum class RunDash { Solid, Long, Short };
enum class RunMarker { Circle, Square, Diamond, Triangle };

struct RunStyle {
  int slot = -1;  // -1: grey
  RunDash dash = RunDash::Solid;
  RunMarker marker = RunMarker::Circle;
};

int preferredSlot(std::string_view runId);
QColor slotColor(int slot);  // of the current theme; -1 gives ctl
QPen runPen(const RunStyle& style, qreal width);
void drawMarker(QPainter& painter, RunMarker marker, QPointF center, qreal radius);
// The 10 px swatch (radius 3) beside a run's name; `ring` on selected rows and heat maps.
enum class SwatchRing { None, Bg1 };
void drawSwatch(QPainter& painter, QPointF topLeft, const RunStyle& style, SwatchRing ring);
void drawEmptySwatch(QPainter& painter, QPointF topLeft);  // a run that is not shown in the charts

// Which run has which slot. What was assigned never moves by itself.
class RunSlots {
 public:
  void restore(std::unordered_map<std::string, int> stored) { m_slots = std::move(stored); }
  const std::unordered_map<std::string, int>& all() const { return m_slots; }

  // Assigns slots to those of `shown` that have none, in order, and returns the ids newly assigned (to be
  // stored).
  std::vector<std::string> assign(const std::vector<std::string>& shown);
  void recolor(const std::string& runId, int slot) { m_slots[runId] = slot; }
  int slotOf(const std::string& runId) const;

  // The styles of the shown runs, in order.
  std::vector<RunStyle> styles(const std::vector<std::string>& shown, const std::string& baseline) const;

 private:
  std::unordered_map<std::string, int> m_slots;
};

}  // namespace tatara::ui
