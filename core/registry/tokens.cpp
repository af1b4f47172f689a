#include "core/registry/tokens.h"

#include <algorithm>

#include "core/base/random.h"
#include "core/crypto/digest.h"
#include "core/registry/internal/rows.h"

namespace tatara::registry {
namespace {

constexpr std::string_view kSecretPrefix = "tatara_";
constexpr std::size_t kSecretBytes = 32;
constexpr std::size_t kTokenNameBytes = 200;

constexpr std::array<std::pair<Scope, std::string_view>, 5> kScopes = {{{Scope::Read, "read"},
                                                                        {Scope::Log, "log"},
                                                                        {Scope::Review, "review"},
                                                                        {Scope::Deploy, "deploy"},
                                                                        {Scope::Admin, "admin"}}};

constexpr const char* kColumns =
    "SELECT token_id, person, label, scopes, automated, created_ms, created_by, expires_ms, revoked_ms, "
    "used_ms, digest FROM access_token ";

std::optional<Timestamp> momentOf(std::optional<std::int64_t> millis) {
  return millis ? std::optional(fromUnixMillis(*millis)) : std::nullopt;
}

Token decode(const sql::Rows& rows) {
  Token token;
  token.id = rows.integer(0);
  token.person = rows.text(1);
  token.label = rows.text(2);
  token.scopes = Scopes::fromBits(static_cast<std::uint32_t>(rows.integer(3)));
  token.automated = rows.integer(4) != 0;
  token.created = fromUnixMillis(rows.integer(5));
  token.createdBy = rows.text(6);
  token.expires = momentOf(rows.optionalInteger(7));
  token.revoked = momentOf(rows.optionalInteger(8));
  token.used = momentOf(rows.optionalInteger(9));
  return token;
}

Status checkText(std::string_view what, std::string_view text) {
  const bool control = std::any_of(text.begin(), text.end(),
                                   [](char c) { return static_cast<unsigned char>(c) < 32 || c == 127; });
  if (control || text.size() > kTokenNameBytes) {
    return makeError(ErrorKind::InvalidArgument, "The token's " + std::string(what) +
                                                     " may have at most 200 bytes and no control characters");
  }
  return {};
}

Status check(const NewToken& token, Timestamp now) {
  if (token.person.find_first_not_of(' ') == std::string::npos) {
    return makeError(ErrorKind::InvalidArgument, "A token needs a person whom it belongs to");
  }
  if (token.person == kNobody) {
    return makeError(ErrorKind::InvalidArgument,
                     "'" + token.person + "' stands for requests without a token");
  }
  TATARA_TRY(checkText("person", token.person));
  TATARA_TRY(checkText("label", token.label));
  if (token.scopes.empty()) {
    return makeError(ErrorKind::InvalidArgument, "A token needs a scope: read, log, review, deploy or admin");
  }
  if (token.expires && *token.expires <= now) {
    return makeError(ErrorKind::InvalidArgument, "The token would have expired before it was made");
  }
  return {};
}

Status checkMayAdminister(const Actor& actor) {
  if (!actor.scopes.has(Scope::Admin)) {
    return makeError(
        ErrorKind::PermissionDenied,
        "Only a token with the scope admin may make or revoke tokens; " + actor.person + " showed none");
  }
  return {};
}

std::string objectOf(std::int64_t id) {
  return "token/" + std::to_string(id);
}

std::string describe(const NewToken& token) {
  std::string words;
  for (const std::string& name : namesOf(token.scopes)) {
    words += (words.empty() ? "" : ", ") + name;
  }
  return token.person + ": " + words + (token.automated ? " (automated)" : "");
}

}  // namespace

std::string_view toString(Scope scope) {
  return std::find_if(kScopes.begin(), kScopes.end(), [&](const auto& each) { return each.first == scope; })
      ->second;
}

std::optional<Scope> parseScope(std::string_view text) {
  for (const auto& [scope, name] : kScopes) {
    if (name == text) {
      return scope;
    }
  }
  return std::nullopt;
}

std::vector<std::string> namesOf(Scopes scopes) {
  std::vector<std::string> names;
  for (const auto& [scope, name] : kScopes) {
    if ((scopes.bits() & static_cast<std::uint32_t>(scope)) != 0) {
      names.emplace_back(name);
    }
  }
  return names;
}

Result<IssuedToken> createToken(store::Writer& writer, const NewToken& token, const Actor& actor,
                                Timestamp now) {
  TATARA_TRY(checkMayAdminister(actor));
  TATARA_TRY(check(token, now));
  IssuedToken issued;
  issued.secret = std::string(kSecretPrefix) + randomHex(kSecretBytes);
  const auto expires = token.expires ? std::optional(toUnixMillis(*token.expires)) : std::nullopt;
  TATARA_TRY(writer.sql().run(
      "INSERT INTO access_token(digest, person, label, scopes, automated, created_ms, created_by, "
      "expires_ms) VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
      crypto::sha256Hex(issued.secret), token.person, token.label,
      static_cast<std::int64_t>(token.scopes.bits()), static_cast<std::int64_t>(token.automated),
      toUnixMillis(now), actor.person, expires));
  issued.token = {.id = writer.sql().lastInsertId(),
                  .person = token.person,
                  .label = token.label,
                  .scopes = token.scopes,
                  .automated = token.automated,
                  .created = now,
                  .createdBy = actor.person,
                  .expires = token.expires,
                  .revoked = {},
                  .used = {}};
  TATARA_TRY(internal::record(
      writer, actor, now,
      {.verb = "create token", .object = objectOf(issued.token.id), .after = describe(token)}));
  return issued;
}

Status revokeToken(store::Writer& writer, std::int64_t id, const Actor& actor, Timestamp now) {
  TATARA_TRY(checkMayAdminister(actor));
  TATARA_ASSIGN(auto rows,
                writer.sql().query("SELECT person, revoked_ms FROM access_token WHERE token_id = ?", id));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return makeError(ErrorKind::NotFound, "There is no token " + std::to_string(id));
  }
  const std::string person(rows.text(0));
  if (rows.optionalInteger(1)) {
    return makeError(ErrorKind::Conflict, "The token " + std::to_string(id) + " was revoked already");
  }
  TATARA_TRY(
      writer.sql().run("UPDATE access_token SET revoked_ms = ? WHERE token_id = ?", toUnixMillis(now), id));
  return internal::record(writer, actor, now,
                          {.verb = "revoke token", .object = objectOf(id), .before = person});
}

