#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "core/artifact/artifact_store.h"
#include "core/registry/altered.h"
#include "core/registry/audit.h"
#include "core/registry/evidence_change.h"
#include "core/registry/review.h"
#include "core/track/runs.h"
#include "tests/core/registry/people.h"
#include "tests/support/temp_workspace.h"

namespace tatara::registry {
namespace {

const Actor kRei{"rei", "test"};
const Target kChampion{Target::Kind::Alias, "champion"};

constexpr std::string_view kPolicy = R"(policy:
  roles: {reviewer: [mika, rei], lead: [kei]}
  models:
    - name: "*"
      approvals: {reviewer: 1}
      gates:
        - quality.score >= 0.5
        - {name: small, require: files.bytes <= 1000, acknowledge: yes}
      evidence_age: 30d
  break_glass: [lead]
)";

class ReviewTest : public testing::Test {
 protected:
  template <typename F>
  auto write(F task) {
    return m_temp.store().writeFor(task);
  }
  template <typename F>
  auto read(F task) {
    return m_temp.store().read(task);
  }
  void SetUp() override {
    settings(kPolicy);
    NewModel model;
    model.name = "bikes";
    ASSERT_TRUE(write([&](store::Writer& w) { return createModel(w, model, kAna, kNow); }));
    makeVersion();
    score(1, 0.9);
  }
  void settings(std::string_view text) { std::ofstream(m_temp.workspace().settingsFile()) << text; }
  void put(const std::string& path, std::string_view bytes) {
    ASSERT_TRUE(artifact::ArtifactStore(m_temp.share()).put(path, bytes));
  }
  void makeVersion() {
    const std::string folder = "1/v" + std::to_string(++m_versions);
    put(folder + "/model.bin", "weights " + folder);
    NewVersion version;
    version.model = "bikes";
    version.source = "s";
    version.storage = "mlflow-artifacts:/" + folder;
    ASSERT_TRUE(write([&](store::Writer& w) { return createVersion(w, version, kAna, kNow); }));
  }
  void score(std::int64_t version, double value) {
    Evidence evidence;
    evidence.name = "quality";
    evidence.body.set("score", value);
    evidence.computed = kNow;
    ASSERT_TRUE(write([&](store::Writer& w) -> Result<int> {
      TATARA_TRY(putEvidence(w, "bikes", version, 0, {&evidence, 1}));
      return 0;
    }));
  }
  Result<ReviewInfo> open(std::int64_t version, const Actor& actor = kAna, const Target& target = kChampion) {
    NewReview review;
    review.model = "bikes";
    review.version = version;
    review.target = target;
    review.reason = "better";
    return write([&](store::Writer& w) { return openReview(w, review, actor, m_now); });
  }
  Result<ReviewInfo> say(ReviewId id, Verdict verdict, const Actor& actor, const std::string& reason = "",
                         const std::string& seen = "") {
    const NewDecision decision{.verdict = verdict, .reason = reason, .conditions = "", .seen = seen};
    return write([&](store::Writer& w) { return decide(w, id, decision, actor, m_now); });
  }
  Status set(std::int64_t version, const Actor& actor = kAna, const std::string& alias = "champion",
             Glass glass = Glass::Whole, const std::string& reason = "") {
    return m_temp.store().write([&](store::Writer& w) {
      return registry::move(w, "bikes", SetAlias{alias, version}, actor, m_now, reason, glass);
    });
  }
  Status moveIt(const Move& wanted, const Actor& actor) {
    return m_temp.store().write(
        [&](store::Writer& w) { return registry::move(w, "bikes", wanted, actor, m_now); });
  }
  VersionState stateOf(std::int64_t version) {
    return read([&](sql::Connection& c) { return findVersion(c, "bikes", version); }).value()->state;
  }
  std::int64_t champion() {
    const auto found =
        read([](sql::Connection& c) { return findVersionByAlias(c, "bikes", "champion"); }).value();
    return found ? found->version : 0;
  }
  std::vector<ReviewInfo> lapsed() {
    return read([](sql::Connection& c) { return lapsedReviews(c, "bikes", 1); }).value();
  }
  Standing standing(ReviewId id) {
    return read([&](sql::Connection& c) -> Result<Standing> {
             TATARA_ASSIGN(const auto review, loadReview(c, id));
             TATARA_ASSIGN(const auto policy, loadPolicy(c));
             return standingOf(c, review, policy, m_now);
           })
        .value();
  }
  // Open, approved by mika, moved by ana.
  void makeChampion(std::int64_t version) {
    const auto review = open(version);
    ASSERT_TRUE(review) << review.error().message;
    ASSERT_TRUE(say(review->id, Verdict::Approve, kMika));
    ASSERT_TRUE(set(version));
  }
  void expectRefused(const Status& status, std::string_view part) {
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().kind, ErrorKind::PermissionDenied) << status.error().message;
    EXPECT_NE(status.error().message.find(part), std::string::npos) << status.error().message;
  }
  tests::TempWorkspace m_temp;
  Timestamp m_now = kNow;
  int m_versions = 0;
};

