#include "app/cli/human.h"

#include <charconv>
#include <cmath>
#include <ctime>

#include "core/base/number_text.h"

namespace tatara::cli {
namespace {

std::string formatLocal(Timestamp time, const char* pattern) {
  const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
  std::tm parts{};
  char buffer[64];
  if (localtime_r(&seconds, &parts) == nullptr) {
    return toIso8601(time);
  }
  return std::string(buffer, std::strftime(buffer, sizeof buffer, pattern, &parts));
}

}  // namespace

std::string localTime(Timestamp time) {
  return formatLocal(time, "%Y-%m-%d %H:%M:%S");
}

std::string ageText(Timestamp time, Timestamp now) {
  const auto minutes = std::chrono::floor<std::chrono::minutes>(now - time).count();
  if (minutes < -1 || minutes >= 14 * 24 * 60) {
    return formatLocal(time, "%Y-%m-%d");
  }
  if (minutes < 1) {
    return "just now";
  }
  if (minutes < 60) {
    return std::to_string(minutes) + "m ago";
  }
  return minutes < 48 * 60 ? std::to_string(minutes / 60) + "h ago"
                           : std::to_string(minutes / (24 * 60)) + "d ago";
}

std::string timeAndAge(Timestamp time, Timestamp now) {
  const std::string age = ageText(time, now);
  const bool isDate = age.size() == 10 && age[4] == '-';
  return localTime(time) + (isDate ? "" : " (" + age + ")");
}

std::string roundedNumber(double value) {
  if (!std::isfinite(value)) {
    return toText(value);
  }
  char buffer[64];
  const auto [end, code] =
      std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::general, 6);
  return std::string(buffer, end);
}

}  // namespace tatara::cli
