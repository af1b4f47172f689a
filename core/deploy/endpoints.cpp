#include "core/deploy/endpoints.h"

#include <algorithm>

#include "core/base/number_text.h"
#include "core/deploy/internal/hold.h"
#include "core/deploy/internal/routes.h"
#include "core/deploy/model_source.h"
#include "core/registry/act.h"
#include "core/registry/endpoint_policy.h"
#include "core/registry/policy.h"
#include "core/text/error_phrase.h"
#include "core/text/phrase.h"

namespace tatara::deploy {
namespace {

using text::Json;

constexpr std::size_t kMostName = 63;
constexpr std::size_t kMostRoutes = 20;

Error endpointNotFound(std::string_view name) {
  return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no endpoint \"%1\""), {name});
}

// As a part of a path and a value in metrics, without escaping.
Status checkName(std::string_view name) {
  const auto legal = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  if (name.empty() || name.size() > kMostName || !std::ranges::all_of(name, legal) || name.front() == '-') {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "An endpoint's name is of letters, digits, - and _, at most 63 of them"));
  }
  return {};
}

Json listJson(const std::vector<std::string>& texts) {
  Json list = Json::array();
  for (const std::string& text : texts) {
    list.append(text);
  }
  return list;
}

Json routesJson(const std::vector<Route>& routes) {
  Json list = Json::array();
  for (const Route& route : routes) {
    list.append(Json::object()
                    .set("version", route.version)
                    .set("weight", route.weight)
                    .set("shadow", route.shadow)
                    .set("digest", route.digest));
  }
  return list;
}

std::vector<Route> routesFromJson(std::string_view text) {
  std::vector<Route> routes;
  const auto list = text::parseJson(text);
  if (!list) {
    return routes;
  }
  for (const Json& item : list->items()) {
    Route route;
    route.version = item["version"].asInt().value_or(0);
    route.weight = static_cast<int>(item["weight"].asInt().value_or(0));
    route.shadow = item["shadow"].asBool().value_or(false);
    route.digest = item["digest"].asString() ? *item["digest"].asString() : std::string();
    routes.push_back(std::move(route));
  }
  return routes;
}

Status checkRoutes(std::vector<Route>& routes) {
  std::ranges::sort(routes, {}, &Route::version);
  int sum = 0;
  int shadows = 0;
  for (std::size_t i = 0; i < routes.size(); ++i) {
    const Route& route = routes[i];
    if (route.weight < 0 || (route.shadow && route.weight != 0)) {
      return text::sayError(
          ErrorKind::InvalidArgument,
          TATARA_SAYS("Phrase", "A weight is from 0 to 100 percent, and a shadow has none"));
    }
    if (i > 0 && routes[i - 1].version == route.version) {
      return text::sayError(ErrorKind::InvalidArgument, TATARA_SAYS("Phrase", "Version %1 is named twice"),
                            {std::to_string(route.version)});
    }
    sum += route.weight;
    shadows += route.shadow ? 1 : 0;
  }
  if (routes.size() > kMostRoutes || shadows > 1) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "An endpoint has at most 20 versions, one of them as shadow"));
  }
  if (sum != kWhole) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "The weights sum to %1 percent, not to 100"),
                          {toText(sum / 100.0)});
  }
  std::erase_if(routes, [](const Route& route) { return route.weight == 0 && !route.shadow; });
  return {};
}

constexpr const char* kColumns =
    "SELECT endpoint_id, name, model, follows, owner, settings, revision, created_ms, updated_ms FROM "
    "endpoint "
    "WHERE deleted_ms IS NULL";

