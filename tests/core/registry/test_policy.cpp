#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "core/registry/policy.h"
#include "core/registry/policy_warning.h"
#include "core/registry/registry.h"
#include "tests/core/registry/people.h"
#include "tests/support/temp_workspace.h"

namespace tatara::registry {
namespace {

constexpr std::string_view kGood = R"(version: 1
policy:
  roles:
    reviewer: [mika, rei]
    lead: ana
  models:
    - name: bike-*
      approvals: {reviewer: 1}
      gates:
        - challenger.rmse <= 0.99 * champion.rmse
        - name: no slice gets worse
          require: slices.max_regression <= 5%
          acknowledge: yes
      evidence_age: 30d
    - name: [a, b]
      aliases: [live]
      stages: []
      approvals: {reviewer: 1, lead: 1}
      submitter_may_approve: true
  endpoints:
    - name: "*"
      deploy: [lead]
      shadow: [reviewer]
      follow_alias: no
  break_glass: [lead]
  people:
    mika: {git: [mika@example.org]}
)";

TEST(PolicyTest, APolicyIsReadAsItIsWritten) {
  const auto policy = parsePolicy(kGood);
  ASSERT_TRUE(policy) << policy.error().message;
  EXPECT_TRUE(policy->protects("bike-demand", {Target::Kind::Alias, "champion"}));
  EXPECT_TRUE(policy->protects("bike-demand", {Target::Kind::Stage, "Production"}));
  EXPECT_FALSE(policy->protects("bike-demand", {Target::Kind::Alias, "challenger"}));
  EXPECT_FALSE(policy->protects("bikes", {Target::Kind::Alias, "champion"}));
  EXPECT_TRUE(policy->protects("a", {Target::Kind::Alias, "live"}));
  EXPECT_FALSE(policy->protects("a", {Target::Kind::Stage, "Staging"}));
  ASSERT_EQ(policy->models.size(), 2u);
  EXPECT_EQ(policy->models[0].gates.size(), 2u);
  EXPECT_TRUE(policy->models[0].gates[1].mayAcknowledge);
  EXPECT_EQ(policy->models[0].evidenceAge, std::chrono::days(30));
  EXPECT_EQ(policy->models[0].line, 7);
  EXPECT_TRUE(policy->models[1].submitterMayApprove);
  EXPECT_TRUE(policy->hasRole("ana", "lead"));
  EXPECT_FALSE(policy->hasRole("ana", "reviewer"));
  EXPECT_TRUE(policy->isPersonInGit("mika", "mika@example.org"));
  EXPECT_FALSE(policy->isPersonInGit("rei", "mika@example.org"));
  EXPECT_TRUE(parsePolicy("version: 1\n")->empty());
  EXPECT_TRUE(parsePolicy("")->empty());
}

TEST(PolicyTest, MistakesAreNamedWithTheirLine) {
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"policy: 3", "line 1"},
      {"policy:\n  rols: {}", "did you mean “roles”"},
      {"policy:\n  roles: {r: [a]}\n  models:\n    - name: x\n      approvals: {reviwer: 1}", "line 5"},
      {"policy:\n  models:\n    - aliases: [champion]", "needs a name"},
      {"policy:\n  models:\n    - name: x\n      gates: [rmse <]", "gate"},
      {"policy:\n  models:\n    - name: x\n      gates:\n        - require: a ~ 1", "line 5"},
      {"policy:\n  models:\n    - name: x\n      evidence_age: soon", "30d"},
      {"policy:\n  models:\n    - name: x\n      submitter_may_approve: maybe", "yes or no"},
      {"policy:\n  models:\n    - name: x\n      stages: [Live]", "no stage"},
      {"policy:\n  models: {name: x}", "list"},
      {"policy:\n  endpoints:\n    - name: x\n      unapproved: 101", "line 4"},
      {"policy:\n  endpoints:\n    - name: x\n      unapproved: half", "percent"},
      {"policy:\n  roles: {r: [a]}\n  models:\n    - name: x\n      approvals: {r: -1}", "0 to 100"},
      {"policy:\n  break_glass: [nobody]", "no role"},
      {"policy:\n  people: {mika: {keys: [ssh-rsa AAAA]}}", "ssh-ed25519"},
      {"policy: [", "line"}};
  for (const auto& [text, part] : wrong) {
    const auto policy = parsePolicy(text);
    ASSERT_FALSE(policy) << text;
    EXPECT_EQ(policy.error().kind, ErrorKind::Parse) << text;
    EXPECT_NE(policy.error().message.find(part), std::string::npos) << policy.error().message;
    EXPECT_NE(policy.error().message.find("line "), std::string::npos) << policy.error().message;
  }
}

