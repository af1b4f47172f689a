#include "core/base/duration_text.h"

namespace tatara {
namespace {

constexpr std::uint64_t kMinute = 60;
constexpr std::uint64_t kHour = 60 * kMinute;
constexpr std::uint64_t kDay = 24 * kHour;

struct TwoUnits {
  DurationUnit unit;
  std::uint64_t size;  // in seconds
  std::uint64_t smaller;
};

}  // namespace

DurationParts durationParts(std::int64_t millis) {
  DurationParts parts;
  parts.negative = millis < 0;
  const std::uint64_t size =
      parts.negative ? 0 - static_cast<std::uint64_t>(millis) : static_cast<std::uint64_t>(millis);
  if (size < 1000) {
    parts.number = std::to_string(size);
    return parts;
  }
  parts.unit = DurationUnit::Seconds;
  if (const std::uint64_t tenths = (size + 50) / 100; tenths < 100) {
    parts.number = std::to_string(tenths / 10) + "." + std::to_string(tenths % 10);
    return parts;
  }
  const std::uint64_t seconds = size / 1000 + (size % 1000 >= 500 ? 1 : 0);
  for (const TwoUnits& two :
       {TwoUnits{DurationUnit::Days, kDay, kHour}, TwoUnits{DurationUnit::Hours, kHour, kMinute},
        TwoUnits{DurationUnit::Minutes, kMinute, 1}}) {
    if (seconds >= two.size) {
      parts.unit = two.unit;
      parts.number = std::to_string(seconds / two.size);
      parts.rest = static_cast<int>(seconds % two.size / two.smaller);
      return parts;
    }
  }
  parts.number = std::to_string(seconds);
  return parts;
}

std::string toDurationText(std::int64_t millis) {
  static constexpr const char* kUnits[] = {"ms", "s", "m", "h", "d"};
  const DurationParts parts = durationParts(millis);
  const auto unit = static_cast<std::size_t>(parts.unit);
  std::string text = (parts.negative ? "-" : "") + parts.number;
  if (!parts.rest) {
    return text + " " + kUnits[unit];
  }
  text += kUnits[unit];
  return *parts.rest == 0 ? text : text + " " + std::to_string(*parts.rest) + kUnits[unit - 1];
}

}  // namespace tatara
