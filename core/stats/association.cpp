#include "core/stats/association.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/base/nan.h"
#include "core/stats/shape.h"

namespace tatara::stats {
namespace {

constexpr std::size_t kBlock = 1024;
constexpr std::size_t kFolds = 4;

double bounded(double r) {
  return std::clamp(r, -1.0, 1.0);
}

// Over the rows for which `take` holds; sums of blocks, so that errors do not grow with the rows.
template <typename X, typename Y, typename Take>
double correlate(std::size_t rows, const X& x, const Y& y, const Take& take) {
  double sumX = 0;
  double sumY = 0;
  std::uint64_t count = 0;
  for (std::size_t start = 0; start < rows; start += kBlock) {
    double partX = 0;
    double partY = 0;
    for (std::size_t row = start; row < std::min(rows, start + kBlock); ++row) {
      if (take(row)) {
        partX += x(row);
        partY += y(row);
        ++count;
      }
    }
    sumX += partX;
    sumY += partY;
  }
  if (count < 2) {
    return kNan;
  }
  const double meanX = sumX / static_cast<double>(count);
  const double meanY = sumY / static_cast<double>(count);
  double xx = 0;
  double yy = 0;
  double xy = 0;
  for (std::size_t start = 0; start < rows; start += kBlock) {
    double partXx = 0;
    double partYy = 0;
    double partXy = 0;
    for (std::size_t row = start; row < std::min(rows, start + kBlock); ++row) {
      if (take(row)) {
        const double dx = x(row) - meanX;
        const double dy = y(row) - meanY;
        partXx += dx * dx;
        partYy += dy * dy;
        partXy += dx * dy;
      }
    }
    xx += partXx;
    yy += partYy;
    xy += partXy;
  }
  const double below = std::sqrt(xx) * std::sqrt(yy);
  return below > 0 ? bounded(xy / below) : kNan;
}

// How often each dense rank occurs becomes twice its mean rank, a whole number; the sum of the squares of all
// ranks' distances from their mean is given back: (n³ − n − Σ(c³ − c)) / 12 over the ties.
template <typename T>
long double doubledRanks(std::vector<T>& counts, std::uint64_t rows) {
  long double ties = 0;
  T before = 0;
  for (T& place : counts) {
    const T own = place;
    const auto count = static_cast<long double>(own);
    ties += count * count * count - count;
    place = 2 * before + own + 1;
    before += own;
  }
  const auto n = static_cast<long double>(rows);
  return (n * n * n - n - ties) / 12;
}

// The mean rank is known, so that one pass counts and one multiplies.
template <typename T>
double spearmanWith(std::span<const std::uint32_t> x, std::size_t distinctX, std::span<const std::uint32_t> y,
                    std::size_t distinctY) {
  std::vector<T> ranksX(distinctX);
  std::vector<T> ranksY(distinctY);
  const auto take = [&](std::size_t row) { return x[row] != kNoRank && y[row] != kNoRank; };
  std::uint64_t rows = 0;
  for (std::size_t row = 0; row < x.size(); ++row) {
    if (take(row)) {
      ++ranksX[x[row]];
      ++ranksY[y[row]];
      ++rows;
    }
  }
  const long double xx = doubledRanks(ranksX, rows);
  const long double yy = doubledRanks(ranksY, rows);
  if (rows < 2 || !(xx > 0) || !(yy > 0)) {
    return kNan;
  }
  const auto mean = static_cast<double>(rows + 1);  // doubled
  double xy = 0;
  for (std::size_t start = 0; start < x.size(); start += kBlock) {
    double part = 0;
    for (std::size_t row = start; row < std::min(x.size(), start + kBlock); ++row) {
      if (take(row)) {
        part += (static_cast<double>(ranksX[x[row]]) - mean) * (static_cast<double>(ranksY[y[row]]) - mean);
      }
    }
    xy += part;
  }
  return bounded(xy / 4 / static_cast<double>(std::sqrt(xx) * std::sqrt(yy)));
}

}  // namespace

double pearson(std::span<const double> x, std::span<const double> y) {
  return correlate(
      x.size(), [&](std::size_t row) { return x[row]; }, [&](std::size_t row) { return y[row]; },
      [&](std::size_t row) { return !(std::isnan(x[row]) || std::isnan(y[row])); });
}

double spearman(std::span<const std::uint32_t> x, std::size_t distinctX, std::span<const std::uint32_t> y,
                std::size_t distinctY) {
  constexpr std::size_t kMostNarrow = std::size_t{1} << 31;  // of which twice a rank fits into 32 bits
  return x.size() < kMostNarrow ? spearmanWith<std::uint32_t>(x, distinctX, y, distinctY)
                                : spearmanWith<std::uint64_t>(x, distinctX, y, distinctY);
}

Contingency contingency(std::span<const std::int32_t> x, std::size_t rows, std::span<const std::int32_t> y,
                        std::size_t columns) {
  Contingency table{.rows = rows, .columns = columns, .counts = std::vector<std::uint64_t>(rows * columns)};
  for (std::size_t row = 0; row < x.size(); ++row) {
    if (x[row] >= 0 && y[row] >= 0) {
      ++table.counts[static_cast<std::size_t>(x[row]) * columns + static_cast<std::size_t>(y[row])];
      ++table.total;
    }
  }
  return table;
}

namespace {

struct Margins {
  std::vector<double> rows;
  std::vector<double> columns;
};
Margins marginsOf(const Contingency& table) {
  Margins margins{std::vector<double>(table.rows), std::vector<double>(table.columns)};
  for (std::size_t row = 0; row < table.rows; ++row) {
    for (std::size_t column = 0; column < table.columns; ++column) {
      const auto count = static_cast<double>(table.at(row, column));
      margins.rows[row] += count;
      margins.columns[column] += count;
    }
  }
  return margins;
}

}  // namespace

ChiSquare chiSquare(const Contingency& table) {
  const Margins margins = marginsOf(table);
  const auto n = static_cast<double>(table.total);
  ChiSquare result;
  const auto filled = [](double margin) { return margin > 0; };
  result.rows = static_cast<std::size_t>(std::ranges::count_if(margins.rows, filled));
  result.columns = static_cast<std::size_t>(std::ranges::count_if(margins.columns, filled));
  for (std::size_t row = 0; row < table.rows; ++row) {
    for (std::size_t column = 0; column < table.columns; ++column) {
      const double expected = margins.rows[row] * margins.columns[column] / n;
      if (expected > 0) {
        const double distance = static_cast<double>(table.at(row, column)) - expected;
        result.statistic += distance * distance / expected;
      }
    }
  }
  return result;
}

double cramersV(const Contingency& table) {
  const ChiSquare chi = chiSquare(table);
  if (chi.rows < 2 || chi.columns < 2 || table.total < 2) {
    return kNan;
  }
  const auto n = static_cast<double>(table.total);
  const auto r = static_cast<double>(chi.rows);
  const auto c = static_cast<double>(chi.columns);
  const double phi = std::max(0.0, chi.statistic / n - (r - 1) * (c - 1) / (n - 1));
  const double correctedRows = r - (r - 1) * (r - 1) / (n - 1);
  const double correctedColumns = c - (c - 1) * (c - 1) / (n - 1);
  const double below = std::min(correctedRows - 1, correctedColumns - 1);
  return below > 0 ? std::sqrt(phi / below) : kNan;
}

double mutualInformation(const Contingency& table) {
  if (table.total == 0) {
    return kNan;
  }
  const Margins margins = marginsOf(table);
  const auto n = static_cast<double>(table.total);
  double sum = 0;
  for (std::size_t row = 0; row < table.rows; ++row) {
    for (std::size_t column = 0; column < table.columns; ++column) {
      const auto count = static_cast<double>(table.at(row, column));
      if (count > 0) {
        sum += count / n * std::log(count * n / (margins.rows[row] * margins.columns[column]));
      }
    }
  }
  return std::max(0.0, sum);
}

unsigned foldOf(std::uint64_t row) {
  std::uint64_t z = row + 0x9E3779B97F4A7C15ULL;
  z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
  return static_cast<unsigned>((z ^ z >> 31) % kFolds);
}

double predictivePower(std::span<const std::int32_t> group, std::size_t groups,
                       std::span<const double> target) {
  // Sums of distances from the mean of all, which keeps the digits.
  struct Cell {
    double count = 0;
    double sum = 0;
    double squares = 0;
    void add(const Cell& other, double sign) {
      count += sign * other.count;
      sum += sign * other.sum;
      squares += sign * other.squares;
    }
  };
  std::vector<std::array<Cell, kFolds>> cells(groups);
  double mean = 0;
  double count = 0;
  for (std::size_t row = 0; row < target.size(); ++row) {
    if (group[row] >= 0 && !std::isnan(target[row])) {
      count += 1;
      mean += target[row];
    }
  }
  mean /= count;
  for (std::size_t row = 0; row < target.size(); ++row) {
    if (group[row] >= 0 && !std::isnan(target[row])) {
      const double distance = target[row] - mean;
      cells[static_cast<std::size_t>(group[row])][foldOf(row)].add({1, distance, distance * distance}, 1);
    }
  }
  std::array<Cell, kFolds> folds;
  Cell all;
  for (const auto& own : cells) {
    for (std::size_t fold = 0; fold < kFolds; ++fold) {
      folds[fold].add(own[fold], 1);
      all.add(own[fold], 1);
    }
  }
  const auto squaredError = [](const Cell& cell, double guess) {
    return cell.squares - 2 * guess * cell.sum + cell.count * guess * guess;
  };
  double model = 0;
  double plain = 0;
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    Cell others = all;
    others.add(folds[fold], -1);
    const double overall = others.count > 0 ? others.sum / others.count : 0;
    plain += squaredError(folds[fold], overall);
    for (const auto& own : cells) {
      Cell learned;
      for (std::size_t other = 0; other < kFolds; ++other) {
        learned.add(own[other], other == fold ? 0 : 1);
      }
      model += squaredError(own[fold], learned.count > 0 ? learned.sum / learned.count : overall);
    }
  }
  return plain > 0 ? std::max(0.0, 1 - model / plain) : kNan;
}

