// A finding about a dataset that is worth a person's time, and the step that would mend it.
//
// Related findings are one alert over several columns. `where` is a condition in DuckDB's SQL over the
// dataset's columns that holds for the rows concerned; it is made from quoted names and literals only.
//
// Threads: values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/text/phrase.h"

namespace tatara::dataset {

enum class AlertKind {
  TargetLeak,  // the target can be computed from features
  DuplicateRows,
  FillerRows,  // rows put in where nothing was measured
  TimeGap,
  MissingWord,  // "?" and its kin kept as a value
  MixedTypes,   // numbers among words, or values that fit no type
  Sentinel,     // -999 and its kin among measurements
  UnitJump,
  Drift,  // against the version before
  RepeatedKey,
  Recoding,  // a column says another's values in other words
  NearDuplicate,
  RowNumber,
  Constant,
  MostlyMissing,
  HighCardinality,
  Imbalance,
  Blanks,  // around the values of text
  Infinite,
  Rounded,  // decimals with more digits than numbers keep
};
std::string_view toString(AlertKind kind);  // "target_leak", …

enum class Severity { Information, Warning, Error };
std::string_view toString(Severity severity);  // "information", "warning", "error"

enum class FixKind {
  Exclude,      // give `columns` the role ignore
  Trim,         // take the blanks off the texts of `columns`
  MakeMissing,  // the `values` of `columns` become missing
  DropRows,     // leave out the rows for which `where` holds
  Scale,        // multiply the numbers of `columns` by `factor` in the rows for which `where` holds
  Deduplicate,  // keep the first of equal rows
};
std::string_view toString(FixKind kind);

struct Fix {
  FixKind kind = FixKind::Exclude;
  text::Phrase label;  // "Exclude both from the features"
  std::vector<std::string> columns;
  std::vector<std::string> values;
  std::string where;
  double factor = 1;
};

struct Alert {
  AlertKind kind = AlertKind::Constant;
  Severity severity = Severity::Warning;
  text::Phrase badge;     // for a table cell: "leaks target"
  text::Phrase sentence;  // what was found, without a full stop
  std::vector<std::string> columns;
  std::uint64_t rows = 0;                // concerned; 0: all of them, or none in particular
  std::vector<std::uint64_t> firstRows;  // at most 100 of them
  std::string where;
  std::optional<Fix> fix;
};

}  // namespace tatara::dataset
