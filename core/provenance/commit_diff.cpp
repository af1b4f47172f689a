#include "core/provenance/commit_diff.h"

#include <algorithm>

#include "core/provenance/internal/git_api.h"

namespace tatara::provenance {
namespace {

constexpr git_off_t kLargestFile = 4 << 20;  // larger ones count as binary: named, their lines not counted

// The tree of a commit; false where there is no such commit.
bool findTree(const GitApi& api, git_repository* repository, const std::string& commit,
              Owned<git_object>& tree) {
  git_oid id;
  Owned<git_object> object(api.objectFree);
  return commit.size() == GIT_OID_HEXSZ && api.oidFromText(&id, commit.c_str()) == 0 &&
         api.objectLookup(object.out(), repository, &id, GIT_OBJECT_COMMIT) == 0 &&
         api.objectPeel(tree.out(), object.get(), GIT_OBJECT_TREE) == 0;
}

}  // namespace

Result<std::optional<CommitDiff>> diffCommits(const std::filesystem::path& folder, const std::string& from,
                                              const std::string& to) {
  TATARA_ASSIGN(const auto* api, gitApi());
  Owned<git_repository> repository(api->free);
  const int opened = api->open(repository.out(), folder.c_str(), 0, nullptr);
  if (opened == GIT_ENOTFOUND) {
    return std::optional<CommitDiff>();
  }
  if (opened != 0) {
    return gitError(*api, "The repository around " + folder.string() + " cannot be opened");
  }
  Owned<git_object> before(api->objectFree);
  Owned<git_object> after(api->objectFree);
  if (!findTree(*api, repository.get(), from, before) || !findTree(*api, repository.get(), to, after)) {
    return std::optional<CommitDiff>();
  }
  git_diff_options options;
  api->diffOptionsInit(&options, GIT_DIFF_OPTIONS_VERSION);
  options.flags = GIT_DIFF_IGNORE_SUBMODULES;
  options.max_size = kLargestFile;
  Owned<git_diff> diff(api->diffFree);
  if (api->diffTrees(diff.out(), repository.get(), reinterpret_cast<git_tree*>(before.get()),
                     reinterpret_cast<git_tree*>(after.get()), &options) != 0) {
    return gitError(*api, "The commits " + from + " and " + to + " cannot be compared");
  }
  CommitDiff result;
  result.fileCount = api->diffCount(diff.get());
  for (std::size_t i = 0; i < std::min(result.fileCount, kMostDiffFiles); ++i) {
    const git_diff_delta* delta = api->diffDelta(diff.get(), i);
    result.files.emplace_back(delta && delta->new_file.path ? delta->new_file.path : "");
  }
  Owned<git_diff_stats> stats(api->diffStatsFree);
  if (api->diffStats(stats.out(), diff.get()) == 0) {
    result.insertions = api->diffInsertions(stats.get());
    result.deletions = api->diffDeletions(stats.get());
  }
  return std::optional<CommitDiff>(std::move(result));
}

}  // namespace tatara::provenance
