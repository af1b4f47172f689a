// Series of runs, as whatever a view makes of them (a thumbnail, a curve), loaded as they are wanted.
//
// want() says what is needed now; what is not there yet is read on a worker, a few series at a time, so that
// the first are on screen before the last are read. What the store reports as changed stays usable until its
// fresh version is there. A name's key is a metric's, unless `needs` says which metrics it is made of.
// `Direct` is asked first: it makes a value without its points, of what was there before if anything was, or
// answers null. It is told how many series are wanted together, to decide how much of them to keep.
//
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

#include "core/exec/parallel.h"
#include "core/store/store.h"
#include "ui/async/latest_job.h"
#include "ui/runs/series_name.h"

namespace tatara::ui {

template <typename T>
class SeriesCache {
 public:
  using Derive =
      std::function<std::shared_ptr<const T>(const std::string& key, const std::vector<track::RunSeries>&)>;
  using Needs = SeriesNeeds;
  struct Before {
    std::shared_ptr<const T> value;
    std::size_t together = 1;
  };
  using Direct = std::function<Result<std::shared_ptr<const T>>(const SeriesName& name, const Before& before,
                                                                std::stop_token stop)>;
  struct Budget {
    std::size_t bytes = SIZE_MAX;
    std::function<std::size_t(const T&)> bytesOf;
  };

  SeriesCache(std::shared_ptr<store::Store> store, Derive derive, std::function<void()> loaded,
              std::size_t capacity, Budget budget = {})
      : m_store(std::move(store)),
        m_derive(std::move(derive)),
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
  void setDerive(Derive derive, Needs needs = {}, Direct direct = {}) {
    m_derive = std::move(derive);
    m_needs = std::move(needs);
    m_direct = std::move(direct);
    clear();
  }
  void setDirect(Direct direct) { m_direct = std::move(direct); }
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
  using Batch = std::vector<std::pair<SeriesName, std::shared_ptr<const T>>>;
  static constexpr std::size_t kBatch = 12;

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
    if (!m_direct || !m_budget.bytesOf) {
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
    if (names.empty()) {
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
    m_job.start([store = m_store, derive = m_derive, needs = m_needs, direct = m_direct,
                 wanted = std::move(wanted),
                 together = m_wanted.size()](std::stop_token stop) -> Result<Batch> {
      Batch made;
      if (direct) {
        TATARA_ASSIGN(made, makeDirectly(direct, wanted, together, stop));
      }
      std::vector<SeriesName> rest;
      for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (made.empty() || made[i].second == nullptr) {
          rest.push_back(wanted[i].first);
        }
      }
      std::erase_if(made, [](const auto& one) { return one.second == nullptr; });
      TATARA_ASSIGN(Batch derived, load(*store, derive, needs, rest, stop));
      made.insert(made.end(), derived.begin(), derived.end());
      return made;
    });
  }

  static Result<Batch> makeDirectly(const Direct& direct, const Batch& wanted, std::size_t together,
                                    std::stop_token stop) {
    std::vector<std::optional<Result<std::shared_ptr<const T>>>> results(wanted.size());
    exec::inParallel(wanted.size(), [&](std::size_t i) {
      results[i] = direct(wanted[i].first, {wanted[i].second, together}, stop);
    });
    Batch made;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
      TATARA_ASSIGN(std::shared_ptr<const T> value, std::move(*results[i]));
      made.emplace_back(wanted[i].first, std::move(value));
    }
    return made;
  }

  static Result<Batch> load(store::Store& store, const Derive& derive, const Needs& needs,
                            const std::vector<SeriesName>& names, std::stop_token stop) {
    if (names.empty()) {
      return Batch();
    }
    return store.read(
        [&](sql::Connection& connection) -> Result<Batch> {
          std::map<track::RunKey, std::vector<std::string>> byRun;
          for (const SeriesName& name : names) {
            byRun[name.run].push_back(name.key);
          }
          Batch batch;
          for (const auto& [run, keys] : byRun) {
            TATARA_ASSIGN(const std::vector<track::RunSeries> loaded,
                          loadNeeded(connection, run, keys, needs));
            for (const std::string& key : keys) {
              batch.emplace_back(SeriesName{run, key}, derive(key, loaded));
            }
          }
          return batch;
        },
        stop);
  }

  void take(Result<Batch> batch) {
    if (batch) {
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
  Derive m_derive;
  Needs m_needs;
  Direct m_direct;
  std::function<void()> m_loaded;
  std::size_t m_capacity;
  Budget m_budget;
  std::vector<SeriesName> m_wanted;
  std::map<SeriesName, Entry> m_entries;
  std::uint64_t m_clock = 0;
  LatestJob<Batch> m_job;  // last: gone first
};

}  // namespace tatara::ui