Result<Endpoint> decode(sql::Connection& connection, const sql::Rows& rows) {
  Endpoint endpoint;
  endpoint.id = EndpointId(rows.integer(0));
  endpoint.name = rows.text(1);
  endpoint.model = rows.text(2);
  endpoint.follows = rows.text(3);
  endpoint.owner = rows.text(4);
  TATARA_ASSIGN(endpoint.settings, settingsFromJson(rows.text(5)));
  if (!endpoint.settings.owner.empty()) {
    endpoint.owner = endpoint.settings.owner;
  }
  endpoint.revision = rows.integer(6);
  endpoint.created = fromUnixMillis(rows.integer(7));
  endpoint.updated = fromUnixMillis(rows.integer(8));
  TATARA_ASSIGN(auto routes,
                connection.query("SELECT version, weight, shadow, digest FROM endpoint_route WHERE "
                                 "endpoint_id = ? ORDER BY version",
                                 endpoint.id));
  while (routes.next()) {
    endpoint.routes.push_back({routes.integer(0), static_cast<int>(routes.integer(1)), routes.integer(2) != 0,
                               std::string(routes.text(3))});
  }
  TATARA_TRY(routes.status());
  return endpoint;
}

Status checkSettings(const Settings& settings) {
  if (settings.queue < 1 || settings.queue > 100'000 || settings.deadline.count() < 1 ||
      settings.logged < 0 || settings.logged > 100 || settings.slow.count() < 1 || settings.keptDays < 0 ||
      settings.keptDays > 36'500) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase",
                    "An endpoint's queue is from 1 to 100,000, its deadline and its slowest time at least a "
                    "millisecond, of requests 0 to 100 percent are kept, for 0 (for ever) to 36,500 days"));
  }
  constexpr int kMostDays = 36'500;
  constexpr std::size_t kLongestName = 200;
  constexpr std::size_t kLongestRunbook = 4000;
  constexpr std::size_t kMostCallers = 200;
  const auto soundName = [](const std::string& name) {
    return name.size() <= kLongestName && name.find_first_of("\n\r\t") == std::string::npos;
  };
  if (settings.mostDays < 0 || settings.mostDays > kMostDays || !soundName(settings.owner) ||
      !soundName(settings.deputy) || settings.runbook.size() > kLongestRunbook ||
      settings.callers.size() > kMostCallers ||
      !std::ranges::all_of(settings.callers,
                           [&](const std::string& name) { return !name.empty() && soundName(name); })) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase",
                    "An endpoint's owner, deputy and callers are names of one line, its callers at most 200, "
                    "its runbook at most 4,000 bytes, the greatest age of its model 0 (any) to 36,500 days"));
  }
  return {};
}

// A canary that is under way ends with the routes it made.
Status endRollout(store::Writer& writer, EndpointId endpoint, const text::Phrase& reason) {
  return writer.sql().run("UPDATE rollout SET state = 2, reason = ? WHERE endpoint_id = ? AND state = 0",
                          text::toJson(reason.json()), endpoint);
}

// With the digests of what the versions are now.
Status fillDigests(sql::Connection& connection, const std::string& model, std::vector<Route>& routes) {
  for (Route& route : routes) {
    TATARA_ASSIGN(const auto reference, resolveVersion(connection, model, route.version));
    TATARA_ASSIGN(route.digest, modelDigest(connection, reference));
  }
  return {};
}

// Whether every version is there and still what it was.
bool digestsHold(sql::Connection& connection, const std::string& model, const std::vector<Route>& routes) {
  std::vector<Route> now = routes;
  return !routes.empty() && fillDigests(connection, model, now) && now == routes;
}

Status mayAct(store::Writer& writer, std::string_view endpoint, registry::EndpointAct act,
              const registry::Actor& actor, Timestamp now) {
  TATARA_ASSIGN(const auto state, registry::holdToPolicy(writer, now));
  return registry::checkEndpointAct(state, endpoint, act, actor);
}

