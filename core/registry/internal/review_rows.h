// Rows of the tables of reviews, and what reading, judging and writing them share. Threads: as for the
// connection.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "core/registry/internal/rows.h"
#include "core/registry/review.h"

namespace tatara::registry::internal {

Result<std::vector<ReviewInfo>> reviewRows(sql::Connection& connection, std::string_view condition,
                                           std::int64_t first, std::int64_t second, std::string_view text,
                                           std::int64_t limit);

// The standing by these rules, which may be more than those of the review's own target.
Result<Standing> standingBy(sql::Connection& connection, const Review& review, const PolicyState& policy,
                            const std::vector<const ModelRule*>& rules, Timestamp now);

// "The gate “…” fails: …".
text::Phrase gateSentence(const GateStanding& gate);

// Nobody decides or moves what is protected without saying who they are. `what` completes "To …".
Status checkProven(const Actor& actor, Scope scope, std::string_view what);

// Puts the version's state where its reviews have it; an archived one stays archived.
Status refreshState(store::Writer& writer, const VersionRow& row);
// Withdraws what is still under way when the version goes.
Status closeReviews(store::Writer& writer, const VersionRow& row, Timestamp now);
Status keepFiles(store::Writer& writer, const VersionRow& row);
Status setReviewState(store::Writer& writer, const ReviewInfo& review, ReviewState state, Timestamp now);

std::string joined(const std::vector<std::string>& words, std::string_view last);
std::string objectOf(ReviewId review);

}  // namespace tatara::registry::internal
