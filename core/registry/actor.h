// Who does something, how they are known, and what they may do.
//
// At this machine a person is their account on the operating system. Over the network, loopback included,
// only an access token (tokens.h) says who one is; a request without one may read, log and register, and
// never decides, deploys or moves what a policy protects. Policies ask `identity` and `scopes`, records keep
// `person`. Threads: values.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace tatara::registry {

// What a token allows. Each includes Read; Admin includes all.
enum class Scope : std::uint8_t {
  Read = 1,
  Log = 2,  // runs, artifacts, datasets, traces; registering models and versions; aliases no policy protects
  Review = 4,  // deciding reviews
  Deploy = 8,  // endpoints, and moving protected aliases once their reviews allow it
  Admin = 16,  // tokens
};

class Scopes {
 public:
  constexpr Scopes() = default;
  constexpr Scopes(std::initializer_list<Scope> scopes) {
    for (const Scope scope : scopes) {
      m_bits |= static_cast<std::uint32_t>(scope);
    }
  }
  static constexpr Scopes all() { return {Scope::Admin}; }
  static constexpr Scopes fromBits(std::uint32_t bits) {
    Scopes scopes;
    scopes.m_bits = bits & 31;
    return scopes;
  }

  constexpr bool has(Scope scope) const {
    return (m_bits & (static_cast<std::uint32_t>(scope) | static_cast<std::uint32_t>(Scope::Admin))) != 0 ||
           (scope == Scope::Read && m_bits != 0);
  }
  constexpr bool empty() const { return m_bits == 0; }
  constexpr std::uint32_t bits() const { return m_bits; }
  friend constexpr bool operator==(Scopes, Scopes) = default;

 private:
  std::uint32_t m_bits = 0;
};

enum class Identity : std::uint8_t {
  Account,  // the account on the operating system that runs this program
  Token,    // whom a token belongs to
  Nobody,   // a request without a token
};

// What is written down for Identity::Nobody; no account and no token's person can be called so.
inline constexpr std::string_view kNobody = "(no token)";

struct Actor {
  std::string person;
  std::string program;  // "tatara", "tatara-workbench", "mlflow-client", "import"
  Identity identity = Identity::Account;
  Scopes scopes = Scopes::all();
  std::int64_t token = 0;  // the token's number, for Identity::Token
  bool automated = false;  // a job's token: nobody's hand was on it
  // Of an account that has one: the SSH key that signs its approvals and moves (crypto/ssh_signature.h).
  std::string signingKey{};
};

// The account on the operating system that this process runs as, with the key that the environment variable
// TATARA_SIGNING_KEY or the file ~/.config/tatara/signing_key (which holds its path) names.
Actor currentActor(std::string program);
// A request that said nothing about who sends it.
Actor nobody(std::string program);

}  // namespace tatara::registry
