// The pieces of evidence that ask the models themselves: explanation and latency.
//
// Threads and errors: as evaluateVersion().
#pragma once

#include <stop_token>
#include <string>

#include "core/evaluate/evaluation.h"
#include "core/evaluate/internal/evidence_json.h"
#include "core/evaluate/internal/frozen.h"

namespace tatara::evaluate {

struct ExplanationTask {
  const EvaluationPlace& place;
  const EvaluationRequest& request;
  const Frozen& frozen;
  const Scores& challenger;
  const Scores* champion = nullptr;
  std::string metric;  // that decides
};

// Inputs by how much they matter, on the first rows, and the rows on which the two differ most.
Status writeExplanation(const ExplanationTask& task, PieceWriter& writer, const OnStep& onStep,
                        std::stop_token stop);

// One row at a time through the runner that serves the model, in this process on one thread.
Status writeLatency(const ExplanationTask& task, PieceWriter& writer, std::stop_token stop);

}  // namespace tatara::evaluate
