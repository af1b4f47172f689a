#include "core/dataset/internal/group_index.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <string>

#include "core/base/number_text.h"
#include "core/dataset/internal/frame_values.h"
#include "core/dataset/internal/selected_rows.h"
#include "core/text/error_phrase.h"

namespace tatara::dataset {
namespace {

namespace ch = std::chrono;

constexpr std::uint64_t kDense = 8u << 20;
constexpr std::uint64_t kNoPlace = ~std::uint64_t{0};
constexpr double kDaySeconds = 86'400;
constexpr double kTimeBound = 8e12;  // about the year 250,000

std::int64_t periodIndex(GroupKey::Period period, double seconds) {
  const double bounded = std::clamp(seconds, -kTimeBound, kTimeBound);
  switch (period) {
    case GroupKey::Period::Minute:
      return static_cast<std::int64_t>(std::floor(bounded / 60));
    case GroupKey::Period::Hour:
      return static_cast<std::int64_t>(std::floor(bounded / 3600));
    case GroupKey::Period::Day:
      return static_cast<std::int64_t>(std::floor(bounded / kDaySeconds));
    case GroupKey::Period::Week:  // 1970-01-01 was a Thursday
      return static_cast<std::int64_t>(std::floor((bounded / kDaySeconds + 3) / 7));
    default:
      break;
  }
  const auto days = ch::days(static_cast<int>(std::floor(std::clamp(bounded, -9e11, 9e11) / kDaySeconds)));
  const ch::year_month_day date{ch::sys_days(days)};
  const std::int64_t year = static_cast<int>(date.year());
  const std::int64_t month = static_cast<unsigned>(date.month()) - 1;
  return period == GroupKey::Period::Year      ? year
         : period == GroupKey::Period::Quarter ? year * 4 + month / 3
                                               : year * 12 + month;
}

double periodStart(GroupKey::Period period, std::int64_t index) {
  const auto at = static_cast<double>(index);
  const auto ofMonth = [](std::int64_t months) {
    const std::int64_t year = months >= 0 ? months / 12 : (months - 11) / 12;
    const ch::sys_days day =
        ch::year(static_cast<int>(year)) / ch::month(static_cast<unsigned>(months - year * 12) + 1) / 1;
    return static_cast<double>(day.time_since_epoch().count()) * kDaySeconds;
  };
  switch (period) {
    case GroupKey::Period::Minute:
      return at * 60;
    case GroupKey::Period::Hour:
      return at * 3600;
    case GroupKey::Period::Day:
      return at * kDaySeconds;
    case GroupKey::Period::Week:
      return (at * 7 - 3) * kDaySeconds;
    case GroupKey::Period::Month:
      return ofMonth(index);
    case GroupKey::Period::Quarter:
      return ofMonth(index * 3);
    case GroupKey::Period::Year:
      return ofMonth(index * 12);
  }
  return 0;
}

int cycleOf(GroupKey::Kind kind, double seconds) {
  const double bounded = std::clamp(seconds, -9e11, 9e11);
  const auto day = static_cast<std::int64_t>(std::floor(bounded / kDaySeconds));
  if (kind == GroupKey::Kind::HourOfDay) {
    return static_cast<int>((bounded - static_cast<double>(day) * kDaySeconds) / 3600);
  }
  if (kind == GroupKey::Kind::Weekday) {
    return static_cast<int>(((day + 3) % 7 + 7) % 7);
  }
  const ch::year_month_day date{ch::sys_days(ch::days(static_cast<int>(day)))};
  return static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}

double unitOf(const GroupKey& key, double value) {
  return key.logarithmic ? std::log10(value) : value;
}

Error tooMany(const Frame& frame, std::size_t column, std::size_t most) {
  return text::sayError(
      ErrorKind::InvalidArgument,
      TATARA_SAYS("Phrase",
                  "'%1' makes more than %2 groups; divide it into bins or longer periods, or filter first"),
      {frame.column(column).info.name, withThousands(static_cast<std::int64_t>(most))});
}

std::size_t mixedKey(std::uint64_t place) {
  place *= 0x9E3779B97F4A7C15;
  return static_cast<std::size_t>(place ^ place >> 29);
}

}  // namespace

double periodBegin(GroupKey::Period period, double seconds) {
  return periodStart(period, periodIndex(period, seconds));
}
double nextPeriod(GroupKey::Period period, double seconds) {
  return periodStart(period, periodIndex(period, seconds) + 1);
}

double binEdge(const GroupKey& key, std::size_t bin) {
  const double low = unitOf(key, key.least);
  const double high = unitOf(key, key.greatest);
  const double at = bin >= key.bins
                        ? high
                        : low + (high - low) * (static_cast<double>(bin) / static_cast<double>(key.bins));
  return key.logarithmic ? (bin == 0 ? key.least : bin >= key.bins ? key.greatest : std::pow(10, at)) : at;
}

Result<GroupIndex> GroupIndex::make(const Frame& frame, const GroupRequest& request,
                                    const Selection& selection, std::stop_token stop) {
  GroupIndex index;
  index.m_frame = &frame;
  index.m_keepMissing = request.keepMissing;
  double product = 1;
  std::uint64_t grid = 1;
  for (const GroupKey& key : request.keys) {
    Digit& digit = index.m_digits.emplace_back(Digit{.key = key, .distinct = {}, .edges = {}});
    TATARA_TRY(index.prepare(digit, selection, request.mostGroups, stop));
    product *= static_cast<double>(digit.values + 1);
    grid *= digit.values + 1;
  }
  if (product > 1e18) {
    return tooMany(frame, request.keys.back().column, request.mostGroups);
  }
  index.m_dense = grid <= kDense;
  index.m_groups = static_cast<std::size_t>(grid);
  if (!index.m_dense) {
    TATARA_TRY(index.compress(selection, request.mostGroups, stop));
  }
  return index;
}

Status GroupIndex::prepareBins(Digit& digit) const {
  digit.values = std::clamp<std::size_t>(digit.key.bins, 1, 1u << 20);
  digit.low = unitOf(digit.key, digit.key.least);
  digit.high = unitOf(digit.key, digit.key.greatest);
  if (!std::isfinite(digit.low) || !std::isfinite(digit.high) || digit.low > digit.high) {
    return text::sayError(
        ErrorKind::InvalidArgument,
        TATARA_SAYS("Phrase", "The range of '%1' has no such axis; logarithms need values above 0"),
        {m_frame->column(digit.key.column).info.name});
  }
  for (std::size_t i = 0; i <= digit.values; ++i) {
    digit.edges.push_back(i == digit.values
                              ? digit.high
                              : digit.low + (digit.high - digit.low) *
                                                (static_cast<double>(i) / static_cast<double>(digit.values)));
  }
  return {};
}

Status GroupIndex::prepare(Digit& digit, const Selection& selection, std::size_t mostGroups,
                           std::stop_token stop) {
  if (digit.key.column >= m_frame->columns().size()) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "There is no such column to group by"));
  }
  const FrameColumn& column = m_frame->column(digit.key.column);
  if (digit.key.kind != GroupKey::Kind::Value && column.isText()) {
    return text::sayError(ErrorKind::InvalidArgument,
                          TATARA_SAYS("Phrase", "'%1' holds text and can be grouped only by its values"),
                          {column.info.name});
  }
  switch (digit.key.kind) {
    case GroupKey::Kind::Value:
      if (column.isText()) {
        digit.values = column.entries;
        if (!column.distinctKnown) {
          return tooMany(*m_frame, digit.key.column, 1u << 20);
        }
      } else if (column.bins.kind == Bins::Kind::Values && column.storage == FrameColumn::Storage::Integer) {
        digit.first = column.bins.first;
        digit.values = column.bins.count;
      } else {
        TATARA_TRY(collectValues(digit, selection, mostGroups, stop));
        digit.values = digit.distinct.size();
      }
      return {};
    case GroupKey::Kind::Bins:
      return prepareBins(digit);
    case GroupKey::Kind::Period: {
      if (column.finite == 0) {
        return {};
      }
      digit.firstPeriod = periodIndex(digit.key.period, column.least);
      const auto periods =
          static_cast<std::uint64_t>(periodIndex(digit.key.period, column.greatest) - digit.firstPeriod) + 1;
      if (periods > (std::uint64_t{1} << 40)) {
        return tooMany(*m_frame, digit.key.column, mostGroups);
      }
      digit.values = periods;
      return {};
    }
    case GroupKey::Kind::HourOfDay:
      digit.values = 24;
      return {};
    case GroupKey::Kind::Weekday:
      digit.values = 7;
      return {};
    case GroupKey::Kind::MonthOfYear:
      digit.values = 12;
      return {};
  }
  return {};
}

