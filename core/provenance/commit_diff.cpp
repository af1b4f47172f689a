#include "core/provenance/commit_diff.h"

#include <algorithm>
#include <functional>

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

struct DiffSink {
  std::string* text;
  std::size_t most;
  bool cut = false;
};

int takeLine(const git_diff_delta*, const git_diff_hunk*, const git_diff_line* line, void* payload) {
  auto& sink = *static_cast<DiffSink*>(payload);
  if (sink.text->size() + line->content_len + 1 > sink.most) {
    sink.cut = true;
    return GIT_EUSER;
  }
  if (line->origin == GIT_DIFF_LINE_CONTEXT || line->origin == GIT_DIFF_LINE_ADDITION ||
      line->origin == GIT_DIFF_LINE_DELETION) {
    *sink.text += line->origin;
  }
  sink.text->append(line->content, line->content_len);
  return 0;
}

// Hands the diff of two commits to `use`; false where there is no repository that holds both.
Result<bool> withDiff(const std::filesystem::path& folder, const std::string& from, const std::string& to,
                      const std::function<Status(const GitApi&, git_diff*)>& use) {
  TATARA_ASSIGN(const auto* api, gitApi());
  Owned<git_repository> repository(api->free);
  const int opened = api->open(repository.out(), folder.c_str(), 0, nullptr);
  if (opened == GIT_ENOTFOUND) {
    return false;
  }
  if (opened != 0) {
    return gitError(*api, "The repository around " + folder.string() + " cannot be opened");
  }
  Owned<git_object> before(api->objectFree);
  Owned<git_object> after(api->objectFree);
  if (!findTree(*api, repository.get(), from, before) || !findTree(*api, repository.get(), to, after)) {
    return false;
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
  TATARA_TRY(use(*api, diff.get()));
  return true;
}

}  // namespace

bool printDiff(const GitApi& api, git_diff* diff, std::size_t most, std::string& text, bool& cut) {
  DiffSink sink{&text, most};
  const int outcome = api.diffPrint(diff, GIT_DIFF_FORMAT_PATCH, &takeLine, &sink);
  cut = sink.cut;
  return outcome == 0 || sink.cut;
}

Result<std::optional<CommitDiff>> diffCommits(const std::filesystem::path& folder, const std::string& from,
                                              const std::string& to) {
  CommitDiff result;
  TATARA_ASSIGN(const bool found,
                withDiff(folder, from, to, [&](const GitApi& api, git_diff* diff) -> Status {
                  result.fileCount = api.diffCount(diff);
                  for (std::size_t i = 0; i < std::min(result.fileCount, kMostDiffFiles); ++i) {
                    const git_diff_delta* delta = api.diffDelta(diff, i);
                    result.files.emplace_back(delta && delta->new_file.path ? delta->new_file.path : "");
                  }
                  Owned<git_diff_stats> stats(api.diffStatsFree);
                  if (api.diffStats(stats.out(), diff) == 0) {
                    result.insertions = api.diffInsertions(stats.get());
                    result.deletions = api.diffDeletions(stats.get());
                  }
                  return {};
                }));
  return found ? std::optional(std::move(result)) : std::nullopt;
}

Result<std::optional<CommitPatch>> patchBetween(const std::filesystem::path& folder, const std::string& from,
                                                const std::string& to, std::size_t most) {
  CommitPatch patch;
  TATARA_ASSIGN(
      const bool found, withDiff(folder, from, to, [&](const GitApi& api, git_diff* diff) -> Status {
        return printDiff(api, diff, most, patch.text, patch.cut)
                   ? Status()
                   : Status(gitError(api, "The commits " + from + " and " + to + " cannot be printed"));
      }));
  return found ? std::optional(std::move(patch)) : std::nullopt;
}

}  // namespace tatara::provenance
