#include "ui/deployments/deployments_data.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <map>

#include "core/artifact/artifact_store.h"
#include "core/deploy/model_source.h"
#include "core/registry/endpoint_policy.h"
#include "core/text/error_phrase.h"
#include "ui/deployments/internal/server_files.h"

namespace tatara::ui {
namespace {

using namespace std::chrono_literals;

constexpr std::int64_t kMostActs = 60;
constexpr std::size_t kMostLogged = 100;
constexpr std::int64_t kMostMlmodel = 4 << 20;

std::optional<deploy::Rollout> running(std::optional<deploy::Rollout> rollout) {
  return rollout && rollout->state == deploy::RolloutState::Running ? rollout : std::nullopt;
}

deploy::Traffic sumOf(const std::vector<deploy::TrafficPoint>& points) {
  deploy::Traffic sum;
  for (const auto& point : points) {
    sum.merge(point.traffic);
  }
  return sum;
}

// Adds up what there is of each version.
std::vector<deploy::TrafficPoint> byVersion(const std::vector<deploy::TrafficPoint>& points) {
  std::map<std::int64_t, deploy::TrafficPoint> sums;
  for (const auto& point : points) {
    auto& sum = sums[point.version];
    sum.version = point.version;
    sum.at = std::max(sum.at, point.at);
    sum.traffic.merge(point.traffic);
  }
  std::vector<deploy::TrafficPoint> all;
  for (auto& [version, point] : sums) {
    all.push_back(point);
  }
  return all;
}

RecentTraffic recentOf(const deploy::Traffic& traffic) {
  const auto requests = static_cast<double>(traffic.requests());
  const double none = std::numeric_limits<double>::quiet_NaN();
  return {requests / 60, traffic.latency.quantile(0.95),
          requests > 0 ? static_cast<double>(traffic.failed) / requests : none};
}

Result<EndpointLine> loadLine(sql::Connection& connection, deploy::Endpoint endpoint, Timestamp now,
                              TimeSpan span) {
  EndpointLine line;
  TATARA_ASSIGN(auto rollout, deploy::findRollout(connection, endpoint.id));
  line.rollout = running(std::move(rollout));
  TATARA_ASSIGN(const auto recent, deploy::loadTraffic(connection, endpoint.id, now - 60s, now + 1s, 1h));
  const deploy::Traffic sum = sumOf(recent);
  line.recent = recentOf(sum);
  line.state = stateOf(endpoint, line.rollout, sum);
  const Millis step = stepOf(span);
  const Timestamp from = now - lengthOf(span);
  TATARA_ASSIGN(const auto points, deploy::loadTraffic(connection, endpoint.id, from, now + 1s, step));
  const auto steps = static_cast<std::size_t>(lengthOf(span) / step);  // without the one under way
  line.spark.assign(steps, 0);
  const std::int64_t first = toUnixMillis(from) / step.count();
  for (const auto& point : points) {
    const auto place = static_cast<std::size_t>(toUnixMillis(point.at) / step.count() - first);
    if (place < steps) {
      line.spark[place] +=
          static_cast<double>(point.traffic.requests()) * 1000 / static_cast<double>(step.count());
    }
  }
  line.endpoint = std::move(endpoint);
  return line;
}

// Whether the end of a canary is the last that happened.
bool endedWithCanary(const std::vector<deploy::Revision>& revisions) {
  return !revisions.empty() &&
         (revisions.front().verb == deploy::kStopCanary || revisions.front().verb == deploy::kPromoteCanary);
}

int rankOf(EndpointState state) {
  return static_cast<int>(state);
}

// Whether the model's deciding metric is a mean absolute error.
bool meanIsMeant(sql::Connection& connection, const std::string& model, std::int64_t version) {
  const auto expected = deploy::findExpected(connection, model, version, 0, deploy::LiveKind::Rmse);
  const auto mean = deploy::findExpected(connection, model, version, 0, deploy::LiveKind::Mae);
  return expected && mean && !*expected && *mean;
}

Status loadModelSide(sql::Connection& connection, EndpointFacts& facts, deploy::LiveMetricReader& live) {
  // Wider than the steps of traffic: an error needs several labels.
  const Millis liveStep = std::chrono::duration_cast<Millis>(facts.to - facts.from) / 36;
  const deploy::Endpoint& endpoint = facts.endpoint;
  TATARA_ASSIGN(const auto versions, registry::loadVersions(connection, endpoint.model));
  for (const registry::ModelVersion& version : versions) {
    VersionLabel label;
    label.version = version.version;
    label.description = version.description;
    label.champion = std::ranges::find(version.aliases, "champion") != version.aliases.end();
    label.created = version.created;
    label.approved = version.state == registry::VersionState::Approved;
    facts.versions.push_back(std::move(label));
  }
  const std::int64_t champion = endpoint.champion();
  facts.live.kind = deploy::LiveKind::Rmse;
  const bool mean = meanIsMeant(connection, endpoint.model, champion);
  TATARA_ASSIGN(facts.live, live.read(connection, endpoint.id, {facts.from, facts.to}, liveStep, mean));
  for (const deploy::Route& route : endpoint.routes) {
    const std::int64_t other =
        route.version == champion ? (facts.rollout ? facts.rollout->challenger : 0) : champion;
    TATARA_ASSIGN(const auto expected,
                  deploy::findExpected(connection, endpoint.model, route.version, other, facts.live.kind));
    if (expected) {
      facts.expected.push_back({route.version, *expected});
    }
  }
  return {};
}

Status loadTrafficSide(sql::Connection& connection, EndpointFacts& facts) {
  const deploy::EndpointId id = facts.endpoint.id;
  TATARA_ASSIGN(facts.traffic, deploy::loadTraffic(connection, id, facts.from, facts.to + 1s, facts.step));
  TATARA_ASSIGN(const auto recent, deploy::loadTraffic(connection, id, facts.to - 60s, facts.to + 1s, 1h));
  facts.recent = byVersion(recent);
  return {};
}

Status loadPermissions(sql::Connection& connection, EndpointFacts& facts) {
  TATARA_ASSIGN(const auto state, registry::loadPolicy(connection));
  const registry::Actor actor = registry::currentActor("tatara-workbench");
  using registry::EndpointAct;
  for (const auto& [act, words] : {std::pair(EndpointAct::Deploy, &facts.permissions.deploy),
                                   {EndpointAct::MoveWeights, &facts.permissions.weights},
                                   {EndpointAct::Shadow, &facts.permissions.shadow}}) {
    const auto against = registry::whyNotEndpointAct(state, facts.endpoint.name, act, actor);
    *words = against.value_or(text::Phrase());
  }
  return {};
}

}  // namespace

Millis lengthOf(TimeSpan span) {
  switch (span) {
    case TimeSpan::Quarter:
      return 15min;
    case TimeSpan::Hour:
      return 1h;
    case TimeSpan::Day:
      return 24h;
    case TimeSpan::Week:
      break;
  }
  return 24h * 7;
}

Millis stepOf(TimeSpan span) {
  switch (span) {
    case TimeSpan::Quarter:
      return 5s;
    case TimeSpan::Hour:
      return 20s;
    case TimeSpan::Day:
      return 8min;
    case TimeSpan::Week:
      break;
  }
  return 1h;
}

const VersionLabel* EndpointFacts::find(std::int64_t version) const {
  const auto found = std::ranges::find(versions, version, &VersionLabel::version);
  return found == versions.end() ? nullptr : &*found;
}

EndpointState stateOf(const deploy::Endpoint& endpoint, const std::optional<deploy::Rollout>& rollout,
                      const deploy::Traffic& lastMinute) {
  if (lastMinute.requests() > 0 && lastMinute.failed * 20 > lastMinute.requests()) {
    return EndpointState::Failing;
  }
  if (rollout) {
    return EndpointState::Canary;
  }
  const bool shadowed = std::ranges::any_of(endpoint.routes, &deploy::Route::shadow);
  return shadowed ? EndpointState::Shadow : EndpointState::Healthy;
}

Result<EndpointLines> loadEndpointLines(const store::Store& store, const Look& look, std::stop_token stop) {
  const Timestamp now = store.clock().now();
  const auto served = askStatus(look.server);
  return store.read(
      [&](sql::Connection& connection) -> Result<EndpointLines> {
        TATARA_ASSIGN(auto endpoints, deploy::loadEndpoints(connection));
        auto lines = std::make_shared<std::vector<EndpointLine>>();
        for (deploy::Endpoint& endpoint : endpoints) {
          TATARA_ASSIGN(EndpointLine line, loadLine(connection, std::move(endpoint), now, look.span));
          const auto* said = served ? served->find(line.endpoint.name) : nullptr;
          if (said && !said->problem.empty()) {
            line.problem = said->problem;
            line.state = EndpointState::Failing;
          }
          lines->push_back(std::move(line));
        }
        std::ranges::stable_sort(*lines, {}, [](const EndpointLine& line) { return rankOf(line.state); });
        return EndpointLines(std::move(lines));
      },
      stop);
}

Result<EndpointFactsPtr> loadEndpointFacts(const std::shared_ptr<store::Store>& store,
                                           const std::string& name, const Look& look, std::stop_token stop,
                                           const std::shared_ptr<deploy::LiveMetricReader>& live) {
  auto facts = std::make_shared<EndpointFacts>();
  facts->to = store->clock().now();
  facts->from = facts->to - lengthOf(look.span);
  facts->step = stepOf(look.span);
  facts->served = askStatus(look.server);
  readServerFiles(store->workspace(), *facts);
  std::string mlmodel;
  TATARA_TRY(store->read(
      [&](sql::Connection& connection) -> Status {
        TATARA_ASSIGN(auto endpoint, deploy::findEndpoint(connection, name));
        if (!endpoint) {
          return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no endpoint \"%1\""),
                                {name});
        }
        facts->endpoint = *std::move(endpoint);
        TATARA_ASSIGN(facts->rollout, deploy::findRollout(connection, facts->endpoint.id));
        TATARA_ASSIGN(facts->revisions, deploy::loadRevisions(connection, facts->endpoint.id));
        if (facts->rollout && facts->rollout->state != deploy::RolloutState::Running &&
            !endedWithCanary(facts->revisions)) {
          facts->rollout.reset();  // an old story
        }
        TATARA_ASSIGN(facts->rollback, deploy::findRollbackTarget(connection, facts->endpoint));
        TATARA_ASSIGN(facts->labels, deploy::loadLabelCounts(connection, facts->endpoint.id));
        TATARA_ASSIGN(facts->acts, registry::loadActs(connection, {.object = "endpoint/" + name}, kMostActs));
        TATARA_TRY(loadTrafficSide(connection, *facts));
        TATARA_TRY(loadModelSide(connection, *facts, *live));
        TATARA_ASSIGN(facts->loggedRequests, deploy::countPredictions(connection, facts->endpoint.id));
        TATARA_ASSIGN(facts->logged,
                      deploy::loadNewestPredictions(connection, facts->endpoint.id, kMostLogged));
        TATARA_ASSIGN(facts->disagreements, deploy::loadDisagreementFacts(connection, facts->endpoint.id));
        TATARA_TRY(loadPermissions(connection, *facts));
        const auto reference =
            deploy::resolveVersion(connection, facts->endpoint.model, facts->endpoint.champion());
        mlmodel = reference ? reference->folder + "/MLmodel" : std::string();
        return {};
      },
      stop));
  std::error_code ignored;  // the example keeps what its traffic is made of beside its data
  facts->example = std::filesystem::exists(
      store->workspace().root / "data" / "bike_rentals_simulated_2024q4.csv", ignored);
  const auto yaml = artifact::ArtifactStore(store).readAll(mlmodel, kMostMlmodel);
  const auto description = yaml ? infer::parseMlmodel(*yaml) : Result<infer::ModelDescription>(yaml.error());
  if (!description) {
    facts->signatureProblem = text::messageOf(description.error());
  } else {
    facts->signature = description->signature;
    const std::string& problem = description->signatureProblem;
    facts->signatureProblem = text::phraseOf(problem).value_or(text::Phrase(problem));
  }
  return EndpointFactsPtr(std::move(facts));
}

Result<std::shared_ptr<const std::vector<ModelChoice>>> loadModelChoices(const store::Store& store,
                                                                         std::stop_token stop) {
  using Choices = std::shared_ptr<const std::vector<ModelChoice>>;
  return store.read(
      [](sql::Connection& connection) -> Result<Choices> {
        TATARA_ASSIGN(const auto versions, registry::loadVersions(connection, ""));
        std::map<std::string, ModelChoice> byName;
        for (const registry::ModelVersion& version : versions) {
          ModelChoice& choice = byName[version.model];
          choice.model = version.model;
          choice.versions.push_back(version.version);
          choice.aliases.insert(choice.aliases.end(), version.aliases.begin(), version.aliases.end());
        }
        auto all = std::make_shared<std::vector<ModelChoice>>();
        for (auto& [name, choice] : byName) {
          std::ranges::sort(choice.versions, std::ranges::greater());
          std::ranges::sort(choice.aliases);
          all->push_back(std::move(choice));
        }
        return Choices(std::move(all));
      },
      stop);
}

}  // namespace tatara::ui
