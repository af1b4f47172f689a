#include "core/dataset/internal/column_facts.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "core/base/number_text.h"
#include "core/dataset/frame.h"
#include "core/dataset/internal/column_findings.h"
#include "core/dataset/internal/value_grid.h"
#include "core/stats/quantile.h"
#include "core/stats/radix_sort.h"
#include "core/stats/shape.h"

namespace tatara::dataset {
namespace {

constexpr std::size_t kTop = 20;
constexpr std::size_t kBars = 40;
constexpr std::size_t kGroups = 32;
constexpr std::size_t kMostPartitions = 65'536;
constexpr std::uint64_t kSampleRows = 4096;
constexpr std::uint64_t kMissingWord = 0x6D697373696E67ULL;

struct Run {
  double value = 0;
  std::uint64_t count = 0;
  std::int64_t whole = 0;  // the value with every digit, in a column that has `wholes`
};

template <typename Take>
void forEachRun(std::span<const double> sorted, const Take& take) {
  for (std::size_t from = 0; from < sorted.size();) {
    std::size_t to = from + 1;
    while (to < sorted.size() && sorted[to] == sorted[from]) {
      ++to;
    }
    take(Run{.value = sorted[from], .count = to - from});
    from = to;
  }
}

// Of whole numbers beyond 2^53, of which several may be one double.
template <typename Take>
void forEachWhole(const Column& column, std::size_t present, const Take& take) {
  constexpr std::uint64_t kSign = std::uint64_t{1} << 63;  // turned over, negative numbers come first
  std::vector<std::uint64_t> sorted;
  sorted.reserve(present);
  for (std::size_t row = 0; row < column.wholes.size(); ++row) {
    if (!column.missing(row)) {
      sorted.push_back(static_cast<std::uint64_t>(column.wholes[row]) ^ kSign);
    }
  }
  stats::radixSort(sorted);
  for (std::size_t from = 0; from < sorted.size();) {
    std::size_t to = from + 1;
    while (to < sorted.size() && sorted[to] == sorted[from]) {
      ++to;
    }
    const auto whole = static_cast<std::int64_t>(sorted[from] ^ kSign);
    take(Run{.value = static_cast<double>(whole), .count = to - from, .whole = whole});
    from = to;
  }
}

// What the different values come to, learned as they go by in ascending order: of many, only the most
// frequent stay in memory.
struct Runs {
  std::uint64_t distinct = 0;
  double sameShare = 0;
  std::vector<Run> top;  // the most frequent first, then the smaller value; at most kTop
  std::vector<Run> all;  // empty when there are more than kMostPartitions

