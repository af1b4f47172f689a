// What the run table shows: which runs, in which order and groups, in which columns, with what each column
// needs to be drawn (decimals, best value, range of the bars).
//
// makeListing is pure and runs on a worker; a Listing is immutable and shares the RunTable it was made from.
// Filter, sorting and every statistic are of all matching runs, whatever is on screen. Missing values and
// those that are not finite sort last both ways; ties fall back to newest first.
//
// A row is a run (id = its RunKey, positive) or a group (negative id, made from the group's value, so that it
// outlives refreshes). Errors: InvalidArgument when a condition cannot be read.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <span>
#include <stop_token>
#include <unordered_map>

#include "core/stats/moments.h"
#include "core/track/metric_meaning.h"
#include "core/track/run_table.h"
#include "ui/model/row_plan.h"
#include "ui/runs/nesting.h"
#include "ui/runs/view_state.h"
#include "ui/shell/selection_hub.h"

namespace tatara::ui {

using RunTablePtr = std::shared_ptr<const track::RunTable>;

// Directions, units and the deciding metric of the experiments shown.
struct Meanings {
  std::vector<track::Experiment> experiments;
  std::map<std::string, track::MetricMeaning, std::less<>> byKey;
  std::string primary;  // empty: there is no metric

  const track::MetricMeaning& of(std::string_view key) const;
};
using MeaningsPtr = std::shared_ptr<const Meanings>;

MeaningsPtr makeMeanings(std::vector<track::Experiment> experiments, const track::RunTable& table);

enum class Origin : std::uint8_t {
  Check,
  Name,
  Status,
  Started,
  Duration,
  User,
  RunId,
  Experiment,
  Metric,
  Delta,
  Curve,
  Param,
  Tag,
};

// Where a column's values come from and how they are written.
struct RunColumn {
  Origin origin = Origin::Name;
  std::string key;
  std::shared_ptr<const track::MetricColumn> metric;
  std::shared_ptr<const track::TextColumn> text;
  std::optional<int> decimals;
  double best = 0;  // NaN: none
  bool bars = false;
  double barBest = 0;
  double barWorst = 0;
};

struct RunGroup {
  RowId id = 0;
  QString title;
  std::vector<std::uint32_t> rows;  // in the order of the table
};

struct Listing {
  RunTablePtr table;
  MeaningsPtr meanings;
  std::vector<std::uint32_t> rows;  // matching runs, in order
  std::vector<SortKey> sort;        // by what
  RowPlan plan;
  std::vector<ColumnSpec> columns;
  std::vector<ColumnGroup> bands;
  std::vector<RunColumn> sources;  // by column
  std::vector<RunGroup> groups;    // when grouped
  std::unordered_map<RowId, std::size_t> groupIndex;
  std::set<RowId> open;
  std::optional<std::uint32_t> baseline;  // row of the table
  std::optional<Timestamp> now;           // when it was asked for; nothing: not said
  // By column id: what the view asks for beyond the table (internal/derived_columns.h).
  std::map<std::string, std::shared_ptr<const track::MetricColumn>, std::less<>> derived;
  std::shared_ptr<const Nesting> nesting;  // none where no run has a parent
  // A first page: the newest runs of `total`, shown while the others are read. Filter, order and statistics
  // are of these alone.
  bool partial = false;
  std::int64_t total = 0;  // runs in the scope
  stats::Moments primary;  // of the primary metric's last values, all rows
  int identical = 0;       // columns hidden because every run has the same
  // For "nothing matches": how many runs would match without each condition.
  std::vector<std::size_t> without;

  const RunGroup* group(RowId id) const;
};
using ListingPtr = std::shared_ptr<const Listing>;

struct ListingRequest {
  RunTablePtr table;
  MeaningsPtr meanings;
  ViewState view;
  std::map<QString, Brush> brushes;
  std::optional<std::vector<track::RunKey>> only;  // just these runs
  std::set<RowId> open;                            // groups
  RowIds before;                                   // what the table shows now
  std::shared_ptr<const Nesting> nesting;          // of the listing before
  std::optional<Timestamp> now;
  std::optional<std::int64_t> total;  // set: `table` is a first page of that many runs
  std::map<std::string, std::shared_ptr<const track::MetricColumn>, std::less<>> best;  // by metric
  // Where the view says no order: by the deciding metric, best first. Not in a first page, which is of the
  // newest runs.
  bool settle = false;
};

Result<ListingPtr> makeListing(const ListingRequest& request, std::stop_token stop);

stats::Moments momentsOf(const track::MetricColumn& metric, std::span<const std::uint32_t> rows);

// The group a run belongs to: by "params.KEY", "tags.KEY", "parent" or "repeats". `value` tells groups apart,
// `title` names one for a person.
struct GroupKey {
  std::string value;
  QString title;
  bool missing = false;
};
GroupKey groupKeyOf(const track::RunTable& table, const std::string& groupBy, std::uint32_t row);
// The groups of some rows: in the order of their values (numbers as numbers, missing last), each row's index.
struct RowGroups {
  std::vector<QString> titles;
  std::vector<std::size_t> of;  // by place in the rows given
};
RowGroups groupRows(const track::RunTable& table, const std::string& groupBy,
                    const std::vector<std::uint32_t>& rows);

// The number that a column id means for a run ("metrics.KEY", "params.KEY", "run.duration" in seconds); NaN
// where there is none.
double numberOf(const track::RunTable& table, std::string_view column, std::uint32_t row);
// Of those rows, in their order.
std::vector<double> numbersOf(const track::RunTable& table, std::string_view column,
                              const std::vector<std::uint32_t>& rows);

inline RowId rowIdOf(const track::RunTable& table, std::uint32_t row) {
  return table.run(row).key.value();
}

}  // namespace tatara::ui
