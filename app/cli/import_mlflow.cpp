// tatara import mlflow
#include <algorithm>

#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/interop/mlflow.h"
#include "core/text/json.h"

namespace tatara::cli {
namespace {

constexpr std::size_t kShownSkips = 20;

text::Json countJson(const interop::ImportCount& count) {
  text::Json json;
  json.set("brought", count.brought);
  json.set("already", count.already);
  json.set("skipped", count.skipped);
  return json;
}

text::Json reportJson(const interop::ImportReport& report) {
  text::Json json;
  json.set("experiments", countJson(report.experiments));
  json.set("runs", countJson(report.runs));
  json.set("logged_models", countJson(report.loggedModels));
  json.set("models", countJson(report.models));
  json.set("model_versions", countJson(report.versions));
  json.set("artifacts", countJson(report.files));
  json.set("points", report.points);
  json.set("bytes", report.bytes);
  text::Json skipped = text::Json::array();
  for (const interop::Skipped& one : report.skipped) {
    skipped.append(text::Json().set("place", one.place).set("reason", one.reason));
  }
  json.set("skipped", std::move(skipped));
  json.set("skipped_in_all", report.skippedInAll);
  text::Json notes = text::Json::array();
  for (const std::string& note : report.notes) {
    notes.append(note);
  }
  json.set("notes", std::move(notes));
  json.set("cancelled", report.cancelled);
  return json;
}

std::string line(std::string_view what, const interop::ImportCount& count) {
  std::string text = counted(count.brought, what);
  if (count.already > 0) {
    text += ", " + withThousands(count.already) + " here already";
  }
  if (count.skipped > 0) {
    text += ", " + withThousands(count.skipped) + " left out";
  }
  return text + "\n";
}

std::string reportText(const interop::ImportReport& report) {
  return line("experiment", report.experiments) + line("run", report.runs) +
         line("logged model", report.loggedModels) + line("registered model", report.models) +
         line("model version", report.versions) + line("artifact", report.files) +
         counted(report.points, "metric point") + "\n";
}

void remarkSkips(const Session& session, const interop::ImportReport& report) {
  const std::size_t shown = std::min(kShownSkips, report.skipped.size());
  for (std::size_t i = 0; i < shown; ++i) {
    session.remark("Left out: " + report.skipped[i].place + ": " + report.skipped[i].reason);
  }
  const auto rest = report.skippedInAll - static_cast<std::int64_t>(shown);
  if (rest > 0) {
    session.remark("And " + withThousands(rest) + " more; --format json lists them");
  }
  for (const std::string& note : report.notes) {
    session.remark(note);
  }
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
    return makeError(ErrorKind::Cancelled,
                     "Stopped; what was brought in so far is whole and stays, and the same "
                     "command brings the rest");
  }
  return kDone;
};
return verb;
}

}  // namespace tatara::cli
