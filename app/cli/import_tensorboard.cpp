// tatara import tensorboard
#include "app/cli/exchange.h"
#include "app/cli/import_report.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "core/base/memory.h"
#include "core/base/number_text.h"
#include "core/interop/tensorboard.h"

namespace tatara::cli {
namespace {

std::string reportText(const interop::ImportReport& report) {
  std::string text = countLine("run", report.runs) + counted(report.points, "metric point") + "\n" +
                     counted(report.histograms, "histogram") + "\n" + countLine("artifact", report.files);
  if (report.dropped > 0) {
    text += counted(report.dropped, "value") + " taken back by restarts\n";
  }
  return text;
}

void tell(Session& session, const interop::ImportReport& report) {
  if (session.format() == Format::Json) {
    session.print(text::toPrettyJson(reportJson(report)) + "\n");
  } else {
    session.print(reportText(report));
  }
  remarkSkips(session, report);
}

Result<int> watch(Session& session, const std::shared_ptr<store::Store>& store,
                  const interop::TensorboardImport& import) {
  bool first = true;
  TATARA_TRY(interop::watchTensorboard(store, import, [&](const interop::ImportReport& report) {
    if (first || session.format() == Format::Json) {
      tell(session, report);
    } else {
      session.remark(counted(report.points, "metric point") + ", " + counted(report.histograms, "histogram") +
                     ", " + counted(report.files.brought, "artifact"));
      remarkSkips(session, report);
    }
    if (std::exchange(first, false)) {
      session.remark("Watching " + import.folder.string() + "; Ctrl+C ends it");
    }
  }));
  return kDone;
}

}  // namespace

Verb importTensorboardVerb() {
  struct Options {
    std::string folder;
    std::string experiment;
    bool watch = false;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "import tensorboard",
            .summary = "Bring in a folder of TensorBoard's event files, once or while they are written",
            .details =
                "Every folder with event files in it is a run, named by its path. Scalars become metrics, "
                "hyperparameters parameters; histograms are kept with the run; images, audio, text, PR "
                "curves, meshes and graphs become artifacts below tensorboard/. An import can be repeated "
                "and brings what is new. What was logged after the step of a restart is left out, as "
                "TensorBoard does. What cannot be read is left out and named, and the exit code is 5. With "
                "--watch it goes on until it is stopped.",
            .examples = {"tatara import tensorboard lightning_logs",
                         "tatara import tensorboard logs --experiment mnist --watch"}};
  verb.positional("DIR", options->folder, "The folder that TensorBoard would be started with")
      .offers(Offer::Folders);
  verb.option("-e,--experiment", options->experiment, "NAME",
              "The experiment that gets the runs; made when it is not there. By default named as the folder")
      .offers(Offer::Experiments);
  verb.flag("--watch", options->watch, "Go on bringing what is written until stopped");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    interop::TensorboardImport import;
    import.folder = options->folder;
    import.experiment = options->experiment;
    import.stop = session.stop();
    if (options->watch) {
      return watch(session, store, import);
    }
    keepFreeMemory();  // it is needed again for every run
    import.progress = [&session](const interop::ImportProgress& progress) {
      session.progress("Reading " + progress.doing, progress.done, progress.total);
  };
  TATARA_ASSIGN(const auto report, interop::importTensorboard(store, import));
  tell(session, report);
  return endOfImport(report);
};
return verb;
}

}  // namespace tatara::cli
