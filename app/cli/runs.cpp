// tatara runs show, delete, restore, stop, tag, note
#include "core/track/runs.h"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <iterator>

#include "app/cli/human.h"
#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/track/experiments.h"
#include "core/track/run_stopping.h"

namespace tatara::cli {
namespace {

constexpr std::string_view kRunOrPrefixHelp = "Id, first four digits of it or more, or name of the run";

std::vector<std::pair<std::string, Cell>> tagPairs(const std::vector<track::KeyValue>& values) {
  std::vector<std::pair<std::string, Cell>> pairs;
  for (const track::KeyValue& value : values) {
    pairs.emplace_back(value.key, textCell(value.value));
  }
  return pairs;
}

Listing metricRows(const std::vector<track::MetricSummary>& metrics) {
  Listing rows;
  rows.addColumn("key", "Metric");
  rows.addColumn("last", "Last", text::Align::Right);
  rows.addColumn("step", "Step", text::Align::Right);
  rows.addColumn("min", "Min", text::Align::Right);
  rows.addColumn("max", "Max", text::Align::Right);
  rows.addColumn("points", "Points", text::Align::Right);
  const auto finite = [](double value) { return std::isnan(value) ? std::nullopt : std::optional(value); };
  for (const track::MetricSummary& metric : metrics) {
    rows.addRow({textCell(metric.key), numberCell(metric.last.value), countCell(metric.last.step),
                 numberCell(finite(metric.min)), numberCell(finite(metric.max)), countCell(metric.points)});
  }
  return rows;
}

Listing datasetRows(const std::vector<track::DatasetInput>& datasets) {
  Listing rows;
  rows.addColumn("name", "Dataset");
  rows.addColumn("digest", "Digest");
  rows.addColumn("context", "Context");
  for (const track::DatasetInput& input : datasets) {
    std::string context;
    for (const track::KeyValue& tag : input.tags) {
      context = tag.key == "mlflow.data.context" ? tag.value : context;
    }
    rows.addRow({textCell(input.dataset.name), textCell(input.dataset.digest), textCell(context)});
  }
  return rows;
}

std::string tagOf(const track::Run& run, std::string_view key) {
  for (const track::KeyValue& tag : run.tags) {
    if (tag.key == key) {
      return tag.value;
    }
  }
  return {};
}

Record makeRecord(const track::Run& run, const std::optional<track::Experiment>& experiment) {
  const track::RunInfo& info = run.info;
  const Timestamp now = systemClock().now();
  const auto time = [&](std::optional<Timestamp> at) {
    return at ? Cell{timeAndAge(*at, now), toIso8601(*at)} : Cell{};
  };
  Record record;
  record.add("run_id", "Run", textCell(info.id.value()));
  record.add("run_name", "Name", textCell(info.name));
  record.add("experiment_id", "Experiment id", textCell(std::to_string(info.experiment.value())));
  record.add("experiment", "Experiment", experiment ? textCell(experiment->name) : Cell{});
  record.add("status", "Status", textCell(track::toString(info.status)));
  record.add("lifecycle_stage", "State", textCell(info.deleted ? "deleted" : "active"));
  record.add("user_id", "User", textCell(info.user));
  record.add("start_time", "Started", time(info.started));
  record.add("end_time", "Ended", time(info.ended));
  record.add("duration_ms", "Duration",
             durationCell(info.ended ? std::optional<Millis>(*info.ended - info.started) : std::nullopt));
  record.add("artifact_uri", "Artifacts", textCell(info.artifactUri));
  const std::string note = tagOf(run, track::tag::kNote);
  record.addPairs("params", "Parameters", tagPairs(run.params));
  record.addRows("metrics", "Metrics", metricRows(run.metrics));
  record.addRows("datasets", "Datasets", datasetRows(run.datasets));
  std::vector<std::string> models;
  for (const track::LoggedModelLink& link : run.modelOutputs) {
    models.push_back(link.model.value());
  }
  record.add("logged_models", "Models", listCell(models));
  std::vector<track::KeyValue> tags = run.tags;
  std::erase_if(tags, [](const track::KeyValue& tag) {
    return tag.key == track::tag::kNote || tag.key == track::tag::kRunName;
  });
  record.addPairs("tags", "Tags", tagPairs(tags));
  if (!note.empty()) {
    record.addText("note", "Note", note);
  }
  return record;
}

Verb runsShowVerb() {
  auto name = std::make_shared<std::string>();
  Verb verb{.path = "runs show",
            .summary = "Show all that a run logged",
            .details = "Of each metric the last value; \"tatara metrics history\" lists every point.",
            .examples = {"tatara runs show 4f1c", "tatara runs show gentle-crow-311 --format json"}};
  verb.positional("RUN", *name, std::string(kRunOrPrefixHelp)).offers(Offer::Runs);
  verb.run = [name](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    TATARA_ASSIGN(const Record record, store->read([&](sql::Connection& connection) -> Result<Record> {
      TATARA_ASSIGN(const track::Run run, resolveWholeRun(connection, *name));
      TATARA_ASSIGN(const auto experiment, track::findExperiment(connection, run.info.experiment));
      return makeRecord(run, experiment);
    }));
    record.print(session);
    return kDone;
  };
  return verb;
}

using RunChange = std::function<Status(store::Writer&, const track::RunInfo&)>;

// Finds all of the runs before it changes the first one; all of it in one transaction.
Result<std::vector<track::RunInfo>> changeRuns(Session& session, const std::vector<std::string>& names,
                                               const RunChange& change) {
  TATARA_ASSIGN(const auto store, session.store());
  return store->writeFor([&](store::Writer& writer) -> Result<std::vector<track::RunInfo>> {
    std::vector<track::RunInfo> runs;
    for (const std::string& name : names) {
      TATARA_ASSIGN(auto run, resolveRun(writer.sql(), name));
      runs.push_back(std::move(run));
    }
    for (const track::RunInfo& run : runs) {
      TATARA_TRY(change(writer, run));
    }
    return runs;
  });
}

void remarkRuns(Session& session, const std::string& done, const std::vector<track::RunInfo>& runs) {
  session.remark(runs.size() == 1
                     ? done + " the run \"" + runs[0].name + "\" (" + runs[0].id.value().substr(0, 8) + ")"
                     : done + " " + counted(static_cast<std::int64_t>(runs.size()), "run"));
}

Verb runsDeleteVerb() {
  auto names = std::make_shared<std::vector<std::string>>();
  Verb verb{
      .path = "runs delete",
      .summary = "Delete runs",
      .details =
          "Nothing is lost: \"tatara runs restore\" brings them back until \"tatara gc --purge-deleted\" "
          "removes them for good. Either all of the runs are deleted or none.",
      .examples = {"tatara runs delete 4f1c", "tatara runs delete 4f1c a07e 99b2"}};
  verb.takesFormat = false;
  verb.positional("RUN", *names, std::string(kRunOrPrefixHelp)).offers(Offer::Runs);
  verb.run = [names](Session& session) -> Result<int> {
    const Timestamp now = systemClock().now();
    TATARA_ASSIGN(const auto runs,
                  changeRuns(session, *names, [now](auto& writer, const track::RunInfo& run) {
                    return track::deleteRun(writer, run.id, now);
                  }));
    remarkRuns(session, "Deleted", runs);
    return kDone;
  };
  return verb;
}

Verb restoreVerb() {
  auto names = std::make_shared<std::vector<std::string>>();
  Verb verb{.path = "runs restore",
            .summary = "Bring deleted runs back",
            .examples = {"tatara runs search --state deleted", "tatara runs restore 4f1c"}};
  verb.takesFormat = false;
  verb.positional("RUN", *names, std::string(kRunOrPrefixHelp)).offers(Offer::Runs);
  verb.run = [names](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto runs, changeRuns(session, *names, [](auto& writer, const track::RunInfo& run) {
                    return track::restoreRun(writer, run.id);
                  }));
    remarkRuns(session, "Restored", runs);
    return kDone;
  };
  return verb;
}

Verb runsStopVerb() {
  struct Options {
    std::vector<std::string> names;
    bool gone = false;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "runs stop",
            .summary = "Ask training runs to stop",
            .details =
                "A training that Tatara runs looks for this between its rounds, on whichever machine it is, "
                "and leaves the run marked killed with everything logged so far, as Ctrl+C does. Other "
                "programs cannot be asked. A run that was asked and whose process has gone is marked with "
                "--gone.",
            .examples = {"tatara runs stop 4f1c", "tatara runs stop 4f1c --gone"}};
  verb.takesFormat = false;
  verb.positional("RUN", options->names, std::string(kRunOrPrefixHelp)).offers(Offer::Runs);
  verb.flag("--gone", options->gone, "It was asked and its process has gone: mark the run as killed");
  verb.run = [options](Session& session) -> Result<int> {
    const Timestamp now = systemClock().now();
    TATARA_ASSIGN(
        const auto runs, changeRuns(session, options->names, [&](auto& writer, const track::RunInfo& run) {
          return options->gone ? track::endAbandoned(writer, run.id, now) : track::askToStop(writer, run.id);
        }));
    remarkRuns(session, options->gone ? "Marked as killed:" : "Asked to stop:", runs);
    return kDone;
  };
  return verb;
}

Verb runsTagVerb() {
  struct Options {
    std::string name;
    std::vector<std::string> tags;
    std::vector<std::string> removed;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "runs tag",
            .summary = "Set or remove tags of a run",
            .examples = {"tatara runs tag 4f1c reviewed=yes", "tatara runs tag 4f1c --remove reviewed"}};
  verb.takesFormat = false;
  verb.positional("RUN", options->name, std::string(kRunOrPrefixHelp)).offers(Offer::Runs);
  verb.positional("KEY=VALUE", options->tags, "Tags to set").optional();
  verb.option("--remove", options->removed, "KEY", "A tag to remove; may be given several times");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto tags, parsePairs(options->tags));
    if (tags.empty() && options->removed.empty()) {
      return makeError(ErrorKind::InvalidArgument,
                       "Name a tag to set (KEY=VALUE) or to remove (--remove KEY)");
    }
    TATARA_TRY(changeRuns(session, {options->name}, [&](auto& writer, const track::RunInfo& run) -> Status {
      for (const track::KeyValue& tag : tags) {
        TATARA_TRY(track::setTag(writer, run.id, tag));
      }
      for (const std::string& key : options->removed) {
        TATARA_TRY(track::deleteTag(writer, run.id, key));
      }
      return {};
    }));
    session.remark("Changed " +
                   counted(static_cast<std::int64_t>(tags.size() + options->removed.size()), "tag"));
    return kDone;
  };
  return verb;
}

