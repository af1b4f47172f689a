// tatara experiments list, show, create, rename, delete, restore, tag
#include "core/track/experiments.h"

#include <algorithm>
#include <map>

#include "app/cli/filter_row.h"
#include "app/cli/human.h"
#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/track/metric_meaning.h"
#include "core/track/run_table.h"

namespace tatara::cli {
namespace {

constexpr std::string_view kExperimentHelp = "Name or id of the experiment";

std::string idText(const track::Experiment& experiment) {
  return std::to_string(experiment.id.value());
}

std::string_view stateText(track::Lifecycle lifecycle) {
  return lifecycle == track::Lifecycle::Active ? "active" : "deleted";
}

ThingRow rowOf(const query::Filter& filter, const track::Experiment& experiment, const std::string& id) {
  return ThingRow(filter, experiment.tags, [&experiment, &id](std::string_view name) -> ThingRow::Value {
    if (name == "name") {
      return std::string_view(experiment.name);
    }
    if (name == "experiment_id") {
      return std::string_view(id);
    }
    return static_cast<double>(
        toUnixMillis(name == "creation_time" ? experiment.created : experiment.updated));
  });
}

void sortExperiments(std::vector<track::Experiment>& experiments, const std::vector<query::OrderBy>& order) {
  const auto compare = [](const track::Experiment& left, const track::Experiment& right,
                          std::string_view key) {
    if (key == "name") {
      return left.name.compare(right.name);
    }
    const auto numbers = [&](const track::Experiment& one) {
      return key == "experiment_id"   ? one.id.value()
             : key == "creation_time" ? toUnixMillis(one.created)
                                      : toUnixMillis(one.updated);
    };
    return numbers(left) < numbers(right) ? -1 : numbers(left) > numbers(right) ? 1 : 0;
  };
  std::stable_sort(experiments.begin(), experiments.end(), [&](const auto& left, const auto& right) {
    for (const query::OrderBy& key : order) {
      const int result = compare(left, right, key.field.key);
      if (result != 0) {
        return (result < 0) == (key.direction == query::OrderBy::Direction::Ascending);
      }
    }
    return false;
  });
}

Verb experimentsListVerb() {
  struct Options {
    std::string filter;
    std::string sort;
    std::string state = "active";
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "experiments list",
            .summary = "List experiments, newest first",
            .details = "FILTER asks of name, experiment_id, creation_time, last_update_time and tags.KEY.",
            .examples = {"tatara experiments list",
                         "tatara experiments list \"name LIKE 'bike%' AND tags.team = 'core'\"",
                         "tatara experiments list --state all --format json"}};
  verb.positional("FILTER", options->filter, "Only those for which this holds").optional();
  verb.option("--sort", options->sort, "KEYS", "Such as \"name\" or \"last_update_time DESC, name\"");
  verb.option("--state", options->state, "STATE", "active (default), deleted or all")
      .oneOf({"active", "deleted", "all"});
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto filter, readFilter(query::Entity::Experiment, options->filter));
    TATARA_ASSIGN(const auto order, readOrder(query::Entity::Experiment, options->sort));
    const track::ViewType view = options->state == "all"       ? track::ViewType::All
                                 : options->state == "deleted" ? track::ViewType::DeletedOnly
                                                               : track::ViewType::ActiveOnly;
    TATARA_ASSIGN(const auto store, session.store());
    std::map<std::int64_t, std::int64_t> runs;
    TATARA_ASSIGN(auto experiments,
                  store->read([&](sql::Connection& connection) -> Result<std::vector<track::Experiment>> {
                    TATARA_ASSIGN(const auto counts, track::countRuns(connection));
                    for (const track::ExperimentCount& count : counts) {
                      runs[count.id.value()] = count.runs;
                    }
                    return track::loadExperiments(connection, view);
                  }));
    std::erase_if(experiments, [&](const track::Experiment& experiment) {
      const std::string id = idText(experiment);
      return !query::matches(filter, rowOf(filter, experiment, id));
    });
    sortExperiments(experiments, order);
    Listing listing;
    listing.addColumn("experiment_id", "Id");
    listing.addColumn("name", "Name", text::Align::Left, 48);
    listing.addColumn("runs", "Runs", text::Align::Right);
    listing.addColumn("created", "Created");
    listing.addColumn("updated", "Updated");
    listing.addColumn("state", "State");
    for (const track::Experiment& experiment : experiments) {
      listing.addRow({textCell(idText(experiment)), textCell(experiment.name),
                      countCell(runs[experiment.id.value()]), timeCell(experiment.created),
                      timeCell(experiment.updated), textCell(stateText(experiment.lifecycle))});
    }
    listing.print(session,
                  options->filter.empty() ? "There are no experiments" : "No experiment matches the filter");
    return kDone;
  };
  return verb;
}

