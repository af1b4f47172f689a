#include "core/stats/functional_anova.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <map>
#include <numeric>

namespace tatara::stats {
namespace {

constexpr std::size_t kBins = 64;
constexpr std::size_t kFewestRows = 8;
constexpr int kDeepest = 48;
constexpr std::size_t kFitRows = 20'000;

using Mask = std::uint64_t;

Mask bit(std::size_t bin) {
  return Mask{1} << bin;
}

// SplitMix64 (Steele, Lea and Flood 2014): the same numbers on every platform.
class Random {
 public:
  explicit Random(std::uint64_t seed) : m_state(seed) {}
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(next() % count); }

 private:
  std::uint64_t next() {
    std::uint64_t z = (m_state += 0x9E3779B97F4A7C15ULL);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
    return z ^ (z >> 31U);
  }
  std::uint64_t m_state;
};

// A setting in at most 64 bins; `order` of a number is its own.
struct Binned {
  std::vector<std::uint8_t> bins;      // by row
  std::array<double, kBins> shares{};  // of the rows
  std::size_t count = 0;
  bool categorical = false;
  Mask all() const { return count == kBins ? ~Mask{0} : bit(count) - 1; }
};

// Distinct values, ascending (of categories the most frequent first), with how often each comes.
std::vector<std::pair<double, std::size_t>> distinctOf(const Setting& setting,
                                                       std::span<const std::size_t> rows) {
  std::map<double, std::size_t> counts;
  for (const std::size_t row : rows) {
    if (const double value = setting.values[row]; std::isfinite(value)) {
      ++counts[value];
    }
  }
  std::vector<std::pair<double, std::size_t>> distinct(counts.begin(), counts.end());
  if (setting.categorical) {
    std::stable_sort(distinct.begin(), distinct.end(),
                     [](const auto& left, const auto& right) { return left.second > right.second; });
  }
  return distinct;
}

Binned binOf(const Setting& setting, std::span<const std::size_t> rows) {
  const auto distinct = distinctOf(setting, rows);
  std::size_t total = 0;
  for (const auto& [value, count] : distinct) {
    total += count;
  }
  // Bin 0 is for what is missing.
  std::map<double, std::uint8_t> place;
  std::size_t seen = 0;
  for (std::size_t i = 0; i < distinct.size(); ++i) {
    std::size_t bin = std::min(i, kBins - 2);
    if (distinct.size() >= kBins && !setting.categorical) {
      bin = seen * (kBins - 1) / total;
    }
    place[distinct[i].first] = static_cast<std::uint8_t>(bin + 1);
    seen += distinct[i].second;
  }
  Binned binned;
  binned.categorical = setting.categorical;
  for (const std::size_t row : rows) {
    const double value = setting.values[row];
    const std::uint8_t bin = std::isfinite(value) ? place.at(value) : 0;
    binned.bins.push_back(bin);
    binned.shares[bin] += 1.0 / static_cast<double>(rows.size());
    binned.count = std::max<std::size_t>(binned.count, bin + 1U);
  }
  return binned;
}

struct Node {
  std::size_t setting = 0;
  Mask left = 0;        // bins that go left
  std::size_t low = 0;  // children; 0: a leaf
  std::size_t high = 0;
  double mean = 0;
};

struct Leaf {
  std::vector<std::pair<std::size_t, Mask>> bounds;  // settings that are bounded, and to which bins
  double mean = 0;
};

struct Split {
  double gain = 0;
  std::size_t setting = 0;
  Mask left = 0;
};

class Tree {
 public:
  Tree(std::span<const Binned> settings, std::span<const double> target, std::size_t leastLeaf,
       Random& random)
      : m_settings(settings), m_target(target), m_leastLeaf(leastLeaf), m_random(random) {}

  void grow(std::vector<std::size_t> rows) {
    std::vector<std::pair<std::size_t, Mask>> bounds;
    growNode(rows, bounds, 0);
  }

  double predict(std::size_t row) const {
    std::size_t at = 0;
    while (m_nodes[at].low != 0) {
      const Node& node = m_nodes[at];
      at = (bit(m_settings[node.setting].bins[row]) & node.left) != 0 ? node.low : node.high;
    }
    return m_nodes[at].mean;
  }

