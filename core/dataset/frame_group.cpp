// Groups and their measures.
#include <algorithm>
#include <atomic>
#include <cmath>
#include <memory>
#include <numeric>

#include "core/base/number_text.h"
#include "core/dataset/frame_aggregate.h"
#include "core/dataset/internal/frame_values.h"
#include "core/dataset/internal/group_index.h"
#include "core/dataset/internal/selected_rows.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

// Values of one column that are gathered at once for quantiles.
constexpr std::uint64_t kGathered = 24u << 20;

struct Accumulator {
  std::uint64_t count = 0;  // finite values
  ExactSum sum;
  ExactSum squares;  // of the distance from the mean, in the second pass
  double least = std::numeric_limits<double>::infinity();
  double greatest = -std::numeric_limits<double>::infinity();

  void merge(const Accumulator& other) {
    count += other.count;
    sum.merge(other.sum);
    squares.merge(other.squares);
    least = std::min(least, other.least);
    greatest = std::max(greatest, other.greatest);
  }
};

class Grouper {
 public:
  Grouper(const Frame& frame, const GroupIndex& index, const Selection& selection, std::stop_token stop)
      : m_frame(frame), m_index(index), m_selection(selection), m_stop(std::move(stop)) {}

  // Calls body(lane, row, group) for every selected row; kNone groups included.
  template <typename Body>
  Status forRows(std::size_t column, Body&& body) const {
    return forBlocks(
        blockCount(m_frame.rows()),
        [&](std::size_t block, std::size_t lane) {
          const std::uint64_t first = block * kBlockRows;
          const std::uint64_t end = std::min(m_frame.rows(), first + kBlockRows);
          std::vector<std::uint32_t> groups(static_cast<std::size_t>(end - first));
          m_index.ofRows(first, groups);
          forSelected(m_selection, first, end,
                      [&](std::uint64_t row) { body(lane, row, groups[row - first]); });
          if (column != kEveryRow) {
            m_frame.release(column, first, end - first);
          }
        },
        m_stop);
  }

  Result<std::vector<std::uint64_t>> rowCounts(std::uint64_t& outside) const {
    std::vector<std::vector<std::uint64_t>> lanes(laneCount());
    TATARA_TRY(forRows(kEveryRow, [&](std::size_t lane, std::uint64_t, std::uint32_t own) {
      auto& counts = lanes[lane];
      if (counts.empty()) {
        counts.assign(m_index.groups() + 1, 0);
      }
      ++counts[own == GroupIndex::kNone ? m_index.groups() : own];
    }));
    std::vector<std::uint64_t> counts(m_index.groups() + 1, 0);
    for (const auto& lane : lanes) {
      for (std::size_t i = 0; i < lane.size(); ++i) {
        counts[i] += lane[i];
      }
    }
    outside = counts.back();
    counts.pop_back();
    return counts;
  }

