// tatara bundle create | import
#include "core/interop/bundle.h"
#include "app/cli/exchange.h"
#include "app/cli/export_choice.h"
#include "app/cli/import_report.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"

namespace tatara::cli {
namespace {

Verb bundleCreateVerb() {
  auto options = std::make_shared<ChoiceOptions>();
  auto models = std::make_shared<std::vector<std::string>>();
  Verb verb{.path = "bundle create",
            .summary = "Put runs, registered models and their artifacts into one file",
            .details =
                "The file is taken into another workspace by tatara bundle import. Everything in it has "
                "its digest, so damage is found. By default everything comes along; registered models "
                "come with the runs of their versions.",
            .examples = {"tatara bundle create all.tatara",
                         "tatara bundle create demand.tatara --model bike-demand"}};
  verb.positional("FILE", options->target, "The file to be made").offers(Offer::Files);
  addChoice(verb, options);
  verb.option("--model", *models, "NAME",
              "This registered model and the runs of its versions; may be repeated")
      .offers(Offer::Models);
  verb.run = [options, models](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    interop::BundleChoice choice;
    TATARA_TRY(readChoice(session, *options, choice));
    choice.models = *models;
    TATARA_ASSIGN(const auto report, interop::createBundle(store, options->target, choice));
    tellExport(session, report,
               {counted(report.experiments, "experiment"), counted(report.runs, "run"),
                counted(report.points, "metric point"), counted(report.loggedModels, "logged model"),
                counted(report.models, "registered model"), counted(report.versions, "model version"),
                counted(report.acts, "audited act"), counted(report.files, "artifact")});
    return kDone;
  };
  return verb;
}

Verb bundleImportVerb() {
  auto file = std::make_shared<std::string>();
  Verb verb{
      .path = "bundle import",
      .summary = "Bring in what a bundle holds",
      .details =
          "What is here already stays as it is, so an import can be repeated; where it differs from "
          "what the bundle holds, the conflict is named. An alias that is here stays where it is. A "
          "bundle whose list of contents is damaged is refused; where a record or an artifact is damaged, "
          "everything else comes and the exit code is 5.",
      .examples = {"tatara bundle import demand.tatara"}};
  verb.positional("FILE", *file, "A file made by tatara bundle create").offers(Offer::Files);
  verb.run = [file](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    interop::BundleImport import;
    import.file = *file;
    import.actor = registry::currentActor("import");
    import.stop = session.stop();
    import.progress = [&session](const interop::ImportProgress& progress) {
      session.progress("Importing " + progress.doing, progress.done, progress.total);
  };
  TATARA_ASSIGN(const auto report, interop::importBundle(store, import));
  if (session.format() == Format::Json) {
    session.print(text::toPrettyJson(reportJson(report)) + "\n");
  } else {
    session.print(storeReportText(report));
  }
  remarkSkips(session, report);
  return endOfImport(report,
                     ". A whole bundle brings a run anew when it was deleted here and \"tatara gc "
                     "--purge-deleted\" removed it");
};
return verb;
}

}  // namespace

std::vector<Verb> bundleVerbs() {
  return {bundleCreateVerb(), bundleImportVerb()};
}

}  // namespace tatara::cli
