#include "core/api/gate.h"

#include <algorithm>
#include <array>
#include <map>

#include "core/base/log.h"
#include "core/crypto/base64.h"

namespace tatara::api {
namespace {

using http::Method;
using registry::Scope;

constexpr std::chrono::minutes kUseEvery{10};  // how often a token's last use is written down

bool startsWithScheme(std::string_view field, std::string_view scheme) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return field.size() > scheme.size() && field[scheme.size()] == ' ' &&
         std::equal(scheme.begin(), scheme.end(), field.begin(),
                    [&](char a, char b) { return lower(a) == lower(b); });
}

// The secret that a request shows; nothing when it shows none, empty when what it shows is not understood.
std::optional<std::string> secretOf(const http::Request& request) {
  const auto field = request.field("authorization");
  if (!field) {
    return std::nullopt;
  }
  if (startsWithScheme(*field, "bearer")) {
    return std::string(field->substr(7));
  }
  if (startsWithScheme(*field, "basic")) {
    const auto decoded = crypto::fromBase64(field->substr(6));
    const std::size_t colon = decoded ? decoded->find(':') : std::string::npos;
    if (colon != std::string::npos) {
      return decoded->substr(colon + 1);
    }
  }
  return std::string();
}

// POSTs that only look: MLflow's searches carry their filter in the body.
bool readsOnly(const http::Request& request) {
  if (request.method == Method::Get || request.method == Method::Head || request.method == Method::Options) {
    return true;
  }
  constexpr std::array<std::string_view, 4> kLooks = {"search", "search-datasets", "get-latest-versions",
                                                      "batchGetInfos"};
  const std::string_view last = std::string_view(request.path).substr(request.path.rfind('/') + 1);
  return request.method == Method::Post && std::find(kLooks.begin(), kLooks.end(), last) != kLooks.end();
}

class TokenGate {
 public:
  TokenGate(std::shared_ptr<store::Store> store, std::shared_ptr<const TokenBook> book, Strangers strangers)
      : m_store(std::move(store)), m_book(std::move(book)), m_strangers(strangers) {}

  std::optional<http::Refusal> judge(http::Request& request) {
    if (request.path == "/health" || request.path == "/version") {
      return std::nullopt;  // they tell nothing, and are asked by programs that have no token
    }
    const auto secret = secretOf(request);
    if (auto refusal = secret ? identify(request, *secret) : letNobodyIn(request)) {
      return refusal;
    }
    const Scope needed = readsOnly(request) ? Scope::Read : Scope::Log;
    if (!registry::Scopes::fromBits(request.caller.rights).has(needed)) {
      return http::Refusal{403, "The access token of " + request.caller.name + " does not have the scope '" +
                                    std::string(registry::toString(needed)) + "', which this request needs"};
    }
    return std::nullopt;
  }

 private:
  std::optional<http::Refusal> letNobodyIn(http::Request& request) const {
    if (m_strangers == Strangers::Refused) {
      return http::Refusal{401,
                           "This server asks for an access token; set MLFLOW_TRACKING_TOKEN to one that "
                           "\"tatara tokens create\" made"};
    }
    request.caller.rights = registry::nobody({}).scopes.bits();
    return std::nullopt;
  }

  std::optional<http::Refusal> identify(http::Request& request, const std::string& secret) {
    if (const auto token = m_book->find(secret)) {
      request.caller = {token->person, token->scopes.bits(), token->id, token->automated};
      noteUse(*token, m_store->clock().now());
      return std::nullopt;
    }
    return http::Refusal{401, "This access token is unknown, has expired or was revoked"};
  }

  void noteUse(const registry::Token& token, Timestamp now) {
    {
      Lock lock(m_mutex);
      Timestamp& noted = m_noted.try_emplace(token.id, token.used.value_or(Timestamp{})).first->second;
      if (now - noted < kUseEvery) {
        return;
      }
      noted = now;
    }
    m_store->submit(
        [id = token.id, now](store::Writer& writer) { return registry::noteTokenUse(writer, id, now); },
        [](const Status& noted) {
          if (!noted && noted.error().kind != ErrorKind::PermissionDenied) {
            log::error("noting the use of an access token", noted.error());
          }
        });
  }

  const std::shared_ptr<store::Store> m_store;
  const std::shared_ptr<const TokenBook> m_book;
  const Strangers m_strangers;
  Mutex m_mutex;
  std::map<std::int64_t, Timestamp> m_noted GUARDED_BY(m_mutex);
};

}  // namespace

Result<std::shared_ptr<const TokenBook>> TokenBook::follow(std::shared_ptr<store::Store> store) {
  const std::shared_ptr<TokenBook> book(new TokenBook(std::move(store)));
  TokenBook* raw = book.get();
  book->m_subscription = book->m_store->subscribe([raw](const store::ChangeSet& changes) {
    const bool acted =
        changes.everything || std::any_of(changes.changes.begin(), changes.changes.end(), [](const auto& c) {
          return c.kind == store::ChangeKind::Act;  // making and revoking tokens are acts
        });
    if (Status loaded = acted ? raw->reload() : Status(); !loaded) {
      log::error("reading the access tokens again", loaded.error());
    }
  });
  TATARA_TRY(book->reload());
  return std::shared_ptr<const TokenBook>(book);
}

TokenBook::~TokenBook() {
  if (m_subscription) {
    m_store->unsubscribe(*m_subscription);
  }
}

Status TokenBook::reload() {
  TATARA_ASSIGN(auto loaded, m_store->read([](sql::Connection& db) -> Result<registry::TokenTable> {
    return registry::TokenTable::load(db);
  }));
  auto shared = std::make_shared<const registry::TokenTable>(std::move(loaded));
  const Lock lock(m_mutex);
  m_tokens = std::move(shared);
  return {};
}

std::optional<registry::Token> TokenBook::find(std::string_view secret) const {
  std::shared_ptr<const registry::TokenTable> tokens;
  {
    const Lock lock(m_mutex);
    tokens = m_tokens;
  }
  const registry::Token* token = tokens->find(secret, m_store->clock().now());
  return token ? std::optional(*token) : std::nullopt;
}

Result<http::Gate> makeGate(std::shared_ptr<store::Store> store, Strangers strangers) {
  TATARA_ASSIGN(auto book, TokenBook::follow(store));
  auto gate = std::make_shared<TokenGate>(std::move(store), std::move(book), strangers);
  return http::Gate([gate](http::Request& request) { return gate->judge(request); });
}

registry::Actor callerOf(const http::Request& request, std::string program) {
  const http::Caller& caller = request.caller;
  if (caller.token == 0) {
    return registry::nobody(std::move(program));
  }
  return {
      caller.name,  std::move(program), registry::Identity::Token, registry::Scopes::fromBits(caller.rights),
      caller.token, caller.automated};
}

}  // namespace tatara::api
