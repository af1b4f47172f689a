#include "core/track/metric_removal.h"

#include <algorithm>
#include <optional>

#include "core/track/internal/metric_rows.h"
#include "core/track/internal/summary.h"
#include "core/track/internal/tail.h"

namespace tatara::track {
namespace {

// Series that have anything at `step` or later.
Result<std::vector<std::int64_t>> findReaching(store::Writer& writer, RunKey run,
                                               std::optional<std::string_view> key, std::int64_t step) {
  TATARA_ASSIGN(auto rows,
                writer.sql().query("SELECT series_key FROM metric_series JOIN name USING(name_id) "
                                   "WHERE run_key = ?1 AND last_step >= ?2 AND (?3 IS NULL OR text = ?3)",
                                   run, step, key));
  std::vector<std::int64_t> found;
  while (rows.next()) {
    found.push_back(rows.integer(0));
  }
  TATARA_TRY(rows.status());
  return found;
}

// Points go back as they were logged; sealing makes blocks of them again.
Status putBack(store::Writer& writer, RunKey run, std::int64_t seriesKey, std::vector<series::Point> points) {
  if (points.empty()) {
    return {};
  }
  const std::size_t count = points.size();
  const series::PackedSeries one[] = {{seriesKey, std::move(points)}};
  const std::string payload = internal::encodeTail(one);
  return writer.sql().run("INSERT INTO metric_tail(run_key, points, payload) VALUES(?, ?, ?)", run, count,
                          std::as_bytes(std::span(payload)));
}

Result<std::int64_t> cut(store::Writer& writer, RunKey run, std::int64_t seriesKey, std::int64_t step,
                         std::vector<series::Point>& points) {
  TATARA_TRY(internal::readBlocks(writer.sql(), run, seriesKey, points));
  TATARA_TRY(
      writer.sql().run("DELETE FROM metric_block WHERE run_key = ? AND series_key = ?", run, seriesKey));
  series::normalise(points);
  const auto gone = std::erase_if(points, [&](const series::Point& point) { return point.step >= step; });
  if (points.empty()) {
    TATARA_TRY(writer.sql().run("DELETE FROM metric_series WHERE series_key = ?", seriesKey));
  } else {
    internal::Summary summary;
    for (const series::Point& point : points) {
      summary.add(point);
    }
    TATARA_TRY(internal::updateSummary(writer, seriesKey, summary));
  }
  return static_cast<std::int64_t>(gone);
}

}  // namespace

Result<std::int64_t> removePointsFrom(store::Writer& writer, RunKey run, std::optional<std::string_view> key,
                                      std::int64_t step) {
  TATARA_ASSIGN(const auto reaching, findReaching(writer, run, key, step));
  if (reaching.empty()) {
    return 0;
  }
  // Tails and packs hold several series each, so all that is in them is taken out and put back.
  internal::PointsBySeries loose;
  TATARA_TRY(internal::readTails(writer.sql(), run, loose, true));
  TATARA_TRY(internal::readPacks(writer.sql(), run, loose, true));
  TATARA_TRY(writer.sql().run("DELETE FROM metric_tail WHERE run_key = ?", run));
  TATARA_TRY(writer.sql().run("DELETE FROM metric_block WHERE run_key = ? AND series_key IS NULL", run));
  std::int64_t gone = 0;
  for (const std::int64_t series : reaching) {
    TATARA_ASSIGN(const std::int64_t count, cut(writer, run, series, step, loose[series]));
    gone += count;
  }
  for (auto& [series, points] : loose) {
    TATARA_TRY(putBack(writer, run, series, std::move(points)));
  }
  writer.changed(store::ChangeKind::RunMetrics, run.value());
  return gone;
}

}  // namespace tatara::track
