// tatara endpoints create, list, show, route, canary, hold, promote, rollback
#include "app/cli/endpoints_log.h"
#include "app/cli/human.h"
#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/deploy/rollout.h"

namespace tatara::cli {
namespace {

using deploy::Endpoint;

Result<Endpoint> resolveEndpoint(sql::Connection& connection, const std::string& name) {
  TATARA_ASSIGN(auto endpoint, deploy::findEndpoint(connection, name));
  if (endpoint) {
    return *std::move(endpoint);
  }
  TATARA_ASSIGN(const auto all, deploy::loadEndpoints(connection));
  std::vector<std::string> names;
  for (const Endpoint& other : all) {
    names.push_back(other.name);
  }
  const auto near = nearestWord(name, names);
  return makeError(ErrorKind::NotFound, "There is no endpoint \"" + name + "\"" +
                                            (near ? "; did you mean \"" + *near + "\"?" : ""));
}

// "25" or "2.5" percent as hundredths of a percent.
Result<int> weightOf(std::string_view text) {
  const auto percent = parseDouble(text);
  if (!percent || !(*percent >= 0) || *percent > 100) {
    return makeError(ErrorKind::InvalidArgument,
                     "'" + std::string(text) + "' is no weight; give 0 to 100 percent");
  }
  return static_cast<int>(*percent * 100 + 0.5);
}

Result<std::int64_t> versionOf(std::string_view text) {
  const auto version = parseInt(text);
  if (!version || *version < 1) {
    return makeError(ErrorKind::InvalidArgument,
                     "'" + std::string(text) + "' is no version; give its number");
  }
  return *version;
}

// Runs `change` as one write task on behalf of this account and says what the endpoint serves now.
template <typename F>
Result<int> changeEndpoint(Session& session, F change) {
  TATARA_ASSIGN(const auto store, session.store());
  const auto actor = registry::currentActor("tatara");
  TATARA_ASSIGN(const Endpoint endpoint, store->writeFor([&](store::Writer& writer) -> Result<Endpoint> {
    return change(writer, actor, store->clock().now());
  }));
  session.remark("The endpoint \"" + endpoint.name + "\" serves " + endpoint.model + " " +
                 deploy::routesText(endpoint.routes));
  return kDone;
}

Verb endpointsCreateVerb() {
  struct Options {
    deploy::NewEndpoint endpoint;
    std::string alias;
    std::string version;
    std::int64_t queue = 256;
    std::int64_t deadline = 10'000;
    std::int64_t slow = 100;
    std::int64_t logged = 100;
    std::vector<std::string> masked;
  };
  auto options = std::make_shared<Options>();
  Verb verb{
      .path = "endpoints create",
      .summary = "Make an endpoint for a registered model",
      .details =
          "The endpoint follows an alias, or serves the version that is named. "
          "\"tatara endpoints serve\" brings it to life.",
      .examples = {"tatara endpoints create bikes --model bike-demand --alias champion",
                   "tatara endpoints create risk --model risk --version 3 --mask name --mask birthday"}};
  verb.takesFormat = false;
  verb.positional("NAME", options->endpoint.name, "Letters, digits, - and _");
  verb.option("--model", options->endpoint.model, "MODEL", "Registered model")
      .offers(Offer::Models)
      .required = true;
  verb.option("--alias", options->alias, "ALIAS",
              "Serve the version that has this alias, also when it moves");
  verb.option("--version", options->version, "NUMBER", "Serve this version");
  verb.option("--queue", options->queue, "COUNT", "Requests that may wait or run at once (256)");
  verb.option("--deadline", options->deadline, "MS",
              "Milliseconds after which a waiting request is not run (10000)");
  verb.option("--slow", options->slow, "MS",
              "Milliseconds from which a request counts against a canary (100)");
  verb.option("--log", options->logged, "PERCENT",
              "How many of a hundred requests are kept with their answers (100)");
  verb.option("--mask", options->masked, "COLUMN", "Column that is not kept; may be given several times");
  verb.run = [options](Session& session) -> Result<int> {
    if (options->alias.empty() == options->version.empty()) {
      return makeError(ErrorKind::InvalidArgument, "Give either --alias or --version");
    }
    deploy::NewEndpoint wanted = options->endpoint;
    wanted.follows = options->alias;
    if (!options->version.empty()) {
      TATARA_ASSIGN(wanted.version, versionOf(options->version));
    }
    wanted.settings.queue = static_cast<int>(std::min<std::int64_t>(options->queue, 1'000'000));
    wanted.settings.deadline = std::chrono::milliseconds(options->deadline);
    wanted.settings.slow = std::chrono::milliseconds(options->slow);
    wanted.settings.logged = static_cast<int>(std::min<std::int64_t>(options->logged, 1000));
    wanted.settings.masked = options->masked;
    return changeEndpoint(session, [&](store::Writer& writer, const auto& actor, Timestamp now) {
      return deploy::createEndpoint(writer, wanted, actor, now);
    });
  };
  return verb;
}

Verb endpointsListVerb() {
  Verb verb{.path = "endpoints list", .summary = "List endpoints by name"};
  verb.run = [](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto endpoints,
                  store->read([](sql::Connection& connection) { return deploy::loadEndpoints(connection); }));
    Listing listing;
    listing.addColumn("name", "Name");
    listing.addColumn("model", "Model");
    listing.addColumn("follows", "Follows");
    listing.addColumn("routes", "Serves", text::Align::Left, 60);
    listing.addColumn("owner", "Owner");
    listing.addColumn("updated", "Updated");
    for (const Endpoint& endpoint : endpoints) {
      listing.addRow({textCell(endpoint.name), textCell(endpoint.model), textCell(endpoint.follows),
                      textCell(deploy::routesText(endpoint.routes)), textCell(endpoint.owner),
                      timeCell(endpoint.updated)});
    }
    listing.print(session, "There are no endpoints");
    return kDone;
  };
  return verb;
}

struct Shown {
  Endpoint endpoint;
  std::vector<deploy::Revision> revisions;
  std::optional<deploy::Rollout> rollout;
  deploy::LabelCounts labels;
};

Result<Shown> loadShown(sql::Connection& connection, const std::string& name) {
  Shown shown;
  TATARA_ASSIGN(shown.endpoint, resolveEndpoint(connection, name));
  TATARA_ASSIGN(shown.revisions, deploy::loadRevisions(connection, shown.endpoint.id));
  TATARA_ASSIGN(shown.rollout, deploy::findRollout(connection, shown.endpoint.id));
  TATARA_ASSIGN(shown.labels, deploy::loadLabelCounts(connection, shown.endpoint.id));
  return shown;
}

void addRollout(Record& record, const deploy::Rollout& rollout) {
  const auto p = [](const deploy::Evidence& test) -> Cell {
    return {roundedNumber(test.pValue()), test.pValue()};
  };
  std::vector<std::pair<std::string, Cell>> pairs{
      {"state", textCell(std::string(toString(rollout.state)))},
      {"champion", countCell(rollout.champion)},
      {"challenger", countCell(rollout.challenger)},
      {"step", countCell(rollout.step + 1)},
      {"steps", countCell(static_cast<std::int64_t>(rollout.plan.steps.size()))},
      {"requests", countCell(rollout.requests)},
      {"errors_p", p(rollout.errors)},
      {"slowness_p", p(rollout.slowness)},
      {"inputs_p", p(rollout.inputs)},
      {"labels_p", p(rollout.live)},
      {"label_pairs", countCell(rollout.live.cases())}};
  if (rollout.agreement) {
    pairs.emplace_back("agreement_p", p(*rollout.agreement));
    pairs.emplace_back("compared", countCell(rollout.agreement->cases()));
    pairs.emplace_back("differed", countCell(rollout.agreement->hits()));
  }
  pairs.emplace_back("reason", textCell(rollout.reason.english()));
  record.addPairs("canary", "Canary", std::move(pairs));
}

Verb endpointsShowVerb() {
  auto name = std::make_shared<std::string>();
  Verb verb{.path = "endpoints show", .summary = "Show an endpoint, its canary and what it served before"};
  verb.positional("NAME", *name, "The endpoint");
  verb.run = [name](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const Shown shown,
                  store->read([&](sql::Connection& connection) { return loadShown(connection, *name); }));
    const Endpoint& endpoint = shown.endpoint;
    Record record;
    record.add("name", "Name", textCell(endpoint.name));
    record.add("model", "Model", textCell(endpoint.model));
    record.add("follows", "Follows", textCell(endpoint.follows));
    record.add("owner", "Owner", textCell(endpoint.owner));
    record.add("deputy", "Deputy", textCell(endpoint.settings.deputy));
    record.add("runbook", "Runbook", textCell(endpoint.settings.runbook));
    record.add("callers", "Callers", listCell(endpoint.settings.callers));
    record.add("slow_ms", "Slow from, ms", countCell(endpoint.settings.slow.count()));
    const int days = endpoint.settings.mostDays;
    record.add("model_days", "Greatest age, days", days == 0 ? Cell{"any", {}} : countCell(days));
    record.add("routes", "Serves", textCell(deploy::routesText(endpoint.routes)));
    record.add("revision", "Revision", countCell(endpoint.revision));
    record.add("labels", "Labels", countCell(shown.labels.taken));
    record.add("labels_conflicting", "Labels refused", countCell(shown.labels.conflicting));
    if (shown.rollout) {
      addRollout(record, *shown.rollout);
    }
    Listing history;
    history.addColumn("revision", "Revision", text::Align::Right);
    history.addColumn("at", "When");
    history.addColumn("actor", "Who");
    history.addColumn("verb", "What");
    history.addColumn("routes", "Served", text::Align::Left, 40);
    history.addColumn("reason", "Why", text::Align::Left, 60);
    for (const deploy::Revision& revision : shown.revisions) {
      history.addRow({countCell(revision.revision), timeCell(revision.at), textCell(revision.actor),
                      textCell(revision.verb), textCell(deploy::routesText(revision.routes)),
                      textCell(revision.reason)});
    }
    record.addRows("history", "History", std::move(history));
    record.print(session);
    return kDone;
  };
  return verb;
}

