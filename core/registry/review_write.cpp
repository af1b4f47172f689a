#include <algorithm>

#include "core/base/number_text.h"
#include "core/registry/internal/review_rows.h"
#include "core/registry/tokens.h"
#include "core/text/error_phrase.h"
#include "core/text/utf8.h"

namespace tatara::registry {
namespace {

using internal::checkProven;
using internal::objectOf;

constexpr std::size_t kTextBytes = 64 * 1024;

Error conflict(std::string message) {
  return makeError(ErrorKind::Conflict, std::move(message));
}

std::string nameOf(const ReviewInfo& review) {
  return "Review " + std::to_string(review.id.value());
}

Result<std::string> checkedText(std::string_view text, std::string_view what, bool needed) {
  if (needed && text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return makeError(ErrorKind::InvalidArgument, std::string(what) + " is missing: say why in a sentence");
  }
  if (text.size() > kTextBytes) {
    return makeError(ErrorKind::InvalidArgument, std::string(what) + " is longer than 64 KB");
  }
  return text::replaceInvalidUtf8(text);
}

// A person's name as it is shown and compared: no control characters, not empty.
Status checkPerson(std::string_view person) {
  const bool control =
      std::any_of(person.begin(), person.end(), [](char c) { return static_cast<unsigned char>(c) < 32; });
  if (person.empty() || person.size() > 200 || control || !text::isValidUtf8(person)) {
    return makeError(ErrorKind::InvalidArgument, "A person's name is missing or not one");
  }
  return {};
}

Status touch(store::Writer& writer, const ReviewInfo& review, Timestamp now) {
  writer.changed(store::ChangeKind::Model, review.modelKey.value());
  return writer.sql().run("UPDATE review SET updated_ms = ? WHERE review_id = ?", toUnixMillis(now),
                          review.id);
}

Result<ReviewInfo> infoOf(store::Writer& writer, ReviewId id) {
  TATARA_ASSIGN(auto review, findReview(writer.sql(), id));
  if (!review) {
    return makeError(ErrorKind::NotFound, "There is no review " + std::to_string(id.value()));
  }
  return std::move(*review);
}

// Who trained the version last, as far as its run says.
Result<std::string> committerOf(sql::Connection& connection, const ModelVersion& version) {
  TATARA_ASSIGN(auto rows, connection.query("SELECT user FROM run WHERE run_id = ?", version.run));
  std::string committer = rows.next() ? std::string(rows.text(0)) : std::string();
  TATARA_TRY(rows.status());
  return committer.empty() ? version.user : committer;
}

Result<std::int64_t> holderOf(sql::Connection& connection, std::string_view model, const Target& target) {
  if (target.kind == Target::Kind::Alias) {
    TATARA_ASSIGN(const auto holder, findVersionByAlias(connection, model, target.name));
    return holder ? holder->version : 0;
  }
  // Several versions may be in a stage; the evidence is compared with the champion.
  TATARA_ASSIGN(const auto champion, findVersionByAlias(connection, model, "champion"));
  return champion ? champion->version : 0;
}

// Freezes evidence and files as they are: the beginning of a round.
Status freeze(store::Writer& writer, ReviewId id, std::int64_t round, const ModelVersion& version,
              const Target& target, Timestamp now) {
  sql::Connection& db = writer.sql();
  TATARA_ASSIGN(std::int64_t against, holderOf(db, version.model, target));
  against = against == version.version ? 0 : against;
  TATARA_ASSIGN(const auto files, loadVersionFiles(db, version.model, version.version));
  TATARA_ASSIGN(const auto committer, committerOf(db, version));
  TATARA_TRY(db.run(
      "UPDATE review SET replaces = ?, files = ?, committer = ?, round = ?, opened_ms = ?, updated_ms = ?, "
      "state = 0, closed_ms = NULL WHERE review_id = ?",
      against, files.digest, committer, round, toUnixMillis(now), toUnixMillis(now), id));
  TATARA_ASSIGN(const auto evidence, gatherEvidence(db, version.model, version.version, against));
  for (const Evidence& one : evidence) {
    TATARA_TRY(db.run("INSERT INTO review_evidence VALUES(?, ?, ?, ?, ?, ?, ?)", id, round, one.name,
                      text::toJson(one.body), one.digest, one.source, toUnixMillis(one.computed)));
  }
  return {};
}

Status checkNewReview(store::Writer& writer, const NewReview& review, const internal::VersionRow& row) {
  const auto stage = parseStage(review.target.name);
  if (review.target.kind == Target::Kind::Stage && (!stage || *stage == Stage::None)) {
    return makeError(ErrorKind::InvalidArgument, "“" + review.target.name + "” is no stage to ask for");
  }
  if (review.target.kind == Target::Kind::Alias) {
    TATARA_TRY(internal::checkAlias(review.target.name));
  }
  if (row.version.state == VersionState::Archived) {
    return conflict("Version " + std::to_string(review.version) + " of " + review.model +
                    " is archived; bring it back first");
  }
  TATARA_ASSIGN(const auto holder, holderOf(writer.sql(), review.model, review.target));
  if (review.target.kind == Target::Kind::Alias && holder == review.version) {
    return conflict("Version " + std::to_string(review.version) + " of " + review.model + " is " +
                    toText(review.target) + " already");
  }
  TATARA_ASSIGN(
      const auto live,
      loadReviews(writer.sql(), {.model = review.model, .version = review.version, .live = true}, 100));
  for (const ReviewInfo& other : live) {
    if (other.target == review.target) {
      return conflict("Review " + std::to_string(other.id.value()) + " asks for that already");
    }
  }
  for (const std::string& person : review.ask) {
    TATARA_TRY(checkPerson(person));
  }
  return {};
}

std::optional<std::int64_t> reviewMillis(const std::optional<Timestamp>& time) {
  return time ? std::optional(toUnixMillis(*time)) : std::nullopt;
}

// Whether this person may say no: whoever may approve, and every other member of the roles.
Status checkMayRefuse(const Review& review, const PolicyState& policy, const Actor& actor) {
  if (const auto why = whyNotRefuse(review, policy, actor)) {
    return text::phraseError(ErrorKind::PermissionDenied, *why);
  }
  return {};
}

Status checkMayApprove(sql::Connection& connection, const Review& review, const PolicyState& policy,
                       const Actor& actor, Timestamp now) {
  if (const auto why = whyNotApprove(review, policy, actor)) {
    return text::phraseError(ErrorKind::PermissionDenied, *why);
  }
  TATARA_ASSIGN(const auto standing, standingOf(connection, review, policy, now));
  if (!standing.lapsed.empty()) {
    return conflict(standing.lapsed.front().english() + "; \"tatara reviews reopen " +
                    std::to_string(review.info.id.value()) + "\" freezes it anew");
  }
  for (const text::Phrase& phrase : standing.blocked) {
    const std::string sentence = phrase.english();
    const bool ownWord = sentence.starts_with(actor.person + " asked for changes: ");
    if (!ownWord) {
      return conflict(sentence);
    }
  }
  for (const GateStanding& gate : standing.gates) {
    if (!gate.satisfied()) {
      return conflict(internal::gateSentence(gate).english() +
                      (gate.mayAcknowledge ? "; acknowledge it with a reason first" : ""));
    }
  }
  return {};
}

ReviewState stateAfter(Verdict verdict, const Standing& standing) {
  switch (verdict) {
    case Verdict::RequestChanges:
      return ReviewState::ChangesRequested;
    case Verdict::Reject:
      return ReviewState::Rejected;
    default:
      return standing.clears() ? ReviewState::Approved : ReviewState::Open;
  }
}

Status refresh(store::Writer& writer, const ReviewInfo& review) {
  TATARA_ASSIGN(const auto row, internal::versionRow(writer.sql(), review.model, review.version));
  return internal::refreshState(writer, row);
}

}  // namespace

namespace internal {

Status checkProven(const Actor& actor, Scope scope, std::string_view what) {
  if (actor.identity == Identity::Nobody) {
    return makeError(ErrorKind::PermissionDenied,
                     "To " + std::string(what) +
                         ", say who you are: with a token (\"tatara tokens create\") over "
                         "the network, or from your own account at this machine");
  }
  if (!actor.scopes.has(scope)) {
    return makeError(ErrorKind::PermissionDenied, "To " + std::string(what) + ", the token of " +
                                                      actor.person + " needs the scope " +
                                                      std::string(toString(scope)));
  }
  return {};
}

Status setReviewState(store::Writer& writer, const ReviewInfo& review, ReviewState state, Timestamp now) {
  const bool closes =
      state == ReviewState::Done || state == ReviewState::Rejected || state == ReviewState::Withdrawn;
  writer.changed(store::ChangeKind::Model, review.modelKey.value());
  return writer.sql().run("UPDATE review SET state = ?, updated_ms = ?, closed_ms = ? WHERE review_id = ?",
                          state, toUnixMillis(now), closes ? std::optional(toUnixMillis(now)) : std::nullopt,
                          review.id);
}

Status closeReviews(store::Writer& writer, const VersionRow& row, Timestamp now) {
  TATARA_ASSIGN(const auto live,
                loadReviews(writer.sql(),
                            {.model = row.version.model, .version = row.version.version, .live = true}, 100));
  for (const ReviewInfo& review : live) {
    TATARA_TRY(setReviewState(writer, review, ReviewState::Withdrawn, now));
  }
  return {};
}

Status refreshState(store::Writer& writer, const VersionRow& row) {
  if (row.version.state == VersionState::Archived) {
    return {};
  }
  TATARA_ASSIGN(
      const auto reviews,
      loadReviews(writer.sql(), {.model = row.version.model, .version = row.version.version}, 1000));
  VersionState state = VersionState::Candidate;
  for (const ReviewInfo& review : reviews) {  // newest first
    if (review.state == ReviewState::Withdrawn) {
      continue;
    }
    if (review.state == ReviewState::Open || review.state == ReviewState::ChangesRequested) {
      state = VersionState::InReview;
      break;
    }
    if (state == VersionState::Candidate) {
      state = review.state == ReviewState::Rejected ? VersionState::Rejected : VersionState::Approved;
    }
  }
  return writer.sql().run("UPDATE model_version SET state = ? WHERE version_key = ?", state, row.key);
}

}  // namespace internal

Result<ReviewInfo> openReview(store::Writer& writer, const NewReview& review, const Actor& actor,
                              Timestamp now) {
  sql::Connection& db = writer.sql();
  TATARA_TRY(checkProven(actor, Scope::Log, "ask for a review"));
  TATARA_ASSIGN(const auto reason, checkedText(review.reason, "The reason", true));
  TATARA_TRY(holdToPolicy(writer, now));
  TATARA_ASSIGN(const auto row, internal::versionRow(db, review.model, review.version));
  NewReview wanted = review;
  if (const auto stage = parseStage(review.target.name); review.target.kind == Target::Kind::Stage && stage) {
    wanted.target.name = toString(*stage);
  }
  TATARA_TRY(checkNewReview(writer, wanted, row));
  if (const auto known =
          db.findInteger("SELECT 1 FROM model_version_file WHERE version_key = ? LIMIT 1", row.key);
      known && !*known) {
    TATARA_TRY(internal::keepFiles(writer, row));  // registered before its files came, or by an older Tatara
  }
  TATARA_TRY(db.run(
      "INSERT INTO review(model_key, version, target_kind, target, state, reason, requester, identity, "
      "automated, due_ms, opened_ms, updated_ms) VALUES(?, ?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?)",
      row.version.modelKey, wanted.version, wanted.target.kind, wanted.target.name, reason, actor.person,
      identityText(actor), actor.automated, reviewMillis(wanted.due), toUnixMillis(now), toUnixMillis(now)));
  const ReviewId id(db.lastInsertId());
  TATARA_TRY(freeze(writer, id, 1, row.version, wanted.target, now));
  for (const std::string& person : wanted.ask) {
    TATARA_TRY(db.run("INSERT OR IGNORE INTO review_asked VALUES(?, ?, ?, ?)", id, person, actor.person,
                      toUnixMillis(now)));
  }
  TATARA_ASSIGN(const auto opened, loadReview(db, id));
  TATARA_TRY(touch(writer, opened.info, now));
  TATARA_TRY(internal::refreshState(writer, row));
  TATARA_TRY(db.run("INSERT OR IGNORE INTO edge VALUES('model_version', ?, 'review', ?, 'asked', '', ?)",
                    wanted.model + "/" + std::to_string(wanted.version), std::to_string(id.value()),
                    toUnixMillis(now)));
  TATARA_TRY(recordAct(writer, actor, now,
                       {.verb = "open review",
                        .object = objectOf(id),
                        .before = std::nullopt,
                        .after = wanted.model + "/" + std::to_string(wanted.version) + " as " +
                                 toText(wanted.target) + ", subject " + reviewSubject(opened),
                        .reason = reason,
                        .sign = true}));
  return opened.info;
}

Result<ReviewInfo> decide(store::Writer& writer, ReviewId id, const NewDecision& decision, const Actor& actor,
                          Timestamp now) {
  sql::Connection& db = writer.sql();
  TATARA_TRY(checkProven(actor, Scope::Review, "decide a review"));
  if (actor.automated) {
    return makeError(ErrorKind::PermissionDenied, "An automated token decides nothing: a person has to");
  }
  TATARA_ASSIGN(const auto policy, holdToPolicy(writer, now));
  TATARA_ASSIGN(const auto review, loadReview(db, id));
  const bool approving =
      decision.verdict == Verdict::Approve || decision.verdict == Verdict::ApproveOnConditions;
  TATARA_ASSIGN(const auto reason, checkedText(decision.reason, "The reason", !approving));
  TATARA_ASSIGN(const auto conditions, checkedText(decision.conditions, "The conditions",
                                                   decision.verdict == Verdict::ApproveOnConditions));
  const ReviewState state = review.info.state;
  if (state != ReviewState::Open && state != ReviewState::ChangesRequested &&
      state != ReviewState::Approved) {
    return conflict(nameOf(review.info) + " is " + std::string(toString(state)) +
                    "; nothing is left to decide");
  }
  const std::string subject = reviewSubject(review);
  if (!decision.seen.empty() && decision.seen != subject) {
    return conflict("The evidence of review " + std::to_string(id.value()) +
                    " is not what you saw any more; look again");
  }
  TATARA_TRY(approving ? checkMayApprove(db, review, policy, actor, now)
                       : checkMayRefuse(review, policy, actor));
  const std::string verb = std::string(toString(decision.verdict)) + " review";
  TATARA_ASSIGN(const auto act,
                recordAct(writer, actor, now,
                          {.verb = approving ? "approve review" : verb,
                           .object = objectOf(id),
                           .before = std::string(toString(state)),
                           .after = std::string(toString(decision.verdict)) + " " + review.info.model + "/" +
                                    std::to_string(review.info.version) + " as " +
                                    toText(review.info.target) + ", subject " + subject +
                                    (conditions.empty() ? "" : ", on conditions: " + conditions),
                           .reason = reason,
                           .sign = true}));
  TATARA_TRY(db.run(
      "INSERT INTO review_decision(review_id, round, person, verdict, reason, conditions, subject, act_id, "
      "at_ms) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
      id, review.info.round, actor.person, decision.verdict, reason, conditions, subject, act,
      toUnixMillis(now)));
  TATARA_TRY(db.run("DELETE FROM review_asked WHERE review_id = ? AND person = ?", id, actor.person));
  TATARA_ASSIGN(const auto after, loadReview(db, id));
  TATARA_ASSIGN(const auto standing, standingOf(db, after, policy, now));
  TATARA_TRY(internal::setReviewState(writer, review.info, stateAfter(decision.verdict, standing), now));
  TATARA_TRY(refresh(writer, review.info));
  return infoOf(writer, id);
}

Status acknowledgeGate(store::Writer& writer, ReviewId id, std::string_view gate, std::string_view reason,
                       const Actor& actor, Timestamp now) {
  TATARA_TRY(checkProven(actor, Scope::Review, "acknowledge a gate"));
  TATARA_ASSIGN(const auto policy, holdToPolicy(writer, now));
  TATARA_ASSIGN(const auto review, loadReview(writer.sql(), id));
  TATARA_ASSIGN(const auto why, checkedText(reason, "The reason", true));
  if (const auto against = whyNotApprove(review, policy, actor)) {
    return text::phraseError(ErrorKind::PermissionDenied, *against);
  }
  if (review.info.state != ReviewState::Open && review.info.state != ReviewState::ChangesRequested) {
    return conflict(nameOf(review.info) + " is " + std::string(toString(review.info.state)));
  }
  TATARA_ASSIGN(const auto standing, standingOf(writer.sql(), review, policy, now));
  const auto found = std::find_if(standing.gates.begin(), standing.gates.end(), [&](const GateStanding& one) {
    return one.name == gate || one.condition == gate;
  });
  if (found == standing.gates.end()) {
    return makeError(ErrorKind::NotFound, "There is no gate “" + std::string(gate) + "” for this review");
  }
  if (!found->mayAcknowledge) {
    return makeError(ErrorKind::PermissionDenied, "The policy does not let the gate “" + found->name +
                                                      "” be acknowledged: it has to pass");
  }
  if (found->result.outcome == GateOutcome::Passed) {
    return conflict("The gate “" + found->name + "” passes; there is nothing to acknowledge");
  }
  TATARA_TRY(writer.sql().run("INSERT OR REPLACE INTO review_acknowledgement VALUES(?, ?, ?, ?, ?, ?)", id,
                              review.info.round, found->condition, actor.person, why, toUnixMillis(now)));
  TATARA_TRY(touch(writer, review.info, now));
  TATARA_TRY(recordAct(writer, actor, now,
                       {.verb = "acknowledge gate",
                        .object = objectOf(id),
                        .before = std::nullopt,
                        .after = found->condition + ": " + found->result.measured.english(),
                        .reason = why,
                        .sign = true}));
  return {};
}

Result<std::int64_t> addComment(store::Writer& writer, ReviewId id, std::string_view evidence,
                                std::string_view body, const Actor& actor, Timestamp now) {
  TATARA_TRY(checkProven(actor, Scope::Log, "comment"));
  TATARA_ASSIGN(const auto review, loadReview(writer.sql(), id));
  TATARA_ASSIGN(const auto text, checkedText(body, "The comment", true));
  const bool known =
      evidence.empty() || std::any_of(review.evidence.begin(), review.evidence.end(),
                                      [&](const Evidence& one) { return one.name == evidence; });
  if (!known) {
    return makeError(ErrorKind::NotFound,
                     "This review has no evidence named “" + std::string(evidence) + "”");
  }
  TATARA_TRY(writer.sql().run(
      "INSERT INTO review_comment(review_id, evidence, person, body, at_ms) VALUES(?, ?, ?, ?, ?)", id,
      evidence, actor.person, text, toUnixMillis(now)));
  const std::int64_t comment = writer.sql().lastInsertId();
  TATARA_TRY(touch(writer, review.info, now));
  TATARA_TRY(
      recordAct(writer, actor, now,
                {.verb = "comment",
                 .object = objectOf(id),
                 .before = std::nullopt,
                 .after = evidence.empty() ? std::nullopt : std::optional("on " + std::string(evidence)),
                 .reason = text}));
  return comment;
}

Status withdrawReview(store::Writer& writer, ReviewId id, std::string_view reason, const Actor& actor,
                      Timestamp now) {
  TATARA_TRY(checkProven(actor, Scope::Log, "withdraw a review"));
  TATARA_ASSIGN(const auto review, infoOf(writer, id));
  TATARA_ASSIGN(const auto why, checkedText(reason, "The reason", false));
  if (review.state == ReviewState::Done || review.state == ReviewState::Withdrawn ||
      review.state == ReviewState::Rejected) {
    return conflict(nameOf(review) + " is " + std::string(toString(review.state)) + " already");
  }
  // A job's request anybody who decides may take back; a person's only that person.
  if (actor.person != review.requester &&
      !(review.automated && actor.scopes.has(Scope::Review) && !actor.automated)) {
    return makeError(ErrorKind::PermissionDenied,
                     nameOf(review) + " is " + review.requester + "'s: only who asked for it withdraws it");
  }
  TATARA_TRY(internal::setReviewState(writer, review, ReviewState::Withdrawn, now));
  TATARA_TRY(refresh(writer, review));
  TATARA_TRY(recordAct(writer, actor, now,
                       {.verb = "withdraw review",
                        .object = objectOf(id),
                        .before = std::string(toString(review.state)),
                        .after = std::nullopt,
                        .reason = why}));
  return {};
}

Result<ReviewInfo> reopenReview(store::Writer& writer, ReviewId id, std::string_view reason,
                                const Actor& actor, Timestamp now) {
  TATARA_TRY(checkProven(actor, Scope::Log, "reopen a review"));
  TATARA_TRY(holdToPolicy(writer, now));
  TATARA_ASSIGN(const auto review, infoOf(writer, id));
  TATARA_ASSIGN(const auto why, checkedText(reason, "The reason", false));
  TATARA_ASSIGN(const auto row, internal::versionRow(writer.sql(), review.model, review.version));
  if (review.state == ReviewState::Done) {
    return conflict(nameOf(review) + " is done; ask for a new one");
  }
  if (row.version.state == VersionState::Archived) {
    return conflict("Version " + std::to_string(review.version) + " is archived; bring it back first");
  }
  if (review.state == ReviewState::Rejected || review.state == ReviewState::Withdrawn) {
    TATARA_ASSIGN(
        const auto live,
        loadReviews(writer.sql(), {.model = review.model, .version = review.version, .live = true}, 100));
    for (const ReviewInfo& other : live) {
      if (other.target == review.target) {
        return conflict("Review " + std::to_string(other.id.value()) + " asks for the same by now");
      }
    }
  }
  TATARA_TRY(freeze(writer, id, review.round + 1, row.version, review.target, now));
  TATARA_TRY(touch(writer, review, now));
  TATARA_TRY(internal::refreshState(writer, row));
  TATARA_ASSIGN(const auto opened, loadReview(writer.sql(), id));
  TATARA_TRY(
      recordAct(writer, actor, now,
                {.verb = "reopen review",
                 .object = objectOf(id),
                 .before = std::string(toString(review.state)),
                 .after = "round " + std::to_string(opened.info.round) + ", subject " + reviewSubject(opened),
                 .reason = why,
                 .sign = true}));
  return opened.info;
}

Status askReviewer(store::Writer& writer, ReviewId id, std::string_view person, const Actor& actor,
                   Timestamp now) {
  TATARA_TRY(checkProven(actor, Scope::Log, "ask a reviewer"));
  TATARA_TRY(checkPerson(person));
  TATARA_ASSIGN(const auto review, infoOf(writer, id));
  TATARA_TRY(writer.sql().run("INSERT OR IGNORE INTO review_asked VALUES(?, ?, ?, ?)", id, person,
                              actor.person, toUnixMillis(now)));
  TATARA_TRY(
      writer.sql().run("DELETE FROM review_asked WHERE review_id = ? AND person = ?", id, actor.person));
  TATARA_TRY(touch(writer, review, now));
  TATARA_TRY(recordAct(writer, actor, now,
                       {.verb = "ask reviewer",
                        .object = objectOf(id),
                        .before = std::nullopt,
                        .after = std::string(person)}));
  return {};
}

Status setDue(store::Writer& writer, ReviewId id, std::optional<Timestamp> due, const Actor& actor,
              Timestamp now) {
  TATARA_TRY(checkProven(actor, Scope::Log, "set a due date"));
  TATARA_ASSIGN(const auto review, infoOf(writer, id));
  TATARA_TRY(writer.sql().run("UPDATE review SET due_ms = ? WHERE review_id = ?", reviewMillis(due), id));
  TATARA_TRY(touch(writer, review, now));
  const auto shown = [](const std::optional<Timestamp>& time) {
    return time ? std::optional(toIso8601(*time)) : std::nullopt;
  };
  TATARA_TRY(recordAct(
      writer, actor, now,
      {.verb = "set due date", .object = objectOf(id), .before = shown(review.due), .after = shown(due)}));
  return {};
}

Status markSeen(store::Writer& writer, ReviewId id, std::string_view person, Timestamp now) {
  TATARA_TRY(infoOf(writer, id));
  return writer.sql().run("INSERT OR REPLACE INTO review_seen VALUES(?, ?, ?)", id, person,
                          toUnixMillis(now));
}

}  // namespace tatara::registry
