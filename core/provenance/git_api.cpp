#include "core/provenance/internal/git_api.h"
#include "core/base/library.h"

namespace tatara::provenance {
namespace {

Result<GitApi> openApi() {
  TATARA_ASSIGN(const auto library, SharedLibrary::openOfSystem("libgit2.so." LIBGIT2_SOVERSION));
  GitApi api;
  TATARA_TRY(library.load("git_libgit2_init", api.init));
  TATARA_TRY(library.load("git_error_last", api.lastError));
  TATARA_TRY(library.load("git_repository_open_ext", api.open));
  TATARA_TRY(library.load("git_repository_free", api.free));
  TATARA_TRY(library.load("git_repository_workdir", api.workdir));
  TATARA_TRY(library.load("git_repository_head", api.head));
  TATARA_TRY(library.load("git_repository_head_detached", api.headDetached));
  TATARA_TRY(library.load("git_reference_lookup", api.referenceLookup));
  TATARA_TRY(library.load("git_reference_symbolic_target", api.symbolicTarget));
  TATARA_TRY(library.load("git_reference_shorthand", api.shorthand));
  TATARA_TRY(library.load("git_reference_peel", api.peel));
  TATARA_TRY(library.load("git_reference_free", api.referenceFree));
  TATARA_TRY(library.load("git_object_id", api.objectId));
  TATARA_TRY(library.load("git_object_free", api.objectFree));
  TATARA_TRY(library.load("git_oid_tostr", api.oidText));
  TATARA_TRY(library.load("git_commit_summary", api.commitSummary));
  TATARA_TRY(library.load("git_commit_tree", api.commitTree));
  TATARA_TRY(library.load("git_tree_free", api.treeFree));
  TATARA_TRY(library.load("git_remote_list", api.remoteList));
  TATARA_TRY(library.load("git_remote_lookup", api.remoteLookup));
  TATARA_TRY(library.load("git_remote_url", api.remoteUrl));
  TATARA_TRY(library.load("git_remote_free", api.remoteFree));
  TATARA_TRY(library.load("git_strarray_dispose", api.strarrayDispose));
  TATARA_TRY(library.load("git_status_options_init", api.statusOptionsInit));
  TATARA_TRY(library.load("git_status_list_new", api.statusList));
  TATARA_TRY(library.load("git_status_list_entrycount", api.statusCount));
  TATARA_TRY(library.load("git_status_byindex", api.statusAt));
  TATARA_TRY(library.load("git_status_list_free", api.statusFree));
  TATARA_TRY(library.load("git_diff_options_init", api.diffOptionsInit));
  TATARA_TRY(library.load("git_diff_tree_to_workdir_with_index", api.diff));
  TATARA_TRY(library.load("git_diff_print", api.diffPrint));
  TATARA_TRY(library.load("git_diff_free", api.diffFree));
  TATARA_TRY(library.load("git_oid_fromstr", api.oidFromText));
  TATARA_TRY(library.load("git_object_lookup", api.objectLookup));
  TATARA_TRY(library.load("git_object_peel", api.objectPeel));
  TATARA_TRY(library.load("git_diff_tree_to_tree", api.diffTrees));
  TATARA_TRY(library.load("git_diff_num_deltas", api.diffCount));
  TATARA_TRY(library.load("git_diff_get_delta", api.diffDelta));
  TATARA_TRY(library.load("git_diff_get_stats", api.diffStats));
  TATARA_TRY(library.load("git_diff_stats_insertions", api.diffInsertions));
  TATARA_TRY(library.load("git_diff_stats_deletions", api.diffDeletions));
  TATARA_TRY(library.load("git_diff_stats_free", api.diffStatsFree));
  api.init();
  return api;
}

}  // namespace

Result<const GitApi*> gitApi() {
  static const Result<GitApi> opened = openApi();
  if (!opened) {
    return opened.error();
  }
  return &*opened;
}

}  // namespace tatara::provenance
