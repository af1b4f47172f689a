#include "core/api/server_metrics.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "core/base/number_text.h"

namespace tatara::api {
namespace {

void family(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
  out.append("# HELP ").append(name).append(" ").append(help).append("\n# TYPE ");
  out.append(name).append(" ").append(type).append("\n");
}

void sample(std::string& out, std::string_view name, std::string_view labels, std::string_view value) {
  out.append(name);
  if (!labels.empty()) {
    out.append("{").append(labels).append("}");
  }
  out.append(" ").append(value).append("\n");
}

void single(std::string& out, std::string_view name, std::string_view type, std::string_view help,
            double value) {
  family(out, name, type, help);
  sample(out, name, {}, toText(value));
}

// Patterns are ours and hold neither quotes nor backslashes.
std::string label(std::string_view name, std::string_view value) {
  return std::string(name) + "=\"" + std::string(value) + "\"";
}

double residentBytes() {
  std::ifstream file("/proc/self/statm");
  double size = 0, resident = 0;
  file >> size >> resident;
  return resident * static_cast<double>(::sysconf(_SC_PAGESIZE));
}

double cpuSeconds() {
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double openFiles() {
  std::error_code failed;
  const std::filesystem::directory_iterator files("/proc/self/fd", failed);
  // The listing itself is one of them.
  return failed ? 0 : static_cast<double>(std::distance(begin(files), end(files)) - 1);
}

struct Bound {
  double seconds;
  std::string_view text;
};
constexpr std::array<Bound, 14> kBuckets = {{{0.0005, "0.0005"},
                                             {0.001, "0.001"},
                                             {0.0025, "0.0025"},
                                             {0.005, "0.005"},
                                             {0.01, "0.01"},
                                             {0.025, "0.025"},
                                             {0.05, "0.05"},
                                             {0.1, "0.1"},
                                             {0.25, "0.25"},
                                             {0.5, "0.5"},
                                             {1, "1"},
                                             {2.5, "2.5"},
                                             {5, "5"},
                                             {10, "10"}}};

}  // namespace

void ServerMetrics::count(const http::Exchange& exchange) {
  const double seconds = std::chrono::duration<double>(exchange.time).count();
  const auto bucket = std::ranges::lower_bound(kBuckets, seconds, {}, &Bound::seconds) - kBuckets.begin();
  const std::string_view route = exchange.route.empty() ? "other" : exchange.route;
  const Lock lock(m_mutex);
  auto found = m_routes.find(route);
  if (found == m_routes.end()) {
    found = m_routes.emplace(route, PerRoute()).first;
  }
  PerRoute& counts = found->second;
  ++counts.requests[{exchange.method, exchange.status}];
  ++counts.durations[static_cast<std::size_t>(bucket)];
  counts.seconds += seconds;
  counts.bytesIn += exchange.bytesIn;
  counts.bytesOut += exchange.bytesOut;
}

void ServerMetrics::writeRequests(std::string& out) const {
  constexpr std::string_view kRequests = "tatara_http_requests_total";
  family(out, kRequests, "counter", "Requests that ended; status 499 is a client that left.");
  for (const auto& [route, counts] : m_routes) {
    for (const auto& [key, count] : counts.requests) {
      sample(out, kRequests,
             label("method", http::toString(key.first)) + "," + label("route", route) + "," +
                 label("status", std::to_string(key.second)),
             std::to_string(count));
    }
  }
  const auto bytes = [&](std::string_view name, std::string_view help, std::uint64_t PerRoute::*field) {
    family(out, name, "counter", help);
    for (const auto& [route, counts] : m_routes) {
      sample(out, name, label("route", route), std::to_string(counts.*field));
    }
  };
  bytes("tatara_http_request_body_bytes_total", "Bytes of request bodies received.", &PerRoute::bytesIn);
  bytes("tatara_http_response_body_bytes_total", "Bytes of response bodies sent.", &PerRoute::bytesOut);
}

void ServerMetrics::writeDurations(std::string& out) const {
  constexpr std::string_view kName = "tatara_http_request_duration_seconds";
  family(out, kName, "histogram", "Time from the last byte of a request's headers to the end of its answer.");
  for (const auto& [route, counts] : m_routes) {
    const std::string routeLabel = label("route", route);
    std::uint64_t below = 0;
    static_assert(kBuckets.size() == kBounds);
    for (std::size_t i = 0; i < kBounds; ++i) {
      below += counts.durations[i];
      sample(out, std::string(kName) + "_bucket", routeLabel + "," + label("le", kBuckets[i].text),
             std::to_string(below));
    }
    below += counts.durations[kBounds];
    sample(out, std::string(kName) + "_bucket", routeLabel + "," + label("le", "+Inf"),
           std::to_string(below));
    sample(out, std::string(kName) + "_sum", routeLabel, toText(counts.seconds));
    sample(out, std::string(kName) + "_count", routeLabel, std::to_string(below));
  }
}

std::string ServerMetrics::text() const {
  std::string out;
  {
    const Lock lock(m_mutex);
    writeRequests(out);
    writeDurations(out);
  }
  single(out, "tatara_logged_points_total", "counter", "Metric points made durable and acknowledged.",
         static_cast<double>(m_points.load(std::memory_order_relaxed)));
  single(out, "process_resident_memory_bytes", "gauge", "Resident memory.", residentBytes());
  single(out, "process_cpu_seconds_total", "counter", "Processor time, user and system.", cpuSeconds());
  single(out, "process_open_fds", "gauge", "Open file descriptors.", openFiles());
  single(out, "process_start_time_seconds", "gauge", "Start of the server since 1970.",
         static_cast<double>(m_started.time_since_epoch().count()) / 1000.0);
  return out;
}

}  // namespace tatara::api