Status mayFollow(store::Writer& writer, const NewEndpoint& endpoint, Timestamp now) {
  TATARA_ASSIGN(const auto state, registry::holdToPolicy(writer, now));
  if (!registry::mayFollowAlias(state.policy, endpoint.name)) {
    return text::sayError(
        ErrorKind::PermissionDenied,
        TATARA_SAYS("Phrase", "The policy does not let the endpoint %1 follow an alias; name a version"),
        {endpoint.name});
  }
  return {};
}

const Route* findRoute(const std::vector<Route>& routes, std::int64_t version) {
  const auto found = std::ranges::find(routes, version, &Route::version);
  return found == routes.end() ? nullptr : &*found;
}

// What going from one set of routes to the other is. At least one act, so that nobody passes by changing
// nothing.
std::vector<registry::EndpointAct> actsBetween(const std::vector<Route>& before,
                                               const std::vector<Route>& after) {
  using registry::EndpointAct;
  bool deploys = false;
  bool shadows = false;
  const auto shadowOf = [](const std::vector<Route>& routes) {
    const auto found = std::ranges::find(routes, true, &Route::shadow);
    return found == routes.end() ? 0 : found->version;
  };
  shadows = shadowOf(before) != shadowOf(after);
  bool moves = false;
  for (const Route& route : after) {
    const Route* own = findRoute(before, route.version);
    if (route.weight > 0 && (!own || own->weight == 0 || own->digest != route.digest)) {
      deploys = true;
    }
    moves = moves || (own && own->weight != route.weight);
  }
  for (const Route& route : before) {
    moves = moves || (route.weight > 0 && !findRoute(after, route.version));
  }
  std::vector<EndpointAct> acts;
  if (deploys) {
    acts.push_back(EndpointAct::Deploy);
  }
  if (shadows) {
    acts.push_back(EndpointAct::Shadow);
  }
  if ((moves && !deploys) || acts.empty()) {
    acts.push_back(EndpointAct::MoveWeights);
  }
  return acts;
}

// What grows has to stay within what the policy gives a version that nobody approved.
Result<std::optional<text::Phrase>> whyNotShares(store::Writer& writer, const Endpoint& endpoint,
                                                 const std::vector<Route>& routes, Timestamp now) {
  TATARA_ASSIGN(const auto state, registry::holdToPolicy(writer, now));
  for (const Route& route : routes) {
    const Route* own = findRoute(endpoint.routes, route.version);
    if (route.weight <= (own ? own->weight : 0)) {
      continue;
    }
    TATARA_ASSIGN(const auto version, registry::findVersion(writer.sql(), endpoint.model, route.version));
    if (auto against = version ? registry::whyNotShare(state, endpoint.name, *version, route.weight / 100.0)
                               : std::nullopt) {
      return against;
    }
  }
  return std::nullopt;
}

Status permitted(const Result<std::optional<text::Phrase>>& against) {
  TATARA_TRY(against);
  return *against ? Status(text::phraseError(ErrorKind::PermissionDenied, **against)) : Status();
}

}  // namespace

