#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "core/infer/xgboost.h"

namespace tatara::infer {
namespace {

using ::testing::HasSubstr;

struct Problem {
  FeatureSchema schema{{"a", "b", "kind"}, {"q", "q", "c"}};
  std::vector<float> values;
  std::vector<float> labels;
};

Problem makeProblem(std::size_t rows, unsigned seed) {
  Problem problem;
  std::mt19937 random(seed);
  std::uniform_real_distribution<float> uniform(0, 1);
  for (std::size_t i = 0; i < rows; ++i) {
    const float a = uniform(random);
    const float b = uniform(random);
    const float kind = static_cast<float>(random() % 4);
    problem.values.insert(problem.values.end(), {a, i % 17 == 0 ? NAN : b, kind});
    problem.labels.push_back(10 * a + (kind == 2 ? 5.F : 0.F) + 0.1F * b);
  }
  return problem;
}

Result<Booster> trained(Matrix& matrix, int rounds) {
  const std::vector<const Matrix*> matrices{&matrix};
  TATARA_ASSIGN(auto booster, Booster::create({{"max_depth", "4"}, {"eta", "0.3"}, {"seed", "1"}}, matrices));
  TATARA_TRY(booster.setSchema(Problem{}.schema));
  for (int round = 0; round < rounds; ++round) {
    TATARA_TRY(booster.update(round, matrix));
  }
  return booster;
}

TEST(XgboostTest, TheLibraryIsTheOneWhoseModelsAreReadRightly) {
  EXPECT_EQ(xgboostVersion().value(), "3.2.0");
}

TEST(XgboostTest, TrainingBringsTheErrorDownAndReportsItWithEveryDigit) {
  const Problem problem = makeProblem(2000, 1);
  Matrix matrix = Matrix::create(problem.values, problem.schema).value();
  ASSERT_TRUE(matrix.setLabels(problem.labels));
  const std::vector<const Matrix*> matrices{&matrix};
  Booster booster = Booster::create({{"eval_metric", "rmse"}, {"eval_metric", "mae"}}, matrices).value();
  const std::vector<Watched> watched{{&matrix, "train"}};
  double last = INFINITY;
  for (int round = 0; round < 20; ++round) {
    ASSERT_TRUE(booster.update(round, matrix));
    const auto metrics = booster.evaluate(round, watched).value();
    ASSERT_EQ(metrics.size(), 2u);
    EXPECT_EQ(metrics[0].matrix, "train");
    EXPECT_EQ(metrics[0].metric, "rmse");
    EXPECT_EQ(metrics[1].metric, "mae");
    EXPECT_LT(metrics[0].value, last);
    last = metrics[0].value;
  }
  EXPECT_LT(last, 0.2);
  const auto predictions = booster.predict(matrix).value();
  double sum = 0;
  for (std::size_t i = 0; i < predictions.rows; ++i) {
    sum += std::pow(static_cast<double>(predictions.values[i]) - static_cast<double>(problem.labels[i]), 2);
  }
  EXPECT_NEAR(std::sqrt(sum / static_cast<double>(predictions.rows)), last, 1e-6);
}

TEST(XgboostTest, AModelReadBackFromEitherFormPredictsBitForBitTheSame) {
  const Problem problem = makeProblem(500, 2);
  Matrix matrix = Matrix::create(problem.values, problem.schema).value();
  ASSERT_TRUE(matrix.setLabels(problem.labels));
  const Booster booster = trained(matrix, 10).value();
  const auto expected = booster.predict(matrix).value();
  for (const auto format : {ModelFormat::Ubj, ModelFormat::Json}) {
    const std::string bytes = booster.save(format).value();
    EXPECT_EQ(modelFileVersion(bytes), "3.2.0");
    const Booster loaded = Booster::load(bytes).value();
    EXPECT_EQ(loaded.predict(matrix).value().values, expected.values);
    EXPECT_EQ(loaded.schema().value().names, problem.schema.names);
    EXPECT_EQ(loaded.schema().value().types, problem.schema.types);
  }
}

TEST(XgboostTest, ANewerModelIsRefusedInWords) {
  const Problem problem = makeProblem(100, 3);
  Matrix matrix = Matrix::create(problem.values, problem.schema).value();
  ASSERT_TRUE(matrix.setLabels(problem.labels));
  std::string bytes = trained(matrix, 2).value().save(ModelFormat::Json).value();
  const auto at = bytes.rfind("[3,2,0]");
  ASSERT_NE(at, std::string::npos);
  bytes.replace(at, 7, "[3,9,0]");
  const auto loaded = Booster::load(bytes);
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().kind, ErrorKind::Unsupported);
  EXPECT_THAT(loaded.error().message, HasSubstr("3.9.0"));
}

TEST(XgboostTest, ADamagedModelIsRefusedAndNeverCrashes) {
  const Problem problem = makeProblem(100, 4);
  Matrix matrix = Matrix::create(problem.values, problem.schema).value();
  ASSERT_TRUE(matrix.setLabels(problem.labels));
  const std::string bytes = trained(matrix, 2).value().save(ModelFormat::Ubj).value();
  for (const auto& damaged : {std::string(), std::string("nonsense"), std::string("{}"), bytes.substr(0, 40),
                              "{L" + bytes.substr(bytes.size() - 40)}) {
    const auto loaded = Booster::load(damaged);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().kind, ErrorKind::Corrupt) << loaded.error().message;
  }
}

