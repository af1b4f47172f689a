// Trees that are walked by ourselves answer as the library does, to the last bit.
#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <random>

#include "core/infer/internal/tree_walker.h"

namespace tatara::infer {
namespace {

constexpr std::size_t kFeatures = 5;

std::vector<float> randomRows(std::size_t rows, std::mt19937_64& random) {
  std::normal_distribution<float> draw(0, 4);
  std::vector<float> values(rows * kFeatures);
  std::ranges::generate(values, [&] { return random() % 9 == 0 ? NAN : draw(random); });
  return values;
}

// `kind`: what the labels are made for.
Booster trained(const std::string& objective, const Parameters& more, const std::string& lastType = "q") {
  std::mt19937_64 random(17);
  std::vector<float> values = randomRows(300, random);
  std::vector<float> labels;
  for (std::size_t row = 0; row < 300; ++row) {
    if (lastType == "c") {
      values[row * kFeatures + 4] = static_cast<float>(random() % 6);
    }
    const float first = std::isnan(values[row * kFeatures]) ? 0 : values[row * kFeatures];
    const float noise = static_cast<float>(random() % 100) / 50;
    labels.push_back(objective.starts_with("multi")    ? static_cast<float>(random() % 4)
                     : objective.starts_with("binary") ? (first + noise > 1 ? 1.0f : 0.0f)
                     : objective.starts_with("count") || objective == "reg:gamma"
                         ? std::abs(first) + noise + 0.1f
                         : first * 3 + noise);
  }
  const FeatureSchema schema{{"a", "b", "c", "d", "e"}, {"q", "q", "q", "q", lastType}};
  auto matrix = Matrix::create(values, schema, 1);
  EXPECT_TRUE(matrix && matrix->setLabels(labels));
  Parameters parameters{{"nthread", "1"}, {"objective", objective}};
  parameters.insert(parameters.end(), more.begin(), more.end());
  const Matrix* const all[] = {&*matrix};
  auto booster = Booster::create(parameters, all);
  for (int round = 0; round < 10; ++round) {
    EXPECT_TRUE(booster->update(round, *matrix));
  }
  return std::move(*booster);
}

TEST(TreeWalkerTest, AnswersEqualTheLibrarysToTheLastBit) {
  const std::pair<const char*, Parameters> kinds[] = {
      {"reg:squarederror", {}},
      {"reg:squarederror", {{"base_score", "7.25"}}},
      {"reg:absoluteerror", {}},
      {"binary:logistic", {}},
      {"binary:logistic", {{"base_score", "0.3"}}},
      {"count:poisson", {}},
      {"reg:gamma", {}},
      {"multi:softprob", {{"num_class", "4"}}},
      {"reg:squarederror", {{"num_parallel_tree", "3"}, {"subsample", "0.7"}}},
      {"reg:squarederror", {{"grow_policy", "lossguide"}, {"max_leaves", "40"}, {"max_depth", "0"}}}};
  for (const auto& [objective, more] : kinds) {
    const Booster booster = trained(objective, more);
    for (const int rounds : {0, 7}) {
      const auto walker = TreeWalker::make(booster, kFeatures, rounds);
      ASSERT_TRUE(walker) << objective << (more.empty() ? "" : more[0].first) << rounds;
      std::mt19937_64 random(23);
      const std::vector<float> rows = randomRows(2000, random);
      const auto wanted = booster.predictRows(rows, kFeatures, rounds);
      const Predictions given = walker->predict(rows);
      ASSERT_TRUE(wanted);
      ASSERT_EQ(given.columns, wanted->columns);
      ASSERT_EQ(given.values.size(), wanted->values.size());
      for (std::size_t i = 0; i < given.values.size(); ++i) {
        ASSERT_EQ(std::bit_cast<std::uint32_t>(given.values[i]),
                  std::bit_cast<std::uint32_t>(wanted->values[i]))
            << objective << " " << i;
      }
    }
  }
}

TEST(TreeWalkerTest, WhatItDoesNotKnowIsLeftToTheLibrary) {
  EXPECT_FALSE(TreeWalker::make(trained("reg:squarederror", {}, "c"), kFeatures, 0));
  EXPECT_FALSE(TreeWalker::make(trained("reg:squarederror", {{"booster", "dart"}}), kFeatures, 0));
  EXPECT_FALSE(TreeWalker::make(trained("reg:squarederror", {{"booster", "gblinear"}}), kFeatures, 0));
  EXPECT_FALSE(TreeWalker::make(trained("multi:softmax", {{"num_class", "4"}}), kFeatures, 0));
  // More rounds than there are.
  EXPECT_FALSE(TreeWalker::make(trained("reg:squarederror", {}), kFeatures, 99));
}

}  // namespace
}  // namespace tatara::infer
