#include <gtest/gtest.h>

#include <random>

#include "core/text/charset.h"
#include "core/text/table.h"
#include "core/text/utf8.h"

namespace tatara::text {
namespace {

TEST(Utf8Test, EveryCodePointReadsBackAndSurrogatesDoNot) {
  for (std::uint32_t point = 0; point <= 0x10FFFF; point += point < 0x11000 ? 1 : 17) {
    std::string text;
    appendCodePoint(text, point);
    const bool surrogate = point >= 0xD800 && point <= 0xDFFF;
    ASSERT_EQ(isValidUtf8(text), !surrogate) << point;
    std::string_view rest = text;
    if (!surrogate) {
      ASSERT_EQ(takeCodePoint(rest), point);
      ASSERT_TRUE(rest.empty());
    }
  }
}

TEST(Utf8Test, InvalidSequencesAreFoundAtTheirFirstByte) {
  EXPECT_EQ(findInvalidUtf8("abcdefghij\xff"), 10u);
  EXPECT_EQ(findInvalidUtf8("é\xc3"), 2u);
  EXPECT_EQ(findInvalidUtf8("\xf4\x90\x80\x80"), 0u);
  EXPECT_EQ(findInvalidUtf8("\xe0\x80\x80"), 0u);
  EXPECT_EQ(replaceInvalidUtf8("a\xc3z\xffé"), "a\uFFFDz\uFFFDé");
}

TEST(Utf8Test, MendingRandomBytesGivesValidTextAndLeavesValidTextAlone) {
  std::mt19937 random(3);
  for (int round = 0; round < 5000; ++round) {
    std::string bytes;
    for (auto n = random() % 20; n > 0; --n) {
      bytes.push_back(static_cast<char>(random() % 3 == 0 ? 'a' : random() % 256));
    }
    const std::string mended = replaceInvalidUtf8(bytes);
    EXPECT_TRUE(isValidUtf8(mended));
    EXPECT_EQ(replaceInvalidUtf8(mended), mended);
    EXPECT_EQ(isValidUtf8(bytes), mended == bytes);
  }
}

TEST(Utf8Test, TextIsCutBetweenCodePoints) {
  EXPECT_EQ(firstCodePoints("日本語", 2), "日本");
  EXPECT_EQ(firstCodePoints("ab", 5), "ab");
  EXPECT_EQ(codePointCount("日本語x"), 4u);
}

TEST(Utf8Test, PlacesCountLinesAndCodePointsFromOne) {
  const TextPlace place = placeOf("ab\n日本x", 9);
  EXPECT_EQ(place.line, 2);
  EXPECT_EQ(place.column, 3);
}

TEST(CharsetTest, JapaneseTextInShiftJisBecomesUtf8) {
  EXPECT_EQ(toUtf8("\x93\xfa\x96{", "SHIFT_JIS").value(), "日本");
  EXPECT_EQ(toUtf8("\xe9", "WINDOWS-1252").value(), "é");
  EXPECT_EQ(toUtf8("", "UTF-16LE").value(), "");
  const std::string large(100'000, '\xe9');
  EXPECT_EQ(toUtf8(large, "ISO-8859-1").value().size(), 200'000u);
}

TEST(CharsetTest, WhatCannotBeConvertedIsNamed) {
  EXPECT_EQ(toUtf8("x", "KLINGON").error().message, "The character set \"KLINGON\" is not known");
  EXPECT_FALSE(toUtf8("x", "ASCII//IGNORE"));
  EXPECT_NE(toUtf8("ab\xff", "UTF-8").error().message.find("offset 2"), std::string::npos);
  EXPECT_NE(toUtf8("ab\xe3\x81", "UTF-8").error().message.find("offset 2"), std::string::npos);
}

TEST(TableTest, ColumnsAlignByWhatATerminalShows) {
  TextTable table;
  table.addColumn("Name");
  table.addColumn("Value", Align::Right);
  table.addRow({"日本語", "1"});
  table.addRow({"plain", "12345678"});
  table.addRow({"short"});
  EXPECT_EQ(table.toText(),
            "Name       Value\n"
            "日本語         1\n"
            "plain   12345678\n"
            "short\n");
}

TEST(TableTest, WideTextIsCutAtAColumnAndNeverInsideACharacter) {
  EXPECT_EQ(elided("日本語", 6), "日本語");
  EXPECT_EQ(elided("日本語", 5), "日本…");
  EXPECT_EQ(elided("日本語", 4), "日…");
  EXPECT_EQ(displayWidth("e\u0301😀"), 3);
}

TEST(TableTest, ControlCharactersAreShownAndNotSent) {
  EXPECT_EQ(printable("a\x1b[31mb\r\n\tc"), "a\\x1b[31mb\\r\\n\\tc");
  EXPECT_EQ(printable("x\u202Ey\u0085\x7f\xff"), "xy\\x85\\x7f\uFFFD");
}

TEST(TableTest, CsvCellsAreQuotedOnlyWhereTheyMustBe) {
  std::string out;
  appendCsvRow(out, {"a", "b,c", "d\"e", "f\ng", ""});
  appendCsvRow(out, {""});
  EXPECT_EQ(out, "a,\"b,c\",\"d\"\"e\",\"f\ng\",\n\"\"\n");
}

}  // namespace
}  // namespace tatara::text
