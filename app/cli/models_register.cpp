// tatara models register
#include <algorithm>

#include "app/cli/data_frame.h"
#include "app/cli/models_told.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/artifact/artifact_store.h"
#include "core/evaluate/model_intake.h"
#include "core/evaluate/review_case.h"
#include "core/evaluate/signature_text.h"
#include "core/registry/registry.h"
#include "core/track/logged_models.h"

namespace tatara::cli {
namespace {

struct RegisterOptions {
  std::string model;
  std::string run;
  std::string logged;
  std::string path;
  std::string file;
  std::string signature;      // as a person writes it
  std::string signatureFrom;  // a registered dataset or a file
  std::string target;
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
    return evaluate::keepReference({*store, artifacts, *engine, evaluate::Apart{}}, *store, version,
                                   "tatara models register", {}, session.stop());
  };
  const auto why = keep();
  if (!why) {
    session.remark("No reference profile is kept of it: " + why.error().message);
  } else if (*why) {
    session.remark((**why).english());
  }
}

Status checkSignatureOptions(const RegisterOptions& options) {
  if (options.file.empty() &&
      !(options.signature.empty() && options.signatureFrom.empty() && options.target.empty())) {
    return makeError(ErrorKind::InvalidArgument,
                     "--signature and --signature-from go with --file: what a run logged keeps its own");
  }
  if (!options.signature.empty() && !options.signatureFrom.empty()) {
    return makeError(ErrorKind::InvalidArgument, "Give either --signature or --signature-from, not both");
  }
  if (!options.target.empty() && options.signatureFrom.empty()) {
    return makeError(ErrorKind::InvalidArgument, "--target goes with --signature-from");
  }
  return {};
}

// What a person says that the model takes, where they do.
Result<std::optional<infer::Signature>> signatureOf(Session& session, const RegisterOptions& options) {
  if (!options.signature.empty()) {
    TATARA_ASSIGN(auto signature, evaluate::parseSignatureText(options.signature));
    return std::optional(std::move(signature));
  }
  if (!options.signatureFrom.empty()) {
    TATARA_ASSIGN(const auto data, openData(session, options.signatureFrom, {}));
    if (!options.target.empty()) {
      TATARA_TRY(data.table->column(options.target));
    }
    return std::optional(evaluate::signatureOfColumns(data.table->columns(), options.target));
  }
  return std::optional<infer::Signature>();
}

// A version from a file or folder.
Result<int> registerFile(Session& session, const RegisterOptions& options) {
  if (!options.run.empty() || !options.logged.empty() || !options.path.empty()) {
    return makeError(ErrorKind::InvalidArgument,
                     "--file stands alone, without --run, --logged-model or --path");
  }
  TATARA_ASSIGN(const auto store, session.store());
  TATARA_ASSIGN(const auto signature, signatureOf(session, options));
  TATARA_ASSIGN(auto intake, evaluate::takeInModel(options.file));
  if (signature) {
    TATARA_TRY(evaluate::tellSignature(intake, *signature));
  }
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
  if (intake.signature.inputs.empty()) {
    session.remark("Say what it takes with --signature or --signature-from");
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

// The version is a folder among the artifacts of the run, which are at `artifacts`.
Status fillFromFolder(sql::Connection& connection, const RegisterOptions& options,
                      const std::string& artifacts, registry::NewVersion& version) {
  if (options.run.empty()) {
    return makeError(ErrorKind::InvalidArgument, "--path names a folder of a run; name that with --run");
  }
  TATARA_ASSIGN(const std::string path, artifact::cleanPath(options.path));
  // Those of a run that came from elsewhere may still be there.
  if (const auto root = artifact::rootPathOf(artifacts)) {
    TATARA_ASSIGN(const auto files, artifact::ArtifactStore::listAll(connection, *root + "/" + path));
    if (files.empty()) {
      return makeError(ErrorKind::NotFound, "The run has no artifact \"" + options.path +
                                                "\"; \"tatara artifacts list " + options.run +
                                                "\" shows what it has");
    }
  }
  version.source = "runs:/" + version.run.value() + "/" + path;
  version.storage = artifacts + "/" + path;
  return {};
}

// A version from what a run logged. `version` says the rest of it; the model is made if there is none.
Result<registry::ModelVersion> registerLogged(store::Writer& writer, const RegisterOptions& options,
                                              registry::NewVersion version, Timestamp now) {
  std::string artifacts;
  if (!options.run.empty()) {
    TATARA_ASSIGN(const auto run, resolveRun(writer.sql(), options.run));
    version.run = run.id;
    artifacts = run.artifactUri;
  }
  if (options.path.empty()) {
    TATARA_TRY(fillFromLogged(writer.sql(), options, version));
  } else {
    TATARA_TRY(fillFromFolder(writer.sql(), options, artifacts, version));
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
}

}  // namespace

Verb modelsRegisterVerb() {
  auto options = std::make_shared<RegisterOptions>();
  Verb verb{
      .path = "models register",
      .summary = "Register a model that a run logged, or a model file, as a new version",
      .details =
          "Makes the registered model if there is none of that name. Gives the number of the version. A file "
          "or "
          "folder is tried in a walled-in process first; a pickle is never loaded, what it would import is "
          "listed. Where the files do not say what the model takes, --signature does: \"temp double, kind "
          "string? -> cnt double\", a question mark where a column may be missing. A reference profile is "
          "kept "
          "where the run says on which rows (see \"tatara models reference\").",
      .examples = {
          "tatara models register bike-demand --run brave-otter-7",
          "tatara models register bike-demand --run 3f2a --path model",
          "tatara models register bike-demand --logged-model m-0123456789abcdef0123456789abcdef",
          "tatara models register bike-demand --file model.onnx",
          "tatara models register bike-demand --file model.pkl --signature-from bikes --target cnt"}};
  verb.positional("MODEL", options->model, "Name of the registered model").offers(Offer::Models);
  verb.option("--run", options->run, "RUN", "The run that made it").offers(Offer::Runs);
  verb.option("--logged-model", options->logged, "ID", "A logged model, in place of a run's newest");
  verb.option("--path", options->path, "PATH",
              "Folder among the run's artifacts, in place of a logged model");
  verb.option("--file", options->file, "FILE",
              "A model's folder, or a file of ONNX, XGBoost, LightGBM or a pickle")
      .offers(Offer::Files);
  verb.option("--signature", options->signature, "COLUMNS",
              "With --file: the columns that the model takes and gives, which no file tells");
  verb.option("--signature-from", options->signatureFrom, "DATA",
              "With --file: the same, the columns of a dataset NAME[@VERSION] or of a file");
  verb.option("--target", options->target, "COLUMN",
              "With --signature-from: the column that the model gives");
  verb.option("--description", options->description, "TEXT", "What this version is");
  verb.option("--tag", options->tags, "KEY=VALUE", "A tag of the version; may be given several times");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_TRY(checkSignatureOptions(*options));
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
    TATARA_ASSIGN(const auto made, store->writeFor([&](store::Writer& writer) {
      return registerLogged(writer, *options, version, store->clock().now());
    }));
    rememberReference(session, store, made);
    return tell(session, "Registered version " + std::to_string(made.version) + " of " + made.model,
                made.model, made.version);
  };
  return verb;
}

}  // namespace tatara::cli
