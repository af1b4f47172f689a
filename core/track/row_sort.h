// Rows sorted by several columns of whole numbers: how a hundred thousand runs are put in order within a
// millisecond.
//
// A column answers a key a row; rows whose keys are equal are asked of the next column, and what the last
// leaves open is decided by `before`, which must be a strict order of all rows. Keys made of numbers
// (`numberKey`) put NaN after every number and missing values last, whatever the direction.
//
// How: the keys of the rows in question are spread over 24 bits between the least and the greatest, sorted by
// radix, and rows that these bits do not tell apart are sorted among themselves, more bits of the same column
// at a time. Values that crowd together therefore cost another pass and nothing else.
//
// Threads: pure; a column may be asked of from any thread that sorts.
#pragma once

#include <bit>
#include <cstdint>
#include <functional>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace tatara::track {

class RunTable;

inline constexpr std::uint64_t kMissingKey = std::numeric_limits<std::uint64_t>::max();
inline constexpr std::uint64_t kNanKey = kMissingKey - 1;

enum class KeyOrder : std::uint8_t { Ascending, Descending };

// Numbers in their order as whole numbers in theirs; −0 is 0. Without a branch: a column is a hundred
// thousand.
inline std::uint64_t numberKey(double value, KeyOrder order) {
  constexpr std::uint64_t kSign = 1ULL << 63;
  constexpr std::uint64_t kInfinity = 0x7ff0000000000000ULL;
  const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);
  const std::uint64_t negative = 0 - (bits >> 63);
  const std::uint64_t turned = order == KeyOrder::Descending ? kMissingKey : 0;
  const std::uint64_t key = bits ^ (negative | kSign) ^ turned;
  return (bits & ~kSign) > kInfinity ? kNanKey : key;
}

// The first eight bytes from `from` on, as texts are ordered by bytes.
inline std::uint64_t textKey(std::string_view text, std::size_t from = 0) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) {
    key = key << 8 | (from + i < text.size() ? static_cast<unsigned char>(text[from + i]) : 0U);
  }
  return key;
}

// `keys[i]` becomes that of `rows[i]`.
using KeyColumn = std::function<void(std::span<const std::uint32_t> rows, std::span<std::uint64_t> keys)>;

void sortRows(std::span<std::uint32_t> rows, std::span<const KeyColumn> columns,
              const std::function<bool(std::uint32_t, std::uint32_t)>& before);

// Runs of a table: what the columns leave open, the newest first, then by id.
void sortRuns(const RunTable& table, std::span<std::uint32_t> rows, std::vector<KeyColumn> columns);

// By row: the place of its text among all texts, from 0; equal texts have the same.
std::vector<std::uint32_t> ranksOf(std::size_t count,
                                   const std::function<std::string_view(std::uint32_t)>& text);

}  // namespace tatara::track
