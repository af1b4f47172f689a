#include "core/deploy/rollout.h"

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"
#include "core/deploy/internal/routes.h"
#include "core/registry/act.h"
#include "core/text/error_phrase.h"

namespace tatara::deploy {
namespace {

using text::Json;
using text::Phrase;

constexpr std::size_t kMostSteps = 50;

Json toJson(const RolloutPlan& plan) {
  Json steps = Json::array();
  for (const RolloutStep& step : plan.steps) {
    steps.append(Json::object()
                     .set("weight", step.weight)
                     .set("hold_s", step.hold.count())
                     .set("requests", step.requests));
  }
  return Json::object()
      .set("steps", std::move(steps))
      .set("alpha", plan.alpha)
      .set("alias", plan.alias)
      .set("agree_percent", plan.agreement.least)
      .set("within_percent", plan.agreement.within);
}

Result<RolloutPlan> planFromJson(std::string_view text) {
  TATARA_ASSIGN(const Json value, text::parseJson(text));
  RolloutPlan plan;
  for (const Json& item : value["steps"].items()) {
    plan.steps.push_back({static_cast<int>(item["weight"].asInt().value_or(0)),
                          std::chrono::seconds(item["hold_s"].asInt().value_or(0)),
                          item["requests"].asInt().value_or(0)});
  }
  plan.alpha = value["alpha"].asNumber().value_or(0.05);
  plan.alias = value["alias"].asString() ? *value["alias"].asString() : std::string();
  plan.agreement.least = static_cast<int>(value["agree_percent"].asInt().value_or(0));
  plan.agreement.within = static_cast<int>(value["within_percent"].asInt().value_or(0));
  return plan;
}

std::string evidenceJson(const Rollout& rollout) {
  Json json = Json::object();
  json.set("errors", rollout.errors.toJson())
      .set("slowness", rollout.slowness.toJson())
      .set("inputs", rollout.inputs.toJson())
      .set("live", rollout.live.toJson())
      .set("requests", rollout.requests)
      .set("held", rollout.held)
      .set("starter", rollout.starter);
  if (rollout.agreement) {
    json.set("agreement", rollout.agreement->toJson());
  }
  return text::toJson(json);
}

void beginTests(Rollout& rollout) {
  const double alpha = rollout.plan.alphaOfCheck();
  rollout.errors = FailureTest(alpha);
  rollout.slowness = FailureTest(alpha);
  rollout.inputs = FailureTest(alpha);
  rollout.live = RateTest(0.5, alpha);
  if (rollout.plan.agreement.least > 0) {
    rollout.agreement = RateTest(1 - rollout.plan.agreement.least / 100.0, alpha);
  }
}

// What was not kept, by a version that did not test it, begins anew.
Status readTests(Rollout& rollout, const Json& evidence) {
  beginTests(rollout);
  for (const auto& [key, test] :
       {std::pair("errors", &rollout.errors), {"slowness", &rollout.slowness}, {"inputs", &rollout.inputs}}) {
    if (const std::string* body = evidence[key].asString()) {
      TATARA_ASSIGN(*test, FailureTest::fromJson(*body));
    }
  }
  if (const std::string* body = evidence["live"].asString()) {
    TATARA_ASSIGN(rollout.live, RateTest::fromJson(*body));
  }
  if (const std::string* body = evidence["agreement"].asString()) {
    TATARA_ASSIGN(rollout.agreement, RateTest::fromJson(*body));
  }
  return {};
}

Status save(store::Writer& writer, const Rollout& rollout) {
  writer.changed(store::ChangeKind::Endpoint, rollout.endpoint.value());
  return writer.sql().run("INSERT OR REPLACE INTO rollout VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                          rollout.endpoint, text::toJson(toJson(rollout.plan)), rollout.champion,
                          rollout.challenger, rollout.step, rollout.state, evidenceJson(rollout),
                          text::toJson(rollout.reason.json()), toUnixMillis(rollout.started),
                          toUnixMillis(rollout.stepStarted));
}

Status checkPlan(const RolloutPlan& plan) {
  if (plan.steps.empty() || plan.steps.size() > kMostSteps || !(plan.alpha > 0) || plan.alpha >= 1) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "A canary has one to fifty steps and an alpha between 0 and 1"));
  }
  const Agreement& agreement = plan.agreement;
  if (agreement.least < 0 || agreement.least > 99 || agreement.within < 0 || agreement.within > 1000) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase",
                                      "A canary's answers agree in 0 (not asked) to 99 percent of the "
                                      "requests, within 0 to 1000 percent of the champion's number"));
  }
  int last = 0;
  for (const RolloutStep& step : plan.steps) {
    if (step.weight <= last || step.weight >= kWhole || step.hold.count() < 0 || step.requests < 0) {
      return text::sayError(
          ErrorKind::InvalidArgument,
          TATARA_SAYS("Phrase", "The weights of a canary's steps rise, from above 0 to below 100 percent"));
    }
    last = step.weight;
  }
  return {};
}

