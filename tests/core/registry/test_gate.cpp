#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "core/registry/gate.h"

namespace tatara::registry {
namespace {

const std::map<std::string, GateValue, std::less<>> kValues{{"challenger.rmse", 37.5},
                                                            {"champion.rmse", 38.5},
                                                            {"slices.max_regression", 0.04},
                                                            {"signature.compatible", true},
                                                            {"licence", std::string("MIT")},
                                                            {"nothing", std::nan("")},
                                                            {"val/rmse", 2.0},
                                                            {"depth", 6.0},
                                                            {"a-b", 1.0}};

GateResult ask(std::string_view text) {
  const auto gate = Gate::parse(text);
  EXPECT_TRUE(gate) << text << ": " << (gate ? "" : gate.error().message);
  if (!gate) {
    return {};
  }
  return gate->evaluate([](std::string_view name) {
    const auto found = kValues.find(name);
    return found == kValues.end() ? std::nullopt : std::optional(found->second);
  });
}

TEST(GateTest, ConditionsOverEvidenceHoldOrDoNot) {
  for (const char* text :
       {"challenger.rmse <= 0.99 * champion.rmse", "slices.max_regression <= 5%", "signature.compatible",
        "licence in [Apache-2.0, MIT]", "licence = 'MIT'", "licence not in ['GPL-2.0']", "depth in [4, 6]",
        "abs(challenger.rmse - champion.rmse) = 1", "min(challenger.rmse, 3) == 3", "max(depth, 3) = depth",
        "-depth < 0 and not depth > 7", "(depth + 2) * 2 = 16",
        "(depth > 7 or depth > 5) AND (signature.compatible)", "\"val/rmse\" = 2", "a-b = 1",
        "12 / depth - 1 = 1", "missing > 1 or depth = 6", "NOT (depth = 7)"}) {
    EXPECT_EQ(ask(text).outcome, GateOutcome::Passed) << text << ": " << ask(text).measured.english();
  }
  for (const char* text :
       {"challenger.rmse > champion.rmse", "slices.max_regression <= 3%", "not signature.compatible",
        "licence != 'MIT'", "depth = 6 and depth = 7", "missing > 1 and depth = 7"}) {
    EXPECT_EQ(ask(text).outcome, GateOutcome::Failed) << text;
  }
}

TEST(GateTest, WhatIsNotThereIsNeverPassed) {
  for (const char* text :
       {"missing <= 1", "not missing <= 1", "missing", "nothing <= 1", "nothing != 1", "licence < 3",
        "licence = 3", "licence < 'Z'", "depth", "missing in [a]", "licence * 2 = 1", "min(nothing, 1) = 1",
        "missing > 1 or depth = 7", "missing > 1 and depth = 6"}) {
    EXPECT_EQ(ask(text).outcome, GateOutcome::NotComputed) << text;
  }
  EXPECT_EQ(ask("missing.value <= 1").measured.english(), "there is no missing.value");
  EXPECT_EQ(ask("challenger.rmse <= 0.99 * champion.rmse").measured.english(), "37.5 <= 38.115");
}

TEST(GateTest, NamesAreListedOnce) {
  EXPECT_EQ(Gate::parse("a.b < 2 * c and a.b > 0")->names(), (std::vector<std::string>{"a.b", "c"}));
}

TEST(GateTest, WrongTextsAreNamedWithTheirColumn) {
  for (const char* text :
       {"",        "a <",   "a < 1 b",    "1",       "'x'",     "a in",  "a in [",    "a in []",
        "a in [b", "and",   "a and",      "(a < 1",  "a < 1)",  "a ~ 1", "1.2.3 < a", "'open",
        "\"open",  "abs(a", "min(a) < 1", "a not 3", "a = = 1", "a + b", "((a)"}) {
    const auto gate = Gate::parse(text);
    EXPECT_FALSE(gate) << text;
    if (!gate) {
      EXPECT_EQ(gate.error().kind, ErrorKind::Parse);
      EXPECT_NE(gate.error().message.find("(column "), std::string::npos) << gate.error().message;
    }
  }
  EXPECT_NE(Gate::parse("rmse <= zero ~ 1").error().message.find("column 14"), std::string::npos);
}

TEST(GateTest, DepthAndLengthAreBounded) {
  EXPECT_FALSE(Gate::parse(std::string(5000, 'a')));
  EXPECT_FALSE(Gate::parse(std::string(400, '(') + "a < 1" + std::string(400, ')')));
  EXPECT_FALSE(Gate::parse("a < " + std::string(400, '-') + "1"));
  std::string nots;
  for (int i = 0; i < 500; ++i) {
    nots += "not ";
  }
  EXPECT_FALSE(Gate::parse(nots + "a"));
}

}  // namespace
}  // namespace tatara::registry