  void take(const Run& run, std::size_t rows) {
    ++distinct;
    const double share = static_cast<double>(run.count) / static_cast<double>(rows);
    sameShare += share * share;
    if (top.size() < kTop || run.count > top.back().count) {
      const auto place = std::ranges::upper_bound(top, run.count, std::ranges::greater{}, &Run::count);
      top.insert(place, run);
      top.resize(std::min(top.size(), kTop));
    }
    if (distinct <= kMostPartitions) {
      all.push_back(run);
    } else if (!all.empty()) {
      all = {};
    }
  }
};

// Of few decimals; their edges are values, as those of whole numbers.
bool edgesOnGrid(ColumnProfile& profile, std::span<const double> finite) {
  ValueGrid grid(finite.front(), finite.back(), static_cast<double>(kBars));
  bool goesOn = profile.type == ColumnType::Real;
  for (std::size_t i = 0; goesOn && i < finite.size(); ++i) {
    goesOn = (i > 0 && finite[i] == finite[i - 1]) || grid.take(finite[i]);
  }
  if (!goesOn || !grid.found()) {
    return false;
  }
  const double width = grid.stepsOfBar();
  double steps = 0;
  for (; steps == 0 || grid.at(steps) <= finite.back(); steps += width) {
    profile.edges.push_back(grid.at(steps));
  }
  profile.edges.push_back(grid.at(steps));
  return true;
}

void countBetweenEdges(ColumnProfile& profile, std::span<const double> finite) {
  const std::size_t bars = profile.edges.size() - 1;
  auto from = finite.begin();
  for (std::size_t i = 0; i < bars; ++i) {
    const auto to = i + 1 == bars ? finite.end() : std::lower_bound(from, finite.end(), profile.edges[i + 1]);
    profile.counts.push_back(static_cast<std::uint64_t>(to - from));
    from = to;
  }
}

void takeHistogram(ColumnProfile& profile, std::span<const double> finite) {
  if (finite.empty()) {
    return;
  }
  if (edgesOnGrid(profile, finite)) {
    countBetweenEdges(profile, finite);
    return;
  }
  double low = finite.front();
  double high = finite.back();
  std::size_t bars = kBars;
  constexpr double kWholeDoubles = 9007199254740992;  // 2^53
  const bool whole = (profile.type == ColumnType::Integer || profile.type == ColumnType::Boolean) &&
                     low > -kWholeDoubles / 2 && high < kWholeDoubles / 2;
  // Of whole numbers every bar holds as many: a width that is no whole number makes a comb.
  const double width = whole ? std::ceil((high - low + 1) / static_cast<double>(kBars)) : 0;
  if (whole) {
    bars = static_cast<std::size_t>(std::ceil((high - low + 1) / width));
    high = low + width * static_cast<double>(bars);
  } else if (low == high) {
    low -= 0.5;
    high += 0.5;
    bars = 1;
  }
  // Halves first: the whole range of a double is wider than a double can say.
  for (std::size_t i = 0; i <= bars; ++i) {
    const double part = static_cast<double>(i) / static_cast<double>(bars);
    profile.edges.push_back(whole       ? low + width * static_cast<double>(i)
                            : i == bars ? high
                                        : low + 2 * ((high / 2 - low / 2) * part));
  }
  countBetweenEdges(profile, finite);
}

void takeQuantiles(ColumnProfile& profile, std::span<const double> sorted) {
  profile.min = sorted.front();
  profile.max = sorted.back();
  profile.q05 = stats::quantileOfSorted(sorted, 0.05);
  profile.q25 = stats::quantileOfSorted(sorted, 0.25);
  profile.median = stats::quantileOfSorted(sorted, 0.5);
  profile.q75 = stats::quantileOfSorted(sorted, 0.75);
  profile.q95 = stats::quantileOfSorted(sorted, 0.95);
  const double reach = 3 * (profile.q75 - profile.q25);
  if (reach > 0) {
    const auto below = std::lower_bound(sorted.begin(), sorted.end(), profile.q25 - reach);
    const auto above = std::upper_bound(sorted.begin(), sorted.end(), profile.q75 + reach);
    profile.outliers = static_cast<std::uint64_t>((below - sorted.begin()) + (sorted.end() - above));
  }
}

std::string textOf(ColumnType type, double value) {
  if (type == ColumnType::Time) {
    return timeText(value);
  }
  if (type == ColumnType::Boolean) {
    return value != 0 ? "true" : "false";
  }
  return toText(value);
}

// The most frequent first, then the smaller value.
template <typename Less>
std::vector<std::size_t> mostFrequent(std::size_t size, std::size_t most, const Less& before) {
  std::vector<std::size_t> places(size);
  for (std::size_t i = 0; i < size; ++i) {
    places[i] = i;
  }
  most = std::min(most, size);
  std::partial_sort(places.begin(), places.begin() + static_cast<std::ptrdiff_t>(most), places.end(), before);
  places.resize(most);
  return places;
}

// Row by row: what cannot be learned from sorted values. `label(row)` is a value's number below `labels`, or
// −1 where it is missing; `bits(row)` stands for the value itself.
template <typename Label, typename Bits>
void takeRows(ColumnFacts& facts, std::uint64_t rows, std::size_t labels, const Label& label,
              const Bits& bits, std::span<std::uint64_t> rowHashes, std::uint64_t salt) {
  const bool partition = labels > 0 && labels <= kMostPartitions;
  std::vector<std::uint32_t> names(partition ? labels + 1 : 0);  // by first appearance, from one
  std::uint32_t next = 1;
  for (std::uint64_t row = 0; row < rows; ++row) {
    const std::uint64_t place = row * 0x9E3779B97F4A7C15ULL;
    const std::uint64_t own = bits(row);
    facts.content += mixed(place ^ own);
    if (own == kMissingWord) {
      facts.missingMask += mixed(place);
    }
    if (!rowHashes.empty()) {
      rowHashes[row] += mixed(own + salt);
    }
    if (partition) {
      std::uint32_t& name = names[static_cast<std::size_t>(label(row) + 1)];
      if (name == 0) {
        name = next++;
      }
      facts.partition += mixed(place + name);
    }
  }
}

// Whole rows in a straight line, or a permutation of them.
void findRowNumber(ColumnFacts& facts, const Column& column) {
  const ColumnProfile& profile = facts.profile;
  const std::size_t rows = column.numbers.size();
  if (!facts.allDistinct || rows < 20 || profile.infinite > 0 || profile.type == ColumnType::Time) {
    return;
  }
  const double range = profile.max - profile.min;
  const double step = range / static_cast<double>(rows - 1);
  bool rising = true;
  double farthest = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    rising = rising && (row == 0 || column.numbers[row] > column.numbers[row - 1]);
    const double line = profile.min + step * static_cast<double>(row);
    farthest = std::max(farthest, std::abs(column.numbers[row] - line));
  }
  const bool whole = profile.type == ColumnType::Integer;
  constexpr double kNearlyStraight = 0.02;
  if (rising && farthest <= 1e-9 * range && whole) {
    facts.rowNumber = text::Phrase::say(TATARA_SAYS("Phrase", "it numbers the rows"));
  } else if (whole && range == static_cast<double>(rows - 1)) {
    facts.rowNumber = text::Phrase::say(TATARA_SAYS("Phrase", "it numbers the rows in another order"));
  } else if (rising && farthest <= kNearlyStraight * range) {
    facts.rowNumber = text::Phrase::say(TATARA_SAYS("Phrase", "it rises from row to row"));
  }
}

std::vector<double> presentOf(std::span<const double> numbers) {
  std::vector<double> present;
  present.reserve(numbers.size());
  for (const double value : numbers) {
    if (!std::isnan(value)) {
      present.push_back(value);
    }
  }
  return present;
}

std::span<const double> finiteOf(std::span<const double> sorted) {
  while (!sorted.empty() && std::isinf(sorted.back())) {
    sorted = sorted.first(sorted.size() - 1);
  }
  while (!sorted.empty() && std::isinf(sorted.front())) {
    sorted = sorted.subspan(1);
  }
  return sorted;
}

void takeShape(ColumnProfile& profile, std::span<const double> sorted) {
  const auto [zeroFrom, zeroTo] = std::equal_range(sorted.begin(), sorted.end(), 0.0);
  profile.zeros = profile.type == ColumnType::Time ? 0 : static_cast<std::uint64_t>(zeroTo - zeroFrom);
  const stats::Shape shape = stats::shapeOf(sorted);
  profile.mean = shape.mean;
  if (profile.type != ColumnType::Time) {
    profile.sd = shape.sd;
    profile.skew = shape.skew;
    profile.kurtosis = shape.kurtosis;
  }
}

void takeRuns(ColumnFacts& facts, const Runs& runs, const Column& column) {
  ColumnProfile& profile = facts.profile;
  const bool exact = !column.wholes.empty();
  profile.distinct = runs.distinct;
  facts.allDistinct = runs.distinct == column.numbers.size();
  facts.sameShare = runs.sameShare;
  for (const Run& run : runs.top) {
    profile.top.push_back(
        {exact ? std::to_string(run.whole) : textOf(profile.type, run.value), run.value, run.count});
  }
  facts.secondCount = runs.top.size() > 1 ? runs.top[1].count : 0;
}

// The ends of the groups of equal counts; every value where there are few.
void takeBins(ColumnFacts& facts, const Runs& runs, std::span<const double> sorted) {
  if (runs.distinct <= kGroups) {
    for (const Run& run : runs.all) {
      facts.bins.push_back(run.value);
    }
  } else {
    for (std::size_t i = 1; i <= kGroups; ++i) {
      const double end = sorted[(sorted.size() * i + kGroups - 1) / kGroups - 1];
      if (facts.bins.empty() || facts.bins.back() != end) {
        facts.bins.push_back(end);
      }
    }
  }
}

void findInNumbers(const Column& column, std::span<const double> finite, ColumnFacts& facts) {
  const ColumnProfile& profile = facts.profile;
  const auto sentinel = findSentinel(profile, finite);
  if (sentinel) {
    facts.alerts.push_back(*sentinel);
  } else if (profile.type != ColumnType::Time) {
    if (auto jump = findUnitJump(column, profile, finite)) {
      facts.alerts.push_back(*std::move(jump));
    }
  }
}

// The place of every whole number between the least and the greatest; empty where that would be too large.
std::vector<std::int32_t> tableOf(const ColumnProfile& profile, const Runs& runs) {
  constexpr double kMostDirect = 1 << 18;
  const bool whole = profile.type == ColumnType::Integer || profile.type == ColumnType::Boolean;
  if (runs.all.empty() || !whole || !(profile.max - profile.min < kMostDirect)) {
    return {};
  }
  std::vector<std::int32_t> table(static_cast<std::size_t>(profile.max - profile.min) + 1);
  for (std::size_t i = 0; i < runs.all.size(); ++i) {
    table[static_cast<std::size_t>(runs.all[i].value - profile.min)] = static_cast<std::int32_t>(i);
  }
  return table;
}

void takeNumbers(const Column& column, ColumnFacts& facts, std::span<std::uint64_t> rowHashes,
                 std::uint64_t salt, const std::stop_token& stop) {
  ColumnProfile& profile = facts.profile;
  const std::size_t rows = column.numbers.size();
  std::vector<double> sorted = presentOf(column.numbers);
  profile.count = sorted.size();
  profile.missing = rows - sorted.size();
  stats::radixSort(sorted);
  if (stop.stop_requested() || sorted.empty()) {
    takeRows(
        facts, sorted.empty() ? rows : 0, 0, [](std::uint64_t) { return -1; },
        [](std::uint64_t) { return kMissingWord; }, rowHashes, salt);
    return;
  }
  const std::span<const double> finite = finiteOf(sorted);
  profile.infinite = sorted.size() - finite.size();
  takeShape(profile, sorted);
  takeQuantiles(profile, sorted);
  takeHistogram(profile, finite);

  const bool exact = !column.wholes.empty();
  Runs runs;
  const auto learn = [&](const Run& run) { runs.take(run, rows); };
  exact ? forEachWhole(column, sorted.size(), learn) : forEachRun(sorted, learn);
  takeRuns(facts, runs, column);
  takeBins(facts, runs, sorted);
  findRowNumber(facts, column);

  const auto bits = [&](std::uint64_t row) {
    return std::isnan(column.numbers[row]) ? kMissingWord : column.bits(static_cast<std::size_t>(row));
  };
  const std::span<std::uint64_t> hashes = facts.rowNumber.empty() ? rowHashes : std::span<std::uint64_t>();
  // Whole numbers of a small range stand in a table; other values are looked for.
  const std::vector<std::int32_t> direct = exact ? std::vector<std::int32_t>() : tableOf(profile, runs);
  const bool table = !direct.empty();
  const auto label = [&](std::uint64_t row) -> std::int64_t {
    const double value = column.numbers[row];
    if (std::isnan(value)) {
      return -1;
    }
    if (table) {
      return direct[static_cast<std::size_t>(value - profile.min)];
    }
    return (exact ? std::ranges::lower_bound(runs.all, column.wholes[row], {}, &Run::whole)
                  : std::ranges::lower_bound(runs.all, value, {}, &Run::value)) -
           runs.all.begin();
  };
  takeRows(facts, rows, facts.allDistinct ? 0 : runs.distinct, label, bits, hashes, salt);
  for (const std::uint64_t row : rowsOfSample(rows)) {
    facts.sample.push_back(column.numbers[row]);
  }

  if (profile.type == ColumnType::Time) {
    if (const auto regular = regularTimes(sorted)) {
      profile.time = *regular;
    }
  }
  if (profile.type != ColumnType::Boolean && facts.rowNumber.empty() && !stop.stop_requested()) {
    findInNumbers(column, finite, facts);
  }
}

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

void takePatterns(const Column& column, std::span<const std::uint64_t> counts, TextFacts& text) {
  constexpr std::size_t kMostPatterns = 10'000;
  constexpr std::size_t kShown = 10;
  std::unordered_map<std::string, std::uint64_t> patterns;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    std::string pattern = patternOf(column.categories[i]);
    if (patterns.size() < kMostPatterns || patterns.contains(pattern)) {
      patterns[std::move(pattern)] += counts[i];
    }
  }
  for (const auto& [pattern, count] : patterns) {
    text.patterns.push_back({.text = pattern, .count = count});
  }
  std::ranges::sort(text.patterns, [](const ValueCount& left, const ValueCount& right) {
    return left.count != right.count ? left.count > right.count : left.text < right.text;
  });
  text.patterns.resize(std::min(text.patterns.size(), kShown));
}

