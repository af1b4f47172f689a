#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>
#include <set>

#include "core/base/number_text.h"
#include "core/base/random.h"
#include "core/train/fit.h"
#include "core/train/internal/split.h"
#include "core/train/prepare.h"
#include "tests/support/japanese.h"

namespace tatara::train {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
namespace fs = std::filesystem;

// The defects of the shared census file from a seeded generator: a leading blank before each word, `?` for
// missing.
std::string messyCensus(unsigned seed, int rows) {
  std::mt19937 random(seed);
  static const char* const kWork[] = {" Private", " State-gov", " Self-emp", " ?"};
  std::string bytes = "age,workclass,hours-per-week,sex,income\n";
  for (int i = 0; i < rows; ++i) {
    const int age = 18 + static_cast<int>(random() % 60);
    const int hours = 10 + static_cast<int>(random() % 60);
    const bool rich = age * hours + static_cast<int>(random() % 400) > 2200;
    bytes += std::to_string(age) + "," + kWork[random() % 4] + "," + std::to_string(hours) + "," +
             (random() % 2 == 0 ? " Male" : " Female") + "," + (rich ? " >50K" : " <=50K") + "\n";
  }
  return bytes;
}

std::string numbered(int rows, const std::function<std::string(int)>& row, const std::string& header) {
  std::string bytes = header + "\n";
  for (int i = 0; i < rows; ++i) {
    bytes += row(i) + "\n";
  }
  return bytes;
}

class TrainTest : public ::testing::Test {
 protected:
  TrainTest() : m_folder(fs::temp_directory_path() / ("tatara-test-" + randomHex(8))) {
    fs::create_directories(m_folder);
    m_engine = dataset::Engine::open({.temporaryFolder = m_folder}).value();
  }
  ~TrainTest() override {
    m_engine.reset();
    fs::remove_all(m_folder);
  }

  DataSpec spec(std::string_view bytes, const std::string& target) {
    std::ofstream(m_folder / "data.csv", std::ios::binary) << bytes;
    return {.file = m_folder / "data.csv", .target = target};
  }
  Result<Prepared> prepared(const DataSpec& data, const std::optional<std::string>& objective = {}) {
    TATARA_ASSIGN(const Loaded loaded, load(*m_engine, data));
    return prepare(loaded, data, objective);
  }
  std::string errorOf(const DataSpec& data, const std::optional<std::string>& objective = {}) {
    const auto result = prepared(data, objective);
    return result ? "no error" : result.error().message;
  }

