#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_set>

#include "core/base/number_text.h"
#include "core/dataset/contract.h"
#include "core/dataset/frame.h"
#include "core/dataset/internal/column_facts.h"
#include "core/dataset/internal/contract_work.h"
#include "core/dataset/internal/profile_work.h"
#include "core/dataset/internal/type_phrase.h"
#include "core/dataset/internal/values.h"
#include "core/stats/radix_sort.h"
#include "core/stats/two_samples.h"

namespace tatara::dataset {
namespace {

using text::Phrase;

constexpr std::size_t kMostOffenders = 20;

// A sentence in the singular and in the plural.
struct Sentences {
  const char* one;
  const char* many;
  const char* of(std::uint64_t count) const { return count == 1 ? one : many; }
};

std::string grouped(std::uint64_t count) {
  return withThousands(static_cast<std::int64_t>(count));
}

std::string percentText(double share) {
  return toText(std::round(share * 1e4) / 100) + " %";
}

std::string numberText(ColumnType type, double value) {
  return type == ColumnType::Time ? timeText(value) : toText(value);
}

Phrase noColumn(const std::string& name) {
  return Phrase::say(TATARA_SAYS("Phrase", "There is no column %1"), {name});
}

// Of two bounds of which one may be open.
Phrase within(const std::optional<std::string>& least, const std::optional<std::string>& greatest) {
  return !greatest ? Phrase::say(TATARA_SAYS("Phrase", "at least %1"), {*least})
         : !least  ? Phrase::say(TATARA_SAYS("Phrase", "at most %1"), {*greatest})
                   : Phrase::say(TATARA_SAYS("Phrase", "%1 to %2"), {*least, *greatest});
}

class Checker {
 public:
  Checker(const Contract& contract, const ColumnSource& source, Timestamp now, std::stop_token stop)
      : m_contract(contract), m_source(source), m_now(now), m_stop(std::move(stop)) {
    m_report.contract = contract.dataset;
    m_report.refuse = contract.refuse;
    m_report.rows = source.rows;
  }

  Result<ContractReport> run() {
    checkRows();
    checkExtraColumns();
    for (const ColumnRules& rules : m_contract.columns) {
      TATARA_TRY(checkColumn(rules));
    }
    TATARA_TRY(checkKey());
    TATARA_TRY(checkFreshness());
    std::stable_partition(m_report.results.begin(), m_report.results.end(),
                          [](const RuleResult& one) { return !one.holds; });
    return std::move(m_report);
  }

 private:
  void tell(RuleResult result) { m_report.results.push_back(std::move(result)); }

  std::optional<std::size_t> placeOf(std::string_view name) const {
    for (std::size_t i = 0; i < m_source.columns.size(); ++i) {
      if (m_source.columns[i].name == name) {
        return i;
      }
    }
    return {};
  }

  void checkRows() {
    if (!m_contract.fewestRows && !m_contract.mostRows) {
      return;
    }
    RuleResult result{.rule = "rows", .column = {}, .expected = {}, .found = {}, .offenders = {}};
    const auto text = [](const std::optional<std::uint64_t>& rows) {
      return rows ? std::optional(grouped(*rows)) : std::nullopt;
    };
    result.expected = within(text(m_contract.fewestRows), text(m_contract.mostRows));
    result.holds = m_source.rows >= m_contract.fewestRows.value_or(0) &&
                   m_source.rows <= m_contract.mostRows.value_or(~std::uint64_t{0});
    if (!result.holds) {
      result.found = Phrase::say(m_source.rows == 1 ? TATARA_SAYS("Phrase", "There is %1 row")
                                                    : TATARA_SAYS("Phrase", "There are %1 rows"),
                                 {grouped(m_source.rows)});
    }
    tell(std::move(result));
  }

