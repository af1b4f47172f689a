#include <algorithm>
#include <array>
#include <map>

#include "core/crypto/digest.h"
#include "core/registry/internal/review_rows.h"

namespace tatara::registry {
namespace {

using internal::reviewRows;

constexpr std::array<std::string_view, 6> kStates{"open",     "changes requested", "approved",
                                                  "rejected", "withdrawn",         "done"};
constexpr std::array<std::string_view, 4> kVerdicts{"approve", "approve on conditions", "request changes",
                                                    "reject"};

std::optional<Timestamp> timeOf(std::optional<std::int64_t> millis) {
  return millis ? std::optional(fromUnixMillis(*millis)) : std::nullopt;
}

Status loadEvidence(sql::Connection& connection, Review& review) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT name, body, digest, source, computed_ms FROM review_evidence WHERE "
                                 "review_id = ? AND round = ? ORDER BY name",
                                 review.info.id, review.info.round));
  while (rows.next()) {
    TATARA_ASSIGN(auto body, text::parseJson(rows.text(1)));
    review.evidence.push_back({.name = std::string(rows.text(0)),
                               .body = std::move(body),
                               .source = std::string(rows.text(3)),
                               .subject = {},
                               .computed = fromUnixMillis(rows.integer(4)),
                               .digest = std::string(rows.text(2))});
  }
  return rows.status();
}

Status loadDecisions(sql::Connection& connection, Review& review) {
  TATARA_ASSIGN(
      auto rows,
      connection.query("SELECT round, person, verdict, reason, conditions, subject, act_id, at_ms FROM "
                       "review_decision WHERE review_id = ? ORDER BY decision_id",
                       review.info.id));
  while (rows.next()) {
    review.decisions.push_back({.round = rows.integer(0),
                                .person = std::string(rows.text(1)),
                                .verdict = static_cast<Verdict>(rows.integer(2) & 3),
                                .reason = std::string(rows.text(3)),
                                .conditions = std::string(rows.text(4)),
                                .subject = std::string(rows.text(5)),
                                .act = rows.integer(6),
                                .at = fromUnixMillis(rows.integer(7))});
  }
  return rows.status();
}

Status loadComments(sql::Connection& connection, Review& review) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT comment_id, evidence, person, body, at_ms FROM review_comment WHERE "
                                 "review_id = ? ORDER BY comment_id",
                                 review.info.id));
  while (rows.next()) {
    review.comments.push_back({rows.integer(0), std::string(rows.text(1)), std::string(rows.text(2)),
                               std::string(rows.text(3)), fromUnixMillis(rows.integer(4))});
  }
  return rows.status();
}

Status loadRest(sql::Connection& connection, Review& review) {
  {
    TATARA_ASSIGN(auto rows,
                  connection.query("SELECT gate, person, reason, at_ms FROM review_acknowledgement WHERE "
                                   "review_id = ? AND round = ? ORDER BY gate",
                                   review.info.id, review.info.round));
    while (rows.next()) {
      review.acknowledgements.push_back({std::string(rows.text(0)), std::string(rows.text(1)),
                                         std::string(rows.text(2)), fromUnixMillis(rows.integer(3))});
    }
    TATARA_TRY(rows.status());
  }
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT person FROM review_asked WHERE review_id = ? ORDER BY person",
                                 review.info.id));
  while (rows.next()) {
    review.asked.emplace_back(rows.text(0));
  }
  return rows.status();
}

}  // namespace

std::string_view toString(ReviewState state) {
  return kStates[static_cast<std::size_t>(state)];
}

std::optional<ReviewState> parseReviewState(std::string_view text) {
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    std::string dashed(kStates[i]);
    std::replace(dashed.begin(), dashed.end(), ' ', '-');
    if (text == kStates[i] || text == dashed) {
      return static_cast<ReviewState>(i);
    }
  }
  return std::nullopt;
}

std::string_view toString(Verdict verdict) {
  return kVerdicts[static_cast<std::size_t>(verdict)];
}

namespace internal {

Result<std::vector<ReviewInfo>> reviewRows(sql::Connection& connection, std::string_view condition,
                                           std::int64_t first, std::int64_t second, std::string_view text,
                                           std::int64_t limit) {
  TATARA_ASSIGN(
      auto rows,
      connection.query(
          "SELECT review_id, model_key, m.name, version, target_kind, target, state, reason, requester, "
          "identity, automated, committer, replaces, round, files, due_ms, opened_ms, r.updated_ms, "
          "closed_ms FROM review r JOIN registered_model m USING(model_key) WHERE ?1 IS NOT NULL AND "
          "?2 IS NOT NULL AND ?3 IS NOT NULL AND " +
              std::string(condition) + " ORDER BY review_id DESC LIMIT ?4",
          first, second, text, limit));
  std::vector<ReviewInfo> reviews;
  while (rows.next()) {
    ReviewInfo& review = reviews.emplace_back();
    review.id = ReviewId(rows.integer(0));
    review.modelKey = ModelKey(rows.integer(1));
    review.model = rows.text(2);
    review.version = rows.integer(3);
    review.target = {rows.integer(4) == 1 ? Target::Kind::Stage : Target::Kind::Alias,
                     std::string(rows.text(5))};
    review.state = static_cast<ReviewState>(std::clamp<std::int64_t>(rows.integer(6), 0, 5));
    review.reason = rows.text(7);
    review.requester = rows.text(8);
    review.identity = rows.text(9);
    review.automated = rows.integer(10) != 0;
    review.committer = rows.text(11);
    review.replaces = rows.integer(12);
    review.round = rows.integer(13);
    review.files = rows.text(14);
    review.due = timeOf(rows.optionalInteger(15));
    review.opened = fromUnixMillis(rows.integer(16));
    review.updated = fromUnixMillis(rows.integer(17));
    review.closed = timeOf(rows.optionalInteger(18));
  }
  TATARA_TRY(rows.status());
  return reviews;
}

std::string joined(const std::vector<std::string>& words, std::string_view last) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += i == 0 ? "" : i + 1 == words.size() ? std::string(last) : ", ";
    out += words[i];
  }
  return out;
}

