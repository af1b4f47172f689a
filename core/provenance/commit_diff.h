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

}  // namespace tatara::provenance
