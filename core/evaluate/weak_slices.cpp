#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "core/evaluate/slices.h"
#include "core/stats/normal.h"

namespace tatara::evaluate {
namespace {

struct Sums {
  double rows = 0;
  double loss = 0;
  double rank = 0;

  void add(double itsLoss, double itsRank) {
    rows += 1;
    loss += itsLoss;
    rank += itsRank;
  }
  Sums operator-(const Sums& other) const {
    return {rows - other.rows, loss - other.loss, rank - other.rank};
  }
};

// Ranks from 1, those of equal losses their mean, and the variance of all ranks.
struct Ranked {
  std::vector<double> ranks;
  double variance = 0;
};

Ranked rank(std::span<const double> losses) {
  std::vector<std::uint32_t> order(losses.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) { return losses[a] < losses[b]; });
  Ranked ranked{std::vector<double>(losses.size())};
  const auto rows = static_cast<double>(losses.size());
  double tied = 0;
  for (std::size_t begin = 0; begin < order.size();) {
    std::size_t end = begin;
    while (end < order.size() && losses[order[end]] == losses[order[begin]]) {
      ++end;
    }
    const auto size = static_cast<double>(end - begin);
    tied += size * size * size - size;
    for (const double middle = static_cast<double>(begin + end + 1) / 2; begin < end; ++begin) {
      ranked.ranks[order[begin]] = middle;
    }
  }
  ranked.variance = rows < 2 ? 0 : (rows * rows * rows - rows - tied) / (12 * (rows - 1));
  return ranked;
}

class Search {
 public:
  Search(std::span<const double> losses, std::span<const SliceColumn> columns, const WeakSpec& spec)
      : m_losses(losses), m_columns(columns), m_spec(spec), m_ranked(rank(losses)) {
    for (std::size_t row = 0; row < losses.size(); ++row) {
      m_all.add(losses[row], m_ranked.ranks[row]);
    }
    for (const SliceColumn& column : columns) {
      auto& sums = m_singles.emplace_back(column.labels.size());
      for (std::size_t row = 0; row < losses.size(); ++row) {
        sums[static_cast<std::size_t>(column.groups[row])].add(losses[row], m_ranked.ranks[row]);
      }
    }
  }

  Result<WeakSlices> run(std::stop_token stop) {
    countCandidates();
    WeakSlices result;
    std::vector<WeakSlice> pairs;
    for (std::size_t a = 0; a < m_columns.size(); ++a) {
      for (std::size_t b = a + 1; b < m_columns.size(); ++b) {
        if (stop.stop_requested()) {
          return makeError(ErrorKind::Cancelled, "Stopped");
        }
        lookAtPair(a, b, pairs);
      }
    }
    result.lookedAt = m_candidates;
    std::vector<WeakSlice> found;
    for (std::size_t column = 0; column < m_columns.size(); ++column) {
      for (std::size_t group = 0; group < m_singles[column].size(); ++group) {
        const Sums& sums = m_singles[column][group];
        if (weak(sums, m_all - sums) && !explained(column, group, pairs)) {
          found.push_back(slice({{column, group}}, sums));
        }
      }
    }
    found.insert(found.end(), pairs.begin(), pairs.end());
    std::ranges::stable_sort(
        found, [](const WeakSlice& left, const WeakSlice& right) { return excess(left) > excess(right); });
    keepDifferent(found, result.slices);
    return result;
  }

 private:
  static double excess(const WeakSlice& slice) {
    return (slice.loss - slice.others) * static_cast<double>(slice.rows);
  }

  bool enough(const Sums& sums) const { return sums.rows >= static_cast<double>(m_spec.leastRows); }

  double tailOf(const Sums& part, const Sums& rest) const {
    if (part.rows == 0 || rest.rows == 0 || m_ranked.variance == 0) {
      return 1;
    }
    const double z = (part.rank / part.rows - rest.rank / rest.rows) /
                     std::sqrt(m_ranked.variance * (1 / part.rows + 1 / rest.rows));
    return stats::normalCdf(-z);
  }

  bool weak(const Sums& part, const Sums& rest) const {
    return enough(part) && rest.rows > 0 &&
           part.loss / part.rows >= m_spec.leastRatio * (rest.loss / rest.rows) &&
           tailOf(part, rest) * static_cast<double>(m_candidates) < m_spec.alpha;
  }

