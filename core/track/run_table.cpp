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
  const auto place = std::lower_bound(m_runs.begin(), m_runs.end(), key,
                                      [](const RunInfo& run, RunKey k) { return run.key < k; });
  if (place == m_runs.end() || place->key != key) {
    return std::nullopt;
  }
  return static_cast<std::size_t>(place - m_runs.begin());
}

std::optional<std::size_t> RunTable::findRow(const RunId& id) const {
  const auto place =
      std::find_if(m_runs.begin(), m_runs.end(), [&](const RunInfo& run) { return run.id == id; });
  return place == m_runs.end() ? std::nullopt
                               : std::optional(static_cast<std::size_t>(place - m_runs.begin()));
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
