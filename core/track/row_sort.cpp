#include "core/track/row_sort.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

namespace tatara::track {
namespace {

constexpr std::size_t kRadixFrom = 256;
// Few enough digits for the places that are written to, one each, to stay in the nearest cache.
constexpr unsigned kDigitBits = 8;
constexpr std::size_t kDigits = 1U << kDigitBits;
constexpr unsigned kUsedBits = 3 * kDigitBits;

using TableRow = std::uint32_t;
// What is sorted by above, the row below.
using Packed = std::uint64_t;

std::uint32_t usedOf(Packed packed) {
  return static_cast<std::uint32_t>(packed >> 32);
}

// Memory for one sort at a time, kept by each thread for the next: what a large one costs most is the system
// handing out its pages.
struct Scratch {
  std::vector<std::uint64_t> keys;
  std::vector<Packed> packed;
  bool taken = false;
};
constexpr std::size_t kKeptRows = 1U << 18;

class RowSorter {
 public:
  RowSorter(std::span<TableRow> rows, std::span<const KeyColumn> columns,
            const std::function<bool(TableRow, TableRow)>& before, Scratch& scratch)
      : m_rows(rows), m_columns(columns), m_before(before) {
    // Grown only, so that nothing is written twice.
    if (scratch.keys.size() < rows.size()) {
      scratch.keys.resize(rows.size());
      scratch.packed.resize(rows.size());
    }
    m_keys = scratch.keys.data();
    m_packed = scratch.packed.data();
  }

  // Rows [begin, end) agree in every column before `column`.
  void sort(std::size_t begin, std::size_t end, std::size_t column) {
    if (end - begin <= 2) {
      if (end - begin == 2) {
        sortPair(m_rows[begin], m_rows[begin + 1], column);
      }
      return;
    }
    if (column == m_columns.size()) {
      std::sort(m_rows.begin() + static_cast<std::ptrdiff_t>(begin),
                m_rows.begin() + static_cast<std::ptrdiff_t>(end), m_before);
      return;
    }
    m_columns[column](m_rows.subspan(begin, end - begin), {m_keys + begin, end - begin});
    if (end - begin < kRadixFrom) {
      sortFew(begin, end, column);
    } else {
      sortMany(begin, end, column);
    }
  }

 private:
  struct Entry {
    std::uint64_t key;
    TableRow row;
  };
  // The numbers among the keys: where they end and what they lie between.
  struct Numbers {
    std::size_t end = 0;
    std::size_t nan = 0;  // where the rows with NaN end, behind the numbers
    std::uint64_t low = kMissingKey;
    std::uint64_t high = 0;

    void include(std::uint64_t key) {
      low = std::min(low, key);
      high = std::max(high, key);
    }
  };

  // What the digits do not tell apart are pairs, nearly always.
  void sortPair(TableRow& first, TableRow& second, std::size_t column) const {
    const std::array<TableRow, 2> rows{first, second};
    std::array<std::uint64_t, 2> keys;
    for (; column < m_columns.size(); ++column) {
      m_columns[column](rows, keys);
      if (keys[0] != keys[1]) {
        break;
      }
    }
    if (column < m_columns.size() ? keys[1] < keys[0] : m_before(second, first)) {
      std::swap(first, second);
    }
  }

  void sortFew(std::size_t begin, std::size_t end, std::size_t column) {
    std::array<Entry, kRadixFrom> entries;
    const std::size_t count = end - begin;
    for (std::size_t i = 0; i < count; ++i) {
      entries[i] = {m_keys[begin + i], m_rows[begin + i]};
    }
    std::sort(entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(count),
              [](const Entry& left, const Entry& right) { return left.key < right.key; });
    for (std::size_t i = 0; i < count; ++i) {
      m_rows[begin + i] = entries[i].row;
    }
    for (std::size_t from = 0; from < count;) {
      std::size_t to = from + 1;
      while (to < count && entries[to].key == entries[from].key) {
        ++to;
      }
      sort(begin + from, begin + to, column + 1);
      from = to;
    }
  }

  void sortMany(std::size_t begin, std::size_t end, std::size_t column) {
    const Numbers numbers = gather(begin, end);
    sort(numbers.end, numbers.nan, column + 1);
    sort(numbers.nan, end, column + 1);
    if (begin == numbers.end) {
      return;
    }
    const std::uint64_t range = numbers.high - numbers.low;
    if (range == 0) {
      sort(begin, numbers.end, column + 1);
      return;
    }
    const auto bits = static_cast<unsigned>(std::bit_width(range));
    const unsigned shift = bits > kUsedBits ? bits - kUsedBits : 0;
    radixSort(begin, numbers.end, numbers.low, shift);
    finish(begin, numbers.end, shift == 0 ? column + 1 : column);
  }

