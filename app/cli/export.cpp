// tatara export mlflow | tensorboard | csv | json | parquet
#include "app/cli/exchange.h"
#include "app/cli/export_choice.h"
#include "app/cli/mlflow_place.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "core/interop/mlflow_export.h"
#include "core/interop/mlflow_push.h"
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
  struct Options {
    bool sqlite = false;
  };
  auto options = std::make_shared<ChoiceOptions>();
  auto own = std::make_shared<Options>();
  Verb verb{
      .path = "export mlflow",
      .summary = "Write experiments, runs and registered models as a store that MLflow opens",
      .details =
          "Ids, times, the history of metrics, datasets, logged models, versions, aliases and "
          "artifacts are those of this workspace. Registered models come along when nothing is "
          "chosen, else those with a version of a chosen run. What the store cannot hold is left out "
          "and named. By default it is an mlruns folder, which MLflow from 3.17 on opens only with "
          "MLFLOW_ALLOW_FILE_STORE=true; with --sqlite a database mlflow.db and the artifacts beside it, for "
          "MLflow 3. A tracking server, named by its URL, gives what it is "
          "sent ids of its own; sending again adds what is new. It takes the user and password or the "
          "token of MLFLOW_TRACKING_USERNAME, _PASSWORD and _TOKEN.",
      .examples = {"tatara export mlflow mlruns", "tatara export mlflow out --experiment bikes",
                   "tatara export mlflow out --sqlite", "tatara export mlflow http://ml.example:5000"}};
  verb.positional("PLACE", options->target, "A folder that is empty or not there, or a server's URL")
      .offers(Offer::Folders);
  addChoice(verb, options);
  verb.flag("--sqlite", own->sqlite, "Write a SQLite database instead of an mlruns folder");
  verb.run = [options, own](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    interop::ExportChoice choice;
    TATARA_TRY(readChoice(session, *options, choice));
    if (own->sqlite && isUrl(options->target)) {
      return makeError(ErrorKind::InvalidArgument, "--sqlite writes a database, and a server has its own");
    }
    const http::ClientOptions server = serverOf(options->target, session.stop());
    TATARA_ASSIGN(const auto report, isUrl(options->target) ? interop::pushMlflow(store, server, choice)
                                     : own->sqlite
                                         ? interop::exportMlflowSqlite(store, options->target, choice)
                                         : interop::exportMlflow(store, options->target, choice));
    std::vector<std::string> lines{
        counted(report.experiments, "experiment"),  counted(report.runs, "run"),
        counted(report.points, "metric point"),     counted(report.loggedModels, "logged model"),
        counted(report.models, "registered model"), counted(report.versions, "model version"),
        counted(report.files, "artifact")};
    if (report.traces > 0) {
      lines.push_back(counted(report.traces, "trace"));
    }
    tellExport(session, report, lines);
    return kDone;
  };
  return verb;
}

Verb exportTablesVerb(const char* name, const char* what, interop::TableFormat format) {
  auto options = std::make_shared<ChoiceOptions>();
  Verb verb{.path = std::string("export ") + name,
            .summary = std::string("Write experiments and runs as ") + what,
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
  return {exportMlflowVerb(), exportTensorboardVerb(),
          exportTablesVerb("csv", "CSV files", interop::TableFormat::Csv),
          exportTablesVerb("json", "JSON, one object a line", interop::TableFormat::Json),
          exportTablesVerb("parquet", "Parquet files", interop::TableFormat::Parquet)};
}

}  // namespace tatara::cli
