// Attributes of a run by the names that the filter language has for them. Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/track/types.h"

namespace tatara::track::internal {

// Of start_time, end_time and duration, in milliseconds.
inline std::optional<double> numberOf(const RunInfo& run, std::string_view attribute) {
  const auto millis = [](Timestamp time) { return static_cast<double>(toUnixMillis(time)); };
  if (attribute == "start_time") {
    return millis(run.started);
  }
  if (attribute == "end_time") {
    return run.ended ? std::optional(millis(*run.ended)) : std::nullopt;
  }
  if (attribute == "duration" && run.ended) {
    return millis(*run.ended) - millis(run.started);
  }
  return std::nullopt;
}

// `scratch` holds what is not stored as text.
inline std::optional<std::string_view> textOf(const RunInfo& run, std::string_view attribute,
                                              std::string& scratch) {
  if (attribute == "run_id") {
    return run.id.value();
  }
  if (attribute == "run_name") {
    return run.name;
  }
  if (attribute == "user_id") {
    return run.user;
  }
  if (attribute == "status") {
    return toString(run.status);
  }
  if (attribute == "artifact_uri") {
    return run.artifactUri;
  }
  if (attribute == "experiment_id") {
    scratch = std::to_string(run.experiment.value());
    return scratch;
  }
  return std::nullopt;
}

}  // namespace tatara::track::internal