TEST(PolicyTest, PatternsMatchAsAShellsDo) {
  EXPECT_TRUE(matchesPattern("bike-demand", "bike-*"));
  EXPECT_TRUE(matchesPattern("bike-", "bike-*"));
  EXPECT_TRUE(matchesPattern("anything", "*"));
  EXPECT_TRUE(matchesPattern("", "*"));
  EXPECT_TRUE(matchesPattern("abcabd", "*ab?"));
  EXPECT_FALSE(matchesPattern("bike", "bike-*"));
  EXPECT_FALSE(matchesPattern("bikes", "bike"));
  EXPECT_FALSE(matchesPattern("", "?"));
  EXPECT_FALSE(matchesPattern(std::string(5000, 'a'), "*a*a*a*a*a*a*a*a*b"));
}

TEST(PolicyTest, APolicyThatLocksEverybodyOutIsWarnedOf) {
  const auto warned = [](const std::string& text, std::string_view part) {
    const auto warnings = warningsOf(parsePolicy(text).value());
    return std::any_of(warnings.begin(), warnings.end(),
                       [&](const std::string& one) { return one.find(part) != std::string::npos; });
  };
  EXPECT_TRUE(warned("policy:\n  roles: {r: [a]}\n  models:\n    - {name: x, approvals: {r: 2}}",
                     "Nobody can approve"));
  EXPECT_TRUE(warned("policy:\n  roles: {r: []}\n  models:\n    - {name: x, approvals: {r: 1}}",
                     "Nobody can approve"));
  EXPECT_TRUE(
      warned("policy:\n  roles: {r: [a]}\n  models:\n    - {name: x, approvals: {r: 1}}", "When a asks"));
  EXPECT_FALSE(
      warned("policy:\n  roles: {r: [a, b]}\n  models:\n    - {name: x, approvals: {r: 1}}", "approve"));
  EXPECT_TRUE(
      warned("policy:\n  roles: {r: []}\n  endpoints:\n    - {name: x, deploy: [r]}", "Nobody may deploy"));
  const auto shut = policyWarnings(
      parsePolicy("policy:\n  roles: {r: []}\n  models:\n    - {name: 'bike-*', approvals: {r: 1}}").value());
  ASSERT_EQ(shut.size(), 1u);
  EXPECT_TRUE(shut[0].locksOut);
  EXPECT_TRUE(shut[0].concerns(PolicyWarning::About::Models, "bike-demand"));
  EXPECT_FALSE(shut[0].concerns(PolicyWarning::About::Models, "cars"));
  EXPECT_FALSE(shut[0].concerns(PolicyWarning::About::Endpoints, "bike-demand"));
  EXPECT_TRUE(shut[0].text.json().isObject());  // a pattern, so that a window can translate it
  const auto suggested = parsePolicy(defaultPolicyText({"mika", "rei"}));
  ASSERT_TRUE(suggested) << suggested.error().message;
  EXPECT_TRUE(warningsOf(*suggested).empty());
  EXPECT_GE(explain(parsePolicy(kGood).value()).size(), 5u);
}

