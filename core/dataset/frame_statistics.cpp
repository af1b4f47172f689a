// Bar counts, histograms and exact statistics of one column.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#include "core/dataset/frame_aggregate.h"
#include "core/dataset/internal/frame_values.h"
#include "core/dataset/internal/selected_rows.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

// Rows of which the bytes of a column and the list of selected places stay in the first cache.
constexpr std::uint64_t kStripRows = 8192;
constexpr std::size_t kHashPart = 4u << 20;

struct Counters {
  // Four tables taken in turn, so that runs of equal bytes do not wait for one another.
  std::array<std::array<std::uint32_t, 256>, 4> tables{};
};

void count(const std::uint8_t* codes, std::span<const std::uint16_t> places, Counters& into) {
  std::size_t i = 0;
  for (; i + 4 <= places.size(); i += 4) {
    ++into.tables[0][codes[places[i]]];
    ++into.tables[1][codes[places[i + 1]]];
    ++into.tables[2][codes[places[i + 2]]];
    ++into.tables[3][codes[places[i + 3]]];
  }
  for (; i < places.size(); ++i) {
    ++into.tables[0][codes[places[i]]];
  }
}

// The order of doubles as the order of unsigned numbers.
std::uint64_t orderedBits(double value) {
  const auto bits = std::bit_cast<std::uint64_t>(value + 0.0);
  return bits >> 63 ? ~bits : bits | std::uint64_t{1} << 63;
}
double fromOrderedBits(std::uint64_t bits) {
  return std::bit_cast<double>(bits >> 63 ? bits & ~(std::uint64_t{1} << 63) : ~bits);
}

using Digits = std::vector<std::uint64_t>;  // 65,536 counts

// The values at the given ranks of the selected, finite values: sixteen bits a pass, only as many passes as
// needed, and no copy of the column.
class RankSearch {
 public:
  RankSearch(const Frame& frame, std::size_t column, const Selection& selection, std::stop_token stop)
      : m_frame(frame), m_column(column), m_selection(selection), m_stop(std::move(stop)) {}

  Result<std::vector<double>> find(std::vector<std::uint64_t> ranks) {
    std::vector<std::uint64_t> prefixes(ranks.size(), 0);
    for (int shift = 48; shift >= 0; shift -= 16) {
      std::vector<std::uint64_t> wanted = prefixes;
      std::ranges::sort(wanted);
      wanted.erase(std::unique(wanted.begin(), wanted.end()), wanted.end());
      TATARA_ASSIGN(const auto tables, countDigits(wanted, shift));
      for (std::size_t i = 0; i < ranks.size(); ++i) {
        const auto at =
            static_cast<std::size_t>(std::ranges::lower_bound(wanted, prefixes[i]) - wanted.begin());
        std::uint64_t digit = 0;
        while (digit < 0xFFFF && ranks[i] >= tables[at][digit]) {
          ranks[i] -= tables[at][digit++];
        }
        prefixes[i] = prefixes[i] << 16 | digit;
      }
    }
    std::vector<double> values;
    for (const std::uint64_t bits : prefixes) {
      values.push_back(fromOrderedBits(bits));
    }
    return values;
  }

 private:
  Result<std::vector<Digits>> countDigits(const std::vector<std::uint64_t>& prefixes, int shift) {
    std::vector<std::vector<Digits>> lanes(laneCount());
    TATARA_TRY(forBlocks(
        blockCount(m_frame.rows()),
        [&](std::size_t block, std::size_t lane) {
          auto& tables = lanes[lane];
          if (tables.empty()) {
            tables.assign(prefixes.size(), Digits(1 << 16, 0));
          }
          const std::uint64_t first = block * kBlockRows;
          const std::uint64_t end = std::min(m_frame.rows(), first + kBlockRows);
          withValues(m_frame, m_column, [&](auto value) {
            forSelected(m_selection, first, end, [&](std::uint64_t row) {
              const double number = value(row);
              if (!std::isfinite(number)) {
                return;
              }
              const std::uint64_t bits = orderedBits(number);
              const std::uint64_t prefix = shift == 48 ? 0 : bits >> (shift + 16);
              for (std::size_t i = 0; i < prefixes.size(); ++i) {
                if (prefixes[i] == prefix) {
                  ++tables[i][bits >> shift & 0xFFFF];
                  break;
                }
              }
            });
          });
          m_frame.release(m_column, first, end - first);
        },
        m_stop));
    std::vector<Digits> result(prefixes.size(), Digits(1 << 16, 0));
    for (const auto& tables : lanes) {
      for (std::size_t i = 0; i < tables.size(); ++i) {
        std::ranges::transform(result[i], tables[i], result[i].begin(), std::plus<>());
      }
    }
    return result;
  }

