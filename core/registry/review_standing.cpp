// How far a review is, by the policy in force.
#include <algorithm>
#include <map>
#include <set>

#include "core/base/duration_text.h"
#include "core/crypto/digest.h"
#include "core/registry/evidence_change.h"
#include "core/registry/internal/review_rows.h"

namespace tatara::registry {
namespace {

using internal::joined;
using text::Phrase;

constexpr const char* kAskedForChanges = TATARA_SAYS("Phrase", "%1 asked for changes: %2");

bool approves(Verdict verdict) {
  return verdict == Verdict::Approve || verdict == Verdict::ApproveOnConditions;
}

// The last word of each person in this round.
std::map<std::string, const Decision*> lastWords(const Review& review) {
  std::map<std::string, const Decision*> words;
  for (const Decision& decision : review.decisions) {
    if (decision.round == review.info.round) {
      words[decision.person] = &decision;
    }
  }
  return words;
}

// Names with "or" between them.
Phrase anyOf(const std::vector<std::string>& names) {
  return Phrase::join(TATARA_SAYS("Phrase", "%1 or %2"), {names.begin(), names.end()});
}

// What a rule says against this person's approval.
std::optional<Phrase> ruleAgainst(const Review& review, const Policy& policy, const ModelRule* rule,
                                  std::string_view person) {
  const bool submitterMay = rule != nullptr && rule->submitterMayApprove;
  const bool committerMay = rule != nullptr && rule->lastCommitterMayApprove;
  if (!submitterMay && person == review.info.requester) {
    return Phrase::say(TATARA_SAYS("Phrase", "%1 asked for this review, so somebody else has to approve it"),
                       {person});
  }
  if (!committerMay && !review.info.committer.empty() &&
      policy.isPersonInGit(person, review.info.committer)) {
    return Phrase::say(
        TATARA_SAYS("Phrase",
                    "%1 trained or committed this version last, so somebody else has to approve it"),
        {person});
  }
  return std::nullopt;
}

std::optional<Phrase> anyRuleAgainst(const Review& review, const Policy& policy,
                                     const std::vector<const ModelRule*>& rules, std::string_view person) {
  if (rules.empty()) {
    return ruleAgainst(review, policy, nullptr, person);
  }
  for (const ModelRule* rule : rules) {
    if (auto against = ruleAgainst(review, policy, rule, person)) {
      return against;
    }
  }
  return std::nullopt;
}

// The roles that rules name, each once.
std::vector<std::string> decidingRoles(const std::vector<const ModelRule*>& rules) {
  std::set<std::string> roles;
  for (const ModelRule* rule : rules) {
    for (const RoleCount& approval : rule->approvals) {
      roles.insert(approval.role);
    }
  }
  return {roles.begin(), roles.end()};
}

void judgeGates(const Review& review, const std::vector<const ModelRule*>& rules, Standing& standing) {
  const GateValues values = gateValues(review.evidence);
  for (const ModelRule* rule : rules) {
    for (const GateRule& gate : rule->gates) {
      GateStanding one{.name = gate.name,
                       .condition = gate.gate.text(),
                       .result = gate.gate.evaluate(values),
                       .mayAcknowledge = gate.mayAcknowledge,
                       .acknowledged = std::nullopt};
      if (gate.mayAcknowledge) {
        for (const Acknowledgement& acknowledgement : review.acknowledgements) {
          if (acknowledgement.gate == one.condition) {
            one.acknowledged = acknowledgement;
          }
        }
      }
      if (!one.satisfied()) {
        const Phrase sentence = internal::gateSentence(one);
        standing.missing.push_back(
            one.mayAcknowledge
                ? Phrase::say(TATARA_SAYS("Phrase", "%1; it may be acknowledged with a reason"), {sentence})
                : sentence);
      }
      standing.gates.push_back(std::move(one));
    }
  }
}

void judgeRoles(const Review& review, const Policy& policy, const std::vector<const ModelRule*>& rules,
                Standing& standing) {
  std::map<std::string, int> needed;
  for (const ModelRule* rule : rules) {
    for (const RoleCount& approval : rule->approvals) {
      needed[approval.role] = std::max(needed[approval.role], approval.count);
    }
  }
  const auto words = lastWords(review);
  const std::string subject = reviewSubject(review);
  for (const auto& [role, count] : needed) {
    RoleStanding one{.role = role, .needed = count, .approvedBy = {}, .mayApprove = {}};
    const auto members = policy.roles.find(role);
    const std::set<std::string> people =
        members == policy.roles.end() ? std::set<std::string>()
                                      : std::set<std::string>(members->second.begin(), members->second.end());
    for (const std::string& person : people) {
      if (anyRuleAgainst(review, policy, rules, person)) {
        continue;
      }
      const auto word = words.find(person);
      if (word != words.end() && approves(word->second->verdict) && word->second->subject == subject) {
        one.approvedBy.push_back(person);
      } else {
        one.mayApprove.push_back(person);
      }
    }
    const int open = count - static_cast<int>(one.approvedBy.size());
    if (open > 0) {
      const Phrase approvals = Phrase::say(open == 1 ? TATARA_SAYS("Phrase", "%1 approval of %2")
                                                     : TATARA_SAYS("Phrase", "%1 approvals of %2"),
                                           {std::to_string(open), role});
      standing.missing.push_back(
          one.mayApprove.empty()
              ? Phrase::say(TATARA_SAYS("Phrase", "%1, and nobody is left who may give it"), {approvals})
              : Phrase::say(TATARA_SAYS("Phrase", "%1 (%2)"), {approvals, anyOf(one.mayApprove)}));
    }
    standing.roles.push_back(std::move(one));
  }
  const bool anyApproval = std::any_of(words.begin(), words.end(), [&](const auto& word) {
    return approves(word.second->verdict) && word.second->subject == subject &&
           !anyRuleAgainst(review, policy, rules, word.first);
  });
  // Where no role is asked for, one approval of anybody else is still what makes a review approved.
  if (needed.empty() && !anyApproval) {
    standing.missing.push_back(
        Phrase::say(TATARA_SAYS("Phrase", "1 approval of somebody other than %1"), {review.info.requester}));
  }
  for (const auto& [person, word] : words) {
    if (!approves(word->verdict)) {
      standing.blocked.push_back(Phrase::say(
          word->verdict == Verdict::Reject ? TATARA_SAYS("Phrase", "%1 rejected it: %2") : kAskedForChanges,
          {person, word->reason}));
    }
  }
}

Status judgeFiles(sql::Connection& connection, const Review& review, Standing& standing) {
  TATARA_ASSIGN(const auto files, loadVersionFiles(connection, review.info.model, review.info.version));
  for (const Phrase& problem : files.problems) {
    standing.blocked.push_back(Phrase::say(TATARA_SAYS("Phrase", "Files: %1"), {problem}));
  }
  if (files.digest != review.info.files) {
    standing.lapsed.push_back(Phrase::say(
        TATARA_SAYS("Phrase", "The files of version %1 have changed since the evidence was frozen"),
        {std::to_string(review.info.version)}));
  }
  return {};
}

Status judgeEvidence(sql::Connection& connection, const Review& review,
                     const std::vector<const ModelRule*>& rules, Timestamp now, Standing& standing) {
  // Once the move was made the evidence has done its service: going back to a former champion needs none
  // anew.
  if (review.info.state == ReviewState::Done) {
    return {};
  }
  std::optional<Millis> age;
  for (const ModelRule* rule : rules) {
    if (rule->evidenceAge && (!age || *rule->evidenceAge < *age)) {
      age = rule->evidenceAge;
    }
  }
  if (age && now - review.info.opened > *age) {
    standing.lapsed.push_back(
        Phrase::say(TATARA_SAYS("Phrase", "The evidence is older than %1"), {toDurationText(age->count())}));
  }
  TATARA_ASSIGN(auto change, evidenceChange(connection, review, rules));
  if (change) {
    standing.lapsed.push_back(*std::move(change));
  }
  if (review.info.target.kind == Target::Kind::Alias) {
    TATARA_ASSIGN(const auto holder,
                  findVersionByAlias(connection, review.info.model, review.info.target.name));
    const std::int64_t holds = holder ? holder->version : 0;
    if (holds != review.info.replaces && holds != review.info.version) {
      const auto versionOr = [](std::int64_t version, const char* nobody) {
        return version == 0 ? Phrase::say(nobody)
                            : Phrase::say(TATARA_SAYS("Phrase", "version %1"), {std::to_string(version)});
      };
      standing.lapsed.push_back(
          Phrase::say(TATARA_SAYS("Phrase", "%1 is now %2, and the evidence was compared with %3"),
                      {toText(review.info.target), versionOr(holds, TATARA_SAYS("Phrase", "nowhere")),
                       versionOr(review.info.replaces, TATARA_SAYS("Phrase", "none"))}));
    }
  }
  return {};
}

}  // namespace

namespace internal {

Phrase gateSentence(const GateStanding& gate) {
  return Phrase::say(gate.result.outcome == GateOutcome::Failed
                         ? TATARA_SAYS("Phrase", "The gate “%1” fails: %2")
                         : TATARA_SAYS("Phrase", "The gate “%1” could not be computed: %2"),
                     {gate.name, gate.result.measured});
}

Result<Standing> standingBy(sql::Connection& connection, const Review& review, const PolicyState& policy,
                            const std::vector<const ModelRule*>& rules, Timestamp now) {
  Standing standing;
  judgeGates(review, rules, standing);
  judgeRoles(review, policy.policy, rules, standing);
  TATARA_TRY(judgeFiles(connection, review, standing));
  TATARA_TRY(judgeEvidence(connection, review, rules, now, standing));
  if (policy.shut) {
    standing.blocked.emplace_back(policy.problem);
  }
  return standing;
}

}  // namespace internal

Result<Standing> standingOf(sql::Connection& connection, const Review& review, const PolicyState& policy,
                            Timestamp now) {
  return internal::standingBy(connection, review, policy,
                              policy.policy.rulesFor(review.info.model, review.info.target), now);
}

std::optional<Phrase> whyNotApprove(const Review& review, const PolicyState& policy, const Actor& actor) {
  if (actor.identity == Identity::Nobody) {
    return Phrase::say(TATARA_SAYS("Phrase", "Say who you are with a token that has the scope review"));
  }
  if (!actor.scopes.has(Scope::Review)) {
    return Phrase::say(TATARA_SAYS("Phrase", "This token does not have the scope review"));
  }
  if (actor.automated) {
    return Phrase::say(TATARA_SAYS("Phrase", "An automated token decides nothing: a person has to"));
  }
  const auto rules = policy.policy.rulesFor(review.info.model, review.info.target);
  if (auto against = anyRuleAgainst(review, policy.policy, rules, actor.person)) {
    return against;
  }
  const std::vector<std::string> roles = decidingRoles(rules);
  if (!roles.empty() && !policy.policy.hasAnyRole(actor.person, roles)) {
    return Phrase::say(TATARA_SAYS("Phrase", "%1 has not the role %2 that the policy asks for"),
                       {actor.person, anyOf(roles)});
  }
  return std::nullopt;
}

std::optional<Phrase> whyNotRefuse(const Review& review, const PolicyState& policy, const Actor& actor) {
  if (actor.person == review.info.requester) {
    return Phrase::say(
        TATARA_SAYS("Phrase", "This review is your own: withdraw it, or leave the decision to others"));
  }
  const auto roles = decidingRoles(policy.policy.rulesFor(review.info.model, review.info.target));
  if (!roles.empty() && !policy.policy.hasAnyRole(actor.person, roles)) {
    return Phrase::say(TATARA_SAYS("Phrase", "%1 has not the role %2 that decides here"),
                       {actor.person, anyOf(roles)});
  }
  return std::nullopt;
}

std::string reviewSubject(const Review& review) {
  std::string all = review.info.files + "\n";
  for (const Evidence& one : review.evidence) {
    all += one.name + "\n" + one.digest + "\n";
  }
  return crypto::sha256Hex(all);
}

}  // namespace tatara::registry
