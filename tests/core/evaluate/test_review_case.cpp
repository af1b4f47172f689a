#include "core/evaluate/review_case.h"

#include <algorithm>

#include "core/evaluate/internal/code_facts.h"
#include "core/evaluate/internal/evidence_json.h"

#include "tests/core/evaluate/trained_versions.h"

namespace tatara::evaluate {
namespace {

class ReviewCaseTest : public TrainedVersions {
 protected:
  void SetUp() override {
    m_first = train({.rounds = 3}).version;
    m_second = train({.rounds = 20}).version;
    need(m_workspace.store().write([&](store::Writer& writer) {
      return registry::move(writer, "m", registry::SetAlias{"champion", m_first}, kAna, now());
    }));
  }
  Timestamp now() { return m_workspace.store().clock().now(); }
  Result<ReviewCase> measured(const std::vector<std::string>& groups = {}) {
    return measureCase(place(), "m", m_second, m_first, groups);
  }
  Result<std::vector<registry::ReviewInfo>> keep(const ReviewCase& made) {
    return m_workspace.store().writeFor(
        [&](store::Writer& writer) { return keepCase(writer, made, "test", now()); });
  }
  std::vector<registry::Evidence> evidence() {
    return m_workspace.store()
        .read([&](sql::Connection& connection) {
          return registry::gatherEvidence(connection, "m", m_second, m_first);
        })
        .value();
  }
  static const EvidencePiece* find(const ReviewCase& made, std::string_view name) {
    const auto at = std::ranges::find(made.pieces, name, &EvidencePiece::name);
    return at == made.pieces.end() ? nullptr : &*at;
  }

  std::int64_t m_first = 0;
  std::int64_t m_second = 0;
};

TEST_F(ReviewCaseTest, WhatWasMeasuredIsKeptWithItsDigestsAndGatesSeeIt) {
  const auto made = measured();
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->problem, "");
  EXPECT_FALSE(made->words.empty());
  ASSERT_TRUE(keep(*made));
  const auto kept = evidence();
  for (const EvidencePiece& piece : made->pieces) {
    const auto at = std::ranges::find(kept, piece.name, &registry::Evidence::name);
    ASSERT_NE(at, kept.end()) << piece.name;
    EXPECT_EQ(at->digest, piece.digest()) << piece.name;
    EXPECT_EQ(at->subject, made->files);
  }
  const auto values = registry::gateValues(kept);
  const auto gate = registry::Gate::parse(
                        "challenger.rmse <= champion.rmse and signature.compatible and pickles.dangerous = 0")
                        .value();
  EXPECT_EQ(gate.evaluate(values).outcome, registry::GateOutcome::Passed)
      << gate.evaluate(values).measured.english();
}

TEST_F(ReviewCaseTest, TheOriginSetsBothSidesBesideEachOther) {
  const auto made = measured();
  ASSERT_TRUE(made);
  const EvidencePiece* origin = find(*made, "origin");
  ASSERT_TRUE(origin);
  EXPECT_EQ(origin->body["challenger"]["version"].asInt(), m_second);
  EXPECT_EQ(origin->body["champion"]["version"].asInt(), m_first);
  const auto values = valuesOf(*origin);
  EXPECT_TRUE(values.contains("code.known"));
  EXPECT_TRUE(values.contains("parameters.changed"));
  const EvidencePiece* files = find(*made, "files");
  ASSERT_TRUE(files);
  EXPECT_FALSE(files->body["files"].items().empty());
  EXPECT_EQ(files->body["digest"].asString() ? *files->body["digest"].asString() : "", made->files);
}

TEST_F(ReviewCaseTest, WhatARunHadNotCommittedIsQuotedAndCounted) {
  const std::string patch =
      "diff --git a/a.py b/a.py\n--- a/a.py\n+++ b/a.py\n@@ -1 +1,2 @@\n-x = 1\n+x = 2\n+y = 3\n";
  need(place().artifacts.put("9/run/artifacts/reproduce/changes.patch", patch));
  const CodeSide ours{std::string(40, 'a'), true, "9/run/artifacts", ""};
  const CodeSide theirs{std::string(40, 'b'), false, "9/other/artifacts", ""};
  const auto piece = codePiece(m_workspace.store(), place().artifacts, ours, theirs);
  ASSERT_TRUE(piece) << piece.error().message;
  ASSERT_TRUE(*piece);
  EXPECT_EQ(*(**piece).body["challenger"]["changes"].asString(), patch);
  EXPECT_NE((**piece).body["problem"].asString()->find("no git repository that holds both"),
            std::string::npos);
  const auto values = valuesOf(**piece);
  EXPECT_EQ(std::get<double>(values.at("code.insertions")), 2);
  EXPECT_EQ(std::get<double>(values.at("code.deletions")), 1);
  const auto none = codePiece(m_workspace.store(), place().artifacts, {}, CodeSide{});
  ASSERT_TRUE(none);
  EXPECT_FALSE(*none);
}

TEST_F(ReviewCaseTest, PackagesStandSideBySideAndThoseThatDifferAreCounted) {
  const auto put = [&](const std::string& path, const std::string& text) {
    need(place().artifacts.put(path, text));
  };
  put("9/run/artifacts/reproduce/environment.json", R"({"libraries":{"xgboost":"3.2.0","duckdb":"1.4"}})");
  put("9/m/requirements.txt", "xgboost==3.0.0  # pinned\n--hash=x\nscipy>=1.9,<2\n");
  const auto piece = environmentPiece(m_workspace.store(), place().artifacts,
                                      {"", false, "9/run/artifacts", ""}, CodeSide{"", false, "", "9/m"});
  ASSERT_TRUE(piece) << piece.error().message;
  ASSERT_TRUE(*piece);
  EXPECT_EQ(text::toJson((**piece).body["packages"]),
            R"([{"name":"duckdb","challenger":"1.4","champion":null,"differs":true},)"
            R"({"name":"scipy","challenger":null,"champion":"1.9","differs":true},)"
            R"({"name":"xgboost","challenger":"3.2.0","champion":"3.0.0","differs":true}])");
  EXPECT_EQ(std::get<double>(valuesOf(**piece).at("environment.changed")), 3);
}

TEST_F(ReviewCaseTest, AnOlderEvaluationLeavesNothingBesideANewerOne) {
  auto made = measured();
  ASSERT_TRUE(made);
  PieceWriter fairness("fairness");
  fairness.value("fairness.accuracy_difference", 0.5);
  ReviewCase older = *made;
  older.pieces.push_back(fairness.finish());
  ASSERT_TRUE(keep(older));
  ASSERT_TRUE(keep(*made));
  const auto kept = evidence();
  EXPECT_EQ(std::ranges::count(kept, "fairness", &registry::Evidence::name), 0);
  EXPECT_EQ(std::ranges::count(kept, "metrics", &registry::Evidence::name), 1);
}

TEST_F(ReviewCaseTest, ReviewsOnOtherEvidenceAreNamedAndThoseOnTheSameAreNot) {
  const auto made = measured();
  ASSERT_TRUE(made);
  ASSERT_TRUE(keep(*made));
  registry::NewReview review;
  review.model = "m";
  review.version = m_second;
  review.reason = "better";
  const auto opened = m_workspace.store().writeFor(
      [&](store::Writer& writer) { return registry::openReview(writer, review, kAna, now()); });
  ASSERT_TRUE(opened) << opened.error().message;
  const auto same = keep(*made);
  ASSERT_TRUE(same);
  EXPECT_TRUE(same->empty());
  // Times are never measured twice the same; nobody decided by them.
  const auto measuredAgain = measured();
  ASSERT_TRUE(measuredAgain);
  EXPECT_NE(find(*measuredAgain, "latency")->digest(), find(*made, "latency")->digest());
  EXPECT_TRUE(keep(*measuredAgain)->empty());
  ReviewCase other = *made;
  std::erase_if(other.pieces, [](const EvidencePiece& piece) { return piece.name == "slices"; });
  const auto lapsed = keep(other);
  ASSERT_TRUE(lapsed);
  ASSERT_EQ(lapsed->size(), 1u);
  EXPECT_EQ(lapsed->front().id, opened->id);
}

TEST_F(ReviewCaseTest, FilesAlteredMeanwhileAreNotVouchedFor) {
  const auto made = measured();
  ASSERT_TRUE(made);
  const auto version =
      m_workspace.store()
          .read([&](sql::Connection& connection) { return registry::findVersion(connection, "m", m_second); })
          .value();
  const auto root = artifact::rootPathOf(version->storage);
  ASSERT_TRUE(root);
  ASSERT_TRUE(m_artifacts.put(*root + "/MLmodel", "flavors: {}"));
  const auto kept = keep(*made);
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().kind, ErrorKind::Conflict);
  EXPECT_EQ(std::ranges::count(evidence(), "metrics", &registry::Evidence::name), 0);
}

