// tatara models list, show
#include <algorithm>
#include <map>

#include "app/cli/filter_row.h"
#include "app/cli/human.h"
#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/resolve_model.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/registry/evidence.h"
#include "core/registry/facts.h"
#include "core/registry/registry.h"

namespace tatara::cli {
namespace {

std::vector<std::pair<std::string, Cell>> pairsOf(const std::vector<track::KeyValue>& values) {
  std::vector<std::pair<std::string, Cell>> pairs;
  for (const track::KeyValue& value : values) {
    pairs.emplace_back(value.key, textCell(value.value));
  }
  return pairs;
}

ThingRow rowOf(const query::Filter& filter, const registry::RegisteredModel& model) {
  return ThingRow(filter, model.tags, [&model](std::string_view name) -> ThingRow::Value {
    if (name == "name") {
      return std::string_view(model.name);
    }
    return {};
  });
}

Verb modelsListVerb() {
  auto filterText = std::make_shared<std::string>();
  Verb verb{.path = "models list",
            .summary = "List registered models by name",
            .details = "FILTER asks of name and tags.KEY.",
            .examples = {"tatara models list", "tatara models list \"name LIKE 'bike%'\" --format json"}};
  verb.positional("FILTER", *filterText, "Only those for which this holds").optional();
  verb.run = [filterText](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto filter, readFilter(query::Entity::RegisteredModel, *filterText));
    TATARA_ASSIGN(const auto store, session.store());
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> versions;  // how many, newest
    TATARA_ASSIGN(
        const auto models,
        store->read([&](sql::Connection& connection) -> Result<std::vector<registry::RegisteredModel>> {
          TATARA_ASSIGN(const auto all, registry::loadModelSummaries(connection));
          for (const registry::ModelSummary& summary : all) {
            versions[summary.name] = {summary.versions, summary.newest};
          }
          return registry::loadModels(connection);
        }));
    Listing listing;
    listing.addColumn("name", "Name", text::Align::Left, 48);
    listing.addColumn("versions", "Versions", text::Align::Right);
    listing.addColumn("latest_version", "Latest", text::Align::Right);
    listing.addColumn("aliases", "Aliases", text::Align::Left, 48);
    listing.addColumn("updated", "Updated");
    for (const registry::RegisteredModel& model : models) {
      if (!query::matches(filter, rowOf(filter, model))) {
        continue;
      }
      Cell aliases{"", text::Json::object()};
      for (const registry::Alias& alias : model.aliases) {
        aliases.shown +=
            (aliases.shown.empty() ? "" : ", ") + alias.name + "@" + std::to_string(alias.version);
        aliases.value.set(alias.name, alias.version);
      }
      const auto& [count, newest] = versions[model.name];
      listing.addRow({textCell(model.name), countCell(count), newest > 0 ? countCell(newest) : Cell{},
                      std::move(aliases), timeCell(model.updated)});
    }
    listing.print(session,
                  filterText->empty() ? "There are no registered models" : "No model matches the filter");
    return kDone;
  };
  return verb;
}

// What people said of a model; what nobody said is left out.
std::vector<std::pair<std::string, Cell>> factPairs(const registry::ModelFacts& facts) {
  std::vector<std::pair<std::string, Cell>> pairs;
  const auto add = [&](const char* name, const std::string& value) {
    if (!value.empty()) {
      pairs.emplace_back(name, textCell(value));
    }
  };
  add("owner", facts.owner);
  add("deputy", facts.deputy);
  add("runbook", facts.runbook);
  add("intended_use", facts.intendedUse);
  add("risk_tier", facts.riskTier);
  add("licence", facts.licence);
  if (!facts.personal.empty()) {
    pairs.emplace_back("personal_data", listCell(facts.personal));
  }
  if (facts.lookAgain) {
    pairs.emplace_back("look_again_by", textCell(toIso8601(*facts.lookAgain).substr(0, 10)));
  }
  return pairs;
}

// Which version is champion is what the alias says.
Cell lifeCell(const registry::ModelVersion& version) {
  const bool champion = std::ranges::find(version.aliases, "champion") != version.aliases.end();
  return textCell(champion ? "champion" : registry::toString(version.state));
}

Record modelRecord(const registry::RegisteredModel& model, const registry::ModelFacts& facts,
                   const std::vector<registry::ModelVersion>& versions) {
  const Timestamp now = systemClock().now();
  Record record;
  record.add("name", "Name", textCell(model.name));
  record.add("description", "Description", textCell(model.description));
  record.add("created", "Created", {timeAndAge(model.created, now), toIso8601(model.created)});
  record.add("updated", "Updated", {timeAndAge(model.updated, now), toIso8601(model.updated)});
  record.addPairs("facts", "About", factPairs(facts));
  std::vector<std::pair<std::string, Cell>> aliases;
  for (const registry::Alias& alias : model.aliases) {
    aliases.emplace_back(alias.name, countCell(alias.version));
  }
  record.addPairs("aliases", "Aliases", std::move(aliases));
  Listing rows;
  rows.addColumn("version", "Version", text::Align::Right);
  rows.addColumn("state", "State");
  rows.addColumn("aliases", "Aliases");
  rows.addColumn("stage", "Stage");
  rows.addColumn("run_id", "Run");
  rows.addColumn("created", "Created");
  rows.addColumn("description", "Description", text::Align::Left, 48);
  for (const registry::ModelVersion& version : versions) {
    rows.addRow({countCell(version.version),
                 lifeCell(version),
                 listCell(version.aliases),
                 textCell(registry::toString(version.stage)),
                 {version.run.value().substr(0, 8), version.run.value()},
                 timeCell(version.created),
                 textCell(version.description)});
  }
  record.addRows("versions", "Versions", std::move(rows));
  record.addPairs("tags", "Tags", pairsOf(model.tags));
  return record;
}

Record versionRecord(const registry::ModelVersion& version, const registry::VersionFiles& files) {
  const Timestamp now = systemClock().now();
  Record record;
  record.add("name", "Model", textCell(version.model));
  record.add("version", "Version", countCell(version.version));
  record.add("state", "State", lifeCell(version));
  record.add("aliases", "Aliases", listCell(version.aliases));
  record.add("stage", "Stage", textCell(registry::toString(version.stage)));
  record.add("description", "Description", textCell(version.description));
  record.add("run_id", "Run", textCell(version.run.value()));
  record.add("logged_model", "Logged model", textCell(version.loggedModel.value()));
  record.add("source", "Source", textCell(version.source));
  record.add("storage", "Files", textCell(version.storage));
  std::vector<std::string> problems;
  for (const text::Phrase& problem : files.problems) {
    problems.push_back(problem.english());
  }
  record.add("file_problems", "Since registered", listCell(problems));
  record.add("user_id", "User", textCell(version.user));
  record.add("created", "Created", {timeAndAge(version.created, now), toIso8601(version.created)});
  record.add("updated", "Updated", {timeAndAge(version.updated, now), toIso8601(version.updated)});
  record.addPairs("tags", "Tags", pairsOf(version.tags));
  return record;
}

Verb modelsShowVerb() {
  struct Options {
    std::string model;
    std::string version;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "models show",
            .summary = "Show a registered model with its versions, or one version",
            .examples = {"tatara models show bike-demand", "tatara models show bike-demand 2",
                         "tatara models show bike-demand champion --format json"}};
  verb.positional("MODEL", options->model, "Name of the registered model").offers(Offer::Models);
  verb.positional("VERSION", options->version, "Number of a version, an alias, or latest").optional();
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const Record record, store->read([&](sql::Connection& connection) -> Result<Record> {
      TATARA_ASSIGN(const auto model, resolveModel(connection, options->model));
      if (!options->version.empty()) {
        TATARA_ASSIGN(const auto version, resolveVersion(connection, model.name, options->version));
        TATARA_ASSIGN(const auto files, registry::loadVersionFiles(connection, model.name, version.version));
        return versionRecord(version, files);
      }
      TATARA_ASSIGN(const auto versions, registry::loadVersions(connection, model.name));
      TATARA_ASSIGN(const auto facts, registry::loadModelFacts(connection, model.name));
      return modelRecord(model, facts, versions);
    }));
    record.print(session);
    return kDone;
  };
  return verb;
}

}  // namespace

