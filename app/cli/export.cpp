// tatara export mlflow | tensorboard | csv | json
#include "app/cli/exchange.h"
#include "app/cli/export_choice.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "core/interop/mlflow_export.h"
#include "core/interop/table_export.h"
#include "core/interop/tensorboard_export.h"

namespace tatara::cli {
namespace {

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
    interop::ExportChoice choice;
    TATARA_TRY(readChoice(session, *options, choice));
    TATARA_ASSIGN(const auto report, interop::exportTensorboard(store, options->target, choice));
    tellExport(session, report,
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
    interop::ExportChoice choice;
    TATARA_TRY(readChoice(session, *options, choice));
    TATARA_ASSIGN(const auto report, interop::exportMlflow(store, options->target, choice));
    tellExport(session, report,
               {counted(report.experiments, "experiment"), counted(report.runs, "run"),
                counted(report.points, "metric point"), counted(report.loggedModels, "logged model"),
                counted(report.models, "registered model"), counted(report.versions, "model version"),
                counted(report.files, "artifact")});
    return kDone;
  };
  return verb;
}

Verb exportTablesVerb(const char* name, interop::TableFormat format) {
  auto options = std::make_shared<ChoiceOptions>();
  const bool csv = format == interop::TableFormat::Csv;
  Verb verb{.path = std::string("export ") + name,
            .summary = csv ? "Write experiments and runs as CSV files"
                           : "Write experiments and runs as JSON, one object a line",
            .details =
                "A file each for experiments, runs, params, tags, metrics with every point, and datasets, "
                "joined by run_id and experiment_id. Times are milliseconds since 1970 UTC.",
            .examples = {std::string("tatara export ") + name + " out --experiment bikes"}};
  verb.positional("DIR", options->target, "A folder that is empty or not there").offers(Offer::Folders);
  addChoice(verb, options);
  verb.run = [options, format](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    interop::ExportChoice choice;
    TATARA_TRY(readChoice(session, *options, choice));
    TATARA_ASSIGN(const auto report, interop::exportTables(store, options->target, choice, format));
    tellExport(session, report,
               {counted(report.experiments, "experiment"), counted(report.runs, "run"),
                counted(report.points, "metric point")});
    return kDone;
  };
  return verb;
}

}  // namespace

std::vector<Verb> exportVerbs() {
  return {exportMlflowVerb(), exportTensorboardVerb(), exportTablesVerb("csv", interop::TableFormat::Csv),
          exportTablesVerb("json", interop::TableFormat::Json)};
}

}  // namespace tatara::cli
