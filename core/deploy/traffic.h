// How the versions of endpoints fared over time: requests, failures and latencies of short intervals, kept in
// the store by the model server and read by screens in steps as wide as they need.
//
// Latencies are counted in buckets that grow by a tenth from 10 µs to beyond 15 s, so that a quantile is
// within 5 % of the exact one. Threads: values; recordTraffic() inside a write task, the others inside a read
// lease.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/deploy/endpoints.h"
#include "core/sql/connection.h"

namespace tatara::deploy {

class LatencyCounts {
 public:
  static constexpr std::size_t kBuckets = 152;
  static constexpr double kShortest = 10e-6;  // seconds: the upper end of the first bucket
  static constexpr double kGrowth = 1.1;

  static std::size_t bucketOf(double seconds);

  std::array<std::int64_t, kBuckets>& counts() { return m_counts; }
  const std::array<std::int64_t, kBuckets>& counts() const { return m_counts; }
  void merge(const LatencyCounts& other);
  std::int64_t total() const;
  // In seconds; NaN when there is none.
  double quantile(double share) const;

  // Pairs of (buckets passed over, count) as variable-length integers of 7 bits a byte, lowest first.
  std::string packed() const;
  static Result<LatencyCounts> unpacked(sql::Bytes bytes);
  friend bool operator==(const LatencyCounts&, const LatencyCounts&) = default;

 private:
  std::array<std::int64_t, kBuckets> m_counts{};
};

struct Traffic {
  std::int64_t answered = 0;
  std::int64_t failed = 0;
  std::int64_t refused = 0;
  std::int64_t slow = 0;
  std::int64_t rows = 0;
  std::int64_t shadowed = 0;
  std::int64_t disagreed = 0;
  LatencyCounts latency = {};

  std::int64_t requests() const { return answered + failed + refused; }
  bool empty() const { return requests() == 0 && shadowed == 0; }
  void merge(const Traffic& other);
  friend bool operator==(const Traffic&, const Traffic&) = default;
};

struct TrafficPoint {
  Timestamp at{};  // of what is recorded the interval's end, of what is loaded the step's begin
  std::int64_t version = 0;
  Traffic traffic;
};

// Rows that are older than this go when newer ones come.
inline constexpr std::chrono::hours kTrafficKept{24 * 8};

Status recordTraffic(store::Writer& writer, EndpointId endpoint, std::span<const TrafficPoint> points);
// By step and version, only where there is something; steps begin at whole multiples of `width` since 1970.
Result<std::vector<TrafficPoint>> loadTraffic(sql::Connection& connection, EndpointId endpoint,
                                              Timestamp from, Timestamp to, Millis width);

}  // namespace tatara::deploy
