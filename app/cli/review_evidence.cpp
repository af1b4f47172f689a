#include "app/cli/review_evidence.h"

#include <array>
#include <optional>
#include <span>

#include "app/cli/data_frame.h"
#include "core/artifact/artifact_store.h"
#include "core/base/number_text.h"

namespace tatara::cli {
namespace {

struct Unit {
  std::string_view name;
  double size;
};
constexpr std::array<Unit, 3> kSizes{Unit{"KB", 1e3}, Unit{"MB", 1e6}, Unit{"GB", 1e9}};
constexpr std::array<Unit, 3> kTimes{Unit{"s", 1e3}, Unit{"m", 6e4}, Unit{"h", 36e5}};
constexpr double kLeastMemory = 64e6;
constexpr double kMostMemory = 1e15;
constexpr double kLongest = 30.0 * 24 * 36e5;

// "8GB" in the smallest unit that there is; nothing for what is no such text.
std::optional<double> withUnit(std::string_view text, std::span<const Unit> units) {
  for (const Unit& unit : units) {
    if (text.ends_with(unit.name)) {
      const auto number = parseDouble(text.substr(0, text.size() - unit.name.size()));
      return number ? std::optional(*number * unit.size) : std::nullopt;
    }
  }
  return std::nullopt;
}

}  // namespace

void addLimitOptions(Verb& verb, MeasureLimits& limits) {
  verb.option("--memory", limits.memory, "SIZE",
              "Most memory that measuring may take, such as 500MB; 8GB when not given");
  verb.option("--deadline", limits.deadline, "TIME",
              "Longest that measuring may take, such as 90s; 30m when not given");
}

Result<evaluate::Apart> apartWithin(const MeasureLimits& limits) {
  evaluate::Apart apart;
  if (!limits.memory.empty()) {
    const auto bytes = withUnit(limits.memory, kSizes);
    if (!bytes || !(*bytes >= kLeastMemory && *bytes <= kMostMemory)) {
      return makeError(ErrorKind::InvalidArgument,
                       "--memory takes a size from 64MB on, such as 500MB or 8GB");
    }
    apart.memory = static_cast<std::uint64_t>(*bytes);
  }
  if (!limits.deadline.empty()) {
    const auto time = withUnit(limits.deadline, kTimes);
    if (!time || !(*time >= 1 && *time <= kLongest)) {
      return makeError(ErrorKind::InvalidArgument, "--deadline takes a time such as 90s, 30m or 2h");
    }
    apart.deadline = std::chrono::milliseconds(static_cast<std::int64_t>(*time));
  }
  return apart;
}

Result<evaluate::ReviewCase> measureForReview(Session& session, const std::shared_ptr<store::Store>& store,
                                              const ReviewMeasuring& measuring) {
  const registry::NewReview& review = measuring.review;
  TATARA_ASSIGN(const auto apart, apartWithin(measuring.limits));
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
  TATARA_ASSIGN(
      auto made,
      evaluate::measureCase(
          {*store, artifacts, *engine, apart}, review.model, review.version, against, measuring.groups,
          [&](std::string_view doing, std::uint64_t done, std::uint64_t total) {
            session.progress(doing, static_cast<std::int64_t>(done), static_cast<std::int64_t>(total));
          },
          session.stop()));
  if (!made.problem.empty()) {
    session.remark("Not measured: " + made.problem);
  }
  return made;
}

void tellLapsed(Session& session, const std::vector<registry::ReviewInfo>& lapsed) {
  for (const registry::ReviewInfo& review : lapsed) {
    const std::string number = std::to_string(review.id.value());
    session.remark("Review " + number + " was opened on other evidence: \"tatara reviews reopen " + number +
                   "\" freezes what was found now");
  }
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
  tellLapsed(session, lapsed);
  return {};
}

}  // namespace tatara::cli
