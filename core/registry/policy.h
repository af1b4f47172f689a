// Policy: who may move which alias, stage or endpoint, and what must be true before. Written as YAML in
// tatara.yaml:
//
//   policy:
//     roles:
//       reviewer: [mika, rei]
//       lead: [ana]
//     models:
//       - name: bike-*                     # a name, a pattern with * and ?, or a list of them
//         aliases: [champion]
//         stages: [Staging, Production]    # the standard; MLflow's stages of the same models
//         approvals: {reviewer: 1}
//         submitter_may_approve: no        # the standard
//         last_committer_may_approve: no   # the standard
//         gates:
//           - challenger.rmse <= 0.99 * champion.rmse
//           - name: no slice gets much worse
//             require: slices.max_regression <= 5%
//             acknowledge: yes             # a reviewer may accept its failing, with a reason
//         evidence_age: 30d
//     endpoints:
//       - name: "*"
//         deploy: [lead]
//         weights: [lead]
//         shadow: [reviewer]
//         follow_alias: no
//         unapproved: 50                   # percent of the traffic that a version may get at most before a
//                                          # review approved it; all of it where this is left out
//     break_glass: [lead]
//     people:
//       mika: {git: [mika@example.org], keys: [ssh-ed25519 AAAA…]}
//
// Every rule whose pattern fits has to be satisfied: a narrower one never opens what a wider one closes. A
// model rule without `aliases` protects champion.
//
// In force is what the file says; when the file cannot be read or understood, the last policy that could,
// which the store keeps. A store that never saw a good one keeps every alias and stage where it is until the
// file is mended.
//
// Errors: Parse with line and column. Threads: Policy is a value; loadPolicy() runs inside a read lease,
// holdToPolicy() and writeFirstPolicy() inside a write task; they read and write the file.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/registry/actor.h"
#include "core/registry/gate.h"
#include "core/sql/connection.h"
#include "core/store/store.h"

namespace tatara::registry {

struct ModelVersion;

// What a review asks to be moved and what a policy protects: an alias, or a stage of MLflow's.
struct Target {
  enum class Kind : std::uint8_t { Alias = 0, Stage = 1 };
  Kind kind = Kind::Alias;
  std::string name = "champion";
  friend bool operator==(const Target&, const Target&) = default;
};
std::string toText(const Target& target);  // "champion", "the stage Production"

struct GateRule {
  std::string name;  // what people call it; the condition itself where none is given
  Gate gate;
  bool mayAcknowledge = false;
};

struct RoleCount {
  std::string role;
  int count = 1;
};

struct ModelRule {
  std::vector<std::string> models;
  std::vector<std::string> aliases;
  std::vector<std::string> stages;
  std::vector<RoleCount> approvals;
  bool submitterMayApprove = false;
  bool lastCommitterMayApprove = false;
  std::vector<GateRule> gates;
  std::optional<Millis> evidenceAge;
  int line = 0;
};

enum class EndpointAct : std::uint8_t { Deploy, MoveWeights, Shadow };

struct EndpointRule {
  std::vector<std::string> endpoints;
  std::vector<std::string> deploy;  // roles; empty: nobody but by breaking the glass
  std::vector<std::string> weights;
  std::vector<std::string> shadow;
  bool mayFollowAlias = true;
  int mostUnapproved = 100;  // percent; for versions neither approved nor under a protected alias
  int line = 0;
};

struct PersonFacts {
  std::vector<std::string> git;   // names and addresses in commits that are this person's
  std::vector<std::string> keys;  // SSH public keys
};

struct Policy {
  std::map<std::string, std::vector<std::string>> roles;
  std::vector<ModelRule> models;
  std::vector<EndpointRule> endpoints;
  std::vector<std::string> breakGlass;  // roles
  std::map<std::string, PersonFacts> people;

  bool empty() const { return models.empty() && endpoints.empty(); }
  std::vector<const ModelRule*> rulesFor(std::string_view model, const Target& target) const;
  bool protects(std::string_view model, const Target& target) const {
    return !rulesFor(model, target).empty();
  }
  bool hasRole(std::string_view person, std::string_view role) const;
  bool hasAnyRole(std::string_view person, const std::vector<std::string>& ofRoles) const;
  // Whether a name of a commit is this person's: their own name, or one that `people` lists.
  bool isPersonInGit(std::string_view person, std::string_view gitName) const;
};

// `*` any text, `?` one byte.
bool matchesPattern(std::string_view text, std::string_view pattern);

// The section `policy` of a tatara.yaml; an empty policy where there is none.
Result<Policy> parsePolicy(std::string_view settings);
// What is allowed but unwise: roles that lock everybody out, people in no role, rules that protect nothing.
std::vector<std::string> warningsOf(const Policy& policy);
// Sentences for a person, one a line.
std::vector<std::string> explain(const Policy& policy);
// A sound beginning for a workspace whose people are these: YAML of the section.
std::string defaultPolicyText(const std::vector<std::string>& reviewers);

struct PolicyState {
  Policy policy;
  std::string problem;  // why the file is not what is in force, with its line; empty when it is
  bool shut = false;    // the file is broken and no good policy before it protects anything: nothing moves
  std::string body;     // JSON of the section in force
};
Result<PolicyState> loadPolicy(sql::Connection& connection);
// The same, and keeps a policy that is new as the last good one, with an act that says so.
Result<PolicyState> holdToPolicy(store::Writer& writer, Timestamp now);

// Appends defaultPolicyText() to a tatara.yaml that has no policy yet; the file is replaced whole or not at
// all. Conflict when there is one, InvalidArgument without reviewers.
Result<PolicyState> writeFirstPolicy(store::Writer& writer, const std::vector<std::string>& reviewers,
                                     const Actor& actor, Timestamp now);

// Whether the actor may do this to the endpoint: PermissionDenied with a sentence otherwise.
Status checkEndpointAct(const PolicyState& state, std::string_view endpoint, EndpointAct act,
                        const Actor& actor);
bool mayFollowAlias(const Policy& policy, std::string_view endpoint);
// Whether the version may get this share (percent) of the endpoint's traffic: PermissionDenied otherwise.
Status checkShare(const PolicyState& state, std::string_view endpoint, const ModelVersion& version,
                  double share);

}  // namespace tatara::registry
