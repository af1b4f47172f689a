// Where a thing came from and what was made of it: files, dataset versions, commits, runs, logged models,
// model versions, reviews and endpoints, walked from any of them in both directions.
//
// A run read a dataset version when it named its digest (datasets.h) and was of the commit that its tag
// names; the other steps are the store's edges, of which a recipe is the one between two dataset versions. A
// dataset that a run named and nobody registered is a node all the same. A file is known by its bytes: of it
// are the dataset versions and the registered model files that have the same. What was deleted is left out.
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

enum class LineageKind {
  DatasetVersion,
  Dataset,
  Run,
  LoggedModel,
  ModelVersion,
  Commit,
  Review,
  Endpoint,
  File,
  Other
};
std::string_view toString(LineageKind kind);  // "dataset_version", "dataset", "run", …

struct LineageNode {
  LineageKind kind = LineageKind::Other;
  // Of a run, a logged model, a commit, a review and an endpoint their ids, of a model version "model/3", of
  // a dataset version its number in the store, of a file its SHA-256.
  std::string id;
  std::string name;   // "bikes@2", "brave-otter-7", "bikes v3"
  std::string facts;  // "champion, challenger"; may be empty
  Timestamp at{};
  int distance = 0;  // steps from the start: below zero what it came from, above what was made of it
};

struct LineageEdge {
  std::size_t from = 0;  // places in `nodes`
  std::size_t to = 0;
  std::string
      relation;  // "training", "output", "registered", "fixed", "asked", "served", "code", "same bytes"
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

// Of anything that a node tells: its kind and its id. A commit may be named by the first 7 digits or more.
Result<Lineage> lineageOf(sql::Connection& connection, LineageKind kind, const std::string& id);

text::Json toJson(const Lineage& lineage);

}  // namespace tatara::dataset
