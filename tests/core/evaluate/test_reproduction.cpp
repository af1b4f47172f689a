// Verdicts of runs that were done once more, and what becomes of them as evidence.
#include "core/evaluate/reproduction.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "core/evaluate/review_case.h"
#include "core/registry/evidence_change.h"
#include "core/track/metrics.h"
#include "tests/core/evaluate/trained_versions.h"

namespace tatara::evaluate {
namespace {

using ::testing::HasSubstr;

class ReproductionTest : public TrainedVersions {
 protected:
  struct Outcome {
    double rmse = 1.5;
    std::string predictions = "row,actual,predicted\n3,1,1.25\n5,2,2.5\n9,4,3.75\n";
    std::string model = "weights";
    std::string eta = "0.1";
    std::string library = "3.2.0";
  };
  track::Run run(const Outcome& outcome) {
    const Timestamp now = systemClock().now();
    const auto info = m_workspace.store()
                          .writeFor([&](store::Writer& writer) -> Result<track::RunInfo> {
                            TATARA_ASSIGN(auto made, track::createRun(writer, {}, now));
                            track::Batch batch;
                            batch.params = {{"eta", outcome.eta}, {"data", "bikes.csv"}};
                            batch.metrics = {{"val_rmse", {0, toUnixMillis(now), outcome.rmse}},
                                             {"system/memory", {0, toUnixMillis(now), ++m_memory}}};
                            TATARA_TRY(track::logBatch(writer, made.id, batch));
                            track::RunUpdate update;
                            update.status = track::RunStatus::Finished;
                            TATARA_TRY(track::updateRun(writer, made.id, update));
                            return made;
                          })
                          .value();
    const std::string root = *artifact::rootPathOf(info.artifactUri);
    need(m_artifacts.put(root + "/model/model.ubj", outcome.model));
    need(m_artifacts.put(root + "/model/MLmodel", "run_id: " + info.id.value()));
    need(m_artifacts.put(root + "/reproduce/environment.json",
                         R"({"libraries":{"xgboost":")" + outcome.library + R"("},"host":"anvil"})"));
    if (!outcome.predictions.empty()) {
      need(m_artifacts.put(root + "/predictions/validation.csv", outcome.predictions));
    }
    return *m_workspace.store()
                .read([&](sql::Connection& connection) { return track::findRun(connection, info.id); })
                .value();
  }
  Result<Reproduction> compare(const track::Run& first, const track::Run& again, double tolerance = 1e-3) {
    return compareRepeated(m_workspace.store(), m_artifacts,
                           {.first = first, .again = again, .tolerance = tolerance});
  }
  double m_memory = 1e9;
};

TEST_F(ReproductionTest, TheSameBitForBitIsExactAndTheSameBytesWheneverItIsRepeated) {
  const auto first = run({});
  const auto made = compare(first, run({}));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->verdict, Reproduced::Exactly);
  EXPECT_EQ(
      made->words.english(),
      "Trained again it came out exactly the same: 1 metrics and the predictions of 3 rows, bit for bit");
  const auto values = valuesOf(made->piece);
  EXPECT_EQ(std::get<std::string>(values.at("reproduction.verdict")), "exact");
  EXPECT_TRUE(std::get<bool>(values.at("reproduction.exact")));
  EXPECT_TRUE(std::get<bool>(values.at("reproduction.model_same")));
  EXPECT_EQ(compare(first, run({}))->piece.digest(), made->piece.digest());
}

TEST_F(ReproductionTest, WithinToleranceIsToldWithItsGreatestDifferences) {
  const auto first = run({});
  const auto again = run({.rmse = 1.5003,
                          .predictions = "row,actual,predicted\n3,1,1.25\n5,2,2.5005\n9,4,3.75\n",
                          .model = "other weights",
                          .library = "3.2.1"});
  const auto made = compare(first, again);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->verdict, Reproduced::WithinTolerance);
  const auto values = valuesOf(made->piece);
  EXPECT_NEAR(std::get<double>(values.at("reproduction.metrics_difference")), 0.0002, 1e-7);
  EXPECT_NEAR(std::get<double>(values.at("reproduction.predictions_difference")), 0.0002, 1e-9);
  EXPECT_FALSE(std::get<bool>(values.at("reproduction.model_same")));
  const auto& environment = made->piece.body["environment"].items();
  ASSERT_EQ(environment.size(), 1u);
  EXPECT_EQ(*environment[0]["name"].asString(), "libraries.xgboost");
  EXPECT_EQ(compare(first, again, 1e-6)->verdict, Reproduced::Differs);
}

