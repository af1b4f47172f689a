#include "core/track/run_table.h"

#include <algorithm>

namespace tatara::track {
namespace {

template <typename Column>
const Column* findColumn(const std::vector<std::shared_ptr<const Column>>& columns, std::string_view key) {
  const auto place =
      std::lower_bound(columns.begin(), columns.end(), key,
                       [](const auto& column, std::string_view wanted) { return column->key < wanted; });
  return place != columns.end() && (*place)->key == key ? place->get() : nullptr;
}

}  // namespace

std::optional<std::size_t> RunTable::findRow(RunKey key) const {
  return m_runs.find(key);
}

std::optional<std::size_t> RunTable::findRow(const RunId& id) const {
  for (std::size_t row = 0; row < m_runs.size(); ++row) {
    if (m_runs[row].id == id) {
      return row;
    }
  }
  return std::nullopt;
}

const MetricColumn* RunTable::findMetric(std::string_view key) const {
  return findColumn(m_metrics, key);
}
const TextColumn* RunTable::findParam(std::string_view key) const {
  return findColumn(m_params, key);
}
const TextColumn* RunTable::findTag(std::string_view key) const {
  return findColumn(m_tags, key);
}

}  // namespace tatara::track
