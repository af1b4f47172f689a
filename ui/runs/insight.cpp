#include "ui/runs/insight.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/nan.h"
#include "core/base/number_text.h"
#include "ui/base/number_text.h"
#include "ui/runs/internal/listing_columns.h"
#include "ui/runs/internal/runs_text.h"

namespace tatara::ui {
namespace {

constexpr int kGroups = 8;
constexpr std::size_t kAxes = 5;
constexpr std::size_t kHeatValues = 12;
constexpr std::size_t kFewRunsTold = 8;  // below, a share of variance says nothing

std::string keyOf(const std::string& column) {
  return column.substr(column.find('.') + 1);
}

const track::TextColumn* textColumn(const track::RunTable& table, const std::string& column) {
  return column.starts_with("tags.") ? table.findTag(keyOf(column)) : table.findParam(keyOf(column));
}

// Groups of one parameter's values; -1 where missing. Empty when it cannot say anything.
std::vector<int> groupsOf(const track::TextColumn& column, const std::vector<std::uint32_t>& rows) {
  // The number of a value's group, by its code.
  std::vector<int> index(column.dictionary.size(), -1);
  for (const std::uint32_t row : rows) {
    if (column.codes[row] >= 0) {
      index[static_cast<std::size_t>(column.codes[row])] = 0;
    }
  }
  int distinct = 0;
  for (int& group : index) {
    group = group < 0 ? -1 : distinct++;
  }
  if (distinct < 2) {
    return {};
  }
  std::vector<int> groups(rows.size(), -1);
  if (static_cast<std::size_t>(distinct) <= kGroups || column.numbers.empty()) {
    if (static_cast<std::size_t>(distinct) * 2 > rows.size()) {
      return {};  // a name of its own for nearly every run
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const std::int32_t code = column.codes[rows[i]];
      groups[i] = code < 0 ? -1 : index[static_cast<std::size_t>(code)];
    }
    return groups;
  }
  // Equal counts; equal values stay together.
  std::vector<std::pair<double, std::size_t>> sorted;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (const double number = column.numbers[rows[i]]; std::isfinite(number)) {
      sorted.emplace_back(number, i);
    }
  }
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    const bool same = i > 0 && sorted[i].first == sorted[i - 1].first;
    groups[sorted[i].second] =
        same ? groups[sorted[i - 1].second] : static_cast<int>(i * kGroups / sorted.size());
  }
  return groups;
}

std::vector<std::uint32_t> rowsWithMetric(const Listing& listing, const std::string& metric) {
  std::vector<std::uint32_t> rows;
  const track::MetricColumn* column = listing.table->findMetric(metric);
  if (column != nullptr) {
    for (const std::uint32_t row : listing.rows) {
      if (column->present[row] != 0 && std::isfinite(column->last[row])) {
        rows.push_back(row);
      }
    }
  }
  return rows;
}

bool isSystemTag(const std::string& key) {
  return key.starts_with("mlflow.") || key.starts_with("tatara.");
}

QString shortTitle(const std::string& column) {
  return QString::fromStdString(keyOf(column));
}

ParallelAxis textAxis(const Listing& listing, const std::string& column,
                      const std::vector<std::uint32_t>& rows) {
  ParallelAxis axis;
  axis.column = column;
  axis.title = shortTitle(column);
  const track::TextColumn& text = *textColumn(*listing.table, column);
  const bool numeric = !text.numbers.empty();
  std::vector<std::int32_t> codes;
  if (!numeric) {
    for (const std::uint32_t row : rows) {
      codes.push_back(text.codes[row]);
    }
    std::sort(codes.begin(), codes.end());
    codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
    std::erase(codes, -1);
    for (const std::int32_t code : codes) {
      axis.categories.push_back(QString::fromStdString(text.dictionary[static_cast<std::size_t>(code)]));
    }
  }
  axis.low = std::numeric_limits<double>::infinity();
  axis.high = -axis.low;
  for (const std::uint32_t row : rows) {
    double value = kNan;
    if (text.codes[row] >= 0) {
      value = numeric ? text.numbers[row]
                      : static_cast<double>(std::lower_bound(codes.begin(), codes.end(), text.codes[row]) -
                                            codes.begin());
    }
    axis.values.push_back(value);
    if (std::isfinite(value)) {
      axis.low = std::min(axis.low, value);
      axis.high = std::max(axis.high, value);
    }
  }
  axis.decimals = paramDecimals(text);
  return axis;
}

