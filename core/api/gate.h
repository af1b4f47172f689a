// The one gate before every route: who sends a request, and whether they may read or log at all.
//
// A client shows its access token (core/registry/tokens.h) as `Authorization: Bearer TOKEN`, which is what
// MLflow's client makes of MLFLOW_TRACKING_TOKEN, or as the password of Basic, which it makes of
// MLFLOW_TRACKING_USERNAME and _PASSWORD; the user name is not looked at, a token has its person. A token
// that is shown must be good, also where none is asked for. Without one a request may read and log where the
// gate stands open (loopback), and is refused elsewhere.
//
// GET, HEAD and the searches that come as POST ask for Scope::Read, all else for Scope::Log; what asks for
// more (deciding, deploying) checks callerOf() itself. Revoking takes effect within moments, by the store's
// changes. Threads: the gate runs on the io thread and never waits for the store.
#pragma once

#include <memory>
#include <string>

#include "core/http/server.h"
#include "core/registry/actor.h"
#include "core/store/store.h"

namespace tatara::api {

enum class Strangers : std::uint8_t { MayLog, Refused };  // requests without a token

// Keeps the store alive.
Result<http::Gate> makeGate(std::shared_ptr<store::Store> store, Strangers strangers);

// Who the gate found behind a request.
registry::Actor callerOf(const http::Request& request, std::string program);

}  // namespace tatara::api
