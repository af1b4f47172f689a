// RunTable::filter: a condition is asked of whole columns where it can be, of a row at a time where it must.
//
// What a condition says of a param or a tag depends on the text alone, so it is asked once for each text of
// the dictionary; comparisons with a metric are one pass over its column. Attributes and datasets are asked
// of the rows that are still in question.
#include <algorithm>
#include <functional>

#include "core/base/number_text.h"
#include "core/track/internal/run_attributes.h"
#include "core/track/run_table.h"

namespace tatara::track {

// A row of the table as the filter language asks for it.
class RunTableRow final : public query::FilterRow {
 public:
  RunTableRow(const RunTable& table, const query::Field& field) : m_table(table), m_field(field) {}

  void moveTo(std::size_t row) { m_row = row; }

  std::optional<double> number(std::size_t) const override {
    return m_field.kind == query::FieldKind::Attribute ? internal::numberOf(m_table.run(m_row), m_field.key)
                                                       : std::nullopt;
  }

  std::optional<std::string_view> text(std::size_t, std::size_t nth) const override {
    if (m_field.kind == query::FieldKind::Dataset) {
      return dataset(nth);
    }
    return nth == 0 && m_field.kind == query::FieldKind::Attribute
               ? internal::textOf(m_table.run(m_row), m_field.key, m_scratch)
               : std::nullopt;
  }

 private:
  std::optional<std::string_view> dataset(std::size_t nth) const {
    const auto& own = (*m_table.m_rowDatasets)[m_row];
    if (nth >= own.size()) {
      return std::nullopt;
    }
    const DatasetName& dataset = m_table.m_datasets[own[nth]];
    return m_field.key == "name" ? dataset.name : m_field.key == "digest" ? dataset.digest : dataset.context;
  }

  const RunTable& m_table;
  const query::Field& m_field;
  std::size_t m_row = 0;
  mutable std::string m_scratch;
};

namespace {

using query::Operator;
using Mask = std::vector<std::uint8_t>;  // by row: 1 where it holds

constexpr std::size_t kRowsBetweenLooks = 4096;

// One text, one number, or neither.
class OneValue final : public query::FilterRow {
 public:
  explicit OneValue(std::optional<std::string_view> text) : m_text(text) {}
  explicit OneValue(std::optional<double> number) : m_number(number) {}

  std::optional<double> number(std::size_t) const override {
    return m_text ? parseDouble(*m_text) : m_number;
  }
  std::optional<std::string_view> text(std::size_t, std::size_t nth) const override {
    return nth == 0 ? m_text : std::nullopt;
  }

 private:
  std::optional<std::string_view> m_text;
  std::optional<double> m_number;
};

// One comparison, asked by itself.
query::Filter alone(const query::Filter& filter, const query::Comparison& comparison) {
  query::Filter one;
  one.fields = filter.fields;
  query::Expression expression;
  expression.comparison = comparison;
  one.conditions.push_back(std::move(expression));
  return one;
}

template <typename Compare>
void compareColumn(const MetricColumn& column, double with, const Compare& compare, Mask& mask) {
  for (std::size_t row = 0; row < mask.size(); ++row) {
    // Both without a branch, since either is as likely.
    const auto holds = static_cast<std::uint8_t>(compare(column.last[row], with));
    mask[row] = static_cast<std::uint8_t>(column.present[row] != 0) & holds;
  }
}

// False where the operator is none that numbers have an order for.
bool compareMetric(const MetricColumn& column, const query::Comparison& comparison, Mask& mask) {
  const double with = comparison.number;
  switch (comparison.op) {
    case Operator::Less:
      compareColumn(column, with, std::less<>(), mask);
      return true;
    case Operator::LessEqual:
      compareColumn(column, with, std::less_equal<>(), mask);
      return true;
    case Operator::Greater:
      compareColumn(column, with, std::greater<>(), mask);
      return true;
    case Operator::GreaterEqual:
      compareColumn(column, with, std::greater_equal<>(), mask);
      return true;
    case Operator::Equal:
      compareColumn(column, with, std::equal_to<>(), mask);
      return true;
    case Operator::NotEqual:
      compareColumn(column, with, std::not_equal_to<>(), mask);
      return true;
    default:
      return false;
  }
}

class Scan {
 public:
  Scan(const RunTable& table, const query::Filter& filter, std::stop_token stop)
      : m_table(table), m_filter(filter), m_stop(std::move(stop)) {}