ParallelAxis metricAxis(const Listing& listing, const std::string& metric,
                        const std::vector<std::uint32_t>& rows) {
  ParallelAxis axis;
  axis.column = "metrics." + metric;
  axis.title = QString::fromStdString(metric);
  axis.metric = true;
  axis.higherIsBetter = listing.meanings->of(metric).direction == track::Direction::HigherIsBetter;
  axis.values = numbersOf(*listing.table, axis.column, rows);
  std::vector<double> sorted = axis.values;
  std::sort(sorted.begin(), sorted.end());
  if (!sorted.empty()) {
    axis.low = sorted.front();
    axis.high = sorted.back();
    axis.decimals = columnDecimals(sorted);
  }
  return axis;
}

// The most frequent values, in their own order; codes by place.
std::vector<std::int32_t> heatValues(const track::TextColumn& column,
                                     const std::vector<std::uint32_t>& rows) {
  std::map<std::int32_t, std::size_t> counts;
  for (const std::uint32_t row : rows) {
    if (column.codes[row] >= 0) {
      ++counts[column.codes[row]];
    }
  }
  std::vector<std::pair<std::size_t, std::int32_t>> frequent;
  for (const auto& [code, count] : counts) {
    frequent.emplace_back(count, code);
  }
  std::stable_sort(frequent.begin(), frequent.end(),
                   [](const auto& left, const auto& right) { return left.first > right.first; });
  frequent.resize(std::min(frequent.size(), kHeatValues));
  std::map<double, std::int32_t> byNumber;
  std::vector<std::int32_t> codes;
  for (const auto& [count, code] : frequent) {
    codes.push_back(code);
  }
  std::sort(codes.begin(), codes.end(), [&](std::int32_t left, std::int32_t right) {
    if (column.numbers.empty()) {
      return left < right;
    }
    return parseDouble(column.dictionary[static_cast<std::size_t>(left)]).value_or(0) <
           parseDouble(column.dictionary[static_cast<std::size_t>(right)]).value_or(0);
  });
  return codes;
}

QString valueText(const track::TextColumn& column, std::uint32_t row) {
  const auto value = column.at(row);
  if (!value) {
    return {};
  }
  const QString text =
      QString::fromUtf8(value->data(), static_cast<qsizetype>(std::min<std::size_t>(value->size(), 200)));
  return column.numbers.empty() ? text : withMinus(text);
}

// Nine tenths of the points decide the range, so that one run gone wild does not flatten the rest.
AxisRange focusRange(std::vector<double> values) {
  if (values.empty()) {
    return {0, 1};
  }
  std::sort(values.begin(), values.end());
  const auto at = [&](double share) {
    return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
  };
  double low = values.front();
  double high = values.back();
  const double middle = std::max(at(0.95) - at(0.05), 1e-300);
  if (values.size() >= 20) {
    low = std::max(low, at(0.05) - middle);
    high = std::min(high, at(0.95) + middle);
  }
  const double room = high > low ? 0.06 * (high - low) : std::max(0.5, 0.05 * std::abs(high));
  return {low - room, high + room};
}

}  // namespace

double epsilonSquared(const std::vector<double>& values, const std::vector<int>& groups) {
  struct Group {
    double sum = 0;
    std::size_t size = 0;
  };
  // Group numbers are small: codes of a dictionary, or tenths.
  std::vector<Group> sums;
  double total = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (groups[i] < 0) {
      continue;
    }
    const auto at = static_cast<std::size_t>(groups[i]);
    if (at >= sums.size()) {
      sums.resize(at + 1);
    }
    sums[at].sum += values[i];
    ++sums[at].size;
    total += values[i];
    ++count;
  }
  const auto used = static_cast<std::size_t>(
      std::ranges::count_if(sums, [](const Group& group) { return group.size > 0; }));
  if (used < 2 || count <= used) {
    return kNan;
  }
  const double mean = total / static_cast<double>(count);
  double within = 0;
  double all = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (groups[i] >= 0) {
      const Group& group = sums[static_cast<std::size_t>(groups[i])];
      const double inside = values[i] - group.sum / static_cast<double>(group.size);
      within += inside * inside;
      all += (values[i] - mean) * (values[i] - mean);
    }
  }
  if (all <= 0) {
    return kNan;
  }
  const double meanWithin = within / static_cast<double>(count - used);
  return std::max(0.0, (all - within - static_cast<double>(used - 1) * meanWithin) / all);
}

