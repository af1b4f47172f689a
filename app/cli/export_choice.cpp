#include "app/cli/export_choice.h"

#include <algorithm>

#include "app/cli/resolve.h"
#include "core/text/json.h"
#include "core/track/run_table.h"

namespace tatara::cli {
namespace {

constexpr std::size_t kShownLeftOut = 20;

text::Json exportJson(const interop::ExportReport& report) {
  text::Json json;
  json.set("experiments", report.experiments);
  json.set("runs", report.runs);
  json.set("points", report.points);
  json.set("histograms", report.histograms);
  json.set("logged_models", report.loggedModels);
  json.set("traces", report.traces);
  json.set("models", report.models);
  json.set("model_versions", report.versions);
  json.set("acts", report.acts);
  json.set("artifacts", report.files);
  json.set("bytes", report.bytes);
  text::Json skipped = text::Json::array();
  for (const interop::Skipped& one : report.skipped) {
    skipped.append(text::Json().set("place", one.place).set("reason", one.reason));
  }
  json.set("skipped", std::move(skipped));
  return json;
}

}  // namespace

Result<std::vector<track::RunInfo>> matchingRuns(sql::Connection& connection, const query::Filter& filter,
                                                 const interop::ExportChoice& among) {
  const auto view = among.deleted ? track::ViewType::All : track::ViewType::ActiveOnly;
  // Runs that are named may be of any experiment.
  const auto experiments = among.runs.empty() ? among.experiments : std::vector<track::ExperimentId>();
  TATARA_ASSIGN(const auto table, track::RunTable::load(connection, experiments, view));
  const bool all = among.experiments.empty() && among.runs.empty();
  std::vector<track::RunInfo> runs;
  for (const std::uint32_t row : table->filter(filter)) {
    const track::RunInfo& run = table->run(row);
    if (all || std::ranges::count(among.experiments, run.experiment) > 0 ||
        std::ranges::count(among.runs, run.id) > 0) {
      runs.push_back(run);
    }
  }
  if (runs.empty()) {
    return makeError(ErrorKind::NotFound, "No run matches the filter");
  }
  return runs;
}

void addChoice(Verb& verb, const std::shared_ptr<ChoiceOptions>& options) {
  verb.option("-e,--experiment", options->experiments, "EXPERIMENT",
              "Only the runs of this experiment; may be repeated. By default all")
      .offers(Offer::Experiments);
  verb.option("--filter", options->filter, "FILTER",
              "Of these only the runs for which this holds, as in tatara runs search");
  verb.option("--run", options->runs, "RUN", "This run; may be repeated").offers(Offer::Runs);
  verb.flag("--deleted", options->deleted, "Take deleted experiments and runs along");
}

Status readChoice(Session& session, const ChoiceOptions& options, interop::ExportChoice& choice) {
  TATARA_ASSIGN(const auto store, session.store());
  choice.deleted = options.deleted;
  choice.stop = session.stop();
  choice.progress = [&session](const interop::ImportProgress& progress) {
    session.progress("Writing " + progress.doing, progress.done, progress.total);
  };
  TATARA_ASSIGN(const auto filter, readFilter(query::Entity::Run, options.filter));
  return store->read([&](sql::Connection& connection) -> Status {
    for (const std::string& name : options.experiments) {
      TATARA_ASSIGN(const auto experiment, resolveExperiment(connection, name));
      choice.experiments.push_back(experiment.id);
    }
    for (const std::string& name : options.runs) {
      TATARA_ASSIGN(const auto run, resolveRun(connection, name));
      choice.runs.push_back(run.id);
    }
    if (!options.filter.empty()) {
      TATARA_ASSIGN(const auto matching, matchingRuns(connection, filter, choice));
      choice.experiments.clear();
      choice.runs.clear();
      for (const track::RunInfo& run : matching) {
        choice.runs.push_back(run.id);
      }
    }
    return {};
  });
}

void tellExport(Session& session, const interop::ExportReport& report,
                const std::vector<std::string>& lines) {
  if (session.format() == Format::Json) {
    session.print(text::toPrettyJson(exportJson(report)) + "\n");
  } else {
    for (const std::string& line : lines) {
      session.print(line + "\n");
    }
  }
  for (std::size_t i = 0; i < std::min(kShownLeftOut, report.skipped.size()); ++i) {
    session.remark("Left out: " + report.skipped[i].place + ": " + report.skipped[i].reason);
  }
  if (report.skipped.size() > kShownLeftOut) {
    session.remark("And " + std::to_string(report.skipped.size() - kShownLeftOut) +
                   " more; --format json lists them");
  }
}

}  // namespace tatara::cli
