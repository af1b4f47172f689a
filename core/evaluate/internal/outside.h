// The reference profile of a version that Tatara did not train: an MLflow client logged the model, and its
// run says what data it was used with.
//
// Which rows: those of a registered dataset version that the run logged as an input, found by its digest or
// by the path it came from; what the run calls evaluation, validation or test goes before anything else,
// training last. A path that a client gave is never opened by itself. Every row counts, and the body says
// which data it was and what the run called it.
//
// What it says: a model that a library here runs is tried and asked behind walls (infer/apart.h). A model
// that needs Python is not loaded: its profile holds its inputs and its target alone, and says so.
//
// Threads: any but the GUI's. Errors: NotFound (no such data), Unsupported (a signature that no table fits,
// or none at all), those of the probe and of the model.
#pragma once

#include "core/evaluate/evaluation.h"
#include "core/infer/probe.h"

namespace tatara::evaluate {

Result<EvidencePiece> outsideReference(const EvaluationPlace& place, const registry::ModelVersion& version,
                                       const infer::ProbeOptions& options, std::stop_token stop);

// The profile of any version, measured here.
Result<EvidencePiece> profileOf(const EvaluationPlace& place, const registry::ModelVersion& version,
                                const infer::ProbeOptions& options, std::stop_token stop);

}  // namespace tatara::evaluate
