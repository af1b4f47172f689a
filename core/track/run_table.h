// The in-memory columns of the runs of some experiments: what filters and sorts a hundred thousand runs
// within a frame.
//
// A RunTable is an immutable value behind a shared_ptr: readers on any thread keep the one they have,
// refresh() makes the next one and shares the columns and the pieces of the list of runs that did not change.
// Rows are ordered by run_key; `row` is
// an index into every column.
//
//   metric column   the latest value (MLflow's rule), NaN and infinities kept; `present` tells missing from
//                   NaN, and one point from a course of several
//   text column     params and tags, dictionary-coded; -1 is missing; `numbers` where every value reads
//                   as a number
//
// Errors: those of the store. Threads: values; load() and refresh() run inside a read lease, never on the GUI
// thread.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/query/query.h"
#include "core/sql/connection.h"
#include "core/store/change.h"
#include "core/track/run_list.h"
#include "core/track/types.h"

namespace tatara::track {

struct MetricColumn {
  // What of a metric a run has, by row. More than nothing: there is a value.
  enum Presence : std::uint8_t { Missing, Once, Course };

  std::string key;
  std::vector<double> last;           // by row
  std::vector<std::uint8_t> present;  // by row, a Presence
  std::int64_t count = 0;             // runs that have it

  // Whether the run has points at several steps, which a line can be drawn through.
  bool hasCourse(std::size_t row) const { return present[row] == Course; }
};

struct TextColumn {
  std::string key;
  std::vector<std::string> dictionary;  // sorted
  std::vector<std::int32_t> codes;      // by row
  std::vector<double> numbers;          // by row, NaN where missing; empty unless all values are numbers
  std::int64_t count = 0;

  // Nothing where missing.
  std::optional<std::string_view> at(std::size_t row) const {
    return codes[row] < 0 ? std::nullopt
                          : std::optional<std::string_view>(dictionary[static_cast<std::size_t>(codes[row])]);
  }
};

struct DatasetName {
  std::string name;
  std::string digest;
  std::string context;
  friend auto operator<=>(const DatasetName&, const DatasetName&) = default;
};

class RunTable {
 public:
  // All runs of `experiments` (of every experiment when empty), deleted ones by `view`.
  static Result<std::shared_ptr<const RunTable>> load(sql::Connection& connection,
                                                      std::span<const ExperimentId> experiments,
                                                      ViewType view);
  // Only the newest `count` of them: what a first page shows while the rest is read.
  static Result<std::shared_ptr<const RunTable>> loadNewest(sql::Connection& connection,
                                                            std::span<const ExperimentId> experiments,
                                                            ViewType view, std::int64_t count);
  // The same after `changes`; returns this very table when they do not concern it.
  static Result<std::shared_ptr<const RunTable>> refresh(const std::shared_ptr<const RunTable>& table,
                                                         sql::Connection& connection,
                                                         const store::ChangeSet& changes);

  std::size_t size() const { return m_runs.size(); }
  const RunInfo& run(std::size_t row) const { return m_runs[row]; }
  std::optional<std::size_t> findRow(RunKey key) const;
  std::optional<std::size_t> findRow(const RunId& id) const;

  // Sorted by key. Never null.
  const std::vector<std::shared_ptr<const MetricColumn>>& metrics() const { return m_metrics; }
  const std::vector<std::shared_ptr<const TextColumn>>& params() const { return m_params; }
  const std::vector<std::shared_ptr<const TextColumn>>& tags() const { return m_tags; }
  const MetricColumn* findMetric(std::string_view key) const;
  const TextColumn* findParam(std::string_view key) const;
  const TextColumn* findTag(std::string_view key) const;

  // Rows that match, in row order. An expression of core/query over runs.
  std::vector<std::uint32_t> filter(const query::Filter& filter, std::stop_token stop = {}) const;
  // Sorts rows by several keys; MLflow's rules: NaN after numbers, missing last in both directions, and at
  // the end started DESC, run id ASC.
  // Params and tags that all read as numbers sort as numbers, except in Grammar::Mlflow.
  void sort(std::vector<std::uint32_t>& rows, std::span<const query::OrderBy> order,
            query::Grammar grammar = query::Grammar::Tatara) const;

 private:
  friend class RunTableBuilder;
  friend class RunTableFile;
  friend class RunTableRow;
  RunTable() = default;

  std::vector<ExperimentId> m_experiments;
  ViewType m_view = ViewType::ActiveOnly;
  RunList m_runs;
  std::vector<std::shared_ptr<const MetricColumn>> m_metrics;
  std::vector<std::shared_ptr<const TextColumn>> m_params;
  std::vector<std::shared_ptr<const TextColumn>> m_tags;
  using RowDatasets = std::vector<std::vector<std::uint32_t>>;
  std::vector<DatasetName> m_datasets;  // each once
  // By row: indices into m_datasets. Shared by tables; never written once it is.
  std::shared_ptr<RowDatasets> m_rowDatasets = std::make_shared<RowDatasets>();
};

}  // namespace tatara::track
