#include "core/api/internal/run_tables.h"

#include <algorithm>

#include "core/store/change.h"

namespace tatara::api {
namespace {

// A client that searches in turns through more experiments than this pays a load each time.
constexpr std::size_t kKept = 4;

}  // namespace

RunTables::Entry RunTables::take(const std::vector<track::ExperimentId>& experiments, track::ViewType view) {
  Lock lock(m_mutex);
  for (const Entry& entry : m_entries) {
    if (entry.view == view && entry.experiments == experiments) {
      return entry;
    }
  }
  return Entry{experiments, view, 0, nullptr};
}

void RunTables::keep(Entry entry) {
  Lock lock(m_mutex);
  m_entries.remove_if(
      [&](const Entry& other) { return other.view == entry.view && other.experiments == entry.experiments; });
  m_entries.push_front(std::move(entry));
  if (m_entries.size() > kKept) {
    m_entries.pop_back();
  }
}

Result<std::shared_ptr<const track::RunTable>> RunTables::at(sql::Connection& snapshot,
                                                             std::vector<track::ExperimentId> experiments,
                                                             track::ViewType view) {
  std::sort(experiments.begin(), experiments.end());
  experiments.erase(std::unique(experiments.begin(), experiments.end()), experiments.end());
  Entry entry = take(experiments, view);
  TATARA_ASSIGN(const std::int64_t newest, store::newestChange(snapshot));
  if (!entry.table || newest < entry.seen) {  // a snapshot older than the table: rare, and not worth more
    TATARA_ASSIGN(entry.table, track::RunTable::load(snapshot, experiments, view));
  } else if (newest > entry.seen) {
    TATARA_ASSIGN(const store::ChangeSet changes, store::changesSince(snapshot, entry.seen));
    if (changes.everything) {
      TATARA_ASSIGN(entry.table, track::RunTable::load(snapshot, experiments, view));
    } else {
      TATARA_ASSIGN(entry.table, track::RunTable::refresh(entry.table, snapshot, changes));
    }
  }
  entry.seen = newest;
  auto table = entry.table;
  keep(std::move(entry));
  return table;
}

}  // namespace tatara::api
