// How the values of one column are distributed otherwise in one dataset than in another: a test, how large
// the shift is, and the bars to draw it with.
//
// Numbers and times are compared by the Kolmogorov–Smirnov test, texts and flags by Pearson's χ² over their
// values; values expected fewer than five times on either side count together (Cochran 1954). Missing values
// take no part in the test, and are a bin of their own in the stability index (PSI). With many rows every
// difference is certain, however small: `grade` asks for both, a p-value below 0.05 after adjustment for the
// number of columns (Benjamini and Hochberg 1995) and a size by Siddiqi's rule upon PSI (2006: 0.1 and 0.25).
//
// Threads: pure functions; at most about 100 MB are held, however long the columns. Errors: Cancelled, those
// of a source.
#pragma once

#include <cstdint>
#include <limits>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/column.h"
#include "core/text/json.h"

namespace tatara::dataset {

class Frame;

enum class ShiftTest { None, KolmogorovSmirnov, ChiSquare };
std::string_view toString(ShiftTest test);  // "none", "kolmogorov_smirnov", "chi_square"

enum class ShiftGrade { None, Slight, Moderate, Large };
std::string_view toString(ShiftGrade grade);  // "none", "slight", "moderate", "large"

struct ShiftBar {
  std::string label;  // "≤ 12.5", "red", "other values", "missing"
  std::uint64_t before = 0;
  std::uint64_t after = 0;
};

struct ColumnShift {
  static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

  std::string column;  // as it is called afterwards
  ColumnType type = ColumnType::Text;
  ShiftTest test = ShiftTest::None;
  std::string reason;             // why there is no test
  std::uint64_t countBefore = 0;  // values that are there
  std::uint64_t countAfter = 0;
  std::uint64_t missingBefore = 0;
  std::uint64_t missingAfter = 0;
  double statistic = kUnknown;  // D, or χ²
  double freedom = kUnknown;    // χ² only
  double p = kUnknown;
  bool exact = false;  // p is not asymptotic
  double adjustedP = kUnknown;
  double stability = kUnknown;     // PSI over `bars`
  double wasserstein = kUnknown;   // numbers and times (seconds): in the column's unit
  double standardised = kUnknown;  // the same in standard deviations (n − 1) of the values before
  double cramersV = kUnknown;      // texts and flags: bias-corrected (Bergsma 2013)
  ShiftGrade grade = ShiftGrade::None;
  std::vector<ShiftBar> bars;
};

// Without adjusted p-values and grades, which need all columns.
Result<ColumnShift> columnShift(const Frame& before, std::size_t columnBefore, const Frame& after,
                                std::size_t columnAfter, std::stop_token stop = {});
Result<ColumnShift> columnShift(const Column& before, const Column& after, std::stop_token stop = {});
// Gives them, in place.
void adjustForMany(std::vector<ColumnShift>& shifts);

text::Json toJson(const ColumnShift& shift);

}  // namespace tatara::dataset