  // Every single and every pair that may have enough rows counts as looked at, whatever becomes of it.
  void countCandidates() {
    for (std::size_t a = 0; a < m_columns.size(); ++a) {
      const auto large = static_cast<std::size_t>(
          std::ranges::count_if(m_singles[a], [this](const Sums& sums) { return enough(sums); }));
      m_candidates += large;
      for (std::size_t b = 0; b < a; ++b) {
        m_candidates += large * static_cast<std::size_t>(std::ranges::count_if(
                                    m_singles[b], [this](const Sums& sums) { return enough(sums); }));
      }
    }
  }

  void lookAtPair(std::size_t a, std::size_t b, std::vector<WeakSlice>& pairs) const {
    const std::size_t width = m_columns[b].labels.size();
    std::vector<Sums> cells(m_columns[a].labels.size() * width);
    const auto& groupsA = m_columns[a].groups;
    const auto& groupsB = m_columns[b].groups;
    for (std::size_t row = 0; row < m_losses.size(); ++row) {
      cells[static_cast<std::size_t>(groupsA[row]) * width + static_cast<std::size_t>(groupsB[row])].add(
          m_losses[row], m_ranked.ranks[row]);
    }
    for (std::size_t cell = 0; cell < cells.size(); ++cell) {
      const Sums& sums = cells[cell];
      const std::size_t groupA = cell / width;
      const std::size_t groupB = cell % width;
      if (weak(sums, m_all - sums) && weak(sums, m_singles[a][groupA] - sums) &&
          weak(sums, m_singles[b][groupB] - sums)) {
        pairs.push_back(slice({{a, groupA}, {b, groupB}}, sums));
      }
    }
  }

  // Whether a single is weak for nothing but a pair that lies in it.
  bool explained(std::size_t column, std::size_t group, const std::vector<WeakSlice>& pairs) const {
    const Sums& whole = m_singles[column][group];
    return std::ranges::any_of(pairs, [&](const WeakSlice& pair) {
      const bool inside = std::ranges::any_of(pair.conditions, [&](const WeakSlice::Condition& condition) {
        return condition.column == column && condition.group == group;
      });
      if (!inside) {
        return false;
      }
      Sums rest = whole;
      for (std::size_t row = 0; row < m_losses.size(); ++row) {
        if (contains(pair, row)) {
          rest = rest - Sums{1, m_losses[row], m_ranked.ranks[row]};
        }
      }
      return !weak(rest, m_all - whole);
    });
  }

  bool contains(const WeakSlice& slice, std::size_t row) const {
    return std::ranges::all_of(slice.conditions, [&](const WeakSlice::Condition& condition) {
      return m_columns[condition.column].groups[row] == static_cast<std::int32_t>(condition.group);
    });
  }

  WeakSlice slice(std::vector<WeakSlice::Condition> conditions, const Sums& sums) const {
    const Sums rest = m_all - sums;
    return {std::move(conditions), static_cast<std::size_t>(sums.rows), sums.loss / sums.rows,
            rest.loss / rest.rows, std::min(1.0, tailOf(sums, rest) * static_cast<double>(m_candidates))};
  }

  void keepDifferent(const std::vector<WeakSlice>& found, std::vector<WeakSlice>& kept) const {
    std::vector<std::vector<std::uint64_t>> masks;
    for (const WeakSlice& one : found) {
      if (kept.size() >= m_spec.most) {
        return;
      }
      std::vector<std::uint64_t> mask((m_losses.size() + 63) / 64);
      for (std::size_t row = 0; row < m_losses.size(); ++row) {
        mask[row / 64] |= std::uint64_t{contains(one, row)} << row % 64;
      }
      const bool repeated = std::ranges::any_of(masks, [&](const std::vector<std::uint64_t>& other) {
        int shared = 0;
        int either = 0;
        for (std::size_t i = 0; i < mask.size(); ++i) {
          shared += std::popcount(mask[i] & other[i]);
          either += std::popcount(mask[i] | other[i]);
        }
        return shared * 10LL >= either * 9LL;
      });
      if (!repeated) {
        kept.push_back(one);
        masks.push_back(std::move(mask));
      }
    }
  }

  std::span<const double> m_losses;
  std::span<const SliceColumn> m_columns;
  const WeakSpec& m_spec;
  Ranked m_ranked;
  Sums m_all;
  std::vector<std::vector<Sums>> m_singles;
  std::size_t m_candidates = 0;
};

}  // namespace

Result<WeakSlices> findWeakSlices(std::span<const double> losses, std::span<const SliceColumn> columns,
                                  const WeakSpec& spec, std::stop_token stop) {
  for (const SliceColumn& column : columns) {
    TATARA_TRY(checkColumn(column, losses.size()));
  }
  return Search(losses, columns, spec).run(stop);
}

}  // namespace tatara::evaluate
