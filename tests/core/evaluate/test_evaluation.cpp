#include "core/evaluate/evaluation.h"

#include <gmock/gmock.h>

#include "core/evaluate/importance.h"
#include "core/evaluate/signature_change.h"
#include "tests/core/evaluate/trained_versions.h"

namespace tatara::evaluate {
namespace {

using testing::HasSubstr;

class EvaluationTest : public TrainedVersions {
 protected:
  // Without what asks the models hundreds of times.
  static EvaluationRequest light() {
    EvaluationRequest request;
    request.explainRows = 0;
    request.measureLatency = false;
    return request;
  }
  Result<Evaluation> evaluate(const registry::ModelVersion& challenger,
                              const std::optional<registry::ModelVersion>& champion,
                              EvaluationRequest request = light()) {
    request.challenger = subject(challenger);
    if (champion) {
      request.champion = subject(*champion);
    }
    request.bootstrap.draws = 200;
    return evaluateVersion(place(), request);
  }
  static const EvidencePiece& piece(const Evaluation& evaluation, std::string_view name) {
    const auto found = std::ranges::find(evaluation.pieces, name, &EvidencePiece::name);
    EXPECT_NE(found, evaluation.pieces.end()) << name;
    return *found;
  }
  static double number(const EvidenceValues& values, std::string_view name) {
    const auto found = values.find(name);
    EXPECT_NE(found, values.end()) << name;
    return found == values.end() ? NAN : std::get<double>(found->second);
  }
};

TEST_F(EvaluationTest, ABetterVersionIsFoundBetterOnTheRowsBothHeldOut) {
  const auto champion = train({.rounds = 3});
  const auto challenger = train({.rounds = 40});
  const auto evaluation = evaluate(challenger, champion, EvaluationRequest{});
  ASSERT_TRUE(evaluation) << evaluation.error().message;
  EXPECT_THAT(evaluation->words, HasSubstr("The challenger is better: Root mean squared error"));
  const EvidenceValues values = valuesOf(evaluation->pieces);
  EXPECT_EQ(std::get<std::string>(values.find("verdict")->second), "better");
  EXPECT_LT(number(values, "challenger.rmse"), number(values, "champion.rmse"));
  EXPECT_EQ(number(values, "data.rows"), 300);
  EXPECT_LT(number(values, "slices.max_regression"), 0.1);
  EXPECT_TRUE(std::get<bool>(values.find("signature.compatible")->second));
  EXPECT_GT(number(values, "latency.p95_ms"), 0);
  EXPECT_GT(number(values, "size.challenger_bytes"), number(values, "size.champion_bytes"));
  EXPECT_TRUE(evaluation->notes.empty());
  const text::Json& importance = piece(*evaluation, "explanation").body["importance"];
  ASSERT_EQ(importance.items().size(), 3U);
  EXPECT_EQ(*importance.items()[2]["input"].asString(), "a");  // moves the target least
  EXPECT_EQ(piece(*evaluation, "explanation").body["disagreements"].items().size(), 20U);
}

TEST_F(EvaluationTest, TheSameQuestionGivesTheSameBytesAndAnAlteredPieceIsFound) {
  const auto champion = train({.binary = true, .rounds = 3});
  const auto challenger = train({.binary = true, .rounds = 20});
  EvaluationRequest request;
  request.groupColumns = {"kind"};
  request.costs = Costs{};
  request.measureLatency = false;
  const auto first = evaluate(challenger, champion, request);
  const auto second = evaluate(challenger, champion, request);
  ASSERT_TRUE(first && second) << (first ? second : first).error().message;
  ASSERT_EQ(first->pieces.size(), 8U);
  for (std::size_t i = 0; i < first->pieces.size(); ++i) {
    const EvidencePiece& one = first->pieces[i];
    EXPECT_EQ(one.text(), second->pieces[i].text()) << one.name;
    const auto read = readPiece(one.name, one.text(), one.digest());
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->digest(), one.digest());
    EXPECT_EQ(valuesOf(*read), valuesOf(one));
    std::string altered = one.text();
    altered[altered.size() / 2] ^= 1;
    EXPECT_EQ(readPiece(one.name, altered, one.digest()).error().kind, ErrorKind::Corrupt);
    EXPECT_EQ(readPiece("other", one.text(), "").error().kind, ErrorKind::Corrupt);
  }
  const EvidenceValues values = valuesOf(first->pieces);
  EXPECT_GE(number(values, "fairness.equal_opportunity_difference"), 0);
  EXPECT_EQ(number(values, "fairness.equal_opportunity_difference"),
            number(values, "fairness.kind.equal_opportunity_difference"));
  EXPECT_GT(number(values, "cost.challenger"), 0);
  EXPECT_GT(number(values, "calibration.challenger_error"), 0);
}

TEST_F(EvaluationTest, TheReferenceProfileHoldsTheDistributionsOfTheRows) {
  const auto challenger = train({.binary = true, .rounds = 5});
  const auto evaluation = evaluate(challenger, std::nullopt, EvaluationRequest{});
  ASSERT_TRUE(evaluation) << evaluation.error().message;
  const text::Json& reference = piece(*evaluation, "reference").body;
  ASSERT_EQ(reference["inputs"].items().size(), 3U);
  const text::Json& a = reference["inputs"].items()[0]["distribution"];
  const auto values = truthOf({.binary = true}, true);
  EXPECT_EQ(a["rows"].asInt(), static_cast<std::int64_t>(values.size()));
  EXPECT_EQ(a["missing"].asInt(), 0);
  ASSERT_EQ(a["quantiles"].items().size(), 21U);
  // By hand: the smallest, the middle and the largest of the held-out values of a.
  std::vector<float> rows = rowsOf({.binary = true}, true);
  std::vector<double> column;
  for (std::size_t i = 0; i < rows.size(); i += 3) {
    column.push_back(rows[i]);
  }
  std::ranges::sort(column);
  EXPECT_NEAR(*a["quantiles"].items()[0].asNumber(), column.front(), 1e-6);
  EXPECT_NEAR(*a["quantiles"].items()[10].asNumber(),
              (column[(column.size() - 1) / 2] + column[column.size() / 2]) / 2, 1e-6);
  EXPECT_NEAR(*a["quantiles"].items()[20].asNumber(), column.back(), 1e-6);
  std::int64_t kinds = 0;
  for (const text::Json& one : reference["inputs"].items()[2]["distribution"]["values"].items()) {
    kinds += one["rows"].asInt().value_or(0);
  }
  EXPECT_EQ(kinds, static_cast<std::int64_t>(values.size()));
  EXPECT_EQ(reference["actual"]["values"].items().size(), 2U);
  EXPECT_EQ(reference["probability"]["quantiles"].items().size(), 21U);
}

TEST_F(EvaluationTest, RowsThatTheChampionWasTrainedOnAreLeftOutAndSaid) {
  const auto champion = train({.rounds = 5, .first = 0, .step = 2});
  const auto challenger = train({.rounds = 5, .first = 0, .step = 3});
  const auto evaluation = evaluate(challenger, champion);
  ASSERT_TRUE(evaluation) << evaluation.error().message;
  EXPECT_EQ(number(valuesOf(evaluation->pieces), "data.rows"), 150);  // every sixth
  ASSERT_FALSE(evaluation->notes.empty());
  EXPECT_THAT(evaluation->notes[0], HasSubstr("150 of the 300 rows held out from m/2 are left out"));
  const auto apart = train({.rounds = 5, .first = 1, .step = 3});
  EXPECT_THAT(evaluate(challenger, apart).error().message, HasSubstr("too few to compare them on"));
}

TEST_F(EvaluationTest, AChampionWithoutLoggedPredictionsIsAsked) {
  const auto logged = train({.rounds = 5});
  const auto silent = train({.rounds = 5, .predictions = false});
  const auto evaluation = evaluate(logged, silent);
  ASSERT_TRUE(evaluation) << evaluation.error().message;
  const EvidenceValues values = valuesOf(evaluation->pieces);
  // The same model: what it logged is what it says now.
  EXPECT_NEAR(number(values, "challenger.rmse"), number(values, "champion.rmse"), 1e-6);
  EXPECT_THAT(evaluation->notes[0], HasSubstr("may have seen some of these"));
  EXPECT_THAT(evaluate(silent, logged).error().message, HasSubstr("kept no predictions"));
}

TEST_F(EvaluationTest, OtherDataIsScoredByBothAndItsWarningsAreSaid) {
  const auto champion = train({.binary = true, .rounds = 3});
  const auto challenger = train({.binary = true, .rounds = 20});
  EvaluationRequest request = light();
  request.data = file();
  const auto evaluation = evaluate(challenger, champion, request);
  ASSERT_TRUE(evaluation) << evaluation.error().message;
  EXPECT_EQ(number(valuesOf(evaluation->pieces), "data.rows"), 900);
  EXPECT_EQ(evaluation->notes.size(), 2U);
  EXPECT_THAT(evaluation->notes[0], HasSubstr("was trained on rows of this very file"));
  // A file with gaps, a class that nobody knows, and one without a column.
  const auto with = [&](const std::string& text) {
    std::ofstream(m_folder.path() / "other.csv", std::ios::trunc) << text;
    request.data = m_folder.path() / "other.csv";
    return evaluate(challenger, champion, request);
  };
  std::string rows;
  for (int i = 0; i < 60; ++i) {
    rows += "0." + std::to_string(i) + "," + std::to_string(i % 9) + ",red," +
            (i % 10 == 0  ? ""
             : i % 2 == 0 ? "rich"
                          : "poor") +
            "\n";
  }
  const auto gaps = with("a,b,kind,rich\n" + rows);
  ASSERT_TRUE(gaps) << gaps.error().message;
  EXPECT_EQ(number(valuesOf(gaps->pieces), "data.rows"), 54);
  EXPECT_THAT(with("a,b,kind,rich\n" + rows + "0.1,1,red,maybe\n").error().message, HasSubstr("'maybe'"));
  EXPECT_THAT(with("a,b,rich\n1,2,rich\n1,3,poor\n").error().message, HasSubstr("'kind'"));
  EXPECT_THAT(with("a,b,kind\n1,2,red\n1,3,red\n").error().message, HasSubstr("rich"));
}

TEST_F(EvaluationTest, AFileThatIsGoneLeavesTheMetrics) {
  const auto champion = train({.rounds = 3});
  const auto challenger = train({.rounds = 20});
  std::filesystem::remove(file());
  EvaluationRequest request = light();
  const auto evaluation = evaluate(challenger, champion, request);
  ASSERT_TRUE(evaluation) << evaluation.error().message;
  EXPECT_THAT(evaluation->notes[0], HasSubstr("is gone or has changed"));
  EXPECT_FALSE(valuesOf(evaluation->pieces).contains("slices.max_regression"));
  request.sliceColumns = std::vector<std::string>{"kind"};
  EXPECT_EQ(evaluate(challenger, champion, request).error().kind, ErrorKind::NotFound);
}

TEST_F(EvaluationTest, AVersionAloneIsMeasured) {
  const auto evaluation = evaluate(train({.rounds = 10}), std::nullopt);
  ASSERT_TRUE(evaluation) << evaluation.error().message;
  const EvidenceValues values = valuesOf(evaluation->pieces);
  EXPECT_GT(number(values, "challenger.r2"), 0.5);
  EXPECT_FALSE(values.contains("champion.rmse"));
  EXPECT_FALSE(values.contains("slices.max_regression"));
}

TEST_F(EvaluationTest, ModelsOfDifferentQuestionsAreNotCompared) {
  const auto regression = train({});
  const auto binary = train({.binary = true});
  EXPECT_THAT(evaluate(binary, regression).error().message, HasSubstr("the one is a model of binary"));
}

TEST_F(EvaluationTest, StoppingEndsItInWords) {
  const auto champion = train({.rounds = 3});
  EvaluationRequest request = light();
  request.challenger = subject(champion);
  std::stop_source source;
  const auto stopped = evaluateVersion(
      place(), request, [&](std::string_view, std::uint64_t, std::uint64_t) { source.request_stop(); },
      source.get_token());
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().kind, ErrorKind::Cancelled);
}

