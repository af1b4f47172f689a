// What a tracking server counts about itself, and how Prometheus reads it from GET /metrics.
//
// Text exposition format 0.0.4 (prometheus.io, "Exposition formats"). Names:
//   tatara_http_requests_total{method,route,status}        requests that ended; status 499: the client left
//   tatara_http_request_duration_seconds{route}            histogram, from the last byte of the headers
//   tatara_http_request_body_bytes_total, tatara_http_response_body_bytes_total
//   tatara_logged_points_total                             metric points whose request was answered 200
//   process_resident_memory_bytes, process_cpu_seconds_total, process_open_fds, process_start_time_seconds
// A route is the router's pattern, "other" where none was found, so the number of series is bounded whatever
// clients send. Threads: any.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <string>

#include "core/base/clock.h"
#include "core/base/mutex.h"
#include "core/http/exchange.h"

namespace tatara::api {

class ServerMetrics {
 public:
  explicit ServerMetrics(Timestamp started) : m_started(started) {}

  void count(const http::Exchange& exchange) EXCLUDES(m_mutex);
  void countPoints(std::uint64_t points) { m_points.fetch_add(points, std::memory_order_relaxed); }

  std::string text() const EXCLUDES(m_mutex);

 private:
  static constexpr std::size_t kBounds = 14;
  struct PerRoute {
    std::map<std::pair<http::Method, int>, std::uint64_t> requests;  // by method and status
    std::array<std::uint64_t, kBounds + 1> durations{};  // not cumulative; the last: above every bound
    double seconds = 0;
    std::uint64_t bytesIn = 0, bytesOut = 0;
  };

  void writeRequests(std::string& out) const REQUIRES(m_mutex);
  void writeDurations(std::string& out) const REQUIRES(m_mutex);

  const Timestamp m_started;
  std::atomic<std::uint64_t> m_points{0};
  mutable Mutex m_mutex;
  std::map<std::string, PerRoute, std::less<>> m_routes GUARDED_BY(m_mutex);
};

}  // namespace tatara::api
