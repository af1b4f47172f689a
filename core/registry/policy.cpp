#include "core/registry/policy.h"

#include <algorithm>
#include <set>

#include "core/base/duration_text.h"
#include "core/registry/endpoint_policy.h"
#include "core/registry/policy_warning.h"
#include "core/registry/registry.h"
#include "core/text/error_phrase.h"
#include "core/text/yaml.h"

namespace tatara::registry {
namespace {

using text::Phrase;

bool matchesAny(std::string_view text, const std::vector<std::string>& patterns) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return matchesPattern(text, pattern); });
}

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::string listed(const std::vector<std::string>& words, std::string_view last = " and ") {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    out += i == 0 ? "" : i + 1 == words.size() ? std::string(last) : ", ";
    out += words[i];
  }
  return out;
}

std::string whoIs(const Policy& policy, const std::string& role) {
  const auto found = policy.roles.find(role);
  return role + " (" +
         (found == policy.roles.end() || found->second.empty() ? "nobody" : listed(found->second, " or ")) +
         ")";
}

std::string rolesText(const Policy& policy, const std::vector<std::string>& roles) {
  std::vector<std::string> texts;
  for (const std::string& role : roles) {
    texts.push_back(whoIs(policy, role));
  }
  return texts.empty() ? "nobody" : listed(texts, " or ");
}

Phrase orOf(const std::vector<std::string>& words) {
  return Phrase::join(TATARA_SAYS("Phrase", "%1 or %2"), {words.begin(), words.end()});
}

Phrase listOf(const std::vector<std::string>& words) {
  return Phrase::join(TATARA_SAYS("Phrase", "%1, %2"), {words.begin(), words.end()});
}

void warnOfApproval(const Policy& policy, const ModelRule& rule, const RoleCount& approval,
                    std::vector<PolicyWarning>& warnings) {
  const auto role = policy.roles.find(approval.role);
  std::set<std::string> members;
  if (role != policy.roles.end()) {
    members.insert(role->second.begin(), role->second.end());
  }
  const auto count = static_cast<int>(members.size());
  const std::string line = std::to_string(rule.line);
  if (count < approval.count) {
    warnings.push_back(
        {Phrase::say(
             TATARA_SAYS("Phrase",
                         "Nobody can approve for %1: the policy asks for %2 of the role %3, which has "
                         "%4 (line %5)"),
             {listOf(rule.models), std::to_string(approval.count), approval.role, std::to_string(count),
              line}),
         PolicyWarning::About::Models, rule.models, true});
  } else if (count == approval.count && count > 0 && !rule.submitterMayApprove) {
    warnings.push_back(
        {Phrase::say(TATARA_SAYS("Phrase",
                                 "When %1 asks for a review of %2, nobody can approve it: nobody approves "
                                 "their own, and the role %3 has nobody else (line %4)"),
                     {orOf({members.begin(), members.end()}), listOf(rule.models), approval.role, line}),
         PolicyWarning::About::Models, rule.models, true});
  }
}

void warnOfRule(const Policy& policy, const ModelRule& rule, std::vector<PolicyWarning>& warnings) {
  const std::string line = std::to_string(rule.line);
  if (rule.aliases.empty() && rule.stages.empty()) {
    warnings.push_back(
        {Phrase::say(TATARA_SAYS("Phrase", "The rule for %1 protects neither an alias nor a stage (line %2)"),
                     {listOf(rule.models), line}),
         PolicyWarning::About::Models, rule.models});
  }
  if (rule.approvals.empty() && rule.gates.empty()) {
    warnings.push_back(
        {Phrase::say(TATARA_SAYS("Phrase",
                                 "The rule for %1 asks for no approval and has no gate: a review alone is "
                                 "enough (line %2)"),
                     {listOf(rule.models), line}),
         PolicyWarning::About::Models, rule.models});
  }
  for (const RoleCount& approval : rule.approvals) {
    warnOfApproval(policy, rule, approval, warnings);
  }
}

std::string explainRule(const Policy& policy, const ModelRule& rule) {
  std::vector<std::string> what = rule.aliases;
  for (const std::string& stage : rule.stages) {
    what.push_back("the stage " + stage);
  }
  std::vector<std::string> approvals;
  for (const RoleCount& approval : rule.approvals) {
    approvals.push_back(std::to_string(approval.count) +
                        (approval.count == 1 ? " approval of " : " approvals of ") +
                        whoIs(policy, approval.role));
  }
  std::string text = "Models named " + listed(rule.models, " or ") + ": " + listed(what) +
                     (what.size() == 1 ? " moves" : " move") + " only by an approved review" +
                     (approvals.empty() ? "" : " with " + listed(approvals)) + ".";
  text += rule.submitterMayApprove ? " Who asked may approve." : " Who asked may not approve.";
  text += rule.lastCommitterMayApprove ? " Who trained or committed it last may approve."
                                       : " Who trained or committed it last may not approve.";
  if (rule.evidenceAge) {
    text += " Evidence is at most " + toDurationText(rule.evidenceAge->count()) + " old.";
  }
  return text;
}

}  // namespace

