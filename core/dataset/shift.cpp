#include "core/dataset/shift.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <tuple>

#include "core/base/number_text.h"
#include "core/dataset/frame.h"
#include "core/stats/association.h"
#include "core/stats/moments.h"
#include "core/stats/radix_sort.h"
#include "core/stats/tail.h"
#include "core/stats/two_samples.h"

namespace tatara::dataset {
namespace {

constexpr std::uint64_t kShiftBlock = 65'536;
constexpr std::uint64_t kMostHeld = 6'000'000;  // numbers of both sides
constexpr std::size_t kMostBars = 20;

using text::Json;

// One side of the comparison, wherever its values are.
struct Side {
  ColumnType type = ColumnType::Text;
  std::uint64_t rows = 0;
  bool distinctKnown = true;
  std::function<void(std::uint64_t first, std::span<double> target)> numbers;  // of a text its codes
  std::size_t words = 0;
  std::function<std::string_view(std::size_t)> word;  // ascending by bytes
};

Side sideOf(const Frame& frame, std::size_t index) {
  const FrameColumn& column = frame.column(index);
  return {column.info.type,
          frame.rows(),
          column.distinctKnown,
          [&frame, index](std::uint64_t first, std::span<double> target) {
            frame.numbers(index, first, target);
            frame.release(index, first, target.size());
          },
          column.entries,
          [&frame, index](std::size_t code) { return frame.entry(index, static_cast<std::int32_t>(code)); }};
}

Side sideOf(const Column& column) {
  return {column.info.type,
          column.rows(),
          true,
          [&column](std::uint64_t first, std::span<double> target) {
            for (std::size_t i = 0; i < target.size(); ++i) {
              const std::size_t row = static_cast<std::size_t>(first) + i;
              target[i] = column.info.type != ColumnType::Text ? column.numbers[row]
                          : column.codes[row] < 0              ? ColumnShift::kUnknown
                                                               : column.codes[row];
            }
          },
          column.categories.size(),
          [&column](std::size_t code) { return std::string_view(column.categories[code]); }};
}

Status forNumbers(const Side& side, const std::stop_token& stop, const auto& body) {
  std::vector<double> block(static_cast<std::size_t>(std::min(kShiftBlock, side.rows)));
  for (std::uint64_t first = 0; first < side.rows; first += kShiftBlock) {
    if (stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "The comparison was cancelled");
    }
    const std::span<double> part(block.data(),
                                 static_cast<std::size_t>(std::min(kShiftBlock, side.rows - first)));
    side.numbers(first, part);
    for (const double value : part) {
      if (!std::isnan(value)) {
        body(value);
      }
    }
  }
  return {};
}

// --- numbers ---

void walkSorted(std::vector<double>& before, std::vector<double>& after, stats::SampleWalk& walk) {
  stats::radixSort(before);
  stats::radixSort(after);
  std::size_t i = 0;
  std::size_t k = 0;
  while (i < before.size() || k < after.size()) {
    const double value = i == before.size()  ? after[k]
                         : k == after.size() ? before[i]
                                             : std::min(before[i], after[k]);
    const std::size_t firstBefore = i;
    const std::size_t firstAfter = k;
    while (i < before.size() && before[i] == value) {
      ++i;
    }
    while (k < after.size() && after[k] == value) {
      ++k;
    }
    walk.add(value, i - firstBefore, k - firstAfter);
  }
}

// Values at which the columns are cut into parts that may be held, from a sample of both.
Result<std::vector<double>> partEnds(const Side& before, const Side& after, std::uint64_t total,
                                     const std::stop_token& stop) {
  constexpr std::uint64_t kSample = 131'072;
  std::vector<double> sample;
  const std::uint64_t every = std::max<std::uint64_t>(1, total / kSample);
  std::uint64_t at = 0;
  for (const Side* side : {&before, &after}) {
    TATARA_TRY(forNumbers(*side, stop, [&](double value) {
      if (at++ % every == 0) {
        sample.push_back(value);
      }
    }));
  }
  stats::radixSort(sample);
  const std::uint64_t parts = 2 * (total / kMostHeld + 1);
  std::vector<double> ends;
  for (std::uint64_t part = 1; part < parts; ++part) {
    const double end = sample[static_cast<std::size_t>(sample.size() * part / parts)];
    if (ends.empty() || ends.back() < end) {
      ends.push_back(end);
    }
  }
  return ends;
}

// In several passes, each holding the values between two ends and counting those that equal the upper one.
Status walkInParts(const Side& before, const Side& after, std::uint64_t total, stats::SampleWalk& walk,
                   const std::stop_token& stop) {
  TATARA_ASSIGN(std::vector<double> ends, partEnds(before, after, total, stop));
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  ends.push_back(kInfinity);
  double low = -kInfinity;
  bool first = true;
  for (const double end : ends) {
    std::vector<double> held[2];
    std::uint64_t equal[2] = {0, 0};
    for (const int which : {0, 1}) {
      TATARA_TRY(forNumbers(which == 0 ? before : after, stop, [&](double value) {
        if (value == end) {
          ++equal[which];
        } else if (value < end && (first || value > low)) {
          held[which].push_back(value);
        }
      }));
    }
    walkSorted(held[0], held[1], walk);
    if (equal[0] + equal[1] > 0) {
      walk.add(end, equal[0], equal[1]);
    }
    low = end;
    first = false;
  }
  return {};
}

std::string numberLabel(const Side& side, double value) {
  return side.type == ColumnType::Time ? timeText(value) : toText(value);
}

Status compareNumbers(const Side& before, const Side& after, ColumnShift& shift,
                      const std::stop_token& stop) {
  stats::Moments moments;
  TATARA_TRY(forNumbers(before, stop, [&](double value) {
    ++shift.countBefore;
    moments.add(value);
  }));
  TATARA_TRY(forNumbers(after, stop, [&](double) { ++shift.countAfter; }));
  shift.missingBefore = before.rows - shift.countBefore;
  shift.missingAfter = after.rows - shift.countAfter;
  if (shift.countBefore == 0 || shift.countAfter == 0) {
    shift.reason = "there are no values on one side";
    return {};
  }
  stats::SampleWalk walk(shift.countBefore, shift.countAfter);
  const std::uint64_t total = shift.countBefore + shift.countAfter;
  if (total <= kMostHeld) {
    std::vector<double> held[2];
    TATARA_TRY(forNumbers(before, stop, [&](double value) { held[0].push_back(value); }));
    TATARA_TRY(forNumbers(after, stop, [&](double value) { held[1].push_back(value); }));
    walkSorted(held[0], held[1], walk);
  } else {
    TATARA_TRY(walkInParts(before, after, total, walk, stop));
  }
  shift.test = ShiftTest::KolmogorovSmirnov;
  shift.statistic = walk.kolmogorovSmirnov();
  const auto tail = stats::kolmogorovSmirnovTail(shift.statistic, shift.countBefore, shift.countAfter);
  shift.p = tail.p;
  shift.exact = tail.exact;
  shift.wasserstein = walk.wasserstein();
  const double deviation = moments.standardDeviation();
  shift.standardised = deviation > 0 ? shift.wasserstein / deviation : ColumnShift::kUnknown;
  for (std::size_t bin = 0; bin < walk.binsBefore().size(); ++bin) {
    const bool last = bin == walk.cuts().size();
    const std::string label = walk.cuts().empty() ? "all values"
                              : last              ? "> " + numberLabel(after, walk.cuts().back())
                                                  : "≤ " + numberLabel(after, walk.cuts()[bin]);
    shift.bars.push_back({label, walk.binsBefore()[bin], walk.binsAfter()[bin]});
  }
  return {};
}

// --- texts and flags ---

struct Category {
  std::string_view text;
  std::uint64_t before = 0;
  std::uint64_t after = 0;
};

Result<std::vector<std::uint64_t>> countsOf(const Side& side, std::size_t words,
                                            const std::stop_token& stop) {
  std::vector<std::uint64_t> counts(words, 0);
  TATARA_TRY(forNumbers(side, stop, [&](double code) { ++counts[static_cast<std::size_t>(code)]; }));
  return counts;
}

Result<std::vector<Category>> categoriesOf(const Side& before, const Side& after,
                                           const std::stop_token& stop) {
  const bool flags = before.type == ColumnType::Boolean;
  TATARA_ASSIGN(const auto left, countsOf(before, flags ? 2 : before.words, stop));
  TATARA_ASSIGN(const auto right, countsOf(after, flags ? 2 : after.words, stop));
  if (flags) {
    return std::vector<Category>{{"false", left[0], right[0]}, {"true", left[1], right[1]}};
  }
  std::vector<Category> all;
  std::size_t i = 0;
  std::size_t k = 0;
  while (i < left.size() || k < right.size()) {
    const int order = i == left.size() ? 1 : k == right.size() ? -1 : before.word(i).compare(after.word(k));
    Category one{order <= 0 ? before.word(i) : after.word(k), 0, 0};
    one.before = order <= 0 ? left[i++] : 0;
    one.after = order >= 0 ? right[k++] : 0;
    if (one.before + one.after > 0) {
      all.push_back(one);
    }
  }
  return all;
}

// The most frequent categories one by one, the rest together.
void fillBars(std::vector<Category> kept, Category rest, ColumnShift& shift) {
  std::ranges::stable_sort(
      kept, [](const Category& a, const Category& b) { return a.before + a.after > b.before + b.after; });
  for (std::size_t i = kMostBars; i < kept.size(); ++i) {
    rest.before += kept[i].before;
    rest.after += kept[i].after;
  }
  for (std::size_t i = 0; i < std::min(kMostBars, kept.size()); ++i) {
    shift.bars.push_back({std::string(kept[i].text), kept[i].before, kept[i].after});
  }
  if (rest.before + rest.after > 0) {
    shift.bars.push_back({"other values", rest.before, rest.after});
  }
}

Status compareCategories(const Side& before, const Side& after, ColumnShift& shift,
                         const std::stop_token& stop) {
  if (!before.distinctKnown || !after.distinctKnown) {
    TATARA_TRY(forNumbers(before, stop, [&](double) { ++shift.countBefore; }));
    TATARA_TRY(forNumbers(after, stop, [&](double) { ++shift.countAfter; }));
    shift.reason = "there are too many different texts";
  }
  std::vector<Category> all;
  if (shift.reason.empty()) {
    TATARA_ASSIGN(all, categoriesOf(before, after, stop));
    for (const Category& one : all) {
      shift.countBefore += one.before;
      shift.countAfter += one.after;
    }
  }
  shift.missingBefore = before.rows - shift.countBefore;
  shift.missingAfter = after.rows - shift.countAfter;
  if (!shift.reason.empty()) {
    return {};
  }
  if (shift.countBefore == 0 || shift.countAfter == 0) {
    shift.reason = "there are no values on one side";
    return {};
  }
  constexpr double kFewestExpected = 5;
  const auto left = static_cast<double>(shift.countBefore);
  const auto right = static_cast<double>(shift.countAfter);
  std::vector<Category> kept;
  Category rest;
  for (const Category& one : all) {
    const double expected =
        static_cast<double>(one.before + one.after) * std::min(left, right) / (left + right);
    if (expected >= kFewestExpected) {
      kept.push_back(one);
    } else {
      rest.before += one.before;
      rest.after += one.after;
    }
  }
  fillBars(kept, rest, shift);
  if (rest.before + rest.after > 0) {
    kept.push_back(rest);
  }
  if (kept.size() < 2) {
    shift.reason = all.size() < 2 ? "there is one value only" : "hardly any value occurs more than once";
    return {};
  }
  stats::Contingency table{2, kept.size(), {}, shift.countBefore + shift.countAfter};
  for (const Category& one : kept) {
    table.counts.push_back(one.before);
  }
  for (const Category& one : kept) {
    table.counts.push_back(one.after);
  }
  const stats::ChiSquare square = stats::chiSquare(table);
  shift.test = ShiftTest::ChiSquare;
  shift.statistic = square.statistic;
  shift.freedom = square.freedom();
  shift.p = stats::chiSquareTail(square.statistic, square.freedom());
  shift.cramersV = stats::cramersV(table);
  return {};
}

bool countedByValue(ColumnType type) {
  return type == ColumnType::Text || type == ColumnType::Boolean;
}

Result<ColumnShift> compare(const Side& before, const Side& after, std::string name,
                            const std::stop_token& stop) {
  ColumnShift shift;
  shift.column = std::move(name);
  shift.type = after.type;
  const bool numbers = !countedByValue(before.type) && !countedByValue(after.type) &&
                       (before.type == ColumnType::Time) == (after.type == ColumnType::Time);
  if (before.type == ColumnType::Unsupported || after.type == ColumnType::Unsupported ||
      (!numbers && before.type != after.type)) {
    for (const auto& [side, count, missing] : {std::tuple{&before, &shift.countBefore, &shift.missingBefore},
                                               std::tuple{&after, &shift.countAfter, &shift.missingAfter}}) {
      if (side->type != ColumnType::Unsupported) {
        TATARA_TRY(forNumbers(*side, stop, [&, to = count](double) { ++*to; }));
        *missing = side->rows - *count;
      }
    }
    const bool empty = shift.countBefore == 0 || shift.countAfter == 0;
    shift.reason = empty ? "there are no values on one side" : "its type changed";
    return shift;
  }
  TATARA_TRY(numbers ? compareNumbers(before, after, shift, stop)
                     : compareCategories(before, after, shift, stop));
  if (!shift.bars.empty()) {
    if (shift.missingBefore + shift.missingAfter > 0) {
      shift.bars.push_back({"missing", shift.missingBefore, shift.missingAfter});
    }
    std::vector<std::uint64_t> was;
    std::vector<std::uint64_t> is;
    for (const ShiftBar& bar : shift.bars) {
      was.push_back(bar.before);
      is.push_back(bar.after);
    }
    shift.stability = stats::populationStability(was, is);
  }
  return shift;
}

}  // namespace