TEST_F(ReviewTest, AVersionBecomesChampionOnlyByAnApprovedReview) {
  expectRefused(set(1),
                "has no approved review. Open one with \"tatara reviews request bikes 1 --alias champion");
  EXPECT_TRUE(set(1, kAna, "challenger"));
  const auto review = open(1);
  ASSERT_TRUE(review) << review.error().message;
  EXPECT_EQ(stateOf(1), VersionState::InReview);
  expectRefused(set(1), "1 approval of reviewer (mika or rei)");
  const auto approved = say(review->id, Verdict::Approve, kMika);
  ASSERT_TRUE(approved) << approved.error().message;
  EXPECT_EQ(approved->state, ReviewState::Approved);
  EXPECT_EQ(stateOf(1), VersionState::Approved);
  EXPECT_EQ(champion(), 0);
  ASSERT_TRUE(set(1));
  EXPECT_EQ(champion(), 1);
  EXPECT_EQ(read([&](sql::Connection& c) { return findReview(c, review->id); }).value()->state,
            ReviewState::Done);
  EXPECT_TRUE(read([](sql::Connection& c) { return verifyChain(c); })->sound());
}

TEST_F(ReviewTest, WhoAskedWhoIsInNoRoleAndWhoIsNobodyDoNotApprove) {
  const auto review = open(1, kMika);
  EXPECT_EQ(say(review->id, Verdict::Approve, kMika).error().kind, ErrorKind::PermissionDenied);
  EXPECT_EQ(say(review->id, Verdict::Approve, {"tom", "test"}).error().kind, ErrorKind::PermissionDenied);
  EXPECT_EQ(say(review->id, Verdict::Approve, nobody("mlflow-client")).error().kind,
            ErrorKind::PermissionDenied);
  Actor pretender = nobody("mlflow-client");
  pretender.person = "rei";
  EXPECT_EQ(say(review->id, Verdict::Approve, pretender).error().kind, ErrorKind::PermissionDenied);
  Actor job{"rei", "test", Identity::Token, {Scope::Review}, 3, true};
  EXPECT_EQ(say(review->id, Verdict::Approve, job).error().kind, ErrorKind::PermissionDenied);
  Actor logging{"rei", "test", Identity::Token, {Scope::Log}, 4};
  EXPECT_EQ(say(review->id, Verdict::Approve, logging).error().kind, ErrorKind::PermissionDenied);
  EXPECT_EQ(champion(), 0);
  Actor token{"rei", "test", Identity::Token, {Scope::Review}, 5};
  EXPECT_TRUE(say(review->id, Verdict::Approve, token));
  expectRefused(set(1, token), "scope deploy");
  expectRefused(set(1, nobody("mlflow-client")), "say who you are");
  EXPECT_FALSE(open(1, nobody("mlflow-client"), {Target::Kind::Alias, "other"}));
}