Status GroupIndex::collectValues(Digit& digit, const Selection& selection, std::size_t most,
                                 std::stop_token stop) const {
  std::vector<std::vector<double>> lanes(laneCount());
  std::vector<std::uint8_t> full(laneCount(), 0);
  const auto shrink = [](std::vector<double>& values) {
    std::ranges::sort(values);
    values.erase(std::unique(values.begin(), values.end()), values.end());
  };
  TATARA_TRY(forBlocks(
      blockCount(m_frame->rows()),
      [&](std::size_t block, std::size_t lane) {
        auto& values = lanes[lane];
        if (full[lane]) {
          return;
        }
        const std::uint64_t first = block * kBlockRows;
        const std::uint64_t end = std::min(m_frame->rows(), first + kBlockRows);
        std::vector<double> own;
        withValues(*m_frame, digit.key.column, [&](auto value) {
          forSelected(selection, first, end, [&](std::uint64_t row) {
            if (const double number = value(row); !std::isnan(number)) {
              own.push_back(number + 0.0);
            }
          });
        });
        m_frame->release(digit.key.column, first, end - first);
        shrink(own);
        const auto middle = static_cast<std::ptrdiff_t>(values.size());
        values.insert(values.end(), own.begin(), own.end());
        std::inplace_merge(values.begin(), values.begin() + middle, values.end());
        values.erase(std::unique(values.begin(), values.end()), values.end());
        full[lane] = values.size() > most;
      },
      stop));
  for (const auto& values : lanes) {
    digit.distinct.insert(digit.distinct.end(), values.begin(), values.end());
  }
  shrink(digit.distinct);
  if (digit.distinct.size() > most) {
    return tooMany(*m_frame, digit.key.column, most);
  }
  return {};
}

