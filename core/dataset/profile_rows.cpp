// What is wrong with rows: put in where nothing was measured, repeated, missing from a series; and drift.
#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/number_text.h"
#include "core/dataset/engine.h"
#include "core/dataset/frame.h"
#include "core/dataset/internal/column_findings.h"
#include "core/dataset/internal/profile_work.h"
#include "core/dataset/shift.h"
#include "core/stats/radix_sort.h"
#include "core/stats/two_samples.h"

namespace tatara::dataset {

using text::Phrase;

namespace {

// --- filler rows ---

// Columns without missing values that are zero in all of `rows`, with the part of the other rows that are
// zero.
Result<std::vector<std::pair<std::size_t, double>>> zeroIn(ProfileWork& work,
                                                           const std::vector<std::uint64_t>& rows) {
  std::vector<std::pair<std::size_t, double>> found;
  for (std::size_t i = 0; i < work.facts.size(); ++i) {
    const ColumnProfile& column = work.column(i);
    const bool number = column.type == ColumnType::Integer || column.type == ColumnType::Real;
    if (!number || column.missing > 0 || column.zeros < rows.size() || column.distinct < 3) {
      continue;
    }
    TATARA_ASSIGN(const HeldColumn held, work.cache.load(i, work.stop));
    if (std::ranges::all_of(rows, [&](std::uint64_t row) { return held->numbers[row] == 0; })) {
      const auto elsewhere = static_cast<double>(column.zeros - rows.size());
      found.emplace_back(i, elsewhere / static_cast<double>(work.source.rows - rows.size()));
    }
  }
  return found;
}

Phrase fillerSentence(std::uint64_t rows, const std::vector<std::string>& missing,
                      const std::vector<std::string>& zero) {
  const bool one = missing.size() == 1;
  const bool oneZero = zero.size() == 1;
  return Phrase::say(one && oneZero ? TATARA_SAYS("Phrase", "%1 are fillers: %2 is missing and %3 is 0")
                     : one          ? TATARA_SAYS("Phrase", "%1 are fillers: %2 is missing and %3 are 0")
                     : oneZero
                         ? TATARA_SAYS("Phrase", "%1 are fillers: %2 are missing together and %3 is 0")
                         : TATARA_SAYS("Phrase", "%1 are fillers: %2 are missing together and %3 are 0"),
                     {countedRows(rows), listed(missing), listed(zero)});
}

Status findFillers(ProfileWork& work) {
  constexpr std::uint64_t kFewest = 5;
  std::map<std::uint64_t, std::vector<std::size_t>> masks;
  for (std::size_t i = 0; i < work.facts.size(); ++i) {
    const ColumnProfile& column = work.column(i);
    if (column.missing >= kFewest && column.missing * 2 < work.source.rows &&
        column.type != ColumnType::Unsupported) {
      masks[work.facts[i].missingMask].push_back(i);
    }
  }
  for (const auto& [mask, columns] : masks) {
    TATARA_ASSIGN(const HeldColumn held, work.cache.load(columns.front(), work.stop));
    std::vector<std::uint64_t> rows;
    for (std::uint64_t row = 0; row < work.source.rows; ++row) {
      if (held->missing(row)) {
        rows.push_back(row);
      }
    }
    TATARA_ASSIGN(const auto zeros, zeroIn(work, rows));
    const bool odd = std::ranges::any_of(zeros, [](const auto& one) { return one.second < 0.05; });
    if (!odd) {
      continue;
    }
    Alert alert = plainAlert(AlertKind::FillerRows, Phrase::say(TATARA_SAYS("Phrase", "filler rows")));
    std::vector<std::string> missing;
    for (const std::size_t index : columns) {
      missing.push_back(work.name(index));
    }
    std::vector<std::string> zero;
    for (const auto& [index, elsewhere] : zeros) {
      if (elsewhere < 0.5) {
        zero.push_back(work.name(index));
        alert.where += " AND " + quotedName(work.name(index)) + " = 0";
      }
    }
    alert.rows = rows.size();
    alert.where = quotedName(missing.front()) + " IS NULL" + alert.where;
    alert.sentence = fillerSentence(rows.size(), missing, zero);
    alert.columns = missing;
    alert.columns.insert(alert.columns.end(), zero.begin(), zero.end());
    rows.resize(std::min<std::size_t>(rows.size(), 100));
    alert.firstRows = std::move(rows);
    alert.fix =
        Fix{.kind = FixKind::DropRows,
            .label = Phrase::say(TATARA_SAYS("Phrase", "Leave out the %1"), {countedRows(alert.rows)}),
            .columns = {},
            .values = {},
            .where = alert.where};
    work.tell(std::move(alert));
  }
  return {};
}

// --- gaps in time ---

// "3 hours".
Phrase countedSteps(double step, std::uint64_t count) {
  if (step == 3600) {
    return counted(count, TATARA_SAYS("Phrase", "%1 hour"), TATARA_SAYS("Phrase", "%1 hours"));
  }
  if (step == 86400) {
    return counted(count, TATARA_SAYS("Phrase", "%1 day"), TATARA_SAYS("Phrase", "%1 days"));
  }
  if (step == 60) {
    return counted(count, TATARA_SAYS("Phrase", "%1 minute"), TATARA_SAYS("Phrase", "%1 minutes"));
  }
  if (step == 1) {
    return counted(count, TATARA_SAYS("Phrase", "%1 second"), TATARA_SAYS("Phrase", "%1 seconds"));
  }
  if (step == 7 * 86400.0) {
    return counted(count, TATARA_SAYS("Phrase", "%1 week"), TATARA_SAYS("Phrase", "%1 weeks"));
  }
  return counted(count, TATARA_SAYS("Phrase", "%1 step"), TATARA_SAYS("Phrase", "%1 steps"));
}

// "3 missing hours".
Phrase missingSteps(double step, std::uint64_t count) {
  if (step == 3600) {
    return counted(count, TATARA_SAYS("Phrase", "%1 missing hour"),
                   TATARA_SAYS("Phrase", "%1 missing hours"));
  }
  if (step == 86400) {
    return counted(count, TATARA_SAYS("Phrase", "%1 missing day"), TATARA_SAYS("Phrase", "%1 missing days"));
  }
  if (step == 60) {
    return counted(count, TATARA_SAYS("Phrase", "%1 missing minute"),
                   TATARA_SAYS("Phrase", "%1 missing minutes"));
  }
  if (step == 1) {
    return counted(count, TATARA_SAYS("Phrase", "%1 missing second"),
                   TATARA_SAYS("Phrase", "%1 missing seconds"));
  }
  if (step == 7 * 86400.0) {
    return counted(count, TATARA_SAYS("Phrase", "%1 missing week"),
                   TATARA_SAYS("Phrase", "%1 missing weeks"));
  }
  return counted(count, TATARA_SAYS("Phrase", "%1 missing step"), TATARA_SAYS("Phrase", "%1 missing steps"));
}

// "24 consecutive hours".
Phrase consecutiveSteps(double step, std::uint64_t count) {
  const Phrase number = withThousands(static_cast<std::int64_t>(count));
  return Phrase::say(step == 3600          ? TATARA_SAYS("Phrase", "%1 consecutive hours")
                     : step == 86400       ? TATARA_SAYS("Phrase", "%1 consecutive days")
                     : step == 60          ? TATARA_SAYS("Phrase", "%1 consecutive minutes")
                     : step == 1           ? TATARA_SAYS("Phrase", "%1 consecutive seconds")
                     : step == 7 * 86400.0 ? TATARA_SAYS("Phrase", "%1 consecutive weeks")
                                           : TATARA_SAYS("Phrase", "%1 consecutive steps"),
                     {number});
}

std::string minuteText(double seconds) {
  std::string text = timeText(seconds);
  if (text.find('T') == std::string::npos) {
    text += "T00:00";
  }
  text[text.find('T')] = ' ';
  return text.substr(0, seconds == 60 * std::floor(seconds / 60) ? 16 : 19);
}

void tellGaps(ProfileWork& work, std::size_t timeColumn) {
  const TimeFacts& time = work.column(timeColumn).time;
  if (time.gaps.empty()) {
    return;
  }
  const bool days = std::fmod(time.step, 86400) == 0;
  const auto moment = [&](double seconds) { return days ? timeText(seconds) : minuteText(seconds); };
  Alert alert = plainAlert(AlertKind::TimeGap, {});
  alert.badge = missingSteps(time.step, time.missingSteps);
  const TimeGap& longest = time.gaps.front();
  const Phrase range = longest.steps == 1 ? Phrase(moment(longest.first))
                                          : Phrase::say(TATARA_SAYS("Phrase", "%1 to %2"),
                                                        {moment(longest.first), moment(longest.last)});
  const bool one = time.missingSteps == 1;
  const Phrase all = time.gaps.size() == 1 && !one ? consecutiveSteps(time.step, time.missingSteps)
                                                   : countedSteps(time.step, time.missingSteps);
  if (time.gaps.size() == 1) {
    alert.sentence = Phrase::say(
        one ? TATARA_SAYS("Phrase", "%1 is missing: %2") : TATARA_SAYS("Phrase", "%1 are missing: %2"),
        {all, range});
  } else {
    alert.sentence =
        Phrase::say(time.gaps.size() == 100
                        ? TATARA_SAYS("Phrase", "%1 are missing in %2 or more gaps, the longest of %3: %4")
                        : TATARA_SAYS("Phrase", "%1 are missing in %2 gaps, the longest of %3: %4"),
                    {all, std::to_string(time.gaps.size()), countedSteps(time.step, longest.steps), range});
  }
  alert.columns = {work.name(timeColumn)};
  if (!time.hourColumn.empty()) {
    alert.columns.push_back(time.hourColumn);
  }
  alert.rows = time.missingSteps;
  work.tell(std::move(alert));
}

// A column of the whole numbers 0 to 23 that says which hour of the date a row is of.
std::optional<std::size_t> hourColumnOf(ProfileWork& work) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < work.facts.size(); ++i) {
    const ColumnProfile& column = work.column(i);
    const bool hours = column.type == ColumnType::Integer && column.min == 0 && column.max == 23 &&
                       column.distinct == 24 && column.missing == 0;
    const bool named = column.name.find("hr") != std::string::npos ||
                       column.name.find("hour") != std::string::npos ||
                       column.name.find("Hour") != std::string::npos || column.name == "h";
    if (hours && (named || !found)) {
      found = i;
      if (named) {
        return found;
      }
    }
  }
  return found;
}