  fs::path m_folder;
  std::unique_ptr<dataset::Engine> m_engine;
};

TEST_F(TrainTest, IdentifiersAreLeftOutAndNamedWhileFloatsNeverAre) {
  const std::string bytes = numbered(
      40,
      [](int i) {
        const std::string n = std::to_string(i);
        return n + ",row-" + n + "," + n + ".5," + std::to_string(i % 3) + "," + std::to_string(i * 7 % 11);
      },
      "id,name,measure,kind,y");
  DataSpec data = spec(bytes, "y");
  const Prepared all = prepared(data).value();
  EXPECT_THAT(all.schema.names, ElementsAre("measure", "kind"));
  ASSERT_EQ(all.leftOut.size(), 2u);
  EXPECT_EQ(all.leftOut[0].column, "id");
  EXPECT_THAT(all.leftOut[0].reason, HasSubstr("row identifier"));
  data.keep = {"id", "name"};
  EXPECT_THAT(prepared(data).value().schema.names, ElementsAre("id", "name", "measure", "kind"));
}

TEST_F(TrainTest, AConditionLearnsAsIfTheFileHeldNoOtherRows) {
  const auto row = [](int i) {
    return std::to_string(i * 7 % 31) + "," +
           (i % 4 == 0   ? ""
            : i % 4 == 1 ? "b"
                         : "a") +
           "," + std::to_string(i % 5 == 0 ? 1000 : i * 3 % 17);
  };
  std::string others;
  std::vector<std::uint64_t> kept;
  for (int i = 0; i < 200; ++i) {
    if (i % 4 > 1 && i % 5 != 0) {
      others += row(i) + "\n";
      kept.push_back(static_cast<std::uint64_t>(i));
    }
  }
  DataSpec some = spec(numbered(200, row, "x,kind,y"), "y");
  some.where = "kind = 'a' and y < 1000 -- and a remark";
  some.task = Task::Regression;
  const Prepared chosen = prepared(some).value();
  EXPECT_EQ(chosen.facts.rows, 200u);
  EXPECT_EQ(chosen.facts.rowsLeftOut, 200 - kept.size());
  DataSpec alone = spec("x,kind,y\n" + others, "y");
  alone.task = Task::Regression;
  const Prepared same = prepared(alone).value();
  for (const auto part : {&Prepared::train, &Prepared::validation}) {
    EXPECT_EQ((chosen.*part).values, (same.*part).values);
    EXPECT_EQ((chosen.*part).labels, (same.*part).labels);
    std::vector<std::uint64_t> inFile;
    for (const std::uint64_t place : (same.*part).rows) {
      inFile.push_back(kept[place]);
    }
    EXPECT_EQ((chosen.*part).rows, inFile);
  }
  ASSERT_EQ(chosen.features.size(), 2u);
  EXPECT_THAT(chosen.features[1].categories, ElementsAre("a"));
}

TEST_F(TrainTest, AConditionThatIsNoneIsRefusedInWords) {
  DataSpec data =
      spec(numbered(
               60, [](int i) { return std::to_string(i % 7) + "," + std::to_string(i % 13); }, "x,y"),
           "y");
  const auto refusal = [&](const std::string& where) {
    data.where = where;
    return errorOf(data);
  };
  EXPECT_THAT(refusal("x + 1"), HasSubstr("neither true nor false"));
  EXPECT_THAT(refusal("z > 1"), HasSubstr("is not understood"));
  EXPECT_THAT(refusal("x >"), HasSubstr("is not understood"));
  EXPECT_THAT(refusal("count(*) > 1"), HasSubstr("none of single rows"));
  EXPECT_THAT(refusal("true) FROM data UNION ALL SELECT (true"), HasSubstr("none of single rows"));
  EXPECT_THAT(refusal("true) FROM data; DROP VIEW data; SELECT (true"), HasSubstr("is not understood"));
  EXPECT_THAT(refusal("(SELECT count(*) FROM read_csv('/etc/passwd')) > 0"), HasSubstr("is not understood"));
  EXPECT_THAT(refusal("x > 100"), HasSubstr("0 rows of which “x > 100” is true; at least 10"));
}

TEST_F(TrainTest, TheTaskFollowsFromTheTarget) {
  const auto taskOf = [&](const std::function<std::string(int)>& value) {
    return prepared(spec(numbered(
                             60, [&](int i) { return std::to_string(i % 7) + "," + value(i); }, "x,y"),
                         "y"))
        .value()
        .task;
  };
  EXPECT_EQ(taskOf([](int i) { return std::to_string(i * 13 % 37); }), Task::Regression);
  EXPECT_EQ(taskOf([](int i) { return toText(i * 0.5); }), Task::Regression);
  EXPECT_EQ(taskOf([](int i) { return std::to_string(i % 2); }), Task::Binary);
  EXPECT_EQ(taskOf([](int i) { return std::string(i % 2 == 0 ? "yes" : "no"); }), Task::Binary);
  EXPECT_EQ(taskOf([](int i) { return std::string(i % 2 == 0 ? "true" : "false"); }), Task::Binary);
  EXPECT_EQ(taskOf([](int i) { return std::to_string(i % 4); }), Task::Multiclass);
  EXPECT_EQ(taskOf([](int i) { return std::to_string(3 + i % 6); }), Task::Regression);  // marks, not classes
  EXPECT_EQ(taskOf([](int i) { return "c" + std::to_string(i % 5); }), Task::Multiclass);
}

TEST_F(TrainTest, WrongTargetsAreAnsweredInWords) {
  const std::string bytes = numbered(
      30, [](int i) { return std::to_string(i % 5) + ",same,a" + std::to_string(i % 3) + ",1,"; },
      "x,one,word,n,none");
  EXPECT_THAT(errorOf(spec(bytes, "wrod")), HasSubstr("no column 'wrod'; the nearest name is 'word'"));
  EXPECT_THAT(errorOf(spec(bytes, "one")), HasSubstr("the one value 'same' in every row"));
  EXPECT_THAT(errorOf(spec(bytes, "n")), HasSubstr("the one value '1' in every row"));
  EXPECT_THAT(errorOf(spec(bytes, "none")), HasSubstr("has no value in any row"));
  EXPECT_THAT(errorOf(spec(bytes, "word"), "reg:squarederror"), HasSubstr("is text ('a0', …)"));
  EXPECT_THAT(errorOf(spec(bytes, "word"), "binary:logistic"), HasSubstr("3 classes where two are needed"));
  EXPECT_THAT(errorOf(spec(bytes, "word"), "rank:ndcg"), HasSubstr("not offered"));
  DataSpec dropped = spec(bytes, "word");
  dropped.drop = {"xx"};
  EXPECT_THAT(errorOf(dropped), HasSubstr("no column 'xx'"));
  EXPECT_THAT(errorOf(spec("x,y\n1,2\n", "y")), HasSubstr("at least 10 are needed"));
}

TEST_F(TrainTest, AnInfiniteValueIsNamedByItsPlace) {
  const std::string bytes = numbered(
      30, [](int i) { return (i == 20 ? "inf" : std::to_string(i % 5)) + "," + std::to_string(i % 4); },
      "x,y");
  EXPECT_THAT(errorOf(spec(bytes, "y")), HasSubstr("data.csv, line 22, column 'x': the value is infinite"));
}

TEST_F(TrainTest, RowsWithoutATargetAreLeftOutAndCounted) {
  const std::string bytes = numbered(
      50, [](int i) { return std::to_string(i % 5) + "," + (i % 10 == 0 ? "NA" : std::to_string(i)); },
      "x,y");
  const Prepared data = prepared(spec(bytes, "y")).value();
  EXPECT_EQ(data.facts.rowsWithoutTarget, 5u);
  EXPECT_EQ(data.train.rows.size() + data.validation.rows.size(), 45u);
  EXPECT_THAT(::testing::PrintToString(data.notes), HasSubstr("5 rows without a target"));
}

TEST_F(TrainTest, ASplitByTimeValidatesOnTheLatestRowsOnly) {
  const auto day = [](std::uint64_t i) { return i * 37 % 100 / 4 + 1; };
  const std::string bytes = numbered(
      100,
      [&](int i) {
        const auto n = day(static_cast<std::uint64_t>(i));
        return "2020-01-" + std::string(n < 10 ? "0" : "") + std::to_string(n) + "," + std::to_string(i % 7) +
               "," + std::to_string(i);
      },
      "day,x,y");
  DataSpec data = spec(bytes, "y");
  data.split = {.kind = SplitKind::Time, .column = "day"};
  const Prepared result = prepared(data).value();
  EXPECT_THAT(result.schema.names, ElementsAre("x"));
  ASSERT_EQ(result.validation.rows.size(), 20u);
  for (const auto row : result.validation.rows) {
    EXPECT_GT(day(row), 20u);
  }
}

TEST_F(TrainTest, ASplitByGroupKeepsEachGroupOnOneSide) {
  const std::string bytes = numbered(
      200,
      [](int i) {
        return "g" + std::to_string(i % 17) + "," + std::to_string(i % 7) + "," + std::to_string(i);
      },
      "who,x,y");
  DataSpec data = spec(bytes, "y");
  data.split = {.kind = SplitKind::Group, .column = "who"};
  const Prepared result = prepared(data).value();
  std::set<std::uint64_t> trainGroups;
  std::set<std::uint64_t> validationGroups;
  for (const auto row : result.train.rows) {
    trainGroups.insert(row % 17);
  }
  for (const auto row : result.validation.rows) {
    validationGroups.insert(row % 17);
    EXPECT_FALSE(trainGroups.contains(row % 17));
  }
  EXPECT_EQ(trainGroups.size() + validationGroups.size(), 17u);
  EXPECT_GE(result.validation.rows.size(), 40u);
}

TEST(SplitTest, TheSameSeedDrawsTheSameRowsAndAnotherOthers) {
  const SplitRows first = splitAtRandom(1000, {}, 0.25, 7);
  EXPECT_EQ(std::ranges::count(first, true), 250);
  EXPECT_EQ(first, splitAtRandom(1000, {}, 0.25, 7));
  EXPECT_NE(first, splitAtRandom(1000, {}, 0.25, 8));
}

TEST(SplitTest, EveryStratumGivesItsShare) {
  std::vector<std::int32_t> strata(1000, 0);
  for (std::size_t i = 0; i < 100; ++i) {
    strata[i * 10] = 1;
  }
  const SplitRows rows = splitAtRandom(1000, strata, 0.2, 3);
  std::size_t rare = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rare += rows[i] && strata[i] == 1 ? 1 : 0;
  }
  EXPECT_EQ(rare, 20u);
}