double predictivePower(std::span<const std::int32_t> group, std::size_t groups,
                       std::span<const std::int32_t> classes, std::size_t classCount) {
  // counts[(group · folds + fold) · classes + class]
  std::vector<double> counts(groups * kFolds * classCount);
  std::vector<double> overall(kFolds * classCount);
  const auto at = [&](std::size_t g, std::size_t fold, std::size_t c) -> double& {
    return counts[(g * kFolds + fold) * classCount + c];
  };
  for (std::size_t row = 0; row < classes.size(); ++row) {
    if (group[row] >= 0 && classes[row] >= 0) {
      at(static_cast<std::size_t>(group[row]), foldOf(row), static_cast<std::size_t>(classes[row])) += 1;
    }
  }
  for (std::size_t g = 0; g < groups; ++g) {
    for (std::size_t i = 0; i < overall.size(); ++i) {
      overall[i] += counts[g * overall.size() + i];
    }
  }
  // Of rows with class counts `own` against shares `p`: Σ_c own_c · ((1 − p_c)² + Σ_{d≠c} p_d²).
  const auto brier = [&](const double* own, const std::vector<double>& p) {
    double squares = 0;
    for (const double share : p) {
      squares += share * share;
    }
    double sum = 0;
    for (std::size_t c = 0; c < classCount; ++c) {
      sum += own[c] * (1 - 2 * p[c] + squares);
    }
    return sum;
  };
  double model = 0;
  double plain = 0;
  std::vector<double> base(classCount);
  std::vector<double> learned(classCount);
  const auto shares = [&](std::vector<double>& target, const double* all, std::size_t fold) {
    double total = 0;
    std::ranges::fill(target, 0);
    for (std::size_t other = 0; other < kFolds; ++other) {
      for (std::size_t c = 0; c < classCount && other != fold; ++c) {
        target[c] += all[other * classCount + c];
        total += all[other * classCount + c];
      }
    }
    for (double& share : target) {
      share = total > 0 ? share / total : 0;
    }
    return total > 0;
  };
  for (std::size_t fold = 0; fold < kFolds; ++fold) {
    shares(base, overall.data(), fold);
    plain += brier(overall.data() + fold * classCount, base);
    for (std::size_t g = 0; g < groups; ++g) {
      const bool any = shares(learned, counts.data() + g * overall.size(), fold);
      model += brier(&at(g, fold, 0), any ? learned : base);
    }
  }
  return plain > 0 ? std::max(0.0, 1 - model / plain) : kNan;
}

}  // namespace tatara::stats