Status findGaps(ProfileWork& work) {
  for (std::size_t i = 0; i < work.facts.size(); ++i) {
    ColumnProfile& column = work.column(i);
    if (column.type != ColumnType::Time || column.count == 0) {
      continue;
    }
    const auto hour = hourColumnOf(work);
    const bool dates =
        std::ranges::all_of(column.top,
                            [](const ValueCount& one) { return std::fmod(one.number, 86400) == 0; }) &&
        std::fmod(column.min, 86400) == 0 && std::fmod(column.max, 86400) == 0;
    if (hour && dates && column.distinct < column.count) {
      TATARA_ASSIGN(const HeldColumn day, work.cache.load(i, work.stop));
      TATARA_ASSIGN(const HeldColumn within, work.cache.load(*hour, work.stop));
      std::vector<double> moments;
      for (std::size_t row = 0; row < day->numbers.size(); ++row) {
        const double moment = day->numbers[row] + 3600 * within->numbers[row];
        if (!std::isnan(moment)) {
          moments.push_back(moment);
        }
      }
      stats::radixSort(moments);
      const bool once = std::ranges::adjacent_find(moments) == moments.end();
      if (const auto regular = regularTimes(moments); regular && once && regular->step == 3600) {
        column.time = *regular;
        column.time.hourColumn = work.name(*hour);
      }
    }
    tellGaps(work, i);
  }
  return {};
}