std::vector<Importance> importanceOf(const Listing& listing, const std::string& metric) {
  std::vector<Importance> result;
  const std::vector<std::uint32_t> rows = rowsWithMetric(listing, metric);
  if (rows.size() < kFewRunsTold) {
    return result;
  }
  const std::vector<double> values = numbersOf(*listing.table, "metrics." + metric, rows);
  const auto consider = [&](const track::TextColumn& column, const std::string& id) {
    const std::vector<int> groups = groupsOf(column, rows);
    if (groups.empty()) {
      return;
    }
    const double share = epsilonSquared(values, groups);
    if (!std::isnan(share)) {
      result.push_back({id, share,
                        static_cast<std::size_t>(std::count_if(groups.begin(), groups.end(),
                                                               [](int group) { return group >= 0; }))});
    }
  };
  for (const auto& param : listing.table->params()) {
    consider(*param, "params." + param->key);
  }
  for (const auto& tag : listing.table->tags()) {
    if (!isSystemTag(tag->key)) {
      consider(*tag, "tags." + tag->key);
    }
  }
  std::stable_sort(result.begin(), result.end(),
                   [](const Importance& left, const Importance& right) { return left.share > right.share; });
  return result;
}

Parallel parallelOf(const Listing& listing, const std::string& metric,
                    const std::vector<Importance>& importance) {
  Parallel parallel;
  parallel.rows = rowsWithMetric(listing, metric);
  std::vector<std::string> columns;
  for (const Importance& one : importance) {
    if (one.column.starts_with("params.") && columns.size() < kAxes) {
      columns.push_back(one.column);
    }
  }
  // Few runs: whatever differs.
  if (columns.empty()) {
    for (const auto& param : listing.table->params()) {
      const bool differs = std::any_of(parallel.rows.begin(), parallel.rows.end(), [&](std::uint32_t row) {
        return param->codes[row] != param->codes[parallel.rows.front()];
      });
      if (differs && columns.size() < kAxes && param->dictionary.size() <= 40) {
        columns.push_back("params." + param->key);
      }
    }
  }
  for (const std::string& column : columns) {
    parallel.axes.push_back(textAxis(listing, column, parallel.rows));
  }
  if (!parallel.axes.empty()) {
    parallel.axes.push_back(metricAxis(listing, metric, parallel.rows));
  }
  return parallel;
}

std::vector<std::size_t> paretoFront(const std::vector<double>& x, const std::vector<double>& y,
                                     track::Direction direction) {
  const double sign = direction == track::Direction::HigherIsBetter ? -1 : 1;
  std::vector<std::size_t> order(x.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
    return std::pair(x[left], sign * y[left]) < std::pair(x[right], sign * y[right]);
  });
  std::vector<std::size_t> front;
  double best = std::numeric_limits<double>::infinity();
  double bestX = kNan;
  for (const std::size_t i : order) {
    if (sign * y[i] < best || (sign * y[i] == best && x[i] == bestX)) {
      best = sign * y[i];
      bestX = x[i];
      front.push_back(i);
    }
  }
  return front;
}

std::optional<std::size_t> Scatter::placeOf(std::uint32_t row) const {
  const auto found =
      std::ranges::lower_bound(places, row, {}, &std::pair<std::uint32_t, std::uint32_t>::first);
  return found == places.end() || found->first != row ? std::nullopt
                                                      : std::optional<std::size_t>(found->second);
}

Scatter scatterOf(const Listing& listing, const std::string& metric, const std::string& xColumn) {
  Scatter scatter;
  scatter.xColumn = xColumn;
  scatter.metric = metric;
  for (const std::uint32_t row : rowsWithMetric(listing, metric)) {
    const double x = numberOf(*listing.table, xColumn, row);
    if (std::isfinite(x)) {
      scatter.places.emplace_back(row, static_cast<std::uint32_t>(scatter.rows.size()));
      scatter.rows.push_back(row);
      scatter.x.push_back(x);
      scatter.y.push_back(listing.table->findMetric(metric)->last[row]);
    }
  }
  std::ranges::sort(scatter.places);
  scatter.xRange = focusRange(scatter.x);
  scatter.yRange = focusRange(scatter.y);
  const track::Direction direction = listing.meanings->of(metric).direction;
  if (direction != track::Direction::Unknown) {
    scatter.front = paretoFront(scatter.x, scatter.y, direction);
  }
  return scatter;
}

