#include "core/registry/facts.h"

#include <bit>
#include <map>

#include "core/registry/internal/review_rows.h"
#include "core/text/json.h"

namespace tatara::registry {
namespace {

text::Json toJson(const ModelFacts& facts) {
  text::Json personal = text::Json::array();
  for (const std::string& column : facts.personal) {
    personal.append(column);
  }
  text::Json json;
  json.set("owner", facts.owner);
  json.set("deputy", facts.deputy);
  json.set("runbook", facts.runbook);
  json.set("intended_use", facts.intendedUse);
  json.set("risk_tier", facts.riskTier);
  json.set("licence", facts.licence);
  json.set("personal", std::move(personal));
  json.set("look_again", facts.lookAgain ? text::Json(toIso8601(*facts.lookAgain)) : text::Json());
  return json;
}

Status checkFacts(const ModelFacts& facts) {
  constexpr std::size_t kMostBytes = 64 * 1024;
  constexpr std::size_t kMostColumns = 1000;
  for (const std::string* text :
       {&facts.owner, &facts.deputy, &facts.runbook, &facts.intendedUse, &facts.riskTier, &facts.licence}) {
    if (text->size() > kMostBytes) {
      return makeError(ErrorKind::InvalidArgument, "A fact of a model is longer than 64 KB");
    }
  }
  if (facts.personal.size() > kMostColumns) {
    return makeError(ErrorKind::InvalidArgument, "More than 1,000 columns of personal data are named");
  }
  return {};
}

}  // namespace

Result<ModelFacts> loadModelFacts(sql::Connection& connection, std::string_view model) {
  TATARA_ASSIGN(const ModelKey key, internal::modelKeyOf(connection, model));
  TATARA_ASSIGN(auto rows,
                connection.query("SELECT owner, deputy, runbook, intended_use, risk_tier, licence, personal, "
                                 "look_ms FROM model_facts WHERE model_key = ?",
                                 key));
  ModelFacts facts;
  if (rows.next()) {
    facts.owner = rows.text(0);
    facts.deputy = rows.text(1);
    facts.runbook = rows.text(2);
    facts.intendedUse = rows.text(3);
    facts.riskTier = rows.text(4);
    facts.licence = rows.text(5);
    TATARA_ASSIGN(const auto personal, text::parseJson(rows.text(6)));
    for (const text::Json& column : personal.items()) {
      facts.personal.push_back(column.asString() ? *column.asString() : "");
    }
    const auto look = rows.optionalInteger(7);
    facts.lookAgain = look ? std::optional(fromUnixMillis(*look)) : std::nullopt;
  }
  TATARA_TRY(rows.status());
  return facts;
}

Status setModelFacts(store::Writer& writer, std::string_view model, const ModelFacts& facts,
                     const Actor& actor, Timestamp now) {
  TATARA_TRY(internal::checkProven(actor, Scope::Log, "say who owns a model"));
  TATARA_TRY(checkFacts(facts));
  TATARA_ASSIGN(const ModelKey key, internal::modelKeyOf(writer.sql(), model));
  TATARA_ASSIGN(const auto before, loadModelFacts(writer.sql(), model));
  if (before == facts) {
    return {};
  }
  const text::Json json = toJson(facts);
  TATARA_TRY(writer.sql().run(
      "INSERT OR REPLACE INTO model_facts VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)", key, facts.owner, facts.deputy,
      facts.runbook, facts.intendedUse, facts.riskTier, facts.licence, text::toJson(json["personal"]),
      facts.lookAgain ? std::optional(toUnixMillis(*facts.lookAgain)) : std::nullopt));
  TATARA_TRY(internal::touchModel(writer, key, now));
  return internal::record(writer, actor, now,
                          {.verb = "change facts",
                           .object = internal::objectOf(model),
                           .before = text::toJson(toJson(before)),
                           .after = text::toJson(json)});
}

Result<std::vector<ModelSummary>> loadModelSummaries(sql::Connection& connection) {
  TATARA_ASSIGN(
      auto rows,
      connection.query(
          "SELECT m.model_key, m.name, m.description, coalesce(f.owner, ''), "
          "(SELECT count(*) FROM model_version v WHERE v.model_key = m.model_key AND v.deleted_ms IS NULL), "
          "coalesce((SELECT max(v.version) FROM model_version v WHERE v.model_key = m.model_key AND "
          "v.deleted_ms IS NULL), 0), "
          "coalesce(a.version, 0), coalesce(r.count, 0), f.look_ms, m.updated_ms "
          "FROM registered_model m LEFT JOIN model_facts f USING(model_key) "
          "LEFT JOIN model_alias a ON a.model_key = m.model_key AND a.alias = 'champion' "
          "LEFT JOIN (SELECT model_key, count(*) AS count FROM review WHERE state IN (0, 1, 2) "
          "GROUP BY model_key) r ON r.model_key = m.model_key ORDER BY m.name"));
  std::vector<ModelSummary> models;
  while (rows.next()) {
    const auto look = rows.optionalInteger(8);
    models.push_back({.key = ModelKey(rows.integer(0)),
                      .name = std::string(rows.text(1)),
                      .description = std::string(rows.text(2)),
                      .owner = std::string(rows.text(3)),
                      .versions = rows.integer(4),
                      .newest = rows.integer(5),
                      .champion = rows.integer(6),
                      .liveReviews = rows.integer(7),
                      .lookAgain = look ? std::optional(fromUnixMillis(*look)) : std::nullopt,
                      .updated = fromUnixMillis(rows.integer(9))});
  }
  TATARA_TRY(rows.status());
  return models;
}

Result<std::vector<OverdueChampion>> loadOverdueChampions(sql::Connection& connection, Timestamp now) {
  TATARA_ASSIGN(
      auto rows,
      connection.query("SELECT m.name, coalesce(a.version, (SELECT max(v.version) FROM model_version v WHERE "
                       "v.model_key = "
                       "m.model_key AND v.stage = ?2 AND v.deleted_ms IS NULL)) AS live, f.owner, f.look_ms "
                       "FROM model_facts f JOIN registered_model m USING(model_key) "
                       "LEFT JOIN model_alias a ON a.model_key = m.model_key AND a.alias = 'champion' "
                       "WHERE f.look_ms <= ?1 AND live IS NOT NULL ORDER BY f.look_ms, m.name",
                       toUnixMillis(now), Stage::Production));
  std::vector<OverdueChampion> overdue;
  while (rows.next()) {
    overdue.push_back({std::string(rows.text(0)), rows.integer(1), std::string(rows.text(2)),
                       fromUnixMillis(rows.integer(3))});
  }
  TATARA_TRY(rows.status());
  return overdue;
}

Result<std::vector<VersionSummary>> loadVersionSummaries(sql::Connection& connection, std::string_view model,
                                                         std::string_view metric) {
  TATARA_ASSIGN(const ModelKey key, internal::modelKeyOf(connection, model));
  std::map<std::int64_t, std::vector<std::string>> aliases;
  {
    TATARA_ASSIGN(
        auto rows,
        connection.query("SELECT version, alias FROM model_alias WHERE model_key = ? ORDER BY alias", key));
    while (rows.next()) {
      aliases[rows.integer(0)].emplace_back(rows.text(1));
    }
    TATARA_TRY(rows.status());
  }
  TATARA_ASSIGN(
      auto rows,
      connection.query(
          "SELECT v.version, v.state, v.stage, v.description, v.user, v.run_id, coalesce(r.name, ''), "
          "coalesce((SELECT t.value FROM run_tag t JOIN name n USING(name_id) WHERE t.run_key = r.run_key "
          "AND "
          "n.text = 'mlflow.source.git.commit'), ''), "
          "(SELECT s.last_bits FROM metric_series s JOIN name n USING(name_id) WHERE s.run_key = r.run_key "
          "AND "
          "n.text = ?2), "
          "(SELECT max(review_id) FROM review w WHERE w.model_key = v.model_key AND w.version = v.version), "
          "v.created_ms FROM model_version v LEFT JOIN run r ON r.run_id = v.run_id "
          "WHERE v.model_key = ?1 AND v.deleted_ms IS NULL ORDER BY v.version DESC",
          key, metric));
  std::vector<VersionSummary> versions;
  while (rows.next()) {
    VersionSummary& one = versions.emplace_back();
    one.version = rows.integer(0);
    one.state = static_cast<VersionState>(rows.integer(1));
    one.stage = static_cast<Stage>(rows.integer(2));
    one.description = rows.text(3);
    one.user = rows.text(4);
    one.run = rows.text(5);
    one.runName = rows.text(6);
    one.commit = rows.text(7);
    const auto bits = rows.optionalInteger(8);
    one.metric = bits ? std::optional(std::bit_cast<double>(*bits)) : std::nullopt;
    one.review = rows.optionalInteger(9).value_or(0);
    one.created = fromUnixMillis(rows.integer(10));
    if (const auto found = aliases.find(one.version); found != aliases.end()) {
      one.aliases = found->second;
    }
  }
  TATARA_TRY(rows.status());
  return versions;
}

Result<std::vector<Override>> loadOpenOverrides(sql::Connection& connection) {
  TATARA_ASSIGN(
      auto rows,
      connection.query("SELECT override_id, object, person, reason, act_id, at_ms FROM override WHERE "
                       "seen_by IS NULL ORDER BY override_id DESC"));
  std::vector<Override> overrides;
  while (rows.next()) {
    overrides.push_back({rows.integer(0), std::string(rows.text(1)), std::string(rows.text(2)),
                         std::string(rows.text(3)), rows.integer(4), fromUnixMillis(rows.integer(5))});
  }
  TATARA_TRY(rows.status());
  return overrides;
}

Status closeOverride(store::Writer& writer, std::int64_t id, const Actor& actor, Timestamp now) {
  TATARA_TRY(internal::checkProven(actor, Scope::Review, "look at an override"));
  TATARA_ASSIGN(const auto open, loadOpenOverrides(writer.sql()));
  for (const Override& one : open) {
    if (one.id != id) {
      continue;
    }
    if (one.person == actor.person || actor.automated) {
      return makeError(ErrorKind::PermissionDenied,
                       "Somebody other than " + one.person + " has to look at it");
    }
    TATARA_TRY(writer.sql().run("UPDATE override SET seen_by = ?, seen_ms = ? WHERE override_id = ?",
                                actor.person, toUnixMillis(now), id));
    return internal::record(writer, actor, now,
                            {.verb = "look at override",
                             .object = one.object,
                             .before = std::nullopt,
                             .after = "entry " + std::to_string(one.act),
                             .reason = one.reason});
  }
  return makeError(ErrorKind::NotFound, "There is no such override that is still to be looked at");
}

}  // namespace tatara::registry