  Result<std::vector<Accumulator>> accumulate(std::size_t column, bool spread) const {
    TATARA_ASSIGN(std::vector<Accumulator> all, onePass(column, nullptr));
    if (!spread) {
      return all;
    }
    std::vector<double> means(all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
      means[i] = all[i].sum.value() / static_cast<double>(all[i].count);
    }
    TATARA_ASSIGN(const std::vector<Accumulator> second, onePass(column, &means));
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i].squares = second[i].squares;
      // The rounding of the mean is taken out again.
      const double slip = second[i].sum.value();
      all[i].squares.add(all[i].count > 0 ? -slip * slip / static_cast<double>(all[i].count) : 0);
    }
    return all;
  }

  // Calls use(group, sorted values) for each group that has finite values.
  template <typename Use>
  Status sortedValues(std::size_t column, Use&& use) const {
    TATARA_ASSIGN(const std::vector<Accumulator> counted, onePass(column, nullptr));
    for (std::size_t from = 0; from < counted.size();) {
      std::size_t to = from;
      std::uint64_t total = 0;
      while (to < counted.size() && (to == from || total + counted[to].count <= kGathered)) {
        total += counted[to++].count;
      }
      if (total > 0) {
        TATARA_TRY(gather(column, counted, from, to, total, use));
      }
      from = to;
    }
    return {};
  }

 private:
  Result<std::vector<Accumulator>> onePass(std::size_t column, const std::vector<double>* means) const {
    std::vector<std::vector<Accumulator>> lanes(laneCount());
    TATARA_TRY(withValues(m_frame, column, [&](auto value) {
      return forRows(column, [&](std::size_t lane, std::uint64_t row, std::uint32_t own) {
        auto& parts = lanes[lane];
        if (parts.empty()) {
          parts.resize(m_index.groups());
        }
        const double number = value(row);
        if (own == GroupIndex::kNone || !std::isfinite(number)) {
          return;
        }
        Accumulator& part = parts[own];
        if (means) {
          const double away = number - (*means)[own];
          part.sum.add(away);
          part.squares.add(away * away);
          return;
        }
        ++part.count;
        part.sum.add(number);
        part.least = std::min(part.least, number);
        part.greatest = std::max(part.greatest, number);
      });
    }));
    std::vector<Accumulator> all(m_index.groups());
    for (const auto& parts : lanes) {
      for (std::size_t i = 0; i < parts.size(); ++i) {
        all[i].merge(parts[i]);
      }
    }
    return all;
  }

  template <typename Use>
  Status gather(std::size_t column, const std::vector<Accumulator>& counted, std::size_t from, std::size_t to,
                std::uint64_t total, Use& use) const {
    std::vector<double> values(static_cast<std::size_t>(total));
    std::vector<std::atomic<std::uint64_t>> places(to - from);
    std::uint64_t place = 0;
    for (std::size_t i = from; i < to; ++i) {
      places[i - from] = place;
      place += counted[i].count;
    }
    TATARA_TRY(withValues(m_frame, column, [&](auto value) {
      return forRows(column, [&](std::size_t, std::uint64_t row, std::uint32_t own) {
        const double number = value(row);
        if (own >= from && own < to && std::isfinite(number)) {
          values[static_cast<std::size_t>(places[own - from].fetch_add(1, std::memory_order_relaxed))] =
              number;
        }
      });
    }));
    return forBlocks(
        to - from,
        [&](std::size_t i, std::size_t) {
          const auto count = static_cast<std::size_t>(counted[from + i].count);
          if (count > 0) {
            const std::span<double> own(values.data() + (places[i] - count), count);
            std::ranges::sort(own);
            use(from + i, std::span<const double>(own));
          }
        },
        m_stop);
  }

  const Frame& m_frame;
  const GroupIndex& m_index;
  const Selection& m_selection;
  std::stop_token m_stop;
};

double quantileOf(std::span<const double> sorted, double probability) {
  const double place = std::clamp(probability, 0.0, 1.0) * static_cast<double>(sorted.size() - 1);
  const auto at = static_cast<std::size_t>(place);
  const double share = place - static_cast<double>(at);
  const double low = sorted[at];
  const double high = sorted[std::min(at + 1, sorted.size() - 1)];
  return share >= 0.5 ? high - (high - low) * (1 - share) : low + (high - low) * share;
}

double measured(const Accumulator& part, Measure::Kind kind) {
  const auto n = static_cast<double>(part.count);
  if (kind == Measure::Kind::Count) {
    return n;
  }
  if (part.count == 0) {
    return kind == Measure::Kind::Sum ? 0 : std::nan("");
  }
  switch (kind) {
    case Measure::Kind::Sum:
      return part.sum.value();
    case Measure::Kind::Mean:
      return part.sum.value() / n;
    case Measure::Kind::Least:
      return part.least;
    case Measure::Kind::Greatest:
      return part.greatest;
    case Measure::Kind::Deviation:
      return part.count > 1 ? std::sqrt(std::max(0.0, part.squares.value()) / (n - 1)) : std::nan("");
    default:
      return std::nan("");
  }
}

