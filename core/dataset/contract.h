// What a dataset has to be for those who use it: expectations of its columns and rows, inferred from a
// version that is good, written as YAML, edited by people, and checked against other versions.
//
//   contract: 1
//   dataset: bikes
//   from: bikes@3
//   refuse: false                # true: what breaks it is not registered as a new version
//   extra_columns: true          # false: columns that are not named here break it
//   rows: {min: 8690, max: 1000000}
//   key: [dteday, hr]            # differ in every row together
//   freshness: {column: dteday, days: 3}   # the latest time is at most so old when checked
//   columns:
//     - name: hr
//       type: integer            # a real column may hold integers, no other type another
//       required: true           # false: may be absent
//       missing: 0               # greatest share of missing values, 0 to 1
//       misfits: 0               # greatest share of values that do not fit; they count as missing too
//       min: 0                   # times in ISO 8601
//       max: 23
//       unique: true
//       allowed: [a, b]          # values of text
//       patterns: [Aaa-999]      # shapes of text: capitals A, small letters a, digits 9, four and more "a+"
//       regular: {seconds: 3600, hours: hr, gaps: 24}   # times: the step, and how many may be absent
//       distribution: {psi: 0.25, cuts: [3, 9], counts: [10, 20, 15], missing: 2}   # or values: [...]
//
// A rule that is not written is not checked. Reading refuses what it does not know, with line and column, and
// bounds size, depth and aliases. A contract inferred from a version holds on that version.
//
// Rows count from zero. Threads: pure functions; columns are read one at a time. Errors: Parse (YAML),
// Cancelled, those of the source.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/clock.h"
#include "core/base/result.h"
#include "core/dataset/profile.h"
#include "core/text/json.h"

namespace tatara::dataset {

// How a column's values are distributed, as the population stability index sees it.
struct ExpectedDistribution {
  double mostPsi = 0.25;
  std::vector<double> cuts;         // numbers: bins end at these, closed above; one more bin than cuts
  std::vector<std::string> values;  // texts: a bin each, and one for the rest
  std::vector<std::uint64_t> counts;
  std::uint64_t missing = 0;
};

struct RegularTimes {
  double seconds = 0;
  std::string hours;  // a column of hours that are added to the dates; may be empty
  std::uint64_t mostGaps = 0;
};

struct ColumnRules {
  std::string name;
  std::optional<ColumnType> type = {};
  bool required = true;
  std::optional<double> mostMissing = {};
  std::optional<double> mostMisfits = {};
  std::optional<double> least = {};
  std::optional<double> greatest = {};
  bool unique = false;
  std::optional<std::vector<std::string>> allowed = {};
  std::vector<std::string> patterns = {};
  std::optional<RegularTimes> regular = {};
  std::optional<ExpectedDistribution> distribution = {};
};

struct Freshness {
  std::string column;
  double days = 0;
};

struct Contract {
  std::string dataset;
  std::string from;
  bool refuse = false;
  bool extraColumns = true;
  std::optional<std::uint64_t> fewestRows = {};
  std::optional<std::uint64_t> mostRows = {};
  std::vector<std::string> key = {};
  std::optional<Freshness> freshness = {};
  std::vector<ColumnRules> columns = {};
};

struct ContractFacts {
  std::string dataset;
  std::string from;
  Timestamp now{};  // when the version was made; freshness is inferred only for data that is fresh then
};
// `profile` is the source's own.
Result<Contract> inferContract(const ColumnSource& source, const Profile& profile, const ContractFacts& facts,
                               std::stop_token stop = {});

std::string toYaml(const Contract& contract);
Result<Contract> contractFromYaml(std::string_view yaml);

struct Offender {
  std::uint64_t row = 0;
  std::string value;  // as it is read; "(missing)"
};

// One rule, and what became of it.
struct RuleResult {
  std::string rule;    // "type", "range", …; the keys of the YAML, "min" and "max" as "range"
  std::string column;  // empty: of the dataset
  text::Phrase expected;
  bool holds = true;
  text::Phrase found;               // what breaks it, a sentence
  std::uint64_t rows = 0;           // that break it; 0: it is about no rows in particular
  std::vector<Offender> offenders;  // the first, at most 20
};

struct ContractReport {
  std::string contract;  // the dataset's name
  bool refuse = false;
  std::uint64_t rows = 0;
  std::vector<RuleResult> results;  // broken ones first

  std::size_t broken() const;
  bool holds() const { return broken() == 0; }
};
Result<ContractReport> checkContract(const Contract& contract, const ColumnSource& source, Timestamp now,
                                     std::stop_token stop = {});

text::Json toJson(const ContractReport& report);
// A test suite with a case for each rule, as build servers read them.
std::string toJUnit(const ContractReport& report, std::string_view subject);

}  // namespace tatara::dataset
