#include "core/base/clock.h"

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace tatara {
namespace {

constexpr std::int64_t kDayMillis = 86'400'000;
// The calendar repeats itself.
constexpr std::int64_t kPeriodYears = 400;
constexpr std::int64_t kPeriodDays = 146'097;

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

// Four digits, or a sign and six to nine of them.
std::optional<std::int64_t> takeYear(std::string_view& text) {
  constexpr std::int64_t kMostYears = 292'000'000;  // what 64 bits of milliseconds hold
  const bool before = text.starts_with('-');
  if (!before && !text.starts_with('+')) {
    return takeNumber(text, 4);
  }
  text.remove_prefix(1);
  const std::size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  const auto year = digits >= 6 && digits <= 9 ? takeNumber(text, digits) : std::nullopt;
  if (!year || *year > kMostYears) {
    return std::nullopt;
  }
  return before ? -std::int64_t{*year} : std::int64_t{*year};
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
  const std::int64_t whole = toUnixMillis(time);
  const std::int64_t inDay = (whole % kDayMillis + kDayMillis) % kDayMillis;
  const std::int64_t days = whole / kDayMillis - (whole % kDayMillis < 0 ? 1 : 0);
  const std::int64_t inPeriod = (days % kPeriodDays + kPeriodDays) % kPeriodDays;
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(inPeriod))};
  const std::int64_t year = int(date.year()) + (days - inPeriod) / kPeriodDays * kPeriodYears;
  const std::int64_t seconds = inDay / 1000;
  char buffer[64];
  int length = std::snprintf(buffer, sizeof buffer, year < 0 || year > 9999 ? "%+07lld" : "%04lld",
                             static_cast<long long>(year));
  std::string text(buffer, static_cast<std::size_t>(length));
  length = std::snprintf(buffer, sizeof buffer, "-%02u-%02uT%02d:%02d:%02d", unsigned(date.month()),
                         unsigned(date.day()), static_cast<int>(seconds / 3600),
                         static_cast<int>(seconds / 60 % 60), static_cast<int>(seconds % 60));
  text.append(buffer, static_cast<std::size_t>(length));
  if (inDay % 1000 != 0) {
    length = std::snprintf(buffer, sizeof buffer, ".%03d", static_cast<int>(inDay % 1000));
    text.append(buffer, static_cast<std::size_t>(length));
  }
  return text + "Z";
}

std::optional<Timestamp> parseIso8601(std::string_view text) {
  const auto year = takeYear(text);
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
  const std::int64_t period = (*year - 2000) / kPeriodYears;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year - period * kPeriodYears)),
                                         std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) {
    return std::nullopt;
  }
  const auto time = Timestamp(std::chrono::sys_days(date)) + Millis(period * kPeriodDays * kDayMillis);
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
