// What changed in a store, told the same way for this process's writes and for those of others.
//
// Every write names what it changed in its own transaction (table change_log). A watcher reads the log after
// each commit and hands a ChangeSet to every subscriber. `object` is the key of the thing in its table:
// experiment_id, run_key, model_key, view_id, dataset_id, endpoint_id. Where the watcher was away longer than
// the log reaches back, `everything` is set instead.
#pragma once

#include <compare>
#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/sql/connection.h"

namespace tatara::store {

enum class ChangeKind : std::uint8_t {
  Experiment = 1,  // created, renamed, deleted, tagged
  Run = 2,         // created, renamed, status, deleted, restored
  RunParams = 3,   // parameters
  RunTags = 4,     // tags and notes
  RunMetrics = 5,  // points
  RunArtifacts = 6,
  RunInputs = 7,    // datasets, logged models
  LoggedModel = 8,  // object is the rowid
  Model = 9,        // registered model, its versions, aliases, tags
  SavedView = 10,
  Act = 11,
  Dataset = 12,   // a dataset, its versions, notes and profiles
  Endpoint = 13,  // its routes, rollout, settings
  Trace = 14,     // of an experiment
};

struct Change {
  ChangeKind kind{};
  std::int64_t object = 0;
  friend auto operator<=>(const Change&, const Change&) = default;
};

struct ChangeSet {
  bool everything = false;
  std::vector<Change> changes;  // sorted, each once
};

// The number of the newest change that this connection's snapshot holds; 0 before the first.
Result<std::int64_t> newestChange(sql::Connection& connection);
// What came after change number `seen`, as this connection's snapshot has it.
Result<ChangeSet> changesSince(sql::Connection& connection, std::int64_t seen);

}  // namespace tatara::store
