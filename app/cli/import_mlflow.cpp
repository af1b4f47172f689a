// tatara import mlflow
#include <cstdlib>

#include "app/cli/import_report.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/interop/mlflow.h"
#include "core/interop/mlflow_server.h"

namespace tatara::cli {
namespace {

struct Options {
  std::string place;
  std::vector<std::string> artifacts;
  bool link = false;
};

bool isUrl(std::string_view place) {
  return place.starts_with("http://") || place.starts_with("https://");
}

std::string fromEnvironment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string() : value;
}

Result<interop::ImportReport> importFrom(Session& session, const Options& options) {
  TATARA_ASSIGN(const auto store, session.store());
  const auto progress = [&session](const interop::ImportProgress& now) {
    session.progress("Importing " + now.doing, now.done, now.total);
  };
  if (!isUrl(options.place)) {
    interop::MlflowImport import;
    import.source = options.place;
    import.artifactFolders.assign(options.artifacts.begin(), options.artifacts.end());
    import.actor = registry::currentActor("import");
    import.stop = session.stop();
    import.progress = progress;
    return interop::importMlflow(store, import);
  }
  if (!options.artifacts.empty()) {
    return makeError(ErrorKind::InvalidArgument,
                     "--artifacts is for stores on this machine; a server gives its artifacts itself");
  }
  interop::MlflowServerImport import;
  import.server.url = options.place;
  import.server.token = fromEnvironment("MLFLOW_TRACKING_TOKEN");
  import.server.user = fromEnvironment("MLFLOW_TRACKING_USERNAME");
  import.server.password = fromEnvironment("MLFLOW_TRACKING_PASSWORD");
  import.server.stop = session.stop();
  import.linkArtifacts = options.link;
  import.actor = registry::currentActor("import");
  import.progress = progress;
  return interop::importMlflowServer(store, import);
}

}  // namespace

Verb importMlflowVerb() {
  auto options = std::make_shared<Options>();
  Verb verb{
      .path = "import mlflow",
      .summary = "Bring in an MLflow store: an mlruns folder, a SQLite database or a tracking server",
      .details =
          "Runs, metrics, parameters, tags, datasets, logged models, registered models and artifacts come "
          "with their own ids and times. What is here already stays as it is, so an import can be "
          "repeated. What cannot be read is left out and named. A server takes the user and password or "
          "the token of MLFLOW_TRACKING_USERNAME, _PASSWORD and _TOKEN.",
      .examples = {"tatara import mlflow mlruns",
                   "tatara import mlflow old/mlflow.db --artifacts /mnt/mlartifacts",
                   "tatara import mlflow http://ml.example:5000"}};
  verb.positional("PATH", options->place,
                  "An mlruns folder, an mlflow.db, the folder that holds one of them, or a server's URL")
      .offers(Offer::Files);
  verb.option("--artifacts", options->artifacts, "DIR",
              "Where artifacts lie that were kept apart; may be repeated");
  verb.flag("--link", options->link, "Leave the artifacts on the server and keep where they are");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto report, importFrom(session, *options));
    if (session.format() == Format::Json) {
      session.print(text::toPrettyJson(reportJson(report)) + "\n");
    } else {
      session.print(storeReportText(report));
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