std::string roundedP(const Evidence& test) {
  return toText(std::round(test.pValue() * 1e6) / 1e6);
}

// Of the first check that failed.
Phrase stopReason(const Rollout& rollout) {
  const std::string challenger = std::to_string(rollout.challenger);
  const std::string champion = std::to_string(rollout.champion);
  const auto counted = [&](std::string_view said, const FailureTest& test) {
    return Phrase::say(said, {challenger, champion, std::to_string(test.challenger()),
                              std::to_string(test.champion()), roundedP(test)});
  };
  if (rollout.errors.alarm()) {
    return counted(
        TATARA_SAYS("Phrase",
                    "version %1 failed more often than %2: %3 against %4 times, p = %5 at any time"),
        rollout.errors);
  }
  if (rollout.slowness.alarm()) {
    return counted(
        TATARA_SAYS("Phrase",
                    "version %1 was too slow more often than %2: %3 against %4 times, p = %5 at any "
                    "time"),
        rollout.slowness);
  }
  if (rollout.inputs.alarm()) {
    return counted(TATARA_SAYS("Phrase",
                               "version %1 refused inputs more often than %2: %3 against %4 times, p = %5 at "
                               "any time"),
                   rollout.inputs);
  }
  if (rollout.agreement && rollout.agreement->alarm()) {
    const RateTest& test = *rollout.agreement;
    return Phrase::say(
        TATARA_SAYS("Phrase",
                    "version %1 answered otherwise than %2 to %3 of %4 requests, where %5 of a "
                    "hundred may; p = %6 at any time"),
        {challenger, champion, std::to_string(test.hits()), std::to_string(test.cases()),
         std::to_string(100 - rollout.plan.agreement.least), roundedP(test)});
  }
  const RateTest& test = rollout.live;
  return Phrase::say(
      TATARA_SAYS("Phrase",
                  "version %1 was further from the label than %2 in %3 of %4 pairs of labelled "
                  "answers, p = %5 at any time"),
      {challenger, champion, std::to_string(test.hits()), std::to_string(test.cases()), roundedP(test)});
}

bool failing(const Rollout& rollout) {
  return rollout.errors.alarm() || rollout.slowness.alarm() || rollout.inputs.alarm() ||
         rollout.live.alarm() || (rollout.agreement && rollout.agreement->alarm());
}

void look(Rollout& rollout, const Observed& champion, const Observed& challenger) {
  const RolloutStep& step = rollout.plan.steps[static_cast<std::size_t>(rollout.step)];
  const double share = static_cast<double>(step.weight) / kWhole;
  rollout.errors.add(champion.failed, challenger.failed, share);
  rollout.slowness.add(champion.slow, challenger.slow, share);
  rollout.inputs.add(champion.refused, challenger.refused, share);
  if (rollout.agreement) {
    rollout.agreement->add(challenger.compared, challenger.differed);
  }
  if (challenger.live) {
    rollout.live = *challenger.live;
  }
  rollout.requests += challenger.requests;
}

// Of stores from before reasons were phrases too.
Phrase reasonFrom(std::string_view kept) {
  const auto json = text::parseJson(kept);
  const auto phrase = json ? Phrase::read(*json) : std::nullopt;
  return phrase ? *phrase : Phrase(kept);
}

// Who writes the act, and in whose name the policy is asked.
struct Authority {
  const registry::Actor& actor;
  std::string person;

  registry::Actor asked() const {
    registry::Actor inName = actor;
    inName.person = person.empty() ? actor.person : person;
    return inName;
  }
};

Result<Rollout> runningRollout(store::Writer& writer, const Endpoint& endpoint) {
  TATARA_ASSIGN(auto found, findRollout(writer.sql(), endpoint.id));
  if (!found || found->state != RolloutState::Running) {
    return text::sayError(ErrorKind::Conflict, TATARA_SAYS("Phrase", "No canary is under way on \"%1\""),
                          {endpoint.name});
  }
  return std::move(*found);
}

// The two versions at this weight of the challenger, and the endpoint's shadow if it has one.
Result<std::vector<Route>> routesFor(store::Writer& writer, const Endpoint& endpoint, const Rollout& rollout,
                                     int weight) {
  std::vector<Route> routes{{.version = rollout.champion, .weight = kWhole - weight},
                            {.version = rollout.challenger, .weight = weight}};
  for (const Route& route : endpoint.routes) {
    if (route.shadow && route.version != rollout.champion && route.version != rollout.challenger) {
      routes.push_back(route);
    }
  }
  TATARA_TRY(internal::prepareRoutes(writer.sql(), endpoint.model, routes));
  return routes;
}

