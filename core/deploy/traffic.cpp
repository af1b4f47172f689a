#include "core/deploy/traffic.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "core/text/error_phrase.h"

namespace tatara::deploy {
namespace {

void appendVarint(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out.push_back(static_cast<char>(value | 0x80));
    value >>= 7;
  }
  out.push_back(static_cast<char>(value));
}

std::optional<std::uint64_t> takeVarint(sql::Bytes& bytes) {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 63 && !bytes.empty(); shift += 7) {
    const auto byte = std::to_integer<std::uint64_t>(bytes.front());
    bytes = bytes.subspan(1);
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) {
      return value;
    }
  }
  return std::nullopt;
}

}  // namespace

std::size_t LatencyCounts::bucketOf(double seconds) {
  if (!(seconds > kShortest)) {
    return 0;
  }
  const double place = std::ceil(std::log(seconds / kShortest) / std::log(kGrowth));
  return static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(kBuckets - 1)));
}

void LatencyCounts::merge(const LatencyCounts& other) {
  for (std::size_t i = 0; i < kBuckets; ++i) {
    m_counts[i] += other.m_counts[i];
  }
}

std::int64_t LatencyCounts::total() const {
  std::int64_t sum = 0;
  for (const std::int64_t count : m_counts) {
    sum += count;
  }
  return sum;
}

double LatencyCounts::quantile(double share) const {
  const std::int64_t all = total();
  if (all == 0) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  const auto rank = std::max<std::int64_t>(1, std::llround(std::ceil(share * static_cast<double>(all))));
  std::int64_t passed = 0;
  std::size_t bucket = 0;
  while (bucket + 1 < kBuckets && passed + m_counts[bucket] < rank) {
    passed += m_counts[bucket++];
  }
  // The middle of the bucket in the measure that it is as wide as the others in.
  return kShortest * std::pow(kGrowth, static_cast<double>(bucket) - 0.5);
}

std::string LatencyCounts::packed() const {
  std::string out;
  std::uint64_t gap = 0;
  for (const std::int64_t count : m_counts) {
    if (count == 0) {
      ++gap;
      continue;
    }
    appendVarint(out, gap);
    appendVarint(out, static_cast<std::uint64_t>(count));
    gap = 0;
  }
  return out;
}

Result<LatencyCounts> LatencyCounts::unpacked(sql::Bytes bytes) {
  LatencyCounts counts;
  std::size_t bucket = 0;
  while (!bytes.empty()) {
    const auto gap = takeVarint(bytes);
    const auto count = gap ? takeVarint(bytes) : std::nullopt;
    if (!count || *gap >= kBuckets - bucket) {
      return text::sayError(ErrorKind::Corrupt,
                            TATARA_SAYS("Phrase", "The latencies of an endpoint's traffic are damaged"));
    }
    bucket += static_cast<std::size_t>(*gap);
    counts.m_counts[bucket] = static_cast<std::int64_t>(*count);
    if (++bucket == kBuckets && !bytes.empty()) {
      return text::sayError(ErrorKind::Corrupt,
                            TATARA_SAYS("Phrase", "The latencies of an endpoint's traffic are damaged"));
    }
  }
  return counts;
}

void Traffic::merge(const Traffic& other) {
  answered += other.answered;
  failed += other.failed;
  refused += other.refused;
  slow += other.slow;
  rows += other.rows;
  shadowed += other.shadowed;
  disagreed += other.disagreed;
  latency.merge(other.latency);
}

Status recordTraffic(store::Writer& writer, EndpointId endpoint, std::span<const TrafficPoint> points) {
  Timestamp newest{};
  for (const TrafficPoint& point : points) {
    const Traffic& traffic = point.traffic;
    const std::string latency = traffic.latency.packed();
    TATARA_TRY(writer.sql().run(
        "INSERT INTO endpoint_traffic(endpoint_id, at_ms, version, answered, failed, refused, slow, rows, "
        "shadowed, disagreed, latency) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        endpoint, toUnixMillis(point.at), point.version, traffic.answered, traffic.failed, traffic.refused,
        traffic.slow, traffic.rows, traffic.shadowed, traffic.disagreed,
        sql::Bytes(reinterpret_cast<const std::byte*>(latency.data()), latency.size())));
    newest = std::max(newest, point.at);
  }
  return writer.sql().run("DELETE FROM endpoint_traffic WHERE endpoint_id = ? AND at_ms < ?", endpoint,
                          toUnixMillis(newest - kTrafficKept));
}

Result<std::vector<TrafficPoint>> loadTraffic(sql::Connection& connection, EndpointId endpoint,
                                              Timestamp from, Timestamp to, Millis width) {
  const std::int64_t step = std::max<std::int64_t>(1, width.count());
  TATARA_ASSIGN(
      auto rows,
      connection.query("SELECT at_ms, version, answered, failed, refused, slow, rows, shadowed, disagreed, "
                       "latency FROM endpoint_traffic WHERE endpoint_id = ? AND at_ms >= ? AND at_ms < ?",
                       endpoint, toUnixMillis(from), toUnixMillis(to)));
  std::map<std::pair<std::int64_t, std::int64_t>, Traffic> steps;
  while (rows.next()) {
    const std::int64_t at = rows.integer(0);
    Traffic traffic{.answered = rows.integer(2),
                    .failed = rows.integer(3),
                    .refused = rows.integer(4),
                    .slow = rows.integer(5),
                    .rows = rows.integer(6),
                    .shadowed = rows.integer(7),
                    .disagreed = rows.integer(8)};
    TATARA_ASSIGN(traffic.latency, LatencyCounts::unpacked(rows.blob(9)));
    steps[{at - at % step, rows.integer(1)}].merge(traffic);
  }
  TATARA_TRY(rows.status());
  std::vector<TrafficPoint> points;
  for (auto& [key, traffic] : steps) {
    points.push_back({fromUnixMillis(key.first), key.second, traffic});
  }
  return points;
}

}  // namespace tatara::deploy
