// tatara runs search (also: runs list)
#include <algorithm>
#include <limits>
#include <map>
#include <set>

#include "app/cli/listing.h"
#include "app/cli/resolve.h"
#include "app/cli/session.h"
#include "app/cli/verbs.h"
#include "core/base/number_text.h"
#include "core/track/experiments.h"
#include "core/track/metric_meaning.h"
#include "core/track/run_table.h"

namespace tatara::cli {
namespace {

constexpr std::int64_t kNoLimitGiven = std::numeric_limits<std::int64_t>::min();

struct RunSearchOptions {
  std::string filter;
  std::vector<std::string> experiments;
  std::string sort;
  std::string state = "active";
  std::vector<std::string> columns;
  std::int64_t limit = kNoLimitGiven;  // 100 in a table, all elsewhere
};

// The runs that were asked for, and what is needed to show them.
struct RunSearchFound {
  std::shared_ptr<const track::RunTable> table;
  std::vector<std::uint32_t> rows;  // sorted, all of them
  std::map<std::int64_t, track::Experiment> experiments;
  std::vector<query::Field> asked;  // by the filter, the order and the columns
};

Result<std::vector<query::Field>> namedColumns(const std::vector<std::string>& lists) {
  std::vector<query::Field> fields;
  for (const std::string& list : lists) {
    TATARA_ASSIGN(const auto order, readOrder(query::Entity::Run, list));
    for (const query::OrderBy& key : order) {
      fields.push_back(key.field);
    }
  }
  return fields;
}

Result<RunSearchFound> find(Session& session, const RunSearchOptions& options) {
  TATARA_ASSIGN(const auto filter, readFilter(query::Entity::Run, options.filter));
  TATARA_ASSIGN(const auto order, readOrder(query::Entity::Run, options.sort));
  TATARA_ASSIGN(const auto columns, namedColumns(options.columns));
  const track::ViewType view = options.state == "all"       ? track::ViewType::All
                               : options.state == "deleted" ? track::ViewType::DeletedOnly
                                                            : track::ViewType::ActiveOnly;
  TATARA_ASSIGN(const auto store, session.store());
  RunSearchFound found;
  found.asked = filter.fields;
  for (const query::OrderBy& key : order) {
    found.asked.push_back(key.field);
  }
  found.asked.insert(found.asked.end(), columns.begin(), columns.end());
  TATARA_TRY(store->read(
      [&](sql::Connection& connection) -> Status {
        std::vector<track::ExperimentId> ids;
        for (const std::string& name : options.experiments) {
          TATARA_ASSIGN(const auto experiment, resolveExperiment(connection, name));
          ids.push_back(experiment.id);
        }
        TATARA_ASSIGN(auto experiments, track::loadExperiments(connection, track::ViewType::All));
        for (track::Experiment& experiment : experiments) {
          found.experiments[experiment.id.value()] = std::move(experiment);
        }
        TATARA_ASSIGN(found.table, track::RunTable::load(connection, ids, view));
        return {};
      },
      session.stop()));
  found.rows = found.table->filter(filter, session.stop());
  found.table->sort(found.rows, order);
  return found;
}

// The metrics and parameters that say most about these runs: the primary metrics of their experiments, then
// the most common ones; of the parameters those that differ.
std::vector<query::Field> tellingColumns(const RunSearchFound& found, std::span<const std::uint32_t> rows) {
  constexpr std::size_t kMetrics = 3;
  constexpr std::size_t kParams = 3;
  std::vector<std::string> metrics;
  std::vector<std::pair<std::int64_t, std::string>> common;
  for (const auto& column : found.table->metrics()) {
    const auto count =
        std::count_if(rows.begin(), rows.end(), [&](auto row) { return column->present[row] != 0; });
    if (count > 0 && !column->key.starts_with("system/")) {
      common.emplace_back(-count, column->key);
    }
  }
  std::sort(common.begin(), common.end());
  std::vector<std::string> keys;
  for (const auto& [count, key] : common) {
    keys.push_back(key);
  }
  const auto addMetric = [&](const std::string& key) {
    if (metrics.size() < kMetrics && std::find(metrics.begin(), metrics.end(), key) == metrics.end()) {
      metrics.push_back(key);
    }
  };
  std::set<std::int64_t> seen;
  for (const std::uint32_t row : rows) {
    const std::int64_t id = found.table->run(row).experiment.value();
    const auto experiment = seen.insert(id).second ? found.experiments.find(id) : found.experiments.end();
    if (experiment != found.experiments.end()) {
      if (const auto primary = track::primaryMetric(experiment->second, keys)) {
        addMetric(*primary);
      }
    }
  }
  for (const std::string& key : keys) {
    addMetric(key);
  }
  std::vector<query::Field> fields;
  for (const std::string& key : metrics) {
    fields.push_back({query::FieldKind::Metric, key, query::FieldType::Number});
  }
  std::size_t params = 0;
  for (const auto& column : found.table->params()) {
    const bool differs = std::any_of(rows.begin(), rows.end(), [&](auto row) {
      return column->codes[row] != column->codes[rows.front()];
    });
    if (differs && params < kParams) {
      fields.push_back({query::FieldKind::Param, column->key, query::FieldType::Text});
      ++params;
    }
  }
  return fields;
}

std::vector<query::Field> allColumns(const track::RunTable& table) {
  std::vector<query::Field> fields;
  for (const auto& column : table.metrics()) {
    fields.push_back({query::FieldKind::Metric, column->key, query::FieldType::Number});
  }
  for (const auto& column : table.params()) {
    fields.push_back({query::FieldKind::Param, column->key, query::FieldType::Text});
  }
  return fields;
}

Cell attributeCell(const RunSearchFound& found, const track::RunInfo& run, const std::string& name) {
  if (name == "run_id") {
    return {run.id.value().substr(0, 8), run.id.value()};
  }
  if (name == "run_name") {
    return textCell(run.name);
  }
  if (name == "status") {
    return {run.deleted ? "deleted" : std::string(track::toString(run.status)),
            std::string(track::toString(run.status))};
  }
  if (name == "start_time") {
    return timeCell(run.started);
  }
  if (name == "end_time") {
    return timeCell(run.ended);
  }
  if (name == "duration") {
    return durationCell(run.ended ? std::optional<Millis>(*run.ended - run.started) : std::nullopt);
  }
  if (name == "experiment") {
    const auto experiment = found.experiments.find(run.experiment.value());
    return textCell(experiment == found.experiments.end() ? "" : experiment->second.name);
  }
  if (name == "experiment_id") {
    return textCell(std::to_string(run.experiment.value()));
  }
  return textCell(name == "user_id" ? run.user : run.artifactUri);
}

Cell cellOf(const RunSearchFound& found, std::uint32_t row, const query::Field& field) {
  const track::RunTable& table = *found.table;
  switch (field.kind) {
    case query::FieldKind::Metric: {
      const track::MetricColumn* column = table.findMetric(field.key);
      const bool present = column != nullptr && column->present[row] != 0;
      return numberCell(present ? std::optional(column->last[row]) : std::nullopt);
    }
    case query::FieldKind::Param:
    case query::FieldKind::Tag: {
      const bool param = field.kind == query::FieldKind::Param;
      const track::TextColumn* column = param ? table.findParam(field.key) : table.findTag(field.key);
      const auto value = column == nullptr ? std::nullopt : column->at(row);
      return value ? textCell(*value) : Cell{};
    }
    case query::FieldKind::Attribute:
    case query::FieldKind::Dataset:
      break;
  }
  return attributeCell(found, table.run(row), field.key);
}

Listing makeListing(const RunSearchFound& found, std::span<const std::uint32_t> rows,
                    const std::vector<query::Field>& extra) {
  static const std::vector<std::pair<std::string, std::string>> kAttributes = {
      {"run_id", "Run"},    {"run_name", "Name"},      {"experiment", "Experiment"},
      {"status", "Status"}, {"start_time", "Started"}, {"duration", "Duration"}};
  Listing listing;
  for (const auto& [name, title] : kAttributes) {
    listing.addColumn(name == "duration" ? "duration_ms" : name, title,
                      name == "duration" ? text::Align::Right : text::Align::Left,
                      name == "run_name" ? 36 : 28);
  }
  for (const query::Field& field : extra) {
    const std::string title = field.kind == query::FieldKind::Attribute ? field.key : query::toText(field);
    listing.addKeyColumn(title, field.kind == query::FieldKind::Attribute ? title : field.key,
                         field.type == query::FieldType::Number ? text::Align::Right : text::Align::Left, 28);
  }
  for (const std::uint32_t row : rows) {
    std::vector<Cell> cells;
    for (const auto& [name, title] : kAttributes) {
      cells.push_back(attributeCell(found, found.table->run(row), name));
    }
    for (const query::Field& field : extra) {
      cells.push_back(cellOf(found, row, field));
    }
    listing.addRow(std::move(cells));
  }
  return listing;
}

text::Json runJson(const RunSearchFound& found, std::uint32_t row) {
  const track::RunInfo& run = found.table->run(row);
  text::Json object;
  object.set("run_id", run.id.value()).set("run_name", run.name);
  object.set("experiment_id", std::to_string(run.experiment.value()));
  for (const char* name : {"experiment", "status", "start_time", "end_time"}) {
    object.set(name, attributeCell(found, run, name).value);
  }
  object.set("duration_ms", attributeCell(found, run, "duration").value);
  object.set("user_id", run.user).set("lifecycle_stage", run.deleted ? "deleted" : "active");
  text::Json::Object metrics;
  for (const auto& column : found.table->metrics()) {
    if (column->present[row] != 0) {
      metrics.push_back({column->key, column->last[row]});
    }
  }
  const auto texts = [row](const auto& columns) {
    text::Json::Object pairs;
    for (const auto& column : columns) {
      if (const auto value = column->at(row)) {
        pairs.push_back({column->key, *value});
      }
    }
    return pairs;
  };
  object.set("metrics", std::move(metrics)).set("params", texts(found.table->params()));
  return std::move(object.set("tags", texts(found.table->tags())));
}

Status print(Session& session, const RunSearchOptions& options, const RunSearchFound& found) {
  const bool given = options.limit != kNoLimitGiven;
  const bool all = options.limit == 0 || (!given && session.format() != Format::Table);
  const auto limit = static_cast<std::size_t>(given ? options.limit : 100);
  const std::size_t shown = all ? found.rows.size() : std::min(found.rows.size(), limit);
  const std::span<const std::uint32_t> rows(found.rows.data(), shown);
  if (session.format() == Format::Json) {
    text::Json list = text::Json::array();
    for (const std::uint32_t row : rows) {
      list.append(runJson(found, row));
    }
    session.print(text::toPrettyJson(list) + "\n");
  } else {
    TATARA_ASSIGN(auto columns, namedColumns(options.columns));
    if (options.columns.empty() && !rows.empty()) {
      columns = session.format() == Format::Csv ? allColumns(*found.table) : tellingColumns(found, rows);
    }
    makeListing(found, rows, columns)
        .print(session, options.filter.empty() ? "There are no runs" : "No run matches the filter");
  }
  if (shown < found.rows.size()) {
    session.remark("Shown are " + withThousands(static_cast<std::int64_t>(shown)) + " of " +
                   counted(static_cast<std::int64_t>(found.rows.size()), "run") + "; --limit 0 shows all");
  }
  return {};
}

template <typename Columns>
std::optional<std::string> nearKey(const std::string& key, const Columns& columns) {
  std::vector<std::string> keys;
  for (const auto& column : columns) {
    keys.push_back(column->key);
  }
  return nearestWord(key, keys);
}

// A key that no run has sorts nothing, matches nothing and shows an empty column: that is said.
void remarkUnknownKeys(const Session& session, const RunSearchFound& found) {
  const track::RunTable& table = *found.table;
  std::set<std::string> told;
  for (const query::Field& field : found.asked) {
    const bool unknown = (field.kind == query::FieldKind::Metric && table.findMetric(field.key) == nullptr) ||
                         (field.kind == query::FieldKind::Param && table.findParam(field.key) == nullptr) ||
                         (field.kind == query::FieldKind::Tag && table.findTag(field.key) == nullptr);
    const std::string name = query::toText(field);
    if (table.size() == 0 || !unknown || !told.insert(name).second) {
      continue;
    }
    const auto near = field.kind == query::FieldKind::Metric  ? nearKey(field.key, table.metrics())
                      : field.kind == query::FieldKind::Param ? nearKey(field.key, table.params())
                                                              : nearKey(field.key, table.tags());
    query::Field meant = field;
    meant.key = near.value_or("");
    session.remark("No run here has " + name + (near ? "; did you mean " + query::toText(meant) + "?" : ""));
  }
}

}  // namespace

Verb runsSearchVerb() {
  auto options = std::make_shared<RunSearchOptions>();
  Verb verb{
      .path = "runs search",
      .summary = "Find runs by what they logged",
      .details =
          "FILTER is MLflow's search language and more: metrics.KEY, params.KEY, tags.KEY, dataset.name and "
          "the attributes run_id, run_name, status, user_id, start_time, end_time, duration; = != < <= > >= "
          "LIKE ILIKE IN, IS NULL; AND OR NOT and parentheses. A key with blanks stands in double quotes. "
          "The table shows the telling columns; JSON and CSV hold everything.",
      .examples = {"tatara runs search",
                   "tatara runs search \"metrics.rmse < 40 AND params.booster = 'gbtree'\"",
                   "tatara runs search -e bikes --sort \"metrics.rmse\" --limit 5",
                   "tatara runs search \"status = 'FAILED' AND start_time > '2026-11-01'\" --format json",
                   "tatara runs search --columns \"metrics.rmse, params.max_depth\""}};
  verb.aliases = {"runs list"};
  verb.positional("FILTER", options->filter, "Only those for which this holds").optional();
  verb.option("-e,--experiment", options->experiments, "EXPERIMENT",
              "Of this experiment only; may be given several times")
      .offers(Offer::Experiments);
  verb.option("--sort", options->sort, "KEYS",
              "Such as \"metrics.rmse, start_time DESC\"; by default the newest first");
  verb.option("--columns", options->columns, "KEYS",
              "Columns to show after the usual ones, instead of the telling ones");
  verb.option("--state", options->state, "STATE", "active (default), deleted or all")
      .oneOf({"active", "deleted", "all"});
  verb.option("-n,--limit", options->limit, "N",
              "At most so many, 0 for all; by default 100 in a table, else all");
  verb.run = [options](Session& session) -> Result<int> {
    if (options->limit < 0 && options->limit != kNoLimitGiven) {
      return makeError(ErrorKind::InvalidArgument, "--limit takes 1 or more, or 0 for all");
    }
    TATARA_ASSIGN(const RunSearchFound found, find(session, *options));
    TATARA_TRY(print(session, *options, found));
    remarkUnknownKeys(session, found);
    return kDone;
  };
  return verb;
}

}  // namespace tatara::cli
