#include "core/track/histograms.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <map>

#include "core/track/internal/metric_rows.h"
#include "core/track/internal/rows.h"

namespace tatara::track {
namespace {

constexpr char kHistogramFormat = 1;
constexpr char kLimitsApart = 1;
constexpr char kSmallFloats = 2;

bool isSmall(double value) {
  return std::bit_cast<std::uint64_t>(static_cast<double>(static_cast<float>(value))) ==
         std::bit_cast<std::uint64_t>(value);
}

bool sameBits(double left, double right) {
  return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right);
}

template <typename T>
void append(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

Result<std::string> encode(const Histogram& histogram) {
  const std::size_t size = histogram.counts.size();
  if (histogram.lefts.size() != size || histogram.rights.size() != size || size > kHistogramBuckets) {
    return makeError(ErrorKind::InvalidArgument,
                     "A histogram needs as many limits as counts, and at most 65,536 of them");
  }
  bool apart = false;
  for (std::size_t i = 1; i < size; ++i) {
    apart = apart || !sameBits(histogram.rights[i - 1], histogram.lefts[i]);
  }
  std::vector<double> numbers;
  numbers.reserve(3 * size + 1);
  numbers.assign(histogram.lefts.begin(), histogram.lefts.end());
  if (apart) {
    numbers.insert(numbers.end(), histogram.rights.begin(), histogram.rights.end());
  } else if (size > 0) {
    numbers.push_back(histogram.rights.back());
  }
  numbers.insert(numbers.end(), histogram.counts.begin(), histogram.counts.end());
  const bool small = std::all_of(numbers.begin(), numbers.end(), isSmall);
  std::string payload = {kHistogramFormat,
                         static_cast<char>((apart ? kLimitsApart : 0) | (small ? kSmallFloats : 0))};
  if (!small) {
    return payload.append(reinterpret_cast<const char*>(numbers.data()), numbers.size() * sizeof(double));
  }
  for (const double number : numbers) {
    append(payload, static_cast<float>(number));
  }
  return payload;
}

Status decode(std::string_view payload, Histogram& histogram) {
  const auto corrupt = [] { return makeError(ErrorKind::Corrupt, "A histogram in the store is damaged"); };
  if (payload.size() < 2 || payload[0] != kHistogramFormat ||
      (payload[1] & ~(kLimitsApart | kSmallFloats)) != 0) {
    return corrupt();
  }
  const bool apart = (payload[1] & kLimitsApart) != 0;
  const std::size_t width = (payload[1] & kSmallFloats) != 0 ? sizeof(float) : sizeof(double);
  payload.remove_prefix(2);
  const std::size_t numbers = payload.size() / width;
  const std::size_t size = apart ? numbers / 3 : numbers / 2;
  if (payload.size() % width != 0 || numbers != (apart ? 3 * size : size == 0 ? 0 : 2 * size + 1)) {
    return corrupt();
  }
  const auto at = [&](std::size_t index) {
    if (width == sizeof(float)) {
      float value = 0;
      std::memcpy(&value, payload.data() + index * width, width);
      return static_cast<double>(value);
    }
    double value = 0;
    std::memcpy(&value, payload.data() + index * width, width);
    return value;
  };
  for (std::size_t i = 0; i < size; ++i) {
    histogram.lefts.push_back(at(i));
    histogram.rights.push_back(at(apart ? size + i : i + 1));
    histogram.counts.push_back(at(numbers - size + i));
  }
  return {};
}

}  // namespace

Status appendHistograms(store::Writer& writer, RunKey run, std::span<const KeyedHistogram> histograms) {
  std::map<std::string_view, std::int64_t> names;
  for (const KeyedHistogram& one : histograms) {
    TATARA_ASSIGN(const std::string payload, encode(one.histogram));
    std::int64_t& name = names[one.key];
    if (name == 0) {
      TATARA_ASSIGN(name, internal::nameIdOf(writer, one.key));
    }
    TATARA_TRY(writer.sql().run(
        "INSERT OR REPLACE INTO run_histogram(run_key, name_id, step, timestamp_ms, "
        "payload) VALUES(?, ?, ?, ?, ?)",
        run, name, one.histogram.step, one.histogram.timestamp, std::as_bytes(std::span(payload))));
  }
  if (!histograms.empty()) {
    writer.changed(store::ChangeKind::RunMetrics, run.value());
  }
  return {};
}

Result<std::int64_t> removeHistogramsFrom(store::Writer& writer, RunKey run,
                                          std::optional<std::string_view> key, std::int64_t step) {
  TATARA_TRY(writer.sql().run(
      "DELETE FROM run_histogram WHERE run_key = ?1 AND step >= ?2 AND (?3 IS NULL OR name_id = (SELECT "
      "name_id FROM name WHERE text = ?3))",
      run, step, key));
  const std::int64_t gone = writer.sql().changes();
  if (gone > 0) {
    writer.changed(store::ChangeKind::RunMetrics, run.value());
  }
  return gone;
}

Result<std::vector<HistogramSummary>> loadHistogramKeys(sql::Connection& connection, RunKey run) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT text, count(*), min(step), max(step) FROM run_histogram JOIN name "
                                 "USING(name_id) WHERE run_key = ? GROUP BY name_id ORDER BY text",
                                 run));
  std::vector<HistogramSummary> found;
  while (rows.next()) {
    found.push_back({std::string(rows.text(0)), rows.integer(1), rows.integer(2), rows.integer(3)});
  }
  TATARA_TRY(rows.status());
  return found;
}

Result<std::vector<Histogram>> loadHistograms(sql::Connection& connection, RunKey run, std::string_view key) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT step, timestamp_ms, payload FROM run_histogram JOIN name "
                                 "USING(name_id) WHERE run_key = ? AND text = ? ORDER BY step, timestamp_ms",
                                 run, key));
  std::vector<Histogram> found;
  while (rows.next()) {
    Histogram& histogram = found.emplace_back();
    histogram.step = rows.integer(0);
    histogram.timestamp = rows.integer(1);
    TATARA_TRY(decode(internal::asText(rows.blob(2)), histogram));
  }
  TATARA_TRY(rows.status());
  return found;
}

}  // namespace tatara::track
