// What is drawn and told of a frame's rows under a selection: bar counts, histograms, exact statistics,
// groups.
//
// Everything here is exact: no sampling and no sketch. Where pandas, NumPy or SciPy define a figure the
// definition is theirs: SD with n − 1, quantiles interpolated linearly, skewness and excess kurtosis of
// moments about the mean without correction (SciPy's defaults), histogram bins closed on the left and the
// last one on both sides. Missing values take part in nothing but counts; infinities only in counts and
// quantiles' order. Sums are compensated (Neumaier 1974), so that they are right to the last digits of a
// double.
//
// Threads: pure functions that work on several threads. Errors: Cancelled, InvalidArgument (says which column
// and what to choose instead).
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/dataset/frame.h"
#include "core/dataset/frame_filter.h"
#include "core/stats/histogram.h"

namespace tatara::dataset {

// For each of the columns, how many selected rows have each of the 256 bin codes.
Result<std::vector<std::vector<std::uint64_t>>> binCounts(const Frame& frame,
                                                          std::span<const std::size_t> columns,
                                                          const Selection& selection,
                                                          std::stop_token stop = {});

struct HistogramRequest {
  std::size_t column = 0;
  std::size_t bins = 40;
  double least = 0;  // of the first bin; least == greatest: the column's own range
  double greatest = 0;
  bool logarithmic = false;  // bins of equal width of the logarithm; what is not above zero is left out
};
// Of the values within the range.
Result<stats::Histogram> histogram(const Frame& frame, const HistogramRequest& request,
                                   const Selection& selection, std::stop_token stop = {});

struct Summary {
  std::uint64_t rows = 0;  // selected
  std::uint64_t missing = 0;
  std::uint64_t infinite = 0;
  std::uint64_t zeros = 0;
  std::uint64_t distinct = 0;  // without missing
  // Of finite values; NaN where there are too few.
  double least = 0;
  double greatest = 0;
  double sum = 0;
  double mean = 0;
  double sd = 0;
  double skew = 0;
  double kurtosis = 0;
  std::vector<double> quantiles = {};  // for the probabilities asked for
};
// Of numbers, times and flags; of a text rows, missing and distinct.
Result<Summary> summarize(const Frame& frame, std::size_t column, std::span<const double> probabilities,
                          const Selection& selection, std::stop_token stop = {});

struct TopValue {
  std::string text;
  std::uint64_t count = 0;
};
// The most frequent values, ties by their order.
Result<std::vector<TopValue>> topValues(const Frame& frame, std::size_t column, std::size_t most,
                                        const Selection& selection, std::stop_token stop = {});

// How a column divides rows into groups.
struct GroupKey {
  enum class Kind : std::uint8_t { Value, Bins, Period, HourOfDay, Weekday, MonthOfYear };
  enum class Period : std::uint8_t { Minute, Hour, Day, Week, Month, Quarter, Year };

  std::size_t column = 0;
  Kind kind = Kind::Value;
  std::size_t bins = 0;  // Bins: so many between least and greatest; rows outside are left out
  double least = 0;
  double greatest = 0;
  bool logarithmic = false;
  Period period = Period::Day;  // of the UTC calendar; weeks begin on Monday
};

struct Measure {
  enum class Kind : std::uint8_t { Count, Sum, Mean, Least, Greatest, Deviation, Quantile };
  Kind kind = Kind::Count;
  std::size_t column = 0;    // Count: of its values that are not missing, or of rows with kEveryRow
  double probability = 0.5;  // Quantile
};
inline constexpr std::size_t kEveryRow = static_cast<std::size_t>(-1);

// Groups that have rows, by their keys ascending, missing last.
struct GroupTable {
  // For each key a number a group: Value the value (of a text its code), Bins the bin, Period the seconds of
  // its beginning, HourOfDay 0–23, Weekday 0 (Monday) to 6, MonthOfYear 1–12. NaN: the key is missing.
  std::vector<std::vector<double>> keys;
  std::vector<std::uint64_t> rows;
  std::vector<std::vector<double>> measures;  // for each measure; NaN where a group has no value
  std::uint64_t outside = 0;                  // selected rows beyond the bins

  std::size_t size() const { return rows.size(); }
};

struct GroupRequest {
  std::vector<GroupKey> keys;
  std::vector<Measure> measures;
  bool keepMissing = true;             // as a group of its own; else such rows count as outside
  std::size_t mostGroups = 2'000'000;  // more are an error that says so
};
Result<GroupTable> group(const Frame& frame, const GroupRequest& request, const Selection& selection,
                         std::stop_token stop = {});

// A key's or a value's number as `Frame::text` writes the cells of the column; empty for NaN.
std::string valueText(const Frame& frame, std::size_t column, double value);

// The lower edge of a bin of a key, in the column's unit; of `bins` the upper end.
double binEdge(const GroupKey& key, std::size_t bin);
// Where the period that holds this time begins, and where the next one does.
double periodBegin(GroupKey::Period period, double seconds);
double nextPeriod(GroupKey::Period period, double seconds);

// Every selected row in a grid over two keys of bins, for pictures: row by row from the lowest y, at most
// eight million cells.
struct DensityGrid {
  std::vector<std::uint32_t> rows;
  std::vector<double> means = {};  // of `colour`; NaN in cells without a value; empty without a colour
  std::uint64_t outside = 0;       // selected rows with no place in the grid
};
Result<DensityGrid> densityGrid(const Frame& frame, const GroupKey& x, const GroupKey& y,
                                std::optional<std::size_t> colour, const Selection& selection,
                                std::stop_token stop = {});

// The five numbers of a box (Tukey 1977): whiskers reach the outermost values within 1.5 interquartile ranges
// of the quartiles; what lies beyond is counted.
struct Box {
  double key = 0;
  std::uint64_t count = 0;
  double low = 0;
  double lower = 0;
  double median = 0;
  double upper = 0;
  double high = 0;
  std::uint64_t beyond = 0;
};
Result<std::vector<Box>> boxes(const Frame& frame, const GroupKey& key, std::size_t column,
                               const Selection& selection, std::stop_token stop = {});

}  // namespace tatara::dataset
