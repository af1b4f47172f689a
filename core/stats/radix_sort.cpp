#include "core/stats/radix_sort.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstring>

namespace tatara::stats {
namespace {

constexpr int kBits = 11;
constexpr int kPasses = 6;
constexpr std::size_t kBuckets = 1 << kBits;
constexpr std::uint64_t kSign = 1ULL << 63;

// Bits whose order as whole numbers is the order of the doubles.
std::uint64_t keyOf(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);  // −0 becomes 0
  return bits & kSign ? ~bits : bits | kSign;
}
double valueOf(std::uint64_t key) {
  return std::bit_cast<double>(key & kSign ? key ^ kSign : ~key);
}

struct Keyed {
  std::uint64_t key;
  std::uint32_t row;
};
std::uint64_t keyIn(std::uint64_t key) {
  return key;
}
std::uint64_t keyIn(const Keyed& keyed) {
  return keyed.key;
}

template <typename T>
void sortKeys(std::vector<T>& items) {
  std::vector<std::array<std::size_t, kBuckets>> places(kPasses);
  for (auto& pass : places) {
    pass.fill(0);
  }
  for (const T& item : items) {
    const std::uint64_t key = keyIn(item);
    for (int pass = 0; pass < kPasses; ++pass) {
      ++places[static_cast<std::size_t>(pass)][key >> (pass * kBits) & (kBuckets - 1)];
    }
  }
  std::vector<T> other;
  for (int pass = 0; pass < kPasses; ++pass) {
    auto& place = places[static_cast<std::size_t>(pass)];
    if (items.empty() || place[keyIn(items.front()) >> (pass * kBits) & (kBuckets - 1)] == items.size()) {
      continue;
    }
    std::size_t start = 0;
    for (auto& count : place) {
      const std::size_t own = count;
      count = start;
      start += own;
    }
    other.resize(items.size());
    for (const T& item : items) {
      other[place[keyIn(item) >> (pass * kBits) & (kBuckets - 1)]++] = item;
    }
    items.swap(other);
  }
}

}  // namespace

void radixSort(std::vector<std::uint64_t>& values) {
  sortKeys(values);
}

void radixSort(std::vector<double>& values) {
  std::vector<std::uint64_t> keys(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    keys[i] = keyOf(values[i]);
  }
  sortKeys(keys);
  for (std::size_t i = 0; i < values.size(); ++i) {
    values[i] = valueOf(keys[i]);
  }
}

DenseRanks denseRanks(std::span<const double> values) {
  DenseRanks result;
  result.ranks.assign(values.size(), kNoRank);
  std::vector<Keyed> items;
  items.reserve(values.size());
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (!std::isnan(values[row])) {
      items.push_back({keyOf(values[row]), static_cast<std::uint32_t>(row)});
    }
  }
  sortKeys(items);
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i == 0 || items[i].key != items[i - 1].key) {
      result.distinct.push_back(valueOf(items[i].key));
    }
    result.ranks[items[i].row] = static_cast<std::uint32_t>(result.distinct.size() - 1);
  }
  return result;
}

}  // namespace tatara::stats