void takeText(const Column& column, ColumnFacts& facts, std::span<std::uint64_t> rowHashes,
              std::uint64_t salt) {
  ColumnProfile& profile = facts.profile;
  const std::size_t rows = column.codes.size();
  std::vector<std::uint64_t> counts(column.categories.size());
  for (const std::int32_t code : column.codes) {
    if (code >= 0) {
      ++counts[static_cast<std::size_t>(code)];
      ++profile.count;
    }
  }
  profile.missing = rows - profile.count;
  std::uint64_t length = 0;
  TextFacts& text = profile.text;
  text.shortest = column.categories.empty() ? 0 : std::numeric_limits<std::uint64_t>::max();
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::string& value = column.categories[i];
    const std::uint64_t own = characters(value);
    text.shortest = std::min(text.shortest, own);
    text.longest = std::max(text.longest, own);
    length += own * counts[i];
    profile.distinct += counts[i] > 0 ? 1 : 0;
    const double share = static_cast<double>(counts[i]) / static_cast<double>(rows);
    facts.sameShare += share * share;
  }
  if (profile.count > 0) {
    text.meanLength = static_cast<double>(length) / static_cast<double>(profile.count);
  }
  facts.allDistinct = profile.distinct == rows && rows > 0;
  takePatterns(column, counts, text);
  const auto top = mostFrequent(counts.size(), kGroups, [&](std::size_t left, std::size_t right) {
    return counts[left] != counts[right] ? counts[left] > counts[right] : left < right;
  });
  for (const std::size_t place : top) {
    if (profile.top.size() < kTop) {
      profile.top.push_back({.text = column.categories[place], .count = counts[place]});
    }
    facts.kept.push_back(static_cast<std::int32_t>(place));
  }
  facts.secondCount = top.size() > 1 ? counts[top[1]] : 0;
  if (counts.size() > kGroups) {
    facts.kept.resize(kGroups - 1);
  }
  std::vector<std::uint64_t> words(counts.size());
  for (std::size_t i = 0; i < words.size(); ++i) {
    words[i] = mixed(std::hash<std::string>()(column.categories[i]));
  }
  takeRows(
      facts, rows, facts.allDistinct ? 0 : counts.size(),
      [&](std::uint64_t row) { return column.codes[row]; },
      [&](std::uint64_t row) {
        return column.codes[row] < 0 ? kMissingWord : words[static_cast<std::size_t>(column.codes[row])];
      },
      facts.allDistinct ? std::span<std::uint64_t>() : rowHashes, salt);
  findInText(column, counts, facts);
}

}  // namespace

