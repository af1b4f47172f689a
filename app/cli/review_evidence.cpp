#include "app/cli/review_evidence.h"

#include "app/cli/data_frame.h"
#include "core/artifact/artifact_store.h"

namespace tatara::cli {

Result<evaluate::ReviewCase> measureForReview(Session& session, const std::shared_ptr<store::Store>& store,
                                              const registry::NewReview& review,
                                              const std::vector<std::string>& groups) {
  const artifact::ArtifactStore artifacts(store);
  DataFrames frames(session);
  TATARA_ASSIGN(dataset::Engine* const engine, frames.engine());
  std::int64_t against = 0;
  TATARA_TRY(store->read([&](sql::Connection& connection) -> Status {
    TATARA_ASSIGN(const auto version, registry::findVersion(connection, review.model, review.version));
    if (version) {
      TATARA_ASSIGN(against, evaluate::versionReplaced(connection, *version, review.target));
    }
    return {};
  }));
  TATARA_ASSIGN(auto made, evaluate::measureCase(
                               {*store, artifacts, *engine}, review.model, review.version, against, groups,
                               [&](std::string_view doing, std::uint64_t done, std::uint64_t total) {
                                 session.progress(doing, static_cast<std::int64_t>(done),
                                                  static_cast<std::int64_t>(total));
                               },
                               session.stop()));
  if (!made.problem.empty()) {
    session.remark("Not measured: " + made.problem);
  }
  return made;
}

Status keepAsEvidence(Session& session, store::Store& store, const evaluate::EvaluationPlace& place,
                      const evaluate::EvaluationRequest& request, const evaluate::Evaluation& evaluation) {
  if (request.champion && request.champion->version.model != request.challenger.version.model) {
    session.remark("Not kept as evidence: that is of versions of one model only");
    return {};
  }
  TATARA_ASSIGN(const auto made, evaluate::makeCase(place, request, evaluation, session.stop()));
  TATARA_ASSIGN(const auto lapsed, store.writeFor([&](store::Writer& writer) {
    return evaluate::keepCase(writer, made, "tatara evaluate", store.clock().now());
  }));
  for (const registry::ReviewInfo& review : lapsed) {
    const std::string number = std::to_string(review.id.value());
    session.remark("Review " + number + " was opened on other evidence: \"tatara reviews reopen " + number +
                   "\" freezes what was found now");
  }
  return {};
}

}  // namespace tatara::cli