  const Frame& m_frame;
  std::size_t m_column;
  const Selection& m_selection;
  std::stop_token m_stop;
};

struct Powers {
  std::uint64_t rows = 0;
  std::uint64_t missing = 0;
  std::uint64_t infinite = 0;
  std::uint64_t zeros = 0;
  std::uint64_t finite = 0;
  double least = std::numeric_limits<double>::infinity();
  double greatest = -std::numeric_limits<double>::infinity();
  std::array<ExactSum, 4> sums;  // first of the values, then of powers of their distance from the mean

  void take(double value) {
    ++rows;
    if (std::isnan(value)) {
      ++missing;
    } else if (std::isinf(value)) {
      ++infinite;
    } else {
      ++finite;
      zeros += value == 0;
      least = std::min(least, value);
      greatest = std::max(greatest, value);
      sums[0].add(value);
    }
  }
  void merge(const Powers& other) {
    rows += other.rows;
    missing += other.missing;
    infinite += other.infinite;
    zeros += other.zeros;
    finite += other.finite;
    least = std::min(least, other.least);
    greatest = std::max(greatest, other.greatest);
    for (std::size_t i = 0; i < sums.size(); ++i) {
      sums[i].merge(other.sums[i]);
    }
  }
};

template <typename PerRow>
Result<Powers> pass(const Frame& frame, std::size_t column, const Selection& selection,
                    const std::stop_token& stop, PerRow&& perRow) {
  std::vector<Powers> blocks(blockCount(frame.rows()));
  TATARA_TRY(forBlocks(
      blocks.size(),
      [&](std::size_t block, std::size_t) {
        const std::uint64_t first = block * kBlockRows;
        const std::uint64_t end = std::min(frame.rows(), first + kBlockRows);
        Powers& own = blocks[block];
        withValues(frame, column, [&](auto value) {
          forSelected(selection, first, end, [&](std::uint64_t row) { perRow(own, value(row)); });
        });
        frame.release(column, first, end - first);
      },
      stop));
  Powers all;  // in the order of the file, so that the same rows always give the same last digit
  for (const Powers& part : blocks) {
    all.merge(part);
  }
  return all;
}

// Counts different values in parts by their hash, so that no table holds more than a part of them.
Result<std::uint64_t> distinctNumbers(const Frame& frame, std::size_t column, const Selection& selection,
                                      std::uint64_t present, const std::stop_token& stop) {
  const std::size_t parts = static_cast<std::size_t>(present / kHashPart) + 1;
  std::vector<std::uint64_t> counts(parts, 0);
  const bool whole = frame.column(column).storage == FrameColumn::Storage::Integer;
  const auto bitsOf = [&](std::uint64_t row) {
    return whole ? static_cast<std::uint64_t>(frame.integers(column)[row])
                 : orderedBits(frame.doubles(column)[row]);
  };
  const auto mix = [](std::uint64_t bits) {
    bits *= 0x9E3779B97F4A7C15;
    return bits ^ bits >> 32;
  };
  TATARA_TRY(forBlocks(
      parts,
      [&](std::size_t part, std::size_t) {
        std::vector<std::uint64_t> slots(1024, 0);
        std::size_t used = 0;
        bool zero = false;
        const auto put = [&slots, &mix](std::uint64_t bits) {
          const std::size_t mask = slots.size() - 1;
          std::size_t at = (mix(bits) >> 8) & mask;
          while (slots[at] != 0 && slots[at] != bits) {
            at = (at + 1) & mask;
          }
          const bool fresh = slots[at] == 0;
          slots[at] = bits;
          return fresh;
        };
        for (std::uint64_t first = 0; first < frame.rows() && !stop.stop_requested(); first += kBlockRows) {
          const std::uint64_t end = std::min(frame.rows(), first + kBlockRows);
          forSelected(selection, first, end, [&](std::uint64_t row) {
            if (frame.binCodes(column)[row] == kMissingBin) {
              return;
            }
            const std::uint64_t bits = bitsOf(row);
            if (parts > 1 && (mix(bits) >> 40) % parts != part) {
              return;
            }
            if (bits == 0) {
              zero = true;
            } else if (put(bits) && ++used * 2 > slots.size()) {
              std::vector<std::uint64_t> old(slots.size() * 2, 0);
              old.swap(slots);
              for (const std::uint64_t entry : old) {
                if (entry != 0) {
                  put(entry);
                }
              }
            }
          });
          if (parts == 1) {
            frame.release(column, first, end - first);
          }
        }
        counts[part] = used + (zero ? 1 : 0);
      },
      stop));
  frame.release(column, 0, frame.rows());
  return std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
}

