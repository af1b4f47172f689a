#include <algorithm>
#include <bit>
#include <chrono>
#include <cmath>
#include <map>

#include "core/base/number_text.h"
#include "core/dataset/contract.h"
#include "core/dataset/frame.h"
#include "core/dataset/internal/column_facts.h"
#include "core/dataset/internal/contract_work.h"
#include "core/stats/radix_sort.h"

namespace tatara::dataset {
namespace {

constexpr std::uint64_t kFewestForDistribution = 200;
constexpr std::size_t kMostAllowed = 50;
constexpr std::size_t kMostPatterns = 3;
constexpr std::size_t kContractBins = 20;

// Ends of a range with some room, on this side of zero when all values are. Whole numbers of few values have
// none: 0 to 23 is 0 to 23.
void inferRange(const ColumnProfile& column, ColumnRules& rules) {
  if (!column.numeric() || column.type == ColumnType::Boolean || column.count == 0 || rules.unique ||
      column.role == ColumnRole::Id || column.role == ColumnRole::Ignore) {
    return;  // what numbers things goes on
  }
  double low = column.min;
  double high = column.max;
  if (!std::isfinite(low) || !std::isfinite(high)) {
    return;
  }
  constexpr std::uint64_t kFewValues = 50;
  if (column.type == ColumnType::Real || column.distinct > kFewValues) {
    constexpr double kRoom = 0.1;
    const double room = kRoom * (high - low);
    low = low >= 0 ? std::max(0.0, low - room) : low - room;
    high = high <= 0 ? std::min(0.0, high + room) : high + room;
    if (column.type == ColumnType::Integer) {
      low = std::floor(low);
      high = std::ceil(high);
    }
  }
  rules.least = low;
  rules.greatest = high;
}

void inferMissing(const ColumnProfile& column, std::uint64_t rows, ColumnRules& rules) {
  if (rows == 0) {
    return;
  }
  // None stays none; else half as much again.
  const double share = static_cast<double>(column.missing) / static_cast<double>(rows);
  rules.mostMissing = std::min(1.0, std::ceil(share * 1.5 * 1000) / 1000);
}

void inferWords(const Column& column, const ColumnProfile& profile, ColumnRules& rules) {
  constexpr std::uint64_t kTimesEach = 10;
  if (column.info.type != ColumnType::Text || profile.count == 0) {
    return;
  }
  if (profile.distinct <= kMostAllowed && profile.count >= kTimesEach * profile.distinct) {
    std::vector<bool> used(column.categories.size());
    for (const std::int32_t code : column.codes) {
      if (code >= 0) {
        used[static_cast<std::size_t>(code)] = true;
      }
    }
    rules.allowed.emplace();
    for (std::size_t i = 0; i < used.size(); ++i) {
      if (used[i]) {
        rules.allowed->push_back(column.categories[i]);
      }
    }
    return;
  }
  constexpr std::uint64_t kFewestForPatterns = 20;
  std::vector<std::string> patterns;
  for (const std::string& category : column.categories) {
    const std::string pattern = patternOf(category);
    if (std::ranges::find(patterns, pattern) == patterns.end()) {
      patterns.push_back(pattern);
    }
    if (patterns.size() > kMostPatterns) {
      return;
    }
  }
  if (profile.count >= kFewestForPatterns) {
    rules.patterns = std::move(patterns);
  }
}

void inferDistribution(const Column& column, const ColumnProfile& profile, ColumnRules& rules) {
  const bool text = column.info.type == ColumnType::Text;
  const bool number = column.info.type == ColumnType::Integer || column.info.type == ColumnType::Real;
  if (profile.count < kFewestForDistribution || profile.distinct < 2 || (!text && !number) || rules.unique ||
      profile.role == ColumnRole::Id || profile.role == ColumnRole::Ignore ||
      (text && profile.distinct * 2 > profile.count)) {
    return;
  }
  ExpectedDistribution expected;
  if (text) {
    for (const ValueCount& one : profile.top) {
      if (expected.values.size() < kContractBins) {
        expected.values.push_back(one.text);
      }
    }
  } else {
    std::vector<double> sorted;
    std::ranges::copy_if(column.numbers, std::back_inserter(sorted),
                         [](double value) { return std::isfinite(value); });
    if (sorted.empty()) {
      return;
    }
    stats::radixSort(sorted);
    for (std::size_t tenth = 1; tenth < 10; ++tenth) {
      const double cut = sorted[(sorted.size() * tenth + 9) / 10 - 1];
      if (cut < sorted.back() && (expected.cuts.empty() || expected.cuts.back() < cut)) {
        expected.cuts.push_back(cut);
      }
    }
  }
  expected.counts = binsOf(column, expected);
  expected.missing = expected.counts.back();
  expected.counts.pop_back();
  rules.distribution = std::move(expected);
}

Status inferRegular(const ColumnSource& source, const Column& column, const ColumnProfile& profile,
                    ColumnRules& rules, const std::stop_token& stop) {
  if (column.info.type != ColumnType::Time || std::isnan(profile.time.step)) {
    return {};
  }
  RegularTimes regular{profile.time.step, profile.time.hourColumn, 0};
  std::shared_ptr<const Column> hours;
  for (std::size_t i = 0; !regular.hours.empty() && i < source.columns.size(); ++i) {
    if (source.columns[i].name == regular.hours) {
      TATARA_ASSIGN(hours, source.load(i, stop));
    }
  }
  regular.mostGaps = absentSteps(momentsOf(column, hours.get()), regular.seconds);
  rules.regular = regular;
  return {};
}

void inferFreshness(const ColumnProfile& column, const ContractFacts& facts, Contract& contract) {
  constexpr double kFreshDays = 30;
  constexpr double kSecondsOfDay = 86'400;
  if (column.type != ColumnType::Time || column.count == 0 || contract.freshness) {
    return;
  }
  const double now = static_cast<double>(toUnixMillis(facts.now)) / 1000;
  const double days = (now - column.max) / kSecondsOfDay;
  if (days >= -1 && days <= kFreshDays) {
    contract.freshness = Freshness{column.name, std::max(1.0, std::ceil(2 * days))};
  }
}

// One column that differs in every row, named as keys are, or a time with its hours.
void inferKey(const Profile& profile, Contract& contract) {
  for (const ColumnProfile& column : profile.columns) {
    if (column.type == ColumnType::Time && !column.time.hourColumn.empty() && contract.key.empty()) {
      contract.key = {column.name, column.time.hourColumn};
    }
  }
}

bool mayBeUnique(const ColumnProfile& column, std::uint64_t rows) {
  constexpr std::uint64_t kFewestRows = 20;
  return rows >= kFewestRows && column.count == rows && column.distinct == rows &&
         (column.type == ColumnType::Integer || column.type == ColumnType::Text ||
          column.type == ColumnType::Time) &&
         (column.role == ColumnRole::Id || column.role == ColumnRole::Time ||
          column.type == ColumnType::Text);
}

}  // namespace

std::vector<std::uint64_t> binsOf(const Column& column, const ExpectedDistribution& distribution) {
  if (column.info.type == ColumnType::Text) {
    std::vector<std::uint64_t> counts(distribution.values.size() + 2, 0);
    std::map<std::string_view, std::size_t> places;
    for (std::size_t i = 0; i < distribution.values.size(); ++i) {
      places.emplace(distribution.values[i], i);
    }
    std::vector<std::size_t> placeOf;
    for (const std::string& category : column.categories) {
      const auto found = places.find(category);
      placeOf.push_back(found == places.end() ? distribution.values.size() : found->second);
    }
    for (const std::int32_t code : column.codes) {
      ++counts[code < 0 ? counts.size() - 1 : placeOf[static_cast<std::size_t>(code)]];
    }
    return counts;
  }
  std::vector<std::uint64_t> counts(distribution.cuts.size() + 2, 0);
  for (const double value : column.numbers) {
    ++counts[std::isnan(value) ? counts.size() - 1
                               : static_cast<std::size_t>(std::ranges::lower_bound(distribution.cuts, value) -
                                                          distribution.cuts.begin())];
  }
  return counts;
}

std::vector<double> momentsOf(const Column& times, const Column* hours) {
  constexpr double kSecondsOfHour = 3600;
  std::vector<double> moments;
  for (std::size_t row = 0; row < times.numbers.size(); ++row) {
    const double moment = times.numbers[row] + (hours ? kSecondsOfHour * hours->numbers[row] : 0);
    if (std::isfinite(moment)) {
      moments.push_back(moment);
    }
  }
  stats::radixSort(moments);
  moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
  return moments;
}

std::uint64_t absentSteps(const std::vector<double>& moments, double seconds) {
  double absent = 0;
  for (std::size_t i = 1; i < moments.size(); ++i) {
    absent += std::max(0.0, std::round((moments[i] - moments[i - 1]) / seconds) - 1);
  }
  return absent < 1e18 ? static_cast<std::uint64_t>(absent) : ~std::uint64_t{0};
}

void addToKeys(const Column& column, std::vector<std::uint64_t>& keys) {
  std::vector<std::uint64_t> words;
  for (const std::string& category : column.categories) {
    std::uint64_t hash = category.size();
    for (const char c : category) {
      hash = mixed(hash * 31 + static_cast<unsigned char>(c));
    }
    words.push_back(hash);
  }
  constexpr std::uint64_t kMissing = 0x6d697373;
  for (std::size_t row = 0; row < keys.size(); ++row) {
    const bool missing = column.missing(row);
    const std::uint64_t cell = missing ? kMissing
                               : column.info.type == ColumnType::Text
                                   ? words[static_cast<std::size_t>(column.codes[row])]
                                   : column.bits(row);
    keys[row] = mixed(keys[row] * 0x9E3779B97F4A7C15ull + cell);
  }
}

std::string shownValue(const Column& column, std::size_t row) {
  if (column.missing(row)) {
    return "(missing)";
  }
  switch (column.info.type) {
    case ColumnType::Text:
      return column.categories[static_cast<std::size_t>(column.codes[row])];
    case ColumnType::Time:
      return timeText(column.numbers[row]);
    case ColumnType::Boolean:
      return column.numbers[row] != 0 ? "true" : "false";
    default:
      return column.wholes.empty() ? toText(column.numbers[row]) : std::to_string(column.wholes[row]);
  }
}

Result<Contract> inferContract(const ColumnSource& source, const Profile& profile, const ContractFacts& facts,
                               std::stop_token stop) {
  Contract contract;
  contract.dataset = facts.dataset;
  contract.from = facts.from;
  contract.fewestRows = source.rows / 2;
  inferKey(profile, contract);
  for (std::size_t i = 0; i < source.columns.size(); ++i) {
    const ColumnInfo& info = source.columns[i];
    const ColumnProfile* known = profile.find(info.name);
    if (!known || info.type == ColumnType::Unsupported) {
      continue;
    }
    TATARA_ASSIGN(const auto column, source.load(i, stop));
    ColumnRules rules;
    rules.name = info.name;
    rules.type = info.type;
    inferMissing(*known, source.rows, rules);
    if (source.rows > 0) {
      rules.mostMisfits = static_cast<double>(info.rejected) / static_cast<double>(source.rows);
    }
    rules.unique = mayBeUnique(*known, source.rows);
    inferRange(*known, rules);
    inferWords(*column, *known, rules);
    inferDistribution(*column, *known, rules);
    TATARA_TRY(inferRegular(source, *column, *known, rules, stop));
    inferFreshness(*known, facts, contract);
    contract.columns.push_back(std::move(rules));
  }
  if (!contract.key.empty()) {
    // A key of the inferred kind holds by its making, but for hours that are not unique after all.
    std::vector<std::uint64_t> keys(static_cast<std::size_t>(source.rows), 0);
    for (std::size_t i = 0; i < source.columns.size(); ++i) {
      if (std::ranges::find(contract.key, source.columns[i].name) != contract.key.end()) {
        TATARA_ASSIGN(const auto column, source.load(i, stop));
        addToKeys(*column, keys);
      }
    }
    std::ranges::sort(keys);
    if (std::ranges::adjacent_find(keys) != keys.end()) {
      contract.key.clear();
    }
  }
  return contract;
}

}  // namespace tatara::dataset
