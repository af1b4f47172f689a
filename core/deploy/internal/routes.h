// Changing routes without asking the policy: for what has asked already, and for a canary that goes on as it
// was allowed to begin.
#pragma once

#include "core/deploy/endpoints.h"
#include "core/text/phrase.h"

namespace tatara::deploy::internal {

Result<Endpoint> loadEndpoint(sql::Connection& connection, std::string_view name);  // NotFound

struct Change {
  std::string_view verb;
  std::string_view reason = {};
  std::string follows = {};
  // By the person's key where there is one. What has to be possible at once is not signed.
  bool sign = false;
};

// Checks the routes and fills in the digests of what the versions are now.
Status prepareRoutes(sql::Connection& connection, const std::string& model, std::vector<Route>& routes);
// Why the policy does not let the actor change the routes so; nothing when it does.
Result<std::optional<text::Phrase>> whyNotRouteChange(store::Writer& writer, const Endpoint& endpoint,
                                                      const std::vector<Route>& routes,
                                                      const registry::Actor& actor, Timestamp now);
// Writes them as a new revision, with history, act and hold.
Result<Endpoint> writeRoutes(store::Writer& writer, const Endpoint& endpoint,
                             const std::vector<Route>& routes, const registry::Actor& actor, Timestamp now,
                             const Change& change);

}  // namespace tatara::deploy::internal
