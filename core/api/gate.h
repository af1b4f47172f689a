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
#include <optional>
#include <string>
#include <string_view>

#include "core/base/mutex.h"
#include "core/http/server.h"
#include "core/registry/tokens.h"
#include "core/store/store.h"

namespace tatara::api {

// The store's access tokens, read again when one is made or revoked. Threads: any; never waits for the store.
class TokenBook {
 public:
  static Result<std::shared_ptr<const TokenBook>> follow(std::shared_ptr<store::Store> store);
  ~TokenBook();
  TokenBook(const TokenBook&) = delete;
  TokenBook& operator=(const TokenBook&) = delete;

  std::optional<registry::Token> find(std::string_view secret) const EXCLUDES(m_mutex);

 private:
  explicit TokenBook(std::shared_ptr<store::Store> store) : m_store(std::move(store)) {}
  Status reload() EXCLUDES(m_mutex);

  const std::shared_ptr<store::Store> m_store;
  std::optional<store::SubscriptionId> m_subscription;
  mutable Mutex m_mutex;
  std::shared_ptr<const registry::TokenTable> m_tokens GUARDED_BY(m_mutex);
};

enum class Strangers : std::uint8_t { MayLog, Refused };  // requests without a token

// Keeps the store alive.
Result<http::Gate> makeGate(std::shared_ptr<store::Store> store, Strangers strangers);

// Who the gate found behind a request.
registry::Actor callerOf(const http::Request& request, std::string program);

}  // namespace tatara::api
