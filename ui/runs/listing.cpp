#include "ui/runs/listing.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "core/base/nan.h"
#include "core/query/query.h"
#include "core/track/row_sort.h"
#include "ui/runs/internal/derived_columns.h"
#include "ui/runs/internal/listing_columns.h"
#include "ui/runs/internal/runs_text.h"

namespace tatara::ui {
namespace {

// A run's value under a sort key, and whether it has one.
using Value = std::pair<double, bool>;
using RowValue = std::function<Value(std::uint32_t)>;

struct OrderColumn {
  track::KeyColumn keys;
  RowValue value;
};

// Finite values in their order, then what is not finite, then what is missing.
template <typename ValueOf>
OrderColumn orderColumn(track::KeyOrder order, ValueOf valueOf) {
  return {[order, valueOf](std::span<const std::uint32_t> rows, std::span<std::uint64_t> keys) {
            for (std::size_t i = 0; i < rows.size(); ++i) {
              const auto [value, present] = valueOf(rows[i]);
              keys[i] = !present               ? track::kMissingKey
                        : std::isfinite(value) ? track::numberKey(value, order)
                                               : track::kNanKey;
            }
          },
          valueOf};
}

OrderColumn metricOrder(const track::MetricColumn& metric, track::KeyOrder order) {
  return orderColumn(
      order, [&metric](std::uint32_t row) { return Value(metric.last[row], metric.present[row] != 0); });
}

OrderColumn textOrder(const track::TextColumn& text, track::KeyOrder order) {
  return orderColumn(order, [&text](std::uint32_t row) {
    return Value(text.numbers.empty() ? text.codes[row] : text.numbers[row], text.codes[row] >= 0);
  });
}

OrderColumn attributeOrder(const track::RunTable& table, const std::string& id, track::KeyOrder order) {
  if (id == "run.name" || id == "run.user" || id == "run.id") {
    const std::vector<std::uint32_t> ranks =
        track::ranksOf(table.size(), [&](std::uint32_t row) -> std::string_view {
          const track::RunInfo& run = table.run(row);
          return id == "run.name" ? run.name : id == "run.user" ? run.user : run.id.value();
        });
    return orderColumn(order, [ranks](std::uint32_t row) { return Value(ranks[row], true); });
  }
  return orderColumn(order, [&table, id](std::uint32_t row) {
    const double value = numberOf(table, id, row);
    return Value(value, !std::isnan(value));
  });
}

// Nothing where no run has such a column.
std::optional<OrderColumn> orderColumnOf(const Listing& listing, const SortKey& key) {
  const track::RunTable& table = *listing.table;
  const track::KeyOrder order = key.descending ? track::KeyOrder::Descending : track::KeyOrder::Ascending;
  if (const auto derived = listing.derived.find(key.column); derived != listing.derived.end()) {
    return metricOrder(*derived->second, order);
  }
  // The order of the differences is that of the values.
  if (key.column.starts_with("metrics.") || key.column.starts_with("delta.")) {
    const track::MetricColumn* metric =
        table.findMetric(std::string_view(key.column).substr(key.column.find('.') + 1));
    return metric == nullptr ? std::nullopt : std::optional(metricOrder(*metric, order));
  }
  if (key.column.starts_with("tags.") || key.column.starts_with("params.")) {
    const std::string_view name = std::string_view(key.column).substr(key.column.find('.') + 1);
    const track::TextColumn* text = key.column[0] == 't' ? table.findTag(name) : table.findParam(name);
    return text == nullptr ? std::nullopt : std::optional(textOrder(*text, order));
  }
  return attributeOrder(table, key.column, order);
}

class RowOrder {
 public:
  RowOrder(const Listing& listing, const std::vector<SortKey>& sort) : m_table(*listing.table) {
    for (const SortKey& key : sort) {
      auto column = orderColumnOf(listing, key);
      if (column) {
        m_keys.push_back(std::move(column->keys));
      }
      if (column && m_keys.size() == 1) {
        m_first = std::move(column->value);
        m_descending = key.descending;
      }
    }
  }

  void sort(std::vector<std::uint32_t>& rows) const { track::sortRuns(m_table, rows, m_keys); }

