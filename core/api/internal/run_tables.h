// Run tables kept between searches, each brought up to date by the changes since its last use.
//
// A search sees every write that was acknowledged before it: the table is refreshed within the search's own
// snapshot. Threads: any; the tables are immutable values.
#pragma once

#include <cstdint>
#include <list>
#include <memory>
#include <vector>

#include "core/base/mutex.h"
#include "core/base/result.h"
#include "core/sql/connection.h"
#include "core/track/run_table.h"

namespace tatara::api {

class RunTables {
 public:
  Result<std::shared_ptr<const track::RunTable>> at(sql::Connection& snapshot,
                                                    std::vector<track::ExperimentId> experiments,
                                                    track::ViewType view) EXCLUDES(m_mutex);

 private:
  struct Entry {
    std::vector<track::ExperimentId> experiments;  // sorted
    track::ViewType view = track::ViewType::ActiveOnly;
    std::int64_t seen = 0;  // number of the last change it holds
    std::shared_ptr<const track::RunTable> table;
  };

  Entry take(const std::vector<track::ExperimentId>& experiments, track::ViewType view) EXCLUDES(m_mutex);
  void keep(Entry entry) EXCLUDES(m_mutex);

  Mutex m_mutex;
  std::list<Entry> m_entries GUARDED_BY(m_mutex);  // the most recently used first
};

}  // namespace tatara::api
