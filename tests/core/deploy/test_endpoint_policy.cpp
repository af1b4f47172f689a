// Who may change what serves, and what a rollback needs: asked and held in the transaction of the change.
#include <gmock/gmock.h>

#include <fstream>

#include "core/deploy/rollout.h"
#include "core/registry/audit.h"
#include "core/track/experiments.h"
#include "core/track/runs.h"
#include "tests/support/japanese.h"
#include "tests/support/served_models.h"

namespace tatara::deploy {
namespace {

using testing::HasSubstr;

constexpr const char* kPolicy = R"(policy:
  roles:
    lead: [ana]
    operator: [ana, mika]
    watcher: [rei]
  endpoints:
    - name: live
      deploy: [lead]
      weights: [operator]
      shadow: [watcher]
    - name: fixed
      deploy: [lead]
      follow_alias: no
)";

class EndpointPolicyTest : public tests::ServedModels {
 protected:
  void SetUp() override {
    ServedModels::SetUp();
    writePolicy(kPolicy);
  }

  void writePolicy(const std::string& text) {
    std::ofstream(workspace.workspace().settingsFile(), std::ios::trunc) << text;
  }

  static registry::Actor person(const std::string& name) { return {name, "test"}; }

  Result<Endpoint> createAs(const std::string& who, const NewEndpoint& endpoint) {
    return write([&](store::Writer& writer) { return createEndpoint(writer, endpoint, person(who), now()); });
  }
  Result<Endpoint> routeAs(const registry::Actor& who, std::vector<Route> routes) {
    return write(
        [&](store::Writer& writer) { return setRoutes(writer, "live", std::move(routes), who, now()); });
  }
  Result<Endpoint> routeAs(const std::string& who, std::vector<Route> routes) {
    return routeAs(person(who), std::move(routes));
  }
  Result<Endpoint> rollBackAs(const std::string& who) {
    return write([&](store::Writer& writer) { return deploy::rollBack(writer, "live", person(who), now()); });
  }
  Result<Rollout> canaryAs(const std::string& who, const RolloutPlan& plan) {
    return write(
        [&](store::Writer& writer) { return startRollout(writer, "live", 2, plan, person(who), now()); });
  }
  Result<Rollout> advance(Timestamp at) {
    return write([&](store::Writer& writer) -> Result<Rollout> {
      TATARA_ASSIGN(const auto endpoint, findEndpoint(writer.sql(), "live"));
      return advanceRollout(writer, *endpoint, {}, {.requests = 1000}, actor, at);
    });
  }
  Endpoint live() {
    return **workspace.store().read([](sql::Connection& c) { return findEndpoint(c, "live"); });
  }
  std::size_t actCount() {
    return workspace.store().read([](sql::Connection& c) { return registry::loadActs(c, 1000); })->size();
  }
  static std::string said(const auto& result) {
    return result ? std::string("allowed") : result.error().message;
  }
};

TEST_F(EndpointPolicyTest, EachActIsForThoseWhomItsRuleNamesAndTheRefusalNamesTheRule) {
  const NewEndpoint wanted{.name = "live", .model = "bikes", .version = 1};
  const auto refused = createAs("mika", wanted);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::PermissionDenied);
  EXPECT_EQ(refused.error().message,
            "Only lead (ana) may deploy to the endpoint live, says the policy's rule for live (tatara.yaml, "
            "line 7)");
  ASSERT_TRUE(createAs("ana", wanted));
  // A version that gets weight anew is a deployment, whoever may move weights.
  EXPECT_THAT(said(routeAs("mika", {{1, 9000}, {2, 1000}})), HasSubstr("may deploy to"));
  ASSERT_TRUE(routeAs("ana", {{1, 9000}, {2, 1000}}));
  EXPECT_TRUE(routeAs("mika", {{1, 5000}, {2, 5000}}));
  const auto moved = routeAs("rei", {{1, 6000}, {2, 4000}});
  EXPECT_THAT(said(moved), HasSubstr("may move weights of"));
  EXPECT_THAT(test::toldInJapanese(moved.error()), HasSubstr("エンドポイント live の配分の変更ができるのは"));
  ASSERT_TRUE(routeAs("mika", {{1, kWhole}}));
  // A shadow is for watchers alone, and to take it away as well.
  const Route shadow{.version = 2, .shadow = true};
  EXPECT_THAT(said(routeAs("ana", {{1, kWhole}, shadow})), HasSubstr("may shadow on"));
  ASSERT_TRUE(routeAs("rei", {{1, kWhole}, shadow}));
  EXPECT_THAT(said(routeAs("mika", {{1, kWhole}})), HasSubstr("may shadow on"));
  EXPECT_THAT(said(rollBackAs("rei")), HasSubstr("may move weights of"));
  EXPECT_TRUE(rollBackAs("mika"));
  const auto remove = [&](const std::string& who) {
    return write([&](store::Writer& writer) -> Result<int> {
      TATARA_TRY(deleteEndpoint(writer, "live", person(who), now()));
      return 0;
    });
  };
  EXPECT_THAT(said(remove("mika")), HasSubstr("may deploy to"));
  EXPECT_TRUE(remove("ana"));
}

