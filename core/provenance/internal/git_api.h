// The function table over libgit2 (the version of the header that the build saw).
//
// Threads: filled once, then constant.
#pragma once

#include <git2.h>

#include "core/base/result.h"

namespace tatara::provenance {

struct GitApi {
  decltype(git_libgit2_init)* init = nullptr;
  decltype(git_error_last)* lastError = nullptr;
  decltype(git_repository_open_ext)* open = nullptr;
  decltype(git_repository_free)* free = nullptr;
  decltype(git_repository_workdir)* workdir = nullptr;
  decltype(git_repository_head)* head = nullptr;
  decltype(git_repository_head_detached)* headDetached = nullptr;
  decltype(git_reference_lookup)* referenceLookup = nullptr;
  decltype(git_reference_symbolic_target)* symbolicTarget = nullptr;
  decltype(git_reference_shorthand)* shorthand = nullptr;
  decltype(git_reference_peel)* peel = nullptr;
  decltype(git_reference_free)* referenceFree = nullptr;
  decltype(git_object_id)* objectId = nullptr;
  decltype(git_object_free)* objectFree = nullptr;
  decltype(git_oid_tostr)* oidText = nullptr;
  decltype(git_commit_summary)* commitSummary = nullptr;
  decltype(git_commit_tree)* commitTree = nullptr;
  decltype(git_tree_free)* treeFree = nullptr;
  decltype(git_remote_list)* remoteList = nullptr;
  decltype(git_remote_lookup)* remoteLookup = nullptr;
  decltype(git_remote_url)* remoteUrl = nullptr;
  decltype(git_remote_free)* remoteFree = nullptr;
  decltype(git_strarray_dispose)* strarrayDispose = nullptr;
  decltype(git_status_options_init)* statusOptionsInit = nullptr;
  decltype(git_status_list_new)* statusList = nullptr;
  decltype(git_status_list_entrycount)* statusCount = nullptr;
  decltype(git_status_byindex)* statusAt = nullptr;
  decltype(git_status_list_free)* statusFree = nullptr;
  decltype(git_diff_options_init)* diffOptionsInit = nullptr;
  decltype(git_diff_tree_to_workdir_with_index)* diff = nullptr;
  decltype(git_diff_print)* diffPrint = nullptr;
  decltype(git_diff_free)* diffFree = nullptr;
  decltype(git_oid_fromstr)* oidFromText = nullptr;
  decltype(git_object_lookup)* objectLookup = nullptr;
  decltype(git_object_peel)* objectPeel = nullptr;
  decltype(git_diff_tree_to_tree)* diffTrees = nullptr;
  decltype(git_diff_num_deltas)* diffCount = nullptr;
  decltype(git_diff_get_delta)* diffDelta = nullptr;
  decltype(git_diff_get_stats)* diffStats = nullptr;
  decltype(git_diff_stats_insertions)* diffInsertions = nullptr;
  decltype(git_diff_stats_deletions)* diffDeletions = nullptr;
  decltype(git_diff_stats_free)* diffStatsFree = nullptr;
};

Result<const GitApi*> gitApi();

// libgit2's handles, freed on every way out.
template <typename Handle>
class Owned {
 public:
  using Free = void(Handle*);
  explicit Owned(Free* free) : m_free(free) {}
  ~Owned() {
    if (m_handle) {
      m_free(m_handle);
    }
  }
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;

  Handle** out() { return &m_handle; }
  Handle* get() const { return m_handle; }

 private:
  Free* m_free;
  Handle* m_handle = nullptr;
};

// The diff as unified text of at most `most` bytes; false when libgit2 cannot print it.
bool printDiff(const GitApi& api, git_diff* diff, std::size_t most, std::string& text, bool& cut);

inline Error gitError(const GitApi& api, const std::string& doing) {
  const git_error* error = api.lastError();
  return makeError(ErrorKind::Io,
                   doing + (error && error->message ? ": " + std::string(error->message) : ""));
}

}  // namespace tatara::provenance
