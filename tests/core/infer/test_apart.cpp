#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "core/infer/apart.h"
#include "core/infer/internal/batch_bytes.h"
#include "tests/support/sanitized.h"

namespace tatara::infer {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using testing::HasSubstr;

ModelFiles modelNamed(const std::string& name) {
  const char* source = std::getenv("TATARA_SOURCE");
  std::ifstream file(std::string(source ? source : ".") + "/tests/fixtures/models/" + name, std::ios::binary);
  std::stringstream bytes;
  bytes << file.rdbuf();
  return {{{name, bytes.str()}}};
}

Batch rowsOf(const std::vector<float>& values) {
  Tensor rows = Tensor::make("rows", ElementType::Float32, {static_cast<std::int64_t>(values.size()), 1});
  std::ranges::copy(values, rows.values<float>().begin());
  return {std::move(rows)};
}

// Of this process, which has none other than the one that runs the model.
pid_t onlyChild() {
  std::ifstream threads;
  for (const auto& task : std::filesystem::directory_iterator("/proc/self/task")) {
    std::ifstream children(task.path() / "children");
    if (pid_t child = 0; children >> child) {
      return child;
    }
  }
  return 0;
}

TEST(ApartTest, AnswersAreThoseOfTheLibraryHereToTheLastBit) {
  for (const char* name : {"pipeline.onnx", "strings.onnx", "regressor.lgb", "classes.lgb"}) {
    const auto here = loadRunner(modelNamed(name));
    const auto apart = loadRunnerApart(modelNamed(name), {.threads = 2});
    ASSERT_TRUE(here) << here.error().message;
    ASSERT_TRUE(apart) << apart.error().message << apart.error().detail;
    EXPECT_EQ((*apart)->info().flavor, (*here)->info().flavor);
    EXPECT_EQ((*apart)->info().libraryVersion, (*here)->info().libraryVersion);
    EXPECT_EQ((*apart)->info().modelVersion, (*here)->info().modelVersion);
    EXPECT_EQ((*apart)->info().rowsAlone, (*here)->info().rowsAlone);
    Batch inputs = exampleBatch((*here)->info().signature);
    for (Tensor& input : inputs) {
      if (input.type == ElementType::Float64) {
        input.values<double>()[0] = 0.1;
      } else if (input.type == ElementType::String) {
        input.texts[0] = std::string("a\0\xc3\xa4", 4);
      }
    }
    for (int again = 0; again < 3; ++again) {
      const auto expected = (*here)->predict(inputs);
      const auto answered = (*apart)->predict(inputs);
      ASSERT_TRUE(expected && answered) << name;
      ASSERT_EQ(answered->size(), expected->size());
      for (std::size_t i = 0; i < expected->size(); ++i) {
        EXPECT_EQ((*answered)[i].name, (*expected)[i].name);
        EXPECT_EQ((*answered)[i].type, (*expected)[i].type);
        EXPECT_EQ((*answered)[i].shape, (*expected)[i].shape);
        EXPECT_EQ((*answered)[i].bytes, (*expected)[i].bytes);
        EXPECT_EQ((*answered)[i].texts, (*expected)[i].texts);
        EXPECT_EQ((*answered)[i].missing, (*expected)[i].missing);
      }
    }
  }
}

TEST(ApartTest, AModelThatNeverReturnsIsEndedWhenItsTimeIsOver) {
  const auto runner = loadRunnerApart(modelNamed("endless_later.onnx"), {.patience = milliseconds(400)});
  ASSERT_TRUE(runner) << runner.error().message << runner.error().detail;
  const auto good = (*runner)->predict(rowsOf({0, 0, 0}));
  ASSERT_TRUE(good) << good.error().message;
  EXPECT_EQ(good->front().rows(), 3u);
  const auto began = steady_clock::now();
  const auto hung = (*runner)->predict(rowsOf({1}));
  ASSERT_FALSE(hung);
  EXPECT_EQ(hung.error().kind, ErrorKind::Busy);
  EXPECT_THAT(hung.error().message, HasSubstr("did not answer within"));
  EXPECT_LT(steady_clock::now() - began, std::chrono::seconds(20));
  EXPECT_EQ(onlyChild(), 0) << "the process was left behind";
  const auto after = (*runner)->predict(rowsOf({0}));
  ASSERT_FALSE(after);
  EXPECT_EQ(after.error().message, hung.error().message);
}

TEST(ApartTest, WhoStopsNeedNotWaitForAModelThatHangs) {
  std::stop_source stop;
  const auto runner = loadRunnerApart(modelNamed("endless_later.onnx"), {.stop = stop.get_token()});
  ASSERT_TRUE(runner) << runner.error().message;
  const std::jthread impatient([&] {
    std::this_thread::sleep_for(milliseconds(200));
    stop.request_stop();
  });
  const auto hung = (*runner)->predict(rowsOf({1}));
  ASSERT_FALSE(hung);
  EXPECT_EQ(hung.error().kind, ErrorKind::Cancelled);
  EXPECT_EQ(onlyChild(), 0);
}

TEST(ApartTest, AModelThatAllocatesWithoutEndTakesNothingFromThisProcess) {
  TATARA_NOT_UNDER_ADDRESS_SANITIZER();
  const auto runner = loadRunnerApart(modelNamed("allocating_later.onnx"));
  ASSERT_TRUE(runner) << runner.error().message << runner.error().detail;
  ASSERT_TRUE((*runner)->predict(rowsOf({0})));
  const auto greedy = (*runner)->predict(rowsOf({1}));
  ASSERT_FALSE(greedy);
  EXPECT_EQ(greedy.error().kind, ErrorKind::Corrupt);
  EXPECT_THAT(greedy.error().message, HasSubstr("more memory"));
}

TEST(ApartTest, ACrashIsToldAndStaysTold) {
  TATARA_NOT_UNDER_ADDRESS_SANITIZER();
  const auto runner = loadRunnerApart(modelNamed("endless_later.onnx"));
  ASSERT_TRUE(runner) << runner.error().message;
  const pid_t child = onlyChild();
  ASSERT_GT(child, 0);
  const std::jthread crash([&] {
    std::this_thread::sleep_for(milliseconds(200));
    ::kill(child, SIGSEGV);
  });
  for (int again = 0; again < 2; ++again) {
    const auto gone = (*runner)->predict(rowsOf({1}));
    ASSERT_FALSE(gone);
    EXPECT_EQ(gone.error().kind, ErrorKind::Corrupt);
    EXPECT_THAT(gone.error().message, HasSubstr("signal 11"));
  }
}

TEST(ApartTest, WhatDoesNotFitIsRefusedAndTheNextIsAnswered) {
  const auto runner = loadRunnerApart(modelNamed("pipeline.onnx"));
  ASSERT_TRUE(runner) << runner.error().message;
  const auto wrong = (*runner)->predict(rowsOf({1}));  // one column of three
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().kind, ErrorKind::InvalidArgument);
  EXPECT_TRUE((*runner)->predict(exampleBatch((*runner)->info().signature)));
}

