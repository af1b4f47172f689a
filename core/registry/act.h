// Acts: who did what, on what, why and through which program. Append-only; each is chained to the one before
// (audit.h).
//
// Objects are written "model/NAME", "model/NAME/VERSION", "model/NAME@ALIAS", "review/NUMBER",
// "token/NUMBER", "policy", "endpoint/NAME". Texts are made valid UTF-8 and bounded before they are kept.
// Errors: those of the store, and of signing (crypto/ssh_signature.h) where the act is to be signed and the
// actor has a key: then nothing is done at all. Threads: functions with a Writer run inside a write task,
// those with a Connection inside a read lease.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/crypto/digest.h"
#include "core/registry/actor.h"
#include "core/sql/connection.h"
#include "core/store/store.h"

namespace tatara::registry {

struct Act {
  std::int64_t id = 0;
  Timestamp at{};
  std::string actor;
  std::string program;
  std::string verb;    // "create model", "set alias", "approve review", ...
  std::string object;  // "model/bike-demand", "model/bike-demand/7"
  std::optional<std::string> before;
  std::optional<std::string> after;
  std::string reason;
  std::string identity;   // how the actor was known: "account", "token 3", "token 3, automated", "none"
  std::string signature;  // base64 of an SSHSIG over signedText(); empty when not signed
  std::optional<crypto::Sha256Digest> digest;  // none: from before there was a chain
};

struct NewAct {
  std::string_view verb;
  std::string object;
  std::optional<std::string> before{};
  std::optional<std::string> after{};
  std::string_view reason{};
  bool sign = false;  // by the actor's key where there is one
};

// Appends the act to the chain, in the transaction of the change that it tells of. Gives its number.
Result<std::int64_t> recordAct(store::Writer& writer, const Actor& actor, Timestamp now, const NewAct& act);

struct ActFilter {
  std::string person{};
  std::string verb{};
  std::string
      object{};        // itself and what is below it: "model/bikes" holds "model/bikes/3" and "model/bikes@x"
  std::string text{};  // in object, before, after or reason, ignoring the case of ASCII letters
  std::optional<Timestamp> from{};  // from this moment
  std::optional<Timestamp> to{};    // before this one
};

// The newest first, at most `limit`, those with a number below `before` where it is given: the next page
// begins where the last one ended.
Result<std::vector<Act>> loadActs(sql::Connection& connection, const ActFilter& filter, std::int64_t limit,
                                  std::optional<std::int64_t> before = {});
Result<std::vector<Act>> loadActs(sql::Connection& connection, std::int64_t newestFirst);
Result<std::optional<Act>> findAct(sql::Connection& connection, std::int64_t id);

// How many acts a day (UTC) had, oldest first, days without any left out.
struct ActDay {
  Timestamp day{};
  std::int64_t acts = 0;
};
Result<std::vector<ActDay>> countActsByDay(sql::Connection& connection, const ActFilter& filter);
// Everybody who ever acted, and every verb, for filters; sorted.
Result<std::vector<std::string>> loadActors(sql::Connection& connection);
Result<std::vector<std::string>> loadVerbs(sql::Connection& connection);

// "account", "token 3", ...
std::string identityText(const Actor& actor);

}  // namespace tatara::registry