namespace internal {

Result<Endpoint> loadEndpoint(sql::Connection& connection, std::string_view name) {
  TATARA_ASSIGN(auto found, findEndpoint(connection, name));
  if (!found) {
    return endpointNotFound(name);
  }
  return std::move(*found);
}

Status prepareRoutes(sql::Connection& connection, const std::string& model, std::vector<Route>& routes) {
  TATARA_TRY(checkRoutes(routes));
  return fillDigests(connection, model, routes);
}

Result<Endpoint> writeRoutes(store::Writer& writer, const Endpoint& endpoint,
                             const std::vector<Route>& routes, const registry::Actor& actor, Timestamp now,
                             const Change& change) {
  sql::Connection& sql = writer.sql();
  const std::int64_t revision = endpoint.revision + 1;
  TATARA_TRY(sql.run("DELETE FROM endpoint_route WHERE endpoint_id = ?", endpoint.id));
  for (const Route& route : routes) {
    TATARA_TRY(sql.run("INSERT INTO endpoint_route VALUES(?, ?, ?, ?, ?)", endpoint.id, route.version,
                       route.weight, route.shadow, route.digest));
  }
  TATARA_TRY(sql.run("UPDATE endpoint SET revision = ?, follows = ?, updated_ms = ? WHERE endpoint_id = ?",
                     revision, change.follows, toUnixMillis(now), endpoint.id));
  TATARA_TRY(sql.run("INSERT INTO endpoint_history VALUES(?, ?, ?, ?, ?, ?, ?)", endpoint.id, revision,
                     toUnixMillis(now), actor.person, change.verb, text::toJson(routesJson(routes)),
                     change.reason));
  TATARA_TRY(registry::recordAct(
      writer, actor, now,
      {.verb = change.verb,
       .object = "endpoint/" + endpoint.name,
       .before = endpoint.routes.empty() ? std::nullopt : std::optional(routesText(endpoint.routes)),
       .after = routesText(routes),
       .reason = change.reason,
       .sign = change.sign}));
  writer.changed(store::ChangeKind::Endpoint, endpoint.id.value());
  TATARA_ASSIGN(Endpoint changed, loadEndpoint(sql, endpoint.name));
  TATARA_TRY(holdVersions(writer, changed, now));
  return changed;
}

}  // namespace internal

using internal::loadEndpoint;
using internal::writeRoutes;

std::int64_t Endpoint::champion() const {
  const auto greatest = std::ranges::max_element(routes, {}, &Route::weight);
  return greatest == routes.end() ? 0 : greatest->version;
}

Json toJson(const Settings& settings) {
  return Json::object()
      .set("queue", settings.queue)
      .set("deadline_ms", settings.deadline.count())
      .set("logged_percent", settings.logged)
      .set("slow_ms", settings.slow.count())
      .set("kept_days", settings.keptDays)
      .set("masked", listJson(settings.masked))
      .set("owner", settings.owner)
      .set("deputy", settings.deputy)
      .set("runbook", settings.runbook)
      .set("model_days", settings.mostDays)
      .set("callers", listJson(settings.callers));
}

Result<Settings> settingsFromJson(std::string_view json) {
  TATARA_ASSIGN(const Json value, text::parseJson(json));
  Settings settings;
  settings.queue = static_cast<int>(value["queue"].asInt().value_or(settings.queue));
  settings.deadline =
      std::chrono::milliseconds(value["deadline_ms"].asInt().value_or(settings.deadline.count()));
  settings.logged = static_cast<int>(value["logged_percent"].asInt().value_or(settings.logged));
  settings.slow = std::chrono::milliseconds(value["slow_ms"].asInt().value_or(settings.slow.count()));
  settings.keptDays = static_cast<int>(value["kept_days"].asInt().value_or(settings.keptDays));
  settings.mostDays = static_cast<int>(value["model_days"].asInt().value_or(settings.mostDays));
  for (const auto& [key, text] :
       {std::pair("owner", &settings.owner), {"deputy", &settings.deputy}, {"runbook", &settings.runbook}}) {
    if (const std::string* words = value[key].asString()) {
      *text = *words;
    }
  }
  for (const auto& [key, list] : {std::pair("masked", &settings.masked), {"callers", &settings.callers}}) {
    for (const Json& item : value[key].items()) {
      if (item.asString()) {
        list->push_back(*item.asString());
      }
    }
  }
  return settings;
}

std::string routesText(const std::vector<Route>& routes) {
  std::string text;
  for (const Route& route : routes) {
    text += (text.empty() ? "" : ", ") + std::to_string(route.version) +
            (route.shadow ? " as shadow" : " at " + toText(route.weight / 100.0) + " %");
  }
  return text;
}