// Runs of four or more of a kind are written once with a plus.
std::string patternOf(std::string_view text) {
  constexpr std::size_t kLongest = 32;
  std::string pattern;
  for (std::size_t i = 0; i < text.size() && pattern.size() < kLongest;) {
    const auto kindOf = [](char c) -> char {
      return c >= '0' && c <= '9'                   ? '9'
             : c >= 'A' && c <= 'Z'                 ? 'A'
             : (c >= 'a' && c <= 'z') || (c & 0x80) ? 'a'
                                                    : c;
    };
    const char kind = kindOf(text[i]);
    std::size_t end = i + 1;
    while (end < text.size() && kindOf(text[end]) == kind) {
      ++end;
    }
    const bool known = kind == '9' || kind == 'A' || kind == 'a';
    if (known && end - i >= 4) {
      pattern += kind;
      pattern += '+';
    } else {
      pattern.append(end - i, kind);
    }
    i = end;
  }
  return pattern.substr(0, kLongest);
}

std::uint64_t mixed(std::uint64_t word) {
  word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9ULL;
  word = (word ^ word >> 27) * 0x94D049BB133111EBULL;
  return word ^ word >> 31;
}

std::vector<std::uint64_t> rowsOfSample(std::uint64_t rows) {
  std::vector<std::uint64_t> sample;
  const std::uint64_t step = std::max<std::uint64_t>(1, rows / kSampleRows);
  for (std::uint64_t row = 0; row < rows && sample.size() < kSampleRows; row += step) {
    sample.push_back(row);
  }
  return sample;
}