  void checkExtraColumns() {
    if (m_contract.extraColumns) {
      return;
    }
    std::set<std::string_view> named;
    for (const ColumnRules& rules : m_contract.columns) {
      named.insert(rules.name);
    }
    std::vector<std::string> extra;
    for (const ColumnInfo& column : m_source.columns) {
      if (!named.contains(column.name)) {
        extra.push_back(column.name);
      }
    }
    tell({.rule = "extra_columns",
          .column = {},
          .expected = Phrase::say(TATARA_SAYS("Phrase", "no columns but those named")),
          .holds = extra.empty(),
          .found = extra.empty() ? Phrase()
                                 : Phrase::say(extra.size() == 1 ? TATARA_SAYS("Phrase", "%1 is not named")
                                                                 : TATARA_SAYS("Phrase", "%1 are not named"),
                                               {listed(extra)}),
          .offenders = {}});
  }

  struct Rule {
    std::string name;
    Phrase expected;
    Sentences broken;  // of the column's name, how many values, what is expected
  };
  // Collects the rows that break a rule, and tells it.
  void checkEach(const ColumnRules& rules, const Column& column, Rule rule, const auto& breaks) {
    RuleResult result{.rule = std::move(rule.name),
                      .column = rules.name,
                      .expected = std::move(rule.expected),
                      .found = {},
                      .offenders = {}};
    for (std::size_t row = 0; row < column.rows(); ++row) {
      if (breaks(row)) {
        ++result.rows;
        if (result.offenders.size() < kMostOffenders) {
          result.offenders.push_back({row, shownValue(column, row)});
        }
      }
    }
    result.holds = result.rows == 0;
    if (!result.holds) {
      result.found =
          Phrase::say(rule.broken.of(result.rows), {rules.name, grouped(result.rows), result.expected});
    }
    tell(std::move(result));
  }

  Status checkColumn(const ColumnRules& rules) {
    const auto place = placeOf(rules.name);
    if (!place) {
      tell({.rule = "required",
            .column = rules.name,
            .expected = Phrase::say(rules.required ? TATARA_SAYS("Phrase", "the column is there")
                                                   : TATARA_SAYS("Phrase", "the column may be absent")),
            .holds = !rules.required,
            .found = rules.required ? noColumn(rules.name) : Phrase(),
            .offenders = {}});
      return {};
    }
    if (rules.required) {
      tell({.rule = "required",
            .column = rules.name,
            .expected = Phrase::say(TATARA_SAYS("Phrase", "the column is there")),
            .found = {},
            .offenders = {}});
    }
    if (m_source.columns[*place].type == ColumnType::Unsupported) {
      tell(
          {.rule = "type",
           .column = rules.name,
           .expected =
               rules.type ? typePhrase(*rules.type) : Phrase::say(TATARA_SAYS("Phrase", "a supported type")),
           .holds = false,
           .found = Phrase::say(TATARA_SAYS("Phrase", "%1 is of a type that is not supported"), {rules.name}),
           .offenders = {}});
      return {};
    }
    TATARA_ASSIGN(const auto column, m_source.load(*place, m_stop));
    if (m_stop.stop_requested()) {
      return makeError(ErrorKind::Cancelled, "The check was cancelled");
    }
    if (!checkType(rules, *column)) {
      return {};  // the other rules are about values of the type
    }
    checkMissing(rules, *column);
    checkMisfits(rules, m_source.columns[*place]);
    checkRange(rules, *column);
    checkWords(rules, *column);
    checkUnique(rules, *column);
    checkDistribution(rules, *column);
    return checkRegular(rules, *column);
  }

