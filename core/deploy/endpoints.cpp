#include "core/deploy/endpoints.h"

#include <algorithm>

#include "core/base/number_text.h"
#include "core/deploy/model_source.h"
#include "core/registry/record.h"

namespace tatara::deploy {
namespace {

using text::Json;

constexpr std::size_t kMostName = 63;
constexpr std::size_t kMostRoutes = 20;

Error endpointNotFound(std::string_view name) {
  return makeError(ErrorKind::NotFound, "There is no endpoint \"" + std::string(name) + "\"");
}

// As a part of a path and a value in metrics, without escaping.
Status checkName(std::string_view name) {
  const auto legal = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  if (name.empty() || name.size() > kMostName || !std::ranges::all_of(name, legal) || name.front() == '-') {
    return makeError(ErrorKind::InvalidArgument,
                     "An endpoint's name is of letters, digits, - and _, at most 63 of them");
  }
  return {};
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
      return makeError(ErrorKind::InvalidArgument,
                       "A weight is from 0 to 100 percent, and a shadow has none");
    }
    if (i > 0 && routes[i - 1].version == route.version) {
      return makeError(ErrorKind::InvalidArgument,
                       "Version " + std::to_string(route.version) + " is named twice");
    }
    sum += route.weight;
    shadows += route.shadow ? 1 : 0;
  }
  if (routes.size() > kMostRoutes || shadows > 1) {
    return makeError(ErrorKind::InvalidArgument,
                     "An endpoint has at most 20 versions, one of them as shadow");
  }
  if (sum != kWhole) {
    return makeError(ErrorKind::InvalidArgument,
                     "The weights sum to " + toText(sum / 100.0) + " percent, not to 100");
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

Result<Endpoint> loadEndpoint(sql::Connection& connection, std::string_view name) {
  TATARA_ASSIGN(auto found, findEndpoint(connection, name));
  if (!found) {
    return endpointNotFound(name);
  }
  return std::move(*found);
}

struct Change {
  std::string_view verb;
  std::string_view reason;
  std::string follows;
};

// Writes the routes as a new revision, with history and act.
Status writeRoutes(store::Writer& writer, const Endpoint& endpoint, const std::vector<Route>& routes,
                   const registry::Actor& actor, Timestamp now, const Change& change) {
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
  TATARA_TRY(registry::recordElsewhere(
      writer, actor, now,
      {.verb = change.verb,
       .object = "endpoint/" + endpoint.name,
       .before = endpoint.routes.empty() ? std::nullopt : std::optional(routesText(endpoint.routes)),
       .after = routesText(routes),
       .reason = change.reason}));
  writer.changed(store::ChangeKind::Endpoint, endpoint.id.value());
  return {};
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

}  // namespace

std::int64_t Endpoint::champion() const {
  const auto greatest = std::ranges::max_element(routes, {}, &Route::weight);
  return greatest == routes.end() ? 0 : greatest->version;
}

Json toJson(const Settings& settings) {
  Json masked = Json::array();
  for (const auto& column : settings.masked) {
    masked.append(column);
  }
  return Json::object()
      .set("queue", settings.queue)
      .set("deadline_ms", settings.deadline.count())
      .set("logged_percent", settings.logged)
      .set("slow_ms", settings.slow.count())
      .set("masked", std::move(masked));
}

Result<Settings> settingsFromJson(std::string_view json) {
  TATARA_ASSIGN(const Json value, text::parseJson(json));
  Settings settings;
  settings.queue = static_cast<int>(value["queue"].asInt().value_or(settings.queue));
  settings.deadline =
      std::chrono::milliseconds(value["deadline_ms"].asInt().value_or(settings.deadline.count()));
  settings.logged = static_cast<int>(value["logged_percent"].asInt().value_or(settings.logged));
  settings.slow = std::chrono::milliseconds(value["slow_ms"].asInt().value_or(settings.slow.count()));
  for (const Json& column : value["masked"].items()) {
    if (column.asString()) {
      settings.masked.push_back(*column.asString());
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
  if (settings.queue < 1 || settings.queue > 100'000 || settings.deadline.count() < 1 ||
      settings.logged < 0 || settings.logged > 100 || settings.slow.count() < 1) {
    return makeError(ErrorKind::InvalidArgument,
                     "An endpoint's queue is from 1 to 100,000, its deadline and its slowest time at least a "
                     "millisecond, and of requests 0 to 100 percent are kept");
  }
  TATARA_ASSIGN(const auto there, findEndpoint(writer.sql(), endpoint.name));
  if (there) {
    return makeError(ErrorKind::AlreadyExists, "There is an endpoint \"" + endpoint.name + "\" already");
  }
  TATARA_ASSIGN(const auto model, registry::findModel(writer.sql(), endpoint.model));
  if (!model) {
    return makeError(ErrorKind::NotFound, "There is no registered model \"" + endpoint.model + "\"");
  }
  Route route{.version = endpoint.version, .weight = kWhole};
  if (!endpoint.follows.empty()) {
    TATARA_ASSIGN(const auto version,
                  registry::findVersionByAlias(writer.sql(), endpoint.model, endpoint.follows));
    if (!version) {
      return makeError(
          ErrorKind::NotFound,
          "The model \"" + endpoint.model + "\" has no version with the alias \"" + endpoint.follows + "\"");
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
  TATARA_TRY(writeRoutes(writer, made, routes, actor, now, {"create endpoint", {}, endpoint.follows}));
  return loadEndpoint(writer.sql(), endpoint.name);
}

Result<Endpoint> setRoutes(store::Writer& writer, std::string_view name, std::vector<Route> routes,
                           const registry::Actor& actor, Timestamp now, std::string_view reason,
                           std::string_view verb) {
  TATARA_ASSIGN(const Endpoint endpoint, loadEndpoint(writer.sql(), name));
  TATARA_TRY(checkRoutes(routes));
  TATARA_TRY(fillDigests(writer.sql(), endpoint.model, routes));
  TATARA_TRY(writeRoutes(writer, endpoint, routes, actor, now, {verb, reason, {}}));
  return loadEndpoint(writer.sql(), name);
}

Result<Endpoint> rollBack(store::Writer& writer, std::string_view name, const registry::Actor& actor,
                          Timestamp now, std::string_view reason) {
  TATARA_ASSIGN(const Endpoint endpoint, loadEndpoint(writer.sql(), name));
  TATARA_ASSIGN(const auto revisions, loadRevisions(writer.sql(), endpoint.id));
  for (const Revision& revision : revisions) {
    if (revision.revision < endpoint.revision && revision.routes != endpoint.routes &&
        digestsHold(writer.sql(), endpoint.model, revision.routes)) {
      TATARA_TRY(
          writeRoutes(writer, endpoint, revision.routes, actor, now, {"roll back endpoint", reason, {}}));
      // A rollout that was under way ends with the routes it made.
      TATARA_TRY(writer.sql().run(
          "UPDATE rollout SET state = 2, reason = 'rolled back' WHERE endpoint_id = ? AND state = 0",
          endpoint.id));
      return loadEndpoint(writer.sql(), name);
    }
  }
  return makeError(ErrorKind::Conflict,
                   "The endpoint \"" + std::string(name) +
                       "\" has served nothing else whose files are still what they were");
}

Status deleteEndpoint(store::Writer& writer, std::string_view name, const registry::Actor& actor,
                      Timestamp now) {
  TATARA_ASSIGN(const Endpoint endpoint, loadEndpoint(writer.sql(), name));
  TATARA_TRY(writer.sql().run("DELETE FROM endpoint_route WHERE endpoint_id = ?", endpoint.id));
  TATARA_TRY(writer.sql().run(
      "UPDATE endpoint SET deleted_ms = ?, name = name || '/' || endpoint_id WHERE endpoint_id = ?",
      toUnixMillis(now), endpoint.id));
  TATARA_TRY(registry::recordElsewhere(writer, actor, now,
                                       {.verb = "delete endpoint",
                                        .object = "endpoint/" + endpoint.name,
                                        .before = routesText(endpoint.routes)}));
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
    std::vector<Route> routes{{.version = version->version, .weight = kWhole}};
    if (fillDigests(writer.sql(), endpoint.model, routes)) {
      TATARA_TRY(writeRoutes(writer, endpoint, routes, actor, now,
                             {"route endpoint", "it follows @" + endpoint.follows, endpoint.follows}));
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

Result<LabelCounts> addLabels(store::Writer& writer, std::string_view name, const std::vector<Label>& labels,
                              Timestamp now) {
  TATARA_ASSIGN(const Endpoint endpoint, loadEndpoint(writer.sql(), name));
  LabelCounts counts;
  for (const Label& label : labels) {
    TATARA_ASSIGN(auto rows,
                  writer.sql().query("SELECT label FROM prediction_label WHERE endpoint_id = ? AND "
                                     "request_id = ? AND row = ?",
                                     endpoint.id, label.request, label.row));
    if (rows.next()) {
      (rows.text(0) == label.value ? counts.repeated : counts.conflicting) += 1;
      continue;
    }
    TATARA_TRY(rows.status());
    TATARA_TRY(writer.sql().run("INSERT INTO prediction_label VALUES(?, ?, ?, ?, ?)", endpoint.id,
                                label.request, label.row, label.value, toUnixMillis(now)));
    ++counts.taken;
  }
  for (const auto& [kind, count] : {std::pair(0, counts.repeated), {1, counts.conflicting}}) {
    TATARA_TRY(writer.sql().run(
        "INSERT INTO prediction_label_count VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET count = "
        "count + excluded.count",
        endpoint.id, kind, count));
  }
  return counts;
}

Result<LabelCounts> loadLabelCounts(sql::Connection& connection, EndpointId id) {
  LabelCounts counts;
  TATARA_ASSIGN(const auto taken,
                connection.findInteger("SELECT count(*) FROM prediction_label WHERE endpoint_id = ?", id));
  counts.taken = taken.value_or(0);
  for (const auto& [kind, target] : {std::pair(0, &counts.repeated), {1, &counts.conflicting}}) {
    TATARA_ASSIGN(const auto count, connection.findInteger("SELECT count FROM prediction_label_count WHERE "
                                                           "endpoint_id = ? AND kind = ?",
                                                           id, kind));
    *target = count.value_or(0);
  }
  return counts;
}

}  // namespace tatara::deploy
