// RunTable::sort: every order key as a column of whole numbers (row_sort.h), then the start and the id.
#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "core/track/internal/run_attributes.h"
#include "core/track/row_sort.h"
#include "core/track/run_table.h"

namespace tatara::track {
namespace {

using OrderedRows = std::span<const std::uint32_t>;
using OrderKeys = std::span<std::uint64_t>;

KeyColumn missingColumn() {
  return [](OrderedRows, OrderKeys keys) { std::ranges::fill(keys, kMissingKey); };
}

KeyColumn metricKeys(const MetricColumn& column, KeyOrder order) {
  return [&column, order](OrderedRows rows, OrderKeys keys) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      keys[i] = column.present[rows[i]] != 0 ? numberKey(column.last[rows[i]], order) : kMissingKey;
    }
  };
}

KeyColumn wordKeys(const TextColumn& column, bool asNumbers, KeyOrder order) {
  return [&column, asNumbers, order](OrderedRows rows, OrderKeys keys) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::int32_t code = column.codes[rows[i]];
      keys[i] = code < 0 ? kMissingKey
                         : numberKey(asNumbers ? column.numbers[rows[i]] : static_cast<double>(code), order);
    }
  };
}

KeyColumn momentKeys(const RunTable& table, std::string attribute, KeyOrder order) {
  return [&table, attribute = std::move(attribute), order](OrderedRows rows, OrderKeys keys) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::optional<double> value = internal::numberOf(table.run(rows[i]), attribute);
      keys[i] = value ? numberKey(*value, order) : kMissingKey;
    }
  };
}

KeyColumn attributeKeys(const RunTable& table, std::string_view attribute, KeyOrder order) {
  std::vector<std::string> numbers;  // of what is not stored as text
  std::string scratch;
  if (attribute == "experiment_id") {
    for (std::size_t row = 0; row < table.size(); ++row) {
      numbers.emplace_back(*internal::textOf(table.run(row), attribute, scratch));
    }
  }
  const auto text = [&](std::uint32_t row) {
    return !numbers.empty()
               ? std::string_view(numbers[row])
               : internal::textOf(table.run(row), attribute, scratch).value_or(std::string_view());
  };
  return [ranks = ranksOf(table.size(), text), order](OrderedRows rows, OrderKeys keys) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      keys[i] = numberKey(ranks[rows[i]], order);
    }
  };
}

KeyColumn orderColumn(const RunTable& table, const query::OrderBy& order, query::Grammar grammar) {
  const query::Field& field = order.field;
  const KeyOrder way =
      order.direction == query::OrderBy::Direction::Descending ? KeyOrder::Descending : KeyOrder::Ascending;
  if (field.kind == query::FieldKind::Metric) {
    const MetricColumn* metric = table.findMetric(field.key);
    return metric == nullptr ? missingColumn() : metricKeys(*metric, way);
  }
  if (field.kind == query::FieldKind::Param || field.kind == query::FieldKind::Tag) {
    const TextColumn* text =
        field.kind == query::FieldKind::Param ? table.findParam(field.key) : table.findTag(field.key);
    const bool asNumbers = text != nullptr && !text->numbers.empty() && grammar == query::Grammar::Tatara;
    return text == nullptr ? missingColumn() : wordKeys(*text, asNumbers, way);
  }
  if (field.key == "start_time" || field.key == "end_time" || field.key == "duration") {
    return momentKeys(table, field.key, way);
  }
  return attributeKeys(table, field.key, way);
}

}  // namespace

void sortRuns(const RunTable& table, std::span<std::uint32_t> rows, std::vector<KeyColumn> columns) {
  columns.emplace_back([&table](OrderedRows some, OrderKeys keys) {
    for (std::size_t i = 0; i < some.size(); ++i) {
      // Signed as unsigned in the same order, and that turned around: the newest first.
      keys[i] = ~(static_cast<std::uint64_t>(toUnixMillis(table.run(some[i]).started)) ^ (1ULL << 63));
    }
  });
  for (const std::size_t from : {std::size_t{0}, std::size_t{8}}) {
    columns.emplace_back([&table, from](OrderedRows some, OrderKeys keys) {
      for (std::size_t i = 0; i < some.size(); ++i) {
        keys[i] = textKey(table.run(some[i]).id.value(), from);
      }
    });
  }
  sortRows(rows, columns, [&table](std::uint32_t left, std::uint32_t right) {
    return table.run(left).id < table.run(right).id;
  });
}

void RunTable::sort(std::vector<std::uint32_t>& rows, std::span<const query::OrderBy> order,
                    query::Grammar grammar) const {
  std::vector<KeyColumn> columns;
  columns.reserve(order.size() + 3);
  for (const query::OrderBy& key : order) {
    columns.push_back(orderColumn(*this, key, grammar));
  }
  sortRuns(*this, rows, std::move(columns));
}

}  // namespace tatara::track
