// Time as the store keeps it: UTC, milliseconds since 1970-01-01T00:00:00Z, as MLflow's clients send it.
//
// A `Clock` is passed to whatever stamps a record, so that a test can say what time it is.
// Threads: `systemClock()` and `ManualClock` may be used from any thread.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace tatara {

using Millis = std::chrono::milliseconds;
using Timestamp = std::chrono::sys_time<Millis>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() const = 0;
};

const Clock& systemClock();

class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start) : m_now(start.time_since_epoch().count()) {}
  Timestamp now() const override { return Timestamp(Millis(m_now.load())); }
  void advance(Millis by) { m_now += by.count(); }

 private:
  std::atomic<Millis::rep> m_now;
};

inline Timestamp fromUnixMillis(std::int64_t millis) {
  return Timestamp(Millis(millis));
}
inline std::int64_t toUnixMillis(Timestamp time) {
  return time.time_since_epoch().count();
}

// 2026-11-20T14:02:05.120Z (ISO 8601, UTC; milliseconds where there are any); +010000-01-01… after 9999.
std::string toIso8601(Timestamp time);
// Reads what toIso8601 writes, and dates, offsets (+09:00) and a space in place of the T.
std::optional<Timestamp> parseIso8601(std::string_view text);

}  // namespace tatara