TEST(SplitTest, TiesInTimeStayTogether) {
  const std::vector<double> times{1, 2, 3, 3, 3, 3, 3, 3, 3, 4};
  EXPECT_EQ(std::ranges::count(splitByTime(times, 0.5), true), 1);
}

TEST(ParameterTest, AWrongNameIsAnsweredWithTheNearest) {
  EXPECT_THAT(checkParameters({{"max_deph", "3"}}).error().message, HasSubstr("the nearest is 'max_depth'"));
  EXPECT_THAT(checkParameters({{"learningrate", "3"}}).error().message, HasSubstr("'learning_rate'"));
  EXPECT_THAT(checkParameters({{"seed", "3"}}).error().message, HasSubstr("--seed"));
  EXPECT_THAT(checkParameters({{"eta", ""}}).error().message, HasSubstr("has no value"));
  EXPECT_TRUE(checkParameters({{"eta", "0.1"}, {"grow_policy", "lossguide"}}));
}

TEST_F(TrainTest, RegressionLearnsAndTheSavedModelIsTheBestRound) {
  std::mt19937 random(5);
  const std::string bytes = numbered(
      600,
      [&](int) {
        const double a = static_cast<double>(random() % 1000) / 1000;
        const double b = static_cast<double>(random() % 1000) / 1000;
        return toText(a) + "," + toText(b) + "," + toText(3 * a + static_cast<double>(random() % 100) / 100);
      },
      "a,b,y");
  const Prepared data = prepared(spec(bytes, "y")).value();
  std::vector<double> curve;
  const Fitted fitted = fit(data, {.parameters = {{"max_depth", "3"}}, .rounds = 400, .earlyStopping = 10},
                            [&](const Round& round) {
                              ASSERT_EQ(round.metrics.size(), 4u);
                              EXPECT_EQ(round.metrics[0].key, "train_rmse");
                              EXPECT_EQ(round.metrics[2].key, "val_rmse");
                              curve.push_back(round.metrics[2].value);
                            })
                            .value();
  EXPECT_TRUE(fitted.stoppedEarly);
  EXPECT_EQ(fitted.decidingMetric, "val_rmse");
  ASSERT_EQ(static_cast<int>(curve.size()), fitted.roundsRun);
  const auto best = std::ranges::min_element(curve);
  EXPECT_EQ(fitted.bestRound, best - curve.begin());
  EXPECT_EQ(fitted.booster.rounds().value(), fitted.bestRound + 1);
  double sum = 0;
  for (std::size_t i = 0; i < data.validation.labels.size(); ++i) {
    sum += std::pow(
        static_cast<double>(data.validation.labels[i]) - static_cast<double>(fitted.validation.values[i]), 2);
  }
  EXPECT_NEAR(std::sqrt(sum / static_cast<double>(data.validation.labels.size())), *best, 1e-5);
  EXPECT_EQ(fitted.importances.front().feature, "a");
  EXPECT_THAT(fitted.warnings, IsEmpty());
}

