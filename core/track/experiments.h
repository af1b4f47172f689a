// Experiments: create, find, change. Functions with a Writer run inside a write task (one transaction), those
// with a Connection inside a read lease; they hold nothing between calls.
//
// Errors: NotFound, AlreadyExists (also for a deleted experiment's name), InvalidArgument; messages are
// MLflow's where its clients read them.
#pragma once

#include <optional>
#include <vector>

#include "core/sql/connection.h"
#include "core/store/store.h"
#include "core/track/types.h"

namespace tatara::track {

struct NewExperiment {
  std::string name{};
  std::string artifactLocation{};  // empty: "mlflow-artifacts:/<id>"
  std::vector<KeyValue> tags{};
  // For importers, which keep what was: an id that is free, times, state.
  std::optional<ExperimentId> id{};
  std::optional<Timestamp> created{};
  std::optional<Timestamp> updated{};
  Lifecycle lifecycle = Lifecycle::Active;
};

Result<ExperimentId> createExperiment(store::Writer& writer, const NewExperiment& experiment, Timestamp now);
Status renameExperiment(store::Writer& writer, ExperimentId id, std::string_view name, Timestamp now);
// Deletes its active runs with it (soft); restoring brings back all of its runs, as MLflow does.
Status deleteExperiment(store::Writer& writer, ExperimentId id, Timestamp now);
Status restoreExperiment(store::Writer& writer, ExperimentId id, Timestamp now);
Status setExperimentTag(store::Writer& writer, ExperimentId id, const KeyValue& tag, Timestamp now);
Status deleteExperimentTag(store::Writer& writer, ExperimentId id, std::string_view key, Timestamp now);

Result<std::optional<Experiment>> findExperiment(sql::Connection& connection, ExperimentId id);
Result<std::optional<Experiment>> findExperimentByName(sql::Connection& connection, std::string_view name);
// Newest first. Few enough to be filtered in memory.
Result<std::vector<Experiment>> loadExperiments(sql::Connection& connection, ViewType view);
// Active runs per experiment.
struct ExperimentCount {
  ExperimentId id{};
  std::int64_t runs = 0;
};
Result<std::vector<ExperimentCount>> countRuns(sql::Connection& connection);

}  // namespace tatara::track