Verb routeVerb() {
  struct Options {
    std::string name;
    std::vector<std::string> routes;
    std::string shadow;
    std::string reason;
  };
  auto options = std::make_shared<Options>();
  Verb verb{
      .path = "endpoints route",
      .summary = "Say which versions answer, and how much each",
      .details =
          "The weights sum to 100 percent. A shadow is asked as well, and its answers are compared only.",
      .examples = {"tatara endpoints route bikes 4=100",
                   "tatara endpoints route bikes 4=90 5=10 --shadow 6"}};
  verb.takesFormat = false;
  verb.positional("NAME", options->name, "The endpoint");
  verb.positional("VERSION=PERCENT", options->routes, "A version and its weight");
  verb.option("--shadow", options->shadow, "VERSION", "Mirror requests to this version");
  verb.option("--reason", options->reason, "TEXT", "Kept with the change");
  verb.run = [options](Session& session) -> Result<int> {
    std::vector<deploy::Route> routes;
    for (const std::string& text : options->routes) {
      const std::size_t equals = text.find('=');
      deploy::Route route;
      TATARA_ASSIGN(route.version, versionOf(std::string_view(text).substr(0, equals)));
      TATARA_ASSIGN(
          route.weight,
          weightOf(equals == std::string::npos ? "100" : std::string_view(text).substr(equals + 1)));
      routes.push_back(route);
    }
    if (!options->shadow.empty()) {
      TATARA_ASSIGN(const std::int64_t version, versionOf(options->shadow));
      routes.push_back({.version = version, .shadow = true});
    }
    return changeEndpoint(session, [&](store::Writer& writer, const auto& actor, Timestamp now) {
      return deploy::setRoutes(writer, options->name, routes, actor, now, options->reason);
    });
  };
  return verb;
}

