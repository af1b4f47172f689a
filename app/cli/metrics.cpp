// tatara metrics history, export
#include "core/track/metrics.h"

#include <algorithm>
#include <cstdio>
#include <memory>

#include "app/cli/export_choice.h"
#include "app/cli/human.h"
#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/file_error.h"
#include "core/base/number_text.h"
#include "core/track/run_table.h"

namespace tatara::cli {
namespace {

Verb historyVerb() {
  struct Options {
    std::string run;
    std::string metric;
    std::int64_t last = 0;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "metrics history",
            .summary = "List every point of a metric, in the order of its steps",
            .examples = {"tatara metrics history 4f1c val_rmse",
                         "tatara metrics history 4f1c val_rmse --last 10 --format csv"}};
  verb.positional("RUN", options->run, "Id, first four digits of it or more, or name of the run")
      .offers(Offer::Runs);
  verb.positional("METRIC", options->metric, "Key of the metric");
  verb.option("--last", options->last, "N", "Only the last N points");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto points,
                  store->read(
                      [&](sql::Connection& connection) -> Result<std::vector<series::Point>> {
                        TATARA_ASSIGN(const auto run, resolveRun(connection, options->run));
                        TATARA_ASSIGN(auto found, track::loadSeries(connection, run.key, options->metric));
                        if (!found.empty()) {
                          return found;
                        }
                        TATARA_ASSIGN(const auto known, track::loadMetricSummaries(connection, run.key));
                        std::vector<std::string> keys;
                        for (const track::MetricSummary& metric : known) {
                          keys.push_back(metric.key);
                        }
                        const auto near = nearestWord(options->metric, keys);
                        return makeError(ErrorKind::NotFound,
                                         "The run \"" + run.name + "\" has no metric \"" + options->metric +
                                             "\"" + (near ? "; did you mean \"" + *near + "\"?" : ""));
                      },
                      session.stop()));
    const std::size_t skipped =
        options->last > 0 ? points.size() - std::min(points.size(), static_cast<std::size_t>(options->last))
                          : 0;
    Listing listing;
    listing.addColumn("step", "Step", text::Align::Right);
    listing.addColumn("time", "Time");
    listing.addColumn("value", "Value", text::Align::Right);
    for (std::size_t i = skipped; i < points.size(); ++i) {
      const Timestamp time = fromUnixMillis(points[i].timestamp);
      listing.addRow({{std::to_string(points[i].step), points[i].step},
                      {localTime(time), toIso8601(time)},
                      {toText(points[i].value), points[i].value}});
    }
    listing.print(session, "");
    return kDone;
  };
  return verb;
}

struct MetricExportOptions {
  std::vector<std::string> runs;
  std::vector<std::string> experiments;
  std::vector<std::string> metrics;
  std::string filter;
  std::string file;
};

// Writes piece by piece, to standard output or a file.
class Sink {
 public:
  static Result<Sink> open(Session& session, const std::string& file) {
    if (file.empty()) {
      return Sink(session, nullptr, file);
    }
    std::FILE* handle = std::fopen(file.c_str(), "wxe");
    if (handle == nullptr) {
      return fileError("The file " + file + " cannot be made", file, errno);
    }
    return Sink(session, handle, file);
  }

  void write(std::string_view text) {
    if (m_handle) {
      m_failed = std::fwrite(text.data(), 1, text.size(), m_handle.get()) != text.size() || m_failed;
    } else {
      m_session->print(text);
    }
  }

  Status finish() {
    if (m_handle && (std::fclose(m_handle.release()) != 0 || m_failed)) {
      return fileError("The file " + m_file + " could not be written", m_file, errno);
    }
    return {};
  }

 private:
  struct Close {
    void operator()(std::FILE* handle) const { std::fclose(handle); }
  };
  Sink(Session& session, std::FILE* handle, std::string file)
      : m_session(&session), m_handle(handle), m_file(std::move(file)) {}

  Session* m_session;
  std::unique_ptr<std::FILE, Close> m_handle;
  std::string m_file;
  bool m_failed = false;
};