Status noteTokenUse(store::Writer& writer, std::int64_t id, Timestamp now) {
  return writer.sql().run("UPDATE access_token SET used_ms = ? WHERE token_id = ?", toUnixMillis(now), id);
}

Result<std::vector<Token>> loadTokens(sql::Connection& connection) {
  TATARA_ASSIGN(auto rows, connection.query(std::string(kColumns) + "ORDER BY token_id DESC"));
  std::vector<Token> tokens;
  while (rows.next()) {
    tokens.push_back(decode(rows));
  }
  TATARA_TRY(rows.status());
  return tokens;
}

Result<TokenTable> TokenTable::load(sql::Connection& connection) {
  TATARA_ASSIGN(auto rows, connection.query(std::string(kColumns) + "WHERE revoked_ms IS NULL"));
  TokenTable table;
  while (rows.next()) {
    table.m_byDigest.emplace(rows.text(10), decode(rows));
  }
  TATARA_TRY(rows.status());
  return table;
}

const Token* TokenTable::find(std::string_view secret, Timestamp now) const {
  if (!secret.starts_with(kSecretPrefix) || secret.size() != kSecretPrefix.size() + 2 * kSecretBytes) {
    return nullptr;
  }
  // Looked up by digest: how long the search takes says nothing about the secret.
  const auto found = m_byDigest.find(crypto::sha256Hex(secret));
  return found != m_byDigest.end() && found->second.liveAt(now) ? &found->second : nullptr;
}

bool TokenTable::anyLive(Timestamp now) const {
  return std::any_of(m_byDigest.begin(), m_byDigest.end(),
                     [&](const auto& each) { return each.second.liveAt(now); });
}

Actor actorOf(const Token& token, std::string program) {
  return {token.person, std::move(program), Identity::Token, token.scopes, token.id, token.automated};
}

}  // namespace tatara::registry