  // By row; only those that `within` leaves in question are looked at one by one.
  Mask holds(const query::Expression& expression, const Mask& within) const {
    using Kind = query::Expression::Kind;
    if (expression.kind == Kind::Comparison) {
      return compared(expression.comparison, within);
    }
    if (expression.kind == Kind::Not) {
      Mask mask = holds(expression.operands.front(), within);
      for (std::uint8_t& one : mask) {
        one ^= 1U;
      }
      return mask;
    }
    const bool all = expression.kind == Kind::All;
    Mask mask = holds(expression.operands.front(), within);
    for (std::size_t i = 1; i < expression.operands.size(); ++i) {
      const Mask next = holds(expression.operands[i], all ? mask : within);
      for (std::size_t row = 0; row < mask.size(); ++row) {
        mask[row] = all ? mask[row] & next[row] : mask[row] | next[row];
      }
    }
    return mask;
  }

 private:
  Mask compared(const query::Comparison& comparison, const Mask& within) const {
    const query::Field& field = m_filter.fields[comparison.field];
    const query::Filter one = alone(m_filter, comparison);
    Mask mask(m_table.size());
    if (field.kind == query::FieldKind::Metric) {
      const MetricColumn* column = m_table.findMetric(field.key);
      if (column == nullptr || !compareMetric(*column, comparison, mask)) {
        for (std::size_t row = 0; row < mask.size(); ++row) {
          const bool present = column != nullptr && column->present[row] != 0;
          mask[row] = matches(one, OneValue(present ? std::optional(column->last[row]) : std::nullopt));
        }
      }
      return mask;
    }
    if (field.kind == query::FieldKind::Param || field.kind == query::FieldKind::Tag) {
      byDictionary(
          field.kind == query::FieldKind::Param ? m_table.findParam(field.key) : m_table.findTag(field.key),
          one, mask);
      return mask;
    }
    RunTableRow row(m_table, field);
    for (std::size_t i = 0; i < mask.size(); ++i) {
      if (i % kRowsBetweenLooks == 0 && m_stop.stop_requested()) {
        break;
      }
      if (within[i] != 0) {
        row.moveTo(i);
        mask[i] = matches(one, row);
      }
    }
    return mask;
  }

  static void byDictionary(const TextColumn* column, const query::Filter& one, Mask& mask) {
    const std::uint8_t missing = matches(one, OneValue(std::optional<std::string_view>()));
    if (column == nullptr) {
      std::fill(mask.begin(), mask.end(), missing);
      return;
    }
    Mask byCode{missing};  // a code is −1 where the text is missing
    for (const std::string& text : column->dictionary) {
      byCode.push_back(matches(one, OneValue(std::optional<std::string_view>(text))));
    }
    for (std::size_t row = 0; row < mask.size(); ++row) {
      mask[row] = byCode[static_cast<std::size_t>(column->codes[row] + 1)];
    }
  }

  const RunTable& m_table;
  const query::Filter& m_filter;
  std::stop_token m_stop;
};

}  // namespace

std::vector<std::uint32_t> RunTable::filter(const query::Filter& filter, std::stop_token stop) const {
  Mask mask(size(), 1);
  if (!filter.conditions.empty()) {
    mask = Scan(*this, filter, std::move(stop)).holds(filter.conditions.front(), mask);
  }
  // Without a branch that nobody can predict: every row is written, and the place moves on where it holds.
  std::vector<std::uint32_t> rows(mask.size());
  std::size_t found = 0;
  for (std::size_t row = 0; row < mask.size(); ++row) {
    rows[found] = static_cast<std::uint32_t>(row);
    found += mask[row];
  }
  rows.resize(found);
  return rows;
}

}  // namespace tatara::track
