// A canary: a challenger that takes over the traffic in steps, and gives it back at once when it fails more
// often, or is slow more often, than the champion.
//
// A step holds its weight for a time and for a number of requests to the challenger. Each check is a
// sequential test (sequential.h) at half of the plan's alpha, so that both together raise a false alarm with
// at most that probability, however often they are looked at. State and evidence are in the store and change
// in the same transaction as the routes: after the death of any process the rollout goes on where it was.
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

struct RolloutPlan {
  std::vector<RolloutStep> steps = {};
  double alpha = 0.05;
  std::string alias = {};  // moved to the challenger when it is promoted; empty: none
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
};
// Adds what was seen, and then stops, steps on, promotes or waits. Gives the rollout as it is afterwards.
Result<Rollout> advanceRollout(store::Writer& writer, const Endpoint& endpoint, const Observed& champion,
                               const Observed& challenger, const registry::Actor& actor, Timestamp now);

}  // namespace tatara::deploy