ColumnFacts factsOf(const Column& column, std::span<std::uint64_t> rowHashes, std::uint64_t salt,
                    std::span<const Rejected> rejected, const std::stop_token& stop) {
  ColumnFacts facts;
  ColumnProfile& profile = facts.profile;
  profile.name = column.info.name;
  profile.type = column.info.type;
  profile.typeReason = column.info.reason;
  facts.rounded = column.info.rounded;
  if (column.info.type == ColumnType::Text) {
    takeText(column, facts, rowHashes, salt);
  } else {
    takeNumbers(column, facts, rowHashes, salt, stop);
  }
  findRejected(column.info, rejected, facts);
  return facts;
}

std::optional<TimeFacts> regularTimes(std::span<const double> sorted) {
  constexpr std::uint64_t kFewest = 24;
  constexpr double kMostlyRegular = 0.9;
  // A step that nearly all have is the one that the majority vote of Boyer and Moore leaves.
  std::uint64_t times = 0;
  std::uint64_t votes = 0;
  std::uint64_t firstCount = 0;
  bool even = true;  // as many rows at every time
  double before = 0;
  double step = 0;
  forEachRun(sorted, [&](const Run& run) {
    const double own = run.value - before;
    if (times == 0) {
      firstCount = run.count;
    } else if (votes == 0 || own == step) {
      step = own;
      ++votes;
    } else {
      --votes;
    }
    even = even && run.count == firstCount;
    before = run.value;
    ++times;
  });
  if (times < kFewest) {
    return std::nullopt;
  }
  std::uint64_t usual = 0;
  bool regular = true;  // every distance is so many steps
  TimeFacts facts{.step = step, .hourColumn = {}, .missingSteps = 0, .gaps = {}};
  const double density = static_cast<double>(sorted.size()) / static_cast<double>(times);
  const std::uint64_t all = std::exchange(times, 0);
  forEachRun(sorted, [&](const Run& run) {
    const double earlier = std::exchange(before, run.value);
    const double distance = run.value - earlier;
    if (times++ == 0) {
      return;
    }
    usual += distance == step ? 1 : 0;
    const double wide = std::round(distance / step);
    regular = regular && wide >= 1 && std::abs(distance - wide * step) <= 1e-6 * step;
    // Where times come by chance, a hole is one only if it is unlikely to be empty by chance.
    const double chance = std::exp(-density * (wide - 1)) * static_cast<double>(all);
    if (regular && wide > 1 && (even || chance < 1e-3)) {
      facts.missingSteps += static_cast<std::uint64_t>(wide) - 1;
      facts.gaps.push_back({earlier + step, run.value - step, static_cast<std::uint64_t>(wide) - 1});
    }
  });
  if (!regular || static_cast<double>(usual) < kMostlyRegular * static_cast<double>(times - 1)) {
    return std::nullopt;
  }
  std::ranges::stable_sort(facts.gaps, std::ranges::greater{}, &TimeGap::steps);
  constexpr std::size_t kMostGaps = 100;
  facts.gaps.resize(std::min(facts.gaps.size(), kMostGaps));
  return facts;
}