  // A group stands where the mean of its finite values would stand by the first key.
  double groupValue(const std::vector<std::uint32_t>& rows) const {
    if (!m_first) {
      return kNan;
    }
    double sum = 0;
    std::size_t count = 0;
    for (const std::uint32_t row : rows) {
      const auto [value, present] = m_first(row);
      if (present && std::isfinite(value)) {
        sum += value;
        ++count;
      }
    }
    return count == 0 ? kNan : sum / static_cast<double>(count);
  }
  bool descending() const { return m_descending; }
  bool sorted() const { return m_first != nullptr; }

 private:
  const track::RunTable& m_table;
  std::vector<track::KeyColumn> m_keys;
  RowValue m_first;
  bool m_descending = false;
};

RowId groupRowId(const std::string& value) {
  std::uint64_t hash = 14695981039346656037ULL;  // FNV-1a, 64 bit
  for (const char c : value) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  }
  return -1 - static_cast<RowId>(hash >> 2U);
}

// Runs for which a condition holds and the others; a group without runs is none.
void splitByCondition(Listing& listing, const std::string& groupBy) {
  const RowGroups split = groupRows(*listing.table, groupBy, listing.rows);
  for (const QString& title : split.titles) {
    RunGroup group;
    group.id = groupRowId(groupBy + '\x02' + title.toStdString());
    group.title = title;
    listing.groups.push_back(std::move(group));
  }
  for (std::size_t i = 0; i < listing.rows.size(); ++i) {
    listing.groups[split.of[i]].rows.push_back(listing.rows[i]);
  }
}

void splitByValue(Listing& listing, const std::string& groupBy) {
  std::unordered_map<std::string, std::size_t> known;
  for (const std::uint32_t row : listing.rows) {
    GroupKey key = groupKeyOf(*listing.table, groupBy, row);
    const auto [found, added] = known.emplace(key.value, listing.groups.size());
    if (added) {
      RunGroup group;
      group.id = groupRowId(groupBy + '\x02' + key.value);
      group.title = std::move(key.title);
      listing.groups.push_back(std::move(group));
    }
    listing.groups[found->second].rows.push_back(row);
  }
}

void makeGroups(Listing& listing, const ViewState& view, const RowOrder& order) {
  if (listing.rows.empty()) {
    return;
  }
  if (view.groupBy.starts_with('=')) {
    splitByCondition(listing, view.groupBy);
  } else {
    splitByValue(listing, view.groupBy);
  }
  if (order.sorted()) {
    std::vector<std::pair<double, std::size_t>> places;
    for (std::size_t i = 0; i < listing.groups.size(); ++i) {
      places.emplace_back(order.groupValue(listing.groups[i].rows), i);
    }
    std::stable_sort(places.begin(), places.end(), [&](const auto& left, const auto& right) {
      if (std::isnan(left.first) || std::isnan(right.first)) {
        return !std::isnan(left.first) && std::isnan(right.first);
      }
      return order.descending() ? left.first > right.first : left.first < right.first;
    });
    std::vector<RunGroup> arranged;
    for (const auto& [value, index] : places) {
      arranged.push_back(std::move(listing.groups[index]));
    }
    listing.groups = std::move(arranged);
  }
  for (std::size_t i = 0; i < listing.groups.size(); ++i) {
    listing.groupIndex.emplace(listing.groups[i].id, i);
  }
}

bool insideBrushes(const track::RunTable& table, const std::map<QString, Brush>& brushes, std::uint32_t row) {
  for (const auto& [axis, brush] : brushes) {
    const double value = numberOf(table, axis.toStdString(), row);
    if (!(value >= std::min(brush.from, brush.to) && value <= std::max(brush.from, brush.to))) {
      return false;
    }
  }
  return true;
}

Result<std::vector<std::uint32_t>> matching(const ListingRequest& request,
                                            const std::vector<std::string>& conditions,
                                            std::stop_token stop) {
  const track::RunTable& table = *request.table;
  auto filter = query::parseFilter(query::Entity::Run, joinedFilter(conditions));
  if (!filter) {
    return Error(filter.error());
  }
  std::vector<std::uint32_t> rows = table.filter(*filter, stop);
  if (request.only) {
    std::erase_if(rows, [&](std::uint32_t row) {
      return std::find(request.only->begin(), request.only->end(), table.run(row).key) == request.only->end();
    });
  }
  if (!request.brushes.empty()) {
    std::erase_if(rows, [&](std::uint32_t row) { return !insideBrushes(table, request.brushes, row); });
  }
  if (stop.stop_requested()) {
    return makeError(ErrorKind::Cancelled, "cancelled");
  }
  return rows;
}

}  // namespace

