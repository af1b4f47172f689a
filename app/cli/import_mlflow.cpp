// tatara import mlflow
#include "app/cli/import_report.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/interop/mlflow.h"

namespace tatara::cli {
namespace {

std::string reportText(const interop::ImportReport& report) {
  return countLine("experiment", report.experiments) + countLine("run", report.runs) +
         countLine("logged model", report.loggedModels) + countLine("registered model", report.models) +
         countLine("model version", report.versions) + countLine("artifact", report.files) +
         counted(report.points, "metric point") + "\n";
}

}  // namespace

Verb importMlflowVerb() {
  struct Options {
    std::string path;
    std::vector<std::string> artifacts;
  };
  auto options = std::make_shared<Options>();
  Verb verb{
      .path = "import mlflow",
      .summary = "Bring in an MLflow store: an mlruns folder or a SQLite database",
      .details =
          "Runs, metrics, parameters, tags, datasets, logged models, registered models and artifacts come "
          "with their own ids and times. What is here already stays as it is, so an import can be "
          "repeated. What cannot be read is left out and named.",
      .examples = {"tatara import mlflow mlruns",
                   "tatara import mlflow old/mlflow.db --artifacts /mnt/mlartifacts"}};
  verb.positional("PATH", options->path,
                  "An mlruns folder, an mlflow.db, or the folder that holds one of them")
      .offers(Offer::Files);
  verb.option("--artifacts", options->artifacts, "DIR",
              "Where artifacts lie that were kept apart; may be repeated");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    interop::MlflowImport import;
    import.source = options->path;
    import.artifactFolders.assign(options->artifacts.begin(), options->artifacts.end());
    import.actor = registry::currentActor("import");
    import.stop = session.stop();
    import.progress = [&session](const interop::ImportProgress& progress) {
      session.progress("Importing " + progress.doing, progress.done, progress.total);
  };
  TATARA_ASSIGN(const auto report, interop::importMlflow(store, import));
  if (session.format() == Format::Json) {
    session.print(text::toPrettyJson(reportJson(report)) + "\n");
  } else {
    session.print(reportText(report));
  }
  remarkSkips(session, report);
  if (report.cancelled) {
    return stoppedImport();
  }
  return kDone;
};
return verb;
}

}  // namespace tatara::cli
