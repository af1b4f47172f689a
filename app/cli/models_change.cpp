// tatara models alias, stage, set, archive
#include <algorithm>

#include "app/cli/models_told.h"
#include "app/cli/resolve_model.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/registry/facts.h"
#include "core/registry/registry.h"

namespace tatara::cli {
namespace {

struct MoveOptions {
  std::string model;
  std::string what;
  std::string version;
  std::string reason;
  bool remove = false;
  bool breakGlass = false;
  bool archiveExisting = false;
};

Status moveNow(store::Store& store, const MoveOptions& options,
               const std::function<registry::Move(std::int64_t)>& make, std::int64_t& number) {
  return store.write([&](store::Writer& writer) -> Status {
    TATARA_ASSIGN(const auto model, resolveModel(writer.sql(), options.model));
    if (!options.remove) {
      TATARA_ASSIGN(const auto version, resolveVersion(writer.sql(), model.name, options.version));
      number = version.version;
    }
    return registry::move(writer, model.name, make(number), me(), store.clock().now(), options.reason,
                          options.breakGlass ? registry::Glass::Broken : registry::Glass::Whole);
  });
}

Verb aliasVerb() {
  auto options = std::make_shared<MoveOptions>();
  Verb verb{
      .path = "models alias",
      .summary = "Point an alias at a version, or take it away",
      .details = "What the policy protects moves only by an approved review; exit code 4 when it does not.",
      .examples = {"tatara models alias bike-demand challenger 3",
                   "tatara models alias bike-demand challenger --remove"}};
  verb.positional("MODEL", options->model, "Name of the registered model").offers(Offer::Models);
  verb.positional("ALIAS", options->what, "The alias, such as champion");
  verb.positional("VERSION", options->version, "Number of a version, an alias, or latest").optional();
  verb.flag("--remove", options->remove, "Take the alias away");
  verb.option("--reason", options->reason, "TEXT", "Why");
  verb.flag("--break-glass", options->breakGlass,
            "Override the policy, for those whom it lets, with a reason");
  verb.run = [options](Session& session) -> Result<int> {
    if (options->remove != options->version.empty()) {
      return makeError(ErrorKind::InvalidArgument, "Name a version, or give --remove");
    }
    TATARA_ASSIGN(const auto store, session.store());
    std::int64_t number = 0;
    TATARA_TRY(moveNow(
        *store, *options,
        [&](std::int64_t version) -> registry::Move {
          return options->remove ? registry::Move(registry::RemoveAlias{options->what})
                                 : registry::Move(registry::SetAlias{options->what, version});
        },
        number));
    return tell(session,
                options->remove
                    ? "Took " + options->what + " away from " + options->model
                    : options->what + " of " + options->model + " is version " + std::to_string(number),
                options->model, number);
  };
  return verb;
}

Verb stageVerb() {
  auto options = std::make_shared<MoveOptions>();
  Verb verb{
      .path = "models stage",
      .summary = "Put a version into one of the stages of old MLflow clients",
      .details = "What the policy protects moves only by an approved review; exit code 4 when it does not.",
      .examples = {"tatara models stage bike-demand 3 Staging"}};
  verb.positional("MODEL", options->model, "Name of the registered model").offers(Offer::Models);
  verb.positional("VERSION", options->version, "Number of a version, an alias, or latest");
  verb.positional("STAGE", options->what, "None, Staging, Production or Archived");
  verb.flag("--archive-existing", options->archiveExisting, "Archive the versions that are in the stage now");
  verb.option("--reason", options->reason, "TEXT", "Why");
  verb.flag("--break-glass", options->breakGlass,
            "Override the policy, for those whom it lets, with a reason");
  verb.run = [options](Session& session) -> Result<int> {
    const auto stage = registry::parseStage(options->what);
    if (!stage) {
      return makeError(
          ErrorKind::InvalidArgument,
          "“" + options->what + "” is no stage; there are None, Staging, Production and Archived");
    }
    TATARA_ASSIGN(const auto store, session.store());
    std::int64_t number = 0;
    TATARA_TRY(moveNow(
        *store, *options,
        [&](std::int64_t version) -> registry::Move {
          return registry::SetStage{version, *stage, options->archiveExisting};
        },
        number));
    return tell(session,
                "Version " + std::to_string(number) + " of " + options->model + " is in the stage " +
                    std::string(registry::toString(*stage)),
                options->model, number);
  };
  return verb;
}

Verb archiveVerb() {
  struct Options {
    std::string model;
    std::string version;
    std::string reason;
    bool restore = false;
  };
  auto options = std::make_shared<Options>();
  Verb verb{
      .path = "models archive",
      .summary = "Put a version away, or bring it back with --restore",
      .examples = {"tatara models archive bike-demand 1", "tatara models archive bike-demand 1 --restore"}};
  verb.positional("MODEL", options->model, "Name of the registered model").offers(Offer::Models);
  verb.positional("VERSION", options->version, "Number of a version, an alias, or latest");
  verb.flag("--restore", options->restore, "Bring it back");
  verb.option("--reason", options->reason, "TEXT", "Why");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    std::int64_t number = 0;
    TATARA_TRY(store->write([&](store::Writer& writer) -> Status {
      TATARA_ASSIGN(const auto model, resolveModel(writer.sql(), options->model));
      TATARA_ASSIGN(const auto version, resolveVersion(writer.sql(), model.name, options->version));
      number = version.version;
      const Timestamp now = store->clock().now();
      return options->restore
                 ? registry::restoreVersion(writer, model.name, number, me(), now, options->reason)
                 : registry::archiveVersion(writer, model.name, number, me(), now, options->reason);
    }));
    return tell(session,
                std::string(options->restore ? "Brought back" : "Archived") + " version " +
                    std::to_string(number) + " of " + options->model,
                options->model, number);
  };
  return verb;
}

struct SetOptions {
  std::string model;
  std::string owner;
  std::string deputy;
  std::string runbook;
  std::string use;
  std::string risk;
  std::string licence;
  std::string look;
  std::vector<std::string> personal;
};

Verb modelFactsSetVerb() {
  auto options = std::make_shared<SetOptions>();
  Verb verb{.path = "models set",
            .summary = "Say who owns a model, its use, and when it is looked at again",
            .details = "Only what is given changes; an empty text takes a fact away.",
            .examples = {"tatara models set bike-demand --owner ana --deputy mika --runbook docs/bikes.md",
                         "tatara models set bike-demand --risk high --licence MIT --look-again 2027-01-15"}};
  verb.positional("MODEL", options->model, "Name of the registered model").offers(Offer::Models);
  const std::string unset(1, '\0');
  for (std::string* target : {&options->owner, &options->deputy, &options->runbook, &options->use,
                              &options->risk, &options->licence, &options->look}) {
    *target = unset;
  }
  verb.option("--owner", options->owner, "PERSON", "Who answers for it");
  verb.option("--deputy", options->deputy, "PERSON", "Who does when the owner cannot");
  verb.option("--runbook", options->runbook, "TEXT",
              "What to do when it misbehaves, or where that is written");
  verb.option("--intended-use", options->use, "TEXT", "What it is for, and what not");
  verb.option("--risk", options->risk, "TIER", "Risk tier, as your rules name it");
  verb.option("--licence", options->licence, "LICENCE", "Licence of the model");
  verb.option("--personal", options->personal, "COLUMN",
              "A column of personal data; may be given several times");
  verb.option("--look-again", options->look, "DATE", "When a live champion is looked at again");
  verb.run = [options, unset](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_TRY(store->write([&](store::Writer& writer) -> Status {
      TATARA_ASSIGN(const auto model, resolveModel(writer.sql(), options->model));
      TATARA_ASSIGN(auto facts, registry::loadModelFacts(writer.sql(), model.name));
      const auto take = [&](const std::string& given, std::string& fact) {
        fact = given == unset ? fact : given;
      };
      take(options->owner, facts.owner);
      take(options->deputy, facts.deputy);
      take(options->runbook, facts.runbook);
      take(options->use, facts.intendedUse);
      take(options->risk, facts.riskTier);
      take(options->licence, facts.licence);
      facts.personal = options->personal.empty() ? facts.personal : options->personal;
      std::erase(facts.personal, std::string());
      if (options->look != unset) {
        facts.lookAgain = parseIso8601(options->look);
        if (!facts.lookAgain && !options->look.empty()) {
          return makeError(ErrorKind::InvalidArgument, "--look-again takes a date such as 2027-01-15");
        }
      }
      return registry::setModelFacts(writer, model.name, facts, me(), store->clock().now());
    }));
    return tell(session, "Changed what is known of " + options->model, options->model, 0);
  };
  return verb;
}

}  // namespace

std::vector<Verb> modelsChangeVerbs() {
  return {modelsRegisterVerb(), aliasVerb(), stageVerb(), archiveVerb(), modelFactsSetVerb()};
}

}  // namespace tatara::cli