std::string objectOf(ReviewId review) {
  return "review/" + std::to_string(review.value());
}

}  // namespace internal

Result<std::optional<ReviewInfo>> findReview(sql::Connection& connection, ReviewId id) {
  TATARA_ASSIGN(auto found, reviewRows(connection, "review_id = ?1", id.value(), 0, "", 1));
  return found.empty() ? std::nullopt : std::optional(std::move(found.front()));
}

Result<Review> loadReview(sql::Connection& connection, ReviewId id) {
  TATARA_ASSIGN(auto info, findReview(connection, id));
  if (!info) {
    return makeError(ErrorKind::NotFound, "There is no review " + std::to_string(id.value()));
  }
  Review review;
  review.info = std::move(*info);
  TATARA_TRY(loadEvidence(connection, review));
  TATARA_TRY(loadDecisions(connection, review));
  TATARA_TRY(loadComments(connection, review));
  TATARA_TRY(loadRest(connection, review));
  return review;
}

Result<std::vector<ReviewInfo>> loadReviews(sql::Connection& connection, const ReviewFilter& filter,
                                            std::int64_t limit, std::optional<ReviewId> before) {
  std::string condition = filter.model.empty() ? "true" : "m.name = ?3";
  condition += filter.version > 0 ? " AND version = ?2" : "";
  condition += filter.state ? " AND state = " + std::to_string(static_cast<int>(*filter.state)) : "";
  condition += filter.live ? " AND state IN (0, 1, 2)" : "";
  condition += before ? " AND review_id < ?1" : "";
  if (filter.requester.empty()) {
    return reviewRows(connection, condition, before ? before->value() : 0, filter.version, filter.model,
                      limit);
  }
  condition += filter.model.empty() ? " AND requester = ?3" : "";
  TATARA_ASSIGN(auto reviews, reviewRows(connection, condition, before ? before->value() : 0, filter.version,
                                         filter.model.empty() ? filter.requester : filter.model, limit));
  std::erase_if(reviews, [&](const ReviewInfo& review) { return review.requester != filter.requester; });
  return reviews;
}

Result<std::vector<ReviewInfo>> waitingFor(sql::Connection& connection, std::string_view person,
                                           Timestamp now) {
  constexpr std::int64_t kMost = 1000;
  TATARA_ASSIGN(const auto policy, loadPolicy(connection));
  TATARA_ASSIGN(const auto live, loadReviews(connection, {.live = true}, kMost));
  const Actor actor{.person = std::string(person), .program = ""};
  std::vector<ReviewInfo> waiting;
  for (const ReviewInfo& info : live) {
    TATARA_ASSIGN(const auto review, loadReview(connection, info.id));
    TATARA_ASSIGN(const auto standing, standingOf(connection, review, policy, now));
    bool waits = false;
    if (info.requester == person) {
      waits = info.state == ReviewState::ChangesRequested ||
              (info.state == ReviewState::Approved && standing.clears());
    } else if (info.state == ReviewState::Open) {
      const bool decided =
          std::any_of(review.decisions.begin(), review.decisions.end(), [&](const Decision& decision) {
            return decision.round == info.round && decision.person == person;
          });
      const bool asked = std::find(review.asked.begin(), review.asked.end(), person) != review.asked.end();
      const bool inRole =
          std::any_of(standing.roles.begin(), standing.roles.end(), [&](const RoleStanding& role) {
            return std::find(role.mayApprove.begin(), role.mayApprove.end(), person) != role.mayApprove.end();
          });
      waits = !decided && (asked || inRole) && !whyNotApprove(review, policy, actor);
    }
    if (waits) {
      waiting.push_back(info);
    }
  }
  return waiting;
}

Result<std::optional<Timestamp>> lastSeen(sql::Connection& connection, ReviewId id, std::string_view person) {
  TATARA_ASSIGN(
      const auto millis,
      connection.findInteger("SELECT at_ms FROM review_seen WHERE review_id = ? AND person = ?", id, person));
  return timeOf(millis);
}

Result<std::vector<std::string>> changedEvidence(sql::Connection& connection, const Review& review) {
  std::map<std::string, std::string, std::less<>> before;
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT name, digest FROM review_evidence WHERE review_id = ? AND round = ?",
                                 review.info.id, review.info.round - 1));
  while (rows.next()) {
    before.emplace(rows.text(0), rows.text(1));
  }
  TATARA_TRY(rows.status());
  std::vector<std::string> changed;
  for (const Evidence& one : review.evidence) {
    const auto found = before.find(one.name);
    if (found == before.end() || found->second != one.digest) {
      changed.push_back(one.name);
    }
    if (found != before.end()) {
      before.erase(found);
    }
  }
  for (const auto& [name, digest] : before) {
    changed.push_back(name);
  }
  return changed;
}

}  // namespace tatara::registry
