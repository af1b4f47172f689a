#include <gmock/gmock.h>
#include <sys/resource.h>

#include <thread>

#include "core/deploy/followers.h"
#include "core/deploy/model_source.h"
#include "core/deploy/predictions.h"
#include "core/deploy/rollout.h"
#include "core/deploy/serving.h"
#include "core/exec/child.h"
#include "tests/support/japanese.h"
#include "tests/support/processes.h"
#include "tests/support/served_models.h"

namespace tatara::deploy {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::HasSubstr;

class EndpointsTest : public tests::ServedModels {
 protected:
  std::unique_ptr<Serving> serving() {
    auto started = Serving::start(workspace.share(), {.threads = 2});
    EXPECT_TRUE(started);
    return std::move(*started);
  }

  // Waits until the endpoint serves this revision.
  static void waitFor(const Serving& serving, const Endpoint& endpoint) {
    for (int i = 0; i < 1000; ++i) {
      const auto served = serving.find(endpoint.name);
      if (served && served->endpoint.revision >= endpoint.revision) {
        return;
      }
      std::this_thread::sleep_for(milliseconds(10));
    }
    FAIL() << "revision " << endpoint.revision << " was never served";
  }

  static infer::Batch oneRow(double a) {
    infer::Batch batch;
    for (const char* name : {"a", "b", "c"}) {
      batch.push_back(infer::Tensor::make(name, infer::ElementType::Float64, {1}));
      batch.back().values<double>()[0] = a;
    }
    return batch;
  }

  static Call callTo(const std::shared_ptr<const ServedEndpoint>& endpoint, const std::string& id = "r1") {
    return {endpoint, &endpoint->choose({}), id, steady_clock::now()};
  }
};

TEST_F(EndpointsTest, AnEndpointFollowsItsAlias) {
  const auto made = create({.name = "live", .model = "bikes", .follows = "champion"});
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->champion(), 1);
  EXPECT_EQ(made->routes[0].digest.size(), 64u);
  const auto moved = write([&](store::Writer& writer) -> Result<int> {
    TATARA_TRY(registry::move(writer, "bikes", registry::SetAlias{"champion", 2}, actor, now()));
    return followAliases(writer, actor, now());
  });
  EXPECT_EQ(moved.value(), 1);
  const auto found = workspace.store().read([](sql::Connection& c) { return findEndpoint(c, "live"); });
  EXPECT_EQ((**found).champion(), 2);
  EXPECT_EQ((**found).follows, "champion");
}

TEST_F(EndpointsTest, WhoFollowsAnAliasIsToldByName) {
  ASSERT_TRUE(create({.name = "live", .model = "bikes", .follows = "champion"}));
  ASSERT_TRUE(create({.name = "fixed", .model = "bikes", .version = 1}));
  ASSERT_TRUE(create({.name = "again", .model = "bikes", .follows = "champion"}));
  const auto names = [&](const char* model, const char* alias) {
    return workspace.store().read([&](sql::Connection& c) { return followersOf(c, model, alias); }).value();
  };
  EXPECT_EQ(names("bikes", "champion"), (std::vector<std::string>{"again", "live"}));
  EXPECT_TRUE(names("bikes", "challenger").empty());
  EXPECT_TRUE(names("cars", "champion").empty());
  ASSERT_TRUE(workspace.store().write(
      [&](store::Writer& writer) { return deleteEndpoint(writer, "again", actor, now()); }));
  EXPECT_EQ(names("bikes", "champion"), std::vector<std::string>{"live"});
}

