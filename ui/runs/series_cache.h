// Series of runs, as whatever a view makes of them (a thumbnail, a curve), loaded as they are wanted.
//
// want() says what is needed now; what is not there yet is read on a worker, a few series at a time, so that
// the first are on screen before the last are read (series_maker.h). What the store reports as changed stays
// usable until its fresh version is there. With `Early` all that are not there yet are stood for at once by
// something less, and are stale; reading begins a moment later, because the same workers draw it.
// What is no longer wanted is forgotten, the oldest first, from a number of series and, with a `Budget`, of
// bytes on. Where a series cannot be read, the others that were asked for with it are read one by one, and
// `errorOf` says why; what was there before stays. When more are wanted than before, those that keep more
// than an even share are made anew. Threads: GUI thread; `Derive` and `Direct` run on workers.
#pragma once

#include <algorithm>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <QTimer>

#include "core/store/store.h"
#include "ui/async/latest_job.h"
#include "ui/runs/series_maker.h"
#include "ui/runs/series_shelf.h"

namespace tatara::ui {

template <typename T>
class SeriesCache {
 public:
  using Derive = typename SeriesMaker<T>::Derive;
  using Before = typename SeriesMaker<T>::Before;
  using Direct = typename SeriesMaker<T>::Direct;
  using Early = typename SeriesMaker<T>::Early;
  using Budget = typename SeriesShelf<T>::Budget;

  SeriesCache(std::shared_ptr<store::Store> store, Derive derive, std::function<void()> loaded,
              std::size_t capacity, Budget budget = {})
      : m_store(std::move(store)),
        m_maker{std::move(derive), {}, {}, {}},
        m_loaded(std::move(loaded)),
        m_shelf{capacity, std::move(budget), {}},
        m_job([this](Result<Batch> batch) { take(std::move(batch)); }) {
    m_drawing.setSingleShot(true);
    m_drawing.callOnTimeout([this] { next(); });
  }

  void want(std::vector<SeriesName> names) {
    m_wanted = std::move(names);
    if (m_maker.direct) {
      m_shelf.share(m_wanted);
    }
    next();
  }
  // Null when it is not there (yet).
  std::shared_ptr<const T> find(const SeriesName& name) const {
    const Entry* entry = m_shelf.find(name);
    return entry == nullptr ? nullptr : entry->value;
  }
  // Why it could not be read when that was tried last; null where it could.
  const Error* errorOf(const SeriesName& name) const {
    const Entry* entry = m_shelf.find(name);
    return entry == nullptr || !entry->error ? nullptr : &*entry->error;
  }
  // What could not be read is tried again.
  void retry() {
    for (auto& [name, entry] : m_shelf.entries) {
      entry.stale = entry.stale || entry.error.has_value();
    }
    next();
  }
  // Everything wanted is here and fresh, or cannot be read.
  bool complete() const { return !busy() && m_singly.empty() && missing().empty(); }
  void invalidate(const store::ChangeSet& changes) {
    for (auto& [name, entry] : m_shelf.entries) {
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
    m_drawing.stop();
    m_singly.clear();
    m_asked.clear();
    m_shelf.entries.clear();
    m_wanted.clear();
  }

 private:
  using Entry = typename SeriesShelf<T>::Entry;
  using Batch = typename SeriesMaker<T>::Batch;
  static constexpr std::size_t kBatch = 12;
  static constexpr std::size_t kEarlyBatch = 250;  // one picture of them all, where there are hundreds
  static constexpr int kDrawingMs = 50;

  bool busy() const { return m_job.running() || m_drawing.isActive(); }

  std::vector<SeriesName> missing() const {
    // Of thousands more at a time, so that what is there is not drawn hundreds of times over.
    const std::size_t most = std::max(kBatch, m_wanted.size() / 16);
    std::vector<SeriesName> result;
    for (const SeriesName& name : m_wanted) {
      const Entry* entry = m_shelf.find(name);
      if (entry == nullptr || entry->stale) {
        result.push_back(name);
        if (result.size() == most) {
          break;
        }
      }
    }
    return result;
  }

  void next() {
    if (busy()) {
      return;
    }
    std::vector<SeriesName> names = missing();
    if (!m_singly.empty()) {
      names = {m_singly.back()};
      m_singly.pop_back();
    } else if (names.empty() || nextEarly()) {
      return;
    }
    m_asked = names;
    // What is reported from now on makes it stale again.
    Batch wanted;
    for (const SeriesName& name : names) {
      Entry& entry = m_shelf.entries[name];
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
      if (m_maker.early && !m_shelf.entries.contains(name) &&
          wanted.size() < std::max(kEarlyBatch, m_wanted.size() / 16)) {
        m_shelf.entries[name].stale = true;
        wanted.emplace_back(name, nullptr);
      }
    }
    if (wanted.empty()) {
      return false;
    }
    m_asked.clear();
    m_job.start([maker = m_maker, wanted = std::move(wanted),
                 together = m_wanted.size()](std::stop_token stop) -> Result<Batch> {
      TATARA_ASSIGN(Batch made, maker.makeEarly(wanted, together, stop));
      std::erase_if(made, [](const auto& one) { return one.second == nullptr; });
      return made;
    });
    return true;
  }

  void take(Result<Batch> batch) {
    const std::vector<SeriesName> asked = std::exchange(m_asked, {});
    if (!batch) {
      fail(asked, batch.error());
    }
    if (batch && !batch->empty()) {
      ++m_clock;
      for (auto& [name, value] : *batch) {
        Entry& entry = m_shelf.entries[name];
        entry.value = std::move(value);
        entry.error.reset();
        entry.used = m_clock;
      }
      m_shelf.shrink(m_wanted);
      m_loaded();
      if (asked.empty()) {  // what only stands for them
        m_drawing.start(kDrawingMs);
      }
    }
    next();
  }

  void fail(const std::vector<SeriesName>& asked, const Error& error) {
    if (asked.size() > 1) {
      m_singly = asked;
    } else if (asked.size() == 1) {
      m_shelf.entries[asked.front()].error = error;
      m_loaded();
    }
  }

  std::shared_ptr<store::Store> m_store;
  SeriesMaker<T> m_maker;
  std::function<void()> m_loaded;
  SeriesShelf<T> m_shelf;
  std::vector<SeriesName> m_wanted;
  std::vector<SeriesName> m_asked;   // by the running job
  std::vector<SeriesName> m_singly;  // of a batch that failed
  std::uint64_t m_clock = 0;
  bool m_early = false;    // the running job makes what only stands for them
  QTimer m_drawing;        // what stood for them was handed over a moment ago
  LatestJob<Batch> m_job;  // last: gone first
};

}  // namespace tatara::ui
