// Requests that are run as one: the same answers to the last bit, and nobody suffers for another.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <thread>

#include "core/deploy/internal/together.h"
#include "core/infer/xgboost.h"
#include "tests/support/served_models.h"

namespace tatara::deploy {
namespace {

using internal::predictTogether;

infer::ModelFiles fixture(const std::string& name) {
  infer::ModelFiles files;
  files.files.push_back({name, tests::modelFixture(name)});
  return files;
}

infer::Batch randomRows(const infer::Signature& signature, std::size_t rows, std::mt19937_64& random) {
  std::normal_distribution<double> draw(0, 3);
  infer::Batch batch;
  for (const infer::Field& field : signature.inputs) {
    batch.push_back(infer::Tensor::make(field.name, field.type, {static_cast<std::int64_t>(rows)}));
    for (std::size_t row = 0; row < rows; ++row) {
      if (random() % 10 == 0) {
        batch.back().setMissing(row);
      } else {
        batch.back().values<double>()[row] = draw(random);
      }
    }
  }
  return batch;
}

void expectSame(const Result<infer::Batch>& given, const Result<infer::Batch>& wanted) {
  ASSERT_TRUE(given) << given.error().message;
  ASSERT_TRUE(wanted) << wanted.error().message;
  ASSERT_EQ(given->size(), wanted->size());
  for (std::size_t i = 0; i < given->size(); ++i) {
    EXPECT_EQ((*given)[i].name, (*wanted)[i].name);
    EXPECT_EQ((*given)[i].shape, (*wanted)[i].shape);
    EXPECT_EQ((*given)[i].bytes, (*wanted)[i].bytes);
    EXPECT_EQ((*given)[i].texts, (*wanted)[i].texts);
  }
}

// Trained here: several classes where `classes` is above 1.
infer::ModelFiles boosted(int classes) {
  std::mt19937_64 random(5);
  std::normal_distribution<float> draw(0, 3);
  const infer::FeatureSchema schema{{"a", "b", "c"}, {"q", "q", "q"}};
  std::vector<float> values(3 * 500);
  std::ranges::generate(values, [&] { return random() % 10 == 0 ? NAN : draw(random); });
  std::vector<float> labels;
  for (std::size_t row = 0; row < 500; ++row) {
    const float sum = std::isnan(values[row * 3]) ? 0 : values[row * 3];
    labels.push_back(classes > 1 ? static_cast<float>(random() % 3) : sum + draw(random));
  }
  auto matrix = infer::Matrix::create(values, schema, 1);
  EXPECT_TRUE(matrix && matrix->setLabels(labels));
  infer::Parameters parameters{{"nthread", "1"}, {"max_depth", "4"}};
  if (classes > 1) {
    parameters.insert(parameters.end(),
                      {{"objective", "multi:softprob"}, {"num_class", std::to_string(classes)}});
  }
  const infer::Matrix* const all[] = {&*matrix};
  auto booster = infer::Booster::create(parameters, all);
  for (int round = 0; booster && round < 20; ++round) {
    EXPECT_TRUE(booster->update(round, *matrix));
  }
  infer::ModelFiles files;
  files.files.push_back({"model.ubj", booster->save(infer::ModelFormat::Ubj).value()});
  return files;
}

TEST(TogetherTest, JointAnswersEqualLoneOnesToTheLastBit) {
  std::mt19937_64 random(20261122);
  for (const infer::ModelFiles& files :
       {fixture("regressor.lgb"), fixture("classes.lgb"), boosted(1), boosted(3)}) {
    const auto runner = infer::loadRunner(files);
    ASSERT_TRUE(runner) << runner.error().message;
    ASSERT_TRUE((*runner)->info().rowsAlone);
    for (int round = 0; round < 40; ++round) {
      std::vector<infer::Batch> inputs;
      const std::size_t requests = 1 + random() % 30;
      for (std::size_t i = 0; i < requests; ++i) {
        const std::size_t rows = random() % 20 == 0 ? 100 : random() % 4;  // too many, several, none
        inputs.push_back(randomRows((*runner)->info().signature, rows, random));
      }
      const auto answers = predictTogether(**runner, inputs);
      ASSERT_EQ(answers.size(), inputs.size());
      for (std::size_t i = 0; i < inputs.size(); ++i) {
        expectSame(answers[i], (*runner)->predict(inputs[i]));
      }
    }
  }
}

// Counts its calls, and refuses any that holds a negative number.
class PickyRunner final : public infer::Runner {
 public:
  explicit PickyRunner(bool rowsAlone) { m_info.rowsAlone = rowsAlone; }
  Result<infer::Batch> predict(const infer::Batch& inputs) const override {
    ++calls;
    for (const double value : inputs[0].values<double>()) {
      if (value < 0) {
        return makeError(ErrorKind::InvalidArgument, "negative");
      }
    }
    return inputs;
  }
  mutable int calls = 0;
};

infer::Batch oneValue(double value) {
  infer::Batch batch{infer::Tensor::make("a", infer::ElementType::Float64, {1})};
  batch[0].values<double>()[0] = value;
  return batch;
}

TEST(TogetherTest, ARefusalMeetsOnlyWhomItConcerns) {
  const PickyRunner runner(true);
  const auto answers = predictTogether(runner, {oneValue(1), oneValue(-1), oneValue(3)});
  EXPECT_TRUE(answers[0]);
  EXPECT_EQ(answers[1].error().message, "negative");
  EXPECT_EQ((*answers[2])[0].number(0), 3);
  EXPECT_EQ(runner.calls, 4);  // together, then each
}

TEST(TogetherTest, OnlyModelsWhoseRowsStandAloneAreAskedTogether) {
  const PickyRunner joint(true);
  predictTogether(joint, {oneValue(1), oneValue(2), oneValue(3)});
  EXPECT_EQ(joint.calls, 1);
  const PickyRunner alone(false);
  predictTogether(alone, {oneValue(1), oneValue(2), oneValue(3)});
  EXPECT_EQ(alone.calls, 3);
}

class QueueTest : public tests::ServedModels {};

TEST_F(QueueTest, WhatWaitsIsRunTogetherAndEachGetsItsOwnAnswer) {
  ASSERT_TRUE(create({.name = "live", .model = "bikes", .version = 2}));
  const auto running = Serving::start(workspace.share(), {.threads = 1});
  ASSERT_TRUE(running);
  const auto served = (*running)->find("live");
  ASSERT_TRUE(served->ready());
  const infer::Runner& model = *served->versions[0].runner;
  std::promise<void> open;
  const auto opened = open.get_future().share();
  const auto call = [&] { return Call{served, &served->versions[0], "r", std::chrono::steady_clock::now()}; };
  // The only thread is kept busy until all others wait.
  auto first = tests::askLater(**running, call(),
                               [&](const infer::Signature& signature, Call&) -> Result<infer::Batch> {
                                 opened.wait();
                                 return infer::exampleBatch(signature);
                               });
  std::mt19937_64 random(7);
  std::vector<infer::Batch> asked;
  std::vector<std::future<Result<infer::Batch>>> answers;
  for (int i = 0; i < 100; ++i) {
    asked.push_back(randomRows(model.info().signature, 1 + random() % 3, random));
    answers.push_back(tests::askLater(
        **running, call(), [&asked, i](const infer::Signature&, Call&) -> Result<infer::Batch> {
          return i % 10 == 3 ? Result<infer::Batch>(makeError(ErrorKind::InvalidArgument, "no number"))
                             : Result<infer::Batch>(asked[static_cast<std::size_t>(i)]);
        }));
  }
  open.set_value();
  EXPECT_TRUE(first.get());
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto answer = answers[i].get();
    if (i % 10 == 3) {
      EXPECT_EQ(answer.error().message, "no number");
    } else {
      expectSame(answer, model.predict(asked[i]));
    }
  }
  const Counters& counters = *served->versions[0].counters;
  EXPECT_EQ(counters.refused, 10);
  EXPECT_EQ(counters.answered, 91);
  for (int i = 0; i < 500 && *served->running > 0; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  EXPECT_EQ(*served->running, 0);
}

}  // namespace
}  // namespace tatara::deploy