std::string toText(const Target& target) {
  return target.kind == Target::Kind::Alias ? target.name : "the stage " + target.name;
}

bool matchesPattern(std::string_view text, std::string_view pattern) {
  std::size_t at = 0;
  std::size_t in = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (at < text.size()) {
    if (in < pattern.size() && pattern[in] == '*') {
      star = ++in;
      resume = at;
    } else if (in < pattern.size() && (pattern[in] == '?' || pattern[in] == text[at])) {
      ++in;
      ++at;
    } else if (star != std::string_view::npos) {
      in = star;
      at = ++resume;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', in) == std::string_view::npos;
}

std::vector<const ModelRule*> Policy::rulesFor(std::string_view model, const Target& target) const {
  std::vector<const ModelRule*> rules;
  for (const ModelRule& rule : models) {
    const auto& names = target.kind == Target::Kind::Alias ? rule.aliases : rule.stages;
    if (matchesAny(model, rule.models) && contains(names, target.name)) {
      rules.push_back(&rule);
    }
  }
  return rules;
}

bool Policy::hasRole(std::string_view person, std::string_view role) const {
  const auto found = roles.find(std::string(role));
  return found != roles.end() && contains(found->second, person);
}

bool Policy::hasAnyRole(std::string_view person, const std::vector<std::string>& ofRoles) const {
  return std::any_of(ofRoles.begin(), ofRoles.end(),
                     [&](const std::string& role) { return hasRole(person, role); });
}

bool Policy::isPersonInGit(std::string_view person, std::string_view gitName) const {
  if (person == gitName) {
    return true;
  }
  const auto found = people.find(std::string(person));
  return found != people.end() && contains(found->second.git, gitName);
}

std::vector<PolicyWarning> policyWarnings(const Policy& policy) {
  std::vector<PolicyWarning> warnings;
  for (const ModelRule& rule : policy.models) {
    warnOfRule(policy, rule, warnings);
  }
  for (const EndpointRule& rule : policy.endpoints) {
    const bool anybody = std::any_of(rule.deploy.begin(), rule.deploy.end(),
                                     [&](const std::string& role) { return !policy.roles.at(role).empty(); });
    if (!anybody) {
      warnings.push_back(
          {Phrase::say(TATARA_SAYS("Phrase", "Nobody may deploy to the endpoints named %1 (line %2)"),
                       {listOf(rule.endpoints), std::to_string(rule.line)}),
           PolicyWarning::About::Endpoints, rule.endpoints, true});
    }
  }
  return warnings;
}

std::vector<std::string> warningsOf(const Policy& policy) {
  std::vector<std::string> lines;
  for (const PolicyWarning& warning : policyWarnings(policy)) {
    lines.push_back(warning.text.english());
  }
  return lines;
}

bool PolicyWarning::concerns(About what, std::string_view name) const {
  return what == about && matchesAny(name, names);
}

std::vector<std::string> explain(const Policy& policy) {
  std::vector<std::string> lines;
  for (const ModelRule& rule : policy.models) {
    lines.push_back(explainRule(policy, rule));
    for (const GateRule& gate : rule.gates) {
      const bool named = gate.name != gate.gate.text();
      lines.push_back("  Gate: " + (named ? gate.name + ": " : "") + gate.gate.text() +
                      (gate.mayAcknowledge ? "; failing may be acknowledged with a reason" : ""));
    }
  }
  for (const EndpointRule& rule : policy.endpoints) {
    lines.push_back("Endpoints named " + listed(rule.endpoints, " or ") + ": " +
                    rolesText(policy, rule.deploy) + " may deploy, " + rolesText(policy, rule.weights) +
                    " may move weights, " + rolesText(policy, rule.shadow) + " may shadow. They " +
                    (rule.mayFollowAlias ? "may" : "may not") + " follow an alias." +
                    (rule.mostUnapproved < 100
                         ? " Before a review approved it a version gets at most " +
                               std::to_string(rule.mostUnapproved) + " % of the traffic."
                         : ""));
  }
  if (!policy.breakGlass.empty()) {
    lines.push_back(
        "In an emergency " + rolesText(policy, policy.breakGlass) +
        " may override all of this with a reason, which is shown until somebody else has looked at it.");
  }
  if (policy.empty()) {
    lines.push_back("Nothing is protected: every alias and stage moves as anybody likes.");
  }
  return lines;
}

std::string defaultPolicyText(const std::vector<std::string>& reviewers) {
  text::Json people = text::Json::array();
  for (const std::string& person : reviewers) {
    people.append(person);
  }
  text::Json approvals;
  approvals.set("reviewer", 1);
  text::Json rule;
  rule.set("name", "*");
  rule.set("aliases", text::Json::array().append("champion"));
  rule.set("approvals", std::move(approvals));
  rule.set("evidence_age", "30d");
  text::Json policy;
  policy.set("roles", text::Json().set("reviewer", std::move(people)));
  policy.set("models", text::Json::array().append(std::move(rule)));
  return text::toYaml(text::Json().set("policy", std::move(policy)));
}

namespace {

// "the policy's rule for bikes and cars (tatara.yaml, line 7)"
Phrase ruleText(const PolicyState& state, const EndpointRule& rule) {
  const std::string endpoints = listed(rule.endpoints, ", ");
  return state.problem.empty()
             ? Phrase::say(TATARA_SAYS("Phrase", "the policy's rule for %1 (tatara.yaml, line %2)"),
                           {endpoints, std::to_string(rule.line)})
             : Phrase::say(TATARA_SAYS("Phrase", "the policy's rule for %1"), {endpoints});
}

Phrase deedText(EndpointAct act, std::string_view endpoint) {
  switch (act) {
    case EndpointAct::Deploy:
      return Phrase::say(TATARA_SAYS("Phrase", "deploy to the endpoint %1"), {endpoint});
    case EndpointAct::MoveWeights:
      return Phrase::say(TATARA_SAYS("Phrase", "move weights of the endpoint %1"), {endpoint});
    case EndpointAct::Shadow:
      break;
  }
  return Phrase::say(TATARA_SAYS("Phrase", "shadow on the endpoint %1"), {endpoint});
}

Status permitted(const std::optional<Phrase>& against) {
  return against ? Status(text::phraseError(ErrorKind::PermissionDenied, *against)) : Status();
}

}  // namespace

std::optional<Phrase> whyNotEndpointAct(const PolicyState& state, std::string_view endpoint, EndpointAct act,
                                        const Actor& actor) {
  const Phrase deed = deedText(act, endpoint);
  if (actor.identity == Identity::Nobody || !actor.scopes.has(Scope::Deploy)) {
    return Phrase::say(TATARA_SAYS("Phrase", "To %1, say who you are with a token that has the scope deploy"),
                       {deed});
  }
  if (state.shut) {
    return Phrase::say(TATARA_SAYS("Phrase", "Nothing is deployed until tatara.yaml is mended: %1"),
                       {state.problem});
  }
  for (const EndpointRule& rule : state.policy.endpoints) {
    const auto& roles = act == EndpointAct::Deploy        ? rule.deploy
                        : act == EndpointAct::MoveWeights ? rule.weights
                                                          : rule.shadow;
    if (matchesAny(endpoint, rule.endpoints) && !state.policy.hasAnyRole(actor.person, roles)) {
      return Phrase::say(TATARA_SAYS("Phrase", "Only %1 may %2, says %3"),
                         {rolesText(state.policy, roles), deed, ruleText(state, rule)});
    }
  }
  return std::nullopt;
}

Status checkEndpointAct(const PolicyState& state, std::string_view endpoint, EndpointAct act,
                        const Actor& actor) {
  return permitted(whyNotEndpointAct(state, endpoint, act, actor));
}

std::optional<Phrase> whyNotShare(const PolicyState& state, std::string_view endpoint,
                                  const ModelVersion& version, double share) {
  const bool protectedAlias =
      std::any_of(version.aliases.begin(), version.aliases.end(), [&](const auto& alias) {
        return state.policy.protects(version.model, {Target::Kind::Alias, alias});
      });
  if (version.state == VersionState::Approved || protectedAlias) {
    return std::nullopt;
  }
  for (const EndpointRule& rule : state.policy.endpoints) {
    if (matchesAny(endpoint, rule.endpoints) && share > rule.mostUnapproved) {
      return Phrase::say(
          TATARA_SAYS("Phrase",
                      "Version %1 is not approved, so it may get at most %2 % of the traffic of the "
                      "endpoint %3, says %4"),
          {std::to_string(version.version), std::to_string(rule.mostUnapproved), endpoint,
           ruleText(state, rule)});
    }
  }
  return std::nullopt;
}

Status checkShare(const PolicyState& state, std::string_view endpoint, const ModelVersion& version,
                  double share) {
  return permitted(whyNotShare(state, endpoint, version, share));
}

bool mayFollowAlias(const Policy& policy, std::string_view endpoint) {
  return std::all_of(policy.endpoints.begin(), policy.endpoints.end(), [&](const EndpointRule& rule) {
    return rule.mayFollowAlias || !matchesAny(endpoint, rule.endpoints);
  });
}

}  // namespace tatara::registry
