#include "ui/chart/point_pages.h"

#include <algorithm>
#include <atomic>
#include <random>
#include <unordered_map>
#include <utility>

#include "core/base/mutex.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostBytes = 32U << 20;

std::uint64_t nextId() {
  static std::atomic<std::uint64_t> next = 1;
  return next++;
}

struct Key {
  std::uint64_t source = 0;
  std::size_t page = 0;
  friend bool operator==(const Key&, const Key&) = default;
};

struct KeyHash {
  std::size_t operator()(const Key& key) const {
    return static_cast<std::size_t>((key.source * 0x9e3779b97f4a7c15U) ^ (key.page * 0xc2b2ae3d27d4eb4fU));
  }
};

struct Kept {
  Key key;
  CurvePagePtr page;
};

}  // namespace

PointPages::PointPages(std::vector<std::size_t> begins) : m_begins(std::move(begins)), m_id(nextId()) {
  if (m_begins.empty()) {
    m_begins.push_back(0);
  }
}

std::size_t PointPages::pageOf(std::size_t point) const {
  return static_cast<std::size_t>(std::upper_bound(m_begins.begin(), m_begins.end(), point) -
                                  m_begins.begin()) -
         1;
}

std::size_t PointPages::sharedWith(const PointPages&) const {
  return 0;
}

struct PageCache::Impl {
  mutable Mutex mutex;
  std::size_t most = 0;
  std::size_t bytes GUARDED_BY(mutex) = 0;
  std::vector<Kept> kept GUARDED_BY(mutex);
  std::unordered_map<Key, std::size_t, KeyHash> places GUARDED_BY(mutex);
  std::mt19937 random GUARDED_BY(mutex);

  // What it held goes when the caller has let go of the lock.
  CurvePagePtr remove(std::size_t place) REQUIRES(mutex) {
    CurvePagePtr page = std::move(kept[place].page);
    bytes -= page->bytes();
    places.erase(kept[place].key);
    if (place + 1 < kept.size()) {
      kept[place] = std::move(kept.back());
      places[kept[place].key] = place;
    }
    kept.pop_back();
    return page;
  }
};

PageCache::PageCache(std::size_t mostBytes) : m_impl(std::make_unique<Impl>()) {
  m_impl->most = mostBytes;
}

PageCache::~PageCache() = default;

CurvePagePtr PageCache::find(std::uint64_t source, std::size_t page) const {
  Lock lock(m_impl->mutex);
  const auto found = m_impl->places.find({source, page});
  return found == m_impl->places.end() ? nullptr : m_impl->kept[found->second].page;
}

void PageCache::insert(std::uint64_t source, std::size_t page, CurvePagePtr made) {
  std::vector<CurvePagePtr> gone;
  Lock lock(m_impl->mutex);
  if (made->bytes() > m_impl->most || m_impl->places.contains({source, page})) {
    return;
  }
  while (m_impl->bytes + made->bytes() > m_impl->most) {
    gone.push_back(m_impl->remove(m_impl->random() % m_impl->kept.size()));
  }
  m_impl->bytes += made->bytes();
  m_impl->places[{source, page}] = m_impl->kept.size();
  m_impl->kept.push_back({{source, page}, std::move(made)});
}

void PageCache::forget(std::uint64_t source) {
  std::vector<CurvePagePtr> gone;
  Lock lock(m_impl->mutex);
  for (std::size_t place = m_impl->kept.size(); place-- > 0;) {
    if (m_impl->kept[place].key.source == source) {
      gone.push_back(m_impl->remove(place));
    }
  }
}

std::size_t PageCache::bytes() const {
  Lock lock(m_impl->mutex);
  return m_impl->bytes;
}

PageCache& pageCache() {
  static PageCache cache(kMostBytes);
  return cache;
}

}  // namespace tatara::ui