  // Adds this tree's variance, and that of its mean along each setting.
  void addVariance(double& total, std::vector<double>& alone) const {
    std::vector<std::array<double, kBins>> along(m_settings.size());
    for (auto& one : along) {
      one.fill(0);
    }
    std::vector<double> offset(m_settings.size(), 0);
    double mean = 0;
    double square = 0;
    std::vector<double> inside;  // share of the rows in each bound
    for (const Leaf& leaf : m_leaves) {
      double share = 1;
      inside.clear();
      for (const auto& [setting, mask] : leaf.bounds) {
        inside.push_back(shareOf(setting, mask));
        share *= inside.back();
      }
      mean += share * leaf.mean;
      square += share * leaf.mean * leaf.mean;
      for (std::size_t i = 0; i < leaf.bounds.size(); ++i) {
        // Inside its bins the leaf stands with the others' share, outside with nothing.
        const auto& [setting, mask] = leaf.bounds[i];
        offset[setting] -= share * leaf.mean;
        if (inside[i] > 0) {
          const double stands = share / inside[i] * leaf.mean;
          for (Mask bins = mask & m_settings[setting].all(); bins != 0; bins &= bins - 1) {
            along[setting][static_cast<std::size_t>(std::countr_zero(bins))] += stands;
          }
        }
      }
    }
    total += std::max(0.0, square - mean * mean);
    for (std::size_t s = 0; s < m_settings.size(); ++s) {
      for (std::size_t b = 0; b < m_settings[s].count; ++b) {
        const double away = along[s][b] + offset[s];  // mean along s, less the mean of all
        alone[s] += m_settings[s].shares[b] * away * away;
      }
    }
  }

 private:
  double shareOf(std::size_t setting, Mask mask) const {
    double share = 0;
    for (Mask bins = mask & m_settings[setting].all(); bins != 0; bins &= bins - 1) {
      share += m_settings[setting].shares[static_cast<std::size_t>(std::countr_zero(bins))];
    }
    return share;
  }

  double meanOf(const std::vector<std::size_t>& rows) const {
    double sum = 0;
    for (const std::size_t row : rows) {
      sum += m_target[row];
    }
    return sum / static_cast<double>(rows.size());
  }

  Split splitOf(const std::vector<std::size_t>& rows, std::size_t setting, double mean) const {
    const Binned& binned = m_settings[setting];
    std::array<double, kBins> sums{};
    std::array<std::size_t, kBins> counts{};
    for (const std::size_t row : rows) {
      sums[binned.bins[row]] += m_target[row] - mean;
      ++counts[binned.bins[row]];
    }
    std::vector<std::size_t> order;
    for (std::size_t b = 0; b < binned.count; ++b) {
      if (counts[b] > 0) {
        order.push_back(b);
      }
    }
    if (binned.categorical) {
      // By their means the best of all subsets is among the prefixes (Fisher 1958).
      std::stable_sort(order.begin(), order.end(), [&](std::size_t left, std::size_t right) {
        return sums[left] / static_cast<double>(counts[left]) <
               sums[right] / static_cast<double>(counts[right]);
      });
    }
    const double all = std::accumulate(sums.begin(), sums.end(), 0.0);
    Split best;
    best.setting = setting;
    double sum = 0;
    std::size_t count = 0;
    Mask left = 0;
    for (std::size_t i = 0; i + 1 < order.size(); ++i) {
      sum += sums[order[i]];
      count += counts[order[i]];
      left |= bit(order[i]);
      const std::size_t rest = rows.size() - count;
      if (count < m_leastLeaf || rest < m_leastLeaf) {
        continue;
      }
      const double gain = sum * sum / static_cast<double>(count) +
                          (all - sum) * (all - sum) / static_cast<double>(rest) -
                          all * all / static_cast<double>(rows.size());
      if (gain > best.gain) {
        best.gain = gain;
        // Of a number all bins up to the border go left, whether or not they occur here.
        best.left = binned.categorical ? left : (bit(order[i]) << 1U) - 1;
      }
    }
    return best;
  }

  std::size_t growNode(std::vector<std::size_t>& rows, std::vector<std::pair<std::size_t, Mask>>& bounds,
                       int depth) {
    const std::size_t at = m_nodes.size();
    m_nodes.emplace_back();
    const double mean = meanOf(rows);
    m_nodes[at].mean = mean;
    Split best;
    if (rows.size() >= 2 * m_leastLeaf && depth < kDeepest) {
      std::vector<std::size_t> tried(m_settings.size());
      std::iota(tried.begin(), tried.end(), std::size_t{0});
      const std::size_t some = (2 * tried.size() + 2) / 3;
      for (std::size_t i = 0; i < some; ++i) {
        std::swap(tried[i], tried[i + m_random.below(tried.size() - i)]);
        const Split split = splitOf(rows, tried[i], mean);
        best = split.gain > best.gain ? split : best;
      }
    }
    if (!(best.gain > 1e-12 * (1 + mean * mean))) {
      m_leaves.push_back({bounds, mean});
      return at;
    }
    const Binned& binned = m_settings[best.setting];
    const auto middle = std::stable_partition(
        rows.begin(), rows.end(), [&](std::size_t row) { return (bit(binned.bins[row]) & best.left) != 0; });
    std::vector<std::size_t> high(middle, rows.end());
    rows.erase(middle, rows.end());
    const auto under = [&](std::vector<std::size_t>& part, Mask mask) {
      auto found = std::find_if(bounds.begin(), bounds.end(),
                                [&](const auto& bound) { return bound.first == best.setting; });
      const bool fresh = found == bounds.end();
      const Mask before = fresh ? binned.all() : found->second;
      if (fresh) {
        bounds.emplace_back(best.setting, before & mask);
      } else {
        found->second = before & mask;
      }
      const std::size_t child = growNode(part, bounds, depth + 1);
      if (fresh) {
        bounds.pop_back();
      } else {
        std::find_if(bounds.begin(), bounds.end(), [&](const auto& bound) {
          return bound.first == best.setting;
        })->second = before;
      }
      return child;
    };
    m_nodes[at].setting = best.setting;
    m_nodes[at].left = best.left;
    const std::size_t left = under(rows, best.left);
    const std::size_t right = under(high, ~best.left);
    m_nodes[at].low = left;
    m_nodes[at].high = right;
    return at;
  }