TEST_F(ReviewTest, WhoTrainedTheVersionDoesNotApproveIt) {
  track::NewRun run;
  run.user = "mika";
  run.started = kNow;
  const auto made = write([&](store::Writer& w) { return track::createRun(w, run, kNow); });
  ASSERT_TRUE(made) << made.error().message;
  NewVersion version;
  version.model = "bikes";
  version.source = "s";
  version.run = made->id;
  ASSERT_TRUE(write([&](store::Writer& w) { return createVersion(w, version, kAna, kNow); }));
  score(2, 0.9);
  settings("policy: {roles: {reviewer: [mika, rei]}, models: [{name: '*', approvals: {reviewer: 1}}]}");
  const auto review = open(2);
  EXPECT_EQ(say(review->id, Verdict::Approve, kMika).error().kind, ErrorKind::PermissionDenied);
  EXPECT_TRUE(say(review->id, Verdict::Approve, kRei));
}

TEST_F(ReviewTest, AFailingGateBlocksAndOnlyAcknowledgeableOnesAreAcknowledged) {
  score(1, 0.2);
  const auto review = open(1);
  EXPECT_EQ(say(review->id, Verdict::Approve, kMika).error().kind, ErrorKind::Conflict);
  const auto acknowledge = [&](const char* gate, const Actor& actor, const char* reason) {
    return m_temp.store().write(
        [&](store::Writer& w) { return acknowledgeGate(w, review->id, gate, reason, actor, m_now); });
  };
  EXPECT_EQ(acknowledge("quality.score >= 0.5", kMika, "why").error().kind, ErrorKind::PermissionDenied);
  EXPECT_EQ(acknowledge("small", kMika, "why").error().kind, ErrorKind::Conflict);
  EXPECT_EQ(acknowledge("none", kMika, "why").error().kind, ErrorKind::NotFound);
  score(1, 0.8);
  put("1/v1/large.bin", std::string(2000, 'x'));
  makeVersion();
  score(2, 0.9);
  put("1/v3/model.bin", std::string(2000, 'x'));
  makeVersion();  // its folder has the large file replaced by the small one
  NewVersion large;
  large.model = "bikes";
  large.source = "s";
  put("1/large/model.bin", std::string(2000, 'x'));
  large.storage = "mlflow-artifacts:/1/large";
  ASSERT_TRUE(write([&](store::Writer& w) { return createVersion(w, large, kAna, kNow); }));
  score(4, 0.9);
  const auto second = open(4);
  ASSERT_TRUE(second);
  EXPECT_EQ(say(second->id, Verdict::Approve, kMika).error().kind, ErrorKind::Conflict);
  const auto accept = [&](const Actor& actor, const char* reason) {
    return m_temp.store().write(
        [&](store::Writer& w) { return acknowledgeGate(w, second->id, "small", reason, actor, m_now); });
  };
  EXPECT_FALSE(accept(kMika, " "));
  EXPECT_FALSE(accept(kAna, "it is mine"));
  EXPECT_TRUE(accept(kMika, "disk is cheap"));
  EXPECT_TRUE(say(second->id, Verdict::Approve, kMika));
  EXPECT_TRUE(set(4));
}

TEST_F(ReviewTest, ApprovalsLapseWhenEvidenceFilesOrChampionChange) {
  makeVersion();
  score(2, 0.9);
  const auto review = open(2);
  ASSERT_TRUE(say(review->id, Verdict::Approve, kMika));
  score(2, 0.95);
  expectRefused(set(2), "has lapsed: The evidence quality has changed");
  EXPECT_EQ(say(review->id, Verdict::Approve, kRei).error().kind, ErrorKind::Conflict);
  const auto again = write([&](store::Writer& w) { return reopenReview(w, review->id, "", kAna, m_now); });
  ASSERT_TRUE(again);
  EXPECT_EQ(again->round, 2);
  expectRefused(set(2), "1 approval of reviewer");
  ASSERT_TRUE(say(review->id, Verdict::Approve, kMika));
  makeChampion(1);
  expectRefused(set(2), "champion is now version 1");
  ASSERT_TRUE(write([&](store::Writer& w) { return reopenReview(w, review->id, "", kAna, m_now); }));
  ASSERT_TRUE(say(review->id, Verdict::Approve, kMika));
  put("1/v2/model.bin", "other weights");
  expectRefused(set(2), "model.bin was altered since it was registered");
  EXPECT_EQ(champion(), 1);
}

