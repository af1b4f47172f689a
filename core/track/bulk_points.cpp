#include "core/track/bulk_points.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "core/series/block.h"
#include "core/track/internal/series_rows.h"

namespace tatara::track {
namespace {

internal::Summary summaryOf(const PreparedSeries& series) {
  internal::Summary summary;
  summary.last = series.last;
  summary.least = series.least;
  summary.greatest = series.greatest;
  summary.points = series.points;
  return summary;
}

// Everything but what no block holds, which is returned.
Result<std::vector<series::PackedSeries>> insertBlocks(store::Writer& writer, RunKey run,
                                                       std::span<const PreparedSeries> series) {
  std::vector<series::PackedSeries> rest;
  for (const PreparedSeries& one : series) {
    TATARA_ASSIGN(const std::int64_t key, internal::summarise(writer, run, one.key, summaryOf(one)));
    for (const PreparedSeries::Block& block : one.blocks) {
      TATARA_TRY(internal::insertBlock(writer, run, key, block));
    }
    if (!one.rest.empty()) {
      rest.push_back({key, one.rest});
    }
  }
  if (!series.empty()) {
    writer.changed(store::ChangeKind::RunMetrics, run.value());
  }
  return rest;
}

}  // namespace

Result<PreparedSeries> prepareSeries(std::string key, std::vector<series::Point> points,
                                     Remainder remainder) {
  series::normalise(points);
  PreparedSeries prepared;
  prepared.key = std::move(key);
  prepared.points = static_cast<std::int64_t>(points.size());
  prepared.last = points.empty() ? series::Point() : points.back();
  prepared.least = prepared.greatest = std::numeric_limits<double>::quiet_NaN();
  const auto finite = std::find_if(points.begin(), points.end(),
                                   [](const series::Point& point) { return std::isfinite(point.value); });
  if (finite != points.end()) {
    prepared.least = prepared.greatest = finite->value;
    std::for_each(finite, points.end(), [&](const series::Point& point) {
      const bool counts = std::isfinite(point.value);
      prepared.least = counts && point.value < prepared.least ? point.value : prepared.least;
      prepared.greatest = counts && point.value > prepared.greatest ? point.value : prepared.greatest;
    });
  }
  std::size_t sealed = points.size() / series::kBlockPoints * series::kBlockPoints;
  if (remainder == Remainder::Sealed && points.size() >= internal::kOwnBlockPoints) {
    sealed = points.size();
  }
  for (std::size_t from = 0; from < sealed; from += series::kBlockPoints) {
    const auto piece = std::span(points).subspan(from, std::min(series::kBlockPoints, sealed - from));
    TATARA_ASSIGN(auto block, internal::sealBlock(piece));
    prepared.blocks.push_back(std::move(block));
  }
  points.erase(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(sealed));
  prepared.rest = std::move(points);
  return prepared;
}

Status appendSeries(store::Writer& writer, RunKey run, std::span<const PreparedSeries> series) {
  TATARA_ASSIGN(const auto rest, insertBlocks(writer, run, series));
  return rest.empty() ? Status() : internal::insertTail(writer, run, rest);
}

Status appendWholeRun(store::Writer& writer, RunKey run, std::span<const PreparedSeries> series) {
  TATARA_ASSIGN(const auto found,
                writer.sql().findInteger("SELECT 1 FROM metric_series WHERE run_key = ? LIMIT 1", run));
  if (found) {
    return makeError(ErrorKind::InvalidArgument, "The run has metrics already");
  }
  TATARA_ASSIGN(auto rest, insertBlocks(writer, run, series));
  return internal::writePacks(writer, run, rest);
}

Status appendSeries(store::Writer& writer, RunKey run, std::span<const SeriesPoints> series) {
  std::vector<PreparedSeries> prepared;
  prepared.reserve(series.size());
  for (const SeriesPoints& one : series) {
    TATARA_ASSIGN(auto ready, prepareSeries(std::string(one.key), {one.points.begin(), one.points.end()},
                                            Remainder::Waits));
    prepared.push_back(std::move(ready));
  }
  return appendSeries(writer, run, prepared);
}

}  // namespace tatara::track
