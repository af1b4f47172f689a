// What lies between two commits of a repository: which files, how many lines.
//
// Read through libgit2 as git.h is; nothing is run and nothing is written. Threads: any. Errors: NotFound (no
// libgit2), Io.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace tatara::provenance {

struct CommitDiff {
  std::vector<std::string> files;  // at most kMostDiffFiles, by their new path
  std::size_t fileCount = 0;
  std::size_t insertions = 0;
  std::size_t deletions = 0;
};

constexpr std::size_t kMostDiffFiles = 1000;

// Nothing where `folder` is in no repository, or that does not hold both commits (full hexadecimal ids).
Result<std::optional<CommitDiff>> diffCommits(const std::filesystem::path& folder, const std::string& from,
                                              const std::string& to);

struct CommitPatch {
  std::string text;  // unified, three lines of context
  bool cut = false;  // it has more than was asked for
};

// The same as text; large files and those that are no text are named, not quoted.
Result<std::optional<CommitPatch>> patchBetween(const std::filesystem::path& folder, const std::string& from,
                                                const std::string& to, std::size_t most);

}  // namespace tatara::provenance