const track::MetricMeaning& Meanings::of(std::string_view key) const {
  static const track::MetricMeaning kUnknown;
  const auto found = byKey.find(key);
  return found == byKey.end() ? kUnknown : found->second;
}

MeaningsPtr makeMeanings(std::vector<track::Experiment> experiments, const track::RunTable& table) {
  auto meanings = std::make_shared<Meanings>();
  const track::Experiment none;
  // Of several, the one that names its deciding metric leads, if any run has that metric.
  const bool several = experiments.size() > 1;
  const auto naming = std::find_if(experiments.begin(), experiments.end(), [&](const track::Experiment& one) {
    return std::any_of(one.tags.begin(), one.tags.end(), [&](const track::KeyValue& tag) {
      return tag.key == track::tag::kPrimaryMetric && (!several || table.findMetric(tag.value) != nullptr);
    });
  });
  const track::Experiment& leading = naming != experiments.end() ? *naming
                                     : experiments.empty()       ? none
                                                                 : experiments.front();
  std::vector<std::string> keys;
  for (const auto& metric : table.metrics()) {
    keys.push_back(metric->key);
    track::MetricMeaning meaning = track::meaningOf(leading, metric->key);
    // Another experiment may have said what this one leaves open.
    for (std::size_t i = 1; i < experiments.size() && meaning.guessed; ++i) {
      if (track::MetricMeaning said = track::meaningOf(experiments[i], metric->key); !said.guessed) {
        meaning = std::move(said);
      }
    }
    meanings->byKey.emplace(metric->key, std::move(meaning));
  }
  const std::optional<std::string> said = track::primaryMetric(leading, keys);
  const bool unlogged = several && said && table.findMetric(*said) == nullptr;
  meanings->primary = (unlogged ? track::primaryMetric(none, keys) : said).value_or(std::string());
  meanings->experiments = std::move(experiments);
  return meanings;
}

namespace {

std::vector<SortKey> orderOf(const ListingRequest& request) {
  const Meanings& meanings = *request.meanings;
  const track::Direction direction = meanings.of(meanings.primary).direction;
  if (!request.settle || !request.view.sort.empty() || request.total ||
      direction == track::Direction::Unknown) {
    return request.view.sort;
  }
  return {{"metrics." + meanings.primary, direction == track::Direction::HigherIsBetter}};
}

}  // namespace

const RunGroup* Listing::group(RowId id) const {
  const auto found = groupIndex.find(id);
  return found == groupIndex.end() ? nullptr : &groups[found->second];
}

double numberOf(const track::RunTable& table, std::string_view column, std::uint32_t row) {
  if (column.starts_with("metrics.")) {
    const track::MetricColumn* metric = table.findMetric(column.substr(8));
    return metric != nullptr && metric->present[row] != 0 ? metric->last[row] : kNan;
  }
  if (column.starts_with("params.")) {
    const track::TextColumn* param = table.findParam(column.substr(7));
    return param != nullptr && !param->numbers.empty() ? param->numbers[row] : kNan;
  }
  const track::RunInfo& run = table.run(row);
  if (column == "run.duration") {
    return run.ended ? static_cast<double>((*run.ended - run.started).count()) / 1000.0 : kNan;
  }
  if (column == "run.started") {
    return static_cast<double>(toUnixMillis(run.started));
  }
  if (column == "run.status") {
    return static_cast<double>(run.status);
  }
  if (column == "run.experiment") {
    return static_cast<double>(run.experiment.value());
  }
  return kNan;
}

