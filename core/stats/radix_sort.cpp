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

// Twelve bytes: columns of millions are ranked beside each other.
struct Keyed {
  std::uint32_t low;
  std::uint32_t high;
  std::uint32_t row;
};
std::uint64_t keyIn(std::uint64_t key) {
  return key;
}
std::uint64_t keyIn(double key) {
  return std::bit_cast<std::uint64_t>(key);
}
std::uint64_t keyIn(const Keyed& keyed) {
  return std::uint64_t{keyed.high} << 32 | keyed.low;
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
  // The keys lie where the values were, as bits that nobody computes with.
  for (double& value : values) {
    value = std::bit_cast<double>(keyOf(value));
  }
  sortKeys(values);
  for (double& value : values) {
    value = valueOf(std::bit_cast<std::uint64_t>(value));
  }
}

namespace {

// `onValue` hears every different value, ascending.
template <typename OnValue>
std::size_t rankInto(std::span<const double> values, std::vector<std::uint32_t>& ranks,
                     const OnValue& onValue) {
  ranks.assign(values.size(), kNoRank);
  std::vector<Keyed> items;
  items.reserve(values.size());
  for (std::size_t row = 0; row < values.size(); ++row) {
    if (!std::isnan(values[row])) {
      const std::uint64_t key = keyOf(values[row]);
      items.push_back({static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32),
                       static_cast<std::uint32_t>(row)});
    }
  }
  sortKeys(items);
  std::size_t distinct = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (i == 0 || keyIn(items[i]) != keyIn(items[i - 1])) {
      onValue(valueOf(keyIn(items[i])));
      ++distinct;
    }
    ranks[items[i].row] = static_cast<std::uint32_t>(distinct - 1);
  }
  return distinct;
}

}  // namespace

DenseRanks denseRanks(std::span<const double> values) {
  DenseRanks result;
  rankInto(values, result.ranks, [&](double value) { result.distinct.push_back(value); });
  return result;
}

std::size_t denseRanks(std::span<const double> values, std::vector<std::uint32_t>& ranks) {
  return rankInto(values, ranks, [](double) {});
}

}  // namespace tatara::stats
