#include "core/text/error_phrase.h"

#include <gtest/gtest.h>

#include <cerrno>

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

TEST(ErrorPhraseTest, WhatTheSystemSaysOfAFileFollowsTheSentence) {
  const Error error = sayFileError("%1 is empty", {"a.csv"}, "in/a.csv", ENOSPC);
  EXPECT_EQ(error.kind, ErrorKind::Io);
  EXPECT_EQ(error.message, "a.csv is empty (No space left on device)");
  EXPECT_EQ(error.detail, "in/a.csv: No space left on device");
  EXPECT_EQ(backwards(messageOf(error)), "empty is a.csv (No space left on device)");
  EXPECT_EQ(messageOf(error).told([](const std::string& pattern) {
    return pattern == "No space left on device" ? "full" : pattern;
  }),
            "a.csv is empty (full)");
}

TEST(ErrorPhraseTest, AContextIsAPhraseWhereItWasSaidAsOne) {
  const Error error = sayContext(sayError(ErrorKind::Parse, "%1 is empty", {"a.csv"}), "%1 is empty", {"b"});
  EXPECT_EQ(error.message, "b is empty: a.csv is empty");
  EXPECT_EQ(error.kind, ErrorKind::Parse);
  EXPECT_EQ(backwards(messageOf(error)), "empty is b: empty is a.csv");
  EXPECT_EQ(backwards(messageOf(withContext(error, "there"))), "there: empty is b: empty is a.csv");
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
