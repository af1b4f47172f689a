#include "core/track/histograms.h"

#include <map>

#include "core/track/internal/histogram_codec.h"
#include "core/track/internal/metric_rows.h"
#include "core/track/internal/rows.h"

namespace tatara::track {
Status appendHistograms(store::Writer& writer, RunKey run, std::span<const KeyedHistogram> histograms) {
  std::map<std::string_view, std::int64_t> names;
  for (const KeyedHistogram& one : histograms) {
    TATARA_ASSIGN(const std::string payload, internal::encodeHistogram(one.histogram));
    std::int64_t& name = names[one.key];
    if (name == 0) {
      TATARA_ASSIGN(name, internal::nameIdOf(writer, one.key));
    }
    const auto put = [&](const char* sql) {
      return writer.sql().run(sql, run, name, one.histogram.step, one.histogram.timestamp,
                              std::as_bytes(std::span(payload)));
    };
    // Replacing makes SQLite keep a copy of every page it touches, so that is only asked for where it must
    // be.
    TATARA_TRY(
        put("INSERT OR IGNORE INTO run_histogram(run_key, name_id, step, timestamp_ms, payload) VALUES(?, ?, "
            "?, ?, ?)"));
    if (writer.sql().changes() == 0) {
      TATARA_TRY(
          put("REPLACE INTO run_histogram(run_key, name_id, step, timestamp_ms, payload) VALUES(?, ?, ?, ?, "
              "?)"));
    }
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
    TATARA_TRY(internal::decodeHistogram(internal::asText(rows.blob(2)), histogram));
  }
  TATARA_TRY(rows.status());
  return found;
}

}  // namespace tatara::track