struct CanaryOptions {
  std::string name;
  std::string version;
  std::string steps;
  std::int64_t hold = 600;
  std::int64_t requests = 100;
  std::int64_t agree = 0;
  std::int64_t within = 0;
  std::string alias;
};

Result<deploy::RolloutPlan> planOf(const CanaryOptions& options) {
  deploy::RolloutPlan plan = deploy::usualPlan();
  if (!options.steps.empty()) {
    plan.steps.clear();
    for (std::string_view rest = options.steps; !rest.empty();) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      TATARA_ASSIGN(const int weight, weightOf(rest.substr(0, comma)));
      plan.steps.push_back({.weight = weight});
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  for (deploy::RolloutStep& step : plan.steps) {
    step.hold = std::chrono::seconds(options.hold);
    step.requests = options.requests;
  }
  plan.alias = options.alias;
  plan.agreement = {static_cast<int>(std::clamp<std::int64_t>(options.agree, -1, 1000)),
                    static_cast<int>(std::clamp<std::int64_t>(options.within, -1, 10'000))};
  return plan;
}

Verb canaryVerb() {
  auto options = std::make_shared<CanaryOptions>();
  Verb verb{
      .path = "endpoints canary",
      .summary = "Let a version take over in steps that stop by themselves",
      .details =
          "While the server runs it compares errors, slow answers, refused inputs and, once labels came, the "
          "distance from them of both versions by tests that may be looked at all the time; when the new "
          "version does worse, all traffic goes back at once. With --agree both are asked whenever the new "
          "one answers, and it goes back when too few answers are alike.",
      .examples = {"tatara endpoints canary bikes 5",
                   "tatara endpoints canary bikes 5 --steps 1,10,50 --hold 60 "
                   "--requests 500 --alias champion",
                   "tatara endpoints canary bikes 5 --agree 90 --within 10"}};
  verb.takesFormat = false;
  verb.positional("NAME", options->name, "The endpoint");
  verb.positional("VERSION", options->version, "The new version");
  verb.option("--steps", options->steps, "PERCENTS", "Weights of the new version, with commas (5,25,50)");
  verb.option("--hold", options->hold, "SECONDS", "How long each step lasts at least (600)");
  verb.option("--requests", options->requests, "COUNT",
              "How many requests it must answer in each step (100)");
  verb.option("--agree", options->agree, "PERCENT",
              "How many of a hundred answers must be like those of the version before (not compared)");
  verb.option("--within", options->within, "PERCENT",
              "By how much of its number one that is alike may differ (0)");
  verb.option("--alias", options->alias, "ALIAS", "Alias that moves to the version when it has passed");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const std::int64_t version, versionOf(options->version));
    TATARA_ASSIGN(const deploy::RolloutPlan plan, planOf(*options));
    return changeEndpoint(
        session, [&](store::Writer& writer, const auto& actor, Timestamp now) -> Result<Endpoint> {
          TATARA_TRY(deploy::startRollout(writer, options->name, version, plan, actor, now));
          return resolveEndpoint(writer.sql(), options->name);
        });
  };
  return verb;
}

Verb rollbackVerb() {
  struct Options {
    std::string name;
    std::string reason;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "endpoints rollback",
            .summary = "Go back to what an endpoint served before",
            .details = "A canary that is under way ends. Done again, it undoes itself.",
            .examples = {"tatara endpoints rollback bikes --reason \"too many zeros\""}};
  verb.takesFormat = false;
  verb.positional("NAME", options->name, "The endpoint");
  verb.option("--reason", options->reason, "TEXT", "Kept with the change");
  verb.run = [options](Session& session) -> Result<int> {
    return changeEndpoint(session, [&](store::Writer& writer, const auto& actor, Timestamp now) {
      return deploy::rollBack(writer, options->name, actor, now, options->reason);
    });
  };
  return verb;
}

Verb holdVerb() {
  struct Options {
    std::string name;
    bool resume = false;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "endpoints hold",
            .summary = "Keep a canary on its step, or let it go on",
            .details = "A held canary is still stopped by its checks.",
            .examples = {"tatara endpoints hold bikes", "tatara endpoints hold bikes --resume"}};
  verb.takesFormat = false;
  verb.positional("NAME", options->name, "The endpoint");
  verb.flag("--resume", options->resume, "Let it go on");
  verb.run = [options](Session& session) -> Result<int> {
    return changeEndpoint(
        session, [&](store::Writer& writer, const auto& actor, Timestamp now) -> Result<Endpoint> {
          TATARA_TRY(deploy::holdRollout(writer, options->name, !options->resume, actor, now));
          return resolveEndpoint(writer.sql(), options->name);
        });
  };
  return verb;
}

Verb promoteVerb() {
  auto name = std::make_shared<std::string>();
  Verb verb{.path = "endpoints promote",
            .summary = "Give a canary all the traffic now, whatever step it is on",
            .details = "The alias that the canary was to move moves as well, where the policy lets it."};
  verb.takesFormat = false;
  verb.positional("NAME", *name, "The endpoint");
  verb.run = [name](Session& session) -> Result<int> {
    return changeEndpoint(session,
                          [&](store::Writer& writer, const auto& actor, Timestamp now) -> Result<Endpoint> {
                            TATARA_TRY(deploy::promoteRollout(writer, *name, actor, now));
                            return resolveEndpoint(writer.sql(), *name);
                          });
  };
  return verb;
}

}  // namespace

std::vector<Verb> endpointsVerbs() {
  std::vector<Verb> verbs;
  verbs.push_back(endpointsCreateVerb());
  verbs.push_back(endpointsListVerb());
  verbs.push_back(endpointsShowVerb());
  verbs.push_back(routeVerb());
  verbs.push_back(canaryVerb());
  verbs.push_back(holdVerb());
  verbs.push_back(promoteVerb());
  verbs.push_back(rollbackVerb());
  verbs.push_back(endpointsDeleteVerb());
  verbs.push_back(endpointsSetVerb());
  verbs.push_back(endpointsRestartVerb());
  verbs.push_back(endpointsLabelsVerb());
  verbs.push_back(endpointsDisagreementsVerb());
  std::vector<Verb> more = endpointsLogVerbs();
  for (Verb& verb : more) {
    verbs.push_back(std::move(verb));
  }
  return verbs;
}

}  // namespace tatara::cli