  std::span<const Binned> m_settings;
  std::span<const double> m_target;
  std::size_t m_leastLeaf;
  Random& m_random;
  std::vector<Node> m_nodes;
  std::vector<Leaf> m_leaves;
};

// R² over the rows that some tree did not see.
double outOfBagFit(std::span<const double> target, const std::vector<double>& sums,
                   const std::vector<std::uint32_t>& counts) {
  double mean = 0;
  std::size_t rows = 0;
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (counts[i] > 0) {
      mean += target[i];
      ++rows;
    }
  }
  mean /= static_cast<double>(std::max<std::size_t>(rows, 1));
  double wrong = 0;
  double all = 0;
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (counts[i] > 0) {
      const double guess = sums[i] / counts[i];
      wrong += (target[i] - guess) * (target[i] - guess);
      all += (target[i] - mean) * (target[i] - mean);
    }
  }
  return all > 0 ? 1 - wrong / all : std::numeric_limits<double>::quiet_NaN();
}

std::vector<std::size_t> finiteRows(std::span<const double> target) {
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (std::isfinite(target[i])) {
      rows.push_back(i);
    }
  }
  return rows;
}

// So that thresholds mean the same for every target.
void toUnitScale(std::vector<double>& values) {
  const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
  const double low = *least;
  const double span = *greatest - *least;
  for (double& value : values) {
    value = (value - low) / span;
  }
}

}  // namespace

std::optional<FunctionalAnova> functionalAnova(std::span<const Setting> settings,
                                               std::span<const double> target, const ForestOptions& options,
                                               std::stop_token stop) {
  const std::vector<std::size_t> rows = finiteRows(target);
  if (rows.size() < kFewestRows || settings.empty()) {
    return std::nullopt;
  }
  std::vector<double> values;
  for (const std::size_t row : rows) {
    values.push_back(target[row]);
  }
  if (std::all_of(values.begin(), values.end(), [&](double value) { return value == values.front(); })) {
    return std::nullopt;
  }
  toUnitScale(values);
  std::vector<Binned> binned;
  for (const Setting& setting : settings) {
    binned.push_back(binOf(setting, rows));
  }
  Random random(options.seed);
  std::vector<double> sums(rows.size(), 0);
  std::vector<std::uint32_t> counts(rows.size(), 0);
  FunctionalAnova result;
  result.rows = rows.size();
  result.shares.assign(settings.size(), 0);
  // The fit of a hundred thousand rows is told as well by every fifth of them.
  const std::size_t stride = std::max<std::size_t>(rows.size() / kFitRows, 1);
  double total = 0;
  for (int t = 0; t < options.trees; ++t) {
    if (stop.stop_requested()) {
      return std::nullopt;
    }
    std::vector<std::size_t> drawn;
    std::vector<bool> seen(rows.size(), false);
    for (std::size_t i = 0; i < std::min(rows.size(), options.most); ++i) {
      drawn.push_back(random.below(rows.size()));
      seen[drawn.back()] = true;
    }
    Tree tree(binned, values, options.leastLeaf, random);
    tree.grow(std::move(drawn));
    for (std::size_t i = 0; i < rows.size(); i += stride) {
      if (!seen[i]) {
        sums[i] += tree.predict(i);
        ++counts[i];
      }
    }
    tree.addVariance(total, result.shares);
  }
  if (!(total > 0)) {
    return std::nullopt;
  }
  for (double& share : result.shares) {
    share /= total;
  }
  result.together = std::max(0.0, 1 - std::accumulate(result.shares.begin(), result.shares.end(), 0.0));
  result.fit = outOfBagFit(values, sums, counts);
  return result;
}

}  // namespace tatara::stats
