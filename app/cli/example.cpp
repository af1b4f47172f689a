#include "core/example/example.h"
#include "app/cli/model_server.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/example/endpoint.h"
#include "core/text/json.h"

namespace tatara::cli {
namespace {

Result<int> sendTraffic(Session& session, const std::string& folder, std::int64_t requests) {
  constexpr std::int64_t kMostRequests = 10'000'000;
  if (requests < 1 || requests > kMostRequests) {
    return makeError(ErrorKind::InvalidArgument, "--requests takes 1 to 10,000,000");
  }
  TATARA_ASSIGN(const auto workspace, store::openWorkspace(folder));
  TATARA_ASSIGN(const auto server, BorrowedModelServer::find(session, workspace));
  session.remark(server.own() ? "A model server runs for this time at " + server.url()
                              : "The model server at " + server.url() + " is asked");
  TATARA_ASSIGN(const auto report, example::sendTraffic(
                                       workspace, {.url = server.url(), .requests = requests},
                                       [&](const example::Progress& progress) {
                                         session.progress(progress.doing, progress.done, progress.total);
                                       },
                                       session.stop()));
  session.remark(std::to_string(report.answered) + " requests answered, " + std::to_string(report.failed) +
                 " failed, " + std::to_string(report.labels) + " labels told");
  return report.failed == 0 ? kDone : kCheckSaidNo;
}

}  // namespace

Verb exampleVerb() {
  struct Options {
    std::string folder = "tatara-example";
    std::int64_t seed = static_cast<std::int64_t>(example::ExampleOptions{}.seed);
    std::int64_t trials = example::ExampleOptions{}.trials;
    bool traffic = false;
    std::int64_t requests = example::TrafficOptions{}.requests;
  };
  auto options = std::make_shared<Options>();
  Verb verb{
      .path = "example",
      .summary = "Make the example workspace",
      .details =
          "Simulates three years of hourly bike rentals, trains some sixty XGBoost models on them in three "
          "experiments, and registers the best. The data are simulated and say so; every other figure "
          "comes from the training that runs here. Takes less than a minute on two cores. With --traffic "
          "the endpoint of the example in DIR is asked over HTTP, hour after hour, and told what was really "
          "rented; a model server that does not run yet is started for that time and ended.",
      .examples = {"tatara example", "tatara example ~/bikes", "tatara example --traffic ~/bikes"}};
  verb.positional("DIR", options->folder, "Where to make it (default tatara-example); made if absent")
      .optional()
      .offers(Offer::Folders);
  verb.option("--seed", options->seed, "N", "Draws the data, the splits and the trials");
  verb.option("--trials", options->trials, "N", "Trials of the search (default 44)");
  verb.flag("--traffic", options->traffic, "Send requests to the endpoint of the example that is there");
  verb.option("--requests", options->requests, "N", "How many with --traffic, 40 a second (default 6000)");
  verb.run = [options](Session& session) -> Result<int> {
    if (options->traffic) {
      return sendTraffic(session, options->folder, options->requests);
    }
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