// How often each dictionary entry is selected.
Result<std::vector<std::uint64_t>> entryCounts(const Frame& frame, std::size_t column,
                                               const Selection& selection, const std::stop_token& stop) {
  std::vector<std::uint64_t> counts(frame.column(column).entries, 0);
  for (std::uint64_t first = 0; first < frame.rows(); first += kBlockRows) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "The computation was cancelled");
    }
    const std::uint64_t end = std::min(frame.rows(), first + kBlockRows);
    forSelected(selection, first, end, [&](std::uint64_t row) {
      if (const std::int32_t code = frame.code(column, row); code >= 0) {
        ++counts[static_cast<std::size_t>(code)];
      }
    });
    frame.release(column, first, end - first);
  }
  if (!frame.column(column).distinctKnown) {
    // Equal texts stand apart: give all their rows to the first.
    std::vector<std::int32_t> order(counts.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, {}, [&](std::int32_t code) { return frame.entry(column, code); });
    for (std::size_t i = 1; i < order.size(); ++i) {
      if (frame.entry(column, order[i]) == frame.entry(column, order[i - 1])) {
        counts[static_cast<std::size_t>(order[i])] += counts[static_cast<std::size_t>(order[i - 1])];
        counts[static_cast<std::size_t>(order[i - 1])] = 0;
      }
    }
  }
  return counts;
}

}  // namespace

Result<std::vector<std::vector<std::uint64_t>>> binCounts(const Frame& frame,
                                                          std::span<const std::size_t> columns,
                                                          const Selection& selection, std::stop_token stop) {
  std::vector<std::vector<std::uint64_t>> result;
  for (const std::size_t column : columns) {
    if (column >= frame.columns().size()) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "There is no such column to count"));
    }
    result.push_back(frame.column(column).binCounts);
  }
  if (selection.everything() || columns.empty()) {
    return result;
  }
  // Whichever is fewer, the rows in or the rows out, is counted.
  const bool out = selection.count(frame.rows()) * 2 > frame.rows();
  std::vector<std::vector<Counters>> lanes(laneCount());
  const Selection::Words& words = *selection.words();
  TATARA_TRY(forBlocks(
      blockCount(frame.rows()),
      [&](std::size_t block, std::size_t lane) {
        auto& counters = lanes[lane];
        counters.resize(columns.size());
        std::array<std::uint16_t, kStripRows> places;
        const std::uint64_t end = std::min(frame.rows(), (block + 1) * kBlockRows);
        for (std::uint64_t first = block * kBlockRows; first < end; first += kStripRows) {
          const std::uint64_t rows = std::min(kStripRows, end - first);
          std::size_t used = 0;
          for (std::uint64_t word = 0; word < (rows + 63) / 64; ++word) {
            std::uint64_t bits = out ? ~words[first / 64 + word] : words[first / 64 + word];
            if (word == rows / 64) {
              bits &= (std::uint64_t{1} << (rows % 64)) - 1;
            }
            while (bits) {
              places[used++] =
                  static_cast<std::uint16_t>(word * 64 + static_cast<std::uint64_t>(std::countr_zero(bits)));
              bits &= bits - 1;
            }
          }
          for (std::size_t i = 0; used > 0 && i < columns.size(); ++i) {
            count(frame.binCodes(columns[i]).data() + first, {places.data(), used}, counters[i]);
          }
        }
      },
      stop));
  for (std::size_t i = 0; i < columns.size(); ++i) {
    std::vector<std::uint64_t> counted(256, 0);
    for (const auto& counters : lanes) {
      for (std::size_t table = 0; table < 4 && !counters.empty(); ++table) {
        for (std::size_t code = 0; code < 256; ++code) {
          counted[code] += counters[i].tables[table][code];
        }
      }
    }
    for (std::size_t code = 0; code < 256; ++code) {
      // A damaged file can count more than it says; never below zero.
      result[i][code] = out ? result[i][code] - std::min(result[i][code], counted[code]) : counted[code];
    }
  }
  return result;
}

