#include "ui/runs/listing.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/nan.h"
#include "core/query/query.h"
#include "ui/runs/internal/listing_columns.h"
#include "ui/runs/internal/runs_text.h"

namespace tatara::ui {
namespace {

// One sort key over all rows of the table: finite values, then what is not finite, then what is missing.
struct SortColumn {
  std::vector<double> values;
  std::vector<std::uint8_t> rank;  // 0 finite, 1 not finite, 2 missing
  bool descending = false;
};

void put(SortColumn& column, std::size_t row, double value, bool present) {
  column.values[row] = value;
  column.rank[row] = !present ? 2 : std::isfinite(value) ? 0 : 1;
}

// Text as its place in the order of all texts.
void putTexts(SortColumn& column, const std::vector<std::string>& texts) {
  std::vector<std::uint32_t> order(texts.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    order[i] = i;
  }
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t left, std::uint32_t right) { return texts[left] < texts[right]; });
  double place = 0;
  for (std::size_t i = 0; i < order.size(); ++i) {
    place += i > 0 && texts[order[i]] != texts[order[i - 1]] ? 1 : 0;
    put(column, order[i], place, true);
  }
}

std::optional<SortColumn> sortColumn(const track::RunTable& table, const SortKey& key) {
  SortColumn column;
  column.descending = key.descending;
  column.values.assign(table.size(), kNan);
  column.rank.assign(table.size(), 2);
  std::string id = key.column;
  if (id.starts_with("delta.")) {
    // The order of the differences is that of the values.
    id = "metrics." + id.substr(6);
  }
  if (id.starts_with("tags.") || id.starts_with("params.")) {
    const std::string_view name = std::string_view(id).substr(id.find('.') + 1);
    const track::TextColumn* text = id[0] == 't' ? table.findTag(name) : table.findParam(name);
    if (text == nullptr) {
      return std::nullopt;
    }
    for (std::size_t row = 0; row < table.size(); ++row) {
      const bool present = text->codes[row] >= 0;
      put(column, row, text->numbers.empty() ? text->codes[row] : text->numbers[row], present);
    }
    return column;
  }
  if (id == "run.name" || id == "run.user" || id == "run.id") {
    std::vector<std::string> texts;
    texts.reserve(table.size());
    for (std::size_t row = 0; row < table.size(); ++row) {
      const track::RunInfo& run = table.run(row);
      texts.push_back(id == "run.name" ? run.name : id == "run.user" ? run.user : run.id.value());
    }
    putTexts(column, texts);
    return column;
  }
  for (std::uint32_t row = 0; row < table.size(); ++row) {
    const double value = numberOf(table, id, row);
    bool present = !std::isnan(value);
    if (const track::MetricColumn* metric =
            id.starts_with("metrics.") ? table.findMetric(std::string_view(id).substr(8)) : nullptr) {
      present = metric->present[row] != 0;
    }
    put(column, row, value, present);
  }
  return column;
}

class RowOrder {
 public:
  RowOrder(const track::RunTable& table, const std::vector<SortKey>& sort) : m_table(table) {
    for (const SortKey& key : sort) {
      if (auto column = sortColumn(table, key)) {
        m_columns.push_back(std::move(*column));
      }
    }
    // Side by side: every comparison that the columns leave open looks at them.
    m_started.reserve(table.size());
    for (std::size_t row = 0; row < table.size(); ++row) {
      m_started.push_back(table.run(row).started);
    }
  }

  bool operator()(std::uint32_t left, std::uint32_t right) const {
    for (const SortColumn& column : m_columns) {
      if (column.rank[left] != column.rank[right]) {
        return column.rank[left] < column.rank[right];
      }
      if (column.rank[left] == 0 && column.values[left] != column.values[right]) {
        return (column.values[left] < column.values[right]) != column.descending;
      }
    }
    return m_started[left] != m_started[right] ? m_started[left] > m_started[right]
                                               : m_table.run(left).id < m_table.run(right).id;
  }

  // A group stands where the mean of its finite values would stand by the first key.
  double groupValue(const std::vector<std::uint32_t>& rows) const {
    if (m_columns.empty()) {
      return kNan;
    }
    double sum = 0;
    std::size_t count = 0;
    for (const std::uint32_t row : rows) {
      if (m_columns[0].rank[row] == 0) {
        sum += m_columns[0].values[row];
        ++count;
      }
    }
    return count == 0 ? kNan : sum / static_cast<double>(count);
  }
  bool descending() const { return !m_columns.empty() && m_columns[0].descending; }
  bool sorted() const { return !m_columns.empty(); }

 private:
  const track::RunTable& m_table;
  std::vector<SortColumn> m_columns;
  std::vector<Timestamp> m_started;  // by row
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
  // Of several, the one that names its deciding metric leads.
  const auto naming = std::find_if(experiments.begin(), experiments.end(), [](const track::Experiment& one) {
    return std::any_of(one.tags.begin(), one.tags.end(),
                       [](const track::KeyValue& tag) { return tag.key == track::tag::kPrimaryMetric; });
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
  meanings->primary =
      track::primaryMetric(leading, keys).value_or(keys.empty() ? std::string() : keys.front());
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

Result<ListingPtr> makeListing(const ListingRequest& request, std::stop_token stop) {
  auto listing = std::make_shared<Listing>();
  listing->table = request.table;
  listing->meanings = request.meanings;
  listing->open = request.open;
  listing->partial = request.total.has_value();
  listing->total = request.total.value_or(static_cast<std::int64_t>(request.table->size()));
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
  const RowOrder order(*request.table, view.sort);
  std::sort(listing->rows.begin(), listing->rows.end(), std::cref(order));
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
  makeColumns(*listing, view);
  listing->plan = planRows(request.before, std::move(ids));
  if (const track::MetricColumn* metric = listing->table->findMetric(listing->meanings->primary)) {
    listing->primary = momentsOf(*metric, listing->rows);
  }
  return ListingPtr(std::move(listing));
}

}  // namespace tatara::ui