TEST(XgboostTest, TheFirstRoundsOfAModelAreTheModelAtThatRound) {
  const Problem problem = makeProblem(300, 5);
  Matrix matrix = Matrix::create(problem.values, problem.schema).value();
  ASSERT_TRUE(matrix.setLabels(problem.labels));
  const auto expected = trained(matrix, 4).value().predict(matrix).value();
  const Booster cut = trained(matrix, 12).value().firstRounds(4).value();
  EXPECT_EQ(cut.schema().value().names, problem.schema.names);
  EXPECT_EQ(cut.rounds().value(), 4);
  EXPECT_EQ(cut.predict(matrix).value().values, expected.values);
}

TEST(XgboostTest, ImportanceNamesTheFeatureThatCarriesTheSignal) {
  const Problem problem = makeProblem(2000, 6);
  Matrix matrix = Matrix::create(problem.values, problem.schema).value();
  ASSERT_TRUE(matrix.setLabels(problem.labels));
  const auto scores = trained(matrix, 10).value().featureScores("total_gain").value();
  const auto best = std::ranges::max_element(scores, {}, &FeatureScore::value);
  EXPECT_EQ(best->feature, "a");
}

TEST(XgboostTest, ABadParameterAndAnUnusedOneAreNamed) {
  const Problem problem = makeProblem(100, 7);
  Matrix matrix = Matrix::create(problem.values, problem.schema).value();
  ASSERT_TRUE(matrix.setLabels(problem.labels));
  const std::vector<const Matrix*> matrices{&matrix};
  Booster bad = Booster::create({{"max_depth", "minus"}}, matrices).value();
  const auto status = bad.update(0, matrix);
  ASSERT_FALSE(status);
  EXPECT_THAT(status.error().message, HasSubstr("max_depth"));
  (void)takeWarnings();
  Booster odd = Booster::create({{"max_deep", "3"}, {"validate_parameters", "1"}}, matrices).value();
  ASSERT_TRUE(odd.update(0, matrix));
  EXPECT_THAT(::testing::PrintToString(takeWarnings()), HasSubstr("max_deep"));
}

TEST(XgboostTest, AMatrixWithRaggedRowsIsRefused) {
  const std::vector<float> values(7);
  EXPECT_FALSE(Matrix::create(values, FeatureSchema{{"a", "b"}, {"q", "q"}}));
}

}  // namespace
}  // namespace tatara::infer
