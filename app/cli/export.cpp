// tatara export tensorboard | mlflow
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/interop/mlflow_export.h"
#include "core/interop/tensorboard_export.h"
#include "core/text/json.h"

namespace tatara::cli {
namespace {

constexpr std::size_t kShownSkips = 20;

struct ChoiceOptions {
  std::string target;
  std::vector<std::string> experiments;
  std::vector<std::string> runs;
  bool deleted = false;
};

void addChoice(Verb& verb, const std::shared_ptr<ChoiceOptions>& options) {
  verb.option("--experiment", options->experiments, "NAME",
              "Only the runs of this experiment; may be repeated. By default all")
      .offers(Offer::Experiments);
  verb.option("--run", options->runs, "RUN", "This run; may be repeated").offers(Offer::Runs);
  verb.flag("--deleted", options->deleted, "Take deleted experiments and runs along");
}

Result<interop::ExportChoice> readChoice(Session& session, const ChoiceOptions& options) {
  TATARA_ASSIGN(const auto store, session.store());
  interop::ExportChoice choice;
  choice.deleted = options.deleted;
  choice.stop = session.stop();
  choice.progress = [&session](const interop::ImportProgress& progress) {
    session.progress("Writing " + progress.doing, progress.done, progress.total);
  };
  TATARA_TRY(store->read([&](sql::Connection& connection) -> Status {
    for (const std::string& name : options.experiments) {
      TATARA_ASSIGN(const auto experiment, resolveExperiment(connection, name));
      choice.experiments.push_back(experiment.id);
    }
    for (const std::string& name : options.runs) {
      TATARA_ASSIGN(const auto run, resolveRun(connection, name));
      choice.runs.push_back(run.id);
    }
    return {};
  }));
  return choice;
}

text::Json reportJson(const interop::ExportReport& report) {
  text::Json json;
  json.set("experiments", report.experiments);
  json.set("runs", report.runs);
  json.set("points", report.points);
  json.set("histograms", report.histograms);
  json.set("logged_models", report.loggedModels);
  json.set("models", report.models);
  json.set("model_versions", report.versions);
  json.set("artifacts", report.files);
  json.set("bytes", report.bytes);
  text::Json skipped = text::Json::array();
  for (const interop::Skipped& one : report.skipped) {
    skipped.append(text::Json().set("place", one.place).set("reason", one.reason));
  }
  json.set("skipped", std::move(skipped));
  return json;
}

void tell(Session& session, const interop::ExportReport& report, const std::vector<std::string>& lines) {
  if (session.format() == Format::Json) {
    session.print(text::toPrettyJson(reportJson(report)) + "\n");
  } else {
    for (const std::string& line : lines) {
      session.print(line + "\n");
    }
  }
  for (std::size_t i = 0; i < std::min(kShownSkips, report.skipped.size()); ++i) {
    session.remark("Left out: " + report.skipped[i].place + ": " + report.skipped[i].reason);
  }
  if (report.skipped.size() > kShownSkips) {
    session.remark("And " + std::to_string(report.skipped.size() - kShownSkips) +
                   " more; --format json lists them");
  }
}

Verb exportTensorboardVerb() {
  auto options = std::make_shared<ChoiceOptions>();
  Verb verb{.path = "export tensorboard",
            .summary = "Write runs as event files that TensorBoard opens",
            .details =
                "One folder a run, named as the run. Metrics are scalars, parameters are the "
                "hyperparameters of TensorBoard's HPARAMS page, histograms and what an import of "
                "event files brought become what they were.",
            .examples = {"tatara export tensorboard logs --experiment mnist"}};
  verb.positional("DIR", options->target, "A folder that is empty or not there").offers(Offer::Folders);
  addChoice(verb, options);
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto choice, readChoice(session, *options));
    TATARA_ASSIGN(const auto report, interop::exportTensorboard(store, options->target, choice));
    tell(session, report,
         {counted(report.runs, "run"), counted(report.points, "metric point"),
          counted(report.histograms, "histogram"), counted(report.files, "artifact")});
    return kDone;
  };
  return verb;
}

Verb exportMlflowVerb() {
  auto options = std::make_shared<ChoiceOptions>();
  Verb verb{.path = "export mlflow",
            .summary = "Write experiments, runs and registered models as an mlruns folder that MLflow opens",
            .details =
                "Ids, times, the history of metrics, datasets, logged models, versions, aliases and "
                "artifacts are those of this workspace. Registered models come along when nothing is "
                "chosen, else those with a version of a chosen run. What a file store cannot hold is "
                "left out and named.",
            .examples = {"tatara export mlflow mlruns", "tatara export mlflow out --experiment bikes"}};
  verb.positional("DIR", options->target, "A folder that is empty or not there").offers(Offer::Folders);
  addChoice(verb, options);
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto choice, readChoice(session, *options));
    TATARA_ASSIGN(const auto report, interop::exportMlflow(store, options->target, choice));
    tell(session, report,
         {counted(report.experiments, "experiment"), counted(report.runs, "run"),
          counted(report.points, "metric point"), counted(report.loggedModels, "logged model"),
          counted(report.models, "registered model"), counted(report.versions, "model version"),
          counted(report.files, "artifact")});
    return kDone;
  };
  return verb;
}

}  // namespace

std::vector<Verb> exportVerbs() {
  return {exportMlflowVerb(), exportTensorboardVerb()};
}

}  // namespace tatara::cli