  bool checkType(const ColumnRules& rules, const Column& column) {
    const ColumnType is = column.info.type;
    const bool empty = column.info.missing == column.rows();
    if (!rules.type) {
      return true;
    }
    RuleResult result{.rule = "type",
                      .column = rules.name,
                      .expected = typePhrase(*rules.type),
                      .found = {},
                      .offenders = {}};
    result.holds =
        is == *rules.type || (*rules.type == ColumnType::Real && is == ColumnType::Integer) || empty;
    const auto number = [](ColumnType type) {
      return type == ColumnType::Integer || type == ColumnType::Real;
    };
    const bool comparable = is == *rules.type || (number(is) && number(*rules.type));
    if (!result.holds) {
      result.found = Phrase::say(TATARA_SAYS("Phrase", "%1 is of type %2"), {rules.name, typePhrase(is)});
      collectMistyped(*rules.type, column, result);
    }
    tell(std::move(result));
    return comparable;
  }

  // The rows whose values are not of the type; of a text that should be a number those that are none.
  void collectMistyped(ColumnType wanted, const Column& column, RuleResult& result) const {
    for (std::size_t row = 0; row < column.rows(); ++row) {
      if (column.missing(row)) {
        continue;
      }
      bool fits = false;
      if (column.info.type == ColumnType::Text) {
        const std::string_view text =
            trimBlanks(column.categories[static_cast<std::size_t>(column.codes[row])]);
        fits = wanted == ColumnType::Integer   ? parseWhole(text).has_value()
               : wanted == ColumnType::Real    ? parseReal(text, '.').has_value()
               : wanted == ColumnType::Boolean ? parseFlag(text).has_value()
               : wanted == ColumnType::Time    ? parseTime(text).has_value()
                                               : true;
      } else if (column.info.type == ColumnType::Real && wanted == ColumnType::Integer) {
        fits = column.numbers[row] == std::floor(column.numbers[row]);
      }
      if (!fits) {
        ++result.rows;
        if (result.offenders.size() < kMostOffenders) {
          result.offenders.push_back({row, shownValue(column, row)});
        }
      }
    }
  }

  void checkMissing(const ColumnRules& rules, const Column& column) {
    if (!rules.mostMissing || column.rows() == 0) {
      return;
    }
    RuleResult result{.rule = "missing",
                      .column = rules.name,
                      .expected = *rules.mostMissing == 0
                                      ? Phrase::say(TATARA_SAYS("Phrase", "no missing values"))
                                      : Phrase::say(TATARA_SAYS("Phrase", "at most %1 missing"),
                                                    {percentText(*rules.mostMissing)}),
                      .found = {},
                      .offenders = {}};
    for (std::size_t row = 0; row < column.rows(); ++row) {
      if (column.missing(row)) {
        ++result.rows;
        if (result.offenders.size() < kMostOffenders) {
          result.offenders.push_back({row, "(missing)"});
        }
      }
    }
    const double share = static_cast<double>(result.rows) / static_cast<double>(column.rows());
    result.holds = share <= *rules.mostMissing;
    if (result.holds) {
      result.rows = 0;
      result.offenders.clear();
    } else {
      result.found = Phrase::say(result.rows == 1 ? TATARA_SAYS("Phrase", "%1 misses %2 value (%3)")
                                                  : TATARA_SAYS("Phrase", "%1 misses %2 values (%3)"),
                                 {rules.name, grouped(result.rows), percentText(share)});
    }
    tell(std::move(result));
  }

  void checkMisfits(const ColumnRules& rules, const ColumnInfo& info) {
    if (!rules.mostMisfits || m_source.rows == 0) {
      return;
    }
    const double share = static_cast<double>(info.rejected) / static_cast<double>(m_source.rows);
    RuleResult result{.rule = "misfits",
                      .column = rules.name,
                      .expected = *rules.mostMisfits == 0
                                      ? Phrase::say(TATARA_SAYS("Phrase", "every value fits the type"))
                                      : Phrase::say(TATARA_SAYS("Phrase", "at most %1 do not fit the type"),
                                                    {percentText(*rules.mostMisfits)}),
                      .found = {},
                      .offenders = {}};
    result.holds = share <= *rules.mostMisfits;
    if (!result.holds) {
      result.rows = info.rejected;
      result.found =
          Phrase::say(info.rejected == 1 ? TATARA_SAYS("Phrase", "%1 has %2 value that does not fit %3")
                                         : TATARA_SAYS("Phrase", "%1 has %2 values that do not fit %3"),
                      {rules.name, grouped(info.rejected), typePhrase(info.type)});
      for (const Rejected& one : m_source.rejected) {
        if (one.column == rules.name && result.offenders.size() < kMostOffenders) {
          result.offenders.push_back({one.row, one.text});
        }
      }
    }
    tell(std::move(result));
  }

