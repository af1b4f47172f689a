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
#include "core/dataset/internal/values.h"
#include "core/stats/radix_sort.h"
#include "core/stats/two_samples.h"

namespace tatara::dataset {
namespace {

constexpr std::size_t kMostOffenders = 20;

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return withThousands(static_cast<std::int64_t>(count)) + " " + std::string(count == 1 ? one : many);
}

std::string percentText(double share) {
  return toText(std::round(share * 1e4) / 100) + " %";
}

std::string numberText(ColumnType type, double value) {
  return type == ColumnType::Time ? timeText(value) : toText(value);
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
    std::ranges::stable_partition(m_report.results, [](const RuleResult& one) { return !one.holds; });
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
    const auto text = [](std::uint64_t rows) { return withThousands(static_cast<std::int64_t>(rows)); };
    result.expected = !m_contract.mostRows ? "at least " + text(*m_contract.fewestRows)
                      : !m_contract.fewestRows
                          ? "at most " + text(*m_contract.mostRows)
                          : text(*m_contract.fewestRows) + " to " + text(*m_contract.mostRows);
    result.holds = m_source.rows >= m_contract.fewestRows.value_or(0) &&
                   m_source.rows <= m_contract.mostRows.value_or(~std::uint64_t{0});
    if (!result.holds) {
      result.found = "There are " + counted(m_source.rows, "row", "rows");
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
          .expected = "no columns but those named",
          .holds = extra.empty(),
          .found = extra.empty()
                       ? ""
                       : listed(extra).english() + (extra.size() == 1 ? " is" : " are") + " not named",
          .offenders = {}});
  }

  // Collects the rows that break a rule, and tells it.
  void checkEach(const ColumnRules& rules, const Column& column, std::string rule, std::string expected,
                 const auto& breaks, std::string_view what) {
    RuleResult result{.rule = std::move(rule),
                      .column = rules.name,
                      .expected = std::move(expected),
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
      result.found = rules.name + " has " + counted(result.rows, "value ", "values ") + std::string(what);
    }
    tell(std::move(result));
  }

  Status checkColumn(const ColumnRules& rules) {
    const auto place = placeOf(rules.name);
    if (!place) {
      tell({.rule = "required",
            .column = rules.name,
            .expected = rules.required ? "the column is there" : "the column may be absent",
            .holds = !rules.required,
            .found = rules.required ? "There is no column " + rules.name : "",
            .offenders = {}});
      return {};
    }
    if (rules.required) {
      tell({.rule = "required",
            .column = rules.name,
            .expected = "the column is there",
            .found = {},
            .offenders = {}});
    }
    if (m_source.columns[*place].type == ColumnType::Unsupported) {
      tell({.rule = "type",
            .column = rules.name,
            .expected = rules.type ? std::string(toString(*rules.type)) : "a supported type",
            .holds = false,
            .found = rules.name + " is of a type that is not supported",
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
                      .expected = std::string(toString(*rules.type)),
                      .found = {},
                      .offenders = {}};
    result.holds =
        is == *rules.type || (*rules.type == ColumnType::Real && is == ColumnType::Integer) || empty;
    const auto number = [](ColumnType type) {
      return type == ColumnType::Integer || type == ColumnType::Real;
    };
    const bool comparable = is == *rules.type || (number(is) && number(*rules.type));
    if (!result.holds) {
      result.found = rules.name + " is of type " + std::string(toString(is));
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
                                      ? "no missing values"
                                      : "at most " + percentText(*rules.mostMissing) + " missing",
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
      result.found =
          rules.name + " misses " + counted(result.rows, "value", "values") + " (" + percentText(share) + ")";
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
                                      ? "every value fits the type"
                                      : "at most " + percentText(*rules.mostMisfits) + " do not fit the type",
                      .found = {},
                      .offenders = {}};
    result.holds = share <= *rules.mostMisfits;
    if (!result.holds) {
      result.rows = info.rejected;
      result.found = rules.name + " has " + counted(info.rejected, "value", "values") + " that " +
                     (info.rejected == 1 ? "does" : "do") + " not fit " + std::string(toString(info.type));
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
    const std::string expected =
        !rules.greatest ? "at least " + numberText(type, *rules.least)
        : !rules.least  ? "at most " + numberText(type, *rules.greatest)
                        : numberText(type, *rules.least) + " to " + numberText(type, *rules.greatest);
    checkEach(
        rules, column, "range", expected,
        [&](std::size_t row) {
          const double value = column.numbers[row];
          return (rules.least && value < *rules.least) || (rules.greatest && value > *rules.greatest);
        },
        "outside " + expected);
  }

  void checkWords(const ColumnRules& rules, const Column& column) {
    if (column.info.type != ColumnType::Text) {
      return;
    }
    const auto check = [&](std::string rule, std::string expected, const auto& fits, std::string_view what) {
      std::vector<bool> good;
      for (const std::string& category : column.categories) {
        good.push_back(fits(category));
      }
      checkEach(
          rules, column, std::move(rule), std::move(expected),
          [&](std::size_t row) {
            return column.codes[row] >= 0 && !good[static_cast<std::size_t>(column.codes[row])];
          },
          what);
    };
    if (rules.allowed) {
      const std::set<std::string> allowed(rules.allowed->begin(), rules.allowed->end());
      check(
          "allowed", "one of " + std::to_string(allowed.size()) + " values",
          [&](const std::string& text) { return allowed.contains(text); }, "beside the allowed ones");
    }
    if (!rules.patterns.empty()) {
      const std::set<std::string> patterns(rules.patterns.begin(), rules.patterns.end());
      check(
          "patterns", "written as " + listed(rules.patterns).english(),
          [&](const std::string& text) { return patterns.contains(patternOf(text)); }, "written otherwise");
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
    checkEach(
        rules, column, "unique", "every value once", [&](std::size_t row) { return repeats[row]; },
        "that occurred before");
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
          .expected = "PSI at most " + toText(expected.mostPsi),
          .holds = !(psi > expected.mostPsi),
          .found = psi > expected.mostPsi ? rules.name + " is distributed otherwise (PSI " +
                                                toText(std::round(psi * 100) / 100) + ")"
                                          : "",
          .offenders = {}});
  }

  Status checkRegular(const ColumnRules& rules, const Column& column) {
    if (!rules.regular || column.info.type != ColumnType::Time) {
      return {};
    }
    const RegularTimes& regular = *rules.regular;
    RuleResult result{.rule = "regular",
                      .column = rules.name,
                      .expected = "a step of " + toText(regular.seconds) + " s, at most " +
                                  counted(regular.mostGaps, "absent", "absent"),
                      .found = {},
                      .offenders = {}};
    std::shared_ptr<const Column> hours;
    if (!regular.hours.empty()) {
      const auto place = placeOf(regular.hours);
      if (place && m_source.columns[*place].type == ColumnType::Integer) {
        TATARA_ASSIGN(hours, m_source.load(*place, m_stop));
      } else {
        result.holds = false;
        result.found = "The hours of " + rules.name + " stand in " + regular.hours +
                       ", which is not there as whole numbers";
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
      result.found = rules.name + " lacks " + counted(absent, "step", "steps") + "; the widest gap is from " +
                     timeText(moments[widest - 1]) + " to " + timeText(moments[widest]);
    }
    tell(std::move(result));
    return {};
  }

  Status checkKey() {
    if (m_contract.key.empty()) {
      return {};
    }
    RuleResult result{.rule = "key",
                      .column = {},
                      .expected = listed(m_contract.key).english() + " differ in every row",
                      .found = {},
                      .offenders = {}};
    std::vector<std::uint64_t> keys(static_cast<std::size_t>(m_source.rows), 0);
    std::vector<std::shared_ptr<const Column>> columns;
    for (const std::string& name : m_contract.key) {
      const auto place = placeOf(name);
      if (!place || m_source.columns[*place].type == ColumnType::Unsupported) {
        result.holds = false;
        result.found = "There is no column " + name;
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
      result.found = counted(result.rows, "row repeats", "rows repeat") + " an earlier key of " +
                     listed(m_contract.key).english();
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
                      .expected = "the latest is at most " + toText(fresh.days) + " days old",
                      .holds = false,
                      .found = {},
                      .offenders = {}};
    const auto place = placeOf(fresh.column);
    if (!place || m_source.columns[*place].type != ColumnType::Time) {
      result.found = "There is no column " + fresh.column + " of times";
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
      result.found = std::isfinite(latest) ? "The latest " + fresh.column + " is " + timeText(latest) + ", " +
                                                 toText(std::round(days * 10) / 10) + " days old"
                                           : "There is no time in " + fresh.column;
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