TEST_F(EvaluationTest, DamagedFilesAreNamed) {
  const auto version = train({});
  const Subject whole = subject(version);
  const std::string root = *artifact::rootPathOf(version.storage);
  const auto load = [&] { return loadSubject(m_workspace.store(), m_artifacts, version); };
  need(m_artifacts.put(root + "/tatara_features.json", "{"));
  EXPECT_THAT(load().error().message, HasSubstr("m/1"));
  need(m_artifacts.put(root + "/tatara_features.json", "{\"format\": 1, \"task\": \"binary\"}"));
  EXPECT_EQ(load().error().kind, ErrorKind::Corrupt);
  need(m_workspace.store().write([&](store::Writer& writer) -> Status {
    TATARA_TRY(artifact::ArtifactStore::remove(writer, root + "/tatara_features.json"));
    return {};
  }));
  EXPECT_THAT(load().error().message, HasSubstr("was not trained by Tatara"));
  need(m_artifacts.put(root + "/model.ubj", "{nonsense"));
  EXPECT_FALSE(Model::open(m_artifacts, whole));
}

TEST(PredictionsTest, AFileOfPredictionsIsReadOrNamedByItsLine) {
  const std::vector<std::string> classes{"no", "a \"b\", c"};
  const auto read = readPredictions(
      "row,actual,predicted,probability_no,\"probability_a \"\"b\"\", c\"\n2,no,\"a \"\"b\"\", "
      "c\",0.25,0.75\n5,no,no,1,0\n",
      Task::Binary, classes);
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->rows, (std::vector<std::uint64_t>{2, 5}));
  EXPECT_EQ(read->predicted, (std::vector<double>{1, 0}));
  EXPECT_EQ(read->probabilities, (std::vector<double>{0.75, 0}));
  const auto wrong = [&](const std::string& csv) {
    return readPredictions(csv, Task::Binary, classes).error().message;
  };
  EXPECT_THAT(wrong("row,actual,predicted\n1,no,maybe\n"), HasSubstr("Line 2: 'maybe'"));
  EXPECT_THAT(wrong("row,actual,predicted\n1,no,no\n1,no,no\n"), HasSubstr("Line 3"));
  EXPECT_THAT(wrong("row,actual,predicted\n-1,no,no\n"), HasSubstr("Line 2"));
  EXPECT_THAT(wrong("row,actual,predicted\n1,no\n"), HasSubstr("Line 2"));
  EXPECT_THAT(wrong("row,actual\n1,no\n"), HasSubstr("columns"));
  EXPECT_THAT(wrong("row,actual,predicted\n"), HasSubstr("no predictions"));
  EXPECT_THAT(readPredictions("row,actual,predicted\n1,2,x\n", Task::Regression, {}).error().message,
              HasSubstr("'x' is no number"));
}

