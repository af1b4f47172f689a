// The records of a bundle: JSON of what a workspace holds, without what differs from one workspace to another
// (row numbers, the place of artifacts), so that the same thing in two workspaces has the same text and
// digest.
//
// Functions with a Connection run inside a read lease. Errors: Corrupt, when a record is not what it should
// be.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/interop/internal/mlflow_source.h"
#include "core/registry/registry.h"
#include "core/sql/connection.h"
#include "core/text/json.h"

namespace tatara::interop::internal {

std::string encodeExperiment(const track::Experiment& experiment);
Result<SourceExperiment> decodeExperiment(const text::Json& json);

// With the keys and digests of its metrics' points, its histograms, and its artifacts.
struct RunRecord {
  std::string body;
  track::Run run;
  std::vector<std::string> files;  // artifact paths below its root
  std::string root;                // of its artifacts; empty when they are elsewhere
};
Result<RunRecord> loadRunRecord(sql::Connection& connection, const track::RunInfo& info);
Result<SourceRun> decodeRun(const text::Json& json);

std::string encodeLoggedModel(const track::LoggedModel& model);
Result<SourceLoggedModel> decodeLoggedModel(const text::Json& json);

// Without aliases and stages, which people move here as they decide.
std::string encodeVersion(const registry::ModelVersion& version);
std::string encodeModel(const registry::RegisteredModel& model,
                        const std::vector<registry::ModelVersion>& versions);
Result<SourceModel> decodeModel(const text::Json& json);

// Points of one metric as blocks, and their digest.
Result<std::vector<std::string>> encodePoints(const std::vector<series::Point>& points);
std::string digestOf(const std::vector<std::string>& blocks);

}  // namespace tatara::interop::internal