Result<Endpoint> createEndpoint(store::Writer& writer, const NewEndpoint& endpoint,
                                const registry::Actor& actor, Timestamp now) {
  TATARA_TRY(checkName(endpoint.name));
  const Settings& settings = endpoint.settings;
  TATARA_TRY(checkSettings(settings));
  TATARA_TRY(mayAct(writer, endpoint.name, registry::EndpointAct::Deploy, actor, now));
  TATARA_ASSIGN(const auto there, findEndpoint(writer.sql(), endpoint.name));
  if (there) {
    return text::sayError(ErrorKind::AlreadyExists,
                          TATARA_SAYS("Phrase", "There is an endpoint \"%1\" already"), {endpoint.name});
  }
  TATARA_ASSIGN(const auto model, registry::findModel(writer.sql(), endpoint.model));
  if (!model) {
    return text::sayError(ErrorKind::NotFound, TATARA_SAYS("Phrase", "There is no registered model \"%1\""),
                          {endpoint.model});
  }
  Route route{.version = endpoint.version, .weight = kWhole};
  if (!endpoint.follows.empty()) {
    TATARA_TRY(mayFollow(writer, endpoint, now));
    TATARA_ASSIGN(const auto version,
                  registry::findVersionByAlias(writer.sql(), endpoint.model, endpoint.follows));
    if (!version) {
      return text::sayError(ErrorKind::NotFound,
                            TATARA_SAYS("Phrase", "The model \"%1\" has no version with the alias \"%2\""),
                            {endpoint.model, endpoint.follows});
    }
    route.version = version->version;
  }
  std::vector<Route> routes{route};
  TATARA_TRY(fillDigests(writer.sql(), endpoint.model, routes));
  // A deleted endpoint of the name keeps its rows under a name that nobody can give.
  TATARA_TRY(writer.sql().run(
      "INSERT INTO endpoint(name, model, follows, owner, settings, revision, created_ms, updated_ms) "
      "VALUES(?, ?, ?, ?, ?, 0, ?, ?)",
      endpoint.name, endpoint.model, endpoint.follows, actor.person, text::toJson(toJson(settings)),
      toUnixMillis(now), toUnixMillis(now)));
  TATARA_ASSIGN(const Endpoint made, loadEndpoint(writer.sql(), endpoint.name));
  TATARA_TRY(permitted(whyNotShares(writer, made, routes, now)));
  return writeRoutes(writer, made, routes, actor, now,
                     {.verb = kCreate, .follows = endpoint.follows, .sign = true});
}

Result<std::optional<text::Phrase>> internal::whyNotRouteChange(store::Writer& writer,
                                                                const Endpoint& endpoint,
                                                                const std::vector<Route>& routes,
                                                                const registry::Actor& actor, Timestamp now) {
  TATARA_ASSIGN(const auto state, registry::holdToPolicy(writer, now));
  for (const registry::EndpointAct act : actsBetween(endpoint.routes, routes)) {
    if (auto against = registry::whyNotEndpointAct(state, endpoint.name, act, actor)) {
      return against;
    }
  }
  return whyNotShares(writer, endpoint, routes, now);
}

Status checkRouteChange(store::Writer& writer, const Endpoint& endpoint, const std::vector<Route>& routes,
                        const registry::Actor& actor, Timestamp now) {
  return permitted(internal::whyNotRouteChange(writer, endpoint, routes, actor, now));
}

Result<Endpoint> setRoutes(store::Writer& writer, std::string_view name, std::vector<Route> routes,
                           const registry::Actor& actor, Timestamp now, std::string_view reason) {
  TATARA_ASSIGN(const Endpoint endpoint, loadEndpoint(writer.sql(), name));
  TATARA_TRY(internal::prepareRoutes(writer.sql(), endpoint.model, routes));
  TATARA_TRY(checkRouteChange(writer, endpoint, routes, actor, now));
  TATARA_TRY(endRollout(writer, endpoint.id,
                        text::Phrase::say(TATARA_SAYS("Phrase", "the routes were set by hand"))));
  return writeRoutes(writer, endpoint, routes, actor, now,
                     {.verb = kSetRoutes, .reason = reason, .sign = true});
}

