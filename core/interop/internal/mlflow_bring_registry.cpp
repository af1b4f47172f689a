#include <algorithm>

#include "core/interop/internal/mlflow_bring.h"
#include "core/interop/internal/mlflow_uri.h"
#include "core/track/logged_models.h"
#include "core/track/runs.h"

namespace tatara::interop::internal {
namespace {

std::string joined(const std::string& uri, const std::string& rest) {
  return rest.empty() ? uri : uri + "/" + rest;
}

}  // namespace

Status Bringer::bringModel(SourceModel model) {
  step(model.name);
  cleanText("name", model.place, model.name);
  cleanText("description", model.place, model.description);
  clean("tag", model.place, model.tags);
  for (SourceVersion& version : model.versions) {
    cleanText("description", version.place, version.description);
    clean("tag", version.place, version.tags);
  }
  std::int64_t fresh = 0;
  ImportCount versions;
  const Status status = m_store->write([&](store::Writer& writer) -> Status {
    versions = {};
    TATARA_ASSIGN(const auto here, registry::findModel(writer.sql(), model.name));
    fresh = here ? 0 : 1;
    std::optional<Timestamp> updated;
    if (!here) {
      registry::NewModel made;
      made.name = model.name;
      made.description = model.description;
      made.tags = model.tags;
      made.created = model.created ? std::optional(fromUnixMillis(*model.created)) : std::nullopt;
      made.updated = model.updated ? std::optional(fromUnixMillis(*model.updated)) : made.created;
      TATARA_ASSIGN(const auto created, registry::createModel(writer, made, m_import.actor, now()));
      updated = created.updated;
    }
    TATARA_TRY(bringVersions(writer, model, versions));
    TATARA_TRY(bringAliases(writer, model));
    return updated ? registry::keepUpdated(writer, model.name, 0, *updated) : Status();
  });
  if (!status) {
    return told(status, model.place, m_report.models);
  }
  m_report.models.brought += fresh;
  m_report.models.already += 1 - fresh;
  m_report.versions.brought += versions.brought;
  m_report.versions.already += versions.already;
  return {};
}

Status Bringer::bringVersions(store::Writer& writer, const SourceModel& model, ImportCount& versions) {
  for (const SourceVersion& version : model.versions) {
    TATARA_ASSIGN(const auto here, registry::findVersion(writer.sql(), model.name, version.version));
    if (here) {
      ++versions.already;
      continue;
    }
    registry::NewVersion made;
    made.model = model.name;
    made.version = version.version;
    made.source = version.source;
    TATARA_ASSIGN(made.storage, storageOf(writer.sql(), version));
    made.run = track::RunId(version.run);
    made.runLink = version.runLink;
    made.loggedModel = track::LoggedModelId(version.loggedModel);
    made.description = version.description;
    made.user = version.user;
    made.tags = version.tags;
    made.created = version.created ? std::optional(fromUnixMillis(*version.created)) : std::nullopt;
    made.updated = version.updated ? std::optional(fromUnixMillis(*version.updated)) : made.created;
    const auto created = registry::createVersion(writer, made, m_import.actor, now());
    if (!created && created.error().kind == ErrorKind::AlreadyExists) {
      ++versions.already;  // deleted here: a number is never used again
      continue;
    }
    TATARA_TRY(created);
    const auto stage = registry::parseStage(version.stage);
    if (stage && *stage != registry::Stage::None) {
      TATARA_ASSIGN(const auto review,
                    registry::moveOrPropose(writer, model.name, registry::SetStage{version.version, *stage},
                                            m_import.actor, now(), reason()));
      if (review > 0) {
        m_problems.skip(model.place, "The stage " + version.stage + " of its version " +
                                         std::to_string(version.version) + " is protected here; review " +
                                         std::to_string(review) + " asks for it");
      }
      TATARA_TRY(registry::keepUpdated(writer, model.name, version.version, created->updated));
    }
    ++versions.brought;
  }
  return {};
}

std::string Bringer::reason() const {
  return "brought in from " + m_import.source.filename().string();
}

// An alias that is here already stays where a person of this workspace put it.
Status Bringer::bringAliases(store::Writer& writer, const SourceModel& model) {
  TATARA_ASSIGN(const auto here, registry::findModel(writer.sql(), model.name));
  for (const registry::Alias& alias : model.aliases) {
    const bool known =
        here && std::any_of(here->aliases.begin(), here->aliases.end(),
                            [&](const registry::Alias& one) { return one.name == alias.name; });
    const bool brought =
        std::any_of(model.versions.begin(), model.versions.end(),
                    [&](const SourceVersion& version) { return version.version == alias.version; });
    if (known) {
      continue;
    }
    if (!brought) {
      m_problems.skip(model.place, "Its alias “" + alias.name + "” names version " +
                                       std::to_string(alias.version) + ", which is not there");
      continue;
    }
    TATARA_ASSIGN(const auto review,
                  registry::moveOrPropose(writer, model.name, registry::SetAlias{alias.name, alias.version},
                                          m_import.actor, now(), reason()));
    if (review > 0) {
      m_problems.skip(model.place, "Its alias “" + alias.name + "” is protected here; review " +
                                       std::to_string(review) + " asks for it");
    }
  }
  return {};
}

Result<std::string> Bringer::storageOf(sql::Connection& connection, const SourceVersion& version) const {
  const auto rootOf = [&](const std::string& owner) -> Result<std::string> {
    TATARA_ASSIGN(const auto run, track::findRunInfo(connection, track::RunId(owner)));
    if (run) {
      return run->artifactUri;
    }
    TATARA_ASSIGN(const auto model, track::findLoggedModel(connection, track::LoggedModelId(owner)));
    return model ? model->artifactUri : std::string();
  };
  for (const std::string& uri : {version.storage, version.source}) {
    const ForeignUri foreign = parseForeignUri(uri);
    std::optional<OwnedPath> path = ownedPathOf(foreign);
    if ((foreign.scheme == "runs" || foreign.scheme == "models") && !foreign.parts.empty()) {
      path = OwnedPath{foreign.parts.front(), ""};
      for (auto part = foreign.parts.begin() + 1; part != foreign.parts.end(); ++part) {
        path->rest = path->rest.empty() ? *part : path->rest + "/" + *part;
      }
    }
    if (path) {
      TATARA_ASSIGN(const std::string root, rootOf(path->owner));
      if (!root.empty()) {
        return joined(root, path->rest);
      }
    }
    if (!uri.empty() && foreign.remote() && foreign.scheme != "runs" && foreign.scheme != "models") {
      return uri;
    }
  }
  return std::string();
}

}  // namespace tatara::interop::internal
