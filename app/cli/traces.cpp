// tatara traces list, show
#include <algorithm>

#include "app/cli/human.h"
#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/server_verbs.h"
#include "app/cli/session.h"
#include "core/artifact/artifact_store.h"
#include "core/base/number_text.h"
#include "core/track/span_tree.h"

namespace tatara::cli {
namespace {

constexpr std::int64_t kLargestFile = 64 << 20;
constexpr std::size_t kShownValue = 200;

struct ListOptions {
  std::string experiment;
  std::string run;
  std::int64_t limit = 100;
};

Cell optionalText(const std::string* text) {
  return text ? textCell(*text) : Cell{};
}

Cell tokensCell(const std::optional<track::TokenUsage>& tokens) {
  return tokens ? countCell(tokens->total) : Cell{};
}

Verb tracesListVerb() {
  auto options = std::make_shared<ListOptions>();
  Verb verb{
      .path = "traces list",
      .summary = "List traces of programs, newest first",
      .details =
          "Traces are recorded by mlflow.trace, by autologging of language model libraries and by "
          "OpenTelemetry exporters that send to the server's /v1/traces.",
      .examples = {"tatara traces list", "tatara traces list --experiment chat --limit 20 --format json"}};
  verb.option("-e,--experiment", options->experiment, "NAME", "Only those of this experiment")
      .offers(Offer::Experiments);
  verb.option("--run", options->run, "RUN", "Only those that this run made").offers(Offer::Runs);
  verb.option("--limit", options->limit, "COUNT", "At most so many (100)");
  verb.run = [options](Session& session) -> Result<int> {
    if (options->limit < 1) {
      return makeError(ErrorKind::InvalidArgument, "--limit takes a number from 1");
    }
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto traces,
                  store->read([&](sql::Connection& db) -> Result<std::vector<track::Trace>> {
                    std::vector<track::ExperimentId> experiments;
                    if (!options->experiment.empty()) {
                      TATARA_ASSIGN(const auto experiment, resolveExperiment(db, options->experiment));
                      experiments.push_back(experiment.id);
                    }
                    if (options->run.empty()) {
                      const auto most = static_cast<std::size_t>(options->limit);
                      TATARA_ASSIGN(const auto keys, track::listTraceKeys(db, experiments, most));
                      return track::loadTracesOf(db, keys);
                    }
                    TATARA_ASSIGN(auto all, track::loadTraces(db, experiments));
                    TATARA_ASSIGN(const auto run, resolveRun(db, options->run));
                    std::erase_if(all, [&](const track::Trace& trace) {
                      const std::string* source = trace.meta(track::kTraceRun);
                      return !source || *source != run.id.value();
                    });
                    return all;
                  }));
    Listing listing;
    listing.addColumn("trace_id", "Trace");
    listing.addColumn("name", "Name", text::Align::Left, 40);
    listing.addColumn("state", "State");
    listing.addColumn("started", "Started");
    listing.addColumn("duration_ms", "Duration", text::Align::Right);
    listing.addColumn("tokens", "Tokens", text::Align::Right);
    listing.addColumn("request", "Request", text::Align::Left, 40);
    for (const track::Trace& trace : traces) {
      if (listing.size() == static_cast<std::size_t>(options->limit)) {
        break;
      }
      listing.addRow({textCell(trace.id), optionalText(trace.tag(track::kTraceName)),
                      textCell(track::toString(trace.state)), timeCell(trace.started),
                      durationCell(trace.duration), tokensCell(track::tokensOf(trace)),
                      textCell(trace.requestPreview)});
    }
    listing.print(session, "There are no traces");
    return kDone;
  };
  return verb;
}

// The trace of that id, or of the one that begins so.
Result<track::Trace> resolveTrace(sql::Connection& db, const std::string& id) {
  TATARA_ASSIGN(auto found, track::findTrace(db, id));
  if (found) {
    return *std::move(found);
  }
  TATARA_ASSIGN(auto all, track::loadTraces(db, {}));
  std::erase_if(all, [&](const track::Trace& trace) { return id.size() < 6 || !trace.id.starts_with(id); });
  if (all.size() > 1) {
    return makeError(ErrorKind::Conflict, counted(static_cast<std::int64_t>(all.size()), "trace") +
                                              " begin with \"" + id + "\"; give more of the id");
  }
  return all.empty()
             ? Result<track::Trace>(makeError(ErrorKind::NotFound, "There is no trace \"" + id + "\""))
             : Result<track::Trace>(std::move(all.front()));
}

Result<std::vector<track::SpanNode>> spansOf(const std::shared_ptr<store::Store>& store,
                                             const track::Trace& trace) {
  TATARA_ASSIGN(const auto spans,
                store->read([&](sql::Connection& db) { return track::loadSpans(db, trace.key); }));
  if (!spans.empty()) {
    return track::spanTree(spans);
  }
  const auto file = track::spanFileOf(trace);
  if (!file) {
    return std::vector<track::SpanNode>();
  }
  TATARA_ASSIGN(const auto there,
                store->read([&](sql::Connection& db) { return artifact::ArtifactStore::find(db, *file); }));
  if (!there) {
    return std::vector<track::SpanNode>();
  }
  TATARA_ASSIGN(const std::string json, artifact::ArtifactStore(store).readAll(*file, kLargestFile));
  return track::spanTreeOfFile(json);
}

Cell valueCell(const text::Json& value) {
  if (value.isNull()) {
    return {};
  }
  std::string shown = value.asString() ? *value.asString() : text::toJson(value);
  if (shown.size() > kShownValue) {
    shown.resize(kShownValue);
    shown += "…";
  }
  return {shown, value};
}

Listing treeOf(const std::vector<track::SpanNode>& nodes) {
  Listing rows;
  rows.addColumn("name", "Span", text::Align::Left, 60);
  rows.addColumn("type", "Type");
  rows.addColumn("status", "Status");
  rows.addColumn("duration_ms", "Duration", text::Align::Right);
  rows.addColumn("tokens", "Tokens", text::Align::Right);
  rows.addColumn("inputs", "Inputs", text::Align::Left, 40);
  rows.addColumn("outputs", "Outputs", text::Align::Left, 40);
  rows.addColumn("depth", "Depth", text::Align::Right);
  for (const track::SpanNode& node : nodes) {
    const std::string indent(2 * static_cast<std::size_t>(std::min(node.depth, 20)), ' ');
    const char* status = node.status == track::SpanStatus::Ok      ? "OK"
                         : node.status == track::SpanStatus::Error ? "ERROR"
                                                                   : "";
    const auto duration =
        node.endNanos > 0
            ? std::optional(Millis(std::max<std::int64_t>(node.endNanos - node.startNanos, 0) / 1'000'000))
            : std::nullopt;
    rows.addRow({{indent + node.name, text::Json(node.name)},
                 textCell(node.type),
                 textCell(status),
                 durationCell(duration),
                 tokensCell(node.tokens),
                 valueCell(node.inputs),
                 valueCell(node.outputs),
                 countCell(node.depth)});
  }
  return rows;
}

Verb tracesShowVerb() {
  auto id = std::make_shared<std::string>();
  Verb verb{.path = "traces show",
            .summary = "Show a trace with its spans as a tree",
            .examples = {"tatara traces show tr-5f0c", "tatara traces show tr-5f0c --format json"}};
  verb.positional("TRACE", *id, "Id, or the beginning of one");
  verb.run = [id](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const auto trace, store->read([&](sql::Connection& db) { return resolveTrace(db, *id); }));
    TATARA_ASSIGN(const auto nodes, spansOf(store, trace));
    Record record;
    record.add("trace_id", "Trace", textCell(trace.id));
    record.add("name", "Name", optionalText(trace.tag(track::kTraceName)));
    record.add("state", "State", textCell(track::toString(trace.state)));
    record.add("experiment_id", "Experiment", textCell(std::to_string(trace.experiment.value())));
    record.add("run_id", "Run", optionalText(trace.meta(track::kTraceRun)));
    record.add("started", "Started",
               {timeAndAge(trace.started, systemClock().now()), toIso8601(trace.started)});
    record.add("duration_ms", "Duration", durationCell(trace.duration));
    record.add("tokens", "Tokens", tokensCell(track::tokensOf(trace)));
    record.add("request", "Request", textCell(trace.requestPreview));
    record.add("response", "Response", textCell(trace.responsePreview));
    record.addRows("spans", "Spans", treeOf(nodes));
    const auto pairs = [](const std::vector<track::KeyValue>& values) {
      std::vector<std::pair<std::string, Cell>> cells;
      for (const track::KeyValue& value : values) {
        cells.emplace_back(value.key, textCell(value.value));
      }
      return cells;
    };
    record.addPairs("tags", "Tags", pairs(trace.tags));
    record.addPairs("metadata", "Metadata", pairs(trace.metadata));
    record.print(session);
    return kDone;
  };
  return verb;
}

}  // namespace

std::vector<Verb> tracesVerbs() {
  return {tracesListVerb(), tracesShowVerb()};
}

}  // namespace tatara::cli
