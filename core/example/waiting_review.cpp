#include <fstream>

#include "core/artifact/artifact_store.h"
#include "core/evaluate/review_case.h"
#include "core/example/internal/waiting_review.h"
#include "core/registry/review.h"
#include "core/registry/tokens.h"
#include "core/text/yaml.h"

namespace tatara::example::internal {
namespace {

constexpr const char* kReviewSource = "tatara example";
constexpr const char* kReviewedModel = "bike-demand";
// The canary's steps, all of it only after the review.
constexpr int kMostUnapproved = 50;

Status writePolicy(const store::Store& store, const std::string& person) {
  const auto gate = [](const char* name, const char* require, bool acknowledge) {
    text::Json json = text::Json::object();
    json.set("name", name).set("require", require);
    if (acknowledge) {
      json.set("acknowledge", true);
    }
    return json;
  };
  text::Json gates = text::Json::array();
  gates.append(gate("RMSE no worse than the champion's", "challenger.rmse <= champion.rmse", false));
  gates.append(gate("No slice shown to be worse by over 10 %", "slices.max_shown_regression <= 10%", true));
  gates.append(gate("One row answered within 25 ms", "latency.p95_ms <= 25", true));
  gates.append(gate("Input schema unchanged", "signature.compatible", false));
  gates.append(gate("Files as they were registered", "files.intact", false));
  gates.append(gate("No pickle that does harm", "pickles.dangerous = 0", false));
  text::Json rule = text::Json::object();
  rule.set("name", "bike-*")
      .set("aliases", text::Json::array().append("champion"))
      .set("approvals", text::Json::object().set("reviewer", 1))
      .set("last_committer_may_approve", true)
      .set("gates", std::move(gates))
      .set("evidence_age", "30d");
  text::Json endpoints = text::Json::object();
  const text::Json reviewer = text::Json::array().append("reviewer");
  endpoints.set("name", "*")
      .set("deploy", reviewer)
      .set("weights", reviewer)
      .set("shadow", reviewer)
      .set("unapproved", kMostUnapproved);
  text::Json policy = text::Json::object();
  policy.set("roles", text::Json::object().set("reviewer", text::Json::array().append(person)))
      .set("models", text::Json::array().append(std::move(rule)))
      .set("endpoints", text::Json::array().append(std::move(endpoints)));
  std::ofstream settings(store.workspace().settingsFile(), std::ios::binary | std::ios::app);
  settings
      << "\n# Who may make which version champion, and what an endpoint may serve; \"tatara reviews policy\" "
         "explains it. Whoever opened "
         "this\n"
         "# example trained everything in it, so the one who trained a version may approve it here. Usually\n"
         "# that is not so.\n"
      << text::toYaml(text::Json::object().set("policy", std::move(policy)));
  settings.close();
  if (!settings) {
    return makeError(ErrorKind::Io, "tatara.yaml cannot be written");
  }
  return {};
}

}  // namespace

Status addWaitingReview(const std::shared_ptr<store::Store>& store, dataset::Engine& engine,
                        const std::string& reason, std::stop_token stop) {
  const artifact::ArtifactStore artifacts(store);
  constexpr std::int64_t kChallenger = 3;
  constexpr std::int64_t kChampionVersion = 2;
  TATARA_ASSIGN(const auto made, evaluate::measureCase({*store, artifacts, engine}, kReviewedModel,
                                                       kChallenger, kChampionVersion, {}, {}, stop));
  if (!made.problem.empty()) {
    return makeError(ErrorKind::Internal, "The example's challenger cannot be measured: " + made.problem);
  }
  const registry::Actor maker = registry::currentActor(kReviewSource);
  TATARA_TRY(writePolicy(*store, maker.person));
  const Timestamp now = store->clock().now();
  return store->write([&](store::Writer& writer) -> Status {
    TATARA_TRY(evaluate::keepCase(writer, made, kReviewSource, now));
    // Nobody is told the secret, so that the token can ask for nothing any more.
    TATARA_ASSIGN(const auto issued, registry::createToken(writer,
                                                           {.person = "nightly-training",
                                                            .label = "automated",
                                                            .scopes = {registry::Scope::Log},
                                                            .automated = true},
                                                           maker, now));
    registry::NewReview review;
    review.model = kReviewedModel;
    review.version = kChallenger;
    review.reason = reason + made.words;
    TATARA_TRY(registry::openReview(writer, review, registry::actorOf(issued.token, kReviewSource), now));
    return {};
  });
}

}  // namespace tatara::example::internal
