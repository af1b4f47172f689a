#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/nan.h"

#include "core/evaluate/internal/statistic.h"

namespace tatara::evaluate {
namespace {

using Lanes = std::array<double, kLanes>;

}  // namespace

RankStatistic::RankStatistic(std::span<const double> truth, std::span<const double> scores,
                             std::span<const double> weights)
    : m_weighted(!weights.empty()) {
  std::vector<std::uint32_t> order(truth.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, [&](std::uint32_t a, std::uint32_t b) {
    return scores[a] != scores[b] ? scores[a] > scores[b] : a < b;
  });
  m_entries.reserve(order.size());
  for (std::size_t i = 0; i < order.size(); ++i) {
    m_entries.push_back({order[i], truth[order[i]] == 1,
                         i + 1 == order.size() || scores[order[i]] != scores[order[i + 1]],
                         weights.empty() ? 1 : weights[order[i]]});
  }
}

// Down the ranking, group of equal scores by group. The area gains, for each negative of a group, the
// positives above it and half of those beside it; the average precision gains, for each positive, the
// precision at its group.
template <typename CountOf>
void RankStatistic::walk(const CountOf& countOf, std::span<double> values) const {
  Lanes positives{};
  Lanes negatives{};
  Lanes groupPositives{};
  Lanes groupNegatives{};
  Lanes area{};
  Lanes precision{};
  for (const Entry& entry : m_entries) {
    Lanes& group = entry.positive ? groupPositives : groupNegatives;
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      group[lane] += countOf(entry, lane);
    }
    if (!entry.last) {
      continue;
    }
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      area[lane] += groupNegatives[lane] * (positives[lane] + groupPositives[lane] / 2);
      positives[lane] += groupPositives[lane];
      negatives[lane] += groupNegatives[lane];
    }
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      if (groupPositives[lane] > 0) {
        precision[lane] += groupPositives[lane] * positives[lane] / (positives[lane] + negatives[lane]);
      }
    }
    groupPositives = {};
    groupNegatives = {};
  }
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    const double pairs = positives[lane] * negatives[lane];
    values[lane] = pairs > 0 ? area[lane] / pairs : kNan;
    values[kLanes + lane] = positives[lane] > 0 ? precision[lane] / positives[lane] : kNan;
  }
}

void RankStatistic::whole(std::span<double> values) const {
  std::array<double, 2 * kLanes> lanes{};
  walk([](const Entry& entry, std::size_t) { return entry.weight; }, lanes);
  values[0] = lanes[0];
  values[1] = lanes[kLanes];
}

void RankStatistic::ofDraws(const std::uint8_t* counts, std::span<double> values) const {
  if (m_weighted) {
    walk([counts](const Entry& entry,
                  std::size_t lane) { return counts[entry.row * kLanes + lane] * entry.weight; },
         values);
  } else {
    walk([counts](const Entry& entry,
                  std::size_t lane) { return static_cast<double>(counts[entry.row * kLanes + lane]); },
         values);
  }
}

std::vector<std::vector<double>> RankStatistic::leaveOneOut(std::size_t) const {
  // Each weight would change every precision below it by another amount.
  return {leaveOneOutArea(), m_weighted ? std::vector<double>{} : leaveOneOutPrecision()};
}

// Without a row, the pairs it was part of are gone and no other pair changes.
std::vector<double> RankStatistic::leaveOneOutArea() const {
  std::vector<double> values(m_entries.size());
  double allPositives = 0;
  double allNegatives = 0;
  for (const Entry& entry : m_entries) {
    (entry.positive ? allPositives : allNegatives) += entry.weight;
  }
  std::vector<double> pairs(m_entries.size());  // each row's part, by place
  double area = 0;
  double positives = 0;
  double negatives = 0;
  for (std::size_t begin = 0; begin < m_entries.size();) {
    std::size_t end = begin;
    double groupPositives = 0;
    double groupNegatives = 0;
    do {
      (m_entries[end].positive ? groupPositives : groupNegatives) += m_entries[end].weight;
    } while (!m_entries[end++].last);
    for (; begin < end; ++begin) {
      const Entry& entry = m_entries[begin];
      const double beaten =
          entry.positive ? allNegatives - negatives - groupNegatives / 2 : positives + groupPositives / 2;
      pairs[begin] = entry.weight * beaten;
      area += entry.positive ? pairs[begin] : 0;
    }
    positives += groupPositives;
    negatives += groupNegatives;
  }
  for (std::size_t i = 0; i < m_entries.size(); ++i) {
    const Entry& entry = m_entries[i];
    const double left = (allPositives - (entry.positive ? entry.weight : 0)) *
                        (allNegatives - (entry.positive ? 0 : entry.weight));
    values[entry.row] = left > 0 ? (area - pairs[i]) / left : kNan;
  }
  return values;
}