TEST_F(ReviewCaseTest, AVersionThatCannotBeMeasuredHasItsFactsAndSaysWhy) {
  // A pickle that would run a command: read, never executed.
  ASSERT_TRUE(m_artifacts.put("1/foreign/model.pkl", "cos\nsystem\n(S'touch /nonexistent'\ntR."));
  const auto foreign = m_workspace.store().writeFor([&](store::Writer& writer) {
    registry::NewVersion version;
    version.model = "m";
    version.source = "s";
    version.storage = "mlflow-artifacts:/1/foreign";
    return registry::createVersion(writer, version, kAna, now());
  });
  ASSERT_TRUE(foreign);
  const auto made = measureCase(place(), "m", foreign->version, m_first);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_FALSE(made->problem.empty());
  EXPECT_EQ(made->pieces.size(), 2u);
  const EvidencePiece* files = find(*made, "files");
  ASSERT_TRUE(files);
  const auto values = valuesOf(*files);
  EXPECT_EQ(std::get<double>(values.at("pickles.dangerous")), 1);
  EXPECT_EQ(std::get<double>(values.at("pickles.count")), 1);
}

TEST_F(ReviewCaseTest, StoppingKeepsNothing) {
  std::stop_source stop;
  stop.request_stop();
  const auto made = measureCase(place(), "m", m_second, m_first, {}, {}, stop.get_token());
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().kind, ErrorKind::Cancelled);
}

TEST_F(ReviewCaseTest, WhoWouldBeReplacedIsTheHolderOfTheTarget) {
  const auto replaced = [&](std::int64_t number, const registry::Target& target) {
    return m_workspace.store()
        .read([&](sql::Connection& connection) -> Result<std::int64_t> {
          TATARA_ASSIGN(const auto version, registry::findVersion(connection, "m", number));
          return versionReplaced(connection, *version, target);
        })
        .value();
  };
  EXPECT_EQ(replaced(m_second, {}), m_first);
  EXPECT_EQ(replaced(m_first, {}), 0);
  EXPECT_EQ(replaced(m_second, {registry::Target::Kind::Alias, "live"}), 0);
  EXPECT_EQ(replaced(m_second, {registry::Target::Kind::Stage, "Production"}), m_first);
}

}  // namespace
}  // namespace tatara::evaluate