Status stepOn(store::Writer& writer, const Endpoint& endpoint, Rollout& rollout, const Authority& authority,
              Timestamp now) {
  const auto next = static_cast<std::size_t>(rollout.step) + 1;
  TATARA_ASSIGN(const auto routes, routesFor(writer, endpoint, rollout, rollout.plan.steps[next].weight));
  TATARA_TRY(checkRouteChange(writer, endpoint, routes, authority.asked(), now));
  rollout.step = static_cast<int>(next);
  rollout.stepStarted = now;
  rollout.requests = 0;
  rollout.reason = {};
  const std::string reason = "canary, step " + std::to_string(next + 1);
  TATARA_TRY(internal::writeRoutes(writer, endpoint, routes, authority.actor, now,
                                   {.verb = kStepCanary, .reason = reason}));
  return {};
}

// The alias first: what the registry refuses leaves the routes as they are.
Status promote(store::Writer& writer, const Endpoint& endpoint, Rollout& rollout, const Authority& authority,
               Timestamp now, const Phrase& reason) {
  TATARA_ASSIGN(const auto routes, routesFor(writer, endpoint, rollout, kWhole));
  TATARA_TRY(checkRouteChange(writer, endpoint, routes, authority.asked(), now));
  if (!rollout.plan.alias.empty()) {
    TATARA_TRY(registry::move(writer, endpoint.model,
                              registry::SetAlias{rollout.plan.alias, rollout.challenger}, authority.actor,
                              now, "promoted on endpoint " + endpoint.name));
  }
  rollout.state = RolloutState::Promoted;
  rollout.reason = reason;
  TATARA_TRY(internal::writeRoutes(writer, endpoint, routes, authority.actor, now,
                                   {.verb = kPromoteCanary, .reason = reason.english()}));
  return {};
}

// What keeps a canary on its step that may not go on by itself: the policy of endpoints, or that of the
// alias that the promotion would move.
Result<Phrase> whyItWaits(store::Writer& writer, const Endpoint& endpoint, const Rollout& rollout,
                          const Authority& authority, Timestamp now, const Error& refusal) {
  const auto next = static_cast<std::size_t>(rollout.step) + 1;
  const bool last = next == rollout.plan.steps.size();
  TATARA_ASSIGN(const auto routes,
                routesFor(writer, endpoint, rollout, last ? kWhole : rollout.plan.steps[next].weight));
  TATARA_ASSIGN(const auto against,
                internal::whyNotRouteChange(writer, endpoint, routes, authority.asked(), now));
  if (against) {
    return Phrase::say(TATARA_SAYS("Phrase", "it waits: %1"), {*against});
  }
  return Phrase::say(TATARA_SAYS("Phrase", "it waits until version %1 may become %2: %3"),
                     {std::to_string(rollout.challenger), rollout.plan.alias, refusal.message});
}

}  // namespace

std::string_view toString(RolloutState state) {
  return state == RolloutState::Running    ? "running"
         : state == RolloutState::Promoted ? "promoted"
                                           : "stopped";
}

RolloutPlan usualPlan() {
  return {.steps = {{500}, {2500}, {5000}}};
}

Result<std::optional<Rollout>> findRollout(sql::Connection& connection, EndpointId endpoint) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT plan, champion, challenger, step, state, evidence, reason, "
                                 "started_ms, step_ms FROM rollout WHERE endpoint_id = ?",
                                 endpoint));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return std::nullopt;
  }
  Rollout rollout;
  rollout.endpoint = endpoint;
  TATARA_ASSIGN(rollout.plan, planFromJson(rows.text(0)));
  rollout.champion = rows.integer(1);
  rollout.challenger = rows.integer(2);
  rollout.step = static_cast<int>(rows.integer(3));
  rollout.state = static_cast<RolloutState>(rows.integer(4));
  TATARA_ASSIGN(const Json evidence, text::parseJson(rows.text(5)));
  TATARA_TRY(readTests(rollout, evidence));
  rollout.requests = evidence["requests"].asInt().value_or(0);
  rollout.held = evidence["held"].asBool().value_or(false);
  if (const std::string* starter = evidence["starter"].asString()) {
    rollout.starter = *starter;
  }
  rollout.reason = reasonFrom(rows.text(6));
  rollout.started = fromUnixMillis(rows.integer(7));
  rollout.stepStarted = fromUnixMillis(rows.integer(8));
  return std::optional(std::move(rollout));
}

