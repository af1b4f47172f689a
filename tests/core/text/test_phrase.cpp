#include "core/text/phrase.h"

#include <gtest/gtest.h>

namespace tatara::text {
namespace {

std::string shouted(const std::string& pattern) {
  return pattern == "%1 of %2" ? "%2: %1" : pattern;
}

TEST(PhraseTest, AnEnglishPatternTakesItsValuesWhereItSays) {
  const Phrase phrase = Phrase::say("%2 before %1, 100 %, %3", {"b", "a"});
  EXPECT_EQ(phrase.english(), "a before b, 100 %, %3");
}

TEST(PhraseTest, AValueIsNeverTakenForAPattern) {
  const Phrase phrase = Phrase::say("%1 of %2", {"%2 and %1", "x"});
  EXPECT_EQ(phrase.english(), "%2 and %1 of x");
  EXPECT_EQ(Phrase("%1 of %2").told(shouted), "%1 of %2");
}

TEST(PhraseTest, AnotherLanguageOrdersThePlacesAnewAtEveryDepth) {
  const Phrase inner = Phrase::say("%1 of %2", {"1", "2"});
  EXPECT_EQ(Phrase::say("(%1)", {inner}).told(shouted), "(2: 1)");
}

TEST(PhraseTest, PartsAreJoinedByAPatternOfTwo) {
  EXPECT_EQ(Phrase::join("%1, %2", {"a", "b", "c"}).english(), "a, b, c");
  EXPECT_EQ(Phrase::join("%1, %2", {"a"}).english(), "a");
  EXPECT_TRUE(Phrase::join("%1, %2", {}).empty());
}

TEST(PhraseTest, WhatIsWrittenAsJsonReadsBack) {
  const Phrase phrase = Phrase::say("%1: %2", {"a \"b\"", Phrase::say("no %1", {"c"})});
  const auto parsed = parseJson(toJson(phrase.json()));
  ASSERT_TRUE(parsed);
  const auto read = Phrase::read(*parsed);
  ASSERT_TRUE(read);
  EXPECT_EQ(*read, phrase);
}

TEST(PhraseTest, HostileJsonIsNoPhrase) {
  std::string deep;
  for (int i = 0; i < 80; ++i) {
    deep += R"({"say":"%1","with":[)";
  }
  deep += "\"x\"";
  for (int i = 0; i < 80; ++i) {
    deep += "]}";
  }
  for (const std::string& text :
       {std::string("3"), std::string("{}"), std::string(R"({"say":3,"with":[]})"),
        std::string(R"({"say":"%1","with":[3]})"),
        std::string(R"({"say":"%1","with":["1","2","3","4","5","6","7","8","9","10"]})"), deep}) {
    const auto json = parseJson(text, {.maxDepth = 400});
    ASSERT_TRUE(json) << text;
    EXPECT_FALSE(Phrase::read(*json)) << text;
  }
}

}  // namespace
}  // namespace tatara::text