TEST_F(ReproductionTest, WhatDiffersIsNamed) {
  const auto made =
      compare(run({}), run({.rmse = 1.8, .predictions = "row,actual,predicted\n3,1,1.25\n5,2,3\n9,4,NaN\n"}));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->verdict, Reproduced::Differs);
  EXPECT_THAT(made->words.english(), HasSubstr("val_rmse is 1.8 where it was 1.5"));
  EXPECT_THAT(made->words.english(), HasSubstr("2 of 3 predictions differ"));
  const auto otherRows = compare(run({}), run({.predictions = "row,actual,predicted\n3,1,1.25\n6,2,2.5\n"}));
  EXPECT_EQ(otherRows->verdict, Reproduced::Differs);
  EXPECT_THAT(otherRows->words.english(), HasSubstr("held out other rows"));
  const auto classes = compare(run({.predictions = "row,actual,predicted\n1,a,a\n2,b,b\n"}),
                               run({.predictions = "row,actual,predicted\n1,a,a\n2,b,a\n"}));
  EXPECT_EQ(classes->verdict, Reproduced::Differs);
  EXPECT_THAT(classes->words.english(), HasSubstr("1 of 2 predictions differ"));
}

TEST_F(ReproductionTest, ARunThatWasAskedForSomethingElseRepeatsNothing) {
  const auto first = run({});
  const auto other = compare(first, run({.eta = "0.3"}));
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().kind, ErrorKind::InvalidArgument);
  EXPECT_THAT(other.error().message, HasSubstr("the parameter eta is 0.3 where it was 0.1"));
  const auto itself = compare(first, first);
  ASSERT_FALSE(itself);
  EXPECT_THAT(itself.error().message, HasSubstr("one and the same run"));
}

TEST_F(ReproductionTest, WithoutPredictionsTheMetricsStandAlone) {
  const auto made = compare(run({.predictions = ""}), run({.predictions = ""}));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->verdict, Reproduced::Exactly);
  EXPECT_THAT(made->words.english(), HasSubstr("did not both keep predictions"));
  const auto none = notRepeated(run({}), "The data is gone");
  EXPECT_EQ(none.words.english(), "It could not be trained again. The data is gone");
  EXPECT_FALSE(std::get<bool>(valuesOf(none.piece).at("reproduction.exact")));
}

TEST_F(ReproductionTest, TheVerdictIsEvidenceThatStaysBesideANewMeasuring) {
  const auto version = train({.rounds = 3});
  const auto first = run({});
  const auto made = compare(first, run({}));
  ASSERT_TRUE(made);
  const auto keep = [&](const Reproduction& reproduction) {
    return m_workspace.store().writeFor([&](store::Writer& writer) {
      return keepReproduction(writer, version, reproduction, "tatara reproduce", systemClock().now());
    });
  };
  ASSERT_TRUE(keep(*made));
  const auto measured = measureCase(place(), "m", version.version, 0);
  ASSERT_TRUE(measured);
  ASSERT_TRUE(m_workspace.store().writeFor(
      [&](store::Writer& writer) { return keepCase(writer, *measured, "test", systemClock().now()); }));
  const auto kept = m_workspace.store()
                        .read([&](sql::Connection& connection) {
                          return registry::gatherEvidence(connection, "m", version.version, 0);
                        })
                        .value();
  const auto at = std::ranges::find(kept, "reproduction", &registry::Evidence::name);
  ASSERT_NE(at, kept.end());
  EXPECT_EQ(at->digest, made->piece.digest());
  const auto gate =
      registry::Gate::parse("reproduction.verdict in [exact, 'within tolerance'] and challenger.rmse > 0")
          .value();
  EXPECT_EQ(gate.evaluate(registry::gateValues(kept)).outcome, registry::GateOutcome::Passed);

  registry::NewReview review;
  review.model = "m";
  review.version = version.version;
  review.reason = "better";
  const auto opened = m_workspace.store().writeFor(
      [&](store::Writer& writer) { return registry::openReview(writer, review, kAna, systemClock().now()); });
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_TRUE(keep(*compare(first, run({})))->empty());  // the same outcome is the same evidence
  EXPECT_EQ(keep(*compare(first, run({.rmse = 2})))->size(), 1u);
}

}  // namespace
}  // namespace tatara::evaluate
