#include "ui/runs/internal/derived_columns.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/series/expression.h"

namespace tatara::ui {
namespace {

constexpr std::size_t kMostDerived = 24;
constexpr std::string_view kBest = "best.";

// One name of an expression: a metric before a parameter of the same name.
struct Named {
  const track::MetricColumn* metric = nullptr;
  const track::TextColumn* param = nullptr;

  bool known() const { return metric != nullptr || param != nullptr; }
  bool read(std::size_t row, double& value) const {
    if (metric != nullptr) {
      value = metric->last[row];
      return metric->present[row] != 0;
    }
    value = param->numbers[row];
    return param->codes[row] >= 0;
  }
};

Named findNamed(const track::RunTable& table, std::string_view name) {
  Named named{table.findMetric(name), nullptr};
  const track::TextColumn* param = named.metric == nullptr ? table.findParam(name) : nullptr;
  named.param = param != nullptr && !param->numbers.empty() ? param : nullptr;
  return named;
}

}  // namespace

std::vector<std::string> derivedColumns(const ViewState& view) {
  std::vector<std::string> ids;
  const auto add = [&](const std::string& id) {
    const bool derived = id.starts_with('=') || id.starts_with(kBest);
    if (derived && ids.size() < kMostDerived && std::find(ids.begin(), ids.end(), id) == ids.end()) {
      ids.push_back(id);
    }
  };
  for (const SortKey& key : view.sort) {
    add(key.column);
  }
  for (const std::string& id : view.shown) {
    add(id);
  }
  return ids;
}

std::string_view bestMetric(std::string_view column) {
  return column.starts_with(kBest) ? column.substr(kBest.size()) : std::string_view();
}

std::shared_ptr<const track::MetricColumn> evaluateColumn(const track::RunTable& table,
                                                          std::string_view text) {
  const auto expression = series::Expression::parse(text);
  if (!expression || expression->metrics().empty()) {
    return nullptr;
  }
  std::vector<Named> names;
  for (const std::string& name : expression->metrics()) {
    names.push_back(findNamed(table, name));
    if (!names.back().known()) {
      return nullptr;
    }
  }
  auto column = std::make_shared<track::MetricColumn>();
  column->key = text;
  column->last.assign(table.size(), std::numeric_limits<double>::quiet_NaN());
  column->present.assign(table.size(), 0);
  std::vector<double> values(names.size());
  for (std::size_t row = 0; row < table.size(); ++row) {
    bool all = true;
    for (std::size_t i = 0; i < names.size() && all; ++i) {
      all = names[i].read(row, values[i]);
    }
    if (all) {
      column->last[row] = expression->evaluate(values);
      column->present[row] = 1;
      ++column->count;
    }
  }
  return column;
}

}  // namespace tatara::ui
