// Where one was: back and forward over routes, as in a browser.
// Threads: GUI thread.
#pragma once

#include <optional>
#include <vector>

#include "ui/shell/route.h"

namespace tatara::ui {

class History {
 public:
  // Going somewhere new forgets what lay ahead; going where one is changes nothing.
  void visit(const Route& route) {
    if (m_at >= 0 && m_visited[static_cast<std::size_t>(m_at)] == route) {
      return;
    }
    m_visited.resize(static_cast<std::size_t>(m_at + 1));
    m_visited.push_back(route);
    if (m_visited.size() > kMost) {
      m_visited.erase(m_visited.begin());
    }
    m_at = static_cast<int>(m_visited.size()) - 1;
  }
  bool canGoBack() const { return m_at > 0; }
  bool canGoForward() const { return m_at + 1 < static_cast<int>(m_visited.size()); }
  std::optional<Route> back() {
    return canGoBack() ? std::optional(m_visited[static_cast<std::size_t>(--m_at)]) : std::nullopt;
  }
  std::optional<Route> forward() {
    return canGoForward() ? std::optional(m_visited[static_cast<std::size_t>(++m_at)]) : std::nullopt;
  }

 private:
  static constexpr std::size_t kMost = 100;
  std::vector<Route> m_visited;
  int m_at = -1;
};

}  // namespace tatara::ui