Result<registry::RegisteredModel> resolveModel(sql::Connection& connection, const std::string& name) {
  TATARA_ASSIGN(auto model, registry::findModel(connection, name));
  if (model) {
    return *std::move(model);
  }
  TATARA_ASSIGN(const auto all, registry::loadModels(connection));
  std::vector<std::string> names;
  for (const registry::RegisteredModel& other : all) {
    names.push_back(other.name);
  }
  const auto near = nearestWord(name, names);
  return makeError(ErrorKind::NotFound, "There is no registered model \"" + name + "\"" +
                                            (near ? "; did you mean \"" + *near + "\"?" : ""));
}

Result<registry::ModelVersion> resolveVersion(sql::Connection& connection, const std::string& model,
                                              const std::string& text) {
  const auto number = parseInt(text);
  TATARA_ASSIGN(auto version, number ? registry::findVersion(connection, model, *number)
                                     : registry::findVersionByAlias(connection, model, text));
  if (version) {
    return *std::move(version);
  }
  return makeError(ErrorKind::NotFound, "The model \"" + model + "\" has no version " +
                                            (number ? text : "with the alias \"" + text + "\""));
}

Result<registry::ModelVersion> resolveVersionText(sql::Connection& connection, const std::string& text) {
  const std::size_t at = text.find_last_of("/@");
  if (at == std::string::npos || at == 0 || at + 1 == text.size()) {
    return makeError(ErrorKind::InvalidArgument,
                     "\"" + text + "\" names no version; write MODEL/VERSION, with its number or an alias");
  }
  const std::string model = text.substr(0, at);
  const std::string version = text.substr(at + 1);
  const auto digits = parseInt(version);
  TATARA_ASSIGN(auto found, digits ? registry::findVersion(connection, model, *digits)
                                   : registry::findVersionByAlias(connection, model, version));
  if (found) {
    return *std::move(found);
  }
  TATARA_ASSIGN(const auto models, registry::loadModels(connection));
  std::vector<std::string> names;
  for (const auto& one : models) {
    names.push_back(one.name);
    if (one.name == model) {
      return makeError(ErrorKind::NotFound, "The model \"" + model + "\" has no version " +
                                                (digits ? version : "with the alias \"" + version + "\""));
    }
  }
  const auto near = nearestWord(model, names);
  return makeError(ErrorKind::NotFound, "There is no registered model \"" + model + "\"" +
                                            (near ? "; did you mean \"" + *near + "\"?" : ""));
}

std::vector<Verb> modelsVerbs() {
  return {modelsListVerb(), modelsShowVerb()};
}

}  // namespace tatara::cli