Result<int> printNote(Session& session, const std::string& name) {
  TATARA_ASSIGN(const auto store, session.store());
  TATARA_ASSIGN(const std::string note, store->read([&](sql::Connection& connection) -> Result<std::string> {
    TATARA_ASSIGN(const track::Run run, resolveWholeRun(connection, name));
    return tagOf(run, track::tag::kNote);
  }));
  if (session.format() == Format::Json) {
    session.print(text::toPrettyJson(std::move(text::Json().set("note", note))) + "\n");
  } else if (note.empty()) {
    session.remark("The run has no note");
  } else {
    session.print(note + "\n");
  }
  return kDone;
}

Verb noteVerb() {
  struct Options {
    std::string name;
    std::string text;
    bool clear = false;
  };
  auto options = std::make_shared<Options>();
  Verb verb{
      .path = "runs note",
      .summary = "Print or write the note of a run",
      .details =
          "Without TEXT the note is printed; with - it is read from standard input. Notes are Markdown.",
      .examples = {"tatara runs note 4f1c", "tatara runs note 4f1c \"Best so far, but slow\"",
                   "tatara runs note 4f1c - < review.md"}};
  verb.positional("RUN", options->name, std::string(kRunOrPrefixHelp)).offers(Offer::Runs);
  verb.positional("TEXT", options->text, "The new note, or -").optional();
  verb.flag("--clear", options->clear, "Remove the note");
  verb.run = [options](Session& session) -> Result<int> {
    if (options->text.empty() && !options->clear) {
      return printNote(session, options->name);
    }
    std::string note = options->text;
    if (note == "-") {
      note.assign(std::istreambuf_iterator<char>(std::cin), {});
      while (note.ends_with('\n')) {
        note.pop_back();
      }
    }
    TATARA_ASSIGN(const auto runs,
                  changeRuns(session, {options->name}, [&](auto& writer, const track::RunInfo& run) {
                    const std::string key(track::tag::kNote);
                    return options->clear ? track::deleteTag(writer, run.id, key)
                                          : track::setTag(writer, run.id, track::KeyValue{key, note});
                  }));
    remarkRuns(session, options->clear ? "Removed the note of" : "Wrote the note of", runs);
    return kDone;
  };
  return verb;
}

}  // namespace

std::vector<Verb> runsVerbs() {
  return {runsShowVerb(), runsDeleteVerb(), restoreVerb(), runsStopVerb(), runsTagVerb(), noteVerb()};
}

}  // namespace tatara::cli
