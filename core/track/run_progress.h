// How far a run that is under way has come: steps done and, where its parameters say so, how many there will
// be.
//
// Clients log no such number; it follows from two that they do log. Planned is the first of the parameters
// that people and libraries name it by (num_boost_round, n_estimators, max_steps, epochs, ...). Done is the
// last step of the deciding metric, else of the metric that came farthest ("system/..." left out), counted
// from one: a metric that has a point for every step from 0 on has done one more than its last step says.
// Where more is done than was planned the two count different things (batches and epochs), and nothing is
// said of the plan. Threads: values; loadProgress() runs inside a read lease. Errors: those of the store.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <unordered_map>

#include "core/base/clock.h"
#include "core/sql/connection.h"
#include "core/track/types.h"

namespace tatara::track {

struct RunProgress {
  std::int64_t done = 0;
  std::optional<std::int64_t> planned;
  friend bool operator==(const RunProgress&, const RunProgress&) = default;

  // In [0, 1]; nothing where no plan is known.
  std::optional<double> fraction() const;
};

// Nothing while the run has no metric and no plan.
std::optional<RunProgress> progressOf(const Run& run, std::string_view decidingMetric);

// How long the rest takes at the pace so far; nothing before the first step, without a plan, and at the end.
std::optional<Millis> timeLeft(const RunProgress& progress, Millis elapsed);

// Of those of `runs` of which there is anything to say.
Result<std::unordered_map<RunKey, RunProgress>> loadProgress(sql::Connection& connection,
                                                             std::span<const RunKey> runs,
                                                             std::string_view decidingMetric);

}  // namespace tatara::track