// --- repeated rows ---

void findRepeated(ProfileWork& work) {
  // Rows of few values repeat by chance; the chance is that of independent columns, which is the least.
  double pairs = static_cast<double>(work.source.rows) * (static_cast<double>(work.source.rows) - 1) / 2;
  std::vector<std::string> left;
  for (const ColumnFacts& facts : work.facts) {
    const bool names =
        !facts.rowNumber.empty() || (facts.allDistinct && facts.profile.type == ColumnType::Text);
    if (names) {
      left.push_back(facts.profile.name);
    } else if (facts.profile.count > 0) {
      const double missing =
          static_cast<double>(facts.profile.missing) / static_cast<double>(work.source.rows);
      pairs *= std::min(1.0, facts.sameShare + missing * missing);
    }
  }
  if (work.repeatedRows == 0 || static_cast<double>(work.repeatedRows) <= 10 * pairs ||
      left.size() == work.facts.size()) {
    return;
  }
  Alert alert = plainAlert(AlertKind::DuplicateRows, Phrase::say(TATARA_SAYS("Phrase", "repeated rows")));
  alert.rows = work.repeatedRows;
  alert.sentence = counted(work.repeatedRows, TATARA_SAYS("Phrase", "%1 row repeats an earlier one"),
                           TATARA_SAYS("Phrase", "%1 rows repeat an earlier one"));
  if (!left.empty()) {
    alert.sentence =
        Phrase::say(TATARA_SAYS("Phrase", "%1 but for %2"), {std::move(alert.sentence), listed(left)});
  }
  if (left.empty()) {
    alert.fix = Fix{.kind = FixKind::Deduplicate,
                    .label = Phrase::say(TATARA_SAYS("Phrase", "Keep the first of each")),
                    .columns = {},
                    .values = {},
                    .where = {}};
  }
  work.tell(std::move(alert));
}

// --- drift ---