TEST(PolicyTest, EndpointsAreForThoseWhomThePolicyNames) {
  PolicyState state;
  state.policy = parsePolicy(kGood).value();
  const Actor ana{"ana", "test"};
  const Actor mika{"mika", "test"};
  EXPECT_TRUE(checkEndpointAct(state, "bikes", EndpointAct::Deploy, ana));
  EXPECT_FALSE(checkEndpointAct(state, "bikes", EndpointAct::Deploy, mika));
  EXPECT_TRUE(checkEndpointAct(state, "bikes", EndpointAct::Shadow, mika));
  EXPECT_FALSE(checkEndpointAct(state, "bikes", EndpointAct::MoveWeights, mika));
  EXPECT_FALSE(checkEndpointAct(state, "bikes", EndpointAct::Deploy, nobody("test")));
  EXPECT_FALSE(mayFollowAlias(state.policy, "bikes"));
  EXPECT_TRUE(checkEndpointAct({}, "bikes", EndpointAct::Deploy, mika));
}

class PolicyStoreTest : public testing::Test {
 protected:
  void settings(std::string_view text) { std::ofstream(m_temp.workspace().settingsFile()) << text; }
  PolicyState hold() {
    return m_temp.store().writeFor([](store::Writer& writer) { return holdToPolicy(writer, kNow); }).value();
  }
  PolicyState look() {
    return m_temp.store().read([](sql::Connection& connection) { return loadPolicy(connection); }).value();
  }
  std::size_t acts() {
    return m_temp.store().read([](sql::Connection& c) { return loadActs(c, 100); }).value().size();
  }
  tests::TempWorkspace m_temp;
};

TEST_F(PolicyStoreTest, TheLastGoodPolicyStaysInForceWhenTheFileBreaks) {
  EXPECT_TRUE(hold().policy.empty());
  EXPECT_EQ(acts(), 0u);
  settings(kGood);
  EXPECT_EQ(hold().policy.models.size(), 2u);
  EXPECT_EQ(acts(), 1u);
  EXPECT_EQ(hold().policy.models.size(), 2u);
  EXPECT_EQ(acts(), 1u);
  for (const char* broken : {"policy: [", "policy: {models: 3}", "\xff\xfe"}) {
    settings(broken);
    EXPECT_EQ(look().policy.models.size(), 2u) << broken;
    EXPECT_FALSE(look().problem.empty());
    EXPECT_FALSE(look().shut);
    EXPECT_EQ(hold().policy.models.size(), 2u);
  }
  std::filesystem::remove(m_temp.workspace().settingsFile());
  EXPECT_EQ(hold().policy.models.size(), 2u);
  settings("version: 1\n");
  EXPECT_TRUE(hold().policy.empty());
  EXPECT_EQ(acts(), 2u);
}

TEST_F(PolicyStoreTest, AFirstPolicyThatCannotBeReadShutsWhatNothingProtectedBefore) {
  EXPECT_FALSE(hold().shut);
  settings(kGood);
  hold();
  settings("version: 1\n");
  EXPECT_FALSE(hold().shut) << "nothing is protected, and that is what the file says";
  settings("policy: {models: 3}");
  EXPECT_TRUE(look().shut);
  EXPECT_TRUE(hold().shut);
  settings(kGood);
  EXPECT_FALSE(hold().shut);
}

TEST_F(PolicyStoreTest, AStoreThatNeverSawAGoodPolicyKeepsEverythingShut) {
  settings("policy: [");
  EXPECT_TRUE(look().shut);
  NewModel model;
  model.name = "bikes";
  ASSERT_TRUE(m_temp.store().writeFor([&](store::Writer& w) {
    return createModel(w, model, {"ana", "test"}, kNow);
  }));
  NewVersion version;
  version.model = "bikes";
  version.source = "s";
  ASSERT_TRUE(m_temp.store().writeFor([&](store::Writer& w) {
    return createVersion(w, version, {"ana", "test"}, kNow);
  }));
  const auto set = [&] {
    return m_temp.store().write([](store::Writer& w) {
      return move(w, "bikes", SetAlias{"any", 1}, {"ana", "test"}, kNow);
    });
  };
  EXPECT_EQ(set().error().kind, ErrorKind::PermissionDenied);
  settings("version: 1\n");
  EXPECT_TRUE(set());
}

}  // namespace
}  // namespace tatara::registry
