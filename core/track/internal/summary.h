// What lists show of a series, kept beside its points in metric_series.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>

#include "core/series/point.h"
#include "core/sql/connection.h"
#include "core/store/store.h"
#include "core/track/internal/rows.h"

namespace tatara::track::internal {

struct Summary {
  series::Point last;
  double least = std::numeric_limits<double>::quiet_NaN();
  double greatest = std::numeric_limits<double>::quiet_NaN();
  std::int64_t points = 0;

  void add(const series::Point& point) {
    if (points++ == 0 || series::before(last, point)) {
      last = point;
    }
    if (std::isfinite(point.value)) {
      least = std::isnan(least) ? point.value : std::min(least, point.value);
      greatest = std::isnan(greatest) ? point.value : std::max(greatest, point.value);
    }
  }
  void add(const Summary& more) {
    if (more.points == 0) {
      return;
    }
    if (points == 0 || series::before(last, more.last)) {
      last = more.last;
    }
    points += more.points;
    if (!std::isnan(more.least)) {
      least = std::isnan(least) ? more.least : std::min(least, more.least);
      greatest = std::isnan(greatest) ? more.greatest : std::max(greatest, more.greatest);
    }
  }
};

inline Summary decodeSummary(const sql::Rows& rows, int first) {
  Summary summary;
  summary.points = rows.integer(first);
  summary.last = {rows.integer(first + 1), rows.integer(first + 2), fromBits(rows.integer(first + 3))};
  summary.least = fromBits(rows.integer(first + 4));
  summary.greatest = fromBits(rows.integer(first + 5));
  return summary;
}

inline Status updateSummary(store::Writer& writer, std::int64_t seriesKey, const Summary& summary) {
  return writer.sql().run(
      "UPDATE metric_series SET points = ?, last_step = ?, last_ms = ?, last_bits = ?, "
      "min_bits = ?, max_bits = ? WHERE series_key = ?",
      summary.points, summary.last.step, summary.last.timestamp, toBits(summary.last.value),
      toBits(summary.least), toBits(summary.greatest), seriesKey);
}

}  // namespace tatara::track::internal
