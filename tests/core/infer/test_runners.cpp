#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "core/infer/ending_phrase.h"
#include "core/infer/probe.h"
#include "core/infer/runner.h"
#include "core/infer/xgboost.h"
#include "core/text/json.h"
#include "tests/support/japanese.h"
#include "tests/support/sanitized.h"

namespace tatara::infer {
namespace {

using testing::HasSubstr;

std::string fixture(const std::string& name) {
  const char* source = std::getenv("TATARA_SOURCE");
  std::ifstream file(std::string(source ? source : ".") + "/tests/fixtures/models/" + name, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return bytes.str();
}

ModelFiles fixtureModel(const std::string& name) {
  return {{{name, fixture(name)}}};
}

text::Json expected() {
  return text::parseJson(fixture("expected.json")).value();
}

// The rows that make.py asked about, as columns of doubles or as one float matrix.
Batch askedColumns() {
  const text::Json asked = expected()["rows"];
  Batch batch;
  for (std::size_t c = 0; c < 3; ++c) {
    Tensor column = Tensor::make(std::string(1, static_cast<char>('a' + c)), ElementType::Float64, {3});
    for (std::size_t r = 0; r < 3; ++r) {
      const text::Json& cell = asked.items()[r].items()[c];
      column.values<double>()[r] = cell.asNumber().value_or(std::nan(""));
    }
    batch.push_back(std::move(column));
  }
  return batch;
}

Batch askedMatrix() {
  const text::Json whole = expected()["whole"];
  Tensor matrix = Tensor::make("X", ElementType::Float32, {3, 3});
  for (std::size_t i = 0; i < 9; ++i) {
    matrix.values<float>()[i] = static_cast<float>(*whole.items()[i / 3].items()[i % 3].asNumber());
  }
  return {std::move(matrix)};
}

std::string failure(const ModelFiles& files) {
  const auto runner = loadRunner(files);
  return runner ? std::string() : runner.error().message;
}

TEST(LightgbmRunnerTest, AnswersAreThoseOfThePythonPackageToTheLastBit) {
  const auto runner = loadRunner(fixtureModel("regressor.lgb"));
  ASSERT_TRUE(runner) << runner.error().message;
  EXPECT_EQ((*runner)->info().flavor, "lightgbm");
  EXPECT_EQ((*runner)->info().signature.inputs[2].name, "c");
  const auto answer = (*runner)->predict(askedColumns());
  ASSERT_TRUE(answer) << answer.error().message;
  for (std::size_t r = 0; r < 3; ++r) {
    EXPECT_EQ((*answer)[0].values<double>()[r], *expected()["regressor.lgb"].items()[r].asNumber());
  }
}

TEST(LightgbmRunnerTest, ClassesStandSideBySide) {
  const auto runner = loadRunner(fixtureModel("classes.lgb"));
  ASSERT_TRUE(runner) << runner.error().message;
  const auto answer = (*runner)->predict(askedColumns());
  ASSERT_TRUE(answer);
  EXPECT_EQ((*answer)[0].shape, (std::vector<std::int64_t>{3, 3}));
  for (std::size_t i = 0; i < 9; ++i) {
    EXPECT_EQ((*answer)[0].values<double>()[i],
              *expected()["classes.lgb"].items()[i / 3].items()[i % 3].asNumber());
  }
}

TEST(LightgbmRunnerTest, AFormOfTheFutureIsRefusedInWords) {
  ModelFiles files = fixtureModel("regressor.lgb");
  std::string& text = files.files[0].bytes;
  text.replace(text.find("version=v4"), 10, "version=v9");
  EXPECT_THAT(failure(files), HasSubstr("form v9"));
}

TEST(OnnxRunnerTest, APipelineAnswersAsPythonDoes) {
  const auto runner = loadRunner(fixtureModel("pipeline.onnx"));
  ASSERT_TRUE(runner) << runner.error().message;
  const auto answer = (*runner)->predict(askedMatrix());
  ASSERT_TRUE(answer) << answer.error().message;
  ASSERT_EQ(answer->size(), 2u);
  for (std::size_t i = 0; i < 9; ++i) {
    EXPECT_NEAR((*answer)[1].values<float>()[i],
                *expected()["pipeline.onnx"]["probabilities"].items()[i / 3].items()[i % 3].asNumber(), 1e-6);
  }
  for (std::size_t r = 0; r < 3; ++r) {
    EXPECT_EQ((*answer)[0].values<std::int64_t>()[r],
              *expected()["pipeline.onnx"]["labels"].items()[r].asInt());
  }
}

TEST(OnnxRunnerTest, AListOfMapsBecomesAMatrix) {
  const auto runner = loadRunner(fixtureModel("zipmap.onnx"));
  ASSERT_TRUE(runner) << runner.error().message;
  const auto answer = (*runner)->predict(askedMatrix());
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ((*answer)[1].shape, (std::vector<std::int64_t>{3, 3}));
  EXPECT_NEAR((*answer)[1].values<float>()[4],
              *expected()["pipeline.onnx"]["probabilities"].items()[1].items()[1].asNumber(), 1e-6);
}

TEST(OnnxRunnerTest, TextGoesInAndOut) {
  const auto runner = loadRunner(fixtureModel("strings.onnx"));
  ASSERT_TRUE(runner) << runner.error().message;
  Tensor words = Tensor::make("words", ElementType::String, {3});
  words.texts = {"one", "", "三つ"};
  const auto answer = (*runner)->predict({words});
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ((*answer)[0].texts, words.texts);
  EXPECT_EQ((*answer)[1].values<std::int64_t>()[0], 3);
}

TEST(OnnxRunnerTest, AnOperatorThatIsNotThereAndANewerFormAreNamed) {
  EXPECT_THAT(failure(fixtureModel("missing_operator.onnx")), HasSubstr("Levitate"));
  EXPECT_THAT(failure(fixtureModel("newer.onnx")), HasSubstr("IR version: 99"));
}

class XgboostRunnerTest : public testing::Test {
 protected:
  static ModelFiles trained(const std::string& objective, int classes, const FeatureSchema& schema) {
    std::vector<float> values;
    std::vector<float> labels;
    for (int i = 0; i < 200; ++i) {
      const float a = static_cast<float>(i % 17);
      const float b = static_cast<float>(i % 5);
      values.insert(values.end(), {i % 13 == 0 ? NAN : a, b, static_cast<float>(i % 3)});
      labels.push_back(classes > 0 ? static_cast<float>(static_cast<int>(a + b) % classes) : 100 + a * b);
    }
    Matrix matrix = Matrix::create(values, schema, 1).value();
    EXPECT_TRUE(matrix.setLabels(labels));
    const Matrix* const all[] = {&matrix};
    Parameters parameters{{"objective", objective}, {"max_depth", "3"}, {"nthread", "1"}};
    if (classes > 2) {
      parameters.emplace_back("num_class", std::to_string(classes));
    }
    Booster booster = Booster::create(parameters, all).value();
    EXPECT_TRUE(booster.setSchema(schema));
    for (int round = 0; round < 6; ++round) {
      EXPECT_TRUE(booster.update(round, matrix));
    }
    return {{{"model.ubj", booster.save(ModelFormat::Ubj).value()}}};
  }

  const FeatureSchema m_plain{{"a", "b", "c"}, {"q", "q", "q"}};
  const FeatureSchema m_coded{{"a", "b", "c"}, {"q", "q", "c"}};
};

TEST_F(XgboostRunnerTest, RowsWithoutAMatrixAnswerAsTheMatrixDoes) {
  for (const auto& schema : {m_plain, m_coded}) {
    for (const auto& [objective, classes] :
         {std::pair("reg:squarederror", 0), {"binary:logistic", 2}, {"multi:softprob", 4}}) {
      const ModelFiles files = trained(objective, classes, schema);
      const Booster booster = Booster::load(files.files[0].bytes).value();
      const auto runner = loadRunner(files);
      ASSERT_TRUE(runner) << runner.error().message;
      Batch batch = askedColumns();
      for (double& code : batch[2].values<double>()) {
        code = std::isnan(code) ? code : std::fmod(std::abs(code), 3);
      }
      std::vector<float> rows;
      for (std::size_t r = 0; r < 3; ++r) {
        for (std::size_t c = 0; c < 3; ++c) {
          rows.push_back(static_cast<float>(batch[c].values<double>()[r]));
        }
      }
      const Matrix matrix = Matrix::create(rows, schema, 1).value();
      const auto right = booster.predict(matrix).value();
      const auto answer = (*runner)->predict(batch);
      ASSERT_TRUE(answer) << answer.error().message;
      ASSERT_EQ((*answer)[0].elements(), right.values.size());
      for (std::size_t i = 0; i < right.values.size(); ++i) {
        EXPECT_EQ((*answer)[0].values<float>()[i], right.values[i]) << objective;
      }
    }
  }
}

TEST_F(XgboostRunnerTest, AClassifierGivesLabelsAndStopsAtItsBestRound) {
  ModelFiles files = trained("binary:logistic", 2, m_plain);
  files.files[0].path = "model.ubj";
  files.files.push_back({"MLmodel",
                         "flavors:\n  xgboost:\n    data: model.ubj\n    model_class: "
                         "xgboost.sklearn.XGBClassifier\n    xgb_version: 3.2.0\n"});
  const auto runner = loadRunner(files);
  ASSERT_TRUE(runner) << runner.error().message;
  const auto answer = (*runner)->predict(askedColumns());
  ASSERT_TRUE(answer);
  EXPECT_EQ((*answer)[0].type, ElementType::Int64);
}

TEST_F(XgboostRunnerTest, ASignatureThatDoesNotFitTheModelIsRefused) {
  ModelFiles files = trained("reg:squarederror", 0, m_plain);
  const auto withSignature = [&](const std::string& inputs) {
    ModelFiles changed = files;
    changed.files.push_back(
        {"MLmodel", "flavors:\n  xgboost:\n    data: model.ubj\nsignature:\n  inputs: '" + inputs + "'\n"});
    return failure(changed);
  };
  EXPECT_THAT(withSignature(R"([{"type":"double","name":"a"}])"), HasSubstr("'b'"));
  EXPECT_THAT(
      withSignature(
          R"([{"type":"string","name":"a"},{"type":"double","name":"b"},{"type":"double","name":"c"}])"),
      HasSubstr("text in 'a'"));
  EXPECT_THAT(withSignature(R"([{"type":"tensor","tensor-spec":{"dtype":"float32","shape":[-1,7]}}])"),
              HasSubstr("3 features"));
}

TEST(RunnerTest, AModelForPythonAloneAsksForAnInterpreter) {
  const ModelFiles files{{{"MLmodel", "flavors:\n  python_function:\n    loader_module: mlflow.sklearn\n"},
                          {"requirements.txt", "scikit-learn==1.7\n"}}};
  EXPECT_THAT(failure(files), HasSubstr("--python"));
  EXPECT_THAT(failure(files), HasSubstr("scikit-learn==1.7"));
}

TEST(RunnerTest, WhatIsNoModelIsNamed) {
  EXPECT_THAT(failure({{{"MLmodel", "flavors: {spark: {}}\n"}}}), HasSubstr("flavour spark"));
  EXPECT_THAT(failure({{{"MLmodel", "- a\n"}}}), HasSubstr("names no flavour"));
  EXPECT_THAT(failure({{{"notes.md", "hello"}}}), HasSubstr("There is no model"));
}

TEST(ProbeTest, ASoundModelPasses) {
  const auto report = probe(fixtureModel("pipeline.onnx"));
  ASSERT_TRUE(report) << report.error().message << report.error().detail;
  EXPECT_TRUE(report->run);
  EXPECT_EQ(report->flavor, "onnx");
}

TEST(ProbeTest, AModelThatNeverReturnsIsEnded) {
  const auto report = probe(fixtureModel("endless.onnx"), {.deadline = std::chrono::milliseconds(1500)});
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().message, HasSubstr("did not load and answer within"));
}

TEST(ProbeTest, AModelThatAsksForATerabyteIsRefused) {
  TATARA_NOT_UNDER_ADDRESS_SANITIZER();
  const auto report = probe(fixtureModel("allocating.onnx"));
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().message, HasSubstr("more memory"));
}

TEST(ProbeTest, DamagedModelsEndInWordsWhateverTheirLibraryDoes) {
  for (const char* name : {"regressor.lgb", "pipeline.onnx"}) {
    const std::string sound = fixture(name);
    for (const std::size_t size : {sound.size() / 3, sound.size() / 2, sound.size() - 40}) {
      const auto cut = probe({{{name, sound.substr(0, size)}}});
      if (!cut) {
        EXPECT_FALSE(cut.error().message.empty());
      }
    }
  }
  EXPECT_FALSE(probe({{{"m.onnx", std::string(1000, '\xff')}}}));
  EXPECT_FALSE(probe({{{"m.lgb", "tree\nversion=v4\nnum_class=1\nmax_feature_idx=999999999\n"}}}));
}

TEST(RunnerTest, AModelThatCannotBeLoadedIsToldInJapanese) {
  const auto told = [](const ModelFiles& files) { return test::toldInJapanese(loadRunner(files).error()); };
  const ModelFiles spark{{{"MLmodel", "flavors: {spark: {}}\n"}}};
  EXPECT_EQ(failure(spark),
            "The model is of the flavour spark; it can be run when it is saved with one of xgboost, "
            "lightgbm, onnx or python_function as well");
  EXPECT_EQ(told(spark),
            "モデルのフレーバーは spark です。xgboost、lightgbm、onnx、python_function の"
            "いずれかでも保存されていれば動かせます");
  const ModelFiles python{{{"MLmodel", "flavors:\n  python_function:\n    loader_module: mlflow.sklearn\n"},
                           {"requirements.txt", "scikit-learn==1.7"}}};
  EXPECT_EQ(failure(python),
            "The model runs in Python; name an interpreter with --python that has what it asks "
            "for; it asks for: scikit-learn==1.7");
  EXPECT_EQ(told(python),
            "このモデルは Python で動きます。必要なものがそろったインタープリターを --python で"
            "指定してください。必要なもの: scikit-learn==1.7");
}

TEST(ProbeTest, WhatTheProcessThatTriesAModelSaysIsToldInJapanese) {
  const auto none = probe({{{"m.lgb", "no model at all, and of no form\n"}}});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message, "This is no LightGBM model in text form");
  EXPECT_EQ(test::toldInJapanese(none.error()), "テキスト形式の LightGBM モデルではありません");
}

TEST(ProbeTest, HowAProcessEndedIsSaidAsTheProcessItselfSays) {
  for (const exec::Ending& ending :
       {exec::Ending{3, 0}, exec::Ending{0, 11}, exec::kEndingUntold, exec::Ending{0, 9}}) {
    EXPECT_EQ(endingPhrase(ending).english(), ending.words());
    EXPECT_NE(endingPhrase(ending).told(test::inJapanese), ending.words());
  }
}

}  // namespace
}  // namespace tatara::infer
