// Endpoints as the store keeps them: a name, a registered model, and which of its versions answer.
//
// A set of routes is weights in hundredths of a percent that sum to 10,000, and at most one shadow, which is
// answered for comparison alone. An endpoint either follows an alias (one route, moved with the alias) or has
// routes set by hand or by its rollout. Every change is a new revision: routes, history and the act in the
// registry's table are written in one transaction, so that on restart the routes are exactly what is
// recorded. A route holds the digest of the version's files (model_source.h) as they were; files that differ
// are not served.
//
// Rollback goes to the routes before the present ones by which other versions answer and whose digests hold
// (a shadow that came or went is no reason), passing over the steps of a canary: from within one, or from
// what one promoted, it goes to where the canary began. Done again, it undoes itself.
//
// Every change asks the policy of the registry in its own transaction, whoever calls: to make, to deploy to
// and to delete an endpoint needs "deploy", weights between versions that answer already and rollback need
// "weights", a shadow needs "shadow". An alias is followed only where the policy lets it. The versions that
// an endpoint serves or would be rolled back to, and their files, cannot be deleted.
//
// Errors: NotFound, AlreadyExists, InvalidArgument, Conflict, PermissionDenied (with the rule). Threads:
// functions with a Writer run inside a write task, those with a Connection inside a read lease.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/base/strong_id.h"
#include "core/registry/registry.h"
#include "core/store/store.h"
#include "core/text/json.h"

namespace tatara::deploy {

using EndpointId = StrongId<struct EndpointIdTag>;

inline constexpr int kWhole = 10'000;  // all of the traffic

struct Route {
  std::int64_t version = 0;
  int weight = 0;
  bool shadow = false;
  std::string digest = {};
  friend bool operator==(const Route&, const Route&) = default;
};

struct Settings {
  int queue = 256;                             // requests that may wait or run at once
  std::chrono::milliseconds deadline{10'000};  // of a request, from its arrival
  int logged = 100;                            // of a hundred requests, how many are kept with their answers
  std::vector<std::string> masked = {};        // columns that are not kept
  std::chrono::milliseconds slow{100};  // the latency budget: what takes longer counts against a canary
  int keptDays = 0;                     // how long requests are kept; 0: for ever
  std::string owner = {};               // who answers for it; empty: who made it
  std::string deputy = {};
  std::string runbook = {};  // where it says what to do, an address or a few sentences
  int mostDays = 0;          // the greatest age of a version that it serves, since it was registered; 0: any
  // Whose access tokens (core/registry/tokens.h) may ask; empty: whomever the server lets in.
  std::vector<std::string> callers = {};
  friend bool operator==(const Settings&, const Settings&) = default;
};
text::Json toJson(const Settings& settings);
Result<Settings> settingsFromJson(std::string_view json);

struct Endpoint {
  EndpointId id;
  std::string name;
  std::string model;
  std::string follows;  // an alias, or empty
  std::string owner;
  Settings settings;
  std::int64_t revision = 0;
  std::vector<Route> routes;  // by version
  Timestamp created{};
  Timestamp updated{};

  // The version with the greatest weight; 0 when there are no routes.
  std::int64_t champion() const;
};

// What the acts are called.
inline constexpr std::string_view kCreate = "create endpoint";
inline constexpr std::string_view kSetRoutes = "route endpoint";
inline constexpr std::string_view kRollBack = "roll back endpoint";
inline constexpr std::string_view kChangeSettings = "change endpoint";
inline constexpr std::string_view kDelete = "delete endpoint";
inline constexpr std::string_view kStartCanary = "start canary";
inline constexpr std::string_view kStepCanary = "step canary";
inline constexpr std::string_view kStopCanary = "stop canary";
inline constexpr std::string_view kPromoteCanary = "promote canary";

struct Revision {
  std::int64_t revision = 0;
  Timestamp at{};
  std::string actor;
  std::string verb;
  std::vector<Route> routes;
  std::string reason;
};

struct NewEndpoint {
  std::string name;
  std::string model;
  std::string follows = {};  // either this
  std::int64_t version = 0;  // or this
  Settings settings = {};
};

Result<Endpoint> createEndpoint(store::Writer& writer, const NewEndpoint& endpoint,
                                const registry::Actor& actor, Timestamp now);
// Digests are filled in here. The endpoint no longer follows an alias, and a canary ends.
Result<Endpoint> setRoutes(store::Writer& writer, std::string_view name, std::vector<Route> routes,
                           const registry::Actor& actor, Timestamp now, std::string_view reason = {});
// Whether the policy lets the actor go from the endpoint's routes to these: a version that gets weight anew
// is a deployment, another shadow a shadowing, anything else a move of weights.
Status checkRouteChange(store::Writer& writer, const Endpoint& endpoint, const std::vector<Route>& routes,
                        const registry::Actor& actor, Timestamp now);
Result<Endpoint> rollBack(store::Writer& writer, std::string_view name, const registry::Actor& actor,
                          Timestamp now, std::string_view reason = {});
Result<Endpoint> changeSettings(store::Writer& writer, std::string_view name, const Settings& settings,
                                const registry::Actor& actor, Timestamp now);
Status deleteEndpoint(store::Writer& writer, std::string_view name, const registry::Actor& actor,
                      Timestamp now);
// Moves every endpoint that follows an alias to where the alias points now; gives how many moved.
Result<int> followAliases(store::Writer& writer, const registry::Actor& actor, Timestamp now);

Result<std::optional<Endpoint>> findEndpoint(sql::Connection& connection, std::string_view name);
Result<std::vector<Endpoint>> loadEndpoints(sql::Connection& connection);                 // by name
Result<std::vector<Revision>> loadRevisions(sql::Connection& connection, EndpointId id);  // newest first
// What rollBack() goes to; nothing when there is nowhere to go.
Result<std::optional<Revision>> findRollbackTarget(sql::Connection& connection, const Endpoint& endpoint);

// "3 at 90 %, 4 at 10 %, 5 as shadow".
std::string routesText(const std::vector<Route>& routes);

// Labels that came later, by request and row.
struct Label {
  std::string request;
  std::int64_t row = 0;
  std::string value;
};
struct LabelCounts {
  std::int64_t taken = 0;
  std::int64_t repeated = 0;     // the same value again
  std::int64_t conflicting = 0;  // another value; the first one stays
};
Result<LabelCounts> addLabels(store::Writer& writer, std::string_view endpoint,
                              const std::vector<Label>& labels, Timestamp now);
Result<LabelCounts> loadLabelCounts(sql::Connection& connection, EndpointId id);

}  // namespace tatara::deploy
