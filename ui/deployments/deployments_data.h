// What the Deployments panel shows, read in one snapshot on a worker: a line for every endpoint, and all of
// one.
//
// Rates and latencies come from what the model server wrote down (core/deploy/traffic.h), also of times when
// no window was open. Threads: loading runs on a worker; what it returns is immutable and shared. Errors:
// NotFound when there is no such endpoint; those of the store.
#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/deploy/disagreements.h"
#include "core/deploy/live_metric.h"
#include "core/deploy/rollout.h"
#include "core/deploy/traffic.h"
#include "core/infer/signature.h"
#include "core/registry/act.h"
#include "core/store/store.h"
#include "core/text/phrase.h"

namespace tatara::ui {

// How far back charts look, and in steps of what width.
enum class TimeSpan { Quarter, Hour, Day, Week };
Millis lengthOf(TimeSpan span);
Millis stepOf(TimeSpan span);

enum class EndpointState { Failing, Canary, Shadow, Healthy, Stopped };

// Where the model server answers, empty: it does not run, and the token that is shown to it.
struct ServerDoor {
  ServerDoor(std::string address = {}, std::string bearer = {})
      : url(std::move(address)), token(std::move(bearer)) {}
  std::string url;
  std::string token;
};

// How far back is looked, and whose model server is asked what it makes of its endpoints.
struct Look {
  Look(TimeSpan over, ServerDoor door = {}) : span(over), server(std::move(door)) {}
  TimeSpan span;
  ServerDoor server;
};

// What the model server says of itself.
struct ServedEndpointStatus {
  std::string name;
  std::string problem;  // why it does not serve what the store says; empty: it does
  std::int64_t turnedAway = 0;
};
struct ServedStatus {
  std::int64_t lost = 0;    // requests that were answered and could not be kept
  bool wantsToken = false;  // it says the rest only to whom shows one
  std::vector<ServedEndpointStatus> endpoints = {};

  const ServedEndpointStatus* find(const std::string& name) const;
};
// Asks once, for at most two seconds; nothing where nobody answers.
std::optional<ServedStatus> askStatus(const ServerDoor& server);
std::optional<ServedStatus> readStatus(std::string_view json);

// How the model server last ended without being asked to.
struct ServerEnding {
  Timestamp at{};
  std::string words;
};

struct LogLine {
  std::string at;  // as it was written
  std::string level;
  std::string text;
};
inline constexpr std::size_t kMostLogLines = 500;
// The newest lines of what the model server logged, newest first. What is no line of a log belongs to the one
// before.
std::vector<LogLine> logLines(std::string_view tail);

struct RecentTraffic {
  double perSecond = 0;
  double p95 = 0;     // seconds; NaN: nothing was asked
  double errors = 0;  // share; NaN likewise
};

struct EndpointLine {
  deploy::Endpoint endpoint;
  std::optional<deploy::Rollout> rollout;
  EndpointState state = EndpointState::Stopped;  // as far as the store knows; the server may say otherwise
  RecentTraffic recent;                          // of the last minute
  std::vector<double> spark;                     // requests a second over the span
  std::string problem;                           // why the server does not serve it as it is set
};
using EndpointLines = std::shared_ptr<const std::vector<EndpointLine>>;
// What needs a person first: failing, canary, shadow, healthy; then by name.
Result<EndpointLines> loadEndpointLines(const store::Store& store, const Look& look, std::stop_token stop);

struct VersionLabel {
  std::int64_t version = 0;
  bool champion = false;
  bool approved = false;
  std::string description;
  Timestamp created{};
};

struct ExpectedOf {
  std::int64_t version = 0;
  deploy::Expected expected;
};

// What the policy says to this account; empty: it may.
struct Permissions {
  text::Phrase deploy;
  text::Phrase weights;
  text::Phrase shadow;
};

struct EndpointFacts {
  deploy::Endpoint endpoint;
  std::optional<deploy::Rollout> rollout;
  std::vector<deploy::Revision> revisions;   // newest first
  std::optional<deploy::Revision> rollback;  // where it would go
  Timestamp from{};
  Timestamp to{};
  Millis step{};
  std::vector<deploy::TrafficPoint> traffic;
  std::vector<deploy::TrafficPoint> recent;  // of the last minute, one a version
  deploy::LiveMetric live;
  std::vector<ExpectedOf> expected;
  deploy::LabelCounts labels;
  std::vector<registry::Act> acts;            // on the endpoint, newest first
  std::vector<VersionLabel> versions;         // of the model, newest first
  std::optional<infer::Signature> signature;  // of the version with the greatest weight
  text::Phrase signatureProblem;
  Permissions permissions;
  std::vector<deploy::Prediction> logged;  // the newest, newest first
  std::int64_t loggedRequests = 0;
  deploy::DisagreementFacts disagreements;
  std::optional<ServedStatus> served;  // where the model server was asked and answered
  std::optional<ServerEnding> ending;  // the last
  std::vector<LogLine> log;            // of the model server
  bool example = false;                // the example workspace, which has traffic to send

  std::string problem() const;  // of this endpoint, as the server says
  bool wantsToken() const;      // of whoever asks this endpoint

  const VersionLabel* find(std::int64_t version) const;
};
using EndpointFactsPtr = std::shared_ptr<const EndpointFacts>;
// `live` is kept by whoever looks at the same endpoint again.
Result<EndpointFactsPtr> loadEndpointFacts(
    const std::shared_ptr<store::Store>& store, const std::string& name, const Look& look,
    std::stop_token stop,
    const std::shared_ptr<deploy::LiveMetricReader>& live = std::make_shared<deploy::LiveMetricReader>());

EndpointState stateOf(const deploy::Endpoint& endpoint, const std::optional<deploy::Rollout>& rollout,
                      const deploy::Traffic& lastMinute);

// Models with their versions, for the sheet of a new endpoint.
struct ModelChoice {
  std::string model;
  std::vector<std::int64_t> versions;  // newest first
  std::vector<std::string> aliases;
};
Result<std::shared_ptr<const std::vector<ModelChoice>>> loadModelChoices(const store::Store& store,
                                                                         std::stop_token stop);

}  // namespace tatara::ui
