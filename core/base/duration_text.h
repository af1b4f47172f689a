// Durations in the units that a person reads, for every language to join in its own way: milliseconds below
// one second, one decimal below ten, whole seconds below a minute, then two units.
//
// Threads: pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace tatara {

enum class DurationUnit { Milliseconds, Seconds, Minutes, Hours, Days };

struct DurationParts {
  bool negative = false;
  std::string number;  // "850", "1.7", "42"; whole from ten seconds on
  DurationUnit unit = DurationUnit::Milliseconds;
  std::optional<int> rest;  // from a minute on: so many of the next smaller unit
};

DurationParts durationParts(std::int64_t millis);

// In English: "850 ms", "1.7 s", "4m 12s".
std::string toDurationText(std::int64_t millis);

}  // namespace tatara
