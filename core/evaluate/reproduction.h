// Whether a run comes out the same when it is done once more: two runs side by side, and a verdict.
//
// Looked at are the last values of the metrics of the first (those of the system apart), the predictions that
// both kept (predictions/validation.csv: the same rows, the same truth, each column of numbers against its
// own range), and the files of the model. Exact is bit for bit, in metrics and predictions; within tolerance,
// when no metric differs by a greater share and no prediction by a greater share of its column's range; else
// it differs, and the words say by what. What differs between the two environments is listed beside it.
//
// A run cannot repeat another that read other data or was given other parameters: InvalidArgument.
//
// The piece `reproduction` is the same bytes for the same outcome, whenever and as whichever run it was
// repeated. Values: reproduction.verdict ("exact", "within tolerance", "differs", "not possible"),
// reproduction.exact, reproduction.metrics_difference, reproduction.predictions_difference (shares),
// reproduction.model_same.
//
// Threads: any but the GUI's; keepReproduction() inside a write task. Errors: those of the store, Corrupt.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/artifact/artifact_store.h"
#include "core/evaluate/evidence.h"
#include "core/registry/review.h"
#include "core/store/store.h"
#include "core/text/phrase.h"
#include "core/track/types.h"

namespace tatara::evaluate {

enum class Reproduced { Exactly, WithinTolerance, Differs, NotPossible };
std::string_view toString(Reproduced verdict);

struct Reproduction {
  Reproduced verdict = Reproduced::NotPossible;
  text::Phrase words;
  EvidencePiece piece;
  bool same() const { return verdict == Reproduced::Exactly || verdict == Reproduced::WithinTolerance; }
};

struct Repeated {
  track::Run first;
  track::Run again;
  std::string model = {};   // folder of the first one's model; empty: `model` among its artifacts
  double tolerance = 1e-3;  // a share: 0.001 is 0.1 %
};
Result<Reproduction> compareRepeated(const store::Store& store, const artifact::ArtifactStore& artifacts,
                                     const Repeated& runs);

// What lacks for the run to be repeated.
Reproduction notRepeated(const track::Run& first, const text::Phrase& why);

// As evidence of the version, in place of an earlier verdict. Gives the live reviews that were opened on
// other evidence.
Result<std::vector<registry::ReviewInfo>> keepReproduction(store::Writer& writer,
                                                           const registry::ModelVersion& version,
                                                           const Reproduction& made, std::string_view source,
                                                           Timestamp now);

}  // namespace tatara::evaluate
