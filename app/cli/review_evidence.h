// What verbs measure and keep for reviews, with progress and remarks on the terminal.
//
// Threads: one.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "app/cli/session.h"
#include "app/cli/verb.h"
#include "core/evaluate/review_case.h"

namespace tatara::cli {

// How much the process that measures may take, as a person writes it; empty: what it takes otherwise.
struct MeasureLimits {
  std::string memory;    // "8GB"
  std::string deadline;  // "30m"
};
void addLimitOptions(Verb& verb, MeasureLimits& limits);
Result<evaluate::Apart> apartWithin(const MeasureLimits& limits);

struct ReviewMeasuring {
  const registry::NewReview& review;
  const std::vector<std::string>& groups;
  const MeasureLimits& limits;
};
// What reviewers decide by: the version beside the one that it would replace.
Result<evaluate::ReviewCase> measureForReview(Session& session, const std::shared_ptr<store::Store>& store,
                                              const ReviewMeasuring& measuring);
// How those who decide go on whose evidence is another now.
void tellLapsed(Session& session, const std::vector<registry::ReviewInfo>& lapsed);
// As evidence of the version, for gates and reviews; names the reviews that were opened on another.
Status keepAsEvidence(Session& session, store::Store& store, const evaluate::EvaluationPlace& place,
                      const evaluate::EvaluationRequest& request, const evaluate::Evaluation& evaluation);

}  // namespace tatara::cli