Result<Rollout> startRollout(store::Writer& writer, std::string_view name, std::int64_t challenger,
                             const RolloutPlan& plan, const registry::Actor& actor, Timestamp now) {
  TATARA_TRY(checkPlan(plan));
  TATARA_ASSIGN(const auto endpoint, findEndpoint(writer.sql(), name));
  if (!endpoint) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no endpoint \"%1\""), {name});
  }
  TATARA_ASSIGN(const auto last, findRollout(writer.sql(), endpoint->id));
  if (last && last->state == RolloutState::Running) {
    return text::sayError(
        ErrorKind::Conflict,
        TATARA_SAYS("Phrase", "A canary of version %1 is under way on \"%2\"; roll back or wait for its end"),
        {std::to_string(last->challenger), name});
  }
  if (challenger == endpoint->champion()) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "Version %1 is the one that answers already"),
                          {std::to_string(challenger)});
  }
  Rollout rollout;
  rollout.endpoint = endpoint->id;
  rollout.plan = plan;
  rollout.champion = endpoint->champion();
  rollout.challenger = challenger;
  beginTests(rollout);
  rollout.starter = actor.person;
  rollout.started = now;
  rollout.stepStarted = now;
  TATARA_ASSIGN(const auto routes, routesFor(writer, *endpoint, rollout, plan.steps[0].weight));
  TATARA_TRY(checkRouteChange(writer, *endpoint, routes, actor, now));
  TATARA_TRY(internal::writeRoutes(writer, *endpoint, routes, actor, now,
                                   {.verb = kStartCanary, .reason = "canary, step 1", .sign = true}));
  TATARA_TRY(save(writer, rollout));
  return rollout;
}

Result<Rollout> holdRollout(store::Writer& writer, std::string_view name, bool held,
                            const registry::Actor& actor, Timestamp now) {
  TATARA_ASSIGN(const Endpoint endpoint, internal::loadEndpoint(writer.sql(), name));
  TATARA_ASSIGN(Rollout rollout, runningRollout(writer, endpoint));
  TATARA_TRY(checkRouteChange(writer, endpoint, endpoint.routes, actor, now));
  if (rollout.held == held) {
    return rollout;
  }
  rollout.held = held;
  rollout.reason = held ? Phrase::say(TATARA_SAYS("Phrase", "held by %1"), {actor.person}) : Phrase();
  TATARA_TRY(registry::recordAct(writer, actor, now,
                                 {.verb = held ? "hold canary" : "resume canary",
                                  .object = "endpoint/" + endpoint.name,
                                  .after = routesText(endpoint.routes)}));
  TATARA_TRY(save(writer, rollout));
  return rollout;
}

Result<Rollout> promoteRollout(store::Writer& writer, std::string_view name, const registry::Actor& actor,
                               Timestamp now) {
  TATARA_ASSIGN(const Endpoint endpoint, internal::loadEndpoint(writer.sql(), name));
  TATARA_ASSIGN(Rollout rollout, runningRollout(writer, endpoint));
  TATARA_TRY(promote(writer, endpoint, rollout, {actor, actor.person}, now,
                     Phrase::say(TATARA_SAYS("Phrase", "before its last step, by %1"), {actor.person})));
  TATARA_TRY(save(writer, rollout));
  return rollout;
}

Result<Rollout> advanceRollout(store::Writer& writer, const Endpoint& seen, const Observed& champion,
                               const Observed& challenger, const registry::Actor& actor, Timestamp now) {
  TATARA_ASSIGN(const Endpoint endpoint, internal::loadEndpoint(writer.sql(), seen.name));
  TATARA_ASSIGN(Rollout rollout, runningRollout(writer, endpoint));
  const RolloutStep& step = rollout.plan.steps[static_cast<std::size_t>(rollout.step)];
  look(rollout, champion, challenger);
  const bool due = rollout.requests >= step.requests && now - rollout.stepStarted >= step.hold;
  if (failing(rollout)) {
    rollout.state = RolloutState::Stopped;
    rollout.reason = stopReason(rollout);
    TATARA_ASSIGN(const auto routes, routesFor(writer, endpoint, rollout, 0));
    TATARA_TRY(internal::writeRoutes(writer, endpoint, routes, actor, now,
                                     {.verb = kStopCanary, .reason = rollout.reason.english()}));
  } else if (due && !rollout.held) {
    const bool last = static_cast<std::size_t>(rollout.step) + 1 == rollout.plan.steps.size();
    const Authority authority{actor, rollout.starter};
    const Status moved = last ? promote(writer, endpoint, rollout, authority, now,
                                        Phrase::say(TATARA_SAYS("Phrase", "every step passed its checks")))
                              : stepOn(writer, endpoint, rollout, authority, now);
    if (!moved && moved.error().kind != ErrorKind::PermissionDenied) {
      return moved.error();
    }
    if (!moved) {
      TATARA_ASSIGN(rollout.reason, whyItWaits(writer, endpoint, rollout, authority, now, moved.error()));
    }
  }
  TATARA_TRY(save(writer, rollout));
  return rollout;
}

}  // namespace tatara::deploy
