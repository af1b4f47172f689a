// The parts of makeProfile: columns held within a budget, what concerns several columns, and relations.
//
// Threads: ColumnCache from any thread; the rest from one.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "core/base/mutex.h"
#include "core/dataset/internal/column_facts.h"
#include "core/dataset/profile.h"

namespace tatara::dataset {

using HeldColumn = std::shared_ptr<const Column>;

// Columns read lately, at most `bytes` of them (one at least).
class ColumnCache {
 public:
  ColumnCache(const ColumnSource& source, std::uint64_t bytes) : m_source(source), m_budget(bytes) {}

  Result<HeldColumn> load(std::size_t column, std::stop_token stop) EXCLUDES(m_mutex);

 private:
  const ColumnSource& m_source;
  const std::uint64_t m_budget;
  Mutex m_mutex;
  std::deque<std::pair<std::size_t, HeldColumn>> m_held GUARDED_BY(m_mutex);  // the latest last
  std::uint64_t m_bytes GUARDED_BY(m_mutex) = 0;
};

// Calls `work` for 0 … count − 1 on `threads` threads, this one among them; the first error ends it.
Status sideBySide(std::size_t count, unsigned threads,
                  const std::function<Status(std::size_t index, unsigned lane)>& work);

struct ProfileWork {
  const ColumnSource& source;
  const ProfileOptions& options;
  ColumnCache& cache;
  std::stop_token stop;
  std::vector<ColumnFacts> facts;
  std::uint64_t repeatedRows = 0;  // but for columns that number or name the rows
  Profile profile;                 // rows, duplicates; columns come from `facts` at the end

  ColumnProfile& column(std::size_t index) { return facts[index].profile; }
  const std::string& name(std::size_t index) const { return facts[index].profile.name; }
  std::optional<std::size_t> target;
  void tell(Alert alert) { profile.alerts.push_back(std::move(alert)); }
};

// Roles and the target, the leak of it, recodings, equal columns, row numbers.
Status findStructure(ProfileWork& work);
// Filler rows, gaps in time, drift, and the alerts of single columns told together.
Status findInRows(ProfileWork& work);
void tellColumnAlerts(ProfileWork& work);
// The matrices, what is told against the target, near-duplicates.
Status relate(ProfileWork& work);

// A warning of no rows in particular.
Alert plainAlert(AlertKind kind, text::Phrase badge);

// "a", "a and b", "a, b and c".
text::Phrase listed(const std::vector<std::string>& names);
text::Phrase listed(const std::vector<text::Phrase>& phrases);

}  // namespace tatara::dataset