namespace {

// What callers get: without the shadow, whose answers nobody sees.
std::vector<Route> answering(std::vector<Route> routes) {
  std::erase_if(routes, [](const Route& route) { return route.shadow; });
  return routes;
}

}  // namespace

Result<std::optional<Revision>> findRollbackTarget(sql::Connection& connection, const Endpoint& endpoint) {
  TATARA_ASSIGN(auto revisions, loadRevisions(connection, endpoint.id));
  const auto newest = std::ranges::find_if(
      revisions, [](const Revision& revision) { return revision.verb != kChangeSettings; });
  const bool undoes = newest != revisions.end() && newest->verb == kRollBack;
  for (Revision& revision : revisions) {
    const bool passing = revision.verb == kStartCanary || revision.verb == kStepCanary;
    const bool other = answering(revision.routes) != answering(endpoint.routes);
    if (revision.revision < endpoint.revision && other && (undoes || !passing) &&
        digestsHold(connection, endpoint.model, revision.routes)) {
      return std::optional(std::move(revision));
    }
  }
  return std::nullopt;
}

Result<Endpoint> rollBack(store::Writer& writer, std::string_view name, const registry::Actor& actor,
                          Timestamp now, std::string_view reason) {
  TATARA_ASSIGN(const Endpoint endpoint, loadEndpoint(writer.sql(), name));
  TATARA_TRY(mayAct(writer, name, registry::EndpointAct::MoveWeights, actor, now));
  TATARA_ASSIGN(const auto earlier, findRollbackTarget(writer.sql(), endpoint));
  if (!earlier) {
    return text::sayError(
        ErrorKind::Conflict,
        TATARA_SAYS("Phrase",
                    "The endpoint \"%1\" has served nothing else whose files are still what they were"),
        {name});
  }
  TATARA_TRY(endRollout(writer, endpoint.id, text::Phrase::say(TATARA_SAYS("Phrase", "rolled back"))));
  return writeRoutes(writer, endpoint, earlier->routes, actor, now, {.verb = kRollBack, .reason = reason});
}

Result<Endpoint> changeSettings(store::Writer& writer, std::string_view name, const Settings& settings,
                                const registry::Actor& actor, Timestamp now) {
  TATARA_ASSIGN(const Endpoint endpoint, loadEndpoint(writer.sql(), name));
  TATARA_TRY(checkSettings(settings));
  TATARA_TRY(mayAct(writer, name, registry::EndpointAct::Deploy, actor, now));
  if (settings == endpoint.settings) {
    return endpoint;
  }
  // A revision of its own, so that what serves takes them up.
  const std::int64_t revision = endpoint.revision + 1;
  TATARA_TRY(
      writer.sql().run("UPDATE endpoint SET settings = ?, revision = ?, updated_ms = ? WHERE endpoint_id = ?",
                       text::toJson(toJson(settings)), revision, toUnixMillis(now), endpoint.id));
  TATARA_TRY(writer.sql().run("INSERT INTO endpoint_history VALUES(?, ?, ?, ?, ?, ?, ?)", endpoint.id,
                              revision, toUnixMillis(now), actor.person, kChangeSettings,
                              text::toJson(routesJson(endpoint.routes)), "settings"));
  TATARA_TRY(registry::recordAct(writer, actor, now,
                                 {.verb = kChangeSettings,
                                  .object = "endpoint/" + endpoint.name,
                                  .before = text::toJson(toJson(endpoint.settings)),
                                  .after = text::toJson(toJson(settings))}));
  writer.changed(store::ChangeKind::Endpoint, endpoint.id.value());
  return loadEndpoint(writer.sql(), name);
}

