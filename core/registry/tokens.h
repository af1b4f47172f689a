// Access tokens: what a client of the server shows to say who it is.
//
// A token is "tatara_" and 64 hexadecimal digits, 256 random bits. It is shown once, when it is made; the
// store keeps its SHA-256 alone, which with so much chance in it needs neither salt nor stretching. Each
// belongs to one person, has scopes, ends some day unless it is said that it does not, and can be revoked.
// Making and revoking one are acts.
//
// Errors: InvalidArgument, NotFound, PermissionDenied (the actor has no Scope::Admin), Conflict. Threads:
// functions with a Writer run inside a write task, those with a Connection inside a read lease; a TokenTable
// is immutable.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/registry/actor.h"
#include "core/sql/connection.h"
#include "core/store/store.h"

namespace tatara::registry {

struct Token {
  std::int64_t id = 0;
  std::string person;
  std::string label;
  Scopes scopes;
  bool automated = false;
  Timestamp created{};
  std::string createdBy;
  std::optional<Timestamp> expires;
  std::optional<Timestamp> revoked;
  std::optional<Timestamp> used;  // the last time, to the nearest ten minutes

  bool liveAt(Timestamp now) const { return !revoked && (!expires || now < *expires); }
};

struct NewToken {
  std::string person;
  std::string label{};
  Scopes scopes{};
  bool automated = false;
  std::optional<Timestamp> expires{};
};

struct IssuedToken {
  Token token;
  std::string secret;  // nobody can read it again
};

// "read", "log", "review", "deploy", "admin".
std::string_view toString(Scope scope);
std::optional<Scope> parseScope(std::string_view text);
// The words of those that are set, in that order.
std::vector<std::string> namesOf(Scopes scopes);

Result<IssuedToken> createToken(store::Writer& writer, const NewToken& token, const Actor& actor,
                                Timestamp now);
// Conflict when it was revoked before.
Status revokeToken(store::Writer& writer, std::int64_t id, const Actor& actor, Timestamp now);
Status noteTokenUse(store::Writer& writer, std::int64_t id, Timestamp now);
Result<std::vector<Token>> loadTokens(sql::Connection& connection);  // newest first

// Every token by the digest of its secret, for a gate that may not wait for the store.
class TokenTable {
 public:
  static Result<TokenTable> load(sql::Connection& connection);

  // Nothing for a secret that is unknown, has expired or was revoked.
  const Token* find(std::string_view secret, Timestamp now) const;
  bool anyLive(Timestamp now) const;

 private:
  std::map<std::string, Token, std::less<>> m_byDigest;
};

// The actor that a token stands for.
Actor actorOf(const Token& token, std::string program);

}  // namespace tatara::registry
