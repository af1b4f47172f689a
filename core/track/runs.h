// Runs and what is logged into them. Functions with a Writer run inside a write task, those with a Connection
// inside a read lease.
//
// A deleted run takes no writes (InvalidArgument, MLflow's words). Everything logged in one call is one
// savepoint: all of it or nothing. Errors: NotFound, InvalidArgument, Conflict.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "core/sql/connection.h"
#include "core/store/store.h"
#include "core/track/types.h"

namespace tatara::track {

struct NewRun {
  ExperimentId experiment{};
  std::string name{};  // empty: tag mlflow.runName, else a random "adjective-noun-123"
  std::string user{};
  std::optional<Timestamp> started{};  // none: now
  std::vector<KeyValue> tags{};
  // For importers.
  std::optional<RunId> id{};
  RunStatus status = RunStatus::Running;
  std::optional<Timestamp> ended{};
  std::optional<Timestamp> deleted{};
  std::string artifactUri{};  // empty: "<experiment's location>/<run id>/artifacts"
};

struct RunUpdate {
  std::optional<RunStatus> status{};
  std::optional<Timestamp> ended{};
  std::optional<std::string> name{};
};

// One point of one metric.
struct MetricPoint {
  std::string_view key;
  series::Point point{};
};

// What becomes of a param beyond 6,000 and a tag beyond 8,000 characters: cut, as MLflow's clients expect, or
// kept, as an importer must.
enum class LongValues : std::uint8_t { Cut, Keep };

struct Batch {
  std::vector<MetricPoint> metrics{};
  std::vector<KeyValue> params{};
  std::vector<KeyValue> tags{};
  LongValues longValues = LongValues::Cut;
};

Result<RunInfo> createRun(store::Writer& writer, const NewRun& run, Timestamp now);
Result<RunInfo> updateRun(store::Writer& writer, const RunId& id, const RunUpdate& update);
Status deleteRun(store::Writer& writer, const RunId& id, Timestamp now);  // soft; again is fine
Status restoreRun(store::Writer& writer, const RunId& id);                // again is fine
// For good, with everything that hangs on it; returns how many. Only deleted runs are purged.
Result<std::int64_t> purgeRuns(store::Writer& writer, std::span<const RunId> ids);

// Params first, then metrics, then tags. A param that exists with another value is refused
// (InvalidArgument).
Status logBatch(store::Writer& writer, const RunId& id, const Batch& batch);
Status logParam(store::Writer& writer, const RunId& id, const KeyValue& param);
Status setTag(store::Writer& writer, const RunId& id, const KeyValue& tag);
Status deleteTag(store::Writer& writer, const RunId& id, std::string_view key);
Status logInputs(store::Writer& writer, const RunId& id, std::span<const DatasetInput> datasets,
                 std::span<const LoggedModelLink> models);
Status logOutputs(store::Writer& writer, const RunId& id, std::span<const LoggedModelLink> models);

Result<std::optional<RunInfo>> findRunInfo(sql::Connection& connection, const RunId& id);
Result<std::optional<RunInfo>> findRunInfo(sql::Connection& connection, RunKey key);
Result<std::optional<Run>> findRun(sql::Connection& connection, const RunId& id);
// In the order of `keys`; keys that are gone are left out. Datasets and models are not filled in.
Result<std::vector<Run>> loadRuns(sql::Connection& connection, std::span<const RunKey> keys);
// The full id when exactly one run's id begins with `prefix` (at least 4 digits), or whose name is exactly
// `prefix`.
Result<std::optional<RunId>> findRunByPrefix(sql::Connection& connection, std::string_view prefix);

}  // namespace tatara::track
