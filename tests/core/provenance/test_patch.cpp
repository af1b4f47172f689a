#include "core/provenance/patch.h"

#include <gtest/gtest.h>

#include <random>

namespace tatara::provenance {
namespace {

constexpr const char* kDiff =
    "diff --git a/src/features.py b/src/features.py\n"
    "index b7d02e1..4e1c9a7 100644\n"
    "--- a/src/features.py\n"
    "+++ b/src/features.py\n"
    "@@ -42,3 +42,4 @@ def build_features(df):\n"
    "     df = add_cyclic(df)\n"
    "-    df[\"lag\"] = 1\n"
    "+    df[\"lag_24h\"] = 1\n"
    "+    df[\"lag_168h\"] = 2\n"
    "     return df\n"
    "\\ No newline at end of file\n"
    "diff --git a/gone.txt b/gone.txt\n"
    "deleted file mode 100644\n"
    "--- a/gone.txt\n"
    "+++ /dev/null\n"
    "@@ -1 +0,0 @@\n"
    "--- a line that looks like a header\n"
    "diff --git a/picture.png b/picture.png\n"
    "new file mode 100644\n"
    "Binary files /dev/null and b/picture.png differ\n";

TEST(PatchTest, FilesHunksAndLineNumbersAreThoseOfTheDiff) {
  const Patch patch = parsePatch(kDiff);
  ASSERT_EQ(patch.files.size(), 3u);
  const PatchFile& first = patch.files[0];
  EXPECT_EQ(first.path, "src/features.py");
  EXPECT_EQ(first.before, "");
  ASSERT_EQ(first.hunks.size(), 1u);
  EXPECT_EQ(first.hunks[0].heading, "def build_features(df):");
  const auto& lines = first.hunks[0].lines;
  ASSERT_EQ(lines.size(), 5u);
  EXPECT_EQ(lines[0].before, 42);
  EXPECT_EQ(lines[0].after, 42);
  EXPECT_EQ(lines[1].sign, '-');
  EXPECT_EQ(lines[1].before, 43);
  EXPECT_EQ(lines[1].after, 0);
  EXPECT_EQ(lines[3].after, 44);
  EXPECT_EQ(lines[4].before, 44);
  EXPECT_EQ(lines[4].after, 45);
  EXPECT_EQ(patch.insertions(), 2);
  EXPECT_EQ(patch.deletions(), 2);
}

TEST(PatchTest, ALineThatLooksLikeAHeaderIsALineInsideAHunk) {
  const Patch patch = parsePatch(kDiff);
  EXPECT_TRUE(patch.files[1].removed);
  EXPECT_EQ(patch.files[1].path, "gone.txt");
  ASSERT_EQ(patch.files[1].hunks.size(), 1u);
  EXPECT_EQ(patch.files[1].hunks[0].lines[0].text, "-- a line that looks like a header");
  EXPECT_TRUE(patch.files[2].binary);
  EXPECT_TRUE(patch.files[2].added);
}

TEST(PatchTest, ALongDiffIsCutAndSaysSo) {
  std::string diff = "diff --git a/a b/a\n--- a/a\n+++ b/a\n@@ -0,0 +1,50000 @@\n";
  for (int i = 0; i < 50000; ++i) {
    diff += "+x\n";
  }
  const Patch patch = parsePatch(diff);
  EXPECT_TRUE(patch.cut);
  EXPECT_EQ(patch.insertions(), static_cast<std::int64_t>(kMostPatchLines));
}

TEST(PatchTest, NoBytesBreakIt) {
  std::mt19937_64 random(7);
  const std::string whole = kDiff;
  for (int round = 0; round < 3000; ++round) {
    std::string bytes = whole;
    for (int i = 0; i < 6; ++i) {
      bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
    }
    bytes.resize(random() % (bytes.size() + 1));
    const Patch patch = parsePatch(bytes);
    for (const PatchFile& file : patch.files) {
      std::int64_t plus = 0;
      for (const PatchHunk& hunk : file.hunks) {
        for (const PatchLine& line : hunk.lines) {
          plus += line.sign == '+' ? 1 : 0;
        }
      }
      EXPECT_EQ(plus, file.insertions);
    }
  }
  EXPECT_TRUE(parsePatch("@@ -1,99999999999999999999 +1 @@\n+x\n").files.empty());
}

}  // namespace
}  // namespace tatara::provenance
