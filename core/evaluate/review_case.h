// The case for a version: all that a reviewer is shown of it beside the version that it would replace, as
// evidence that the registry keeps and a review freezes.
//
// Beside the pieces of an evaluation (evidence.h) those that need no measuring:
//
//   origin   where both come from: run, who and when, commit, datasets with digests, parameters side by side.
//            Values: code.known, code.dirty, data.same, parameters.changed
//   files    each file with its digest, and what pickles among them would import (registry/pickle_scan.h).
//            Values: pickles.count, pickles.unknown, pickles.dangerous (names), pickles.unread (files)
//   code     the diff of both commits and what each run had not committed (internal/code_facts.h).
//            Values: code.files, code.insertions, code.deletions
//   environment  packages of both side by side. Values: environment.changed
//
// A version that cannot be measured (not trained by Tatara, no rows held out) has these all the same, and
// `problem` says why there are no others. What is kept takes the place of all that was kept for the same two
// versions before: pieces of an older evaluation do not stand beside those of a newer one.
//
// Threads: measuring as evaluateVersion(); keepCase() inside a write task. Errors: those of both; Conflict
// when the version's files were altered while it was measured.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/evaluate/evaluation.h"
#include "core/infer/probe.h"
#include "core/registry/evidence.h"
#include "core/registry/review.h"

namespace tatara::evaluate {

struct ReviewCase {
  std::string model;
  std::int64_t version = 0;
  std::int64_t against = 0;  // 0: nobody
  std::vector<EvidencePiece> pieces;
  std::string files;    // digest over the version's files when it was measured
  std::string problem;  // why it was not measured; empty when it was
  std::string words;    // the verdict
};

// Whom a move to `target` would replace: the holder of the alias, of a stage the champion; 0: nobody else.
Result<std::int64_t> versionReplaced(sql::Connection& connection, const registry::ModelVersion& version,
                                     const registry::Target& target);

// The pieces that need no measuring.
Result<std::vector<EvidencePiece>> factPieces(const store::Store& store,
                                              const artifact::ArtifactStore& artifacts,
                                              const registry::ModelVersion& version,
                                              const std::optional<registry::ModelVersion>& against,
                                              std::stop_token stop = {});

// Measures with the standard settings; `groups` are columns for fairness.
Result<ReviewCase> measureCase(const EvaluationPlace& place, const std::string& model, std::int64_t version,
                               std::int64_t against, const std::vector<std::string>& groups = {},
                               const OnStep& onStep = {}, std::stop_token stop = {});
// Of an evaluation that was asked for otherwise; both subjects are versions of one model.
Result<ReviewCase> makeCase(const EvaluationPlace& place, const EvaluationRequest& request,
                            const Evaluation& evaluation, std::stop_token stop = {});

// The reference profile of a version alone, kept as evidence of it beside nobody: distributions of inputs,
// target and predictions on the rows that its run held out, without measuring anything. Of a model that
// Tatara did not train, on registered data that its run logged (internal/outside.h). Nothing when it was
// kept; else why there is none: a run that logged no rows or predictions, or data that is gone.
Result<std::optional<text::Phrase>> keepReference(const EvaluationPlace& place, store::Store& store,
                                                  const registry::ModelVersion& version,
                                                  std::string_view source,
                                                  const infer::ProbeOptions& options = {},
                                                  std::stop_token stop = {});

// Gives the live reviews whose frozen evidence is another by now: their approvals have lapsed.
Result<std::vector<registry::ReviewInfo>> keepCase(store::Writer& writer, const ReviewCase& made,
                                                   std::string_view source, Timestamp now);

}  // namespace tatara::evaluate
