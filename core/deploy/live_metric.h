// How right the versions of an endpoint are, once labels came: the error of labelled answers by step of time
// and version.
//
// Where label and answer are numbers it is the mean absolute or the root mean squared error; elsewhere the
// share of answers that are not the label, the answer of several values being the place of its largest. What
// the approved evidence expects comes from the registry (core/registry/evidence.h): the version's metric of
// the same name with its interval where an evaluation found one, else the value its run logged.
//
// Threads: inside a read lease. Errors: Corrupt.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/deploy/predictions.h"

namespace tatara::deploy {

enum class LiveKind : std::uint8_t { Rmse, Mae, Wrong };

struct LivePoint {
  Timestamp at{};  // the step's begin
  std::int64_t version = 0;
  std::int64_t labels = 0;
  double value = 0;
};

struct LiveMetric {
  LiveKind kind = LiveKind::Rmse;
  std::vector<LivePoint> points;  // by time and version
  Timestamp newestLabelled{};     // of the requests that have a label
  std::int64_t labels = 0;
  bool whole = true;  // false: only the newest kMostRequests of the window were looked at
};
inline constexpr std::int64_t kMostRequests = 200'000;

// `mean`: a number's error is its mean absolute one, else the root of the mean square.
Result<LiveMetric> loadLiveMetric(sql::Connection& connection, EndpointId endpoint, const Window& window,
                                  Millis width, bool mean);

struct Expected {
  double value = 0;
  std::optional<double> low;
  std::optional<double> high;
  std::string source;  // for a person
};
// Of the version's error; nothing where nobody measured it. `other`: the version it may have been compared
// with; 0: none.
Result<std::optional<Expected>> findExpected(sql::Connection& connection, const std::string& model,
                                             std::int64_t version, std::int64_t other, LiveKind kind);

}  // namespace tatara::deploy