std::string_view toString(ShiftTest test) {
  switch (test) {
    case ShiftTest::KolmogorovSmirnov:
      return "kolmogorov_smirnov";
    case ShiftTest::ChiSquare:
      return "chi_square";
    case ShiftTest::None:
      break;
  }
  return "none";
}

std::string_view toString(ShiftGrade grade) {
  constexpr std::string_view kWords[] = {"none", "slight", "moderate", "large"};
  return kWords[static_cast<std::size_t>(grade)];
}

Result<ColumnShift> columnShift(const Frame& before, std::size_t columnBefore, const Frame& after,
                                std::size_t columnAfter, std::stop_token stop) {
  return compare(sideOf(before, columnBefore), sideOf(after, columnAfter),
                 after.column(columnAfter).info.name, stop);
}

Result<ColumnShift> columnShift(const Column& before, const Column& after, std::stop_token stop) {
  return compare(sideOf(before), sideOf(after), after.info.name, stop);
}

void adjustForMany(std::vector<ColumnShift>& shifts) {
  constexpr double kSignificant = 0.05;
  constexpr double kModerate = 0.1;
  constexpr double kLarge = 0.25;
  std::vector<double> p;
  for (const ColumnShift& shift : shifts) {
    p.push_back(shift.p);
  }
  const std::vector<double> adjusted = stats::falseDiscoveryAdjusted(p);
  for (std::size_t i = 0; i < shifts.size(); ++i) {
    ColumnShift& shift = shifts[i];
    shift.adjustedP = adjusted[i];
    const bool significant = adjusted[i] < kSignificant;
    shift.grade = !significant                   ? ShiftGrade::None
                  : shift.stability >= kLarge    ? ShiftGrade::Large
                  : shift.stability >= kModerate ? ShiftGrade::Moderate
                                                 : ShiftGrade::Slight;
  }
}

