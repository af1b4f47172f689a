// What became of the code and of the packages between two versions, as pieces of evidence.
//
// The code: the diff of their runs' commits, read from the repository that the workspace lies in (provenance/
// commit_diff.h), and what each run had not committed, as it was logged with it (reproduce/changes.patch).
// Packages: what the runs say of their environments (reproduce/environment.json, else the requirements.txt of
// the model's folder). Everything is bounded and quoted, nothing executed.
//
// Threads: any but the GUI's. Errors: Cancelled, the store's; what cannot be read is said in the piece.
#pragma once

#include <optional>
#include <stop_token>
#include <string>

#include "core/artifact/artifact_store.h"
#include "core/evaluate/evidence.h"
#include "core/store/store.h"

namespace tatara::evaluate {

struct CodeSide {
  std::string commit;  // empty: not known
  bool dirty = false;
  std::string runFiles;    // root of the run's artifacts; empty: none here
  std::string modelFiles;  // root of the version's folder; empty: none here
};

// Nothing when neither side says anything of its code.
Result<std::optional<EvidencePiece>> codePiece(const store::Store& store,
                                               const artifact::ArtifactStore& artifacts,
                                               const CodeSide& challenger,
                                               const std::optional<CodeSide>& champion);
Result<std::optional<EvidencePiece>> environmentPiece(const store::Store& store,
                                                      const artifact::ArtifactStore& artifacts,
                                                      const CodeSide& challenger,
                                                      const std::optional<CodeSide>& champion);

}  // namespace tatara::evaluate
