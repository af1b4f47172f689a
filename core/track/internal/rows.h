// Rows of the run tables, decoded in one place, and small look-ups that several files share.
#pragma once

#include <optional>
#include <string_view>

#include "core/sql/connection.h"
#include "core/store/store.h"
#include "core/track/types.h"

namespace tatara::track::internal {

inline constexpr const char* kRunColumns =
    "run_key, run_id, experiment_id, name, user, status, started_ms, ended_ms, deleted_ms, artifact_uri";
RunInfo decodeRun(const sql::Rows& rows);

// The number of a key's text, given when it is new.
Result<std::int64_t> nameIdOf(store::Writer& writer, std::string_view text);
Result<std::optional<std::int64_t>> findNameId(sql::Connection& connection, std::string_view text);

// NotFound, or InvalidArgument when the run is deleted (MLflow's words).
Result<RunInfo> activeRun(store::Writer& writer, const RunId& id);
// The same for a location: NotFound, or InvalidArgument when the experiment is deleted.
Result<std::string> locationOfActiveExperiment(store::Writer& writer, ExperimentId id);

// "<location>/<rest>", whether the location ends in a slash or not.
std::string placeBelow(std::string_view location, std::string_view rest);

// SQLite keeps no NaN, so values stand as the bits of the double.
std::int64_t toBits(double value);
double fromBits(std::int64_t bits);

// At most `characters` code points of UTF-8.
std::string_view truncated(std::string_view text, std::size_t characters);

Error runNotFound(const RunId& id);
Error experimentNotFound(ExperimentId id);

// "restless-heron-412", as MLflow names a run that nobody named.
std::string randomName();

}  // namespace tatara::track::internal
