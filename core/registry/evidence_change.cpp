#include "core/registry/evidence_change.h"

#include <map>

namespace tatara::registry {
namespace {

using text::Phrase;

constexpr std::int64_t kMostLive = 100;

bool varies(const Evidence& evidence) {
  return evidence.body["varies"].asBool().value_or(false);
}

// A gate whose outcome is another with what is known now.
std::optional<Phrase> gateThatTurned(const Review& review, const std::vector<Evidence>& current,
                                     const std::vector<const ModelRule*>& rules) {
  const GateValues then = gateValues(review.evidence);
  const GateValues now = gateValues(current);
  for (const ModelRule* rule : rules) {
    for (const GateRule& gate : rule->gates) {
      const GateResult result = gate.gate.evaluate(now);
      if (result.outcome != gate.gate.evaluate(then).outcome) {
        return Phrase::say(
            TATARA_SAYS("Phrase", "Measured again, the gate “%1” no longer answers as it did: %2"),
            {gate.name, result.measured});
      }
    }
  }
  return std::nullopt;
}

}  // namespace

Result<std::optional<Phrase>> evidenceChange(sql::Connection& connection, const Review& review,
                                             const std::vector<const ModelRule*>& rules) {
  TATARA_ASSIGN(const auto current,
                gatherEvidence(connection, review.info.model, review.info.version, review.info.replaces));
  std::map<std::string_view, const Evidence*> frozen;
  for (const Evidence& one : review.evidence) {
    frozen[one.name] = &one;
  }
  bool varied = false;
  for (const Evidence& one : current) {
    const auto found = frozen.find(one.name);
    const bool known = found != frozen.end();
    if (!known || found->second->digest != one.digest) {
      if (!known || !varies(one)) {
        return std::optional(Phrase::say(
            TATARA_SAYS("Phrase", "The evidence %1 has changed since it was frozen"), {one.name}));
      }
      varied = true;
    }
    frozen.erase(found);
  }
  if (!frozen.empty()) {
    return std::optional(
        Phrase::say(TATARA_SAYS("Phrase", "The evidence %1 is there no more"), {frozen.begin()->first}));
  }
  return varied ? gateThatTurned(review, current, rules) : std::nullopt;
}

Result<std::vector<ReviewInfo>> lapsedReviews(sql::Connection& connection, std::string_view model,
                                              std::int64_t version, std::optional<std::int64_t> against) {
  TATARA_ASSIGN(const PolicyState policy, loadPolicy(connection));
  TATARA_ASSIGN(
      const auto live,
      loadReviews(connection, {.model = std::string(model), .version = version, .live = true}, kMostLive));
  std::vector<ReviewInfo> lapsed;
  for (const ReviewInfo& info : live) {
    if (against && info.replaces != *against) {
      continue;
    }
    TATARA_ASSIGN(const Review review, loadReview(connection, info.id));
    TATARA_ASSIGN(const auto change,
                  evidenceChange(connection, review, policy.policy.rulesFor(info.model, info.target)));
    if (change) {
      lapsed.push_back(info);
    }
  }
  return lapsed;
}

}  // namespace tatara::registry