Status deleteEndpoint(store::Writer& writer, std::string_view name, const registry::Actor& actor,
                      Timestamp now) {
  TATARA_ASSIGN(const Endpoint endpoint, loadEndpoint(writer.sql(), name));
  TATARA_TRY(mayAct(writer, name, registry::EndpointAct::Deploy, actor, now));
  TATARA_TRY(
      endRollout(writer, endpoint.id, text::Phrase::say(TATARA_SAYS("Phrase", "the endpoint was deleted"))));
  TATARA_TRY(internal::releaseVersions(writer, endpoint));
  TATARA_TRY(writer.sql().run("DELETE FROM endpoint_route WHERE endpoint_id = ?", endpoint.id));
  TATARA_TRY(writer.sql().run(
      "UPDATE endpoint SET deleted_ms = ?, name = name || '/' || endpoint_id WHERE endpoint_id = ?",
      toUnixMillis(now), endpoint.id));
  TATARA_TRY(registry::recordAct(
      writer, actor, now,
      {.verb = kDelete, .object = "endpoint/" + endpoint.name, .before = routesText(endpoint.routes)}));
  writer.changed(store::ChangeKind::Endpoint, endpoint.id.value());
  return {};
}

Result<int> followAliases(store::Writer& writer, const registry::Actor& actor, Timestamp now) {
  TATARA_ASSIGN(const auto endpoints, loadEndpoints(writer.sql()));
  int moved = 0;
  for (const Endpoint& endpoint : endpoints) {
    if (endpoint.follows.empty()) {
      continue;
    }
    TATARA_ASSIGN(const auto version,
                  registry::findVersionByAlias(writer.sql(), endpoint.model, endpoint.follows));
    if (!version || version->version == endpoint.champion()) {
      continue;  // an alias that was taken away leaves the endpoint as it is
    }
    TATARA_ASSIGN(const auto state, registry::holdToPolicy(writer, now));
    if (state.shut || !registry::mayFollowAlias(state.policy, endpoint.name)) {
      continue;  // the policy came after the endpoint
    }
    std::vector<Route> routes{{.version = version->version, .weight = kWhole}};
    if (fillDigests(writer.sql(), endpoint.model, routes)) {
      const std::string reason = "it follows @" + endpoint.follows;
      TATARA_TRY(writeRoutes(writer, endpoint, routes, actor, now,
                             {.verb = kSetRoutes, .reason = reason, .follows = endpoint.follows}));
      ++moved;
    }
  }
  return moved;
}

Result<std::optional<Endpoint>> findEndpoint(sql::Connection& connection, std::string_view name) {
  TATARA_ASSIGN(auto rows, connection.query(std::string(kColumns) + " AND name = ?", name));
  if (!rows.next()) {
    TATARA_TRY(rows.status());
    return std::nullopt;
  }
  TATARA_ASSIGN(Endpoint endpoint, decode(connection, rows));
  return std::optional(std::move(endpoint));
}

Result<std::vector<Endpoint>> loadEndpoints(sql::Connection& connection) {
  TATARA_ASSIGN(auto rows, connection.query(std::string(kColumns) + " ORDER BY name"));
  std::vector<Endpoint> endpoints;
  while (rows.next()) {
    TATARA_ASSIGN(Endpoint endpoint, decode(connection, rows));
    endpoints.push_back(std::move(endpoint));
  }
  TATARA_TRY(rows.status());
  return endpoints;
}

Result<std::vector<Revision>> loadRevisions(sql::Connection& connection, EndpointId id) {
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT revision, at_ms, actor, verb, routes, reason FROM endpoint_history "
                                 "WHERE endpoint_id = ? ORDER BY revision DESC",
                                 id));
  std::vector<Revision> revisions;
  while (rows.next()) {
    revisions.push_back({rows.integer(0), fromUnixMillis(rows.integer(1)), std::string(rows.text(2)),
                         std::string(rows.text(3)), routesFromJson(rows.text(4)), std::string(rows.text(5))});
  }
  TATARA_TRY(rows.status());
  return revisions;
}

}  // namespace tatara::deploy
