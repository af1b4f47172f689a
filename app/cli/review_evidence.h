// What verbs measure and keep for reviews, with progress and remarks on the terminal.
//
// Threads: one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/cli/session.h"
#include "core/evaluate/review_case.h"

namespace tatara::cli {

// What reviewers decide by: the version beside the one that it would replace.
Result<evaluate::ReviewCase> measureForReview(Session& session, const std::shared_ptr<store::Store>& store,
                                              const registry::NewReview& review,
                                              const std::vector<std::string>& groups);
// As evidence of the version, for gates and reviews; names the reviews that were opened on another.
Status keepAsEvidence(Session& session, store::Store& store, const evaluate::EvaluationPlace& place,
                      const evaluate::EvaluationRequest& request, const evaluate::Evaluation& evaluation);

}  // namespace tatara::cli
