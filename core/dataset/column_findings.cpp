#include "core/dataset/internal/column_findings.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/number_text.h"
#include "core/dataset/engine.h"
#include "core/dataset/frame.h"
#include "core/dataset/internal/type_phrase.h"
#include "core/stats/quantile.h"
#include "core/stats/radix_sort.h"
#include "core/stats/two_samples.h"

namespace tatara::dataset {

using text::Phrase;

namespace {

// Nines all the way, the least and the greatest whole number of 16 and 32 bits.
bool looksLikeSentinel(double value) {
  const double size = std::abs(value);
  for (const double nines :
       {99.0, 999.0, 9999.0, 99999.0, 999999.0, 9999999.0, 99999999.0, 999999999.0, 9999999999.0, 99.9, 999.9,
        99.99, 999.99, 9999.99, 32767.0, 32768.0, 2147483647.0, 2147483648.0}) {
    if (size == nines) {
      return true;
    }
  }
  return value == -9 || value == -1;
}

// 1900-01-01, 1970-01-01, 9999-12-31 and the day before or after them at midnight.
bool looksLikeSentinelTime(double seconds) {
  constexpr double kDay = 86400;
  for (const double day : {-25567.0, 0.0, 2932896.0, 2932532.0}) {
    if (seconds == day * kDay) {
      return true;
    }
  }
  return false;
}

struct Unit {
  double factor;
  const char* words;
};
constexpr std::array<Unit, 14> kUnits{
    {{10, "10"},
     {100, "100"},
     {1000, "1,000"},
     {1'000'000, "1,000,000"},
     {60, TATARA_SAYS("Phrase", "60, as between minutes and hours")},
     {3600, TATARA_SAYS("Phrase", "3,600, as between seconds and hours")},
     {24, TATARA_SAYS("Phrase", "24, as between hours and days")},
     {2.2046226, TATARA_SAYS("Phrase", "2.205, as between kilograms and pounds")},
     {1.609344, TATARA_SAYS("Phrase", "1.609, as between miles and kilometres")},
     {2.54, TATARA_SAYS("Phrase", "2.54, as between inches and centimetres")},
     {25.4, TATARA_SAYS("Phrase", "25.4, as between inches and millimetres")},
     {3.2808399, TATARA_SAYS("Phrase", "3.281, as between metres and feet")},
     {30.48, TATARA_SAYS("Phrase", "30.48, as between feet and centimetres")},
     {3.6, TATARA_SAYS("Phrase", "3.6, as between metres a second and kilometres an hour")}}};

std::vector<double> sortedCopy(std::span<const double> values, double factor = 1) {
  std::vector<double> copy(values.begin(), values.end());
  for (double& value : copy) {
    value *= factor;
  }
  std::ranges::sort(copy);
  return copy;
}

double medianOf(std::span<const double> sorted) {
  return stats::quantileOfSorted(sorted, 0.5);
}

// The unit by whose factor `high` lies above `low`, when both are the same but for it.
const Unit* unitBetween(std::span<const double> low, std::span<const double> high, bool apart) {
  const double ratio = medianOf(high) / medianOf(low);
  const double noise = std::sqrt(1 / static_cast<double>(low.size()) + 1 / static_cast<double>(high.size()));
  for (const Unit& unit : kUnits) {
    if (apart && unit.factor < 10) {
      continue;
    }
    if (std::abs(std::log(ratio / unit.factor)) > 0.05 + noise) {
      continue;
    }
    const double before = stats::kolmogorovSmirnov(low, high);
    const double after = stats::kolmogorovSmirnov(sortedCopy(low, unit.factor), high);
    // 1.63 √(1/n + 1/m): Smirnov's bound of one in a hundred.
    if (before >= 0.5 && after <= 0.05 + 1.63 * noise && after < before / 4) {
      return &unit;
    }
  }
  return nullptr;
}

Alert unitAlert(const ColumnProfile& profile, const Unit& unit, std::uint64_t rows, const Phrase& how) {
  return {.kind = AlertKind::UnitJump,
          .severity = Severity::Warning,
          .badge = Phrase::say(TATARA_SAYS("Phrase", "unit jumps")),
          .sentence =
              Phrase::say(TATARA_SAYS("Phrase", "%1 by a factor of %2; it seems to be written in two units"),
                          {how, Phrase::say(unit.words)}),
          .columns = {profile.name},
          .rows = rows,
          .firstRows = {},
          .where = {},
          .fix = std::nullopt};
}

std::vector<std::uint64_t> firstRowsWhere(const Column& column, const auto& holds) {
  constexpr std::size_t kMost = 100;
  std::vector<std::uint64_t> rows;
  for (std::uint64_t row = 0; row < column.rows() && rows.size() < kMost; ++row) {
    if (holds(row)) {
      rows.push_back(row);
    }
  }
  return rows;
}

// Scattered rows in another unit: a hole on the logarithmic scale with the same shape on both sides.
std::optional<Alert> findTwoClusters(const Column& column, const ColumnProfile& profile,
                                     std::span<const double> positive) {
  std::size_t split = 0;
  double widest = std::log(1.5);
  for (std::size_t i = 1; i < positive.size(); ++i) {
    if (positive[i] > positive[i - 1] * 1.5) {
      const double hole = std::log(positive[i] / positive[i - 1]);
      if (hole > widest && i >= 5 && positive.size() - i >= 5) {
        widest = hole;
        split = i;
      }
    }
  }
  if (split == 0) {
    return std::nullopt;
  }
  const auto low = positive.first(split);
  const auto high = positive.subspan(split);
  const auto varied = [](std::span<const double> part) { return part.front() < part.back(); };
  const Unit* unit = varied(low) && varied(high) ? unitBetween(low, high, true) : nullptr;
  if (!unit) {
    return std::nullopt;
  }
  const bool highIsOdd = high.size() <= low.size();
  const double border = highIsOdd ? high.front() : low.back();
  Alert alert = unitAlert(profile, *unit, std::min(low.size(), high.size()),
                          Phrase::say(TATARA_SAYS("Phrase", "%1 jumps in some rows"), {profile.name}));
  const std::string name = quotedName(profile.name);
  alert.where =
      highIsOdd ? name + " >= " + sqlNumber(border) : name + " > 0 AND " + name + " <= " + sqlNumber(border);
  alert.firstRows = firstRowsWhere(column, [&](std::uint64_t row) {
    const double value = column.numbers[row];
    return highIsOdd ? value >= border : value > 0 && value <= border;
  });
  alert.fix = Fix{.kind = FixKind::Scale,
                  .label = Phrase::say(highIsOdd ? TATARA_SAYS("Phrase", "Divide them by the factor")
                                                 : TATARA_SAYS("Phrase", "Multiply them by the factor")),
                  .columns = {profile.name},
                  .values = {},
                  .where = alert.where,
                  .factor = highIsOdd ? 1 / unit->factor : unit->factor};
  return alert;
}

// From some row on: the place that splits the logarithms of the positive values best into two levels.
std::optional<Alert> findChange(const Column& column, const ColumnProfile& profile) {
  constexpr std::size_t kMostPoints = 200'000;
  std::vector<double> logs;
  std::vector<std::uint64_t> rows;
  const std::size_t stride = std::max<std::size_t>(1, column.numbers.size() / kMostPoints);
  for (std::size_t row = 0; row < column.numbers.size(); row += stride) {
    const double value = column.numbers[row];
    if (value > 0 && std::isfinite(value)) {
      logs.push_back(std::log(value));
      rows.push_back(row);
    }
  }
  const auto n = static_cast<double>(logs.size());
  double total = 0;
  for (const double one : logs) {
    total += one;
  }
  double before = 0;
  double best = 0;
  std::size_t split = 0;
  for (std::size_t i = 1; i < logs.size(); ++i) {
    before += logs[i - 1];
    const auto k = static_cast<double>(i);
    const double distance = (total - before) / (n - k) - before / k;
    const double between = distance * distance * k * (n - k) / n;
    if (i >= 30 && logs.size() - i >= 30 && between > best) {
      best = between;
      split = i;
    }
  }
  if (split == 0) {
    return std::nullopt;
  }
  std::vector<double> first;
  std::vector<double> second;
  for (std::size_t i = 0; i < logs.size(); ++i) {
    (i < split ? first : second).push_back(column.numbers[rows[i]]);
  }
  first = sortedCopy(first);
  second = sortedCopy(second);
  const bool rises = medianOf(second) > medianOf(first);
  const Unit* unit = rises ? unitBetween(first, second, false) : unitBetween(second, first, false);
  if (!unit) {
    return std::nullopt;
  }
  const std::uint64_t from = rows[split];
  Alert alert = unitAlert(profile, *unit, column.numbers.size() - from,
                          Phrase::say(rises ? TATARA_SAYS("Phrase", "%1 rises from row %2 on")
                                            : TATARA_SAYS("Phrase", "%1 falls from row %2 on"),
                                      {profile.name, withThousands(static_cast<std::int64_t>(from) + 1)}));
  for (std::uint64_t row = from; row < column.numbers.size() && alert.firstRows.size() < 100; ++row) {
    alert.firstRows.push_back(row);
  }
  return alert;
}

Phrase mixedTypes() {
  return Phrase::say(TATARA_SAYS("Phrase", "mixed types"));
}

bool isSpaceOrTab(char c) {
  return c == ' ' || c == '\t';
}

std::string trimmedText(std::string_view text) {
  while (!text.empty() && isSpaceOrTab(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && isSpaceOrTab(text.back())) {
    text.remove_suffix(1);
  }
  return std::string(text);
}

Phrase forMissing(std::string_view word) {
  return Phrase::say(TATARA_SAYS("Phrase", "%1 for missing"), {trimmedText(word)});
}

bool meansMissing(std::string word) {
  std::ranges::transform(word, word.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  for (const std::string_view one : {"",
                                     "?",
                                     "??",
                                     "-",
                                     "--",
                                     "---",
                                     ".",
                                     "..",
                                     "n/a",
                                     "na",
                                     "n.a.",
                                     "n.a",
                                     "nan",
                                     "nil",
                                     "none",
                                     "null",
                                     "#n/a",
                                     "missing",
                                     "not available",
                                     "no data",
                                     "nodata",
                                     "(null)",
                                     "(missing)",
                                     "<na>",
                                     "undefined"}) {
    if (word == one) {
      return true;
    }
  }
  return false;
}

}  // namespace

Phrase leaksTarget() {
  return Phrase::say(TATARA_SAYS("Phrase", "leaks target"));
}

Phrase leadingSpaces() {
  return Phrase::say(TATARA_SAYS("Phrase", "leading spaces"));
}

std::string sqlNumber(double value) {
  return toText(value);
}

Phrase counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return Phrase::say(count == 1 ? one : many, {withThousands(static_cast<std::int64_t>(count))});
}

Phrase countedRows(std::uint64_t count) {
  return counted(count, TATARA_SAYS("Phrase", "%1 row"), TATARA_SAYS("Phrase", "%1 rows"));
}

Phrase countedValues(std::uint64_t count) {
  return counted(count, TATARA_SAYS("Phrase", "%1 value"), TATARA_SAYS("Phrase", "%1 values"));
}

std::optional<Alert> findSentinel(const ColumnProfile& profile, std::span<const double> sorted) {
  const bool time = profile.type == ColumnType::Time;
  for (const bool low : {true, false}) {
    if (sorted.size() < 20) {
      return std::nullopt;
    }
    const double value = low ? sorted.front() : sorted.back();
    if (!(time ? looksLikeSentinelTime(value) : looksLikeSentinel(value))) {
      continue;
    }
    const auto [from, to] = std::equal_range(sorted.begin(), sorted.end(), value);
    const auto count = static_cast<std::size_t>(to - from);
    const auto rest = low ? sorted.subspan(count) : sorted.first(sorted.size() - count);
    if (count < 2 || rest.size() < 10) {
      continue;
    }
    const double gap = low ? rest.front() - value : value - rest.back();
    const double range = rest.back() - rest.front();
    const double quartiles = stats::quantileOfSorted(rest, 0.75) - stats::quantileOfSorted(rest, 0.25);
    bool odd = gap > std::max(3 * quartiles, 0.25 * range) && range > 0;
    if (value == -1 || value == -9) {
      // Close to the rest, so they have to stand out by being the only negative ones, and many.
      const auto [first, last] = std::equal_range(rest.begin(), rest.end(), 0.0);
      odd = rest.front() >= 0 && range >= 10 && count >= 5 && count > static_cast<std::size_t>(last - first);
    }
    if (!odd) {
      continue;
    }
    const std::string word = time ? timeText(value) : toText(value);
    const std::string condition =
        quotedName(profile.name) + " = " + (time ? "TIMESTAMP " + quotedText(word) : sqlNumber(value));
    return Alert{.kind = AlertKind::Sentinel,
                 .severity = Severity::Warning,
                 .badge = Phrase::say(TATARA_SAYS("Phrase", "%1 for missing?"), {word}),
                 .sentence = Phrase::say(TATARA_SAYS("Phrase",
                                                     "%1 is %2 in %3, far from all other values; it seems to "
                                                     "stand for missing"),
                                         {profile.name, word, countedRows(count)}),
                 .columns = {profile.name},
                 .rows = count,
                 .firstRows = {},
                 .where = condition,
                 .fix = Fix{.kind = FixKind::MakeMissing,
                            .label = Phrase::say(TATARA_SAYS("Phrase", "Make %1 missing"), {word}),
                            .columns = {profile.name},
                            .values = {word},
                            .where = condition}};
  }
  return std::nullopt;
}

std::optional<Alert> findUnitJump(const Column& column, const ColumnProfile& profile,
                                  std::span<const double> sorted) {
  constexpr std::size_t kFewest = 100;
  const auto from = std::upper_bound(sorted.begin(), sorted.end(), 0.0);
  const std::span<const double> positive(from, sorted.end());
  if (positive.size() < kFewest || profile.distinct < 20 || positive.size() * 20 < sorted.size() * 19) {
    return std::nullopt;
  }
  if (auto found = findTwoClusters(column, profile, positive)) {
    return found;
  }
  return findChange(column, profile);
}

namespace {

Alert blanksAlert(const ColumnProfile& profile, std::uint64_t rows) {
  const std::string name = quotedName(profile.name);
  return {.kind = AlertKind::Blanks,
          .severity = Severity::Information,
          .badge = profile.text.blankStart > 0 ? leadingSpaces()
                                               : Phrase::say(TATARA_SAYS("Phrase", "trailing spaces")),
          .sentence = {},
          .columns = {profile.name},
          .rows = rows,
          .firstRows = {},
          .where = name + " <> trim(" + name + ", ' \t')",
          .fix = Fix{.kind = FixKind::Trim,
                     .label = Phrase::say(TATARA_SAYS("Phrase", "Take the spaces off")),
                     .columns = {profile.name},
                     .values = {},
                     .where = {}}};
}

Alert missingWordAlert(const ColumnProfile& profile, const std::vector<std::string>& found,
                       std::uint64_t rows) {
  const std::string name = quotedName(profile.name);
  std::string list;
  for (const std::string& word : found) {
    list += (list.empty() ? "" : ", ") + quotedText(word);
  }
  return {.kind = AlertKind::MissingWord,
          .severity = Severity::Warning,
          .badge = forMissing(found.front()),
          .sentence = {},
          .columns = {profile.name},
          .rows = rows,
          .firstRows = {},
          .where = name + " IN (" + list + ")",
          .fix = Fix{.kind = FixKind::MakeMissing,
                     .label = Phrase::say(TATARA_SAYS("Phrase", "Make them missing")),
                     .columns = {profile.name},
                     .values = found,
                     .where = name + " IN (" + list + ")"}};
}

// A column of numbers and of words that are none.
Alert mixedTypesAlert(const ColumnProfile& profile, std::uint64_t words) {
  const std::string name = quotedName(profile.name);
  return {.kind = AlertKind::MixedTypes,
          .severity = Severity::Warning,
          .badge = mixedTypes(),
          .sentence = Phrase::say(
              TATARA_SAYS("Phrase", "%1 holds %2 and %3"),
              {profile.name,
               counted(profile.text.numbers, TATARA_SAYS("Phrase", "%1 number"),
                       TATARA_SAYS("Phrase", "%1 numbers")),
               counted(words, TATARA_SAYS("Phrase", "%1 word"), TATARA_SAYS("Phrase", "%1 words"))}),
          .columns = {profile.name},
          .rows = std::min(words, profile.text.numbers),
          .firstRows = {},
          .where = words < profile.text.numbers
                       ? name + " IS NOT NULL AND TRY_CAST(trim(" + name + ") AS DOUBLE) IS NULL"
                       : "TRY_CAST(trim(" + name + ") AS DOUBLE) IS NOT NULL",
          .fix = std::nullopt};
}

}  // namespace

void findInText(const Column& column, std::span<const std::uint64_t> counts, ColumnFacts& facts) {
  ColumnProfile& profile = facts.profile;
  std::uint64_t blanks = 0;
  std::uint64_t missing = 0;
  std::vector<std::string> missingWords;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const std::string& value = column.categories[i];
    const std::string word = trimmedText(value);
    const bool start = !value.empty() && isSpaceOrTab(value.front());
    const bool end = !value.empty() && isSpaceOrTab(value.back());
    profile.text.blankStart += start ? counts[i] : 0;
    profile.text.blankEnd += end ? counts[i] : 0;
    blanks += start || end ? counts[i] : 0;
    if (meansMissing(word)) {
      missing += counts[i];
      missingWords.push_back(value);
    } else if (const auto number = parseDouble(word); number && std::isfinite(*number)) {
      profile.text.numbers += counts[i];
    }
  }
  if (blanks > 0) {
    facts.alerts.push_back(blanksAlert(profile, blanks));
  }
  if (missing > 0) {
    facts.alerts.push_back(missingWordAlert(profile, missingWords, missing));
  }
  const std::uint64_t words = profile.count - missing - profile.text.numbers;
  if (profile.text.numbers * 5 >= profile.count - missing && profile.text.numbers > 0 && words > 0) {
    facts.alerts.push_back(mixedTypesAlert(profile, words));
  }
}

void findRejected(const ColumnInfo& info, std::span<const Rejected> rejected, ColumnFacts& facts) {
  if (info.rejected == 0) {
    return;
  }
  Alert alert{.kind = AlertKind::MixedTypes,
              .severity = Severity::Warning,
              .badge = mixedTypes(),
              .sentence = {},
              .columns = {info.name},
              .rows = info.rejected,
              .firstRows = {},
              .where = {},
              .fix = std::nullopt};
  std::vector<std::string> words;
  for (const Rejected& one : rejected) {
    if (one.column == info.name) {
      if (alert.firstRows.size() < 100) {
        alert.firstRows.push_back(one.row);
      }
      if (std::ranges::find(words, one.text) == words.end() && words.size() < 100) {
        words.push_back(one.text);
      }
    }
  }
  std::string shown;
  for (std::size_t i = 0; i < std::min<std::size_t>(words.size(), 3); ++i) {
    shown += (shown.empty() ? "'" : ", '") + words[i].substr(0, 40) + "'";
  }
  shown += words.size() > 3 ? ", …" : "";
  const Phrase column =
      shown.empty() ? Phrase(info.name) : Phrase::say(TATARA_SAYS("Phrase", "%1 (%2)"), {info.name, shown});
  alert.sentence =
      Phrase::say(info.rejected == 1
                      ? TATARA_SAYS("Phrase", "%1 of %2 does not fit its type, %3, and is taken as missing")
                      : TATARA_SAYS("Phrase", "%1 of %2 do not fit its type, %3, and are taken as missing"),
                  {countedValues(info.rejected), column, typePhrase(info.type)});
  if (!words.empty() &&
      std::ranges::all_of(words, [](const std::string& word) { return meansMissing(trimmedText(word)); })) {
    alert.kind = AlertKind::MissingWord;
    alert.badge = forMissing(words.front());
    alert.fix = Fix{.kind = FixKind::MakeMissing,
                    .label = Phrase::say(TATARA_SAYS("Phrase", "Make them missing")),
                    .columns = {info.name},
                    .values = words,
                    .where = {}};
  }
  facts.alerts.push_back(std::move(alert));
}

}  // namespace tatara::dataset