std::size_t groupCount(const ColumnFacts& facts) {
  if (facts.profile.type == ColumnType::Text) {
    return facts.kept.size() + (facts.profile.distinct > facts.kept.size() ? 1 : 0) + 1;
  }
  return facts.bins.size() + 1;
}

std::vector<std::int32_t> groupsOf(const Column& column, const ColumnFacts& facts) {
  const auto missing = static_cast<std::int32_t>(groupCount(facts) - 1);
  std::vector<std::int32_t> groups(column.rows(), missing);
  if (column.info.type == ColumnType::Text) {
    std::vector<std::int32_t> places(column.categories.size(), static_cast<std::int32_t>(facts.kept.size()));
    for (std::size_t i = 0; i < facts.kept.size(); ++i) {
      places[static_cast<std::size_t>(facts.kept[i])] = static_cast<std::int32_t>(i);
    }
    for (std::size_t row = 0; row < groups.size(); ++row) {
      if (column.codes[row] >= 0) {
        groups[row] = places[static_cast<std::size_t>(column.codes[row])];
      }
    }
    return groups;
  }
  for (std::size_t row = 0; row < groups.size(); ++row) {
    const double value = column.numbers[row];
    if (!std::isnan(value)) {
      groups[row] =
          static_cast<std::int32_t>(std::ranges::lower_bound(facts.bins, value) - facts.bins.begin());
    }
  }
  return groups;
}

}  // namespace tatara::dataset
