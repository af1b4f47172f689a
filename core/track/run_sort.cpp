// RunTable::sort: every order key as one whole number a row; most of the work is a radix sort by the first.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "core/track/internal/run_attributes.h"
#include "core/track/run_table.h"

namespace tatara::track {
namespace {

// Above every number, whatever the direction.
constexpr std::uint64_t kNanKey = std::numeric_limits<std::uint64_t>::max() - 1;
constexpr std::uint64_t kMissingKey = std::numeric_limits<std::uint64_t>::max();
constexpr std::size_t kRadixFrom = 512;

// Numbers in their order as whole numbers in theirs.
std::uint64_t orderedBits(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);  // −0 is 0
  return (bits >> 63) != 0 ? ~bits : bits | (1ULL << 63);
}

// What one order key compares.
class SortColumn {
 public:
  SortColumn(const RunTable& table, const query::OrderBy& order, query::Grammar grammar)
      : m_table(table), m_descending(order.direction == query::OrderBy::Direction::Descending) {
    const query::Field& field = order.field;
    if (field.kind == query::FieldKind::Metric) {
      m_metric = table.findMetric(field.key);
    } else if (field.kind == query::FieldKind::Param || field.kind == query::FieldKind::Tag) {
      m_text = field.kind == query::FieldKind::Param ? table.findParam(field.key) : table.findTag(field.key);
      m_asNumbers = m_text != nullptr && !m_text->numbers.empty() && grammar == query::Grammar::Tatara;
    } else if (field.key == "start_time" || field.key == "end_time" || field.key == "duration") {
      m_attribute = field.key;
    } else {
      rankTexts(field.key);
    }
  }

  std::uint64_t key(std::uint32_t row) const {
    const std::optional<double> value = number(row);
    if (!value) {
      return kMissingKey;
    }
    if (std::isnan(*value)) {
      return kNanKey;
    }
    const std::uint64_t bits = orderedBits(*value);
    return m_descending ? ~bits : bits;
  }

 private:
  std::optional<double> number(std::uint32_t row) const {
    if (m_metric != nullptr) {
      return m_metric->present[row] != 0 ? std::optional(m_metric->last[row]) : std::nullopt;
    }
    if (m_text != nullptr) {
      const std::int32_t code = m_text->codes[row];
      return code < 0      ? std::nullopt
             : m_asNumbers ? std::optional(m_text->numbers[row])
                           : std::optional(static_cast<double>(code));
    }
    if (!m_ranks.empty()) {
      return static_cast<double>(m_ranks[row]);
    }
    return m_attribute.empty() ? std::nullopt : internal::numberOf(m_table.run(row), m_attribute);
  }

  void rankTexts(std::string_view attribute) {
    std::vector<std::string> texts(m_table.size());
    std::string scratch;
    for (std::size_t row = 0; row < texts.size(); ++row) {
      texts[row] = internal::textOf(m_table.run(row), attribute, scratch).value_or(std::string_view());
    }
    std::vector<std::string> distinct = texts;
    std::sort(distinct.begin(), distinct.end());
    distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
    m_ranks.reserve(texts.size());
    for (const std::string& text : texts) {
      m_ranks.push_back(static_cast<std::uint32_t>(std::lower_bound(distinct.begin(), distinct.end(), text) -
                                                   distinct.begin()));
    }
  }

  const RunTable& m_table;
  bool m_descending;
  const MetricColumn* m_metric = nullptr;
  const TextColumn* m_text = nullptr;
  bool m_asNumbers = false;
  std::string m_attribute;
  std::vector<std::uint32_t> m_ranks;
};

struct Entry {
  std::uint64_t key;
  std::uint32_t row;
};

// What the radix sort looks at: sign, exponent and twenty bits of the mantissa tell most values apart, and
// those that they do not are few and sorted after.
std::uint32_t upperHalf(std::uint64_t key) {
  return static_cast<std::uint32_t>(key >> 32);
}

// By the upper half of the key: four passes over a byte each, without those in which all agree.
void radixSort(std::vector<Entry>& entries) {
  std::array<std::array<std::uint32_t, 256>, 4> counts{};
  for (const Entry& entry : entries) {
    for (std::size_t byte = 0; byte < counts.size(); ++byte) {
      ++counts[byte][(upperHalf(entry.key) >> (8 * byte)) & 0xff];
    }
  }
  std::vector<Entry> other(entries.size());
  for (std::size_t byte = 0; byte < counts.size(); ++byte) {
    std::array<std::uint32_t, 256>& count = counts[byte];
    if (std::ranges::find(count, entries.size()) != count.end()) {
      continue;
    }
    std::uint32_t place = 0;
    for (std::uint32_t& of : count) {
      place += std::exchange(of, place);
    }
    for (const Entry& entry : entries) {
      other[count[(upperHalf(entry.key) >> (8 * byte)) & 0xff]++] = entry;
    }
    entries.swap(other);
  }
}

}  // namespace

void RunTable::sort(std::vector<std::uint32_t>& rows, std::span<const query::OrderBy> order,
                    query::Grammar grammar) const {
  std::vector<SortColumn> columns;
  columns.reserve(order.size());
  for (const query::OrderBy& key : order) {
    columns.emplace_back(*this, key, grammar);
  }
  const auto before = [&](const Entry& left, const Entry& right) {
    if (left.key != right.key) {
      return left.key < right.key;
    }
    for (std::size_t i = 1; i < columns.size(); ++i) {
      const std::uint64_t a = columns[i].key(left.row);
      const std::uint64_t b = columns[i].key(right.row);
      if (a != b) {
        return a < b;
      }
    }
    const RunInfo& a = m_runs[left.row];
    const RunInfo& b = m_runs[right.row];
    return a.started != b.started ? a.started > b.started : a.id < b.id;
  };
  std::vector<Entry> entries;
  entries.reserve(rows.size());
  for (const std::uint32_t row : rows) {
    entries.push_back({columns.empty() ? 0 : columns.front().key(row), row});
  }
  if (entries.size() < kRadixFrom) {
    std::sort(entries.begin(), entries.end(), before);
  } else {
    radixSort(entries);
    for (auto from = entries.begin(); from != entries.end();) {
      const auto to = std::find_if(from, entries.end(),
                                   [&](const Entry& e) { return upperHalf(e.key) != upperHalf(from->key); });
      if (to - from > 1) {
        std::sort(from, to, before);
      }
      from = to;
    }
  }
  std::ranges::transform(entries, rows.begin(), &Entry::row);
}

}  // namespace tatara::track