// With t positives among the n rows down to a group and g in it, the sum gains g·t/n. Without a row of an
// earlier or the same group it gains g·(t−1)/(n−1) when that row is positive and g·t/(n−1) when it is not.
std::vector<double> RankStatistic::leaveOneOutPrecision() const {
  std::vector<double> values(m_entries.size());
  struct Group {
    std::size_t end = 0;
    double positives = 0;  // in it
    double above = 0;      // positives down to it
    double rows = 0;       // all down to it
  };
  std::vector<Group> groups;
  double positives = 0;
  for (std::size_t i = 0, begin = 0; i < m_entries.size(); ++i) {
    if (m_entries[i].last) {
      Group group;
      group.end = i + 1;
      group.rows = static_cast<double>(i + 1);
      group.positives =
          static_cast<double>(std::count_if(m_entries.begin() + static_cast<std::ptrdiff_t>(begin),
                                            m_entries.begin() + static_cast<std::ptrdiff_t>(i + 1),
                                            [](const Entry& entry) { return entry.positive; }));
      group.above = positives += group.positives;
      groups.push_back(group);
      begin = i + 1;
    }
  }
  std::vector<double> before(groups.size() + 1);  // what groups above add as they are
  for (std::size_t g = 0; g < groups.size(); ++g) {
    before[g + 1] = before[g] + groups[g].positives * groups[g].above / groups[g].rows;
  }
  double belowPositive = 0;  // what groups below add without a positive row above them
  double belowNegative = 0;
  for (std::size_t g = groups.size(); g-- > 0;) {
    const Group& group = groups[g];
    const double others = group.rows - 1;
    const double ofPositive = others > 0 ? (group.positives - 1) * (group.above - 1) / others : 0;
    const double ofNegative = others > 0 ? group.positives * group.above / others : 0;
    for (std::size_t i = g == 0 ? 0 : groups[g - 1].end; i < group.end; ++i) {
      const Entry& entry = m_entries[i];
      const double left = positives - (entry.positive ? 1 : 0);
      const double sum =
          before[g] + (entry.positive ? ofPositive + belowPositive : ofNegative + belowNegative);
      values[entry.row] = left > 0 ? sum / left : kNan;
    }
    if (others > 0) {
      belowPositive += group.positives * (group.above - 1) / others;
      belowNegative += ofNegative;
    }
  }
  return values;
}

OneVersusRest::OneVersusRest(const Scores& scores) {
  std::vector<double> truth(scores.rows());
  std::vector<double> column(scores.rows());
  for (std::size_t one = 0; one < scores.classes; ++one) {
    for (std::size_t row = 0; row < scores.rows(); ++row) {
      truth[row] = scores.actual[row] == static_cast<double>(one) ? 1 : 0;
      column[row] = scores.probabilities[row * scores.classes + one];
    }
    m_classes.push_back(std::make_unique<RankStatistic>(truth, column, scores.weights));
  }
}

void OneVersusRest::whole(std::span<double> values) const {
  values[0] = 0;
  std::array<double, 2> one{};
  for (const auto& statistic : m_classes) {
    statistic->whole(one);
    values[0] += one[0] / static_cast<double>(m_classes.size());
  }
}

void OneVersusRest::ofDraws(const std::uint8_t* counts, std::span<double> values) const {
  std::ranges::fill(values, 0.0);
  std::array<double, 2 * kLanes> one{};
  for (const auto& statistic : m_classes) {
    statistic->ofDraws(counts, one);
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      values[lane] += one[lane] / static_cast<double>(m_classes.size());
    }
  }
}

std::vector<std::vector<double>> OneVersusRest::leaveOneOut(std::size_t rows) const {
  std::vector<double> values(rows, 0.0);
  for (const auto& statistic : m_classes) {
    const std::vector<double> one = std::move(statistic->leaveOneOut(rows).front());
    for (std::size_t row = 0; row < rows; ++row) {
      values[row] += one[row] / static_cast<double>(m_classes.size());
    }
  }
  return {values};
}

MedianStatistic::MedianStatistic(std::span<const double> values, std::span<const double> weights) {
  m_rows.resize(values.size());
  std::iota(m_rows.begin(), m_rows.end(), 0U);
  std::ranges::sort(m_rows, [&](std::uint32_t a, std::uint32_t b) {
    return values[a] != values[b] ? values[a] < values[b] : a < b;
  });
  for (const std::uint32_t row : m_rows) {
    m_values.push_back(values[row]);
    if (!weights.empty()) {
      m_weights.push_back(weights[row]);
    }
  }
}

namespace {

// The value at which the running weight reaches half of all, averaged with the next one that has weight where
// it is reached exactly (Hyndman and Fan's type 2).
template <typename WeightOf>
double medianOf(std::span<const double> values, const WeightOf& weightOf) {
  double total = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    total += weightOf(i);
  }
  const double half = total / 2;
  double running = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double weight = weightOf(i);
    running += weight;
    if (weight == 0 || running < half) {
      continue;
    }
    if (running - half > std::numeric_limits<double>::epsilon()) {
      return values[i];
    }
    std::size_t next = i + 1;
    while (next < values.size() && weightOf(next) == 0) {
      ++next;
    }
    return next == values.size() ? values[i] : (values[i] + values[next]) / 2;
  }
  return kNan;
}

}  // namespace

void MedianStatistic::whole(std::span<double> values) const {
  values[0] = medianOf(m_values, [this](std::size_t i) { return m_weights.empty() ? 1.0 : m_weights[i]; });
}

void MedianStatistic::ofDraws(const std::uint8_t* counts, std::span<double> values) const {
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    values[lane] = medianOf(m_values, [&](std::size_t i) {
      return counts[m_rows[i] * kLanes + lane] * (m_weights.empty() ? 1.0 : m_weights[i]);
    });
  }
}

std::vector<std::vector<double>> MedianStatistic::leaveOneOut(std::size_t rows) const {
  if (!m_weights.empty()) {
    return {{}};
  }
  std::vector<double> values(rows);
  const std::size_t left = rows - 1;
  for (std::size_t i = 0; i < rows; ++i) {
    const auto without = [&](std::size_t place) { return m_values[place < i ? place : place + 1]; };
    values[m_rows[i]] = left == 0       ? kNan
                        : left % 2 == 1 ? without(left / 2)
                                        : (without(left / 2 - 1) + without(left / 2)) / 2;
  }
  return {values};
}

}  // namespace tatara::evaluate