  // What is no number goes behind the numbers, so that it does not widen what their keys are spread over.
  Numbers gather(std::size_t begin, std::size_t end) {
    Numbers numbers;
    std::size_t kept = begin;
    while (kept < end && m_keys[kept] < kNanKey) {
      numbers.include(m_keys[kept++]);
    }
    std::size_t others = begin;
    for (std::size_t i = kept; i < end; ++i) {
      const std::uint64_t key = m_keys[i];
      const TableRow row = m_rows[i];
      if (key >= kNanKey) {
        m_packed[others++] = (key - kNanKey) << 32 | row;
        continue;
      }
      m_keys[kept] = key;
      m_rows[kept] = row;
      ++kept;
      numbers.include(key);
    }
    numbers.end = kept;
    for (const std::uint32_t kind : {0U, 1U}) {
      for (std::size_t i = begin; i < others; ++i) {
        if (usedOf(m_packed[i]) == kind) {
          m_rows[kept++] = static_cast<TableRow>(m_packed[i]);
        }
      }
      numbers.nan = kind == 0 ? kept : numbers.nan;
    }
    return numbers;
  }

  // Leaves the rows in their order in m_packed, what they were sorted by above them.
  void radixSort(std::size_t begin, std::size_t end, std::uint64_t low, unsigned shift) {
    using Places = std::array<std::uint32_t, kDigits>;
    std::array<Places, 3> places{};
    Packed* const keys = m_keys;
    Packed* const packed = m_packed;
    const TableRow* const rows = m_rows.data();
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint64_t used = (keys[i] - low) >> shift;
      keys[i] = used << 32 | rows[i];
      ++places[0][used & (kDigits - 1)];
      ++places[1][used >> kDigitBits & (kDigits - 1)];
      ++places[2][used >> 2 * kDigitBits];
    }
    for (Places& digit : places) {
      auto next = static_cast<std::uint32_t>(begin);
      for (std::uint32_t& place : digit) {
        next += std::exchange(place, next);
      }
    }
    const auto spread = [begin, end](const Packed* from, Packed* to, Places& place, unsigned down) {
      for (std::size_t i = begin; i < end; ++i) {
        to[place[from[i] >> down & (kDigits - 1)]++] = from[i];
      }
    };
    spread(keys, packed, places[0], 32);
    spread(packed, keys, places[1], 32 + kDigitBits);
    spread(keys, packed, places[2], 32 + 2 * kDigitBits);
  }

  // Takes the rows over, and sorts on, from `column`, where several have the same key. What sorts them writes
  // where they were read.
  void finish(std::size_t begin, std::size_t end, std::size_t column) {
    const Packed* const sorted = m_packed;
    for (std::size_t from = begin; from < end;) {
      const std::uint32_t used = usedOf(sorted[from]);
      std::size_t to = from;
      do {
        m_rows[to] = static_cast<TableRow>(sorted[to]);
        ++to;
      } while (to < end && usedOf(sorted[to]) == used);
      if (to - from > 1) {
        sort(from, to, column);
      }
      from = to;
    }
  }

  std::span<TableRow> m_rows;
  std::span<const KeyColumn> m_columns;
  const std::function<bool(TableRow, TableRow)>& m_before;
  // By place, as m_rows; what sorts a part of them uses the same part of these.
  std::uint64_t* m_keys;
  Packed* m_packed;
};

}  // namespace

void sortRows(std::span<TableRow> rows, std::span<const KeyColumn> columns,
              const std::function<bool(TableRow, TableRow)>& before) {
  thread_local Scratch kept;
  // A column that sorts in turn has its own.
  Scratch own;
  Scratch& scratch = kept.taken || rows.size() > kKeptRows ? own : kept;
  const bool taken = std::exchange(scratch.taken, true);
  RowSorter(rows, columns, before, scratch).sort(0, rows.size(), 0);
  scratch.taken = taken;
}

std::vector<TableRow> ranksOf(std::size_t count, const std::function<std::string_view(TableRow)>& text) {
  constexpr std::size_t kColumns = 4;
  std::vector<KeyColumn> columns;
  for (std::size_t i = 0; i < kColumns; ++i) {
    columns.emplace_back(
        [&text, from = 8 * i](std::span<const TableRow> rows, std::span<std::uint64_t> keys) {
          for (std::size_t at = 0; at < rows.size(); ++at) {
            keys[at] = textKey(text(rows[at]), from);
          }
        });
  }
  std::vector<TableRow> order(count);
  std::iota(order.begin(), order.end(), TableRow{0});
  sortRows(order, columns, [&text](TableRow left, TableRow right) { return text(left) < text(right); });
  std::vector<TableRow> ranks(count);
  TableRow rank = 0;
  for (std::size_t i = 0; i < count; ++i) {
    rank += i > 0 && text(order[i]) != text(order[i - 1]) ? 1 : 0;
    ranks[order[i]] = rank;
  }
  return ranks;
}

}  // namespace tatara::track
