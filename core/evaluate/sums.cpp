#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/evaluate/internal/statistic.h"

namespace tatara::evaluate {
namespace {

// Two doubles side by side, as every x86-64 and AArch64 processor adds them.
using Pair [[gnu::vector_size(16)]] = double;

// Sums of `Terms` neighbouring terms of a run of rows, of four draws at once, held in registers.
template <std::size_t Terms>
void sumRun(const std::uint8_t* counts, std::span<const std::uint32_t> rows, const double* values,
            std::size_t stride, double* sums) {
  Pair low[Terms] = {};
  Pair high[Terms] = {};
  for (const std::uint32_t row : rows) {
    const std::uint8_t* count = counts + row * kLanes;
    const Pair first = {static_cast<double>(count[0]), static_cast<double>(count[1])};
    const Pair second = {static_cast<double>(count[2]), static_cast<double>(count[3])};
    for (std::size_t term = 0; term < Terms; ++term) {
      const Pair value = {values[term], values[term]};
      low[term] += first * value;
      high[term] += second * value;
    }
    values += stride;
  }
  for (std::size_t term = 0; term < Terms; ++term) {
    double* target = sums + term * kLanes;
    target[0] += low[term][0];
    target[1] += low[term][1];
    target[2] += high[term][0];
    target[3] += high[term][1];
  }
}

// Rows whose terms stay in the second-level cache while several passes go over them.
constexpr std::size_t kTile = 2048;

}  // namespace

SumTable SumTable::make(std::size_t terms, std::span<const double> values,
                        std::span<const std::int32_t> cellOf, std::size_t cells) {
  SumTable table;
  table.terms = terms;
  table.cells = cells;
  const std::size_t rows = values.size() / terms;
  if (cellOf.empty()) {
    table.rows.resize(rows);
    std::iota(table.rows.begin(), table.rows.end(), 0U);
    table.ends = {rows};
    table.values.assign(values.begin(), values.end());
    return table;
  }
  table.ends.assign(cells, 0);
  for (std::size_t row = 0; row < rows; ++row) {
    if (cellOf[row] >= 0) {
      ++table.ends[static_cast<std::size_t>(cellOf[row])];
    }
  }
  std::partial_sum(table.ends.begin(), table.ends.end(), table.ends.begin());
  std::vector<std::size_t> next(cells, 0);
  std::copy(table.ends.begin(), table.ends.end() - 1, next.begin() + 1);
  table.rows.resize(table.ends.back());
  table.values.resize(table.ends.back() * terms);
  for (std::size_t row = 0; row < rows; ++row) {
    if (cellOf[row] >= 0) {
      const std::size_t place = next[static_cast<std::size_t>(cellOf[row])]++;
      table.rows[place] = static_cast<std::uint32_t>(row);
      std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(row * terms), terms,
                  table.values.begin() + static_cast<std::ptrdiff_t>(place * terms));
    }
  }
  return table;
}

std::vector<double> SumTable::totals() const {
  std::vector<double> sums(cells * terms);
  std::vector<double> lost(cells * terms);  // Neumaier's compensation
  std::size_t place = 0;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    for (; place < ends[cell]; ++place) {
      for (std::size_t term = 0; term < terms; ++term) {
        const double value = values[place * terms + term];
        double& sum = sums[cell * terms + term];
        const double next = sum + value;
        lost[cell * terms + term] +=
            std::abs(sum) >= std::abs(value) ? (sum - next) + value : (value - next) + sum;
        sum = next;
      }
    }
  }
  for (std::size_t i = 0; i < sums.size(); ++i) {
    // An infinite sum has lost NaN.
    sums[i] = std::isfinite(sums[i]) ? sums[i] + lost[i] : sums[i];
  }
  return sums;
}

void SumTable::sum(const std::uint8_t* counts, std::span<double> sums) const {
  std::ranges::fill(sums, 0.0);
  std::size_t begin = 0;
  for (std::size_t cell = 0; cell < cells; ++cell) {
    for (std::size_t from = begin; from < ends[cell]; from += kTile) {
      const std::size_t count = std::min(kTile, ends[cell] - from);
      const std::span<const std::uint32_t> run(rows.data() + from, count);
      for (std::size_t term = 0; term < terms;) {
        const double* start = values.data() + from * terms + term;
        double* target = sums.data() + (cell * terms + term) * kLanes;
        switch (terms - term) {
          case 1:
            sumRun<1>(counts, run, start, terms, target);
            term += 1;
            break;
          case 2:
            sumRun<2>(counts, run, start, terms, target);
            term += 2;
            break;
          case 3:
            sumRun<3>(counts, run, start, terms, target);
            term += 3;
            break;
          default:
            sumRun<4>(counts, run, start, terms, target);
            term += 4;
        }
      }
    }
    begin = ends[cell];
  }
}

SumStatistic::SumStatistic(SumTable table, std::size_t size, Finish finish)
    : m_table(std::move(table)), m_size(size), m_finish(std::move(finish)), m_totals(m_table.totals()) {}

void SumStatistic::whole(std::span<double> values) const {
  m_finish(m_totals, values);
}

void SumStatistic::ofDraws(const std::uint8_t* counts, std::span<double> values) const {
  const std::size_t width = m_totals.size();
  std::vector<double> sums(width * kLanes);
  m_table.sum(counts, sums);
  std::vector<double> one(width);
  std::vector<double> finished(m_size);
  for (std::size_t lane = 0; lane < kLanes; ++lane) {
    for (std::size_t i = 0; i < width; ++i) {
      one[i] = sums[i * kLanes + lane];
    }
    m_finish(one, finished);
    for (std::size_t i = 0; i < m_size; ++i) {
      values[i * kLanes + lane] = finished[i];
    }
  }
}

std::vector<std::vector<double>> SumStatistic::leaveOneOut(std::size_t rows) const {
  // Rows of a cell that are alike give the same numbers, so that a confusion of many classes takes as many
  // steps as it has cells.
  const std::size_t width = m_totals.size();
  constexpr std::size_t kMostSteps = 400'000'000;
  std::vector<double> without = m_totals;
  std::vector<double> finished(m_size);
  m_finish(m_totals, finished);
  std::vector<std::vector<double>> values;
  for (const double value : finished) {
    values.emplace_back(rows, value);  // rows that belong to no cell change nothing
  }
  std::size_t place = 0;
  std::size_t steps = 0;
  for (std::size_t cell = 0; cell < m_table.cells; ++cell) {
    const double* last = nullptr;
    double* sums = without.data() + cell * m_table.terms;
    for (; place < m_table.ends[cell]; ++place) {
      const double* row = m_table.values.data() + place * m_table.terms;
      if (!last || !std::equal(row, row + m_table.terms, last)) {
        if ((steps += width) > kMostSteps) {
          return std::vector<std::vector<double>>(m_size);
        }
        for (std::size_t term = 0; term < m_table.terms; ++term) {
          sums[term] = m_totals[cell * m_table.terms + term] - row[term];
        }
        m_finish(without, finished);
        last = row;
      }
      for (std::size_t i = 0; i < m_size; ++i) {
        values[i][m_table.rows[place]] = finished[i];
      }
    }
    std::copy_n(m_totals.data() + cell * m_table.terms, m_table.terms, sums);
  }
  return values;
}

}  // namespace tatara::evaluate