Verb experimentsShowVerb() {
  auto name = std::make_shared<std::string>();
  Verb verb{.path = "experiments show",
            .summary = "Show an experiment: what it is about, its tags and its runs by status",
            .examples = {"tatara experiments show bikes"}};
  verb.positional("EXPERIMENT", *name, std::string(kExperimentHelp)).offers(Offer::Experiments);
  verb.run = [name](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    std::map<std::string_view, std::int64_t> statuses;
    std::vector<std::string> metrics;
    TATARA_ASSIGN(const track::Experiment experiment,
                  store->read([&](sql::Connection& connection) -> Result<track::Experiment> {
                    TATARA_ASSIGN(auto found, resolveExperiment(connection, *name));
                    const std::vector<track::ExperimentId> ids = {found.id};
                    TATARA_ASSIGN(const auto table,
                                  track::RunTable::load(connection, ids, track::ViewType::ActiveOnly));
                    for (std::size_t row = 0; row < table->size(); ++row) {
                      ++statuses[track::toString(table->run(row).status)];
                    }
                    for (const auto& column : table->metrics()) {
                      metrics.push_back(column->key);
                    }
                    return found;
                  }));
    const Timestamp now = systemClock().now();
    Record record;
    record.add("experiment_id", "Id", textCell(idText(experiment)));
    record.add("name", "Name", textCell(experiment.name));
    record.add("state", "State", textCell(stateText(experiment.lifecycle)));
    record.add("created", "Created", {timeAndAge(experiment.created, now), toIso8601(experiment.created)});
    record.add("updated", "Updated", {timeAndAge(experiment.updated, now), toIso8601(experiment.updated)});
    record.add("artifact_location", "Artifacts", textCell(experiment.artifactLocation));
    const auto primary = track::primaryMetric(experiment, metrics);
    record.add("primary_metric", "Primary metric", primary ? textCell(*primary) : Cell{});
    std::vector<std::pair<std::string, Cell>> runs;
    for (const auto& [status, count] : statuses) {
      runs.emplace_back(std::string(status), countCell(count));
    }
    record.addPairs("runs", "Runs", std::move(runs));
    record.add("metrics", "Metrics", listCell(metrics));
    std::vector<std::pair<std::string, Cell>> tags;
    for (const track::KeyValue& tag : experiment.tags) {
      tags.emplace_back(tag.key, textCell(tag.value));
    }
    record.addPairs("tags", "Tags", std::move(tags));
    record.print(session);
    return kDone;
  };
  return verb;
}

Verb experimentsCreateVerb() {
  struct Options {
    std::string name;
    std::vector<std::string> tags;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "experiments create",
            .summary = "Make an experiment and print its id",
            .examples = {"tatara experiments create bikes --tag team=core"}};
  verb.positional("NAME", options->name, "What to call it; no other experiment may have the name");
  verb.option("--tag", options->tags, "KEY=VALUE", "A tag to begin with; may be given several times");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(auto tags, parsePairs(options->tags));
    TATARA_ASSIGN(const auto store, session.store());
    const Timestamp now = systemClock().now();
    track::NewExperiment wanted;
    wanted.name = options->name;
    wanted.tags = std::move(tags);
    TATARA_ASSIGN(const auto id, store->writeFor([&](store::Writer& writer) {
      return track::createExperiment(writer, wanted, now);
    }));
    Listing listing;
    listing.addColumn("experiment_id", "Id");
    listing.addColumn("name", "Name");
    listing.addRow({textCell(std::to_string(id.value())), textCell(options->name)});
    if (session.format() == Format::Table) {
      session.print(std::to_string(id.value()) + "\n");
    } else {
      listing.print(session, "");
    }
    session.remark("Made the experiment \"" + options->name + "\"");
    return kDone;
  };
  return verb;
}

using ExperimentChange = std::function<Status(store::Writer&, track::ExperimentId, Timestamp)>;

// Finds the experiment and changes it in one transaction; gives it as it was before.
Result<track::Experiment> changeExperiment(Session& session, const std::string& name,
                                           const ExperimentChange& change) {
  TATARA_ASSIGN(const auto store, session.store());
  const Timestamp now = systemClock().now();
  return store->writeFor([&](store::Writer& writer) -> Result<track::Experiment> {
    TATARA_ASSIGN(auto experiment, resolveExperiment(writer.sql(), name));
    TATARA_TRY(change(writer, experiment.id, now));
    return experiment;
  });
}