Json toJson(const ColumnShift& shift) {
  const auto number = [](double value) { return std::isfinite(value) ? Json(value) : Json(); };
  Json json = Json::object();
  json.set("column", shift.column);
  json.set("type", toString(shift.type));
  json.set("grade", toString(shift.grade));
  json.set("test", toString(shift.test));
  if (!shift.reason.empty()) {
    json.set("reason", shift.reason);
  }
  json.set("statistic", number(shift.statistic));
  json.set("degrees_of_freedom", number(shift.freedom));
  json.set("p", number(shift.p));
  json.set("exact", shift.exact);
  json.set("adjusted_p", number(shift.adjustedP));
  json.set("psi", number(shift.stability));
  json.set("wasserstein", number(shift.wasserstein));
  json.set("wasserstein_sd", number(shift.standardised));
  json.set("cramers_v", number(shift.cramersV));
  json.set("count_before", shift.countBefore);
  json.set("count_after", shift.countAfter);
  json.set("missing_before", shift.missingBefore);
  json.set("missing_after", shift.missingAfter);
  Json bars = Json::array();
  for (const ShiftBar& bar : shift.bars) {
    Json one = Json::object();
    one.set("label", bar.label);
    one.set("before", bar.before);
    one.set("after", bar.after);
    bars.append(std::move(one));
  }
  json.set("bars", std::move(bars));
  return json;
}

}  // namespace tatara::dataset
