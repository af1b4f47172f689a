#include "core/provenance/git.h"

#include "core/provenance/internal/git_api.h"

namespace tatara::provenance {
namespace {

std::string branchOf(const GitApi& api, git_repository* repository) {
  // HEAD names its branch also before the first commit.
  Owned<git_reference> head(api.referenceFree);
  if (api.referenceLookup(head.out(), repository, "HEAD") != 0) {
    return {};
  }
  const char* target = api.symbolicTarget(head.get());
  const std::string_view name = target ? target : "";
  constexpr std::string_view kPrefix = "refs/heads/";
  return std::string(name.starts_with(kPrefix) ? name.substr(kPrefix.size()) : "");
}

std::string remoteOf(const GitApi& api, git_repository* repository) {
  git_strarray names{};
  if (api.remoteList(&names, repository) != 0) {
    return {};
  }
  std::string chosen;
  for (std::size_t i = 0; i < names.count; ++i) {
    if (names.count == 1 || std::string_view(names.strings[i]) == "origin") {
      chosen = names.strings[i];
    }
  }
  api.strarrayDispose(&names);
  Owned<git_remote> remote(api.remoteFree);
  if (chosen.empty() || api.remoteLookup(remote.out(), repository, chosen.c_str()) != 0) {
    return {};
  }
  const char* url = api.remoteUrl(remote.get());
  return url ? withoutCredentials(url) : std::string();
}

Status readStatus(const GitApi& api, git_repository* repository, GitState& state) {
  git_status_options options;
  api.statusOptionsInit(&options, GIT_STATUS_OPTIONS_VERSION);
  options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
  options.flags = GIT_STATUS_OPT_INCLUDE_UNTRACKED | GIT_STATUS_OPT_EXCLUDE_SUBMODULES;
  Owned<git_status_list> list(api.statusFree);
  if (api.statusList(list.out(), repository, &options) != 0) {
    return gitError(api, "The changes in " + state.root.string() + " cannot be listed");
  }
  const std::size_t count = api.statusCount(list.get());
  for (std::size_t i = 0; i < count; ++i) {
    const git_status_entry* entry = api.statusAt(list.get(), i);
    const git_diff_delta* delta = entry->index_to_workdir ? entry->index_to_workdir : entry->head_to_index;
    const std::string path = delta && delta->new_file.path ? delta->new_file.path : "";
    if (entry->status & GIT_STATUS_WT_NEW) {
      ++state.untrackedCount;
      if (state.untracked.size() < kMostUntracked) {
        state.untracked.push_back(path);
      }
    } else if (entry->status != GIT_STATUS_CURRENT && !(entry->status & GIT_STATUS_IGNORED)) {
      state.changed.push_back(path);
    }
  }
  return {};
}

Status readDiff(const GitApi& api, git_repository* repository, git_commit* commit, std::size_t most,
                GitState& state) {
  Owned<git_tree> tree(api.treeFree);
  if (commit && api.commitTree(tree.out(), commit) != 0) {
    return gitError(api, "The last commit of " + state.root.string() + " cannot be read");
  }
  git_diff_options options;
  api.diffOptionsInit(&options, GIT_DIFF_OPTIONS_VERSION);
  options.flags = GIT_DIFF_IGNORE_SUBMODULES;
  options.max_size = static_cast<git_off_t>(most);  // larger files count as binary: named, not quoted
  Owned<git_diff> diff(api.diffFree);
  if (api.diff(diff.out(), repository, tree.get(), &options) != 0) {
    return gitError(api, "The changes in " + state.root.string() + " cannot be read");
  }
  if (!printDiff(api, diff.get(), most, state.diff, state.diffCut)) {
    return gitError(api, "The changes in " + state.root.string() + " cannot be printed");
  }
  return {};
}

}  // namespace

std::string withoutCredentials(std::string_view url) {
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) {
    return std::string(url);
  }
  const std::size_t host = scheme + 3;
  const std::size_t end = std::min(url.find_first_of("/?# ", host), url.size());
  const std::size_t at = url.substr(0, end).rfind('@');
  if (at == std::string_view::npos || at < host) {
    return std::string(url);
  }
  return std::string(url.substr(0, host)) + std::string(url.substr(at + 1));
}

Result<std::optional<GitState>> readGitState(const std::filesystem::path& folder, std::size_t mostDiffBytes) {
  TATARA_ASSIGN(const auto* api, gitApi());
  Owned<git_repository> repository(api->free);
  const int opened = api->open(repository.out(), folder.c_str(), 0, nullptr);
  if (opened == GIT_ENOTFOUND) {
    return std::optional<GitState>();
  }
  if (opened != 0) {
    return gitError(*api, "The repository around " + folder.string() + " cannot be opened");
  }
  const char* workdir = api->workdir(repository.get());
  if (!workdir) {
    return std::optional<GitState>();  // a bare repository holds no working copy
  }
  GitState state;
  state.root = workdir;
  state.branch = branchOf(*api, repository.get());
  state.remote = remoteOf(*api, repository.get());

  Owned<git_reference> head(api->referenceFree);
  Owned<git_object> commit(api->objectFree);
  if (api->head(head.out(), repository.get()) == 0) {
    if (api->peel(commit.out(), head.get(), GIT_OBJECT_COMMIT) != 0) {
      return gitError(*api, "The last commit of " + state.root.string() + " cannot be read");
    }
    char digits[GIT_OID_HEXSZ + 1];
    state.commit = api->oidText(digits, sizeof digits, api->objectId(commit.get()));
    const char* summary = api->commitSummary(reinterpret_cast<git_commit*>(commit.get()));
    state.summary = summary ? summary : "";
  }
  TATARA_TRY(readStatus(*api, repository.get(), state));
  TATARA_TRY(
      readDiff(*api, repository.get(), reinterpret_cast<git_commit*>(commit.get()), mostDiffBytes, state));
  return std::optional<GitState>(std::move(state));
}

}  // namespace tatara::provenance