TEST_F(TrainTest, ClassesAreLearnedFromAMessyFileWithNativeCategories) {
  const Prepared data = prepared(spec(messyCensus(3, 1500), "income")).value();
  EXPECT_EQ(data.task, Task::Binary);
  EXPECT_THAT(data.classes, ElementsAre(" <=50K", " >50K"));
  EXPECT_THAT(data.schema.types, ElementsAre("int", "c", "int", "c"));
  EXPECT_THAT(data.features[1].categories,
              ElementsAre(" Private", " Self-emp", " State-gov"));  // `?` is missing
  const Fitted fitted = fit(data, {.rounds = 60, .earlyStopping = 0}, {}).value();
  EXPECT_EQ(fitted.roundsRun, 60);
  EXPECT_FALSE(fitted.stoppedEarly);
  const auto accuracy = std::ranges::find(fitted.finalMetrics, "val_accuracy", &Metric::key);
  ASSERT_NE(accuracy, fitted.finalMetrics.end());
  EXPECT_GT(accuracy->value, 0.85);
}

TEST_F(TrainTest, SeveralClassesAreLearned) {
  std::mt19937 random(9);
  const std::string bytes = numbered(
      600,
      [&](int) {
        const unsigned a = random() % 30;
        return std::to_string(a) + "," + std::to_string(random() % 9) + ",kind" + std::to_string(a / 10);
      },
      "a,b,y");
  const Prepared data = prepared(spec(bytes, "y")).value();
  const Fitted fitted = fit(data, {.rounds = 20}, {}).value();
  EXPECT_EQ(fitted.validation.columns, 3u);
  EXPECT_EQ(fitted.decidingMetric, "val_mlogloss");
  EXPECT_EQ(std::ranges::find(fitted.finalMetrics, "val_accuracy", &Metric::key)->value, 1.0);
  EXPECT_EQ(std::ranges::find(fitted.finalMetrics, "val_macro_f1", &Metric::key)->value, 1.0);
}