Status checkMeasures(const Frame& frame, const std::vector<Measure>& measures) {
  for (const Measure& measure : measures) {
    if (measure.column == kEveryRow && measure.kind == Measure::Kind::Count) {
      continue;
    }
    if (measure.column >= frame.columns().size()) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "There is no such column to measure"));
    }
    if (measure.kind != Measure::Kind::Count && frame.column(measure.column).isText()) {
      return text::sayError(ErrorKind::InvalidArgument,
                            TATARA_SAYS("Phrase", "'%1' holds text, which has no mean; count it instead"),
                            {frame.column(measure.column).info.name});
    }
  }
  return {};
}

// Groups with rows in the order of their keys, missing last.
std::vector<std::size_t> shownGroups(const GroupIndex& index, const std::vector<std::uint64_t>& counts,
                                     std::vector<std::vector<double>>& keys) {
  std::vector<std::pair<std::vector<double>, std::size_t>> found;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0) {
      found.emplace_back(index.keysOf(i), i);
    }
  }
  std::ranges::sort(found, [](const auto& left, const auto& right) {
    for (std::size_t k = 0; k < left.first.size(); ++k) {
      const double a = left.first[k];
      const double b = right.first[k];
      if (std::isnan(a) != std::isnan(b)) {
        return std::isnan(b);
      }
      if (a != b && !std::isnan(a)) {
        return a < b;
      }
    }
    return false;
  });
  std::vector<std::size_t> groups;
  for (const auto& [own, place] : found) {
    groups.push_back(place);
    for (std::size_t k = 0; k < own.size(); ++k) {
      keys[k].push_back(own[k]);
    }
  }
  return groups;
}

}  // namespace

Result<GroupTable> group(const Frame& frame, const GroupRequest& request, const Selection& selection,
                         std::stop_token stop) {
  TATARA_TRY(checkMeasures(frame, request.measures));
  TATARA_ASSIGN(const GroupIndex index, GroupIndex::make(frame, request, selection, stop));
  const Grouper grouper(frame, index, selection, stop);
  GroupTable table;
  TATARA_ASSIGN(const std::vector<std::uint64_t> counts, grouper.rowCounts(table.outside));
  table.keys.resize(request.keys.size());
  const std::vector<std::size_t> shown = shownGroups(index, counts, table.keys);
  for (const std::size_t place : shown) {
    table.rows.push_back(counts[place]);
  }
  table.measures.resize(request.measures.size());
  std::vector<std::uint8_t> done(request.measures.size(), 0);
  for (std::size_t i = 0; i < request.measures.size(); ++i) {
    const Measure& measure = request.measures[i];
    if (done[i]) {
      continue;
    }
    if (measure.column == kEveryRow) {
      table.measures[i].assign(table.rows.begin(), table.rows.end());
      continue;
    }
    // Measures of the same column share their passes.
    std::vector<std::size_t> moments;
    std::vector<std::size_t> quantiles;
    bool spread = false;
    for (std::size_t k = i; k < request.measures.size(); ++k) {
      if (request.measures[k].column == measure.column) {
        const bool quantile = request.measures[k].kind == Measure::Kind::Quantile;
        (quantile ? quantiles : moments).push_back(k);
        spread = spread || request.measures[k].kind == Measure::Kind::Deviation;
        done[k] = 1;
      }
    }
    if (!moments.empty()) {
      if (frame.column(measure.column).isText() || moments.size() > 0) {
        TATARA_ASSIGN(const std::vector<Accumulator> parts, grouper.accumulate(measure.column, spread));
        for (const std::size_t k : moments) {
          for (const std::size_t place : shown) {
            table.measures[k].push_back(measured(parts[place], request.measures[k].kind));
          }
        }
      }
    }
    if (!quantiles.empty()) {
      std::vector<std::vector<double>> found(quantiles.size(),
                                             std::vector<double>(index.groups(), std::nan("")));
      TATARA_TRY(grouper.sortedValues(measure.column, [&](std::size_t place, std::span<const double> sorted) {
        for (std::size_t k = 0; k < quantiles.size(); ++k) {
          found[k][place] = quantileOf(sorted, request.measures[quantiles[k]].probability);
        }
      }));
      for (std::size_t k = 0; k < quantiles.size(); ++k) {
        for (const std::size_t place : shown) {
          table.measures[quantiles[k]].push_back(found[k][place]);
        }
      }
    }
  }
  return table;
}

