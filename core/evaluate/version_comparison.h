// Two versions of a model side by side, from what the workspace knows of them: nothing is measured here.
//
// Parameters, commits and metrics are those of the runs that made them, dataset versions those that these
// runs read, files by their digests, the signature as it changes for who calls the right one instead of the
// left. What was measured comes from evidence: of one beside the other where there is such, else what was
// found out about each by itself. Slices are put side by side only where both were measured on the same rows.
//
// Threads: any but the GUI's (MLmodel files are read). Errors: NotFound; InvalidArgument for one version
// twice.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/evaluate/signature_change.h"
#include "core/registry/registry.h"
#include "core/store/store.h"
#include "core/text/json.h"
#include "core/text/phrase.h"
#include "core/track/metric_meaning.h"

namespace tatara::evaluate {

struct ComparedText {
  std::string name;
  std::string left;  // empty: it has none
  std::string right;
  bool same() const { return left == right; }
};
struct ComparedRunMetric {
  std::string name;
  std::optional<double> left;
  std::optional<double> right;
  track::MetricMeaning meaning;
};
struct ComparedFile {
  std::string path;
  std::string left;  // SHA-256; empty: it has no such file
  std::string right;
  std::int64_t leftBytes = 0;
  std::int64_t rightBytes = 0;
};
// A number, a text or yes/no that evidence holds of a version: "rmse", "latency.p95_ms".
struct ComparedValue {
  std::string name;
  text::Json left;  // null: not measured
  text::Json right;
};
struct ComparedSlicePart {
  std::string column;
  std::string slice;
  std::int64_t rows = 0;
  std::optional<double> left;
  std::optional<double> right;
};

struct VersionComparison {
  registry::ModelVersion left;
  registry::ModelVersion right;
  std::string leftRun;  // names of the runs
  std::string rightRun;
  std::vector<ComparedRunMetric> metrics;  // by name; the last values of both runs
  std::vector<ComparedText> parameters;    // only those that differ
  std::size_t sameParameters = 0;
  std::vector<ComparedText> code;  // "commit", "uncommitted changes"
  std::vector<ComparedText> data;  // dataset to the version or digest that was read
  SignatureComparison signature;
  text::Phrase signatureProblem;  // why a signature could not be read
  std::vector<ComparedFile> files;
  std::vector<ComparedValue> evidence;  // where both were measured, only what both have
  text::Phrase verdict;                 // of an evaluation of one beside the other; may be empty
  // Of `verdict` and the slices: true where the right one was measured beside the left one.
  bool measuredTogether = false;
  std::string sliceMetric;
  std::vector<ComparedSlicePart> slices;
};

Result<VersionComparison> compareVersions(const std::shared_ptr<store::Store>& store,
                                          const std::string& model, std::int64_t left, std::int64_t right,
                                          std::stop_token stop = {});

text::Json toJson(const VersionComparison& comparison);

}  // namespace tatara::evaluate