Heatmap heatmapOf(const Listing& listing, const std::string& metric, const std::string& xColumn,
                  const std::string& yColumn) {
  Heatmap map;
  map.xColumn = xColumn;
  map.yColumn = yColumn;
  map.metric = metric;
  const track::TextColumn* x = textColumn(*listing.table, xColumn);
  const track::TextColumn* y = textColumn(*listing.table, yColumn);
  const std::vector<std::uint32_t> rows = rowsWithMetric(listing, metric);
  if (x == nullptr || y == nullptr || rows.empty()) {
    return map;
  }
  const std::vector<std::int32_t> xCodes = heatValues(*x, rows);
  const std::vector<std::int32_t> yCodes = heatValues(*y, rows);
  for (const std::int32_t code : xCodes) {
    map.x.push_back(QString::fromStdString(x->dictionary[static_cast<std::size_t>(code)]));
  }
  for (const std::int32_t code : yCodes) {
    map.y.push_back(QString::fromStdString(y->dictionary[static_cast<std::size_t>(code)]));
  }
  const track::MetricColumn& values = *listing.table->findMetric(metric);
  const bool higher = listing.meanings->of(metric).direction == track::Direction::HigherIsBetter;
  std::vector<double> bests;
  for (const std::uint32_t row : rows) {
    const auto xAt = std::find(xCodes.begin(), xCodes.end(), x->codes[row]);
    const auto yAt = std::find(yCodes.begin(), yCodes.end(), y->codes[row]);
    if (xAt == xCodes.end() || yAt == yCodes.end()) {
      continue;
    }
    const double value = values.last[row];
    auto [cell, added] = map.cells.try_emplace(
        {static_cast<int>(xAt - xCodes.begin()), static_cast<int>(yAt - yCodes.begin())});
    if (added || (higher ? value > cell->second.best : value < cell->second.best)) {
      cell->second.best = value;
    }
    cell->second.rows.push_back(row);
  }
  map.low = std::numeric_limits<double>::infinity();
  map.high = -map.low;
  for (const auto& [place, cell] : map.cells) {
    map.low = std::min(map.low, cell.best);
    map.high = std::max(map.high, cell.best);
    bests.push_back(cell.best);
  }
  map.decimals = bests.empty() ? std::nullopt : std::optional(std::max(0, columnDecimals(bests) - 1));
  return map;
}

Result<InsightPtr> makeInsight(const InsightRequest& request, std::stop_token stop) {
  auto insight = std::make_shared<Insight>();
  insight->listing = request.listing;
  insight->metric = request.metric;
  insight->importance = importanceOf(*request.listing, request.metric);
  if (stop.stop_requested()) {
    return makeError(ErrorKind::Cancelled, "cancelled");
  }
  insight->parallel = parallelOf(*request.listing, request.metric, insight->importance);
  insight->scatter = scatterOf(*request.listing, request.metric, request.scatterX);
  std::vector<std::string> params;
  for (const Importance& one : insight->importance) {
    const track::TextColumn* column = textColumn(*request.listing->table, one.column);
    if (one.column.starts_with("params.") && column->dictionary.size() <= 4 * kHeatValues) {
      params.push_back(one.column);
    }
  }
  const std::string x = !request.heatX.empty() ? request.heatX
                        : params.size() > 1    ? params[1]
                                               : std::string();
  const std::string y = !request.heatY.empty() ? request.heatY
                        : params.size() > 1    ? params[0]
                                               : std::string();
  if (!x.empty() && !y.empty()) {
    insight->heatmap = heatmapOf(*request.listing, request.metric, x, y);
  }
  return InsightPtr(std::move(insight));
}

