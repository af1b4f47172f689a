// The pages of a table that were looked at last.
//
// Least recently used pages go first. Threads: one (the GUI's); values are copied in.
#pragma once

#include <cstddef>
#include <list>
#include <unordered_map>
#include <utility>

namespace tatara::ui {

template <typename Key, typename Value>
class LruCache {
 public:
  explicit LruCache(std::size_t capacity) : m_capacity(capacity) {}

  // Null when it is not there; valid until the next put.
  Value* find(const Key& key) {
    const auto found = m_index.find(key);
    if (found == m_index.end()) {
      return nullptr;
    }
    m_order.splice(m_order.begin(), m_order, found->second);
    return &found->second->second;
  }
  Value& put(const Key& key, Value value) {
    erase(key);
    m_order.emplace_front(key, std::move(value));
    m_index[key] = m_order.begin();
    while (m_order.size() > m_capacity) {
      m_index.erase(m_order.back().first);
      m_order.pop_back();
    }
    return m_order.front().second;
  }
  void erase(const Key& key) {
    if (const auto found = m_index.find(key); found != m_index.end()) {
      m_order.erase(found->second);
      m_index.erase(found);
    }
  }
  void clear() {
    m_order.clear();
    m_index.clear();
  }
  std::size_t size() const { return m_order.size(); }

 private:
  using Order = std::list<std::pair<Key, Value>>;

  std::size_t m_capacity;
  Order m_order;
  std::unordered_map<Key, typename Order::iterator> m_index;
};

}  // namespace tatara::ui
