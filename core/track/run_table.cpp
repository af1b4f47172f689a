#include "core/track/run_table.h"

#include <algorithm>
#include <cmath>

#include "core/base/number_text.h"

namespace tatara::track {
namespace {

template <typename Column>
const Column* findColumn(const std::vector<std::shared_ptr<const Column>>& columns, std::string_view key) {
  const auto place =
      std::lower_bound(columns.begin(), columns.end(), key,
                       [](const auto& column, std::string_view wanted) { return column->key < wanted; });
  return place != columns.end() && (*place)->key == key ? place->get() : nullptr;
}

double millis(Timestamp time) {
  return static_cast<double>(toUnixMillis(time));
}

std::optional<double> numberOf(const RunInfo& run, std::string_view attribute) {
  if (attribute == "start_time") {
    return millis(run.started);
  }
  if (attribute == "end_time") {
    return run.ended ? std::optional(millis(*run.ended)) : std::nullopt;
  }
  if (attribute == "duration" && run.ended) {
    return millis(*run.ended) - millis(run.started);
  }
  return std::nullopt;
}

// `scratch` holds what is not stored as text.
std::optional<std::string_view> textOf(const RunInfo& run, std::string_view attribute, std::string& scratch) {
  if (attribute == "run_id") {
    return run.id.value();
  }
  if (attribute == "run_name") {
    return run.name;
  }
  if (attribute == "user_id") {
    return run.user;
  }
  if (attribute == "status") {
    return toString(run.status);
  }
  if (attribute == "artifact_uri") {
    return run.artifactUri;
  }
  if (attribute == "experiment_id") {
    scratch = std::to_string(run.experiment.value());
    return scratch;
  }
  return std::nullopt;
}

// What one order key compares, by row: numbers (missing and NaN marked by rank), or ranks of text.
struct SortColumn {
  std::vector<double> values;
  std::vector<std::uint8_t> rank;  // 0 a value, 1 NaN, 2 missing: ascending, whatever the direction
  bool descending = false;
};

}  // namespace

// A row of the table as the filter language asks for it; fields are bound to columns once.
class RunTableRow final : public query::FilterRow {
 public:
  RunTableRow(const RunTable& table, const query::Filter& filter) : m_table(table), m_fields(filter.fields) {
    for (const query::Field& field : filter.fields) {
      m_metrics.push_back(field.kind == query::FieldKind::Metric ? table.findMetric(field.key) : nullptr);
      m_texts.push_back(field.kind == query::FieldKind::Param ? table.findParam(field.key)
                        : field.kind == query::FieldKind::Tag ? table.findTag(field.key)
                                                              : nullptr);
    }
  }

  void moveTo(std::size_t row) { m_row = row; }

  std::optional<double> number(std::size_t field) const override {
    if (const MetricColumn* column = m_metrics[field]) {
      return column->present[m_row] != 0 ? std::optional(column->last[m_row]) : std::nullopt;
    }
    if (const TextColumn* column = m_texts[field]) {
      const auto text = column->at(m_row);
      return text ? parseDouble(*text) : std::nullopt;
    }
    return m_fields[field].kind == query::FieldKind::Attribute
               ? numberOf(m_table.run(m_row), m_fields[field].key)
               : std::nullopt;
  }

  std::optional<std::string_view> text(std::size_t field, std::size_t nth) const override {
    const query::Field& asked = m_fields[field];
    if (asked.kind == query::FieldKind::Dataset) {
      return dataset(asked.key, nth);
    }
    if (nth > 0) {
      return std::nullopt;
    }
    if (const TextColumn* column = m_texts[field]) {
      return column->at(m_row);
    }
    return asked.kind == query::FieldKind::Attribute ? textOf(m_table.run(m_row), asked.key, m_scratch)
                                                     : std::nullopt;
  }

 private:
  std::optional<std::string_view> dataset(std::string_view key, std::size_t nth) const {
    const auto& own = m_table.m_rowDatasets[m_row];
    if (nth >= own.size()) {
      return std::nullopt;
    }
    const DatasetName& dataset = m_table.m_datasets[own[nth]];
    return key == "name" ? dataset.name : key == "digest" ? dataset.digest : dataset.context;
  }

