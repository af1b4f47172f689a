// What a working copy held when a run began: commit, branch, remote and every uncommitted change, so that the
// code of a run can be had again.
//
// Read through libgit2, opened on first use; no program is run, no hook, no filter. The diff is that of `git
// diff HEAD` (unified, three lines of context) and is cut at a bound, which is then said. Credentials in the
// remote's URL are left out. Untracked files are named, not copied: what is not under version control may be
// anything.
//
// Threads: any; each call opens the repository anew. Errors: NotFound (no libgit2), Io (a repository that
// cannot be read, in libgit2's words). No repository at all is std::nullopt.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace tatara::provenance {

struct GitState {
  std::filesystem::path root;
  std::string commit;                  // 40 hexadecimal digits; empty before the first commit
  std::string branch;                  // empty when HEAD is detached
  std::string summary;                 // first line of the commit's message
  std::string remote;                  // URL of `origin`, or of the only remote
  std::vector<std::string> changed;    // tracked paths that differ from HEAD
  std::vector<std::string> untracked;  // at most kMostUntracked
  std::size_t untrackedCount = 0;
  std::string diff;
  bool diffCut = false;

  bool dirty() const { return !changed.empty() || untrackedCount > 0; }
};

constexpr std::size_t kMostUntracked = 1000;

Result<std::optional<GitState>> readGitState(const std::filesystem::path& folder,
                                             std::size_t mostDiffBytes = 1 << 20);

// "https://user:word@host/path" → "https://host/path"; other texts stay.
std::string withoutCredentials(std::string_view url);

}  // namespace tatara::provenance