TEST(ApartTest, NothingOfWhatPassesNoProbeStays) {
  for (const char* name : {"endless.onnx", "allocating.onnx", "missing_operator.onnx"}) {
    const auto runner =
        loadRunnerApart(modelNamed(name), {.probe = {.deadline = std::chrono::milliseconds(1500)}});
    ASSERT_FALSE(runner) << name;
    EXPECT_EQ(onlyChild(), 0) << name;
  }
}

// What a child says that a hostile model has taken over.
TEST(BatchBytesTest, EveryCutAndEveryAlteredByteIsABatchOrAnError) {
  Batch batch;
  batch.push_back(Tensor::make("numbers", ElementType::Int32, {2, 3}));
  batch.push_back(Tensor::make("words", ElementType::String, {2}));
  batch.back().texts = {"one", ""};
  batch.back().missing = {0, 1};
  std::string bytes;
  appendBytes(bytes, batch);
  const auto same = batchIn(bytes);
  ASSERT_TRUE(same);
  EXPECT_EQ((*same)[0].shape, batch[0].shape);
  EXPECT_EQ((*same)[0].bytes, batch[0].bytes);
  EXPECT_EQ((*same)[1].texts, batch[1].texts);
  EXPECT_EQ((*same)[1].missing, batch[1].missing);
  for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
    EXPECT_FALSE(batchIn(std::string_view(bytes).substr(0, cut))) << cut;
  }
  EXPECT_FALSE(batchIn(bytes + "x"));
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    for (const int value : {0, 1, 0x7f, 0x80, 0xff}) {
      std::string altered = bytes;
      altered[at] = static_cast<char>(value);
      const auto read = batchIn(altered);
      for (const Tensor& tensor : read.value_or(Batch{})) {
        const std::size_t held = tensor.type == ElementType::String
                                     ? tensor.texts.size()
                                     : tensor.bytes.size() / elementSize(tensor.type);
        EXPECT_EQ(tensor.elements(), held) << at;
        EXPECT_TRUE(tensor.missing.empty() || tensor.missing.size() == held) << at;
      }
    }
  }
}

}  // namespace
}  // namespace tatara::infer
