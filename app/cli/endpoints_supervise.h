// The supervising parent of a model server.
//
// It holds the port, so that whoever connects while a server begins waits and is not turned away, and starts
// the server again whenever it dies: after half a second, then twice as long each time, at most half a
// minute; one that ran for a minute begins anew. Why it died is kept (core/api/server_state.h). One that says
// why it cannot run is not started again. kExchangeSignal exchanges a server that runs: when the new one
// answers, the old one is sent the same, takes no more connections and goes with its last answer.
//
// The server is this very program with the same command line; it finds the socket and where to say that it
// answers, by one byte, at kListener and kReadiness. Threads: the one that calls.
#pragma once

#include <csignal>
#include <string>

#include "app/cli/session.h"
#include "core/http/listening.h"

namespace tatara::cli {

inline constexpr int kListener = 3;
inline constexpr int kReadiness = 4;
inline constexpr int kExchangeSignal = SIGUSR2;

// Runs until the session is asked to stop, or the server cannot run; gives the exit code.
Result<int> superviseModelServer(Session& session, const store::Workspace& workspace,
                                 http::Listening listening, const std::string& host);

}  // namespace tatara::cli
