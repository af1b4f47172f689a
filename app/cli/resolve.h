// From what a person writes to the thing that is meant. Errors: NotFound with the nearest name, Conflict when
// several fit. Threads: inside a read lease.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/query/query.h"
#include "core/sql/connection.h"
#include "core/track/types.h"

namespace tatara::cli {

// A name, else an id.
Result<track::Experiment> resolveExperiment(sql::Connection& connection, std::string_view text);
// An id, the unique beginning of one (four digits or more), or a name.
Result<track::RunInfo> resolveRun(sql::Connection& connection, std::string_view text);
// With parameters, tags, metrics, datasets and models.
Result<track::Run> resolveWholeRun(sql::Connection& connection, std::string_view text);
// Where the run's artifacts are, relative to the artifact root. Unsupported when they are not in this
// workspace.
Result<std::string> artifactFolder(const track::RunInfo& run);

// "key=value". InvalidArgument otherwise.
Result<track::KeyValue> parsePair(std::string_view text);
Result<std::vector<track::KeyValue>> parsePairs(const std::vector<std::string>& texts);

// A filter or order of the command line; the problem is shown with the text and a mark below it.
Result<query::Filter> readFilter(query::Entity entity, std::string_view text);
Result<std::vector<query::OrderBy>> readOrder(query::Entity entity, std::string_view text);

// "a, b and c".
std::string joined(const std::vector<std::string>& words);
// 1 run, 2 runs.
std::string counted(std::int64_t count, std::string_view singular);

}  // namespace tatara::cli
