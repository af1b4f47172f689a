#include "core/registry/internal/guard.h"

#include <algorithm>

#include "core/registry/internal/review_rows.h"

namespace tatara::registry::internal {
namespace {

Error refused(std::string message) {
  return makeError(ErrorKind::PermissionDenied, std::move(message));
}

Error shutError(const PolicyState& state) {
  return refused("No alias and no stage moves until tatara.yaml is mended: " + state.problem);
}

std::string targetWord(const Target& target) {
  return (target.kind == Target::Kind::Alias ? "alias " : "stage ") + target.name;
}

std::string requestCommand(std::string_view model, std::int64_t version, const Target& target) {
  return "\"tatara reviews request " + std::string(model) + " " + std::to_string(version) +
         (target.kind == Target::Kind::Alias ? " --alias " : " --stage ") + target.name + " --reason …\"";
}

// Whether somebody who may breaks the glass, and says why.
Status checkGlass(const Policy& policy, const Request& request) {
  if (!policy.hasAnyRole(request.actor.person, policy.breakGlass) || request.actor.automated) {
    return refused(policy.breakGlass.empty()
                       ? "The policy lets nobody override it"
                       : "Only " + joined(policy.breakGlass, " or ") + " may override the policy");
  }
  if (request.reason.find_first_not_of(" \t\n") == std::string_view::npos) {
    return makeError(ErrorKind::InvalidArgument, "Overriding the policy needs a reason");
  }
  return {};
}

// Everything that is asked of a version that takes `target`: the rules of the target, and those of what was
// reviewed.
std::vector<const ModelRule*> rulesOf(const Policy& policy, const ReviewInfo& review, const Target& target) {
  std::vector<const ModelRule*> rules = policy.rulesFor(review.model, target);
  for (const ModelRule* rule : policy.rulesFor(review.model, review.target)) {
    if (std::find(rules.begin(), rules.end(), rule) == rules.end()) {
      rules.push_back(rule);
    }
  }
  return rules;
}

// An approved champion may take the stages that the same rules protect.
bool covers(const Policy& policy, const ReviewInfo& review, const Target& target) {
  if (review.target == target) {
    return true;
  }
  const auto own = policy.rulesFor(review.model, review.target);
  const auto wanted = policy.rulesFor(review.model, target);
  return target.kind == Target::Kind::Stage &&
         std::all_of(wanted.begin(), wanted.end(), [&](const ModelRule* rule) {
           return std::find(own.begin(), own.end(), rule) != own.end();
         });
}

std::string what(const ReviewInfo& review, const Standing& standing) {
  std::vector<text::Phrase> sentences = standing.blocked;
  sentences.insert(sentences.end(), standing.lapsed.begin(), standing.lapsed.end());
  sentences.insert(sentences.end(), standing.missing.begin(), standing.missing.end());
  const std::string name = "review " + std::to_string(review.id.value());
  if (sentences.empty()) {
    return name + " is " + std::string(toString(review.state));
  }
  const std::string more =
      sentences.size() > 1 ? " (and " + std::to_string(sentences.size() - 1) + " more)" : "";
  return (standing.lapsed.empty() || !standing.blocked.empty() ? name + " is not approved yet: "
                                                               : name + " has lapsed: ") +
         sentences.front().english() + more + "; \"tatara reviews show " + std::to_string(review.id.value()) +
         "\" tells all";
}

Result<Clearance> clearedBy(store::Writer& writer, const PolicyState& state, const VersionRow& row,
                            const Target& target, Timestamp now) {
  const std::string protectedText =
      "The " + targetWord(target) + " of " + row.version.model + " is protected: ";
  if (row.version.state == VersionState::Archived) {
    return refused(protectedText + "version " + std::to_string(row.version.version) + " is archived");
  }
  TATARA_ASSIGN(
      const auto reviews,
      loadReviews(writer.sql(), {.model = row.version.model, .version = row.version.version}, 1000));
  for (const ReviewInfo& info : reviews) {  // newest first: the last word counts
    if (info.state == ReviewState::Withdrawn || !covers(state.policy, info, target)) {
      continue;
    }
    TATARA_ASSIGN(const auto review, loadReview(writer.sql(), info.id));
    TATARA_ASSIGN(const auto standing,
                  standingBy(writer.sql(), review, state, rulesOf(state.policy, info, target), now));
    const bool decided = info.state == ReviewState::Approved || info.state == ReviewState::Done ||
                         info.state == ReviewState::Open;
    if (decided && standing.clears()) {
      return Clearance{.review = info, .glassBroken = false};
    }
    return refused(protectedText + what(info, standing));
  }
  return refused(protectedText + "version " + std::to_string(row.version.version) +
                 " has no approved review. Open one with " +
                 requestCommand(row.version.model, row.version.version, target));
}

}  // namespace

Status checkNotHeld(sql::Connection& connection, std::string_view model, std::int64_t version) {
  // The number behind the last '/' of "model/3"; a name may hold '/' itself.
  TATARA_ASSIGN(
      auto rows,
      connection.query("SELECT from_id, to_kind, to_id FROM edge WHERE from_kind = 'model_version' AND "
                       "relation = 'held' AND rtrim(from_id, '0123456789') = ?1 || '/' AND "
                       "(?2 = 0 OR from_id = ?1 || '/' || ?2) ORDER BY from_id, to_id LIMIT 1",
                       model, version));
  if (rows.next()) {
    const std::string id(rows.text(0));
    return makeError(ErrorKind::Conflict, "Version " + id.substr(id.rfind('/') + 1) + " of " +
                                              std::string(model) + " is needed: the " +
                                              std::string(rows.text(1)) + " \"" + std::string(rows.text(2)) +
                                              "\" serves it or would go back to it");
  }
  return rows.status();
}

Result<Clearance> guardSet(store::Writer& writer, const VersionRow& row, const Target& target,
                           const Request& request) {
  TATARA_ASSIGN(const auto state, holdToPolicy(writer, request.now));
  if (state.shut) {
    return shutError(state);
  }
  if (!state.policy.protects(row.version.model, target)) {
    return Clearance{};
  }
  TATARA_TRY(checkProven(request.actor, Scope::Deploy, "move the protected " + targetWord(target)));
  auto clearance = clearedBy(writer, state, row, target, request.now);
  if (!clearance && clearance.error().kind == ErrorKind::PermissionDenied && request.glass == Glass::Broken) {
    TATARA_TRY(checkGlass(state.policy, request));
    return Clearance{.review = std::nullopt, .glassBroken = true};
  }
  return clearance;
}

Result<Clearance> guardRemoval(store::Writer& writer, std::string_view model, const Target& target,
                               const Request& request) {
  TATARA_ASSIGN(const auto state, holdToPolicy(writer, request.now));
  if (state.shut) {
    return shutError(state);
  }
  const auto rules = state.policy.rulesFor(model, target);
  if (rules.empty()) {
    return Clearance{};
  }
  TATARA_TRY(checkProven(request.actor, Scope::Deploy, "take away the protected " + targetWord(target)));
  for (const ModelRule* rule : rules) {
    std::vector<std::string> roles;
    for (const RoleCount& approval : rule->approvals) {
      roles.push_back(approval.role);
    }
    const bool may =
        !request.actor.automated && (roles.empty() || state.policy.hasAnyRole(request.actor.person, roles));
    if (!may && request.glass == Glass::Broken) {
      TATARA_TRY(checkGlass(state.policy, request));
      return Clearance{.review = std::nullopt, .glassBroken = true};
    }
    if (!may) {
      return refused("The " + targetWord(target) + " of " + std::string(model) + " is protected: only " +
                     joined(roles, " or ") + " may take it away");
    }
  }
  return Clearance{};
}

Status guardRename(store::Writer& writer, const RegisteredModel& model, std::string_view newName,
                   const Request& request) {
  TATARA_ASSIGN(const auto state, holdToPolicy(writer, request.now));
  if (state.shut) {
    return shutError(state);
  }
  const auto check = [&](const Target& target, std::int64_t version) -> Status {
    const auto before = state.policy.rulesFor(model.name, target);
    const auto after = state.policy.rulesFor(newName, target);
    if (before == after) {
      return {};
    }
    // Out of a rule's reach is as good as taking it away; into one's reach is as good as setting it.
    TATARA_TRY(guardRemoval(writer, model.name, target, request));
    if (!after.empty()) {
      return refused("The " + targetWord(target) + " of version " + std::to_string(version) +
                     " would be protected under the name " + std::string(newName) +
                     " without a review; take it away first");
    }
    return {};
  };
  for (const Alias& alias : model.aliases) {
    TATARA_TRY(check({Target::Kind::Alias, alias.name}, alias.version));
  }
  TATARA_ASSIGN(const auto rows, versionRows(writer.sql(), "name = ? AND stage > 0", model.name));
  for (const VersionRow& row : rows) {
    TATARA_TRY(check({Target::Kind::Stage, std::string(toString(row.version.stage))}, row.version.version));
  }
  return {};
}

Status settle(store::Writer& writer, const Clearance& clearance, std::string_view object,
              const Request& request, std::int64_t act) {
  if (clearance.review && clearance.review->state != ReviewState::Done) {
    TATARA_TRY(setReviewState(writer, *clearance.review, ReviewState::Done, request.now));
    TATARA_ASSIGN(const auto row,
                  versionRow(writer.sql(), clearance.review->model, clearance.review->version));
    TATARA_TRY(refreshState(writer, row));
  }
  if (clearance.glassBroken) {
    TATARA_ASSIGN(const auto overridden, recordAct(writer, request.actor, request.now,
                                                   {.verb = "break glass",
                                                    .object = std::string(object),
                                                    .before = std::nullopt,
                                                    .after = "entry " + std::to_string(act),
                                                    .reason = request.reason,
                                                    .sign = true}));
    TATARA_TRY(writer.sql().run(
        "INSERT INTO override(object, person, reason, at_ms, act_id) VALUES(?, ?, ?, ?, ?)", object,
        request.actor.person, request.reason, toUnixMillis(request.now), overridden));
  }
  return {};
}

}  // namespace tatara::registry::internal
