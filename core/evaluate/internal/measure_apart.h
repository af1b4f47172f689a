// Measuring in a child process (evaluation.h, Apart): the order goes in as JSON, pieces come back as the very
// texts that were hashed. Threads and errors: as evaluateVersion().
#pragma once

#include "core/evaluate/evaluation.h"
#include "core/text/json.h"

namespace tatara::evaluate {

Result<Evaluation> evaluateApart(const EvaluationPlace& place, const EvaluationRequest& request,
                                 const OnStep& onStep, std::stop_token stop);

// The reference profile of a version; of a model that Tatara did not train the child asks it.
Result<EvidencePiece> referenceApart(const EvaluationPlace& place, const registry::ModelVersion& version,
                                     std::stop_token stop);

// What the child is told: everything of a request but its subjects, which are named by model and version.
text::Json orderOf(const EvaluationPlace& place, const EvaluationRequest& request);
Status readOrder(const text::Json& order, EvaluationRequest& request);

}  // namespace tatara::evaluate