TEST_F(ReviewTest, MeasuresThatVaryLapseApprovalsOnlyWhereAGateTurns) {
  settings(R"(policy:
  roles: {reviewer: [mika]}
  models:
    - {name: "*", approvals: {reviewer: 1}, gates: [{name: fast, require: latency.p95_ms <= 25}]}
)");
  const auto latency = [&](double millis, bool varies) {
    Evidence evidence;
    evidence.name = "latency";
    evidence.body.set("p95_ms", millis);
    if (varies) {
      evidence.body.set("varies", true);
    }
    ASSERT_TRUE(write([&](store::Writer& w) -> Result<int> {
      TATARA_TRY(putEvidence(w, "bikes", 1, 0, {&evidence, 1}));
      return 0;
    }));
  };
  latency(12, true);
  const auto review = open(1);
  ASSERT_TRUE(say(review->id, Verdict::Approve, kMika));
  latency(14.5, true);
  EXPECT_TRUE(standing(review->id).lapsed.empty());
  EXPECT_TRUE(lapsed().empty());
  latency(40, true);
  ASSERT_EQ(standing(review->id).lapsed.size(), 1u);
  EXPECT_EQ(standing(review->id).lapsed[0].english(),
            "Measured again, the gate “fast” no longer answers as it did: 40 <= 25");
  EXPECT_EQ(lapsed().size(), 1u);
  expectRefused(set(1), "no longer answers as it did");
  // What does not say of itself that it varies has changed.
  latency(12, false);
  EXPECT_EQ(lapsed().size(), 1u);
  latency(12, true);
  EXPECT_TRUE(set(1));
}

