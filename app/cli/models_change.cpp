// tatara models register, alias, stage, set, archive
#include <algorithm>

#include "app/cli/data_frame.h"
#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/resolve_model.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/artifact/artifact_store.h"
#include "core/evaluate/model_intake.h"
#include "core/evaluate/review_case.h"
#include "core/registry/facts.h"
#include "core/registry/registry.h"
#include "core/track/logged_models.h"
#include "core/track/runs.h"

namespace tatara::cli {
namespace {

registry::Actor me() {
  return registry::currentActor("tatara");
}

int tell(Session& session, const std::string& sentence, const std::string& model, std::int64_t version) {
  if (session.format() == Format::Table) {
    session.print(sentence + "\n");
    return kDone;
  }
  Record record;
  record.add("model", "", textCell(model));
  if (version > 0) {
    record.add("version", "", countCell(version));
  }
  record.add("message", "", textCell(sentence));
  record.print(session);
  return kDone;
}

struct RegisterOptions {
  std::string model;
  std::string run;
  std::string logged;
  std::string path;
  std::string file;
  std::string description;
  std::vector<std::string> tags;
};

// The newest model that the run logged, or the one that is named.
Status fillFromLogged(sql::Connection& connection, const RegisterOptions& options,
                      registry::NewVersion& version) {
  TATARA_ASSIGN(const auto all, track::loadLoggedModels(connection, {}));
  const auto found = std::find_if(all.begin(), all.end(), [&](const track::LoggedModel& model) {
    return options.logged.empty() ? model.sourceRun == version.run : model.id.value() == options.logged;
  });
  if (found == all.end()) {
    if (!options.logged.empty()) {
      return makeError(ErrorKind::NotFound, "There is no logged model " + options.logged +
                                                "; \"tatara models logged\" lists them");
    }
    return {};
  }
  version.loggedModel = found->id;
  version.run = found->sourceRun;
  version.source = "models:/" + found->id.value();
  version.storage = found->artifactUri;
  return {};
}

// Beside the registration, which stands whatever becomes of this.
void rememberReference(Session& session, const std::shared_ptr<store::Store>& store,
                       const registry::ModelVersion& version) {
  const artifact::ArtifactStore artifacts(store);
  DataFrames frames(session);
  const auto keep = [&]() -> Result<std::optional<text::Phrase>> {
    TATARA_ASSIGN(dataset::Engine* const engine, frames.engine());
    return evaluate::keepReference({*store, artifacts, *engine}, *store, version, "tatara models register",
                                   session.stop());
  };
  const auto why = keep();
  if (!why) {
    session.remark("No reference profile is kept of it: " + why.error().message);
  } else if (*why) {
    session.remark((**why).english());
  }
}

// A version from a file or folder.
Result<int> registerFile(Session& session, const RegisterOptions& options) {
  if (!options.run.empty() || !options.logged.empty() || !options.path.empty()) {
    return makeError(ErrorKind::InvalidArgument,
                     "--file stands alone, without --run, --logged-model or --path");
  }
  TATARA_ASSIGN(const auto store, session.store());
  TATARA_ASSIGN(const auto intake, evaluate::takeInModel(options.file));
  for (const text::Phrase& note : intake.notes) {
    session.remark(note.english());
  }
  for (const evaluate::IntakePickle& pickle : intake.pickles) {
    session.remark(pickle.path + ": " + pickle.report.sentence().english());
    for (const registry::PickleImport& one : pickle.report.imports) {
      session.remark("  " + std::string(toString(one.kind)) + " " +
                     (one.module.empty() ? one.name : one.module + "." + one.name));
    }
  }
  registry::NewVersion version;
  version.model = options.model;
  version.description = options.description;
  TATARA_ASSIGN(version.tags, parsePairs(options.tags));
  const artifact::ArtifactStore artifacts(store);
  TATARA_ASSIGN(const auto made,
                evaluate::registerIntake(*store, artifacts, intake, std::move(version), me()));
  return tell(
      session,
      "Registered version " + std::to_string(made.version) + " of " + made.model + " (" + intake.flavor + ")",
      made.model, made.version);
}

Verb registerVerb() {
  auto options = std::make_shared<RegisterOptions>();
  Verb verb{
      .path = "models register",
      .summary = "Register a model that a run logged, or a model file, as a new version",
      .details =
          "Makes the registered model if there is none of that name. Gives the number of the version. A file "
          "or "
          "folder is tried in a walled-in process first; a pickle is never loaded, what it would import is "
          "listed. Of a model that tatara trained a reference profile is kept.",
      .examples = {"tatara models register bike-demand --run brave-otter-7",
                   "tatara models register bike-demand --run 3f2a --path model",
                   "tatara models register bike-demand --logged-model m-0123456789abcdef0123456789abcdef",
                   "tatara models register bike-demand --file model.onnx"}};
  verb.positional("MODEL", options->model, "Name of the registered model").offers(Offer::Models);
  verb.option("--run", options->run, "RUN", "The run that made it").offers(Offer::Runs);
  verb.option("--logged-model", options->logged, "ID", "A logged model, in place of a run's newest");
  verb.option("--path", options->path, "PATH",
              "Folder among the run's artifacts, in place of a logged model");
  verb.option("--file", options->file, "FILE",
              "A model's folder, or a file of ONNX, XGBoost, LightGBM or a pickle")
      .offers(Offer::Files);
  verb.option("--description", options->description, "TEXT", "What this version is");
  verb.option("--tag", options->tags, "KEY=VALUE", "A tag of the version; may be given several times");
  verb.run = [options](Session& session) -> Result<int> {
    if (!options->file.empty()) {
      return registerFile(session, *options);
    }
    if (options->run.empty() && options->logged.empty()) {
      return makeError(ErrorKind::InvalidArgument, "Say what to register: --run, --logged-model or --file");
    }
    registry::NewVersion version;
    version.model = options->model;
    version.description = options->description;
    TATARA_ASSIGN(version.tags, parsePairs(options->tags));
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(
        const auto made, store->writeFor([&](store::Writer& writer) -> Result<registry::ModelVersion> {
          const Timestamp now = store->clock().now();
          std::string artifacts;
          if (!options->run.empty()) {
            TATARA_ASSIGN(const auto run, resolveRun(writer.sql(), options->run));
            version.run = run.id;
            artifacts = run.artifactUri;
          }
          if (options->path.empty()) {
            TATARA_TRY(fillFromLogged(writer.sql(), *options, version));
          } else {
            version.source = "runs:/" + version.run.value() + "/" + options->path;
            version.storage = artifacts + "/" + options->path;
          }
          if (version.source.empty()) {
            return makeError(ErrorKind::NotFound,
                             "The run logged no model; name a folder among its artifacts with --path");
          }
          TATARA_ASSIGN(const auto model, registry::findModel(writer.sql(), version.model));
          if (!model) {
            TATARA_TRY(registry::createModel(writer, {.name = version.model}, me(), now));
          }
          return registry::createVersion(writer, version, me(), now);
        }));
    rememberReference(session, store, made);
    return tell(session, "Registered version " + std::to_string(made.version) + " of " + made.model,
                made.model, made.version);
  };
  return verb;
}

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

Verb setVerb() {
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
  return {registerVerb(), aliasVerb(), stageVerb(), archiveVerb(), setVerb()};
}

}  // namespace tatara::cli