std::uint64_t GroupIndex::Digit::placeOf(double number) const {
  const auto at = std::ranges::lower_bound(distinct, number + 0.0);
  return at == distinct.end() || *at != number ? kNoPlace  // not selected
                                               : static_cast<std::uint64_t>(at - distinct.begin());
}

std::uint64_t GroupIndex::Digit::binAt(double at, double guess) const {
  auto bin = std::min<std::uint64_t>(values - 1, static_cast<std::uint64_t>(guess));
  while (bin > 0 && at < edges[bin]) {
    --bin;
  }
  while (bin + 1 < values && at >= edges[bin + 1]) {
    ++bin;
  }
  return bin;
}

void GroupIndex::places(std::uint64_t first, std::span<std::uint64_t> target) const {
  std::ranges::fill(target, 0);
  for (const Digit& digit : m_digits) {
    const std::uint64_t base = digit.values + 1;
    const std::uint64_t missing = m_keepMissing ? digit.values : kNoPlace;
    const auto put = [&](std::size_t i, std::uint64_t value) {
      target[i] = target[i] == kNoPlace || value == kNoPlace ? kNoPlace : target[i] * base + value;
    };
    if (m_frame->column(digit.key.column).isText()) {
      for (std::size_t i = 0; i < target.size(); ++i) {
        const std::int32_t code = m_frame->code(digit.key.column, first + i);
        put(i, code < 0 ? missing : static_cast<std::uint64_t>(code));
      }
      continue;
    }
    withValues(*m_frame, digit.key.column, [&](auto value) {
      const auto each = [&](auto&& of) {
        for (std::size_t i = 0; i < target.size(); ++i) {
          const double number = value(first + i);
          put(i, std::isnan(number) ? missing : of(number));
        }
      };
      switch (digit.key.kind) {
        case GroupKey::Kind::Value:
          if (digit.distinct.empty()) {
            each([&](double number) { return static_cast<std::uint64_t>(number - digit.first); });
          } else {
            each([&](double number) { return digit.placeOf(number); });
          }
          break;
        case GroupKey::Kind::Bins: {
          const double scale =
              digit.high > digit.low ? static_cast<double>(digit.values) / (digit.high - digit.low) : 0;
          each([&](double number) {
            const double at = unitOf(digit.key, number);
            if (!(at >= digit.low && at <= digit.high)) {
              return kNoPlace;
            }
            return digit.binAt(at, (at - digit.low) * scale);
          });
          break;
        }
        case GroupKey::Kind::Period:
          each([&](double number) {
            return std::isinf(number) ? kNoPlace
                                      : static_cast<std::uint64_t>(periodIndex(digit.key.period, number) -
                                                                   digit.firstPeriod);
          });
          break;
        default:
          each([&](double number) {
            return std::isinf(number) ? kNoPlace
                                      : static_cast<std::uint64_t>(cycleOf(digit.key.kind, number));
          });
          break;
      }
    });
    m_frame->release(digit.key.column, first, target.size());
  }
}

