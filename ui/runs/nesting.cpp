#include "ui/runs/nesting.h"

#include <algorithm>

#include "core/track/runs.h"
#include "ui/runs/condition.h"

namespace tatara::ui {

std::shared_ptr<const Nesting> Nesting::of(const std::shared_ptr<const track::RunTable>& table,
                                           std::shared_ptr<const Nesting> before) {
  const track::TextColumn* parents = table->findTag(track::tag::kParentRunId);
  if (parents == nullptr || (before != nullptr && before->m_table == table)) {
    return parents == nullptr ? nullptr : std::move(before);
  }
  auto nesting = std::make_shared<Nesting>();
  nesting->m_table = table;
  nesting->m_parents = parents;
  std::vector<std::int64_t> counts(parents->dictionary.size(), 0);
  for (const std::int32_t code : parents->codes) {
    if (code >= 0) {
      ++counts[static_cast<std::size_t>(code)];
    }
  }
  std::unordered_map<std::string_view, std::size_t> codes;
  for (std::size_t code = 0; code < parents->dictionary.size(); ++code) {
    codes.emplace(parents->dictionary[code], code);
  }
  nesting->m_rows.resize(codes.size());
  for (std::uint32_t row = 0; row < table->size(); ++row) {
    if (const auto found = codes.find(table->run(row).id.value()); found != codes.end()) {
      nesting->m_rows[found->second] = row;
      nesting->m_children.emplace(row, counts[found->second]);
    }
  }
  return nesting;
}

std::optional<std::uint32_t> Nesting::parentOf(std::uint32_t row) const {
  return isChild(row) ? m_rows[static_cast<std::size_t>(m_parents->codes[row])] : std::nullopt;
}

std::int64_t Nesting::childrenOf(std::uint32_t row) const {
  const auto found = m_children.find(row);
  return found == m_children.end() ? 0 : found->second;
}

std::optional<std::uint32_t> Nesting::findParent(const track::RunId& id) const {
  const std::vector<std::string>& parents = m_parents->dictionary;  // sorted
  const auto found = std::ranges::lower_bound(parents, id.value());
  return found == parents.end() || *found != id.value()
             ? std::nullopt
             : m_rows[static_cast<std::size_t>(found - parents.begin())];
}

std::string childCondition(const track::RunId& parent) {
  const query::Field field{query::FieldKind::Tag, std::string(track::tag::kParentRunId),
                           query::FieldType::Text};
  return conditionText({field, query::Operator::Equal, {parent.value()}});
}

std::optional<track::RunId> parentAsked(std::string_view condition) {
  const std::optional<SimpleCondition> simple = simpleCondition(condition);
  const bool asks = simple && simple->field.kind == query::FieldKind::Tag &&
                    simple->field.key == track::tag::kParentRunId && simple->op == query::Operator::Equal &&
                    simple->values.size() == 1;
  return asks ? std::optional(track::RunId(simple->values.front())) : std::nullopt;
}

}  // namespace tatara::ui