TEST_F(TrainTest, TheSameSpecificationGivesTheSameModelBitForBit) {
  const DataSpec data = spec(messyCensus(4, 800), "income");
  const BoosterSpec booster{.parameters = {{"subsample", "0.7"}, {"colsample_bytree", "0.7"}}, .rounds = 30};
  const auto modelOf = [&](const DataSpec& which) {
    return fit(prepared(which).value(), booster, {}).value().booster.save(infer::ModelFormat::Ubj).value();
  };
  const std::string first = modelOf(data);
  EXPECT_EQ(first, modelOf(data));
  DataSpec other = data;
  other.seed = 1;
  EXPECT_NE(first, modelOf(other));
}

TEST_F(TrainTest, AStoppedTrainingEndsAfterTheRoundItIsIn) {
  const Prepared data = prepared(spec(messyCensus(4, 300), "income")).value();
  std::stop_source source;
  int rounds = 0;
  const auto result = fit(
      data, {.rounds = 1000, .earlyStopping = 0},
      [&](const Round&) {
        if (++rounds == 3) {
          source.request_stop();
        }
      },
      source.get_token());
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::Cancelled);
  EXPECT_EQ(rounds, 3);
}

TEST_F(TrainTest, AValueThatXgboostRefusesIsToldInItsWords) {
  const Prepared data = prepared(spec(messyCensus(4, 300), "income")).value();
  EXPECT_THAT(fit(data, {.parameters = {{"eta", "fast"}}}, {}).error().message,
              HasSubstr("'eta' takes a number, which 'fast' is not"));
  EXPECT_THAT(fit(data, {.parameters = {{"tree_method", "nice"}}}, {}).error().message,
              HasSubstr("valid values are"));
  const Fitted odd = fit(data, {.parameters = {{"rate_drop", "0.5"}}, .rounds = 3}, {}).value();
  EXPECT_THAT(::testing::PrintToString(odd.warnings), HasSubstr("rate_drop"));
}

TEST(QualityTest, FiguresAreTheTextbookOnes) {
  const infer::Predictions two{{0.9F, 0.4F, 0.6F, 0.1F}, 4, 1};
  const std::vector<float> labels{1, 1, 0, 0};
  for (const auto& metric : qualityOf(Task::Binary, 2, labels, two)) {
    EXPECT_DOUBLE_EQ(metric.value, 0.5) << metric.key;
  }
  const infer::Predictions numbers{{1.F, 2.F, 4.F}, 3, 1};
  const std::vector<float> truth{1, 2, 3};
  EXPECT_DOUBLE_EQ(qualityOf(Task::Regression, 0, truth, numbers)[0].value, 0.5);
}

TEST_F(TrainTest, WhatCannotBeLearnedIsToldInJapanese) {
  const std::string bytes = numbered(
      40, [](int i) { return std::to_string(i) + ",one," + std::to_string(i % 2); }, "x,only,y");
  const auto told = [&](const DataSpec& data) { return test::toldInJapanese(prepared(data).error()); };
  EXPECT_EQ(errorOf(spec(bytes, "only")),
            "data.csv: the target 'only' has the one value 'one' in every row; there is nothing to learn");
  EXPECT_EQ(told(spec(bytes, "only")),
            "data.csv: 目的変数「only」はすべての行で値が「one」のため、学ぶことがありません");
  DataSpec dropped = spec(bytes, "y");
  dropped.drop = {"y"};
  EXPECT_EQ(errorOf(dropped), "The target 'y' cannot be dropped");
  EXPECT_EQ(told(dropped), "目的変数「y」は除けません");
  DataSpec none = spec(bytes, "y");
  none.where = "x > 100";
  EXPECT_EQ(errorOf(none), "data.csv has 0 rows of which “x > 100” is true; at least 10 are needed");
  EXPECT_EQ(told(none), "data.csv で「x > 100」を満たすのは 0 行です。10 行以上必要です");
  none.where = "x +";
  EXPECT_EQ(told(none), "条件「x +」を解釈できません");
  const auto wrong = checkParameters({{"max_deph", "3"}});
  EXPECT_EQ(wrong.error().message, "XGBoost has no parameter 'max_deph'; the nearest is 'max_depth'");
  EXPECT_EQ(test::toldInJapanese(wrong.error()),
            "XGBoost にパラメータ「max_deph」はありません。近いのは「max_depth」です");
  const auto reserved = checkParameters({{"seed", "3"}});
  EXPECT_EQ(reserved.error().message,
            "The parameter 'seed' cannot be given: use --seed, which also draws the split");
  EXPECT_EQ(test::toldInJapanese(reserved.error()),
            "パラメータ「seed」は指定できません: 分割にも使う --seed で指定してください");
}

}  // namespace
}  // namespace tatara::train