  const RunTable& m_table;
  const std::vector<query::Field>& m_fields;
  std::vector<const MetricColumn*> m_metrics;
  std::vector<const TextColumn*> m_texts;
  std::size_t m_row = 0;
  mutable std::string m_scratch;
};

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

std::vector<std::uint32_t> RunTable::filter(const query::Filter& filter, std::stop_token stop) const {
  constexpr std::size_t kRowsBetweenLooks = 4096;
  std::vector<std::uint32_t> rows;
  RunTableRow row(*this, filter);
  for (std::size_t i = 0; i < m_runs.size(); ++i) {
    if (i % kRowsBetweenLooks == 0 && stop.stop_requested()) {
      break;
    }
    row.moveTo(i);
    if (query::matches(filter, row)) {
      rows.push_back(static_cast<std::uint32_t>(i));
    }
  }
  return rows;
}

namespace {

void fromNumbers(SortColumn& column, std::size_t size, auto&& valueAt) {
  column.values.resize(size);
  column.rank.resize(size);
  for (std::size_t row = 0; row < size; ++row) {
    const std::optional<double> value = valueAt(row);
    column.rank[row] = !value ? 2 : std::isnan(*value) ? 1 : 0;
    column.values[row] = column.rank[row] == 0 ? *value : 0;
  }
}

SortColumn fromTextColumn(const TextColumn* text, std::size_t size, query::Grammar grammar) {
  SortColumn column;
  const bool asNumbers = text != nullptr && !text->numbers.empty() && grammar == query::Grammar::Tatara;
  fromNumbers(column, size, [&](std::size_t row) -> std::optional<double> {
    if (text == nullptr || text->codes[row] < 0) {
      return std::nullopt;
    }
    return asNumbers ? text->numbers[row] : static_cast<double>(text->codes[row]);
  });
  return column;
}

bool isTextAttribute(std::string_view key) {
  return key != "start_time" && key != "end_time" && key != "duration";
}

}  // namespace

void RunTable::sort(std::vector<std::uint32_t>& rows, std::span<const query::OrderBy> order,
                    query::Grammar grammar) const {
  std::vector<SortColumn> columns;
  for (const query::OrderBy& key : order) {
    SortColumn column;
    if (key.field.kind == query::FieldKind::Metric) {
      const MetricColumn* metric = findMetric(key.field.key);
      fromNumbers(column, size(), [&](std::size_t row) -> std::optional<double> {
        return metric != nullptr && metric->present[row] != 0 ? std::optional(metric->last[row])
                                                              : std::nullopt;
      });
    } else if (key.field.kind == query::FieldKind::Param) {
      column = fromTextColumn(findParam(key.field.key), size(), grammar);
    } else if (key.field.kind == query::FieldKind::Tag) {
      column = fromTextColumn(findTag(key.field.key), size(), grammar);
    } else if (isTextAttribute(key.field.key)) {
      std::vector<std::string> texts(size());
      std::string scratch;
      for (std::size_t row = 0; row < size(); ++row) {
        texts[row] = textOf(m_runs[row], key.field.key, scratch).value_or(std::string_view());
      }
      std::vector<std::string> distinct = texts;
      std::sort(distinct.begin(), distinct.end());
      distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
      fromNumbers(column, size(), [&](std::size_t row) -> std::optional<double> {
        return static_cast<double>(std::lower_bound(distinct.begin(), distinct.end(), texts[row]) -
                                   distinct.begin());
      });
    } else {
      fromNumbers(column, size(), [&](std::size_t row) { return numberOf(m_runs[row], key.field.key); });
    }
    column.descending = key.direction == query::OrderBy::Direction::Descending;
    columns.push_back(std::move(column));
  }
  std::sort(rows.begin(), rows.end(), [&](std::uint32_t left, std::uint32_t right) {
    for (const SortColumn& column : columns) {
      if (column.rank[left] != column.rank[right]) {
        return column.rank[left] < column.rank[right];
      }
      if (column.values[left] != column.values[right]) {
        return (column.values[left] < column.values[right]) != column.descending;
      }
    }
    const RunInfo& a = m_runs[left];
    const RunInfo& b = m_runs[right];
    return a.started != b.started ? a.started > b.started : a.id < b.id;
  });
}

}  // namespace tatara::track
