// What writing and reading a column of integers have in common. The format is told in core/series/block.h.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace tatara::series::internal {

inline constexpr int kMaxOrder = 3;
inline constexpr std::size_t kMiniBlock = 128;

enum Coding : unsigned { kZero = 0, kPacked = 1, kPlanes = 2 };
enum PlaneMode : unsigned { kConstant = 0, kRaw = 1, kZstd = 2 };

inline std::size_t packedBytes(std::size_t count, int width) {
  return (count * static_cast<std::size_t>(width) + 7) / 8;
}

// Eight bytes of each of eight planes become eight whole numbers, and the other way round: a matrix of bytes
// turned over its diagonal by swapping ever smaller squares (Warren, "Hacker's Delight", 7-3).
static_assert(std::endian::native == std::endian::little);
inline void turnOver(std::array<std::uint64_t, 8>& rows) {
  const auto swap = [&rows](std::size_t above, std::size_t distance, std::uint64_t mask) {
    const std::uint64_t changed = ((rows[above] >> (8 * distance)) ^ rows[above + distance]) & mask;
    rows[above + distance] ^= changed;
    rows[above] ^= changed << (8 * distance);
  };
  for (std::size_t row = 0; row < 4; ++row) {
    swap(row, 4, 0x00000000ffffffffU);
  }
  for (const std::size_t row : {0U, 1U, 4U, 5U}) {
    swap(row, 2, 0x0000ffff0000ffffU);
  }
  for (const std::size_t row : {0U, 2U, 4U, 6U}) {
    swap(row, 1, 0x00ff00ff00ff00ffU);
  }
}

}  // namespace tatara::series::internal
