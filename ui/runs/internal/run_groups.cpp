#include <algorithm>
#include <cctype>
#include <numeric>

#include "core/base/number_text.h"
#include "core/query/query.h"
#include "ui/runs/internal/runs_text.h"
#include "ui/runs/listing.h"

namespace tatara::ui {
namespace {

bool isSeedName(std::string_view key) {
  std::string lower(key);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  for (const std::string_view word : {"seed", "fold", "random_state", "repeat", "rng"}) {
    if (lower.find(word) != std::string::npos) {
      return true;
    }
  }
  return false;
}

GroupKey textGroup(const track::TextColumn* column, std::uint32_t row, const QString& name) {
  const auto value = column == nullptr ? std::nullopt : column->at(row);
  if (!value) {
    return {"\x01", RunsText::tr("%1 not set").arg(name), true};
  }
  return {std::string(*value),
          QStringLiteral("%1 = %2").arg(
              name, QString::fromUtf8(value->data(), static_cast<qsizetype>(value->size())))};
}

// Numbers before words, missing last.
bool standsBefore(const GroupKey& left, const GroupKey& right) {
  if (left.missing != right.missing) {
    return right.missing;
  }
  const auto a = parseDouble(left.value);
  const auto b = parseDouble(right.value);
  if (a && b && *a != *b) {
    return *a < *b;
  }
  return a.has_value() != b.has_value() ? a.has_value() : left.value < right.value;
}

}  // namespace

GroupKey groupKeyOf(const track::RunTable& table, const std::string& groupBy, std::uint32_t row) {
  if (groupBy.starts_with("params.")) {
    const std::string key = groupBy.substr(7);
    return textGroup(table.findParam(key), row, QString::fromStdString(key));
  }
  if (groupBy.starts_with("tags.")) {
    const std::string key = groupBy.substr(5);
    return textGroup(table.findTag(key), row, QString::fromStdString(key));
  }
  if (groupBy == "parent") {
    const track::TextColumn* parents = table.findTag(track::tag::kParentRunId);
    const auto parent = parents == nullptr ? std::nullopt : parents->at(row);
    const std::string id = parent ? std::string(*parent) : table.run(row).id.value();
    const auto parentRow = table.findRow(track::RunId(id));
    return {id, QString::fromStdString(parentRow ? table.run(*parentRow).name : id)};
  }
  // Repeats: the same parameters but for seeds and folds.
  GroupKey key;
  QStringList shown;
  for (const auto& column : table.params()) {
    if (isSeedName(column->key)) {
      continue;
    }
    key.value += std::to_string(column->codes[row]) + ',';
    if (column->dictionary.size() > 1 && shown.size() < 3) {
      const auto value = column->at(row);
      shown.push_back(QStringLiteral("%1 %2").arg(
          QString::fromStdString(column->key),
          value ? QString::fromUtf8(value->data(), static_cast<qsizetype>(value->size()))
                : QStringLiteral("–")));
    }
  }
  key.title = shown.isEmpty() ? RunsText::tr("same parameters") : shown.join(QStringLiteral(" · "));
  return key;
}

namespace {

// The runs for which a condition of the filter language holds, and the others.
RowGroups groupByCondition(const track::RunTable& table, const std::string& condition,
                           const std::vector<std::uint32_t>& rows) {
  RowGroups groups;
  const auto filter = query::parseFilter(query::Entity::Run, condition);
  const std::vector<std::uint32_t> holding = filter ? table.filter(*filter) : std::vector<std::uint32_t>();
  std::size_t held = 0;
  for (const std::uint32_t row : rows) {
    const bool holds = std::binary_search(holding.begin(), holding.end(), row);
    held += holds ? 1 : 0;
    groups.of.push_back(holds ? 0 : 1);
  }
  const QString text = QString::fromStdString(condition);
  groups.titles = {text, RunsText::tr("not: %1").arg(text)};
  if (held == 0) {  // one group, and the first
    groups.of.assign(rows.size(), 0);
    groups.titles.erase(groups.titles.begin());
  } else if (held == rows.size()) {
    groups.titles.pop_back();
  }
  return groups;
}

}  // namespace

RowGroups groupRows(const track::RunTable& table, const std::string& groupBy,
                    const std::vector<std::uint32_t>& rows) {
  RowGroups groups;
  if (groupBy.starts_with('=')) {
    return groupByCondition(table, groupBy.substr(1), rows);
  }
  if (groupBy.empty()) {
    groups.of.assign(rows.size(), 0);
    groups.titles.emplace_back();
    return groups;
  }
  std::vector<GroupKey> keys;
  std::unordered_map<std::string, std::size_t> known;
  for (const std::uint32_t row : rows) {
    GroupKey key = groupKeyOf(table, groupBy, row);
    const auto [found, added] = known.emplace(key.value, keys.size());
    groups.of.push_back(found->second);
    if (added) {
      keys.push_back(std::move(key));
    }
  }
  std::vector<std::size_t> order(keys.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&keys](std::size_t left, std::size_t right) { return standsBefore(keys[left], keys[right]); });
  std::vector<std::size_t> rank(keys.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    rank[order[i]] = i;
    groups.titles.push_back(keys[order[i]].title);
  }
  for (std::size_t& group : groups.of) {
    group = rank[group];
  }
  return groups;
}

}  // namespace tatara::ui
