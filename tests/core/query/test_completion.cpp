#include <gtest/gtest.h>

#include <random>

#include "core/query/completion.h"

namespace tatara::query {
namespace {

using Kind = Completion::Kind;

// "|" marks the cursor.
Completion at(std::string text) {
  const std::size_t cursor = text.find('|');
  text.erase(cursor, 1);
  return completionAt(Entity::Run, text, cursor);
}

TEST(CompletionTest, AnEmptyFieldOffersPrefixesAndAttributes) {
  const Completion completion = at("|");
  EXPECT_EQ(completion.kind, Kind::Field);
  ASSERT_GE(completion.candidates.size(), 6u);
  EXPECT_EQ(completion.candidates[0], "metrics.");
}

TEST(CompletionTest, AWordInProgressIsReplacedFromItsBeginning) {
  const Completion completion = at("status = 'x' AND St|");
  EXPECT_EQ(completion.candidates, (std::vector<std::string>{"status", "start_time"}));
  EXPECT_EQ(completion.begin, 17u);
  EXPECT_EQ(completion.end, 19u);
  EXPECT_EQ(at("run_|").candidates, (std::vector<std::string>{"run_id", "run_name"}));
}

TEST(CompletionTest, AfterAPrefixAKeyIsWanted) {
  const Completion completion = at("(metrics.val|");
  EXPECT_EQ(completion.kind, Kind::Key);
  EXPECT_EQ(completion.field.kind, FieldKind::Metric);
  EXPECT_EQ(completion.typed, "val");
  EXPECT_EQ(completion.begin, 9u);
  EXPECT_EQ(at("dataset.|").candidates, (std::vector<std::string>{"name", "digest", "context"}));
}

TEST(CompletionTest, AfterAFieldItsOperatorsAreOffered) {
  const Completion completion = at("metrics.a |");
  EXPECT_EQ(completion.kind, Kind::Operator);
  EXPECT_EQ(completion.candidates.front(), "<");
  EXPECT_EQ(at("status i|").candidates, (std::vector<std::string>{"ILIKE", "IN", "IS NULL", "IS NOT NULL"}));
}

TEST(CompletionTest, AfterAnOperatorAValueOfThatFieldIsWanted) {
  for (const char* text :
       {"status = |", "status =|", "status = 'FI|", "status IN ('a', |", "NOT status != |"}) {
    const Completion completion = at(text);
    EXPECT_EQ(completion.kind, Kind::Value) << text;
    EXPECT_EQ(completion.field.key, "status") << text;
  }
  EXPECT_EQ(at("metrics.a > 1|").kind, Kind::Nothing);
}

TEST(CompletionTest, AfterAComparisonAJointIsOffered) {
  EXPECT_EQ(at("metrics.a > 1 |").candidates, (std::vector<std::string>{"AND", "OR"}));
  EXPECT_EQ(at("(status IN ('a') |").candidates, (std::vector<std::string>{"AND", "OR", ")"}));
  EXPECT_EQ(at("tags.t IS NULL |").kind, Kind::Joint);
}

TEST(CompletionTest, RandomTextAndCursorsGiveARangeWithinTheText) {
  std::mt19937 random(2);
  for (int round = 0; round < 4'000; ++round) {
    std::string text;
    for (auto n = random() % 30; n > 0; --n) {
      text.push_back("metrics.ab ='\"`<>()IN,1é"[random() % 25]);
    }
    const Completion completion = completionAt(Entity::Run, text, random() % 40);
    ASSERT_LE(completion.begin, completion.end) << text;
    ASSERT_LE(completion.end, text.size()) << text;
  }
}

}  // namespace
}  // namespace tatara::query
