#include "core/base/clock.h"

#include <charconv>
#include <cstdio>

namespace tatara {
namespace {

class SystemClock final : public Clock {
 public:
  Timestamp now() const override {
    return std::chrono::time_point_cast<Millis>(std::chrono::system_clock::now());
  }
};

// Reads exactly `digits` decimal digits off the front of `text`.
std::optional<int> takeNumber(std::string_view& text, std::size_t digits) {
  if (text.size() < digits) {
    return std::nullopt;
  }
  int value = 0;
  const auto [end, code] = std::from_chars(text.data(), text.data() + digits, value);
  if (code != std::errc{} || end != text.data() + digits || text.front() == '-') {
    return std::nullopt;
  }
  text.remove_prefix(digits);
  return value;
}

bool takeChar(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) {
    return false;
  }
  text.remove_prefix(1);
  return true;
}

// ".123456" → milliseconds, further digits dropped.
Millis takeFraction(std::string_view& text) {
  if (!takeChar(text, '.') && !takeChar(text, ',')) {
    return Millis{0};
  }
  int millis = 0;
  int scale = 100;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    millis += (text.front() - '0') * scale;
    scale /= 10;
    text.remove_prefix(1);
  }
  return Millis{millis};
}

std::optional<std::chrono::minutes> takeOffset(std::string_view& text) {
  if (text.empty() || takeChar(text, 'Z') || takeChar(text, 'z')) {
    return std::chrono::minutes{0};
  }
  const bool west = text.front() == '-';
  if (!west && text.front() != '+') {
    return std::nullopt;
  }
  text.remove_prefix(1);
  const auto hours = takeNumber(text, 2);
  takeChar(text, ':');
  const auto minutes = text.empty() ? std::optional<int>(0) : takeNumber(text, 2);
  if (!hours || !minutes || *hours > 23 || *minutes > 59) {
    return std::nullopt;
  }
  const auto offset = std::chrono::hours(*hours) + std::chrono::minutes(*minutes);
  return west ? -offset : offset;
}

}  // namespace

const Clock& systemClock() {
  static const SystemClock clock;
  return clock;
}

std::string toIso8601(Timestamp time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const auto inDay = time - day;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(inDay).count();
  const auto millis = static_cast<long>((inDay % std::chrono::seconds(1)).count());
  char buffer[64];
  int length = std::snprintf(buffer, sizeof buffer, "%04d-%02u-%02uT%02ld:%02ld:%02ld", int(date.year()),
                             unsigned(date.month()), unsigned(date.day()), static_cast<long>(seconds / 3600),
                             static_cast<long>(seconds / 60 % 60), static_cast<long>(seconds % 60));
  std::string text(buffer, static_cast<std::size_t>(length));
  if (millis != 0) {
    length = std::snprintf(buffer, sizeof buffer, ".%03ld", millis);
    text.append(buffer, static_cast<std::size_t>(length));
  }
  return text + "Z";
}

std::optional<Timestamp> parseIso8601(std::string_view text) {
  const auto year = takeNumber(text, 4);
  if (!year || !takeChar(text, '-')) {
    return std::nullopt;
  }
  const auto month = takeNumber(text, 2);
  if (!month || !takeChar(text, '-')) {
    return std::nullopt;
  }
  const auto day = takeNumber(text, 2);
  if (!day) {
    return std::nullopt;
  }
  const std::chrono::year_month_day date{std::chrono::year(*year),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) {
    return std::nullopt;
  }
  Timestamp time = std::chrono::sys_days(date);
  if (text.empty()) {
    return time;
  }
  if (!takeChar(text, 'T') && !takeChar(text, ' ')) {
    return std::nullopt;
  }
  const auto hours = takeNumber(text, 2);
  const bool colon = takeChar(text, ':');
  const auto minutes = takeNumber(text, 2);
  if (!hours || !colon || !minutes || *hours > 23 || *minutes > 59) {
    return std::nullopt;
  }
  int seconds = 0;
  if (takeChar(text, ':')) {
    const auto read = takeNumber(text, 2);
    if (!read || *read > 60) {
      return std::nullopt;
    }
    seconds = *read;
  }
  const Millis fraction = takeFraction(text);
  const auto offset = takeOffset(text);
  if (!offset || !text.empty()) {
    return std::nullopt;
  }
  return time + std::chrono::hours(*hours) + std::chrono::minutes(*minutes) + std::chrono::seconds(seconds) +
         fraction - *offset;
}

}  // namespace tatara
