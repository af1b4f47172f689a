// A unified diff, as `git diff` and diffCommits() write it, taken apart into files, hunks and lines.
//
// Bytes are hostile: what is no diff gives no files, lines beyond kMostPatchLines are left out and said so.
// Line numbers count from 1. Threads: pure function.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tatara::provenance {

struct PatchLine {
  char sign = ' ';          // ' ', '+' or '-'
  std::int64_t before = 0;  // number in the old file; 0: not in it
  std::int64_t after = 0;
  std::string text;
};

struct PatchHunk {
  std::string heading;  // what stands behind the second "@@": the function around, as git guesses it
  std::vector<PatchLine> lines;
};

struct PatchFile {
  std::string path;    // the new one, or the old one of a file that was removed
  std::string before;  // the old path where it is another
  bool added = false;
  bool removed = false;
  bool binary = false;
  std::int64_t insertions = 0;
  std::int64_t deletions = 0;
  std::vector<PatchHunk> hunks;
};

struct Patch {
  std::vector<PatchFile> files;
  bool cut = false;  // longer than kMostPatchLines

  std::int64_t insertions() const;
  std::int64_t deletions() const;
};

inline constexpr std::size_t kMostPatchLines = 20'000;

Patch parsePatch(std::string_view text);

}  // namespace tatara::provenance