  void checkRange(const ColumnRules& rules, const Column& column) {
    const ColumnType type = column.info.type;
    if ((!rules.least && !rules.greatest) || type == ColumnType::Text) {
      return;
    }
    const auto text = [&](const std::optional<double>& bound) {
      return bound ? std::optional(numberText(type, *bound)) : std::nullopt;
    };
    checkEach(rules, column,
              {"range",
               within(text(rules.least), text(rules.greatest)),
               {TATARA_SAYS("Phrase", "%1 has %2 value out of range (%3)"),
                TATARA_SAYS("Phrase", "%1 has %2 values out of range (%3)")}},
              [&](std::size_t row) {
                const double value = column.numbers[row];
                return (rules.least && value < *rules.least) || (rules.greatest && value > *rules.greatest);
              });
  }

  void checkWords(const ColumnRules& rules, const Column& column) {
    if (column.info.type != ColumnType::Text) {
      return;
    }
    const auto check = [&](Rule rule, const auto& fits) {
      std::vector<bool> good;
      for (const std::string& category : column.categories) {
        good.push_back(fits(category));
      }
      checkEach(rules, column, std::move(rule), [&](std::size_t row) {
        return column.codes[row] >= 0 && !good[static_cast<std::size_t>(column.codes[row])];
      });
    };
    if (rules.allowed) {
      const std::set<std::string> allowed(rules.allowed->begin(), rules.allowed->end());
      check({"allowed",
             Phrase::say(TATARA_SAYS("Phrase", "one of %1 values"), {std::to_string(allowed.size())}),
             {TATARA_SAYS("Phrase", "%1 has %2 value beside the allowed ones"),
              TATARA_SAYS("Phrase", "%1 has %2 values beside the allowed ones")}},
            [&](const std::string& text) { return allowed.contains(text); });
    }
    if (!rules.patterns.empty()) {
      const std::set<std::string> patterns(rules.patterns.begin(), rules.patterns.end());
      check({"patterns",
             Phrase::say(TATARA_SAYS("Phrase", "written as %1"), {listed(rules.patterns)}),
             {TATARA_SAYS("Phrase", "%1 has %2 value written otherwise"),
              TATARA_SAYS("Phrase", "%1 has %2 values written otherwise")}},
            [&](const std::string& text) { return patterns.contains(patternOf(text)); });
    }
  }

  void checkUnique(const ColumnRules& rules, const Column& column) {
    if (!rules.unique) {
      return;
    }
    std::vector<bool> repeats(column.rows(), false);
    std::vector<bool> seen;
    const auto mark = [&](std::size_t row, std::size_t value) {
      seen.resize(std::max(seen.size(), value + 1), false);
      repeats[row] = seen[value];
      seen[value] = true;
    };
    if (column.info.type == ColumnType::Text) {
      for (std::size_t row = 0; row < column.rows(); ++row) {
        if (column.codes[row] >= 0) {
          mark(row, static_cast<std::size_t>(column.codes[row]));
        }
      }
    } else if (!column.wholes.empty()) {
      std::unordered_set<std::int64_t> values;
      for (std::size_t row = 0; row < column.rows(); ++row) {
        repeats[row] = !column.missing(row) && !values.insert(column.wholes[row]).second;
      }
    } else {
      const stats::DenseRanks ranks = stats::denseRanks(column.numbers);
      for (std::size_t row = 0; row < column.rows(); ++row) {
        if (ranks.ranks[row] != stats::kNoRank) {
          mark(row, ranks.ranks[row]);
        }
      }
    }
    checkEach(rules, column,
              {"unique",
               Phrase::say(TATARA_SAYS("Phrase", "every value once")),
               {TATARA_SAYS("Phrase", "%1 has %2 value that occurred before"),
                TATARA_SAYS("Phrase", "%1 has %2 values that occurred before")}},
              [&](std::size_t row) { return repeats[row]; });
  }