TEST_F(EvaluationTest, ContributionsAddUpAndComeInRuns) {
  const Training training{.rounds = 10};
  const auto version = train(training);
  const auto model = Model::open(m_artifacts, subject(version)).value();
  std::vector<float> values;
  for (int i = 0; i < 5; ++i) {
    const auto rows = rowsOf(training, true);
    values.insert(values.end(), rows.begin(), rows.end());
  }
  std::vector<std::size_t> told;
  const auto contributions = explain(model, values, [&](const Contributions& soFar, std::size_t total) {
    told.push_back(soFar.rows);
    EXPECT_EQ(total, 1500U);
  });
  ASSERT_TRUE(contributions) << contributions.error().message;
  EXPECT_EQ(told, (std::vector<std::size_t>{1000, 1500}));
  const auto predictions = model.predict(values).value();
  for (std::size_t row = 0; row < 1500; ++row) {
    double sum = 0;
    for (std::size_t input = 0; input <= 3; ++input) {
      sum += static_cast<double>(contributions->at(row, 0, input));
    }
    EXPECT_NEAR(sum, predictions[row], 1e-4);
  }
  std::stop_source source;
  const auto stopped = explain(
      model, values, [&](const Contributions&, std::size_t) { source.request_stop(); }, source.get_token());
  EXPECT_EQ(stopped.error().kind, ErrorKind::Cancelled);
}

