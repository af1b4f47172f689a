#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "core/base/seeded_random.h"
#include "core/train/internal/split.h"

namespace tatara::train {
namespace {

template <typename Value>
void shuffle(std::vector<Value>& values, SeededRandom& random) {
  for (std::size_t i = values.size(); i > 1; --i) {
    std::swap(values[i - 1], values[random.below(i)]);
  }
}

std::size_t share(std::size_t rows, double fraction) {
  return static_cast<std::size_t>(std::llround(static_cast<double>(rows) * fraction));
}

}  // namespace

SplitRows splitAtRandom(std::size_t rows, std::span<const std::int32_t> strata, double fraction,
                        std::uint64_t seed) {
  std::map<std::int32_t, std::vector<std::size_t>> members;
  for (std::size_t row = 0; row < rows; ++row) {
    members[strata.empty() ? 0 : strata[row]].push_back(row);
  }
  SeededRandom random(seed);
  SplitRows validates(rows, false);
  for (auto& [stratum, ofStratum] : members) {
    shuffle(ofStratum, random);
    for (std::size_t i = 0; i < share(ofStratum.size(), fraction); ++i) {
      validates[ofStratum[i]] = true;
    }
  }
  return validates;
}

SplitRows splitByTime(std::span<const double> times, double fraction) {
  std::vector<double> sorted(times.begin(), times.end());
  std::ranges::sort(sorted);
  SplitRows validates(times.size(), false);
  const std::size_t wanted = share(times.size(), fraction);
  if (wanted == 0) {
    return validates;
  }
  const double last = sorted[sorted.size() - wanted - (wanted < sorted.size() ? 1 : 0)];
  for (std::size_t row = 0; row < times.size(); ++row) {
    validates[row] = times[row] > last;
  }
  return validates;
}

SplitRows splitByGroup(std::span<const std::int64_t> groups, double fraction, std::uint64_t seed) {
  std::map<std::int64_t, std::size_t> sizes;
  for (const std::int64_t group : groups) {
    ++sizes[group];
  }
  std::vector<std::int64_t> order;
  for (const auto& [group, size] : sizes) {
    order.push_back(group);
  }
  SeededRandom random(seed);
  shuffle(order, random);
  std::map<std::int64_t, bool> chosen;
  std::size_t taken = 0;
  for (const std::int64_t group : order) {
    // At least one group stays for training.
    if (taken >= share(groups.size(), fraction) || chosen.size() + 1 >= order.size()) {
      break;
    }
    chosen[group] = true;
    taken += sizes[group];
  }
  SplitRows validates(groups.size(), false);
  for (std::size_t row = 0; row < groups.size(); ++row) {
    validates[row] = chosen.contains(groups[row]);
  }
  return validates;
}

}  // namespace tatara::train