TEST_F(EndpointPolicyTest, WhatIsRefusedChangesNothing) {
  ASSERT_TRUE(createAs("ana", {.name = "live", .model = "bikes", .version = 1}));
  const Endpoint before = live();
  const std::size_t acts = actCount();
  EXPECT_FALSE(routeAs("mika", {{2, kWhole}}));
  EXPECT_FALSE(canaryAs("mika", usualPlan()));
  EXPECT_FALSE(rollBackAs("rei"));
  Settings settings;
  settings.keptDays = 30;
  const auto set = [&](const std::string& who) {
    return write(
        [&](store::Writer& writer) { return changeSettings(writer, "live", settings, person(who), now()); });
  };
  EXPECT_FALSE(set("mika"));
  EXPECT_EQ(live().revision, before.revision);
  EXPECT_EQ(live().routes, before.routes);
  EXPECT_EQ(actCount(), acts);
  ASSERT_TRUE(set("ana"));
  EXPECT_EQ(live().settings.keptDays, 30);
  EXPECT_EQ(live().revision, before.revision + 1);
}

TEST_F(EndpointPolicyTest, AVersionThatNobodyApprovedStaysWithinItsShare) {
  const std::string rule =
      "policy:\n  roles: {lead: [ana]}\n  models:\n    - {name: bikes, approvals: {lead: 1}}\n"
      "  endpoints:\n    - {name: live, deploy: [lead], unapproved: 50}\n";
  writePolicy(rule);
  EXPECT_FALSE(createAs("ana", {.name = "live", .model = "bikes", .version = 2}));
  ASSERT_TRUE(createAs("ana", {.name = "live", .model = "bikes", .version = 1}));
  ASSERT_TRUE(routeAs("ana", {{1, 5000}, {2, 5000}}));
  const auto refused = routeAs("ana", {{1, 4900}, {2, 5100}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::PermissionDenied);
  EXPECT_EQ(refused.error().message,
            "Version 2 is not approved, so it may get at most 50 % of the traffic of the endpoint live, says "
            "the policy's rule for live (tatara.yaml, line 6)");
  EXPECT_FALSE(routeAs("ana", {{2, kWhole}}));
  EXPECT_TRUE(routeAs("ana", {{1, 8000}, {2, 2000}}));
  EXPECT_TRUE(routeAs("ana", {{1, kWhole}, {.version = 2, .shadow = true}}));
  // Under a protected alias it is as good as approved: nothing gets there past the policy.
  writePolicy("");
  ASSERT_TRUE(workspace.store().write([&](store::Writer& writer) {
    return registry::move(writer, "bikes", registry::SetAlias{"champion", 2}, actor, now());
  }));
  writePolicy(rule);
  EXPECT_TRUE(routeAs("ana", {{2, kWhole}}));
  // What it has it keeps, whatever becomes of it.
  EXPECT_TRUE(routeAs("ana", {{2, kWhole}}));
}

TEST_F(EndpointPolicyTest, ANameOverTheNetworkNeedsATokenThatMayDeploy) {
  ASSERT_TRUE(createAs("ana", {.name = "live", .model = "bikes", .version = 1}));
  EXPECT_THAT(said(routeAs(registry::nobody("test"), {{2, kWhole}})), HasSubstr("scope deploy"));
  registry::Actor token{"ana", "test", registry::Identity::Token, {registry::Scope::Log}};
  EXPECT_THAT(said(routeAs(token, {{2, kWhole}})), HasSubstr("scope deploy"));
  token.scopes = {registry::Scope::Deploy};
  EXPECT_TRUE(routeAs(token, {{2, kWhole}}));
}

TEST_F(EndpointPolicyTest, ABrokenPolicyKeepsTheLastGoodOneInForceAndAFirstBrokenOneShutsEverything) {
  ASSERT_TRUE(createAs("ana", {.name = "live", .model = "bikes", .version = 1}));
  writePolicy("policy: [unclosed");
  EXPECT_FALSE(routeAs("mika", {{2, kWhole}}));
  EXPECT_TRUE(routeAs("ana", {{2, kWhole}}));
  tests::TempWorkspace other;
  std::ofstream(other.workspace().settingsFile(), std::ios::trunc) << "policy: [unclosed";
  const auto refused = other.store().writeFor([&](store::Writer& writer) {
    return createEndpoint(writer, {.name = "live", .model = "bikes", .version = 1}, person("ana"),
                          other.store().clock().now());
  });
  EXPECT_THAT(said(refused), HasSubstr("until tatara.yaml is mended"));
}

TEST_F(EndpointPolicyTest, AnAliasIsFollowedOnlyWhereThePolicyLetsIt) {
  EXPECT_THAT(said(createAs("ana", {.name = "fixed", .model = "bikes", .follows = "champion"})),
              HasSubstr("follow an alias"));
  ASSERT_TRUE(createAs("ana", {.name = "live", .model = "bikes", .follows = "champion"}));
  const auto moveAndFollow = [&](std::int64_t version) {
    return write([&](store::Writer& writer) -> Result<int> {
      TATARA_TRY(registry::move(writer, "bikes", registry::SetAlias{"champion", version}, actor, now()));
      return followAliases(writer, actor, now());
    });
  };
  EXPECT_EQ(moveAndFollow(2).value(), 1);
  // The rule came after the endpoint.
  writePolicy(
      "policy:\n  roles: {lead: [ana]}\n  endpoints:\n    - {name: live, deploy: [lead], follow_alias: "
      "no}\n");
  EXPECT_EQ(moveAndFollow(1).value(), 0);
  EXPECT_EQ(live().champion(), 2);
}

TEST_F(EndpointPolicyTest, ACanaryGoesOnInTheNameOfWhoBeganItWhileThePolicyStillLetsThem) {
  ASSERT_TRUE(createAs("ana", {.name = "live", .model = "bikes", .version = 1}));
  RolloutPlan plan = usualPlan();
  EXPECT_THAT(said(canaryAs("mika", plan)), HasSubstr("may deploy to"));
  ASSERT_TRUE(canaryAs("ana", plan));
  Timestamp at = now() + std::chrono::minutes(20);
  EXPECT_EQ(advance(at)->step, 1);
  writePolicy("policy:\n  roles: {lead: [rei]}\n  endpoints:\n    - {name: live, deploy: [lead]}\n");
  at += std::chrono::minutes(20);
  const auto waiting = advance(at);
  EXPECT_EQ(waiting->step, 1);
  EXPECT_EQ(waiting->state, RolloutState::Running);
  EXPECT_THAT(waiting->reason.english(), HasSubstr("Only lead (rei)"));
  writePolicy(kPolicy);
  EXPECT_EQ(advance(at)->step, 2);
}

TEST_F(EndpointPolicyTest, AProtectedAliasHoldsThePromotionUntilItsReviewIsThere) {
  writePolicy(std::string(kPolicy) +
              "  models:\n    - {name: bikes, aliases: [champion], approvals: {lead: 1}}\n");
  ASSERT_TRUE(createAs("ana", {.name = "live", .model = "bikes", .version = 1}));
  RolloutPlan plan{.steps = {{5000, std::chrono::seconds(1), 1}}, .alias = "champion"};
  ASSERT_TRUE(canaryAs("ana", plan));
  const auto waiting = advance(now() + std::chrono::minutes(1));
  ASSERT_TRUE(waiting) << waiting.error().message;
  EXPECT_EQ(waiting->state, RolloutState::Running);
  EXPECT_THAT(waiting->reason.english(), HasSubstr("no approved review"));
  EXPECT_EQ(live().routes.size(), 2u);
  EXPECT_EQ(waiting->requests, 1000);  // what was seen is not lost by the refusal
}

TEST_F(EndpointPolicyTest, AHeldCanaryStaysOnItsStepAndCanBePromotedByHand) {
  ASSERT_TRUE(createAs("ana", {.name = "live", .model = "bikes", .version = 1}));
  ASSERT_TRUE(canaryAs("ana", usualPlan()));
  const auto hold = [&](const std::string& who, bool held) {
    return write(
        [&](store::Writer& writer) { return holdRollout(writer, "live", held, person(who), now()); });
  };
  EXPECT_FALSE(hold("rei", true));
  ASSERT_TRUE(hold("mika", true));
  EXPECT_EQ(advance(now() + std::chrono::hours(1))->step, 0);
  const auto promote = [&](const std::string& who) {
    return write([&](store::Writer& writer) { return promoteRollout(writer, "live", person(who), now()); });
  };
  EXPECT_FALSE(promote("rei"));
  ASSERT_TRUE(promote("mika"));
  EXPECT_EQ(live().champion(), 2);
  EXPECT_EQ(promote("mika").error().kind, ErrorKind::Conflict);
}

TEST_F(EndpointPolicyTest, RollbackFromACanaryGoesToWhereItBeganAndBackAgain) {
  ASSERT_TRUE(createAs("ana", {.name = "live", .model = "bikes", .version = 1}));
  ASSERT_TRUE(canaryAs("ana", usualPlan()));
  Timestamp at = now() + std::chrono::minutes(20);
  ASSERT_EQ(advance(at)->step, 1);
  EXPECT_EQ(rollBackAs("ana")->routes.size(), 1u);
  EXPECT_EQ(live().champion(), 1);
  EXPECT_EQ(rollBackAs("ana")->routes.size(), 2u);  // undone: 75 and 25 percent
  ASSERT_TRUE(routeAs("ana", {{1, kWhole}}));
  ASSERT_TRUE(canaryAs("ana", usualPlan()));
  ASSERT_TRUE(
      write([&](store::Writer& writer) { return promoteRollout(writer, "live", person("ana"), now()); }));
  EXPECT_EQ(live().champion(), 2);
  EXPECT_EQ(rollBackAs("ana")->champion(), 1);
}

TEST_F(EndpointPolicyTest, TheChainOfActsHoldsEveryChangeOfAnEndpoint) {
  ASSERT_TRUE(createAs("ana", {.name = "live", .model = "bikes", .version = 1}));
  ASSERT_TRUE(canaryAs("ana", usualPlan()));
  ASSERT_TRUE(rollBackAs("mika"));
  const auto report = workspace.store().read([](sql::Connection& c) { return registry::verifyChain(c); });
  ASSERT_TRUE(report);
  EXPECT_TRUE(report->sound()) << report->problem.english();
  const auto acts = workspace.store().read(
      [](sql::Connection& c) { return registry::loadActs(c, {.object = "endpoint/live"}, 10); });
  ASSERT_EQ(acts->size(), 3u);
  EXPECT_EQ((*acts)[0].verb, kRollBack);
  EXPECT_EQ((*acts)[0].actor, "mika");
  EXPECT_TRUE((*acts)[0].digest);
  EXPECT_EQ((*acts)[1].verb, kStartCanary);
}

// --- what a rollback needs

class HoldTest : public EndpointPolicyTest {
 protected:
  Status deleteVersion(std::int64_t version) {
    return workspace.store().write([&](store::Writer& writer) {
      return registry::deleteVersion(writer, "bikes", version, actor, now());
    });
  }
};

TEST_F(HoldTest, VersionsThatServeOrThatARollbackGoesToAreNotDeleted) {
  ASSERT_TRUE(createAs("ana", {.name = "live", .model = "bikes", .version = 1}));
  ASSERT_TRUE(routeAs("ana", {{2, kWhole}}));
  EXPECT_THAT(said(deleteVersion(2)), HasSubstr("endpoint \"live\" serves it or would go back to it"));
  EXPECT_EQ(deleteVersion(1).error().kind, ErrorKind::Conflict);
  const Status model = workspace.store().write(
      [&](store::Writer& writer) { return registry::deleteModel(writer, "bikes", actor, now()); });
  EXPECT_EQ(model.error().kind, ErrorKind::Conflict);
  const Status renamed = workspace.store().write(
      [&](store::Writer& writer) { return registry::renameModel(writer, "bikes", "cycles", actor, now()); });
  EXPECT_EQ(renamed.error().kind, ErrorKind::Conflict);
  EXPECT_EQ(rollBackAs("ana")->champion(), 1);
  ASSERT_TRUE(workspace.store().write(
      [&](store::Writer& writer) { return deleteEndpoint(writer, "live", person("ana"), now()); }));
  EXPECT_TRUE(deleteVersion(2));
}

TEST_F(HoldTest, TheirFilesAreNotRemovedAndNeighboursAre) {
  ASSERT_TRUE(createAs("ana", {.name = "live", .model = "bikes", .version = 1}));
  const artifact::ArtifactStore artifacts(workspace.share());
  ASSERT_TRUE(artifacts.put("models/bikes/10/note.txt", "another"));
  const auto remove = [&](const std::string& path) {
    return write([&](store::Writer& writer) { return artifact::ArtifactStore::remove(writer, path); });
  };
  for (const char* path : {"models/bikes/1", "models/bikes/1/MLmodel", "models/bikes", "models"}) {
    EXPECT_EQ(remove(path).error().kind, ErrorKind::Conflict) << path;
  }
  EXPECT_TRUE(remove("models/bikes/10"));
  EXPECT_TRUE(remove("models/bikes/2"));
  ASSERT_TRUE(artifacts.collectGarbage(false));
  EXPECT_EQ(artifacts.readAll("models/bikes/1/model.lgb", 1 << 20).value(),
            tests::modelFixture("regressor.lgb"));
}

TEST_F(HoldTest, PurgingRunsSparesThoseWhoseFilesAreServed) {
  std::vector<track::RunId> ids;
  ASSERT_TRUE(workspace.store().write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const auto experiment, track::createExperiment(writer, {.name = "x"}, now()));
    for (int i = 0; i < 2; ++i) {
      TATARA_ASSIGN(const auto run, track::createRun(writer, {.experiment = experiment}, now()));
      ids.push_back(run.id);
    }
    return {};
  }));
  const auto uri = [&](const track::RunId& id) {
    return workspace.store()
        .read([&](sql::Connection& c) { return track::findRunInfo(c, id); })
        ->value()
        .artifactUri;
  };
  const artifact::ArtifactStore artifacts(workspace.share());
  for (const auto& id : ids) {
    ASSERT_TRUE(artifacts.put(*artifact::rootPathOf(uri(id)) + "/model/model.lgb",
                              tests::modelFixture("regressor.lgb")));
  }
  ASSERT_TRUE(workspace.store().write([&](store::Writer& writer) -> Status {
    TATARA_TRY(registry::createVersion(
        writer,
        {.model = "bikes", .source = "runs:/" + ids[0].value() + "/model", .storage = uri(ids[0]) + "/model"},
        actor, now()));
    for (const auto& id : ids) {
      TATARA_TRY(track::deleteRun(writer, id, now()));
    }
    return {};
  }));
  ASSERT_TRUE(createAs("ana", {.name = "live", .model = "bikes", .version = 3}));
  const auto purged = write([&](store::Writer& writer) { return track::purgeRuns(writer, ids); });
  EXPECT_EQ(purged.value(), 1);
  EXPECT_TRUE(
      workspace.store().read([&](sql::Connection& c) { return track::findRunInfo(c, ids[0]); })->has_value());
}

}  // namespace
}  // namespace tatara::deploy