Result<DensityGrid> densityGrid(const Frame& frame, const GroupKey& x, const GroupKey& y,
                                std::optional<std::size_t> colour, const Selection& selection,
                                std::stop_token stop) {
  GroupRequest request{.keys = {y, x}, .measures = {}, .keepMissing = false};
  if (colour) {
    request.measures.push_back({.kind = Measure::Kind::Mean, .column = *colour});
  }
  TATARA_TRY(checkMeasures(frame, request.measures));
  if ((x.bins + 1) * (y.bins + 1) > (8u << 20)) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "A grid of more than eight million cells is not drawn"));
  }
  TATARA_ASSIGN(const GroupIndex index, GroupIndex::make(frame, request, selection, stop));
  const Grouper grouper(frame, index, selection, stop);
  DensityGrid grid;
  TATARA_ASSIGN(const std::vector<std::uint64_t> counts, grouper.rowCounts(grid.outside));
  std::vector<Accumulator> parts;
  if (colour) {
    TATARA_ASSIGN(parts, grouper.accumulate(*colour, false));
  }
  // Behind each line and at the end stand the cells of missing keys, which are empty here.
  for (std::size_t line = 0; line < y.bins; ++line) {
    for (std::size_t column = 0; column < x.bins; ++column) {
      const std::size_t place = line * (x.bins + 1) + column;
      grid.rows.push_back(static_cast<std::uint32_t>(counts[place]));
      if (colour) {
        grid.means.push_back(measured(parts[place], Measure::Kind::Mean));
      }
    }
  }
  return grid;
}

Result<std::vector<Box>> boxes(const Frame& frame, const GroupKey& key, std::size_t column,
                               const Selection& selection, std::stop_token stop) {
  const GroupRequest request{.keys = {key}, .measures = {{.kind = Measure::Kind::Mean, .column = column}}};
  TATARA_TRY(checkMeasures(frame, request.measures));
  TATARA_ASSIGN(const GroupIndex index, GroupIndex::make(frame, request, selection, stop));
  std::vector<Box> all(index.groups());
  TATARA_TRY(Grouper(frame, index, selection, stop)
                 .sortedValues(column, [&](std::size_t place, std::span<const double> sorted) {
                   Box& box = all[place];
                   box.count = sorted.size();
                   box.lower = quantileOf(sorted, 0.25);
                   box.median = quantileOf(sorted, 0.5);
                   box.upper = quantileOf(sorted, 0.75);
                   const double reach = 1.5 * (box.upper - box.lower);
                   const auto low = std::ranges::lower_bound(sorted, box.lower - reach);
                   const auto high = std::ranges::upper_bound(sorted, box.upper + reach);
                   box.low = *low;
                   box.high = *(high - 1);
                   box.beyond = static_cast<std::uint64_t>(low - sorted.begin()) +
                                static_cast<std::uint64_t>(sorted.end() - high);
                 }));
  std::vector<std::uint64_t> counts;
  for (const Box& box : all) {
    counts.push_back(box.count);
  }
  std::vector<std::vector<double>> keys(1);
  std::vector<Box> shown;
  for (const std::size_t place : shownGroups(index, counts, keys)) {
    shown.push_back(all[place]);
    shown.back().key = keys[0][shown.size() - 1];
  }
  return shown;
}

std::string valueText(const Frame& frame, std::size_t column, double value) {
  const FrameColumn& info = frame.column(column);
  if (std::isnan(value)) {
    return {};
  }
  if (info.isText()) {
    return std::string(frame.entry(column, static_cast<std::int32_t>(value)));
  }
  if (info.info.type == ColumnType::Time) {
    return timeText(value);
  }
  if (info.info.type == ColumnType::Boolean) {
    return value != 0 ? "true" : "false";
  }
  const bool whole = info.storage == FrameColumn::Storage::Integer && std::abs(value) < 9.2e18;
  return whole ? std::to_string(static_cast<std::int64_t>(value)) : toText(value);
}

}  // namespace tatara::dataset