  void checkDistribution(const ColumnRules& rules, const Column& column) {
    if (!rules.distribution || column.rows() == 0) {
      return;
    }
    const ExpectedDistribution& expected = *rules.distribution;
    const std::vector<std::uint64_t> is = binsOf(column, expected);
    std::vector<std::uint64_t> was = expected.counts;
    was.push_back(expected.missing);
    constexpr std::uint64_t kFewestRows = 200;
    if (was.size() != is.size() || column.rows() < kFewestRows) {
      return;  // of another kind, or too few values to tell
    }
    const double psi = stats::populationStability(was, is);
    tell({.rule = "distribution",
          .column = rules.name,
          .expected = Phrase::say(TATARA_SAYS("Phrase", "PSI at most %1"), {toText(expected.mostPsi)}),
          .holds = !(psi > expected.mostPsi),
          .found = psi > expected.mostPsi
                       ? Phrase::say(TATARA_SAYS("Phrase", "%1 is distributed otherwise (PSI %2)"),
                                     {rules.name, toText(std::round(psi * 100) / 100)})
                       : Phrase(),
          .offenders = {}});
  }

  Status checkRegular(const ColumnRules& rules, const Column& column) {
    if (!rules.regular || column.info.type != ColumnType::Time) {
      return {};
    }
    const RegularTimes& regular = *rules.regular;
    RuleResult result{.rule = "regular",
                      .column = rules.name,
                      .expected = Phrase::say(TATARA_SAYS("Phrase", "a step of %1 s, at most %2 absent"),
                                              {toText(regular.seconds), grouped(regular.mostGaps)}),
                      .found = {},
                      .offenders = {}};
    std::shared_ptr<const Column> hours;
    if (!regular.hours.empty()) {
      const auto place = placeOf(regular.hours);
      if (place && m_source.columns[*place].type == ColumnType::Integer) {
        TATARA_ASSIGN(hours, m_source.load(*place, m_stop));
      } else {
        result.holds = false;
        result.found = Phrase::say(
            TATARA_SAYS("Phrase", "The hours of %1 stand in %2, which is not there as whole numbers"),
            {rules.name, regular.hours});
        tell(std::move(result));
        return {};
      }
    }
    const std::vector<double> moments = momentsOf(column, hours.get());
    const std::uint64_t absent = absentSteps(moments, regular.seconds);
    result.holds = absent <= regular.mostGaps;
    if (!result.holds) {
      std::size_t widest = 1;
      for (std::size_t i = 2; i < moments.size(); ++i) {
        widest = moments[i] - moments[i - 1] > moments[widest] - moments[widest - 1] ? i : widest;
      }
      result.found = Phrase::say(
          absent == 1 ? TATARA_SAYS("Phrase", "%1 lacks %2 step; the widest gap is from %3 to %4")
                      : TATARA_SAYS("Phrase", "%1 lacks %2 steps; the widest gap is from %3 to %4"),
          {rules.name, grouped(absent), timeText(moments[widest - 1]), timeText(moments[widest])});
    }
    tell(std::move(result));
    return {};
  }