namespace {

DifferenceRow textRow(const track::TextColumn& column, const std::string& prefix,
                      const std::vector<std::uint32_t>& rows) {
  DifferenceRow row;
  row.name = QString::fromStdString(column.key);
  row.column = prefix + column.key;
  for (const std::uint32_t at : rows) {
    const bool changed = column.codes[at] != column.codes[rows.front()];
    row.values.push_back(valueText(column, at));
    row.changed.push_back(changed);
  }
  row.deltas.assign(rows.size(), kNan);
  return row;
}

// Nothing where no run has a value.
std::optional<DifferenceRow> metricRow(const Listing& listing, const track::MetricColumn& metric,
                                       const std::vector<std::uint32_t>& rows) {
  DifferenceRow row;
  row.name = QString::fromStdString(metric.key);
  row.column = "metrics." + metric.key;
  const track::Direction direction = listing.meanings->of(metric.key).direction;
  row.better = direction == track::Direction::LowerIsBetter    ? BetterWhen::Lower
               : direction == track::Direction::HigherIsBetter ? BetterWhen::Higher
                                                               : BetterWhen::Unknown;
  std::vector<double> values = numbersOf(*listing.table, row.column, rows);
  row.decimals = columnDecimals(values);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const bool present = metric.present[rows[i]] != 0;
    row.values.push_back(present ? metricText(values[i], row.decimals) : QString());
    row.changed.push_back(false);
    row.deltas.push_back(i == 0 ? kNan : values[i] - values[0]);
  }
  if (std::ranges::all_of(values, [](double value) { return std::isnan(value); })) {
    return std::nullopt;
  }
  return row;
}

std::vector<std::shared_ptr<const track::TextColumn>> ownTags(const track::RunTable& table) {
  std::vector<std::shared_ptr<const track::TextColumn>> tags;
  for (const auto& tag : table.tags()) {
    if (!isSystemTag(tag->key)) {
      tags.push_back(tag);
    }
  }
  return tags;
}

}  // namespace

Differences differencesOf(const Listing& listing, const std::vector<std::uint32_t>& rows,
                          const std::vector<Importance>& importance, DifferenceScope scope) {
  Differences result;
  if (rows.empty()) {
    return result;
  }
  std::map<std::string, double> shares;
  for (const Importance& one : importance) {
    shares.emplace(one.column, one.share);
  }
  const auto texts = [&](const std::vector<std::shared_ptr<const track::TextColumn>>& columns,
                         const char* prefix, bool count) {
    std::vector<std::shared_ptr<const track::TextColumn>> ordered = columns;
    const auto share = [&](const track::TextColumn& column) {
      const auto found = shares.find(prefix + column.key);
      return found == shares.end() ? -1.0 : found->second;
    };
    std::stable_sort(ordered.begin(), ordered.end(),
                     [&](const auto& left, const auto& right) { return share(*left) > share(*right); });
    for (const auto& column : ordered) {
      DifferenceRow row = textRow(*column, prefix, rows);
      const bool present =
          std::ranges::any_of(rows, [&](std::uint32_t at) { return column->codes[at] >= 0; });
      const bool differs = std::ranges::find(row.changed, true) != row.changed.end();
      if (count && present) {
        ++result.params;
        result.differing += differs ? 1 : 0;
      }
      if (present && (differs || scope == DifferenceScope::All)) {
        result.rows.push_back(std::move(row));
      }
    }
  };
  texts(listing.table->params(), "params.", true);
  const auto heading = [&](const QString& title) {
    DifferenceRow row;
    row.name = title;
    result.rows.push_back(std::move(row));
  };
  heading(RunsText::tr("Metrics"));
  const std::size_t metricsBegin = result.rows.size();
  for (const auto& metric : listing.table->metrics()) {
    if (auto row = metricRow(listing, *metric, rows)) {
      const bool primary = metric->key == listing.meanings->primary;
      result.rows.insert(
          primary ? result.rows.begin() + static_cast<std::ptrdiff_t>(metricsBegin) : result.rows.end(),
          *std::move(row));
    }
  }
  if (result.rows.size() == metricsBegin) {
    result.rows.pop_back();
  }
  const std::size_t before = result.rows.size();
  heading(RunsText::tr("Tags"));
  texts(ownTags(*listing.table), "tags.", false);
  if (result.rows.size() == before + 1) {
    result.rows.pop_back();
  }
  return result;
}

}  // namespace tatara::ui
