// Series of runs, as whatever a view makes of them (a thumbnail, a curve), loaded as they are wanted.
//
// want() says what is needed now; what is not there yet is read on a worker, a few series at a time, so that
// the first are on screen before the last are read (series_maker.h). What the store reports as changed stays
// usable until its fresh version is there.
//
// With `Early` what is not there yet is stood for at once by something less: all that are wanted get that
// first, and are stale.
// What is no longer wanted is forgotten, the oldest first, from a number of series on and, with a `Budget`,
// from a number of bytes. When more series are wanted than before, those that keep more than an even share
// of it are made anew. Threads: GUI thread; `Derive` and `Direct` run on workers.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/store/store.h"
#include "ui/async/latest_job.h"
#include "ui/runs/series_maker.h"

namespace tatara::ui {

template <typename T>
class SeriesCache {
 public:
  using Derive = typename SeriesMaker<T>::Derive;
  using Before = typename SeriesMaker<T>::Before;
  using Direct = typename SeriesMaker<T>::Direct;
  using Early = typename SeriesMaker<T>::Early;
  struct Budget {
    std::size_t bytes = SIZE_MAX;
    std::function<std::size_t(const T&)> bytesOf;
  };

  SeriesCache(std::shared_ptr<store::Store> store, Derive derive, std::function<void()> loaded,
              std::size_t capacity, Budget budget = {})
      : m_store(std::move(store)),
        m_maker{std::move(derive), {}, {}, {}},
        m_loaded(std::move(loaded)),
        m_capacity(capacity),
        m_budget(std::move(budget)),
        m_job([this](Result<Batch> batch) { take(std::move(batch)); }) {}

  void want(std::vector<SeriesName> names) {
    m_wanted = std::move(names);
    share();
    next();
  }
  // Null when it is not there (yet).
  std::shared_ptr<const T> find(const SeriesName& name) const {
    const auto found = m_entries.find(name);
    return found == m_entries.end() ? nullptr : found->second.value;
  }
  // Everything wanted is here and fresh.
  bool complete() const { return !m_job.running() && missing().empty(); }
  void invalidate(const store::ChangeSet& changes) {
    for (auto& [name, entry] : m_entries) {
      const store::Change change{store::ChangeKind::RunMetrics, name.run.value()};
      if (changes.everything || std::binary_search(changes.changes.begin(), changes.changes.end(), change)) {
        entry.stale = true;
      }
    }
    next();
  }
  // Makes something else of the same points.
  void setDerive(Derive derive, SeriesNeeds needs = {}, Direct direct = {}, Early early = {}) {
    m_maker = {std::move(derive), std::move(needs), std::move(direct), std::move(early)};
    clear();
  }
  void setDirect(Direct direct, Early early = {}) {
    m_maker.direct = std::move(direct);
    m_maker.early = std::move(early);
  }
  void clear() {
    m_job.cancel();
    m_entries.clear();
    m_wanted.clear();
  }

 private:
  struct Entry {
    std::shared_ptr<const T> value;
    bool stale = false;
    std::uint64_t used = 0;
    std::size_t together = 1;  // when it was made
  };
  using Batch = typename SeriesMaker<T>::Batch;
  static constexpr std::size_t kBatch = 12;
  static constexpr std::size_t kEarlyBatch = 50;

  std::vector<SeriesName> missing() const {
    std::vector<SeriesName> result;
    for (const SeriesName& name : m_wanted) {
      const auto found = m_entries.find(name);
      if (found == m_entries.end() || found->second.stale) {
        result.push_back(name);
        if (result.size() == kBatch) {
          break;
        }
      }
    }
    return result;
  }

  // Series that were kept when there was more room for each. Asked again when there is half of it.
  void share() {
    if (!m_maker.direct || !m_budget.bytesOf) {
      return;
    }
    const std::size_t together = std::max<std::size_t>(m_wanted.size(), 1);
    for (const SeriesName& name : m_wanted) {
      const auto found = m_entries.find(name);
      if (found == m_entries.end() || found->second.value == nullptr) {
        continue;
      }
      Entry& entry = found->second;
      const bool large = m_budget.bytesOf(*entry.value) > m_budget.bytes / together;
      entry.stale = entry.stale || (large && together >= 2 * entry.together);
    }
  }

  void next() {
    if (m_job.running()) {
      return;
    }
    const std::vector<SeriesName> names = missing();
    if (names.empty() || nextEarly()) {
      return;
    }
    // What is reported from now on makes it stale again.
    Batch wanted;
    for (const SeriesName& name : names) {
      Entry& entry = m_entries[name];
      entry.stale = false;
      entry.together = std::max<std::size_t>(m_wanted.size(), 1);
      wanted.emplace_back(name, entry.value);
    }
    m_job.start([store = m_store, maker = m_maker, wanted = std::move(wanted),
                 together = m_wanted.size()](std::stop_token stop) -> Result<Batch> {
      return maker.make(*store, wanted, together, stop);
    });
  }

  // False when nothing needs standing for.
  bool nextEarly() {
    Batch wanted;
    for (const SeriesName& name : m_wanted) {
      if (m_maker.early && !m_entries.contains(name) && wanted.size() < kEarlyBatch) {
        m_entries[name].stale = true;
        wanted.emplace_back(name, nullptr);
      }
    }
    if (wanted.empty()) {
      return false;
    }
    m_job.start([maker = m_maker, wanted = std::move(wanted),
                 together = m_wanted.size()](std::stop_token stop) -> Result<Batch> {
      TATARA_ASSIGN(Batch made, maker.makeEarly(wanted, together, stop));
      std::erase_if(made, [](const auto& one) { return one.second == nullptr; });
      return made;
    });
    return true;
  }

  void take(Result<Batch> batch) {
    if (batch && !batch->empty()) {
      ++m_clock;
      for (auto& [name, value] : *batch) {
        Entry& entry = m_entries[name];
        entry.value = std::move(value);
        entry.used = m_clock;
      }
      shrink();
      m_loaded();
    }
    next();
  }

  // Forgets what is not wanted, the oldest first.
  void shrink() {
    std::size_t bytes = 0;
    const auto bytesOf = [this](const Entry& entry) {
      return m_budget.bytesOf && entry.value ? m_budget.bytesOf(*entry.value) : 0;
    };
    for (const auto& [name, entry] : m_entries) {
      bytes += bytesOf(entry);
    }
    while (m_entries.size() > m_capacity || bytes > m_budget.bytes) {
      auto oldest = m_entries.end();
      for (auto it = m_entries.begin(); it != m_entries.end(); ++it) {
        const bool wanted = std::find(m_wanted.begin(), m_wanted.end(), it->first) != m_wanted.end();
        if (!wanted && (oldest == m_entries.end() || it->second.used < oldest->second.used)) {
          oldest = it;
        }
      }
      if (oldest == m_entries.end()) {
        return;
      }
      bytes -= bytesOf(oldest->second);
      m_entries.erase(oldest);
    }
  }

  std::shared_ptr<store::Store> m_store;
  SeriesMaker<T> m_maker;
  std::function<void()> m_loaded;
  std::size_t m_capacity;
  Budget m_budget;
  std::vector<SeriesName> m_wanted;
  std::map<SeriesName, Entry> m_entries;
  std::uint64_t m_clock = 0;
  LatestJob<Batch> m_job;  // last: gone first
};

}  // namespace tatara::ui
