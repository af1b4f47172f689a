// Text as values: what a cell may be read as, and what a column is, from what its cells are.
//
// Numbers are decimal ("1", "-2.5e3", "inf"), whole ones of 64 bits; blanks around them are
// ignored. Times have the year first (2011-01-31, 2011/1/31), or last in either order (1/31/11, 31.1.2011,
// with points the day comes first), or the month in letters (31-Jan-2011, Jan 31, 2011), each with an
// optional time of day (14:00, 14:00:05.25, 2 PM) and an optional offset (Z, +09:00). Years of two digits are
// 1969 to 2068, as strptime has them.
//
// Threads: pure functions over values.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/column.h"
#include "core/dataset/internal/cells.h"

namespace tatara::dataset {

class MissingWords {
 public:
  explicit MissingWords(std::vector<std::string> words);
  bool contains(std::string_view trimmed) const;
  const std::vector<std::string>& words() const { return m_words; }

 private:
  std::vector<std::string> m_words;
  std::vector<std::string> m_sorted;
  std::array<bool, 256> m_firstBytes{};
  std::size_t m_longest = 0;
};

std::string_view trimBlanks(std::string_view text);
std::optional<std::int64_t> parseWhole(std::string_view trimmed);
// A whole number of more than 64 bits.
bool isLongWhole(std::string_view trimmed);
// NaN is a number here, and a missing value to the caller.
std::optional<double> parseReal(std::string_view trimmed, char decimal);
// Whether `value`, which was read from `text`, does not give back its digits. What was printed from a double,
// at whatever length, always does.
bool losesDigits(std::string_view text, double value);
std::optional<bool> parseFlag(std::string_view trimmed);

enum class TimeForm : std::uint8_t { YearFirst, TwoOrders, Letters };
struct TimeReading {
  TimeForm form = TimeForm::YearFirst;
  // Microseconds since 1970 UTC; the second for the day first, where the form has two orders.
  std::optional<std::int64_t> micros;
  std::optional<std::int64_t> dayFirst;
};
// Nothing when the text is no time in any order.
std::optional<TimeReading> parseTime(std::string_view trimmed);
// The strptime format of a text that parseTime() reads; empty when the year comes first.
std::string timeFormatOf(std::string_view trimmed, bool dayFirst);

// How the cells of a column are read.
struct ColumnPlan {
  ColumnType type = ColumnType::Text;
  bool dayFirst = false;
  char decimal = '.';
  bool told = false;    // by a person: stays, whatever does not fit
  bool unseen = false;  // no value stood in the sample

  friend bool operator==(const ColumnPlan&, const ColumnPlan&) = default;
};

// What reading a column by its plan came to.
struct Tally {
  std::uint64_t present = 0;  // those that do not fit among them
  std::uint64_t missing = 0;
  std::uint64_t rejected = 0;
  std::uint64_t rounded = 0;     // Real: those of which a double does not keep every digit
  std::uint64_t fractions = 0;   // Integer: numbers that are not whole
  std::uint64_t longWholes = 0;  // Integer, Text: whole numbers of more than 64 bits
  std::uint64_t numbers = 0;     // Text: other numbers
  std::uint64_t twoOrders = 0;   // Time: of that form
  std::uint64_t monthFirst = 0;
  std::uint64_t dayFirst = 0;
  std::uint64_t otherOrder = 0;  // read in the order that the column does not have
  std::uint64_t letters = 0;
  std::vector<std::string> misfits;  // at most 200
  std::string example;               // a time that is no year-first one, else any time

  void add(const Tally& other);
};

// One column of a block, typed, as it is kept.
struct TypedColumn {
  std::vector<std::uint64_t> present;  // empty: all are
  std::vector<std::int64_t> integers;
  std::vector<double> reals;
  std::vector<std::uint32_t> ends;  // Text: where each value ends in `bytes`
  std::string bytes;
  Tally tally;
  std::vector<Rejected> rejected;  // without the column's name; at most kMostListed
};

TypedColumn readColumn(const CellBlock& block, std::size_t column, const ColumnPlan& plan,
                       const MissingWords& missing);

// What these values (trimmed, none missing) suggest.
ColumnPlan guessPlan(const std::vector<std::string>& values, std::optional<char> decimal);
// The plan that the whole column asks for; equal to `plan` when it holds. `firstPass`: whether a plan may
// still be guessed anew.
ColumnPlan settlePlan(const ColumnPlan& plan, const Tally& tally, bool firstPass);
// With how many values lose digits.
text::Phrase roundedReason(text::Phrase reason, std::uint64_t rounded);
// Type, format and reason of a column that was read by `plan`.
void describe(const ColumnPlan& plan, const Tally& tally, ColumnInfo& info);

}  // namespace tatara::dataset
