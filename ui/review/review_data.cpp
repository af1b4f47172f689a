#include "ui/review/review_data.h"

#include <algorithm>

#include "core/deploy/followers.h"
#include "core/registry/policy_warning.h"
#include "core/text/error_phrase.h"
#include "core/track/runs.h"
#include "ui/review/internal/evidence_read.h"

namespace tatara::ui {
namespace {

using registry::ReviewState;

void findNews(ReviewFacts& facts) {
  if (!facts.lastSeen) {
    return;
  }
  const auto fresh = [&](Timestamp at, const std::string& person) {
    return at > *facts.lastSeen && person != facts.me.person;
  };
  for (const registry::Comment& comment : facts.review.comments) {
    facts.news.comments += fresh(comment.at, comment.person) ? 1 : 0;
  }
  for (const registry::Decision& decision : facts.review.decisions) {
    facts.news.decisions += fresh(decision.at, decision.person) ? 1 : 0;
  }
  facts.news.round = facts.review.info.round > 1 && facts.review.info.opened > *facts.lastSeen;
}

Result<std::int64_t> holderOf(sql::Connection& connection, const registry::ReviewInfo& info) {
  if (info.target.kind != registry::Target::Kind::Alias) {
    return 0;
  }
  TATARA_ASSIGN(const auto holder, registry::findVersionByAlias(connection, info.model, info.target.name));
  return holder ? holder->version : 0;
}

// Whether a role has too few members left who could approve.
bool isStuck(const registry::Standing& standing) {
  return std::ranges::any_of(standing.roles, [](const registry::RoleStanding& role) {
    return static_cast<int>(role.approvedBy.size() + role.mayApprove.size()) < role.needed;
  });
}

Result<std::shared_ptr<ReviewFacts>> read(sql::Connection& connection, registry::ReviewId id,
                                          const registry::Actor& me, Timestamp now) {
  auto facts = std::make_shared<ReviewFacts>();
  facts->me = me;
  TATARA_ASSIGN(facts->review, registry::loadReview(connection, id));
  const registry::ReviewInfo& info = facts->review.info;
  TATARA_ASSIGN(const registry::PolicyState policy, registry::loadPolicy(connection));
  facts->policyProblem = policy.problem;
  facts->policyShut = policy.shut;
  facts->protectedTarget = policy.policy.protects(info.model, info.target);
  TATARA_ASSIGN(facts->standing, registry::standingOf(connection, facts->review, policy, now));
  if (isStuck(facts->standing)) {
    for (registry::PolicyWarning& warning : registry::policyWarnings(policy.policy)) {
      if (warning.locksOut && warning.concerns(registry::PolicyWarning::About::Models, info.model)) {
        facts->policyWarnings.push_back(std::move(warning.text));
      }
    }
  }
  facts->whyNotApprove = registry::whyNotApprove(facts->review, policy, facts->me);
  facts->whyNotRefuse = registry::whyNotRefuse(facts->review, policy, facts->me);
  TATARA_ASSIGN(facts->lastSeen, registry::lastSeen(connection, id, facts->me.person));
  facts->subject = registry::reviewSubject(facts->review);
  TATARA_ASSIGN(auto version, registry::findVersion(connection, info.model, info.version));
  if (!version) {
    return text::sayError(
        ErrorKind::NotFound,
        TATARA_SAYS("Phrase", "Version %1 of %2 was deleted; its review stays in the record"),
        {std::to_string(info.version), info.model});
  }
  facts->version = *std::move(version);
  TATARA_ASSIGN(facts->holder, holderOf(connection, info));
  if (info.target.kind == registry::Target::Kind::Alias) {
    TATARA_ASSIGN(facts->followers, deploy::followersOf(connection, info.model, info.target.name));
  }
  if (facts->version.run) {
    TATARA_ASSIGN(const auto run, track::findRunInfo(connection, facts->version.run));
    facts->runName = run ? run->name : std::string();
  }
  return facts;
}

}  // namespace

bool ReviewFacts::live() const {
  const ReviewState state = review.info.state;
  return state == ReviewState::Open || state == ReviewState::ChangesRequested ||
         state == ReviewState::Approved;
}

bool ReviewFacts::mayMove() const {
  return live() && standing.clears() && holder != review.info.version;
}

const registry::Evidence* findEvidence(const registry::Review& review, std::string_view name) {
  const auto at = std::ranges::find(review.evidence, name, &registry::Evidence::name);
  return at == review.evidence.end() ? nullptr : &*at;
}

Result<ReviewFactsPtr> loadReviewFacts(const store::Store& store, registry::ReviewId id,
                                       const registry::Actor& me, std::stop_token stop) {
  return store.read(
      [&](sql::Connection& connection) -> Result<ReviewFactsPtr> {
        TATARA_ASSIGN(auto facts, read(connection, id, me, store.clock().now()));
        findNews(*facts);
        if (facts->news.round) {
          TATARA_ASSIGN(facts->news.changed, registry::changedEvidence(connection, facts->review));
        }
        readEvidence(*facts);
        return ReviewFactsPtr(std::move(facts));
      },
      stop);
}

Result<ReviewLines> loadReviewLines(const store::Store& store, ReviewSet set, const std::string& person,
                                    std::stop_token stop) {
  return store.read(
      [&](sql::Connection& connection) -> Result<ReviewLines> {
        ReviewLines lines;
        TATARA_ASSIGN(auto waiting, registry::waitingFor(connection, person, store.clock().now()));
        lines.waiting = static_cast<std::int64_t>(waiting.size());
        if (set == ReviewSet::Waiting) {
          lines.reviews = std::move(waiting);
          return lines;
        }
        registry::ReviewFilter filter;
        filter.live = set == ReviewSet::Live;
        TATARA_ASSIGN(lines.reviews, registry::loadReviews(connection, filter, kMostReviews));
        return lines;
      },
      stop);
}

}  // namespace tatara::ui
