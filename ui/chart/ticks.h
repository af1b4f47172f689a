// Where an axis puts its marks, and what it writes at them.
//
// Steps come from {1, 2, 2.5, 5} × 10ⁿ on linear axes, from decades on logarithmic ones, from the calendar on
// time axes. All labels of one axis share one format: the same number of decimals, the same SI prefix (k, M,
// G, …) once the largest is 10 000 or more, or the same power of ten (`TickSet::exponent`) when all are tiny.
// Minus is U+2212. Values are in axis units: numbers, seconds for durations, milliseconds since 1970 (UTC)
// for times, which are written in the zone that is passed.
//
// Threads: pure functions. Errors: a range that is empty, reversed or not finite gives no ticks.
#pragma once

#include <QString>
#include <QTimeZone>
#include <vector>

namespace tatara::ui {

struct Tick {
  double value = 0;
  QString label;  // empty: a mark without text
};

struct TickSet {
  std::vector<Tick> ticks;
  QString exponent;  // "×10⁻⁵" when every label is to be read times that power, else empty
  double step = 0;   // distance of neighbours on linear axes; 0 elsewhere
};

// The same with the power of ten in every label, "2×10⁻⁵", for axes that have no place to write it once.
TickSet withExponents(TickSet set);

// At most `most` labelled ticks, at least two whenever the range holds two.
TickSet linearTicks(double low, double high, int most);
// Only whole numbers: boosting rounds, epochs, steps.
TickSet integerTicks(double low, double high, int most);
// Decades are labelled, 2 and 5 of each are bare marks while there are at most three decades; under one
// decade the linear ticks serve. `low` must be above zero.
TickSet logTicks(double low, double high, int most);
// Seconds since a start: 30 s, 5 min, 2 h, 3 d.
TickSet durationTicks(double lowSeconds, double highSeconds, int most);
// 13:46:05 → 13:46 → Nov 20 → Oct 2026 → 2026, by the distance of the marks.
TickSet timeTicks(double lowMillis, double highMillis, int most, const QTimeZone& zone);

// The outward neighbours on the tick grid, so that an axis may end on a tick.
struct NiceRange {
  double low = 0;
  double high = 1;
};
NiceRange niceRange(double low, double high, int most);

// One value as its axis would write it, with as many digits as tell apart two pixels of `resolution` units
// each.
QString axisValueText(double value, double resolution);
// A duration in seconds, a moment in milliseconds, with the precision of `resolution` (same units).
QString durationValueText(double seconds, double resolution);
QString timeValueText(double millis, double resolution, const QTimeZone& zone);

}  // namespace tatara::ui
