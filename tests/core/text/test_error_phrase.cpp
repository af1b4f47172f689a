#include "core/text/error_phrase.h"

#include <gtest/gtest.h>

namespace tatara::text {
namespace {

std::string backwards(const Phrase& phrase) {
  return phrase.told([](const std::string& pattern) {
    return pattern == "%1 is empty" ? std::string("empty is %1") : pattern;
  });
}

TEST(ErrorPhraseTest, AnErrorIsEnglishAndItsPhraseIsFoundByIt) {
  const Error error = sayError(ErrorKind::Parse, "%1 is empty", {"a.csv"}, "more");
  EXPECT_EQ(error.kind, ErrorKind::Parse);
  EXPECT_EQ(error.message, "a.csv is empty");
  EXPECT_EQ(error.detail, "more");
  EXPECT_EQ(backwards(messageOf(error)), "empty is a.csv");
}

TEST(ErrorPhraseTest, AContextBeforeItStaysAsItIs) {
  const Error error = withContext(sayError(ErrorKind::Parse, "%1 is empty", {"a: b.csv"}), "opening: it");
  EXPECT_EQ(error.message, "opening: it: a: b.csv is empty");
  EXPECT_EQ(backwards(messageOf(error)), "opening: it: empty is a: b.csv");
}

TEST(ErrorPhraseTest, WhatWasNeverSaidOrIsForgottenIsTakenAsItStands) {
  EXPECT_FALSE(phraseOf("nobody said this"));
  const Error old = sayError(ErrorKind::Parse, "%1 is empty", {"old"});
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(sayError(ErrorKind::Parse, "%1 is empty", {std::to_string(i)}).message,
              std::to_string(i) + " is empty");
  }
  EXPECT_EQ(backwards(messageOf(old)), "old is empty");
}

}  // namespace
}  // namespace tatara::text
