// tatara runs compare
#include <algorithm>
#include <map>

#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/track/experiments.h"
#include "core/track/metric_meaning.h"

namespace tatara::cli {
namespace {

struct RunCompareOptions {
  std::vector<std::string> runs;
  bool differing = false;
};

// One thing in which runs may differ, and its value in each; null where a run lacks it.
struct RunCompareLine {
  std::string kind;  // "params", "metrics", or empty for attributes
  std::string key;
  std::vector<Cell> cells;
  std::optional<std::size_t> best;

  bool differs() const {
    return std::any_of(cells.begin(), cells.end(),
                       [&](const Cell& cell) { return !(cell.value == cells[0].value); });
  }
};

std::optional<std::size_t> bestOf(track::Direction direction, const std::vector<Cell>& cells) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto value = cells[i].value.asNumber();
    if (value && *value == *value &&
        (!best || track::isBetter(direction, *value, *cells[*best].value.asNumber()))) {
      best = i;
    }
  }
  // The best is better than something: among equals none is marked.
  const bool better =
      best && std::any_of(cells.begin(), cells.end(), [&](const Cell& cell) {
        return !cell.value.isNull() &&
               track::isBetter(direction, *cells[*best].value.asNumber(), *cell.value.asNumber());
      });
  return better ? best : std::nullopt;
}

std::vector<RunCompareLine> compareRuns(const std::vector<track::Run>& runs,
                                        const track::Experiment& experiment) {
  std::map<std::string, std::vector<Cell>> params;
  std::map<std::string, std::vector<Cell>> metrics;
  std::vector<Cell> status;
  std::vector<Cell> durations;
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const track::RunInfo& info = runs[i].info;
    status.push_back(textCell(track::toString(info.status)));
    durations.push_back(
        durationCell(info.ended ? std::optional<Millis>(*info.ended - info.started) : std::nullopt));
    const auto put = [&](auto& table, const std::string& key, Cell cell) {
      table[key].resize(runs.size());
      table[key][i] = std::move(cell);
    };
    for (const track::KeyValue& param : runs[i].params) {
      put(params, param.key, textCell(param.value));
    }
    for (const track::MetricSummary& metric : runs[i].metrics) {
      put(metrics, metric.key, numberCell(metric.last.value));
    }
  }
  std::vector<RunCompareLine> lines = {{"", "status", status, {}}, {"", "duration_ms", durations, {}}};
  for (auto& [key, cells] : params) {
    lines.push_back({"params", key, std::move(cells), {}});
  }
  for (auto& [key, cells] : metrics) {
    const auto best = bestOf(track::meaningOf(experiment, key).direction, cells);
    lines.push_back({"metrics", key, std::move(cells), best});
  }
  return lines;
}

text::Json toJson(const std::vector<track::Run>& runs, const std::vector<RunCompareLine>& lines) {
  text::Json result;
  text::Json heads = text::Json::array();
  for (const track::Run& run : runs) {
    text::Json head;
    head.set("run_id", run.info.id.value()).set("run_name", run.info.name);
    heads.append(std::move(head));
  }
  result.set("runs", std::move(heads));
  text::Json rows = text::Json::array();
  for (const RunCompareLine& line : lines) {
    text::Json values = text::Json::array();
    for (const Cell& cell : line.cells) {
      values.append(cell.value);
    }
    text::Json row;
    row.set("key", line.kind.empty() ? line.key : line.kind + "." + line.key)
        .set("values", std::move(values));
    row.set("best", line.best ? text::Json(runs[*line.best].info.id.value()) : text::Json());
    rows.append(std::move(row));
  }
  return std::move(result.set("rows", std::move(rows)));
}

Listing toListing(const std::vector<track::Run>& runs, const std::vector<RunCompareLine>& lines) {
  Listing listing;
  listing.addColumn("key", "");
  for (const track::Run& run : runs) {
    listing.addKeyColumn(run.info.id.value(), run.info.id.value().substr(0, 8), text::Align::Right, 28);
  }
  Listing::Row names = {textCell("run_name")};
  for (const track::Run& run : runs) {
    names.push_back(textCell(run.info.name));
  }
  listing.addRow(std::move(names));
  for (const RunCompareLine& line : lines) {
    Listing::Row row = {textCell(line.kind.empty() ? line.key : line.kind + "." + line.key)};
    if (line.key == "duration_ms" && line.kind.empty()) {
      row[0].shown = "duration";
    }
    for (std::size_t i = 0; i < line.cells.size(); ++i) {
      Cell cell = line.cells[i];
      cell.shown += line.best == i ? " *" : line.best ? "  " : "";
      row.push_back(std::move(cell));
    }
    listing.addRow(std::move(row));
  }
  return listing;
}

}  // namespace

Verb runsCompareVerb() {
  auto options = std::make_shared<RunCompareOptions>();
  Verb verb{.path = "runs compare",
            .summary = "Put runs side by side",
            .details =
                "The best value of a metric is marked with * where it is known which way is better: from the "
                "experiment's tag tatara.direction.METRIC (min or max), else from the metric's name.",
            .examples = {"tatara runs compare 4f1c a07e", "tatara runs compare 4f1c a07e 99b2 --differing"}};
  verb.positional("RUN", options->runs, "Two or more: id, first four digits of it or more, or name")
      .offers(Offer::Runs);
  verb.flag("-d,--differing", options->differing, "Only what is not the same in all of them");
  verb.run = [options](Session& session) -> Result<int> {
    if (options->runs.size() < 2) {
      return makeError(ErrorKind::InvalidArgument, "Name two runs or more to compare");
    }
    TATARA_ASSIGN(const auto store, session.store());
    std::vector<track::Run> runs;
    track::Experiment experiment;
    TATARA_TRY(store->read([&](sql::Connection& connection) -> Status {
      for (const std::string& name : options->runs) {
        TATARA_ASSIGN(auto run, resolveWholeRun(connection, name));
        runs.push_back(std::move(run));
      }
      TATARA_ASSIGN(const auto found, track::findExperiment(connection, runs[0].info.experiment));
      experiment = found.value_or(track::Experiment{});
      return {};
    }));
    std::vector<RunCompareLine> lines = compareRuns(runs, experiment);
    if (options->differing) {
      std::erase_if(lines, [](const RunCompareLine& line) { return !line.differs(); });
    }
    if (session.format() == Format::Json) {
      session.print(text::toPrettyJson(toJson(runs, lines)) + "\n");
    } else {
      toListing(runs, lines).print(session, "");
    }
    return kDone;
  };
  return verb;
}

}  // namespace tatara::cli
