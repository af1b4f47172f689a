// Makes RunTables from the store: all at once, or the next one from the last and what changed.
//
// Columns are taken over by pointer unless a row of theirs changed. Belongs to one read lease.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/sql/connection.h"
#include "core/track/run_table.h"

namespace tatara::track {

class RunTableBuilder {
 public:
  RunTableBuilder(sql::Connection& connection, std::span<const ExperimentId> experiments, ViewType view);

  Result<std::shared_ptr<const RunTable>> load();
  Result<std::shared_ptr<const RunTable>> loadNewest(std::int64_t count);
  Result<std::shared_ptr<const RunTable>> refresh(const std::shared_ptr<const RunTable>& last,
                                                  const store::ChangeSet& changes);

 private:
  // Looked up by a view of what SQLite holds, without a copy of it.
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  // A text column while it is being filled: the dictionary in order of appearance.
  struct OpenText {
    std::vector<std::string> dictionary;
    std::unordered_map<std::string, std::int32_t, TextHash, std::equal_to<>> codesByText;
    std::vector<std::int32_t> codes;
  };
  enum class Kind { Param, Tag };

  // What of one run is to be read again.
  struct Dirty {
    std::set<RunKey> infos;
    std::set<RunKey> metrics;
    std::set<RunKey> params;
    std::set<RunKey> tags;
    std::set<RunKey> datasets;
    bool empty() const {
      return infos.empty() && metrics.empty() && params.empty() && tags.empty() && datasets.empty();
    }
  };

  bool wants(const RunInfo& run) const;
  Dirty dirtyOf(const RunTable& last, const store::ChangeSet& changes) const;
  Status refreshRuns(const RunTable& last, Dirty& dirty);
  RunTable::RowDatasets& ownRowDatasets();
  // Rows of `last` in the new table, -1 where it has none; empty when rows stayed where they were.
  std::vector<std::int32_t> oldRows(const RunTable& last) const;
  void adopt(const RunTable& last, const std::vector<std::int32_t>& oldRows);

  MetricColumn& openMetric(const std::string& key);
  OpenText& openText(Kind kind, const std::string& key);
  // The row of a run, guessed to be `guess` or the one after it: tables are read in the order of their runs.
  std::optional<std::size_t> findRowNear(RunKey key, std::size_t guess) const;
  void clearMetrics(std::size_t row);
  void clearTexts(Kind kind, std::size_t row);

  Result<std::unordered_map<std::int64_t, std::string>> loadNames();
  Status readRuns();
  Status readNewestRuns(std::int64_t count);
  Status readMetrics(std::string_view condition);
  Status readTexts(Kind kind, std::string_view condition);
  Status readDatasets(std::string_view condition);
  Status readAgain(const Dirty& dirty);
  std::uint32_t datasetIndex(DatasetName dataset);

  std::shared_ptr<const RunTable> finish();

  sql::Connection& m_connection;
  std::shared_ptr<RunTable> m_table;
  std::map<std::string, std::shared_ptr<MetricColumn>> m_metrics;  // open for writing
  std::map<std::string, OpenText> m_params;
  std::map<std::string, OpenText> m_tags;
  std::unordered_map<std::int64_t, std::string> m_names;
};

}  // namespace tatara::track