namespace {

struct Range {
  double least;
  double greatest;
};

// What is asked for; where nothing is, that of the column, without what has no logarithm.
Result<Range> rangeOf(const Frame& frame, const HistogramRequest& request, const std::stop_token& stop) {
  Range range{request.least, request.greatest};
  const FrameColumn& column = frame.column(request.column);
  if (range.least == range.greatest) {
    range.least = column.least;
    range.greatest = column.greatest;
    if (request.logarithmic && !(range.least > 0)) {
      TATARA_ASSIGN(const Powers positive,
                    pass(frame, request.column, Selection(), stop, [](Powers& own, double v) {
                      if (v > 0) {
                        own.least = std::min(own.least, v);
                      }
                    }));
      range.least = positive.least;
    }
  }
  return range;
}

// `guess`: the place of `at` in bins; the edges decide where rounding put it into a neighbour.
std::size_t binAt(double at, double guess, std::span<const double> edges) {
  const std::size_t bins = edges.size() - 1;
  auto bin = std::min(bins - 1, static_cast<std::size_t>(guess));
  while (bin > 0 && at < edges[bin]) {
    --bin;
  }
  while (bin + 1 < bins && at >= edges[bin + 1]) {
    ++bin;
  }
  return bin;
}

std::vector<std::uint64_t> sumOf(const std::vector<std::vector<std::uint64_t>>& lanes, std::size_t bins) {
  std::vector<std::uint64_t> sums(bins, 0);
  for (const auto& lane : lanes) {
    for (std::size_t i = 0; i < lane.size(); ++i) {
      sums[i] += lane[i];
    }
  }
  return sums;
}

}  // namespace

Result<stats::Histogram> histogram(const Frame& frame, const HistogramRequest& request,
                                   const Selection& selection, std::stop_token stop) {
  const FrameColumn& column = frame.column(request.column);
  if (column.isText()) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "'%1' holds text; its values are counted one by one"),
                          {column.info.name});
  }
  const auto unit = [&](double value) { return request.logarithmic ? std::log10(value) : value; };
  TATARA_ASSIGN(const Range range, rangeOf(frame, request, stop));
  const auto [least, greatest] = range;
  stats::Histogram result;
  if (column.finite == 0 || !(least <= greatest) || (request.logarithmic && !(least > 0))) {
    return result;
  }
  double low = unit(least);
  double high = unit(greatest);
  if (low == high) {
    low -= 0.5;
    high += 0.5;
  }
  const std::size_t bins = std::clamp<std::size_t>(request.bins, 1, 100'000);
  for (std::size_t i = 0; i <= bins; ++i) {
    result.edges.push_back(
        i == bins ? high : low + (high - low) * (static_cast<double>(i) / static_cast<double>(bins)));
  }
  std::vector<std::vector<std::uint64_t>> lanes(laneCount());
  std::vector<std::uint64_t> nonFinite(laneCount(), 0);
  const double scale = static_cast<double>(bins) / (high - low);
  TATARA_TRY(forBlocks(
      blockCount(frame.rows()),
      [&](std::size_t block, std::size_t lane) {
        auto& counts = lanes[lane];
        counts.resize(bins, 0);
        const std::uint64_t first = block * kBlockRows;
        const std::uint64_t end = std::min(frame.rows(), first + kBlockRows);
        withValues(frame, request.column, [&](auto value) {
          forSelected(selection, first, end, [&](std::uint64_t row) {
            const double at = unit(value(row));
            if (!std::isfinite(at)) {
              nonFinite[lane] += std::isinf(at) ? 1 : 0;
              return;
            }
            if (at < low || at > high) {
              return;
            }
            ++counts[binAt(at, (at - low) * scale, result.edges)];
          });
        });
        frame.release(request.column, first, end - first);
      },
      stop));
  result.counts = sumOf(lanes, bins);
  result.nonFinite = std::accumulate(nonFinite.begin(), nonFinite.end(), std::uint64_t{0});
  if (request.logarithmic) {
    for (double& edge : result.edges) {
      edge = std::pow(10, edge);
    }
  }
  return result;
}

namespace {

Status countText(const Frame& frame, std::size_t column, const Selection& selection, std::stop_token stop,
                 Summary& result) {
  TATARA_ASSIGN(const auto counts, entryCounts(frame, column, selection, stop));
  std::uint64_t present = 0;
  for (const std::uint64_t count : counts) {
    present += count;
    result.distinct += count > 0;
  }
  result.missing = result.rows - present;
  return {};
}

// `count`: of the finite values.
Result<std::vector<double>> quantilesOf(RankSearch& search, std::span<const double> probabilities,
                                        std::uint64_t count) {
  const auto n = static_cast<double>(count);
  std::vector<std::uint64_t> ranks;
  for (const double probability : probabilities) {
    const double place = std::clamp(probability, 0.0, 1.0) * (n - 1);
    ranks.push_back(static_cast<std::uint64_t>(place));
    ranks.push_back(std::min(count - 1, static_cast<std::uint64_t>(place) + 1));
  }
  TATARA_ASSIGN(const auto values, search.find(ranks));
  std::vector<double> quantiles;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const double place = std::clamp(probabilities[i], 0.0, 1.0) * (n - 1);
    const double share = place - std::floor(place);
    const double low = values[2 * i];
    const double high = values[2 * i + 1];
    // NumPy's lerp: from the nearer end.
    quantiles.push_back(share >= 0.5 ? high - (high - low) * (1 - share) : low + (high - low) * share);
  }
  return quantiles;
}

}  // namespace