TEST_F(EvaluationTest, ShufflingAnInputThatMattersMakesTheMetricWorse) {
  const Training training{.rounds = 20};
  const auto version = train(training);
  const auto model = Model::open(m_artifacts, subject(version)).value();
  const auto values = rowsOf(training, true);
  const auto actual = truthOf(training, true);
  const auto permuted = permutationImportance(model, values, actual, {.metric = "rmse"});
  const auto again = permutationImportance(model, values, actual, {.metric = "rmse"});
  const auto asR2 = permutationImportance(model, values, actual, {.metric = "r2"});
  ASSERT_TRUE(permuted && again && asR2);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_GT((*permuted)[i].mean, 0);
    EXPECT_EQ((*permuted)[i].mean, (*again)[i].mean);
    EXPECT_GT((*asR2)[i].mean, 0) << "worse is worse whichever way is better";
  }
  EXPECT_GT((*permuted)[1].mean, (*permuted)[0].mean);  // b moves the target most
  EXPECT_FALSE(permutationImportance(model, values, actual, {.metric = "accuracy"}));
}

TEST(DisagreementsTest, TheGreatestComeFirstAndEqualRowsNever) {
  const std::vector<double> actual{0, 1, 0, 1};
  const std::vector<double> first{0.1, 0.9, 0.5, 0.5};
  const std::vector<double> second{0.1, 0.2, 0.6, 0.4};
  const auto one = decide(first, 2);
  const auto two = decide(second, 2);
  const auto found =
      disagreements({Task::Binary, 2, actual, one, first, {}}, {Task::Binary, 2, actual, two, second, {}}, 2);
  ASSERT_EQ(found.size(), 2U);
  EXPECT_EQ(found[0].row, 1U);
  EXPECT_NEAR(found[0].distance, 0.7, 1e-12);
  EXPECT_EQ(found[1].row, 2U);
}