  Status checkKey() {
    if (m_contract.key.empty()) {
      return {};
    }
    RuleResult result{
        .rule = "key",
        .column = {},
        .expected = Phrase::say(TATARA_SAYS("Phrase", "%1 differ in every row"), {listed(m_contract.key)}),
        .found = {},
        .offenders = {}};
    std::vector<std::uint64_t> keys(static_cast<std::size_t>(m_source.rows), 0);
    std::vector<std::shared_ptr<const Column>> columns;
    for (const std::string& name : m_contract.key) {
      const auto place = placeOf(name);
      if (!place || m_source.columns[*place].type == ColumnType::Unsupported) {
        result.holds = false;
        result.found = noColumn(name);
        tell(std::move(result));
        return {};
      }
      TATARA_ASSIGN(auto column, m_source.load(*place, m_stop));
      addToKeys(*column, keys);
      columns.push_back(std::move(column));
    }
    std::vector<std::uint64_t> sorted = keys;
    stats::radixSort(sorted);
    std::vector<std::uint64_t> repeated;
    for (std::size_t i = 1; i < sorted.size(); ++i) {
      if (sorted[i] == sorted[i - 1] && (repeated.empty() || repeated.back() != sorted[i])) {
        repeated.push_back(sorted[i]);
      }
    }
    std::set<std::uint64_t> seen;
    for (std::size_t row = 0; row < keys.size() && !repeated.empty(); ++row) {
      if (std::ranges::binary_search(repeated, keys[row]) && !seen.insert(keys[row]).second) {
        ++result.rows;
        if (result.offenders.size() < kMostOffenders) {
          std::string value;
          for (const auto& column : columns) {
            value += (value.empty() ? "" : ", ") + shownValue(*column, row);
          }
          result.offenders.push_back({row, value});
        }
      }
    }
    result.holds = result.rows == 0;
    if (!result.holds) {
      result.found =
          Phrase::say(result.rows == 1 ? TATARA_SAYS("Phrase", "%1 row repeats an earlier key of %2")
                                       : TATARA_SAYS("Phrase", "%1 rows repeat an earlier key of %2"),
                      {grouped(result.rows), listed(m_contract.key)});
    }
    tell(std::move(result));
    return {};
  }

  Status checkFreshness() {
    if (!m_contract.freshness) {
      return {};
    }
    const Freshness& fresh = *m_contract.freshness;
    RuleResult result{.rule = "freshness",
                      .column = fresh.column,
                      .expected = Phrase::say(TATARA_SAYS("Phrase", "the latest is at most %1 days old"),
                                              {toText(fresh.days)}),
                      .holds = false,
                      .found = {},
                      .offenders = {}};
    const auto place = placeOf(fresh.column);
    if (!place || m_source.columns[*place].type != ColumnType::Time) {
      result.found = Phrase::say(TATARA_SAYS("Phrase", "There is no column %1 of times"), {fresh.column});
      tell(std::move(result));
      return {};
    }
    TATARA_ASSIGN(const auto column, m_source.load(*place, m_stop));
    double latest = -std::numeric_limits<double>::infinity();
    for (const double value : column->numbers) {
      latest = value > latest ? value : latest;
    }
    constexpr double kSecondsOfDay = 86'400;
    const double days = (static_cast<double>(toUnixMillis(m_now)) / 1000 - latest) / kSecondsOfDay;
    result.holds = days <= fresh.days;
    if (!result.holds) {
      result.found = std::isfinite(latest)
                         ? Phrase::say(TATARA_SAYS("Phrase", "The latest %1 is %2, %3 days old"),
                                       {fresh.column, timeText(latest), toText(std::round(days * 10) / 10)})
                         : Phrase::say(TATARA_SAYS("Phrase", "There is no time in %1"), {fresh.column});
    }
    tell(std::move(result));
    return {};
  }

  const Contract& m_contract;
  const ColumnSource& m_source;
  Timestamp m_now;
  std::stop_token m_stop;
  ContractReport m_report;
};

}  // namespace

Result<ContractReport> checkContract(const Contract& contract, const ColumnSource& source, Timestamp now,
                                     std::stop_token stop) {
  return Checker(contract, source, now, std::move(stop)).run();
}

}  // namespace tatara::dataset
