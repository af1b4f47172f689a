// tatara import mlflow
#include "app/cli/import_report.h"
#include "app/cli/mlflow_place.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/interop/mlflow.h"
#include "core/interop/mlflow_server.h"

namespace tatara::cli {
namespace {

struct MlflowImportOptions {
  std::string place;
  std::vector<std::string> artifacts;
  std::vector<std::string> mappings;
  bool link = false;
};

// "OLD=NEW"; the last "=" parts them, since a URI may hold one.
Result<interop::MlflowImport::Mapping> parseMapping(const std::string& text) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    return makeError(ErrorKind::InvalidArgument,
                     "'" + text + "' does not say what is where; give it as /old/place=/new/place");
  }
  return interop::MlflowImport::Mapping{text.substr(0, equals), text.substr(equals + 1)};
}

Result<interop::ImportReport> importFrom(Session& session, const MlflowImportOptions& options) {
  TATARA_ASSIGN(const auto store, session.store());
  const auto progress = [&session](const interop::ImportProgress& now) {
    session.progress("Importing " + now.doing, now.done, now.total);
  };
  if (!isUrl(options.place)) {
    interop::MlflowImport import;
    import.source = options.place;
    import.artifactFolders.assign(options.artifacts.begin(), options.artifacts.end());
    for (const std::string& text : options.mappings) {
      TATARA_ASSIGN(auto mapping, parseMapping(text));
      import.mappings.push_back(std::move(mapping));
    }
    import.linkArtifacts = options.link;
    import.actor = registry::currentActor("import");
    import.stop = session.stop();
    import.progress = progress;
    return interop::importMlflow(store, import);
  }
  if (!options.artifacts.empty() || !options.mappings.empty()) {
    return makeError(
        ErrorKind::InvalidArgument,
        "--artifacts and --map are for stores on this machine; a server gives its artifacts itself");
  }
  interop::MlflowServerImport import;
  import.server = serverOf(options.place, session.stop());
  import.linkArtifacts = options.link;
  import.actor = registry::currentActor("import");
  import.progress = progress;
  return interop::importMlflowServer(store, import);
}

}  // namespace

Verb importMlflowVerb() {
  auto options = std::make_shared<MlflowImportOptions>();
  Verb verb{
      .path = "import mlflow",
      .summary = "Bring in an MLflow store: an mlruns folder, a SQLite database or a tracking server",
      .details =
          "Runs, metrics, parameters, tags, datasets, logged models, traces, registered models and "
          "artifacts come with their own ids and times. What is here already stays as it is, so an import "
          "can be repeated; a run that was under way gets what it has logged since. What cannot be read is "
          "left out and named, and the exit code is 5. A server takes the user and password or the token of "
          "MLFLOW_TRACKING_USERNAME, _PASSWORD and _TOKEN.",
      .examples = {"tatara import mlflow mlruns",
                   "tatara import mlflow old/mlflow.db --artifacts /mnt/mlartifacts",
                   "tatara import mlflow http://ml.example:5000"}};
  verb.positional("PATH", options->place,
                  "An mlruns folder, an mlflow.db, the folder that holds one of them, or a server's URL")
      .offers(Offer::Files);
  verb.option("--artifacts", options->artifacts, "DIR",
              "Where artifacts lie that were kept apart; may be repeated");
  verb.option(
      "--map", options->mappings, "OLD=NEW",
      "Where an old place of artifacts is found now, like /home/ana/ml=/mnt/ml or s3://bucket=/mnt/s3; "
      "may be repeated");
  verb.flag("--link", options->link, "Leave the artifacts where they are and keep their place");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto report, importFrom(session, *options));
    if (session.format() == Format::Json) {
      session.print(text::toPrettyJson(reportJson(report)) + "\n");
    } else {
      session.print(storeReportText(report));
    }
    remarkSkips(session, report);
    return endOfImport(report);
  };
  return verb;
}

}  // namespace tatara::cli