Result<std::vector<track::RunInfo>> chosenRuns(sql::Connection& connection,
                                               const MetricExportOptions& options,
                                               const query::Filter& filter) {
  std::vector<track::RunInfo> runs;
  for (const std::string& name : options.runs) {
    TATARA_ASSIGN(auto run, resolveRun(connection, name));
    runs.push_back(std::move(run));
  }
  std::vector<track::ExperimentId> ids;
  for (const std::string& name : options.experiments) {
    TATARA_ASSIGN(const auto experiment, resolveExperiment(connection, name));
    ids.push_back(experiment.id);
  }
  if (!options.filter.empty()) {
    interop::ExportChoice among{.experiments = ids};
    for (const track::RunInfo& run : runs) {
      among.runs.push_back(run.id);
    }
    return matchingRuns(connection, filter, among);
  }
  if (!options.runs.empty() && options.experiments.empty()) {
    return runs;
  }
  TATARA_ASSIGN(const auto table, track::RunTable::load(connection, ids, track::ViewType::ActiveOnly));
  for (std::size_t row = 0; row < table->size(); ++row) {
    runs.push_back(table->run(row));
  }
  return runs;
}

void appendPoint(std::string& out, Format format, const track::RunInfo& run, const std::string& key,
                 const series::Point& point) {
  const std::string time = toIso8601(fromUnixMillis(point.timestamp));
  if (format != Format::Json) {
    text::appendCsvRow(
        out, {run.id.value(), run.name, key, std::to_string(point.step), time, toText(point.value)});
    return;
  }
  out += out.ends_with('[') ? "\n" : ",\n";
  text::Json object;
  object.set("run_id", run.id.value()).set("run_name", run.name).set("metric", key);
  out += text::toJson(object.set("step", point.step).set("time", time).set("value", point.value));
}

Result<int> exportMetrics(Session& session, const MetricExportOptions& options) {
  TATARA_ASSIGN(const auto filter, readFilter(query::Entity::Run, options.filter));
  TATARA_ASSIGN(const auto store, session.store());
  TATARA_ASSIGN(
      const auto runs,
      store->read([&](sql::Connection& connection) { return chosenRuns(connection, options, filter); },
                  session.stop()));
  const Format format = session.format(Format::Csv);
  TATARA_ASSIGN(Sink sink, Sink::open(session, options.file));
  std::string piece;
  if (format == Format::Json) {
    piece = "[";
  } else {
    text::appendCsvRow(piece, {"run_id", "run_name", "metric", "step", "time", "value"});
  }
  std::int64_t done = 0;
  std::int64_t points = 0;
  for (const track::RunInfo& run : runs) {
    if (session.stop().stop_requested()) {
      return makeError(ErrorKind::Cancelled, "Stopped before all runs were exported");
    }
    TATARA_ASSIGN(const auto all, store->read(
                                      [&](sql::Connection& connection) {
                                        return track::loadRunSeries(connection, run.key, options.metrics);
                                      },
                                      session.stop()));
    for (const track::RunSeries& series : all) {
      for (const series::Point& point : series.points) {
        appendPoint(piece, format, run, series.key, point);
        if (piece.size() > (1u << 20)) {
          sink.write(std::string_view(piece).substr(0, piece.size() - 1));
          piece.erase(0, piece.size() - 1);
        }
      }
      points += static_cast<std::int64_t>(series.points.size());
    }
    session.progress("Exporting metrics of runs", ++done, static_cast<std::int64_t>(runs.size()));
  }
  piece += format == Format::Json ? (points > 0 ? "\n]\n" : "]\n") : "";
  sink.write(piece);
  TATARA_TRY(sink.finish());
  if (!options.file.empty()) {
    session.remark("Wrote " + counted(points, "point") + " of " + counted(done, "run") + " to " +
                   options.file);
  }
  return kDone;
}

Verb metricsExportVerb() {
  auto options = std::make_shared<MetricExportOptions>();
  Verb verb{.path = "metrics export",
            .summary = "Write the points of many metrics as one long table",
            .details = "One line a point, CSV unless --format json. Without RUN and --experiment, all runs.",
            .examples = {"tatara metrics export -e bikes -m val_rmse > curves.csv",
                         "tatara metrics export --filter \"metrics.val_rmse < 40\"",
                         "tatara metrics export 4f1c a07e --format json --output curves.json"}};
  verb.positional("RUN", options->runs, "Of these runs").optional().offers(Offer::Runs);
  verb.option("-e,--experiment", options->experiments, "EXPERIMENT", "Of the runs of this experiment")
      .offers(Offer::Experiments);
  verb.option("--filter", options->filter, "FILTER",
              "Of these only the runs for which this holds, as in tatara runs search");
  verb.option("-m,--metric", options->metrics, "METRIC", "Only this metric; may be given several times");
  verb.option("-o,--output", options->file, "FILE", "Write to a new file instead of standard output")
      .offers(Offer::Files);
  verb.run = [options](Session& session) { return exportMetrics(session, *options); };
  return verb;
}

}  // namespace

std::vector<Verb> metricsVerbs() {
  return {historyVerb(), metricsExportVerb()};
}

}  // namespace tatara::cli
