// What a SeriesCache keeps of each series, and what of it goes first. Threads: GUI thread.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/result.h"
#include "ui/runs/series_name.h"

namespace tatara::ui {

template <typename T>
struct SeriesShelf {
  struct Entry {
    std::shared_ptr<const T> value;
    bool stale = false;
    std::uint64_t used = 0;
    std::size_t together = 1;    // when it was made
    std::optional<Error> error;  // why it could not be
  };
  struct Budget {
    std::size_t bytes = SIZE_MAX;
    std::function<std::size_t(const T&)> bytesOf;
  };

  std::size_t capacity;
  Budget budget;
  std::map<SeriesName, Entry> entries;

  const Entry* find(const SeriesName& name) const {
    const auto found = entries.find(name);
    return found == entries.end() ? nullptr : &found->second;
  }

  // Series that were kept when there was more room for each. Asked again when there is half of it.
  void share(const std::vector<SeriesName>& wanted) {
    if (!budget.bytesOf) {
      return;
    }
    const std::size_t together = std::max<std::size_t>(wanted.size(), 1);
    for (const SeriesName& name : wanted) {
      const auto found = entries.find(name);
      if (found == entries.end() || found->second.value == nullptr) {
        continue;
      }
      Entry& entry = found->second;
      const bool large = budget.bytesOf(*entry.value) > budget.bytes / together;
      entry.stale = entry.stale || (large && together >= 2 * entry.together);
    }
  }

  // Forgets what is not wanted, the oldest first.
  void shrink(const std::vector<SeriesName>& wanted) {
    std::size_t bytes = 0;
    const auto bytesOf = [this](const Entry& entry) {
      return budget.bytesOf && entry.value ? budget.bytesOf(*entry.value) : 0;
    };
    for (const auto& [name, entry] : entries) {
      bytes += bytesOf(entry);
    }
    while (entries.size() > capacity || bytes > budget.bytes) {
      auto oldest = entries.end();
      for (auto it = entries.begin(); it != entries.end(); ++it) {
        const bool kept = std::find(wanted.begin(), wanted.end(), it->first) != wanted.end();
        if (!kept && (oldest == entries.end() || it->second.used < oldest->second.used)) {
          oldest = it;
        }
      }
      if (oldest == entries.end()) {
        return;
      }
      bytes -= bytesOf(oldest->second);
      entries.erase(oldest);
    }
  }
};

}  // namespace tatara::ui
