// Where a thing came from and what was made of it: dataset versions, runs, logged models and model versions,
// walked from any of them in both directions.
//
// A run read a dataset version when it named its digest (datasets.h); the other steps are the store's edges.
// A dataset that a run named and nobody registered is a node all the same. What was deleted is left out.
//
// Errors: NotFound. Threads: inside a read lease.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/dataset/datasets.h"
#include "core/text/json.h"

namespace tatara::dataset {

enum class LineageKind { DatasetVersion, Dataset, Run, LoggedModel, ModelVersion, Other };
std::string_view toString(LineageKind kind);  // "dataset_version", "dataset", "run", …

struct LineageNode {
  LineageKind kind = LineageKind::Other;
  // Of a run and a logged model their ids, of a model version "model/3", of a dataset version its number in
  // the store.
  std::string id;
  std::string name;   // "bikes@2", "brave-otter-7", "bikes v3"
  std::string facts;  // "champion, challenger"; may be empty
  Timestamp at{};
  int distance = 0;  // steps from the start: below zero what it came from, above what was made of it
};

struct LineageEdge {
  std::size_t from = 0;  // places in `nodes`
  std::size_t to = 0;
  std::string relation;  // "training", "output", "registered", "fixed"
  friend bool operator==(const LineageEdge&, const LineageEdge&) = default;
};

struct Lineage {
  std::vector<LineageNode> nodes;  // the first is the start
  std::vector<LineageEdge> edges;
  bool complete = true;  // false: there are more than 2,000 and the farthest were left out
};

Result<Lineage> lineageOfVersion(sql::Connection& connection, const Version& version);
Result<Lineage> lineageOfRun(sql::Connection& connection, std::string_view runId);
// "model/3"
Result<Lineage> lineageOfModelVersion(sql::Connection& connection, std::string_view model,
                                      std::int64_t version);

text::Json toJson(const Lineage& lineage);

}  // namespace tatara::dataset
