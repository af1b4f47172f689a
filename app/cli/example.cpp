#include "core/example/example.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/text/json.h"

namespace tatara::cli {

Verb exampleVerb() {
  struct Options {
    std::string folder = "tatara-example";
    std::int64_t seed = static_cast<std::int64_t>(example::ExampleOptions{}.seed);
    std::int64_t trials = example::ExampleOptions{}.trials;
  };
  auto options = std::make_shared<Options>();
  Verb verb{
      .path = "example",
      .summary = "Make the example workspace",
      .details =
          "Simulates three years of hourly bike rentals, trains some sixty XGBoost models on them in three "
          "experiments, and registers the best. The data are simulated and say so; every other figure "
          "comes from the training that runs here. Takes less than a minute on two cores.",
      .examples = {"tatara example", "tatara example ~/bikes"}};
  verb.positional("DIR", options->folder, "Where to make it (default tatara-example); made if absent")
      .optional()
      .offers(Offer::Folders);
  verb.option("--seed", options->seed, "N", "Draws the data, the splits and the trials");
  verb.option("--trials", options->trials, "N", "Trials of the search (default 44)");
  verb.run = [options](Session& session) -> Result<int> {
    constexpr std::int64_t kMostTrials = 10'000;
    if (options->trials < 2 || options->trials > kMostTrials) {
      return makeError(ErrorKind::InvalidArgument, "--trials takes 2 to 10,000");
    }
    const example::ExampleOptions wanted{.seed = static_cast<std::uint64_t>(options->seed),
                                         .trials = static_cast<int>(options->trials)};
    TATARA_ASSIGN(const store::Workspace workspace,
                  withContext(example::makeExample(
                                  options->folder, wanted,
                                  [&](const example::Progress& progress) {
                                    session.progress(progress.doing, progress.done, progress.total);
                                  },
                                  session.stop()),
                              "Making the example"));
    if (session.format() == Format::Json) {
      session.print(text::toPrettyJson(text::Json::object().set("workspace", workspace.root.string())) +
                    "\n");
    } else {
      session.print(workspace.root.string() + "\n");
    }
    session.remark("The data in it are simulated; \"tatara-workbench " + workspace.root.string() +
                   "\" shows it");
    return kDone;
  };
  return verb;
}

}  // namespace tatara::cli
