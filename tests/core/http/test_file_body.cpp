#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/http/file_body.h"
#include "tests/support/temp_folder.h"

namespace tatara::http {
namespace {

TEST(RangeTest, EveryFormIsReadAsTheRfcSays) {
  const auto part = [](std::string_view header, std::uint64_t size) {
    const RangeAnswer answer = parseRange(header, size);
    return std::string(answer.verdict == RangeVerdict::Whole  ? "whole"
                       : answer.verdict == RangeVerdict::Part ? "part"
                                                              : "none") +
           " " + std::to_string(answer.range.first) + "+" + std::to_string(answer.range.length);
  };
  EXPECT_EQ(part("bytes=0-0", 10), "part 0+1");
  EXPECT_EQ(part("bytes=2-5", 10), "part 2+4");
  EXPECT_EQ(part("bytes=2-", 10), "part 2+8");
  EXPECT_EQ(part("bytes=-3", 10), "part 7+3");
  EXPECT_EQ(part("bytes=-30", 10), "part 0+10");
  EXPECT_EQ(part("bytes=5-500", 10), "part 5+5");
  EXPECT_EQ(part("bytes=10-", 10), "none 0+0");
  EXPECT_EQ(part("bytes=-0", 10), "none 0+0");
  EXPECT_EQ(part("bytes=0-", 0), "none 0+0");
  for (const char* nonsense : {"bytes=5-2", "bytes=a-b", "bytes=1-2,4-5", "lines=1-2", "bytes=", "bytes=-",
                               "bytes=--1", "bytes=+1-2", "bytes=99999999999999999999-", ""}) {
    EXPECT_EQ(part(nonsense, 10), "whole 0+10") << nonsense;
  }
}

TEST(FileBodyTest, APartOfAFileIsReadInPiecesAndNoMore) {
  const tests::TempFolder folder;
  const auto file = folder.path() / "a";
  std::ofstream(file) << "0123456789";
  auto body = openFileBody(file, {2, 5});
  ASSERT_TRUE(body);
  std::string text;
  char piece[2];
  while (true) {
    const auto count = (*body)->read(piece, sizeof piece);
    ASSERT_TRUE(count);
    if (*count == 0) {
      break;
    }
    text.append(piece, *count);
  }
  EXPECT_EQ(text, "23456");
}

TEST(FileBodyTest, ASymbolicLinkIsNotFollowed) {
  const tests::TempFolder folder;
  std::filesystem::create_symlink("/etc/passwd", folder.path() / "link");
  EXPECT_FALSE(openFileBody(folder.path() / "link", {0, 1}));
  EXPECT_EQ(openFileBody(folder.path() / "absent", {0, 1}).error().kind, ErrorKind::NotFound);
}

}  // namespace
}  // namespace tatara::http
