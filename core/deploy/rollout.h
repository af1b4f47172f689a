// A canary: a challenger that takes over the traffic in steps, and gives it back at once when one of its
// checks fails.
//
// Checked is whether the challenger, more often than the champion, fails, is slow, refuses inputs that its
// callers send, or is further from the label once labels came; and, where the plan asks for it, whether too
// many of its answers differ from what the champion says to the same request. A step holds its weight for a
// time and for a number of requests to the challenger. Each check is a sequential test (sequential.h) at an
// equal part of the plan's alpha, so that all together raise a false alarm with at most that probability,
// however often they are looked at. State and evidence are in the store and change in the same transaction as
// the routes: after the death of any process the rollout goes on where it was.
//
// Who starts a canary needs the right to deploy; each later step and the promotion ask the policy of that
// moment in that person's name, and the alias moves only if the registry lets it. What is refused leaves the
// canary where it is, with the reason, until it is allowed; a stop asks nobody. A held canary stays on its
// step and is still stopped by its checks.
//
// Errors: NotFound, Conflict (one is under way), InvalidArgument. Threads: as endpoints.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/deploy/endpoints.h"
#include "core/deploy/sequential.h"
#include "core/text/phrase.h"

namespace tatara::deploy {

struct RolloutStep {
  int weight = 0;  // in hundredths of a percent, of the challenger
  std::chrono::seconds hold{600};
  std::int64_t requests = 100;  // that the challenger must have answered in this step
};

// Of the challenger's answers with the champion's to the same requests.
struct Agreement {
  int least = 0;   // percent of the requests that have to be answered alike; 0: nothing is compared
  int within = 0;  // percent of the champion's number by which the challenger's may differ and is alike
  friend bool operator==(const Agreement&, const Agreement&) = default;
};

struct RolloutPlan {
  std::vector<RolloutStep> steps = {};
  double alpha = 0.05;
  std::string alias = {};  // moved to the challenger when it is promoted; empty: none
  Agreement agreement = {};

  double alphaOfCheck() const { return alpha / (agreement.least > 0 ? 5 : 4); }
};
// 5, 25 and 50 percent, ten minutes and a hundred requests each.
RolloutPlan usualPlan();

enum class RolloutState : std::uint8_t { Running = 0, Promoted = 1, Stopped = 2 };
std::string_view toString(RolloutState state);

struct Rollout {
  EndpointId endpoint;
  RolloutPlan plan;
  std::int64_t champion = 0;
  std::int64_t challenger = 0;
  int step = 0;
  RolloutState state = RolloutState::Running;
  bool held = false;      // by a person: it does not step on by itself
  std::string starter{};  // who began it
  FailureTest errors;
  FailureTest slowness;
  FailureTest inputs;                 // that it refuses
  std::optional<RateTest> agreement;  // answers that differ
  RateTest live;              // pairs of labelled answers in which the challenger's is further from its label
  std::int64_t requests = 0;  // of the challenger in this step
  text::Phrase reason;        // why it ended, or what keeps it on its step
  Timestamp started{};
  Timestamp stepStarted{};
};

Result<Rollout> startRollout(store::Writer& writer, std::string_view endpoint, std::int64_t challenger,
                             const RolloutPlan& plan, const registry::Actor& actor, Timestamp now);
Result<std::optional<Rollout>> findRollout(sql::Connection& connection, EndpointId endpoint);

Result<Rollout> holdRollout(store::Writer& writer, std::string_view endpoint, bool held,
                            const registry::Actor& actor, Timestamp now);
// At once, whatever step it is on: the challenger takes all the traffic.
Result<Rollout> promoteRollout(store::Writer& writer, std::string_view endpoint, const registry::Actor& actor,
                               Timestamp now);

// What the versions answered since the last time.
struct Observed {
  std::int64_t requests = 0;
  std::int64_t failed = 0;
  std::int64_t slow = 0;
  std::int64_t refused = 0;
  std::int64_t compared = 0;  // with the champion; this and what follows of the challenger only
  std::int64_t differed = 0;
  std::optional<RateTest> live = {};  // over all that was labelled since the canary began (live_metric.h)
};
// Adds what was seen, and then stops, steps on, promotes or waits. Gives the rollout as it is afterwards.
Result<Rollout> advanceRollout(store::Writer& writer, const Endpoint& endpoint, const Observed& champion,
                               const Observed& challenger, const registry::Actor& actor, Timestamp now);

}  // namespace tatara::deploy