TEST_F(ReviewTest, VersionsWhoseFilesAreNotThoseThatWereRegisteredAreListed) {
  makeVersion();
  makeVersion();
  const auto altered = [&](std::int64_t most) {
    return m_temp.store()
        .read([&](sql::Connection& connection) { return loadAlteredVersions(connection, "bikes", most); })
        .value();
  };
  EXPECT_TRUE(altered(10).empty());
  put("1/v2/model.bin", "other weights");
  EXPECT_EQ(altered(10), std::vector<std::int64_t>{2});
  ASSERT_TRUE(m_temp.store().write([](store::Writer& writer) -> Status {
    TATARA_TRY(artifact::ArtifactStore::remove(writer, "1/v3/model.bin"));
    return {};
  }));
  EXPECT_EQ(altered(10), (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(altered(1), std::vector<std::int64_t>{3});  // of the newest alone
}

TEST_F(ReviewTest, AFormerChampionMayComeBackWithoutANewReview) {
  makeVersion();
  score(2, 0.9);
  makeChampion(1);
  makeChampion(2);
  EXPECT_EQ(stateOf(1), VersionState::Approved);
  EXPECT_TRUE(set(1));
  EXPECT_EQ(champion(), 1);
  put("1/v2/model.bin", "other weights");
  EXPECT_FALSE(set(2));
}

TEST_F(ReviewTest, EvidenceGrowsTooOldAndReviewersLeaveTheirRole) {
  const auto review = open(1);
  ASSERT_TRUE(say(review->id, Verdict::Approve, kMika));
  m_now = kNow + std::chrono::days(31);
  expectRefused(set(1), "older than");
  m_now = kNow;
  settings("policy: {roles: {reviewer: [rei, tom]}, models: [{name: '*', approvals: {reviewer: 1}}]}");
  expectRefused(set(1), "1 approval of reviewer (rei or tom)");
  settings("policy: {roles: {reviewer: [mika, tom]}, models: [{name: '*', approvals: {reviewer: 1}}]}");
  EXPECT_TRUE(set(1));
}

TEST_F(ReviewTest, ChangesRequestedAndRejectionsNeedAReasonAndHold) {
  const auto review = open(1);
  EXPECT_EQ(say(review->id, Verdict::RequestChanges, kMika).error().kind, ErrorKind::InvalidArgument);
  EXPECT_EQ(say(review->id, Verdict::Reject, kAna, "no").error().kind, ErrorKind::PermissionDenied);
  ASSERT_TRUE(say(review->id, Verdict::RequestChanges, kMika, "explain the winter"));
  EXPECT_EQ(say(review->id, Verdict::Approve, kRei).error().kind, ErrorKind::Conflict);
  EXPECT_TRUE(say(review->id, Verdict::Approve, kMika));
  ASSERT_TRUE(say(review->id, Verdict::Reject, kRei, "leaks"));
  EXPECT_EQ(stateOf(1), VersionState::Rejected);
  EXPECT_FALSE(set(1));
  EXPECT_EQ(say(review->id, Verdict::Approve, kMika).error().kind, ErrorKind::Conflict);
  ASSERT_TRUE(write([&](store::Writer& w) { return reopenReview(w, review->id, "mended", kAna, m_now); }));
  EXPECT_EQ(stateOf(1), VersionState::InReview);
}

TEST_F(ReviewTest, ADecisionUponWhatHasChangedIsRefused) {
  const auto review = open(1);
  const std::string seen =
      reviewSubject(read([&](sql::Connection& c) { return loadReview(c, review->id); }).value());
  score(1, 0.7);
  ASSERT_TRUE(write([&](store::Writer& w) { return reopenReview(w, review->id, "", kAna, m_now); }));
  EXPECT_EQ(say(review->id, Verdict::Approve, kMika, "", seen).error().kind, ErrorKind::Conflict);
}

TEST_F(ReviewTest, RemovalDeletionAndRenamingMeetTheSameAnswer) {
  makeChampion(1);
  makeVersion();
  expectRefused(moveIt(RemoveAlias{"champion"}, kAna), "only reviewer may take it away");
  const auto remove = [&](const Actor& actor) {
    return m_temp.store().write([&](store::Writer& w) { return deleteVersion(w, "bikes", 1, actor, m_now); });
  };
  expectRefused(remove(kAna), "only reviewer");
  expectRefused(m_temp.store().write([&](store::Writer& w) { return deleteModel(w, "bikes", kAna, m_now); }),
                "only reviewer");
  settings("policy: {roles: {reviewer: [mika, rei]}, models: [{name: 'b*', approvals: {reviewer: 1}}]}");
  const auto rename = [&](const char* from, const char* to, const Actor& actor) {
    return m_temp.store().write([&](store::Writer& w) { return renameModel(w, from, to, actor, m_now); });
  };
  expectRefused(rename("bikes", "rides", kAna), "only reviewer");
  EXPECT_TRUE(rename("bikes", "bicycles", kAna));
  EXPECT_TRUE(rename("bicycles", "rides", kMika));
  ASSERT_TRUE(m_temp.store().write([&](store::Writer& w) {
    return registry::move(w, "rides", SetAlias{"champion", 2}, kAna, m_now);
  }));
  expectRefused(rename("rides", "bikes", kMika), "would be protected");
  EXPECT_TRUE(m_temp.store().write([&](store::Writer& w) { return deleteModel(w, "rides", kAna, m_now); }));
}

TEST_F(ReviewTest, StagesOfOldClientsAskForTheSame) {
  expectRefused(moveIt(SetStage{1, Stage::Production, false}, kAna), "--stage Production");
  expectRefused(moveIt(SetStage{1, Stage::Staging, false}, kAna), "protected");
  EXPECT_TRUE(moveIt(SetStage{1, Stage::Archived, false}, kAna));
  const auto review = open(1);
  ASSERT_TRUE(say(review->id, Verdict::Approve, kMika));
  EXPECT_TRUE(moveIt(SetStage{1, Stage::Production, true}, kAna));
  expectRefused(moveIt(SetStage{1, Stage::None, false}, kAna), "only reviewer");
  EXPECT_TRUE(moveIt(SetStage{1, Stage::None, false}, kRei));
}

TEST_F(ReviewTest, BreakingTheGlassIsForThoseWhomThePolicyNamesAndIsWrittenDown) {
  const Actor kei{"kei", "test"};
  expectRefused(set(1, kAna, "champion", Glass::Broken, "urgent"), "Only lead may override");
  EXPECT_EQ(set(1, kei, "champion", Glass::Broken).error().kind, ErrorKind::InvalidArgument);
  Actor remote = nobody("mlflow-client");
  remote.person = "kei";
  expectRefused(set(1, remote, "champion", Glass::Broken, "urgent"), "say who you are");
  EXPECT_EQ(champion(), 0);
  ASSERT_TRUE(set(1, kei, "champion", Glass::Broken, "the old one crashes"));
  const auto acts = read([](sql::Connection& c) { return loadActs(c, 1); }).value();
  EXPECT_EQ(acts[0].verb, "break glass");
  EXPECT_EQ(acts[0].reason, "the old one crashes");
}

TEST_F(ReviewTest, WhatIsRefusedLeavesNothingBehind) {
  const auto before = read([](sql::Connection& c) { return loadActs(c, 100); }).value().size();
  EXPECT_FALSE(set(1));
  EXPECT_FALSE(moveIt(SetStage{1, Stage::Production, true}, kAna));
  EXPECT_EQ(read([](sql::Connection& c) { return loadActs(c, 100); }).value().size(), before);
}

TEST_F(ReviewTest, AnImportedProtectedAliasArrivesAsAProposal) {
  const auto proposal = write([&](store::Writer& w) {
    return moveOrPropose(w, "bikes", SetAlias{"champion", 1}, kAna, m_now, "brought in from elsewhere");
  });
  ASSERT_TRUE(proposal) << proposal.error().message;
  EXPECT_GT(*proposal, 0);
  EXPECT_EQ(champion(), 0);
  EXPECT_EQ(stateOf(1), VersionState::InReview);
  EXPECT_EQ(write([&](store::Writer& w) {
              return moveOrPropose(w, "bikes", SetAlias{"other", 1}, kAna, m_now, "r");
            }).value(),
            0);
}

TEST_F(ReviewTest, WaitingIsForThoseWhoMayDecideAndThenForWhoAsked) {
  const auto names = [&](const char* person) {
    return read([&](sql::Connection& c) { return waitingFor(c, person, m_now); }).value().size();
  };
  const auto review = open(1);
  EXPECT_EQ(names("mika"), 1u);
  EXPECT_EQ(names("rei"), 1u);
  EXPECT_EQ(names("ana"), 0u);
  EXPECT_EQ(names("tom"), 0u);
  ASSERT_TRUE(say(review->id, Verdict::Approve, kMika));
  EXPECT_EQ(names("mika"), 0u);
  EXPECT_EQ(names("ana"), 1u);
  ASSERT_TRUE(set(1));
  EXPECT_EQ(names("ana"), 0u);
}

TEST_F(ReviewTest, CommentsHangOnEvidenceThatIsThere) {
  const auto review = open(1);
  const auto comment = [&](const char* evidence, const char* body) {
    return write([&](store::Writer& w) { return addComment(w, review->id, evidence, body, kMika, m_now); });
  };
  EXPECT_TRUE(comment("quality", "how was this measured?"));
  EXPECT_TRUE(comment("", "nice"));
  EXPECT_EQ(comment("nothing", "?").error().kind, ErrorKind::NotFound);
  EXPECT_EQ(comment("", " ").error().kind, ErrorKind::InvalidArgument);
  EXPECT_EQ(read([&](sql::Connection& c) { return loadReview(c, review->id); })->comments.size(), 2u);
}

TEST_F(ReviewTest, OnlyTransitionsOfTheLifecycleHappen) {
  const auto archive = [&](std::int64_t version) {
    return m_temp.store().write(
        [&](store::Writer& w) { return archiveVersion(w, "bikes", version, kAna, m_now); });
  };
  const auto review = open(1);
  EXPECT_EQ(open(1).error().kind, ErrorKind::Conflict);
  EXPECT_EQ(archive(1).error().kind, ErrorKind::Conflict);
  EXPECT_FALSE(m_temp.store().write(
      [&](store::Writer& w) { return withdrawReview(w, review->id, "", kMika, m_now); }));
  ASSERT_TRUE(
      m_temp.store().write([&](store::Writer& w) { return withdrawReview(w, review->id, "", kAna, m_now); }));
  EXPECT_EQ(stateOf(1), VersionState::Candidate);
  ASSERT_TRUE(archive(1));
  EXPECT_EQ(open(1).error().kind, ErrorKind::Conflict);
  ASSERT_TRUE(
      m_temp.store().write([&](store::Writer& w) { return restoreVersion(w, "bikes", 1, kAna, m_now); }));
  EXPECT_EQ(stateOf(1), VersionState::Candidate);
  makeChampion(1);
  EXPECT_EQ(archive(1).error().kind, ErrorKind::Conflict);
}

TEST_F(ReviewTest, MetricsOfTheRunsAreEvidence) {
  track::NewRun run;
  run.user = "ana";
  run.started = kNow;
  const auto made = write([&](store::Writer& w) { return track::createRun(w, run, kNow); });
  track::Batch batch;
  batch.metrics.push_back({"rmse", {0, 5, 41.0}});
  batch.metrics.push_back({"rmse", {1, 6, 37.5}});
  ASSERT_TRUE(m_temp.store().write([&](store::Writer& w) -> Status {
    TATARA_TRY(track::logBatch(w, made->id, batch));
    return {};
  }));
  NewVersion version;
  version.model = "bikes";
  version.source = "s";
  version.run = made->id;
  ASSERT_TRUE(write([&](store::Writer& w) { return createVersion(w, version, kAna, kNow); }));
  const auto evidence = read([](sql::Connection& c) { return gatherEvidence(c, "bikes", 2, 0); }).value();
  const auto values = gateValues(evidence);
  EXPECT_EQ(values("challenger.rmse"), GateValue(37.5));
  EXPECT_FALSE(values("champion.rmse"));
}

TEST_F(ReviewTest, AFirstPolicyIsWrittenOnceAndProtectsAtOnce) {
  const auto first = [&](const std::vector<std::string>& people, const Actor& actor) {
    return write([&](store::Writer& w) { return writeFirstPolicy(w, people, actor, kNow); });
  };
  const auto again = first({"mika"}, kAna);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().kind, ErrorKind::Conflict);

  settings("# ours\nversion: 1");  // without a line break at its end
  EXPECT_EQ(first({}, kAna).error().kind, ErrorKind::InvalidArgument);
  EXPECT_EQ(first({"mika"}, nobody("test")).error().kind, ErrorKind::PermissionDenied);
  ASSERT_TRUE(set(1));
  const auto state = first({"mika", "o'hara: rei"}, kAna);
  ASSERT_TRUE(state) << state.error().message;
  EXPECT_TRUE(state->policy.hasRole("o'hara: rei", "reviewer"));
  std::ifstream file(m_temp.workspace().settingsFile());
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  EXPECT_TRUE(text.starts_with("# ours\nversion: 1\n")) << text;
  makeVersion();
  expectRefused(set(2), "review");
  EXPECT_EQ(champion(), 1);
}

TEST_F(ReviewTest, EvidenceIsTakenAwayByNameAndForItsTwoVersionsOnly) {
  const auto names = [&](std::int64_t against) {
    std::vector<std::string> found;
    const auto evidence = read([&](sql::Connection& c) { return gatherEvidence(c, "bikes", 1, against); });
    for (const Evidence& one : evidence.value()) {
      found.push_back(one.name);
    }
    return found;
  };
  const auto holds = [&](std::int64_t against, const std::string& name) {
    const auto found = names(against);
    return std::find(found.begin(), found.end(), name) != found.end();
  };
  EXPECT_TRUE(holds(0, "quality"));
  const auto remove = [&](std::int64_t against) {
    constexpr std::string_view kNames[] = {"quality", "never there"};
    return m_temp.store().write(
        [&](store::Writer& w) { return removeEvidence(w, "bikes", 1, against, kNames); });
  };
  ASSERT_TRUE(remove(7));
  EXPECT_TRUE(holds(0, "quality"));
  ASSERT_TRUE(remove(0));
  EXPECT_FALSE(holds(0, "quality"));
}

}  // namespace
}  // namespace tatara::registry