Result<double> driftOf(ProfileWork& work, std::size_t index, const ColumnProfile& before) {
  TATARA_ASSIGN(const HeldColumn held, work.cache.load(index, work.stop));
  std::vector<std::uint64_t> was;
  std::vector<std::uint64_t> is;
  if (before.type == ColumnType::Text) {
    std::map<std::string, std::size_t> places;
    std::uint64_t known = 0;
    for (const ValueCount& one : before.top) {
      places.emplace(one.text, was.size());
      was.push_back(one.count);
      known += one.count;
    }
    was.push_back(before.count - known);
    std::vector<std::size_t> placeOf;
    for (const std::string& category : held->categories) {
      const auto found = places.find(category);
      placeOf.push_back(found == places.end() ? was.size() - 1 : found->second);
    }
    is.assign(was.size() + 1, 0);
    for (const std::int32_t code : held->codes) {
      ++is[code < 0 ? was.size() : placeOf[static_cast<std::size_t>(code)]];
    }
  } else {
    was.push_back(0);  // below and above what there was
    was.insert(was.end(), before.counts.begin(), before.counts.end());
    was.push_back(0);
    is.assign(was.size() + 1, 0);
    for (const double value : held->numbers) {
      if (std::isnan(value)) {
        ++is[was.size()];
        continue;
      }
      const auto edge = std::ranges::upper_bound(before.edges, value) - before.edges.begin();
      const bool last = value == before.edges.back();
      ++is[static_cast<std::size_t>(last ? edge - 1 : edge)];
    }
  }
  was.push_back(before.missing);
  return stats::populationStability(was, is);
}

constexpr std::uint64_t kFewestDrifting = 200;

bool mayDrift(const ColumnProfile& column) {
  return (column.role == ColumnRole::Feature || column.role == ColumnRole::Target) &&
         column.count >= kFewestDrifting && column.type != ColumnType::Unsupported;
}

struct Drifted {
  std::vector<std::string> columns;
  std::vector<std::string> words;

  void add(const std::string& column, double stability) {
    columns.push_back(column);
    words.push_back(column + " (PSI " + toText(std::round(stability * 100) / 100) + ")");
  }
};

Status driftFromRows(ProfileWork& work, const ColumnSource& before, Drifted& drifted) {
  std::vector<ColumnShift> shifts;
  for (std::size_t i = 0; i < work.facts.size(); ++i) {
    const auto found = std::ranges::find(before.columns, work.name(i), &ColumnInfo::name);
    if (found == before.columns.end() || !mayDrift(work.column(i)) || before.rows < kFewestDrifting) {
      continue;
    }
    const auto place = static_cast<std::size_t>(found - before.columns.begin());
    TATARA_ASSIGN(const auto was, before.load(place, work.stop));
    TATARA_ASSIGN(const HeldColumn is, work.cache.load(i, work.stop));
    TATARA_ASSIGN(auto shift, columnShift(*was, *is, work.stop));
    shifts.push_back(std::move(shift));
  }
  adjustForMany(shifts);
  for (const ColumnShift& shift : shifts) {
    if (shift.grade == ShiftGrade::Large) {
      drifted.add(shift.column, shift.stability);
    }
  }
  return {};
}

Status driftFromProfile(ProfileWork& work, const Profile& previous, Drifted& drifted) {
  constexpr double kShifted = 0.25;  // Siddiqi's rule, as in two_samples.h
  for (std::size_t i = 0; i < work.facts.size(); ++i) {
    const ColumnProfile& column = work.column(i);
    const ColumnProfile* before = previous.find(column.name);
    if (!before || !mayDrift(column) || before->count < kFewestDrifting ||
        (before->type == ColumnType::Text) != (column.type == ColumnType::Text) ||
        (before->type != ColumnType::Text && before->edges.empty())) {
      continue;
    }
    TATARA_ASSIGN(const double stability, driftOf(work, i, *before));
    if (stability >= kShifted) {
      drifted.add(column.name, stability);
    }
  }
  return {};
}

Status findDrift(ProfileWork& work) {
  Drifted drifted;
  if (work.options.previousRows) {
    TATARA_TRY(driftFromRows(work, *work.options.previousRows, drifted));
  } else if (work.options.previous) {
    TATARA_TRY(driftFromProfile(work, *work.options.previous, drifted));
  }
  if (!drifted.words.empty()) {
    Alert alert = plainAlert(AlertKind::Drift, Phrase::say(TATARA_SAYS("Phrase", "drifted")));
    alert.columns = std::move(drifted.columns);
    alert.sentence =
        Phrase::say(drifted.words.size() == 1
                        ? TATARA_SAYS("Phrase", "%1 is distributed otherwise than in the version before")
                        : TATARA_SAYS("Phrase", "%1 are distributed otherwise than in the version before"),
                    {listed(drifted.words)});
    work.tell(std::move(alert));
  }
  return {};
}

}  // namespace

Status findInRows(ProfileWork& work) {
  TATARA_TRY(findFillers(work));
  TATARA_TRY(findGaps(work));
  findRepeated(work);
  return findDrift(work);
}

}  // namespace tatara::dataset