TEST_F(EndpointsTest, WhatCannotBeIsRefusedInWords) {
  EXPECT_THAT(create({.name = "a/b", .model = "bikes", .version = 1}).error().message, HasSubstr("letters"));
  EXPECT_THAT(create({.name = "x", .model = "cars", .version = 1}).error().message, HasSubstr("\"cars\""));
  EXPECT_THAT(create({.name = "x", .model = "bikes", .version = 9}).error().message,
              HasSubstr("no version 9"));
  ASSERT_TRUE(create({.name = "x", .model = "bikes", .version = 1}));
  EXPECT_EQ(create({.name = "x", .model = "bikes", .version = 1}).error().kind, ErrorKind::AlreadyExists);
  EXPECT_THAT(route("x", {{1, 5000}, {2, 4000}}).error().message, HasSubstr("90 percent"));
  EXPECT_FALSE(route("x", {{1, 5000}, {1, 5000}}));
  EXPECT_FALSE(route("x", {{1, 10'100}, {2, -100}}));
  EXPECT_FALSE(route("y", {{1, 10'000}}));
}

TEST_F(EndpointsTest, RollbackGoesBackAndUndoesItselfAndEveryActIsRecorded) {
  ASSERT_TRUE(create({.name = "live", .model = "bikes", .version = 1}));
  EXPECT_EQ(rollBack("live").error().kind, ErrorKind::Conflict);
  ASSERT_TRUE(route("live", {{2, kWhole}}));
  EXPECT_EQ(rollBack("live")->champion(), 1);
  EXPECT_EQ(rollBack("live")->champion(), 2);
  const auto acts = workspace.store().read([](sql::Connection& c) { return registry::loadActs(c, 4); });
  ASSERT_TRUE(acts);
  EXPECT_EQ((*acts)[0].verb, "roll back endpoint");
  EXPECT_EQ((*acts)[0].object, "endpoint/live");
  EXPECT_EQ((*acts)[0].after, "2 at 100 %");
  EXPECT_EQ((*acts)[3].verb, "create endpoint");
}

TEST_F(EndpointsTest, RollbackIsToWhatAnsweredBeforeAndNotAboutAShadow) {
  ASSERT_TRUE(create({.name = "live", .model = "bikes", .version = 1}));
  const Route shadow{.version = 2, .shadow = true};
  ASSERT_TRUE(route("live", {{1, kWhole}, shadow}));
  EXPECT_EQ(rollBack("live").error().kind, ErrorKind::Conflict);  // nothing else ever answered
  ASSERT_TRUE(route("live", {{2, kWhole}}));
  ASSERT_TRUE(route("live", {{2, kWhole}, {.version = 1, .shadow = true}}));
  const auto back = rollBack("live");
  ASSERT_TRUE(back) << back.error().message;
  EXPECT_EQ(back->champion(), 1);
  const auto again = rollBack("live");
  ASSERT_TRUE(again);
  EXPECT_EQ(again->champion(), 2);
  EXPECT_EQ(again->routes.size(), 2u);  // with its shadow
}

TEST_F(EndpointsTest, RollbackPassesOverFilesThatChanged) {
  ASSERT_TRUE(create({.name = "live", .model = "bikes", .version = 1}));
  ASSERT_TRUE(route("live", {{2, kWhole}}));
  const artifact::ArtifactStore artifacts(workspace.share());
  ASSERT_TRUE(artifacts.put("models/bikes/1/note.txt", "changed afterwards"));
  EXPECT_THAT(rollBack("live").error().message, HasSubstr("still what they were"));
}

TEST_F(EndpointsTest, FilesThatDifferFromWhatWasPutToServiceAreNotServed) {
  ASSERT_TRUE(create({.name = "live", .model = "bikes", .version = 1}));
  const artifact::ArtifactStore artifacts(workspace.share());
  ASSERT_TRUE(artifacts.put("models/bikes/1/model.lgb", tests::modelFixture("classes.lgb")));
  const auto running = serving();
  EXPECT_FALSE(running->find("live")->ready());
  EXPECT_THAT(running->find("live")->problem, HasSubstr("digest differs"));
}

TEST_F(EndpointsTest, AVersionThatCannotBeLoadedLeavesTheEndpointAsItWas) {
  const artifact::ArtifactStore artifacts(workspace.share());
  ASSERT_TRUE(artifacts.put("models/bikes/2/model.lgb", "tree\nversion=v9\n"));
  ASSERT_TRUE(create({.name = "live", .model = "bikes", .version = 1}));
  const auto running = serving();
  const auto changed = route("live", {{2, kWhole}});
  ASSERT_TRUE(changed);
  for (int i = 0; i < 500 && running->find("live")->problem.empty(); ++i) {
    std::this_thread::sleep_for(milliseconds(10));
  }
  EXPECT_THAT(running->find("live")->problem, HasSubstr("form v9"));
  EXPECT_TRUE(tests::ask(*running, callTo(running->find("live")), oneRow(1)));
}

TEST_F(EndpointsTest, NoRequestFailsAndNoneIsMixedWhileVersionsChange) {
  ASSERT_TRUE(create({.name = "live", .model = "bikes", .version = 1}));
  const auto running = serving();
  std::atomic<bool> stop{false};
  std::atomic<int> wrong{0};
  std::atomic<int> answered{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 2; ++i) {
    clients.emplace_back([&] {
      while (!stop) {
        const Call call = callTo(running->find("live"));
        const auto answer = tests::ask(*running, call, oneRow(0.5));
        const std::size_t width = call.version->route.version == 1 ? 1 : 3;
        if (!answer || (*answer)[0].elements() != width) {
          ++wrong;
        }
        ++answered;
      }
    });
  }
  for (int i = 0; i < 6; ++i) {
    const auto changed = i % 3 == 2 ? rollBack("live") : route("live", {{i % 2 == 0 ? 2 : 1, kWhole}});
    ASSERT_TRUE(changed);
    waitFor(*running, *changed);
  }
  stop = true;
  for (auto& client : clients) {
    client.join();
  }
  EXPECT_EQ(wrong, 0);
  EXPECT_GT(answered, 100);
}

TEST_F(EndpointsTest, TheQueueIsBoundedAndPlacesComeBack) {
  NewEndpoint endpoint{.name = "live", .model = "bikes", .version = 1};
  endpoint.settings.queue = 2;
  ASSERT_TRUE(create(endpoint));
  const auto running = serving();
  const auto served = running->find("live");
  {
    const auto one = running->admit(*served);
    const auto two = running->admit(*served);
    EXPECT_TRUE(one && two);
    EXPECT_FALSE(running->admit(*served));
  }
  EXPECT_TRUE(running->admit(*served));
  EXPECT_EQ(*served->turnedAway, 1);
}

TEST_F(EndpointsTest, ARequestThatWaitedTooLongIsNotRun) {
  NewEndpoint endpoint{.name = "live", .model = "bikes", .version = 1};
  endpoint.settings.deadline = milliseconds(5);
  ASSERT_TRUE(create(endpoint));
  const auto running = serving();
  Call call = callTo(running->find("live"));
  call.arrived -= milliseconds(50);
  EXPECT_EQ(tests::ask(*running, call, oneRow(1)).error().kind, ErrorKind::Busy);
}

TEST_F(EndpointsTest, AKeyMeetsTheSameVersionAndWeightsAreKept) {
  ASSERT_TRUE(create({.name = "live", .model = "bikes", .version = 1}));
  ASSERT_TRUE(route("live", {{1, 8000}, {2, 2000}}));
  const auto running = serving();
  const auto served = running->find("live");
  int second = 0;
  for (int i = 0; i < 10'000; ++i) {
    const std::string key = "person " + std::to_string(i);
    const std::int64_t version = served->choose(key).route.version;
    EXPECT_EQ(served->choose(key).route.version, version);
    second += version == 2 ? 1 : 0;
  }
  EXPECT_NEAR(second, 2000, 200);
}

TEST_F(EndpointsTest, RequestsAreKeptWithTheirAnswersButNotMaskedColumns) {
  NewEndpoint endpoint{.name = "live", .model = "bikes", .version = 1};
  endpoint.settings.masked = {"b"};
  const auto made = create(endpoint);
  ASSERT_TRUE(made);
  const Timestamp began = now();
  {
    const auto running = serving();
    ASSERT_TRUE(tests::ask(*running, callTo(running->find("live"), "request-7"), oneRow(2.5)));
  }
  std::vector<Prediction> kept;
  ASSERT_TRUE(workspace.store().read([&](sql::Connection& c) {
    return readPredictions(c, made->id, {.from = began}, [&](const Prediction& one) -> Result<bool> {
      kept.push_back(one);
      return true;
    });
  }));
  ASSERT_EQ(kept.size(), 1u);
  EXPECT_EQ(kept[0].id, "request-7");
  EXPECT_EQ(kept[0].inputs["a"].items()[0].asNumber(), 2.5);
  EXPECT_EQ(*kept[0].inputs["b"].asString(), "masked");
  EXPECT_EQ(kept[0].outputs.members().size(), 1u);
}

// Plays a model server whose first process is started by a thread that stepped back, as its keeper does.
const bool kServer = tests::addRole("serving", [] {
  tests::TempWorkspace workspace;
  const auto serving = Serving::start(workspace.share(), {.threads = 1});
  int code = 2;
  std::thread([&code, usual = ::getpriority(PRIO_PROCESS, 0)] {
    ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), usual + 10);
    exec::ChildOptions options{.command = {"/usr/bin/nice"}};
    options.endsWithParent = true;
    auto child = exec::Child::start(options);
    code =
        child && child->waitFor(std::chrono::seconds(10)) && child->output() == std::to_string(usual) + "\n"
            ? 0
            : 1;
  }).join();
  return code;
});

TEST_F(EndpointsTest, ModelsInPythonDoNotStepBackWithTheThreadThatLoadsThem) {
  ASSERT_TRUE(kServer);
  auto program = exec::Child::start({.command = tests::roleCommand("serving")});
  ASSERT_TRUE(program);
  const auto ending = program->waitFor(std::chrono::seconds(30));
  ASSERT_TRUE(ending);
  EXPECT_TRUE(ending->sound()) << ending->words() << program->errors();
}

TEST_F(EndpointsTest, AShadowIsAskedAndItsAnswersAreCompared) {
  ASSERT_TRUE(create({.name = "live", .model = "bikes", .version = 1}));
  ASSERT_TRUE(route("live", {{.version = 1, .weight = kWhole}, {.version = 2, .shadow = true}}));
  const auto running = serving();
  const auto served = running->find("live");
  const Call call = callTo(served);
  EXPECT_EQ(call.version->route.version, 1);
  ASSERT_TRUE(tests::ask(*running, call, oneRow(1)));
  const auto& shadow = *served->versions.back().counters;
  for (int i = 0; i < 500 && shadow.shadowed == 0; ++i) {
    std::this_thread::sleep_for(milliseconds(10));
  }
  EXPECT_EQ(shadow.shadowed, 1);
  EXPECT_EQ(shadow.disagreed, 1);
}

TEST_F(EndpointsTest, LabelsAreTakenOnceAndContradictionsCounted) {
  const auto made = create({.name = "live", .model = "bikes", .version = 1});
  const auto add = [&](const std::vector<Label>& labels) {
    return write([&](store::Writer& writer) { return addLabels(writer, "live", labels, now()); }).value();
  };
  EXPECT_EQ(add({{"r1", 0, "5"}, {"r1", 1, "7"}}).taken, 2);
  EXPECT_EQ(add({{"r1", 0, "5"}}).repeated, 1);
  EXPECT_EQ(add({{"r1", 0, "6"}}).conflicting, 1);
  const auto all = workspace.store().read([&](sql::Connection& c) { return loadLabelCounts(c, made->id); });
  EXPECT_EQ(all->taken, 2);
  EXPECT_EQ(all->conflicting, 1);
}

class RolloutTest : public EndpointsTest {
 protected:
  void SetUp() override {
    EndpointsTest::SetUp();
    ASSERT_TRUE(create({.name = "live", .model = "bikes", .version = 1}));
  }
  Result<Rollout> start(RolloutPlan plan = usualPlan()) {
    return write([&](store::Writer& writer) { return startRollout(writer, "live", 2, plan, actor, at); });
  }
  Rollout advance(const Observed& champion, const Observed& challenger) {
    const auto rollout = write([&](store::Writer& writer) -> Result<Rollout> {
      TATARA_ASSIGN(const auto endpoint, findEndpoint(writer.sql(), "live"));
      return advanceRollout(writer, *endpoint, champion, challenger, actor, at);
    });
    EXPECT_TRUE(rollout) << rollout.error().message;
    return *rollout;
  }
  std::vector<Route> routes() {
    return (**workspace.store().read([](sql::Connection& c) { return findEndpoint(c, "live"); })).routes;
  }
  Timestamp at = now();
};

TEST_F(RolloutTest, ACanaryThatFailsMoreOftenGivesTheTrafficBackAndSaysWhy) {
  ASSERT_TRUE(start());
  EXPECT_EQ(routes()[1].weight, 500);
  EXPECT_EQ(start().error().kind, ErrorKind::Conflict);
  EXPECT_EQ(advance({.requests = 950, .failed = 2}, {.requests = 50, .failed = 1}).state,
            RolloutState::Running);
  const Rollout stopped = advance({.requests = 950, .failed = 2}, {.requests = 50, .failed = 12});
  EXPECT_EQ(stopped.state, RolloutState::Stopped);
  EXPECT_THAT(stopped.reason.english(), HasSubstr("version 2 failed more often than 1"));
  ASSERT_EQ(routes().size(), 1u);
  EXPECT_EQ(routes()[0].version, 1);
}

TEST_F(RolloutTest, RefusedInputsStopACanaryAndOnlyThoseOfTheChallenger) {
  ASSERT_TRUE(start());
  EXPECT_EQ(advance({.requests = 950, .refused = 200}, {.requests = 50, .refused = 10}).state,
            RolloutState::Running);
  const Rollout stopped = advance({.requests = 950, .refused = 1}, {.requests = 50, .refused = 40});
  EXPECT_EQ(stopped.state, RolloutState::Stopped);
  EXPECT_THAT(stopped.reason.english(),
              HasSubstr("version 2 refused inputs more often than 1: 50 against 201"));
}

TEST_F(RolloutTest, TooFewAnswersThatAreAlikeStopACanaryThatAsksForThem) {
  RolloutPlan plan = usualPlan();
  plan.agreement = {.least = 90, .within = 5};
  ASSERT_TRUE(start(plan));
  EXPECT_EQ(advance({}, {.requests = 50, .compared = 50, .differed = 5}).state, RolloutState::Running);
  workspace.reopen();  // the evidence goes on
  const Rollout stopped = advance({}, {.requests = 50, .compared = 50, .differed = 30});
  EXPECT_EQ(stopped.state, RolloutState::Stopped);
  EXPECT_THAT(
      stopped.reason.english(),
      HasSubstr("version 2 answered otherwise than 1 to 35 of 100 requests, where 10 of a hundred may"));
  for (const Agreement wrong : {Agreement{100, 0}, {-1, 0}, {50, -1}, {50, 2000}}) {
    plan.agreement = wrong;
    EXPECT_EQ(start(plan).error().kind, ErrorKind::InvalidArgument);
  }
}

TEST_F(RolloutTest, AnswersFurtherFromTheirLabelsStopACanary) {
  ASSERT_TRUE(start());
  RateTest labels(0.5, usualPlan().alphaOfCheck());
  labels.add(40, 22);
  EXPECT_EQ(advance({}, {.requests = 40, .live = labels}).state, RolloutState::Running);
  labels.add(40, 38);
  const Rollout stopped = advance({}, {.requests = 40, .live = labels});
  EXPECT_EQ(stopped.state, RolloutState::Stopped);
  EXPECT_THAT(stopped.reason.english(),
              HasSubstr("version 2 was further from the label than 1 in 60 of 80 pairs of labelled answers"));
}

// All the way: requests that a server answers, by a challenger that says something else.
TEST_F(RolloutTest, AServerAsksTheChampionTooAndStopsAChallengerThatSaysSomethingElse) {
  RolloutPlan plan{.steps = {{5000, std::chrono::hours(1), 100'000}},
                   .agreement = {.least = 90, .within = 10}};
  ASSERT_TRUE(start(plan));
  const auto server = serving();
  const auto ended = [&] {
    return (**workspace.store().read([&](sql::Connection& c) {
             return findRollout(c, server->find("live")->endpoint.id);
           })).state != RolloutState::Running;
  };
  for (int i = 0; i < 2000 && !ended(); ++i) {
    const auto endpoint = server->find("live");
    ASSERT_TRUE(tests::ask(*server, callTo(endpoint), oneRow(i % 7)));
    std::this_thread::sleep_for(milliseconds(5));
  }
  const auto rollout = **workspace.store().read(
      [&](sql::Connection& c) { return findRollout(c, server->find("live")->endpoint.id); });
  ASSERT_TRUE(rollout.agreement);
  EXPECT_EQ(rollout.state, RolloutState::Stopped);
  EXPECT_EQ(rollout.agreement->hits(), rollout.agreement->cases());  // three numbers where one was
  EXPECT_GT(rollout.agreement->cases(), 2);
  EXPECT_EQ(routes().size(), 1u);
}

TEST_F(EndpointsTest, WhoAnswersForAnEndpointAndWhoMayAskItIsKept) {
  ASSERT_TRUE(create({.name = "live", .model = "bikes", .version = 1}));
  Settings settings;
  settings.owner = "mika";
  settings.deputy = "rei";
  settings.runbook = "https://example.org/runbook";
  settings.mostDays = 90;
  settings.callers = {"dispatcher", "mika"};
  const auto set = [&](const Settings& wanted) {
    return write([&](store::Writer& writer) { return changeSettings(writer, "live", wanted, actor, now()); });
  };
  ASSERT_TRUE(set(settings));
  workspace.reopen();
  const auto kept = **workspace.store().read([](sql::Connection& c) { return findEndpoint(c, "live"); });
  EXPECT_EQ(kept.settings, settings);
  EXPECT_EQ(kept.owner, "mika");
  settings.owner.clear();
  EXPECT_EQ(set(settings)->owner, actor.person);
  for (const auto& spoil : std::vector<std::function<void(Settings&)>>{
           [](Settings& s) { s.owner = "two\nlines"; }, [](Settings& s) { s.deputy = std::string(201, 'x'); },
           [](Settings& s) { s.runbook = std::string(5000, 'x'); }, [](Settings& s) { s.mostDays = -1; },
           [](Settings& s) { s.callers = {""}; }, [](Settings& s) { s.callers.assign(300, "x"); }}) {
    Settings wrong = settings;
    spoil(wrong);
    EXPECT_EQ(set(wrong).error().kind, ErrorKind::InvalidArgument);
  }
}

TEST_F(RolloutTest, StepsWaitForTimeAndRequestsAndTheLastMovesTheAlias) {
  RolloutPlan plan = usualPlan();
  plan.alias = "champion";
  ASSERT_TRUE(start(plan));
  at += std::chrono::minutes(20);
  EXPECT_EQ(advance({}, {.requests = 99}).step, 0);
  EXPECT_EQ(advance({}, {.requests = 1}).step, 1);
  EXPECT_EQ(advance({}, {.requests = 500}).step, 1);
  workspace.reopen();
  for (int step = 0; step < 2; ++step) {
    at += std::chrono::minutes(11);
    advance({}, {.requests = 200});
  }
  ASSERT_EQ(routes().size(), 1u);
  EXPECT_EQ(routes()[0].version, 2);
  const auto champion = workspace.store().read(
      [](sql::Connection& c) { return registry::findVersionByAlias(c, "bikes", "champion"); });
  EXPECT_EQ((**champion).version, 2);
}

TEST_F(RolloutTest, RollingBackEndsTheCanary) {
  ASSERT_TRUE(start());
  ASSERT_TRUE(rollBack("live"));
  EXPECT_EQ(routes().size(), 1u);
  EXPECT_TRUE(start());
}

TEST_F(EndpointsTest, WhatCannotBeIsToldInJapanese) {
  const auto none = create({.name = "x", .model = "cars", .version = 1});
  EXPECT_EQ(none.error().message, "There is no registered model \"cars\"");
  EXPECT_EQ(test::toldInJapanese(none.error()), "登録済みモデル「cars」はありません");
  ASSERT_TRUE(create({.name = "x", .model = "bikes", .version = 1}));
  const auto less = route("x", {{1, 5000}, {2, 4000}});
  EXPECT_EQ(less.error().message, "The weights sum to 90 percent, not to 100");
  EXPECT_EQ(test::toldInJapanese(less.error()), "配分の合計が 100 % ではなく 90 % です");
}

}  // namespace
}  // namespace tatara::deploy
