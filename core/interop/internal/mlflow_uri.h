// Where an artifact URI of another machine points, as parts of a path, so that the files can be found again
// here.
//
// Threads: pure functions, but for `findArtifacts`, which looks into the folders given.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/interop/internal/folder.h"

namespace tatara::interop::internal {

struct ForeignUri {
  std::string scheme;              // lower case; "file" for a plain path, also for one with a drive letter
  std::vector<std::string> parts;  // of the path; empty when it holds ".." or anything else that leads astray

  // A store that is reached over a network, whose files are not ours to copy.
  bool remote() const { return scheme != "file" && scheme != "mlflow-artifacts"; }
};

ForeignUri parseForeignUri(std::string_view uri);

// What follows `from` in `uri`, as parts; nothing when `uri` does not begin with it. Files are compared by
// their paths, however they are written; anything else by its text. A name is never cut: "/a" does not begin
// "/ab".
std::optional<std::vector<std::string>> partsBelow(std::string_view uri, std::string_view from);

// "…/<owner>/artifacts/model" → "model": the path below the artifact folder of a run or logged model, where
// the URI names one. The owner is the part before "artifacts".
struct OwnedPath {
  std::string owner;
  std::string rest;
};
std::optional<OwnedPath> ownedPathOf(const ForeignUri& uri);

// The folder that `uri` means, beneath one of `roots`: the longest end of its path that exists there and
// still names the owner.
std::optional<Folder> findArtifacts(std::span<const Folder> roots, const ForeignUri& uri,
                                    std::string_view owner);

}  // namespace tatara::interop::internal