std::vector<double> numbersOf(const track::RunTable& table, std::string_view column,
                              const std::vector<std::uint32_t>& rows) {
  std::vector<double> values;
  values.reserve(rows.size());
  if (column.starts_with("metrics.")) {
    const track::MetricColumn* metric = table.findMetric(column.substr(8));
    for (const std::uint32_t row : rows) {
      values.push_back(metric != nullptr && metric->present[row] != 0 ? metric->last[row] : kNan);
    }
    return values;
  }
  for (const std::uint32_t row : rows) {
    values.push_back(numberOf(table, column, row));
  }
  return values;
}

stats::Moments momentsOf(const track::MetricColumn& metric, std::span<const std::uint32_t> rows) {
  stats::Moments moments;
  for (const std::uint32_t row : rows) {
    if (metric.present[row] != 0) {
      moments.add(metric.last[row]);
    }
  }
  return moments;
}

namespace {

void addDerived(Listing& listing, const ListingRequest& request) {
  for (const std::string& id : derivedColumns(request.view)) {
    std::shared_ptr<const track::MetricColumn> column;
    if (id.starts_with('=')) {
      column = evaluateColumn(*request.table, std::string_view(id).substr(1));
    } else if (const auto best = request.best.find(bestMetric(id)); best != request.best.end()) {
      column = best->second;
    }
    if (column != nullptr && column->last.size() == request.table->size()) {
      listing.derived.emplace(id, std::move(column));
    }
  }
}

}  // namespace

Result<ListingPtr> makeListing(const ListingRequest& request, std::stop_token stop) {
  auto listing = std::make_shared<Listing>();
  listing->table = request.table;
  listing->meanings = request.meanings;
  listing->open = request.open;
  listing->now = request.now;
  listing->partial = request.total.has_value();
  listing->total = request.total.value_or(
      static_cast<std::int64_t>(request.only ? request.only->size() : request.table->size()));
  TATARA_ASSIGN(listing->rows, matching(request, request.view.conditions, stop));
  if (request.view.groupBy.starts_with('=')) {
    // Groups by what cannot be read would be one of all runs, without a word.
    TATARA_TRY(matching(request, {request.view.groupBy.substr(1)}, stop));
  }
  if (!request.view.baseline.empty()) {
    if (const auto row = request.table->findRow(track::RunId(request.view.baseline))) {
      listing->baseline = static_cast<std::uint32_t>(*row);
    }
  }
  if (listing->rows.empty() && request.table->size() > 0) {
    for (std::size_t i = 0; i < request.view.conditions.size(); ++i) {
      std::vector<std::string> others = request.view.conditions;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
      TATARA_ASSIGN(const std::vector<std::uint32_t> rows, matching(request, others, stop));
      listing->without.push_back(rows.size());
    }
  }
  ViewState view = request.view;
  view.sort = orderOf(request);
  listing->sort = view.sort;
  addDerived(*listing, request);
  listing->nesting = Nesting::of(request.table, request.nesting);
  // Before they are sorted: rows in the order of the table are read several times as fast.
  makeColumns(*listing, view);
  if (const track::MetricColumn* metric = listing->table->findMetric(listing->meanings->primary)) {
    listing->primary = momentsOf(*metric, listing->rows);
  }
  const RowOrder order(*listing, view.sort);
  order.sort(listing->rows);
  if (stop.stop_requested()) {
    return makeError(ErrorKind::Cancelled, "cancelled");
  }
  auto ids = std::make_shared<std::vector<RowId>>();
  if (view.groupBy.empty()) {
    ids->reserve(listing->rows.size());
    for (const std::uint32_t row : listing->rows) {
      ids->push_back(rowIdOf(*request.table, row));
    }
  } else {
    makeGroups(*listing, view, order);
    for (const RunGroup& group : listing->groups) {
      ids->push_back(group.id);
      if (listing->open.contains(group.id)) {
        for (const std::uint32_t row : group.rows) {
          ids->push_back(rowIdOf(*request.table, row));
        }
      }
    }
  }
  listing->plan = planRows(request.before, std::move(ids));
  return ListingPtr(std::move(listing));
}

}  // namespace tatara::ui
