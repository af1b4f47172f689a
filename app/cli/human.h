// Times and numbers as a person reads them in a table. JSON and CSV never use these. Threads: pure functions.
#pragma once

#include <string>

#include "core/base/clock.h"

namespace tatara::cli {

// Local time: "2026-11-20 14:02:05".
std::string localTime(Timestamp time);
// "just now", "5m ago", "3h ago", "2d ago", from two weeks on the local date.
std::string ageText(Timestamp time, Timestamp now);
// Both: "2026-11-20 14:02:05 (3h ago)".
std::string timeAndAge(Timestamp time, Timestamp now);
// Six significant digits: "0.123457", "38.5", "1.5e+09".
std::string roundedNumber(double value);

}  // namespace tatara::cli