TEST(SignatureTest, WhatBreaksCallersIsToldFromWhatDoesNot) {
  using text::parseJson;
  const auto signature = [](const std::string& inputs, const std::string& outputs) {
    return parseJson("{\"inputs\":[" + inputs + "],\"outputs\":[" + outputs + "]}").value();
  };
  const std::string a = R"({"type":"long","name":"a","required":true})";
  const std::string out = R"({"type":"double","name":"prediction","required":true})";
  const auto champion = signature(a, out);
  EXPECT_TRUE(compareSignatures(champion, champion).compatible);
  EXPECT_TRUE(compareSignatures(champion, champion).changes.empty());
  const auto compatible = [&](const std::string& inputs, const std::string& outputs) {
    return compareSignatures(champion, signature(inputs, outputs)).compatible;
  };
  EXPECT_TRUE(compatible(R"({"type":"double","name":"a","required":true})", out));
  EXPECT_TRUE(compatible(R"({"type":"long","name":"a","required":false})", out));
  EXPECT_FALSE(compatible(R"({"type":"integer","name":"a","required":true})", out));
  EXPECT_FALSE(compatible(R"({"type":"string","name":"a","required":true})", out));
  EXPECT_FALSE(compatible(a + R"(,{"type":"long","name":"b","required":true})", out));
  EXPECT_TRUE(compatible(a + R"(,{"type":"long","name":"b","required":false})", out));
  EXPECT_FALSE(compatible(a, R"({"type":"string","name":"prediction"})"));
  EXPECT_FALSE(compatible(a, R"({"type":"double","name":"other"})"));
  EXPECT_TRUE(compatible(a, out + R"(,{"type":"double","name":"more"})"));
  EXPECT_FALSE(compareSignatures({}, champion).known);
}

}  // namespace
}  // namespace tatara::evaluate