std::size_t GroupIndex::slotOf(std::uint64_t place) const {
  const std::size_t mask = m_slots.size() - 1;
  std::size_t at = mixedKey(place) & mask;
  while (m_slots[at] != 0 && m_places[m_slots[at] - 1] != place) {
    at = (at + 1) & mask;
  }
  return at;
}

Status GroupIndex::compress(const Selection& selection, std::size_t most, std::stop_token stop) {
  m_slots.assign(1 << 16, 0);
  std::vector<std::uint64_t> target;
  for (std::uint64_t first = 0; first < m_frame->rows(); first += kBlockRows) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "The computation was cancelled");
    }
    const std::uint64_t end = std::min(m_frame->rows(), first + kBlockRows);
    target.resize(static_cast<std::size_t>(end - first));
    places(first, target);
    forSelected(selection, first, end, [&](std::uint64_t row) {
      const std::uint64_t place = target[row - first];
      if (place == kNoPlace || m_places.size() > most) {
        return;
      }
      const std::size_t at = slotOf(place);
      if (m_slots[at] != 0) {
        return;
      }
      m_places.push_back(place);
      m_slots[at] = static_cast<std::uint32_t>(m_places.size());
      if (m_places.size() * 2 > m_slots.size()) {
        m_slots.assign(m_slots.size() * 2, 0);
        for (std::size_t i = 0; i < m_places.size(); ++i) {
          m_slots[slotOf(m_places[i])] = static_cast<std::uint32_t>(i + 1);
        }
      }
    });
    if (m_places.size() > most) {
      return tooMany(*m_frame, m_digits.back().key.column, most);
    }
  }
  m_groups = m_places.size();
  return {};
}

void GroupIndex::ofRows(std::uint64_t first, std::span<std::uint32_t> target) const {
  std::vector<std::uint64_t> found(target.size());
  places(first, found);
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (found[i] == kNoPlace) {
      target[i] = kNone;
    } else if (m_dense) {
      target[i] = static_cast<std::uint32_t>(found[i]);
    } else {
      target[i] = m_slots[slotOf(found[i])] - 1;  // kNone for rows that are not selected
    }
  }
}

std::vector<double> GroupIndex::keysOf(std::size_t group) const {
  std::uint64_t place = m_dense ? group : m_places[group];
  std::vector<double> keys(m_digits.size());
  for (std::size_t i = m_digits.size(); i-- > 0;) {
    const Digit& digit = m_digits[i];
    const std::uint64_t value = place % (digit.values + 1);
    place /= digit.values + 1;
    if (value == digit.values) {
      keys[i] = std::nan("");
      continue;
    }
    const auto number = static_cast<double>(value);
    switch (digit.key.kind) {
      case GroupKey::Kind::Value:
        keys[i] = m_frame->column(digit.key.column).isText() ? number
                  : digit.distinct.empty()                   ? digit.first + number
                                                             : digit.distinct[value];
        break;
      case GroupKey::Kind::Period:
        keys[i] = periodStart(digit.key.period, digit.firstPeriod + static_cast<std::int64_t>(value));
        break;
      case GroupKey::Kind::MonthOfYear:
        keys[i] = number + 1;
        break;
      default:
        keys[i] = number;
        break;
    }
  }
  return keys;
}

}  // namespace tatara::dataset
