// Reviews: somebody asks that an alias (or a stage) be moved to a version, others decide with evidence, and
// only then may it move. The move is an act of its own (registry.h), checked against all of this again in its
// own transaction.
//
// A review has rounds. Opening and reopening begin one: the evidence and the digest of the files are frozen
// then, and decisions of earlier rounds do not count any more. An approval lapses when the files, the
// evidence or the champion that it was compared with change, when it grows too old for the policy, or when
// who gave it has left the role; nothing is written for that: standingOf() tells.
//
// Every function that changes something asks the policy, checks who the actor is (nobody decides without a
// proven identity, and no automated token at all) and appends to the audit chain, signed where the actor has
// a key. Errors: NotFound, PermissionDenied, Conflict (the state does not allow it, or what was looked at has
// changed), InvalidArgument. Threads: functions with a Writer run inside a write task, those with a
// Connection inside a read lease. Subscribers hear of every change as ChangeKind::Model with the model's key.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/registry/evidence.h"
#include "core/registry/policy.h"
#include "core/registry/registry.h"

namespace tatara::registry {

using ReviewId = StrongId<struct ReviewIdTag>;

enum class ReviewState : std::uint8_t {
  Open = 0,
  ChangesRequested = 1,
  Approved = 2,
  Rejected = 3,
  Withdrawn = 4,
  Done = 5,  // approved, and moved
};
std::string_view toString(ReviewState state);  // "open", "changes requested", ...
std::optional<ReviewState> parseReviewState(std::string_view text);

enum class Verdict : std::uint8_t { Approve = 0, ApproveOnConditions = 1, RequestChanges = 2, Reject = 3 };
std::string_view toString(Verdict verdict);

struct ReviewInfo {
  ReviewId id;
  ModelKey modelKey;
  std::string model;
  std::int64_t version = 0;
  Target target;
  ReviewState state = ReviewState::Open;
  std::string reason;
  std::string requester;
  std::string identity;       // how the requester was known
  bool automated = false;     // the requester is a job
  std::string committer;      // who trained or committed the version last, as far as its run says
  std::int64_t replaces = 0;  // the version that had the target when the round began; 0: none
  std::int64_t round = 1;
  std::string files;  // digest of the version's files when the round began
  std::optional<Timestamp> due;
  Timestamp opened{};  // when this round began and its evidence was frozen
  Timestamp updated{};
  std::optional<Timestamp> closed;
};

struct Decision {
  std::int64_t round = 1;
  std::string person;
  Verdict verdict = Verdict::Approve;
  std::string reason;
  std::string conditions;
  std::string subject;   // reviewSubject() that was decided upon
  std::int64_t act = 0;  // its entry in the audit chain
  Timestamp at{};
};

struct Comment {
  std::int64_t id = 0;
  std::string evidence;  // the name of the piece it is about; empty: the review
  std::string person;
  std::string body;  // Markdown
  Timestamp at{};
};

struct Acknowledgement {
  std::string gate;  // its condition
  std::string person;
  std::string reason;
  Timestamp at{};
};

struct Review {
  ReviewInfo info;
  std::vector<Evidence> evidence;   // frozen, of this round
  std::vector<Decision> decisions;  // oldest first, of all rounds
  std::vector<Comment> comments;
  std::vector<Acknowledgement> acknowledgements;  // of this round
  std::vector<std::string> asked;
};

struct GateStanding {
  std::string name;
  std::string condition;
  GateResult result;
  bool mayAcknowledge = false;
  std::optional<Acknowledgement> acknowledged;
  bool satisfied() const { return result.outcome == GateOutcome::Passed || acknowledged.has_value(); }
};

struct RoleStanding {
  std::string role;
  int needed = 0;
  std::vector<std::string> approvedBy;  // who counts
  std::vector<std::string> mayApprove;  // members that could still
};

// How far a review is from letting its target move, by the policy in force now.
struct Standing {
  std::vector<GateStanding> gates;
  std::vector<RoleStanding> roles;
  std::vector<text::Phrase> missing;  // sentences: what is still needed
  std::vector<text::Phrase> lapsed;   // sentences: why approvals do not count any more; reopening mends it
  std::vector<text::Phrase>
      blocked;  // sentences: what forbids approving at all (files missing, changes requested)
  bool clears() const { return missing.empty() && lapsed.empty() && blocked.empty(); }
};

struct NewReview {
  std::string model{};
  std::int64_t version = 0;
  Target target{};
  std::string reason{};
  std::optional<Timestamp> due{};
  std::vector<std::string> ask{};  // people it shall wait for by name
};

struct NewDecision {
  Verdict verdict = Verdict::Approve;
  std::string reason{};
  std::string conditions{};
  // reviewSubject() as the person saw it: Conflict when it is another by now. Empty: whatever it is.
  std::string seen{};
};

Result<ReviewInfo> openReview(store::Writer& writer, const NewReview& review, const Actor& actor,
                              Timestamp now);
Result<ReviewInfo> decide(store::Writer& writer, ReviewId id, const NewDecision& decision, const Actor& actor,
                          Timestamp now);
Status acknowledgeGate(store::Writer& writer, ReviewId id, std::string_view gate, std::string_view reason,
                       const Actor& actor, Timestamp now);
Result<std::int64_t> addComment(store::Writer& writer, ReviewId id, std::string_view evidence,
                                std::string_view body, const Actor& actor, Timestamp now);
Status withdrawReview(store::Writer& writer, ReviewId id, std::string_view reason, const Actor& actor,
                      Timestamp now);
// A new round: evidence and files are frozen anew, approvals are cleared.
Result<ReviewInfo> reopenReview(store::Writer& writer, ReviewId id, std::string_view reason,
                                const Actor& actor, Timestamp now);
// Asks somebody by name; who was asked before hands it on.
Status askReviewer(store::Writer& writer, ReviewId id, std::string_view person, const Actor& actor,
                   Timestamp now);
Status setDue(store::Writer& writer, ReviewId id, std::optional<Timestamp> due, const Actor& actor,
              Timestamp now);
// Remembers that the person has looked; no act.
Status markSeen(store::Writer& writer, ReviewId id, std::string_view person, Timestamp now);

Result<std::optional<ReviewInfo>> findReview(sql::Connection& connection, ReviewId id);
Result<Review> loadReview(sql::Connection& connection, ReviewId id);  // NotFound
struct ReviewFilter {
  std::string model{};
  std::int64_t version = 0;  // 0: all
  std::optional<ReviewState> state{};
  bool live = false;  // only open, changes requested and approved
  std::string requester{};
};
// Newest first, at most `limit`, those with a number below `before` where it is given.
Result<std::vector<ReviewInfo>> loadReviews(sql::Connection& connection, const ReviewFilter& filter,
                                            std::int64_t limit, std::optional<ReviewId> before = {});
// What waits for this person: reviews they were asked for or may approve and have not decided, and their own
// in which changes were requested or that are approved and can be moved now.
Result<std::vector<ReviewInfo>> waitingFor(sql::Connection& connection, std::string_view person,
                                           Timestamp now);

Result<Standing> standingOf(sql::Connection& connection, const Review& review, const PolicyState& policy,
                            Timestamp now);
// Why this person may not approve this review, or not say no to it; nothing when they may.
std::optional<text::Phrase> whyNotApprove(const Review& review, const PolicyState& policy,
                                          const Actor& actor);
std::optional<text::Phrase> whyNotRefuse(const Review& review, const PolicyState& policy, const Actor& actor);
// The names of the pieces that are another, new or gone in this round beside the round before.
Result<std::vector<std::string>> changedEvidence(sql::Connection& connection, const Review& review);
// Digest over the files and the frozen evidence: what is decided upon.
std::string reviewSubject(const Review& review);
// When the person looked last; nothing when never.
Result<std::optional<Timestamp>> lastSeen(sql::Connection& connection, ReviewId id, std::string_view person);

}  // namespace tatara::registry
