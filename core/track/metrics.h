// The points of metrics: appended to a durable tail with every batch, sealed into compressed blocks later.
//
//   metric_tail   one row a logged batch and run: the points as they came (crash-safe at the commit that
//   acknowledged them) metric_block  sealed blocks of core/series: long series in blocks of their own with a
//   pyramid, the short series of a
//                 run packed together
//
// Reading merges blocks and tail, sorted by (step, timestamp, value), exact duplicates once. Sealing is a
// write task of its own: it takes a run's tail and leaves blocks, in one transaction, and changes nothing
// that a reader sees.
#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <vector>

#include "core/sql/connection.h"
#include "core/store/store.h"
#include "core/track/runs.h"

namespace tatara::track {

// What logBatch does with its metrics, without its checks: for importers and trainers that made the keys
// themselves.
Status appendMetrics(store::Writer& writer, RunKey run, std::span<const MetricPoint> points);

// All points of one series, sorted; empty when the run has no such metric.
Result<std::vector<series::Point>> loadSeries(sql::Connection& connection, RunKey run, std::string_view key);
struct RunSeries {
  RunKey run;
  std::string key;
  std::vector<series::Point> points;
};
// Several series of one run at once (all of them when `keys` is empty): its packs and tail are decoded once.
Result<std::vector<RunSeries>> loadRunSeries(sql::Connection& connection, RunKey run,
                                             std::span<const std::string> keys);
Result<std::vector<MetricSummary>> loadMetricSummaries(sql::Connection& connection, RunKey run);

// Seals the tail of `run` where it has at least `minPoints`: whole batches, from the oldest on, until that
// are `most` points. Returns the number of points sealed.
Result<std::int64_t> sealRun(store::Writer& writer, RunKey run, std::int64_t minPoints,
                             std::int64_t most = INT64_MAX);
// Runs whose tail is worth sealing: longer than kSealPoints, or ended.
inline constexpr std::int64_t kSealPoints = 16'384;
Result<std::vector<RunKey>> findRunsToSeal(sql::Connection& connection, std::size_t atMost);
// Seals what is worth it, a piece of a run a transaction, so that neither writers nor memory wait for long
// runs, until done or stopped. Called when a run ends and when idle.
Status sealAll(store::Store& store, std::stop_token stop);

}  // namespace tatara::track
