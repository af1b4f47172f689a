// Sorting of numbers by their bits, for columns of millions.
//
// Least significant digit first, eleven bits a pass (Knuth, The Art of Computer Programming, vol. 3, 5.2.5);
// passes in which every key has the same digit are skipped, so whole numbers of a small range cost two. −0
// is made 0. Infinities are sorted, NaN is not allowed.
//
// Threads: pure functions; memory: as much again as what is sorted.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace tatara::stats {

void radixSort(std::vector<double>& values);
void radixSort(std::vector<std::uint64_t>& values);

// For each value its place among the different values in ascending order; kNoRank for NaN.
inline constexpr std::uint32_t kNoRank = 0xFFFFFFFF;
struct DenseRanks {
  std::vector<std::uint32_t> ranks;
  std::vector<double> distinct;  // ascending
};
DenseRanks denseRanks(std::span<const double> values);
// The ranks alone, and how many there are.
std::size_t denseRanks(std::span<const double> values, std::vector<std::uint32_t>& ranks);

}  // namespace tatara::stats