Verb renameVerb() {
  struct Options {
    std::string name;
    std::string newName;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "experiments rename",
            .summary = "Give an experiment another name",
            .examples = {"tatara experiments rename bikes bike-demand"}};
  verb.takesFormat = false;
  verb.positional("EXPERIMENT", options->name, std::string(kExperimentHelp)).offers(Offer::Experiments);
  verb.positional("NAME", options->newName, "The new name");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto before,
                  changeExperiment(session, options->name, [&](auto& writer, auto id, Timestamp now) {
                    return track::renameExperiment(writer, id, options->newName, now);
                  }));
    session.remark("Renamed the experiment \"" + before.name + "\" to \"" + options->newName + "\"");
    return kDone;
  };
  return verb;
}

struct LifecycleVerb {
  std::string_view word;
  std::string_view done;
  std::string_view summary;
  std::string_view details;
  track::Lifecycle after;
  Status (*change)(store::Writer&, track::ExperimentId, Timestamp);
};

Verb lifecycleVerb(const LifecycleVerb& what) {
  auto name = std::make_shared<std::string>();
  Verb verb{.path = "experiments " + std::string(what.word),
            .summary = std::string(what.summary),
            .details = std::string(what.details),
            .examples = {"tatara experiments " + std::string(what.word) + " bikes"}};
  verb.takesFormat = false;
  verb.positional("EXPERIMENT", *name, std::string(kExperimentHelp)).offers(Offer::Experiments);
  verb.run = [name, what](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto store, session.store());
    const Timestamp now = systemClock().now();
    TATARA_ASSIGN(
        const auto experiment, store->writeFor([&](store::Writer& writer) -> Result<track::Experiment> {
          TATARA_ASSIGN(auto found, resolveExperiment(writer.sql(), *name));
          if (found.lifecycle == what.after) {
            return makeError(ErrorKind::Conflict, "The experiment \"" + found.name + "\" is " +
                                                      std::string(stateText(what.after)) + " already");
          }
          TATARA_TRY(what.change(writer, found.id, now));
          return found;
        }));
    session.remark(std::string(what.done) + " the experiment \"" + experiment.name + "\"");
    return kDone;
  };
  return verb;
}

Verb experimentsTagVerb() {
  struct Options {
    std::string name;
    std::vector<std::string> tags;
    std::vector<std::string> removed;
  };
  auto options = std::make_shared<Options>();
  Verb verb{.path = "experiments tag",
            .summary = "Set or remove tags of an experiment",
            .details =
                "The tag tatara.primaryMetric names the metric that decides; tatara.direction.METRIC is min "
                "or max.",
            .examples = {"tatara experiments tag bikes team=core",
                         "tatara experiments tag bikes tatara.primaryMetric=val_rmse",
                         "tatara experiments tag bikes --remove team"}};
  verb.takesFormat = false;
  verb.positional("EXPERIMENT", options->name, std::string(kExperimentHelp)).offers(Offer::Experiments);
  verb.positional("KEY=VALUE", options->tags, "Tags to set").optional();
  verb.option("--remove", options->removed, "KEY", "A tag to remove; may be given several times");
  verb.run = [options](Session& session) -> Result<int> {
    TATARA_ASSIGN(const auto tags, parsePairs(options->tags));
    if (tags.empty() && options->removed.empty()) {
      return makeError(ErrorKind::InvalidArgument,
                       "Name a tag to set (KEY=VALUE) or to remove (--remove KEY)");
    }
    TATARA_TRY(changeExperiment(session, options->name, [&](auto& writer, auto id, Timestamp now) -> Status {
      for (const track::KeyValue& tag : tags) {
        TATARA_TRY(track::setExperimentTag(writer, id, tag, now));
      }
      for (const std::string& key : options->removed) {
        TATARA_TRY(track::deleteExperimentTag(writer, id, key, now));
      }
      return {};
    }));
    session.remark("Changed " +
                   counted(static_cast<std::int64_t>(tags.size() + options->removed.size()), "tag"));
    return kDone;
  };
  return verb;
}

}  // namespace

std::vector<Verb> experimentsVerbs() {
  return {experimentsListVerb(),
          experimentsShowVerb(),
          experimentsCreateVerb(),
          renameVerb(),
          lifecycleVerb({"delete", "Deleted", "Delete an experiment and its runs",
                         "Nothing is lost: \"tatara experiments restore\" brings all back until \"tatara gc "
                         "--purge-deleted\" removes it for good.",
                         track::Lifecycle::Deleted, &track::deleteExperiment}),
          lifecycleVerb({"restore", "Restored", "Bring a deleted experiment back",
                         "All of its runs come back with it.", track::Lifecycle::Active,
                         &track::restoreExperiment}),
          experimentsTagVerb()};
}

}  // namespace tatara::cli
