// What the policy says to a move, asked inside the transaction of the move by everything that moves an alias
// or a stage: move(), deletion, renaming. PermissionDenied with a sentence that says what is missing and how
// to get it.
#pragma once

#include <optional>
#include <string_view>

#include "core/registry/internal/rows.h"
#include "core/registry/policy.h"
#include "core/registry/review.h"

namespace tatara::registry::internal {

struct Request {
  const Actor& actor;
  Timestamp now;
  std::string_view reason;
  Glass glass = Glass::Whole;
};

// What let a protected move pass.
struct Clearance {
  std::optional<ReviewInfo> review;
  bool glassBroken = false;
};

// May `target` be given to this version?
Result<Clearance> guardSet(store::Writer& writer, const VersionRow& row, const Target& target,
                           const Request& request);
// May it be taken away, with nothing in its place?
Result<Clearance> guardRemoval(store::Writer& writer, std::string_view model, const Target& target,
                               const Request& request);
// May the model be called so? A new name may stand under other rules.
Status guardRename(store::Writer& writer, const RegisteredModel& model, std::string_view newName,
                   const Request& request);
// What needs a version names it by edges of the relation "held" (core/deploy/internal/hold.h): Conflict, with
// who needs it. Without a version: any of the model's.
Status checkNotHeld(sql::Connection& connection, std::string_view model, std::int64_t version = 0);
// After the move: the review is done, a broken glass is written down.
Status settle(store::Writer& writer, const Clearance& clearance, std::string_view object,
              const Request& request, std::int64_t act);

}  // namespace tatara::registry::internal
