// What has become of the evidence of a review since it was frozen: whether approvals were given on what is
// still so.
//
// A piece changes with its digest, and when it is new or gone. One that says of itself that it varies (its
// member "varies" is true: times and memory as this machine happens to have them, never twice the same) is
// another only where a gate of the policy in force answers otherwise with what was measured since. What was
// frozen stays what the review shows and judges by.
//
// Threads: inside a read lease or a write task. Errors: those of the store.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/registry/policy.h"
#include "core/registry/review.h"

namespace tatara::registry {

// A sentence for approvals that lapse; nothing while the evidence is what it was.
Result<std::optional<text::Phrase>> evidenceChange(sql::Connection& connection, const Review& review,
                                                   const std::vector<const ModelRule*>& rules);

// The live reviews of a version whose evidence is another by now; `against`: of those alone that are to
// replace this version.
Result<std::vector<ReviewInfo>> lapsedReviews(sql::Connection& connection, std::string_view model,
                                              std::int64_t version, std::optional<std::int64_t> against = {});

}  // namespace tatara::registry
