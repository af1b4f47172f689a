#include "core/track/metrics.h"

#include <unordered_map>

#include "core/series/pack.h"
#include "core/track/internal/rows.h"
#include "core/track/internal/series_rows.h"
#include "core/track/internal/summary.h"
#include "core/track/internal/tail.h"

namespace tatara::track {
namespace {

using internal::decodeSummary;
using internal::Summary;

struct KeyPoints {
  std::string_view key;
  std::vector<series::Point> points;
};

// In order of first appearance.
std::vector<KeyPoints> groupByKey(std::span<const MetricPoint> points) {
  std::vector<KeyPoints> groups;
  std::unordered_map<std::string_view, std::size_t> places;
  std::size_t at = 0;
  for (const MetricPoint& point : points) {
    if (groups.empty() || groups[at].key != point.key) {
      const auto [place, isNew] = places.try_emplace(point.key, groups.size());
      if (isNew) {
        groups.push_back({point.key, {}});
      }
      at = place->second;
    }
    groups[at].points.push_back(point.point);
  }
  return groups;
}

}  // namespace

namespace internal {

Result<std::int64_t> insertSeries(store::Writer& writer, RunKey run, std::int64_t name,
                                  const Summary& summary) {
  TATARA_TRY(
      writer.sql().run("INSERT INTO metric_series(run_key, name_id, points, last_step, last_ms, last_bits, "
                       "min_bits, max_bits) "
                       "VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
                       run, name, summary.points, summary.last.step, summary.last.timestamp,
                       toBits(summary.last.value), toBits(summary.least), toBits(summary.greatest)));
  return writer.sql().lastInsertId();
}

Result<std::int64_t> summarise(store::Writer& writer, RunKey run, std::string_view key,
                               std::span<const series::Point> points) {
  Summary fresh;
  for (const series::Point& point : points) {
    fresh.add(point);
  }
  return summarise(writer, run, key, fresh);
}

Result<std::int64_t> summarise(store::Writer& writer, RunKey run, std::string_view key,
                               const Summary& fresh) {
  TATARA_ASSIGN(const std::int64_t name, nameIdOf(writer, key));
  Summary summary;
  std::optional<std::int64_t> seriesKey;
  {
    TATARA_ASSIGN(auto rows,
                  writer.sql().query("SELECT series_key, points, last_step, last_ms, last_bits, min_bits, "
                                     "max_bits FROM metric_series WHERE run_key = ? AND name_id = ?",
                                     run, name));
    if (rows.next()) {
      seriesKey = rows.integer(0);
      summary = decodeSummary(rows, 1);
    }
    TATARA_TRY(rows.status());
  }
  summary.add(fresh);
  if (!seriesKey) {
    return insertSeries(writer, run, name, summary);
  }
  TATARA_TRY(updateSummary(writer, *seriesKey, summary));
  return *seriesKey;
}

Status insertTail(store::Writer& writer, RunKey run, std::span<const series::PackedSeries> batch) {
  std::size_t points = 0;
  for (const series::PackedSeries& one : batch) {
    points += one.points.size();
  }
  const std::string payload = encodeTail(batch);
  return writer.sql().run("INSERT INTO metric_tail(run_key, points, payload) VALUES(?, ?, ?)", run, points,
                          std::as_bytes(std::span(payload)));
}

}  // namespace internal

Status appendMetrics(store::Writer& writer, RunKey run, std::span<const MetricPoint> points) {
  if (points.empty()) {
    return {};
  }
  std::vector<series::PackedSeries> batch;
  for (KeyPoints& group : groupByKey(points)) {
    TATARA_ASSIGN(const std::int64_t key, internal::summarise(writer, run, group.key, group.points));
    batch.push_back({key, std::move(group.points)});
  }
  TATARA_TRY(internal::insertTail(writer, run, batch));
  writer.changed(store::ChangeKind::RunMetrics, run.value());
  return {};
}

Result<std::vector<MetricSummary>> loadMetricSummaries(sql::Connection& connection, RunKey run) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT text, points, last_step, last_ms, last_bits, min_bits, max_bits "
                                 "FROM metric_series JOIN name USING(name_id) WHERE run_key = ? "
                                 "ORDER BY text",
                                 run));
  std::vector<MetricSummary> summaries;
  while (rows.next()) {
    const Summary summary = decodeSummary(rows, 1);
    summaries.push_back(
        {std::string(rows.text(0)), summary.last, summary.least, summary.greatest, summary.points});
  }
  TATARA_TRY(rows.status());
  return summaries;
}

}  // namespace tatara::track