Result<Summary> summarize(const Frame& frame, std::size_t column, std::span<const double> probabilities,
                          const Selection& selection, std::stop_token stop) {
  Summary result;
  const double none = std::nan("");
  result.least = result.greatest = result.mean = result.sd = result.skew = result.kurtosis = none;
  result.rows = selection.count(frame.rows());
  if (frame.column(column).isText()) {
    TATARA_TRY(countText(frame, column, selection, stop, result));
    result.quantiles.assign(probabilities.size(), none);
    return result;
  }
  TATARA_ASSIGN(const Powers first,
                pass(frame, column, selection, stop, [](Powers& own, double value) { own.take(value); }));
  result.missing = first.missing;
  result.infinite = first.infinite;
  result.zeros = first.zeros;
  TATARA_ASSIGN(result.distinct,
                distinctNumbers(frame, column, selection, result.rows - result.missing, stop));
  if (first.finite == 0) {
    result.quantiles.assign(probabilities.size(), none);
    return result;
  }
  const auto n = static_cast<double>(first.finite);
  const double mean = first.sums[0].value() / n;
  TATARA_ASSIGN(const Powers second, pass(frame, column, selection, stop, [mean](Powers& own, double value) {
                  if (std::isfinite(value)) {
                    const double away = value - mean;
                    const double square = away * away;
                    own.sums[0].add(away);
                    own.sums[1].add(square);
                    own.sums[2].add(square * away);
                    own.sums[3].add(square * square);
                  }
                }));
  result.least = first.least;
  result.greatest = first.greatest;
  result.sum = first.sums[0].value();
  result.mean = mean;
  // The rounding of the mean is taken out again (Chan, Golub and LeVeque 1983).
  const double slip = second.sums[0].value();
  const double squares = second.sums[1].value() - slip * slip / n;
  result.sd = first.finite > 1 ? std::sqrt(squares / (n - 1)) : none;
  if (squares > 0) {
    const double variance = squares / n;
    result.skew = second.sums[2].value() / n / std::pow(variance, 1.5);
    result.kurtosis = second.sums[3].value() / n / (variance * variance) - 3;
  }
  if (!probabilities.empty()) {
    RankSearch search(frame, column, selection, stop);
    TATARA_ASSIGN(result.quantiles, quantilesOf(search, probabilities, first.finite));
  }
  return result;
}

Result<std::vector<TopValue>> topValues(const Frame& frame, std::size_t column, std::size_t most,
                                        const Selection& selection, std::stop_token stop) {
  std::vector<TopValue> result;
  if (!frame.column(column).isText()) {
    TATARA_ASSIGN(
        const GroupTable groups,
        group(frame,
              {.keys = {{.column = column}}, .measures = {}, .keepMissing = false, .mostGroups = 20'000'000},
              selection, stop));
    std::vector<std::size_t> order(groups.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const std::size_t kept = std::min(most, order.size());
    std::ranges::partial_sort(
        order, order.begin() + static_cast<std::ptrdiff_t>(kept), [&](std::size_t a, std::size_t b) {
          return groups.rows[a] != groups.rows[b] ? groups.rows[a] > groups.rows[b] : a < b;
        });
    for (std::size_t i = 0; i < kept; ++i) {
      result.push_back({valueText(frame, column, groups.keys[0][order[i]]), groups.rows[order[i]]});
    }
    return result;
  }
  TATARA_ASSIGN(const auto counts, entryCounts(frame, column, selection, stop));
  std::vector<std::int32_t> order;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) {
      order.push_back(static_cast<std::int32_t>(i));
    }
  }
  const std::size_t kept = std::min(most, order.size());
  std::ranges::partial_sort(
      order, order.begin() + static_cast<std::ptrdiff_t>(kept), [&](std::int32_t a, std::int32_t b) {
        const auto left = counts[static_cast<std::size_t>(a)];
        const auto right = counts[static_cast<std::size_t>(b)];
        return left != right ? left > right : frame.entry(column, a) < frame.entry(column, b);
      });
  for (std::size_t i = 0; i < kept; ++i) {
    result.push_back(
        {std::string(frame.entry(column, order[i])), counts[static_cast<std::size_t>(order[i])]});
  }
  return result;
}

}  // namespace tatara::dataset
